"""For each rule on lessons: words that break it in the sound lesson, and words that nearly do."""

from collections.abc import Mapping
from typing import TypeAlias

from small_course import changed
from small_lessons import SOUND

Pairs: TypeAlias = tuple[tuple[str, str], ...]

_LATE = "It is slow today, and I am late for work."
_BEST = "How long does it stand here as a rule?"
_IDEA = "Look at what you share. Ask about it."
_ASKED = "        worth: 0\n        feedback: >-\n          That is true"
_STILL = "The lift stands still."
_SAMPLE = (
    "sample: Hello Ada, I took the stairs today and thought of your lift. Did it come at all this"
)
_MATCH = SOUND[SOUND.index("  - id: words-and-questions") : SOUND.index("  - id: the-turn")]
_FIRST = "exercises:\n  - id: the-lift"


def _of(count: int, ending: str = ".") -> str:
    """A text of so many words."""
    return " ".join(["tea"] * count) + ending


def _option(text: str) -> str:
    """One more option, of 25 words of feedback."""
    feedback = f"*{_of(5).capitalize()}* {_of(20).capitalize()}"
    return (
        f"      - id: one-more\n        text: {text}\n        worth: -1\n"
        f"        feedback: >-\n          {feedback}\n"
    )


def _more(lift: str, queue: str) -> Pairs:
    """A fourth option in both exercises; the best has nine words, two others have ten."""
    return (
        ("  - id: words-and-questions", f"{_option(lift)}  - id: words-and-questions"),
        ("      - id: my-shop", f"{_option(queue)}      - id: my-shop"),
    )


_SECOND_MATCH = changed(_MATCH, ("words-and-questions", "things-and-questions"))

BREAKS: Mapping[str, Pairs] = {
    "untrained-idea": (("ideas: [not-me-first]\nplay", "ideas: [not-me-first, ask-small]\nplay"),),
    "feedback-rule": (("*A question gives her a turn.*", "A question gives her a turn."),),
    "feedback-length": (("That is true and it is about the lift.", "It is."),),
    "bare-verdict": (("That is true and it is about", "Correct, and it is about"),),
    "give-away": ((_LATE, "It is just slow, and I am late for work."),),
    "belittling": ((_IDEA, f"{_IDEA} It is simply that."),),
    "best-by-length": _more(_of(10), _of(11)),
    "best-stands-out": ((_BEST, "How long does it stand here as a rule, and what happens then?"),),
    "uneven-lengths": ((_LATE, "It is slow today, and I am late for my work at noon."),),
    "option-too-long": ((_LATE, _of(41)),),
    "stem-too-long": ((_STILL, _of(77)),),
    "few-levels": ((_ASKED, _ASKED.replace("0", "-2", 1)),),
    "match-place": ((_FIRST, f"exercises:\n{_SECOND_MATCH}  - id: the-lift"),),
    "review-copy": (
        ("The queue for bread is long.", _STILL),
        ("The queue is long today, and it is raining too.", _LATE),
    ),
    "sample-length": ((_SAMPLE, "sample: Hello Ada, the lift came this"),),
    "sample-hook": (
        ("the stairs today and thought of your lift", "a walk today and met your dog"),
    ),
    "loose-asterisk": ((_IDEA, f"{_IDEA} *Ask."),),
    "long-idea": ((_IDEA, " ".join([_of(10)] * 15 + ["Tea."])),),
    "no-play": (("play: tea\n", ""),),
    "no-module": (),
    "idiom": ((_IDEA, f"{_IDEA} Touch base."),),
    "long-sentence": ((_IDEA, _of(21)),),
    "reading-grade": ((_IDEA, "Extraordinarily complicated organisational considerations. " * 40),),
}
"""What breaks each rule; `no-module` is broken by course.yaml."""

NEAR_MISSES: Mapping[str, Pairs] = {
    "untrained-idea": (
        *BREAKS["untrained-idea"],
        ("kind: rewrite\n    ideas: [not-me-first]", "kind: rewrite\n    ideas: [ask-small]"),
    ),
    "feedback-rule": (("*A question gives her a turn.*", "*Does a question give a turn?*"),),
    "feedback-length": (("That is true and it is about the lift.", "That is true."),),
    "bare-verdict": (("That is true and it is about", "It is correct and about"),),
    "give-away": ((_LATE, "It is slow, Justin, and I am late for work."),),
    "belittling": (("I sell lifts. Here is my card.}", "I just sell lifts. Here is my card.}"),),
    "best-by-length": _more(_of(8), _of(11)),
    "best-stands-out": ((_BEST, "How long does it stand here as a rule, and then what?"),),
    "uneven-lengths": ((_LATE, "It is slow today, and I am late for work at noon."),),
    "option-too-long": ((_LATE, _of(40)),),
    "stem-too-long": ((_STILL, _of(76)),),
    "few-levels": ((_ASKED, _ASKED.replace("0", "-1", 1)),),
    "match-place": (),
    "review-copy": (("The queue for bread is long.", "The lift stands still again."),),
    "sample-length": ((_SAMPLE, f"sample: Ada, the lift {'a' * 52} this"),),
    "sample-hook": (
        ("the stairs today and thought of your lift", "the stairs today, at your door"),
    ),
    "loose-asterisk": ((_IDEA, f"{_IDEA} *Ask.*"),),
    "long-idea": ((_IDEA, " ".join([_of(10)] * 15)),),
    "no-play": (),
    "no-module": (),
    "idiom": ((_IDEA, f"{_IDEA} Touch the base."),),
    "long-sentence": ((_IDEA, _of(20)),),
    "reading-grade": ((_IDEA, "Extraordinarily complicated organisational considerations."),),
}
