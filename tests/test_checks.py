"""The checks: what each rule says, where its limit lies, and what may be allowed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from coach.checks import RULES, check, examine
from coach.checks.blind import Bands, bands
from coach.checks.grade import grade, syllables
from coach.checks.joins import Incoming, Join, joins
from coach.checks.rule import Subject
from coach.content.loading import Loaded
from coach.content.scenario import TurnId
from conftest import ROOT
from small_course import (
    BROKEN,
    COURSE,
    SOUND,
    catalogue_of,
    course_of,
    crowded,
    found,
    scenario_of,
    written,
)

Pairs = tuple[tuple[str, str], ...]

SLUGS = {rule.slug for rule in RULES}
FILES = sorted(set(BROKEN.glob("*.yaml")) - {BROKEN / "course.yaml"})
CROWDED = "too-many-states"
REPLIES = "turns.stairs.choices"
JUST_OVER, JUST_UNDER = 38, 37

VARIED = """    says:
      - {id: after-the-sale, when: {did: [pitched]}, text: "The beans, well."}
      - {id: plain, text: "Look, the beans came up."}"""
PERHAPS = """        goto:
          chance:
            - {id: tired, weight: 1, goto: good-night}
            - {id: awake, weight: 1, goto: landing}"""
NEAR_MISSES: dict[str, Pairs] = {
    "endless": (
        ("opening: gate", "facts: {yeast: {text: She bakes with yeast.}}\nopening: gate"),
        ("        effects: {trust: +3}", "        when: {lacks: [yeast]}"),
        ("        reaction: Down we go.", "        learns: [yeast]\n        reaction: Down we go."),
    ),
    "no-choice": (('">= 3"', '">= 2"'),),
    "nothing-at-stake": (
        ("opening: stairs", "facts: {bakes: {text: She bakes., worth: 0.1}}\nopening: stairs"),
        ("goto: soup", "learns: [bakes]\n        goto: soup"),
    ),
    "unreached": (("thanks.\n        goto: door", "thanks.\n        goto: nod"),),
    "never-offered": (('">= 4"', '">= 3"'),),
    "always-holds": (('">= 2"', '">= 3"'),),
    "never-holds": (('">= 6"', '">= 5"'),),
    "no-difference": (
        ("{trust: -1}\n        reaction: Then", "{trust: -2}\n        reaction: Then"),
    ),
    "hidden-chance": (("You hear her laugh", "You hear a laugh"),),
    "trap-is-best": (("{trust: +2}", "{trust: +3, energy: +1}"),),
    "free-trap": (("{trust: -1, energy: -1}", "{trust: -1}"),),
    "no-way-back": (
        ("early_pitch\n        effects: {", "early_pitch\n        effects: {energy: +1, "),
    ),
    "refund": (("{trust: +3, energy: -1}", "{trust: +2}"),),
    "same-corridor": (("    says: Look, the beans came up.", VARIED),),
    "skipped-turn": (("        goto: good-night", PERHAPS),),
    "no-fair": (("{trust: -2, energy: -1}", "{trust: -2}"),),
    "second-best": (("{trust: -3}", "{trust: -3, energy: -1}"),),
    "hollow-bloom": (("{trust: -5}", "{trust: -5, energy: -1}"),),
    "blind-wins": (("{trust: +4, energy: -1}", "{trust: +3}"),),
    "blind-helps": (("{trust: +1}", "{trust: +1, energy: -1}"),),
    "always-asks": (
        ("Is there time for bread upstairs tonight?", "There is time for it tonight."),
    ),
    "reply-too-long": (("kind of a neighbour", "kind of you"),),
    "turn-too-long": (("A boy brought", "Somebody brought"),),
    "reply-length": (("That was kind", "That was very kind"),),
    "uneven-lengths": (("much better and lighter", "better and lighter"),),
    "feedback-rule": (("Give a little before you ask.", "*Give a little before you ask.*"),),
    "feedback-length": (("and then listen.", "and then listen well."),),
    "same-openings": (("You made her feel", "It made her feel"),),
    "loose-asterisk": (("*Then", "*Then*"),),
    "give-away": (("just sells", "justly sells"),),
    "idiom": (("words: brain,", "words: pick your brain,"),),
    "long-sentence": (("your new house", "your house"),),
    "reading-grade": (("Alternatively, mention other", "Also mention other"),),
}
"""For each rule what keeps its broken file just inside the limit."""


TOO_POLITE = (
    "always taking the most polite reply earns +28 on average",
    "the best reply is the longest in 100% of the turns",
)
OFFLINE = """
import socket, sys
from pathlib import Path

def refused(*_: object, **__: object) -> None:
    raise OSError("there is no network")

socket.socket = socket.create_connection = socket.getaddrinfo = refused
from coach.checks import check
from coach.content.loading import load_course
assert check(load_course(Path(sys.argv[1]))).judged
"""
MESSAGES = ("channel: in-person", "channel: messages")
TO_FORTY = "tonight, and for one more, who may come by any day it lasts."
TO_FORTY_ONE = "tonight, and for one more, who may come by any day before it is gone."
EXIT = 'exits: [{when: {trust: "%s"}, goto: door}]\nopening: stairs'
PERHAPS_PITCHED = """        goto:
          chance:
            - {id: said, weight: 1, goto: landing, does: [pitched]}
            - {id: unsaid, weight: 1, goto: landing}"""
SPLIT = 'goto: [{when: {trust: ">= 6"}, goto: soup}, {goto: door}]'
DECLINED = "ask: 1\n        declined: {reaction: No., feedback: Not tonight., goto: door}"
WORTHS = "facts: {bakes: {text: She bakes., worth: 0.3}, sells: {text: He sells., worth: %s}}\n"
SIXTY_FIVE = (
    ("{trust: +2}", "{trust: +2}\n        learns: [bakes]"),
    ("{trust: -1}", "{trust: -3}\n        learns: [sells]"),
)
EDGES: dict[str, tuple[str, int, str, Pairs]] = {
    "an act may be short": (
        "reply-length",
        2,
        "reply-length",
        (("say: That was kind. P", "do: P"),),
    ),
    "a written reply may be short": ("reply-length", 0, "reply-length", (MESSAGES,)),
    "one reply a turn may say less": (
        "reply-length",
        0,
        SOUND,
        (("The post is slow in our street.", "Slow post."),),
    ),
    "and be far from the mean": (
        "uneven-lengths",
        0,
        SOUND,
        (("The post is slow in our street.", "Slow post."),),
    ),
    "22 spoken words read well": ("reply-length", 0, "turn-too-long", ()),
    "23 are too many": ("reply-length", 3, "turn-too-long", (("kind of", "very kind of"),)),
    "40 written words are enough": (
        "reply-too-long",
        0,
        "reply-too-long",
        (MESSAGES, ("tonight.", TO_FORTY)),
    ),
    "41 are too many": (
        "reply-too-long",
        1,
        "reply-too-long",
        (MESSAGES, ("tonight.", TO_FORTY_ONE)),
    ),
    "two passages are no one rule": ("feedback-rule", 1, SOUND, (("ask how", "*ask* how"),)),
    "a word is no rule": ("feedback-rule", 1, "feedback-rule", (("a little", "a *little*"),)),
    "two sentences are no one rule": (
        "feedback-rule",
        1,
        SOUND,
        (("a little before", "a little. B"),),
    ),
    "a refusal has its rule too": (
        "feedback-rule",
        1,
        SOUND,
        (("move: early_pitch", f"move: early_pitch\n        {DECLINED}"),),
    ),
    "one exclamation mark is no give-away": ("give-away", 0, SOUND, (("those.", "those!"),)),
    "two in a row are one": ("give-away", 1, SOUND, (("those.", "those!!"),)),
    "three words may give away": (
        "give-away",
        1,
        SOUND,
        (("There is fresh bread", "Bread is all it takes"),),
    ),
    "an idiom in the setting": (
        "idiom",
        1,
        SOUND,
        (("setting: The", "setting: Touch base on the"),),
    ),
    "an explanation is read too": (
        "long-sentence",
        1,
        "idiom",
        (("What you think with.", "brain " * 21),),
    ),
    "turns that nobody comes to": ("unreached", 2, "endless", (("goto: stairs", "goto: door"),)),
    "a lone trap is as good as any": (
        "trap-is-best",
        1,
        "skipped-turn",
        (("small_talk\n        effects: {e", "flattery\n        effects: {e"),),
    ),
    "nothing follows a last reply": ("no-way-back", 0, "second-best", ()),
    "a reply that ends it all skips nothing": (
        "skipped-turn",
        0,
        "skipped-turn",
        (("goto: good-night", "goto: soup"),),
    ),
    "replies that lead apart differ": (
        "no-difference",
        0,
        "no-difference",
        (("day was.\n        goto: door", "day was.\n        goto: soup"),),
    ),
    "a fair reply may lose a whole stake": ("no-fair", 0, SOUND, (("{trust: -1}", "{trust: +1}"),)),
    "but not more": ("no-fair", 1, SOUND, (("{trust: -1}", "{trust: +2, energy: -1}"),)),
    "the second best may score 65": (
        "second-best",
        0,
        SOUND,
        (*SIXTY_FIVE, ("opening:", WORTHS % 0.7 + "opening:")),
    ),
    "but not 66": ("second-best", 1, SOUND, (*SIXTY_FIVE, ("opening:", WORTHS % 0.2 + "opening:"))),
    "an exit that always holds": (
        "always-holds",
        1,
        "same-corridor",
        (("opening: stairs", EXIT % "<= 9"),),
    ),
    "an exit that never holds": (
        "never-holds",
        1,
        "same-corridor",
        (("opening: stairs", EXIT % ">= 9"),),
    ),
    "a way that is always taken": ("always-holds", 1, SOUND, (("goto: soup", SPLIT),)),
    "an offer is left to never-offered": ("never-holds", 0, "never-offered", ()),
    "chance told by what was done": (
        "hidden-chance",
        1,
        "same-corridor",
        (("        goto: landing", PERHAPS_PITCHED),),
    ),
    "an echo asks as well": ("always-asks", 1, SOUND, (("That was kind", "It stayed dry"),)),
}
"""What else a rule finds or lets pass: the rule, how often, the file and what is changed in it."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_broken_file_is_explained_word_for_word(file: Path) -> None:
    told = found(file.stem, file.read_text(encoding="utf-8"), file.stem)

    assert "\n".join(map(str, told)) + "\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


def test_too_many_states_are_explained_word_for_word() -> None:
    told = found(CROWDED, crowded(JUST_OVER), CROWDED)

    assert "\n".join(map(str, told)) + "\n" == (BROKEN / f"{CROWDED}.txt").read_text("utf-8")


def test_every_rule_has_a_broken_file_and_a_near_miss() -> None:
    assert {file.stem for file in BROKEN.glob("*.txt")} == {*SLUGS, SOUND}
    assert {file.stem for file in FILES} == {*SLUGS, SOUND} - {CROWDED}
    assert set(NEAR_MISSES) == SLUGS - {CROWDED}


def test_a_rule_is_named_once_and_defined_in_a_sentence() -> None:
    assert len(SLUGS) == len(RULES)
    for rule in RULES:
        assert rule.definition[0].isupper(), rule.slug
        assert rule.definition.endswith("."), rule.slug


def test_a_sound_talk_breaks_no_rule() -> None:
    assert check(course_of({"talk": written(SOUND)})).diagnostics == ()


@pytest.mark.parametrize("slug", NEAR_MISSES)
def test_a_broken_file_just_inside_the_limit_is_let_pass(slug: str) -> None:
    assert found(slug, written(slug, *NEAR_MISSES[slug])) == []


def test_fewer_states_than_two_million_are_not_too_many() -> None:
    subject = examined(crowded(JUST_UNDER))

    assert [graph.size for graph in subject.graphs] == [sum(JUST_UNDER**n for n in range(5))]
    assert subject.refusal is not None
    assert subject.refusal.slug == "nothing-at-stake"


@pytest.mark.parametrize(("slug", "count", "file", "pairs"), EDGES.values(), ids=EDGES)
def test_a_rule_holds_at_its_edge(slug: str, count: int, file: str, pairs: Pairs) -> None:
    assert len(found(slug, written(file, *pairs))) == count


def examined(text: str) -> Subject:
    """Everything the rules look at in a scenario of the small course."""
    return examine(scenario_of(text), catalogue_of(COURSE)[0].words)


def chain(asking: int, plain: int) -> str:
    """A talk of so many turns; in the first of them every reply asks."""
    parts, calm = (yaml.safe_load(written(file)) for file in ("always-asks", SOUND))
    turns = [parts["turns"]["stairs"]] * asking + [calm["turns"]["stairs"]] * plain
    names = [f"turn-{number}" for number in range(len(turns))]
    parts |= {"opening": names[0], "turns": {}}
    for name, onward, turn in zip(names, [*names[1:], "soup"], turns, strict=True):
        replies = [reply | {"goto": onward} for reply in turn["choices"]]
        parts["turns"][name] = turn | {"choices": replies}
    return json.dumps(parts)


@pytest.mark.parametrize(("asking", "plain", "count"), [(4, 1, 0), (5, 1, 1), (8, 2, 0), (9, 2, 1)])
def test_one_turn_in_five_is_best_met_without_a_question(
    asking: int, plain: int, count: int
) -> None:
    assert len(found("always-asks", chain(asking, plain))) == count


# Starts.


def test_the_rules_run_over_every_start() -> None:
    later = "follows: {scenario: first, start: {bloom: {knows: [slow]}}}\n"
    slow = "facts: {slow: {text: The post is slow., worth: 1}}\n"
    text = written(
        SOUND,
        ("opening:", later + slow + "opening:"),
        ("{trust: +2}", "{trust: +1}\n        learns: [slow]"),
    )

    told = check(course_of({"talk": text})).diagnostics

    assert [(d.slug, d.message) for d in told] == [
        (
            "second-best",
            "the second best reply every time scores 0.0 after bloom; 30 to 65 is sound",
        )
    ]


def test_a_dead_end_of_a_later_start_is_shown_from_there() -> None:
    later = "follows: {scenario: first, start: {fade: {trust: 1}}}\n"
    text = written("no-choice", ('">= 3"', '">= 2"'), ("opening:", later + "opening:"))

    (told,) = found("no-choice", text)

    assert told.hint == "to see it after fade: stairs: boxes"


# What the authors allow.


def allowing(*entries: tuple[str, str], file: str = "scenarios/talk.yaml") -> str:
    """course.yaml with more allowances, each a check and a place."""
    parts = (
        f"  - {{check: {check}, file: {file}, at: {at}, because: We know.}}\n"
        for check, at in entries
    )
    return COURSE + "".join(parts)


def test_an_allowance_silences_one_finding_and_no_other() -> None:
    text, course = written("reply-length"), allowing(("reply-length", f"{REPLIES}.post.say"))

    told = check(course_of({"talk": text}, course)).diagnostics

    assert [d.message.split('"')[1] for d in told] == ["bread", "boxes"]


def test_two_findings_in_one_place_need_two_allowances() -> None:
    text = written("idiom", ("This came", "They touch base, and this came"))
    entry = ("idiom", "turns.stairs.says.plain")

    left = [len(found("idiom", text, course=allowing(*[entry] * n))) for n in range(3)]

    assert left == [2, 1, 0]


def test_an_allowance_for_nothing_is_out_of_date() -> None:
    course = allowing(("reply-length", f"{REPLIES}.bred.say"), ("free-trap", f"{REPLIES}.boxes"))

    told = found("unused-allowance", written("reply-length"), course=course)

    assert [d.source for d in told] == course.splitlines()[-2:]
    assert [d.hint for d in told] == [
        f'did you mean "{REPLIES}.bread.say"?',
        "leave this entry out",
    ]


def test_an_allowance_of_an_unknown_check_is_told_its_name() -> None:
    (told,) = found("unused-allowance", written(SOUND), course=allowing(("fre-trap", "turns")))

    assert (told.message, told.hint) == ('"fre-trap" is no check', 'did you mean "free-trap"?')


@pytest.mark.parametrize("slug", sorted(rule.slug for rule in RULES if rule.vital))
def test_what_has_no_worth_cannot_be_allowed(slug: str) -> None:
    text = crowded(JUST_OVER) if slug == CROWDED else written(slug)
    (before,) = found(slug, text)
    places = ("turns", "turns.landing.choices", "turns.landing.choices.down-again")

    told = check(course_of({"talk": text}, allowing(*((slug, place) for place in places))))

    assert before in told.diagnostics
    assert f'"{slug}" cannot be allowed' in told.diagnostics[0].message


def test_an_allowance_of_a_file_that_was_not_checked_is_left_alone() -> None:
    course = allowing(("free-trap", "turns"), file="scenarios/other.yaml")

    assert found("unused-allowance", written(SOUND), course=course) == []


# The course as a whole.


def test_the_bands_are_means_over_the_talks_that_are_served() -> None:
    files = (SOUND, "blind-helps", "blind-wins")
    loaded = course_of({f"talk-{n}": written(file) for n, file in enumerate(files)})

    found = bands(check(loaded).judged)

    assert found.scenarios == 2
    assert found.means["polite"] == pytest.approx((0 + 100 * (1 - 3.5 / 4.875)) / 2)
    assert found.means["question"] == pytest.approx(0)
    assert found.best_longest == 1


@pytest.mark.parametrize(("copies", "outside"), [(9, ()), (10, TOO_POLITE)])
def test_the_bands_are_judged_from_ten_talks_on(copies: int, outside: tuple[str, ...]) -> None:
    texts = {f"talk-{n}": written("blind-helps") for n in range(copies)}

    assert bands(check(course_of(texts)).judged).outside == outside


def test_the_bands_are_judged_on_both_sides() -> None:
    inside = Bands(10, {"echo": 15.0, "polite": -15.0}, 0.35)
    outside = Bands(10, {"echo": 15.1, "polite": -15.1}, 0.14)

    assert inside.outside == ()
    assert outside.outside == (
        "always taking the reply that repeats most of the last line earns +15 on average",
        "always taking the most polite reply earns -15 on average",
        "the best reply is the longest in 14% of the turns",
    )


def test_a_turn_counts_as_longest_as_often_as_its_states_are_met() -> None:
    late = "      - {id: late, when: {trust: '>= 6'}, say: ATE, move: small_talk,"
    late += " effects: {trust: -4}, reaction: No., feedback: No., goto: door}\nendings:"
    late = late.replace("ATE", "The train was late and the bus was full again today.")
    subject = examined(written("no-way-back", ("endings:", late)))

    found = bands(tuple(zip(subject.tables, subject.bots, strict=True)))

    assert found.best_longest == pytest.approx((1 + 2 / 3) / 2)


def test_every_scenario_passes_through_the_hands_of_who_watches() -> None:
    seen = []
    loaded = course_of({"one": written(SOUND), "two": written(SOUND)})

    check(loaded, lambda scenarios: (seen.append(s.id) or s for s in scenarios))

    assert seen == ["one", "two"]


def test_a_course_that_did_not_load_is_not_checked() -> None:
    complaint = found("no-fair", written("no-fair"))[0]

    checked = check(Loaded(None, (complaint,), {}))

    assert (checked.diagnostics, checked.judged) == ((complaint,), ())


# Joins.


def joined(text: str) -> dict[str, list[str]]:
    """Where replies meet, and how each comes there."""
    return {join.turn: [a.choice for a in join.incoming] for join in joins(scenario_of(text))}


def test_a_join_lists_every_reply_with_its_answer_and_the_line_it_leads_to() -> None:
    window, step, line = (
        "She opens the window.",
        "She keeps a step away.",
        "Look, the beans came up.",
    )

    landing, _ = joins(scenario_of(written("same-corridor")))

    assert landing == Join(
        TurnId("landing"),
        (
            Incoming("stairs: boxes", "Boxes. I see.", step, line),
            Incoming("stairs: bread", "Bread! Then Sunday is soup day.", window, line),
            Incoming("stairs: post", "Slow is the word.", window, line),
        ),
    )


def test_a_silence_at_a_join_has_no_line() -> None:
    text = written("same-corridor", ("    says: Look, the beans came up.\n", ""))

    landing, _ = joins(scenario_of(text))

    assert {arrival.line for arrival in landing.incoming} == {""}


def test_a_join_tells_how_chance_fell_and_who_was_refused() -> None:
    refused = "ask: 2\n        declined: {reaction: Not now., feedback: No., goto: landing}"
    text = written(
        "skipped-turn",
        ("        goto: good-night", PERHAPS),
        ("move: early_pitch", f"move: early_pitch\n        {refused}"),
    )

    assert joined(text) == {
        "landing": ["stairs: boxes (declined)", "stairs: bread", "stairs: post (awake)"]
    }
    assert next(joins(scenario_of(text))).incoming[0].reaction == "Not now."


def test_joins_are_met_from_every_start() -> None:
    later = "follows: {scenario: first, start: {fade: {did: [pitched]}}}\n"

    told = joined(written("same-corridor", ("opening:", later + "opening:")))

    assert told["landing"] == ["stairs: boxes"] + ["stairs: bread"] * 2 + ["stairs: post"] * 2


def test_what_only_one_reply_leads_to_is_no_join() -> None:
    assert joined(written("refund")) == {}


# Reading grade.


@pytest.mark.parametrize(
    ("word", "count"), [("soup", 1), ("parcel", 2), ("remember", 3), ("neighbourhood", 3), ("", 1)]
)
def test_syllables_are_counted_by_hyphenation(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_reading_grade_is_the_one_worked_out_by_hand() -> None:
    # 8 words in 2 sentences, 11 syllables.
    assert grade("She can remember a system. It was slow.") == pytest.approx(
        0.39 * 8 / 2 + 11.8 * 11 / 8 - 15.59
    )
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    assert grade("…", "") == 0


def test_a_sentence_ends_where_its_text_ends() -> None:
    assert grade("Soup on Sunday", "It was slow.") == grade("Soup on Sunday.", "It was slow.")


def test_the_checks_need_no_network() -> None:
    run = subprocess.run(  # noqa: S603  (our own code, run by this interpreter)
        [sys.executable, "-c", OFFLINE, str(ROOT)], capture_output=True, text=True, check=False
    )

    assert (run.stderr, run.returncode) == ("", 0)
