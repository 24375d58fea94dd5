"""The checks: what each rule says, where its limit lies, and what may be allowed."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from coach.checks import RULES, check, examine
from coach.checks.blind import Bands, bands
from coach.checks.grade import grade, syllables
from coach.checks.joins import Incoming, Join, joins
from coach.checks.rule import Subject
from coach.content.loading import Loaded
from coach.content.scenario import Scenario, TurnId
from conftest import ROOT
from near_misses import EDGES, NEAR_MISSES, PERHAPS, Pairs
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

SLUGS = {rule.slug for rule in RULES}
FILES = sorted(set(BROKEN.glob("*.yaml")) - {BROKEN / "course.yaml"})
CROWDED = "too-many-states"
REPLIES = "turns.stairs.choices"
JUST_OVER, JUST_UNDER = 38, 37
GIVE_AWAYS = ["genuinely", "respectfully", "just", "simply", "always", "never"]

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
loaded = load_course(Path(sys.argv[1]))
assert loaded.course.scenarios
check(loaded)
"""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_broken_file_is_explained_word_for_word(file: Path) -> None:
    told = found(file.stem, file.read_text(encoding="utf-8"), file.stem)

    assert "\n".join(map(str, told)) + "\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_broken_file_breaks_its_own_rule_and_at_most_one_more(file: Path) -> None:
    told = check(course_of({file.stem: file.read_text(encoding="utf-8")})).diagnostics

    assert len({diagnostic.slug for diagnostic in told} - {file.stem}) <= 1


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


@pytest.mark.parametrize("word", GIVE_AWAYS)
def test_each_word_that_gives_a_reply_away_is_named(word: str) -> None:
    (told,) = found("give-away", written("give-away", ("just", word)))

    assert told.message == f'"{word}" gives the reply "boxes" away'


# Rounds.


SELF = (("goto: landing", "goto: stairs"),)
TRUST_CLOSES = (("effects: {trust: +3}", 'when: {trust: "<= 8"}\n        effects: {trust: +3}'),)
TRUST_COUNTS = (("effects: {trust: -1}", 'when: {trust: ">= 3"}\n        effects: {trust: -1}'),)
BOTH_WAYS = "stairs: bread → landing: down-again"
BACK_UP = "landing: down-again → stairs: bread"
# Her trust goes 3, 6, 9 and stays at 10: only then is nothing new.
UP_TO_TEN = f"{BOTH_WAYS} → {BOTH_WAYS} → stairs: bread"


@pytest.mark.parametrize(
    ("pairs", "hint"),
    [
        (SELF, "gate: hello, then again and again stairs: bread"),
        ((), f"gate: hello, then again and again {BOTH_WAYS}"),
        (TRUST_COUNTS, f"gate: hello → {UP_TO_TEN}, then again and again {BACK_UP}"),
    ],
    ids=["one turn", "two turns, a meter nobody asks about grows", "a meter stops growing"],
)
def test_a_round_is_shown(pairs: Pairs, hint: str) -> None:
    (told,) = found("endless", written("endless", *pairs))

    assert told.hint == f"shortest round: {hint}"


def test_a_round_that_a_growing_meter_closes_is_finite() -> None:
    assert found("endless", written("endless", *TRUST_CLOSES)) == []


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

    over = bands(check(loaded).judged)

    assert over.scenarios == 2
    assert over.means["polite"] == pytest.approx((0 + 100 * (1 - 3.5 / 4.875)) / 2)
    assert over.means["question"] == pytest.approx(0)
    assert over.best_longest == 1


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
    warm = ("{trust: +2}", "{trust: +3, energy: -2}")
    subject = examined(written("no-way-back", ("endings:", late), warm))

    over = bands(tuple(zip(subject.tables, subject.bots, strict=True)))

    assert over.best_longest == pytest.approx((1 + 1 / 3) / 2)


def test_every_scenario_passes_through_the_hands_of_who_watches() -> None:
    seen: list[str] = []

    def watched(scenarios: Iterable[Scenario]) -> Iterator[Scenario]:
        for scenario in scenarios:
            seen.append(scenario.id)
            yield scenario

    check(course_of({"one": written(SOUND), "two": written(SOUND)}), watched)

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
    window, step = "She opens the window.", "She keeps a step away."
    line = "Look, the beans came up."

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
        [sys.executable, "-c", OFFLINE, str(ROOT / "docs" / "examples")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.stderr, run.returncode) == ("", 0)
