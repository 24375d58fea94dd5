"""A turn on the screen: somebody speaks, you may answer, they answer, the coach says a word."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import streamlit as st

from coach.content.scenario import METERS, Choice, ChoiceId, Explanation, Meters, Scenario
from coach.practice.events import Coaching
from coach.roleplay.debrief import rule_of
from coach.roleplay.play import Play
from coach.roleplay.sentences import is_seen, spoken
from coach.ui import state
from coach.ui.text import opened, plain, printed, quoted, underlined

OPEN_LEVEL, SHORT_LEVEL = 2, 3
PICK_FIRST = "Tap a reply first. Then say it."
LISTEN = "[Listen](#listen)"
"""Reads what stands beside it, with the browser's own voice; hidden where there is none."""

_NUMBERED = '<button type="button" class="cg-listen" data-read="reply-{n}">{n}</button>'
_FELT = {
    ("rapport", True): "{name} warms to you a little.",
    ("rapport", False): "{name} cools a little.",
    ("trust", True): "{name} trusts you a little more.",
    ("trust", False): "{name} is more careful with you now.",
    ("energy", True): "{name} has more time for this than before.",
    ("energy", False): "{name} is getting tired of this.",
    ("credibility", True): "{name} thinks you know what you are talking about.",
    ("credibility", False): "{name} is less sure that you know what you say.",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply that was given, and the answer to it, as they are shown."""

    speaker: str
    said: str
    act: bool
    reaction: str
    feedback: str
    explain: tuple[Explanation, ...]
    felt: str | None


def speaker_of(play: Play) -> str:
    """Who speaks in this turn."""
    return play.turn.speaker or play.scenario.counterpart.address


def counterpart(play: Play, key: str, before: str | None = None) -> None:
    """The counterpart, alone: the time that has passed, what can be seen, what is said.

    Args:
        play: what is played.
        key: the turn's number in it.
        before: what stands above it, in Markdown: a heading, or the setting.
    """
    with st.container(key=f"line-{key}"):
        explained = [each.words for each in play.turn.explain]
        st.markdown(_paragraphs(_scene(play, before, explained)), anchors=False)


def _scene(play: Play, before: str | None, explained: Sequence[str] = ()) -> Iterator[str]:
    if before:
        yield before
    if play.turn.gap:
        yield f":small[{printed(opened(play.turn.gap))}]"
    if play.narration:
        seen = printed(play.narration)
        yield underlined(seen if "*" in play.narration else f"*{seen}*", explained)
    if play.line:
        yield slip(
            f"**{printed(speaker_of(play))}** {LISTEN}", underlined(quoted(play.line), explained)
        )


def _paragraphs(*parts: Iterable[str]) -> str:
    return "\n\n".join(chain.from_iterable(parts))


def slip(*paragraphs: str) -> str:
    """Paragraphs on a slip of paper of their own: one element of the page instead of three."""
    return "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs)


def meanings(explained: Iterable[Explanation], words: str) -> None:
    """Plain words for expressions that stand on the screen, one tap away."""
    here = {e.words: e for e in explained if e.words.casefold() in words.casefold()}
    if not here:
        return
    with st.popover(
        f"What does {' or '.join(f'“{printed(entry)}”' for entry in here)} mean?",
        type="tertiary",
        key=f"meanings-{next(iter(here.values())).id}",
    ):
        for entry in here.values():
            st.markdown(f"**{printed(entry.words)}:** {printed(entry.text)}")


def meanings_of(shown: Sequence[Choice]) -> None:
    """Plain words for expressions in the replies."""
    explained = [entry for choice in shown for entry in choice.explain]
    meanings(explained, " ".join(choice.text for choice in shown))


def may_answer(of: str, key: str, *, alone_first: bool, nudge: bool = True) -> bool:
    """Whether the replies stand on the screen; else the button that brings them.

    Args:
        of: what the turn belongs to, such as an attempt; another one begins alone again.
        key: the turn's number in it.
        alone_first: the counterpart stands alone until the learner asks for replies.
        nudge: ask for an answer of one's own above the button.
    """
    turn = f"{of}/{key}"
    if not alone_first or state.replies_open(turn):
        return True
    if nudge:
        st.markdown("What would you say? Say it in your head, or out loud.")
    asked = st.button(
        "What could I say?",
        key=f"could-say-{key}",
        type="primary",
        width="stretch",
        on_click=state.open_replies,
        args=(turn,),
    )
    if asked:
        state.open_replies(turn)
    return bool(asked)


def replies(shown: Sequence[Choice], key: str) -> ChoiceId | None:
    """The replies as a list to pick from; the one picked, else None."""
    words = {choice.id: _words(choice) for choice in shown}
    picked = st.radio(
        "What do you say?",
        tuple(words),
        index=None,
        key=f"reply-{key}",
        format_func=lambda id_: words[id_],
        label_visibility="collapsed",
        width="stretch",
    )
    return None if picked is None else ChoiceId(picked)


def listening(count: int) -> None:
    """Buttons that read the replies aloud, one each."""
    buttons = "".join(_NUMBERED.format(n=n) for n in range(1, count + 1))
    label = '<span aria-hidden="true">Listen to</span>'
    row = '<div class="cg-listening" role="group" aria-label="Listen to a reply">{}{}</div>'
    st.html(row.format(label, buttons))


def say(key: str, on_click: Callable[[], None], *, picked: bool) -> bool:
    """The button that gives the reply for good, strong once one is picked.

    True where its callback was lost.
    """
    look: Literal["primary", "secondary"] = "primary" if picked else "secondary"
    return st.button("Say it", key=f"say-{key}", type=look, width="stretch", on_click=on_click)


def answer(play: Play, taken: Taken, key: str, coaching: Coaching, before: str | None) -> None:
    """The line as it stood, what you said, the answer in character, then the coaching.

    Args:
        play: what was played when the line was said.
        taken: the reply and what came of it.
        key: the turn's number.
        coaching: as far as the learner wants it.
        before: what stands above it, in Markdown.
    """
    shown = coaching_at(coaching, play.scenario.level)
    with st.container(key=f"answer-{key}"):
        st.markdown(_paragraphs(_scene(play, before), _slips(taken, shown)), anchors=False)
    if shown == "one line":
        with st.expander("Why?"):
            st.markdown(printed(taken.feedback))
    meanings(taken.explain, taken.reaction)


def _slips(taken: Taken, coaching: Coaching) -> Iterator[str]:
    """Yours, theirs, the coach's: in this order, on which style and script rely.

    What somebody else says can be listened to, yours and the coach's word cannot: by that they are
    told apart.
    """
    yield slip("**You**", printed(taken.said) if taken.act else quoted(taken.said))
    name = "" if is_seen(taken.reaction) else f"**{printed(taken.speaker)}** "
    explained = [each.words for each in taken.explain]
    yield slip(f"{name}{LISTEN}", underlined(quoted(taken.reaction), explained))
    if taken.felt:
        yield f":small[{printed(taken.felt)}]"
    if coaching == "each reply":
        yield slip("**Coach**", printed(taken.feedback))
    elif coaching == "one line":
        yield slip("**Coach**", f"*{printed(rule_of(taken.feedback))}*")


def coaching_at(coaching: Coaching, level: int) -> Coaching:
    """When coaching comes: by level it is open to 2, one line at 3, at the end from 4 on."""
    if coaching != "by level":
        return coaching
    if level <= OPEN_LEVEL:
        return "each reply"
    return "one line" if level == SHORT_LEVEL else "at the end"


def so_far(scenario: Scenario, told: Sequence[tuple[Play, Taken]]) -> None:
    """Who you are, what you came for, and everything said before, in one fold.

    It is written only once it is opened: most turns are played with it shut.
    """
    if not told:
        return
    fold = st.expander("So far", key="so-far", on_change="rerun")
    if not fold.open:
        return
    lines = [printed(scenario.setting), f"You are {printed(scenario.you.rstrip('.'))}\\."]
    lines += [f"You came for this: {printed(aim.text)}" for aim in scenario.aims]
    for play, taken in told:
        lines += _exchange(play, taken)
    fold.markdown("\n\n".join(lines))


def _exchange(play: Play, taken: Taken) -> Iterator[str]:
    if play.turn.gap:
        yield f"*{printed(opened(play.turn.gap))}*"
    if play.line:
        yield f"{printed(speaker_of(play))}: {quoted(play.line)}"
    elif play.narration:
        yield printed(play.narration)
    yield f"**You:** {printed(taken.said) if taken.act else quoted(taken.said)}"
    yield printed(spoken(taken.speaker, taken.reaction))


def felt_words(before: Meters, after: Meters, name: str) -> str | None:
    """What changed most for the counterpart, in words; None where nothing did."""
    changes = [new - old for old, new in zip(before, after, strict=True)]
    most = max(changes, key=abs)
    if most == 0:
        return None
    meter = METERS[changes.index(most)]
    return _FELT[meter, most > 0].format(name=name)


def _words(choice: Choice) -> str:
    to = f" \\(to {printed(choice.to)}\\)" if choice.to else ""
    return f"{printed(plain(choice.text))}{to}"
