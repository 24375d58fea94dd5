"""Two hashes: one of the rules, one of every word. What changes which decides who plays on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from coach.content.loading import load_scenario
from coach.content.scenario import Scenario
from coach.practice.fingerprint import fingerprint
from coach.practice.served import Scene
from coach.record.codec import canonical, decode
from coach.roleplay.worth import Table, worth
from practising import EXAMPLES, FEATURES, SHIPPED, features, new_store, scene
from small_course import SOUND, catalogue_of, scenario_of, written

TEXT = (EXAMPLES / "scenarios" / f"{FEATURES}.yaml").read_text(encoding="utf-8")
COURSE = (EXAMPLES / "lessons" / "course.yaml").read_text(encoding="utf-8")

WORDS = {
    "a title": ("title: The ladder in the hall", "title: A ladder in the hall"),
    "the setting": ("The kettle is on.", "The kettle is cold."),
    "the level": ("level: 2", "level: 3"),
    "what is said": ("This toaster has been here longer", "The toaster has been here longer"),
    "what is seen": ("The kettle clicks off.", "The kettle clicks."),
    "when a line is said": (
        "when: {knows: [ladder]}\n        text: >-\n          There",
        "when: {did: [pitched]}\n        text: >-\n          There",
    ),
    "a reply": ("how did all of this begin?", "how did this begin?"),
    "a reaction": ("By falling off a ladder.", "With a fall off a ladder."),
    "the coaching": ("You took up her own word", "You took up her word"),
    "an explanation": ("A small machine that makes", "A machine that makes"),
    "who speaks": ("speaker: Lena", "speaker: Nena"),
    "time that passes": ("gap: ten minutes later", "gap: five minutes later"),
    "a fact's words": ("The ladder broke last week", "The ladder broke in May"),
    "an aim's words": ("You agreed on one small", "You agreed on a small"),
    "an ending's title": ("title: Not this time", "title: Not now"),
    "what they say later": ("A nice boy. He may", "A nice boy. She may"),
    "the refusal": ("Not yet. Come twice more", "Not yet. Come again"),
    "a question for a room": ("What was the first sign", "What was a first sign"),
}
RULES = {
    "an effect": (
        "effects: {rapport: +1, trust: +1}\n        # Facts",
        "effects: {rapport: +2}\n#",
    ),
    "a reply's condition": ("not_did: [pitched], energy:", "energy:"),
    "a condition of the way": (
        'when: {rapport: ">= 4"}, goto: ladder',
        'when: {rapport: ">= 5"}, goto: ladder',
    ),
    "a goto": (
        'Try: "How did it begin?"\n        goto: ladder',
        'Try: "How did it begin?"\n        goto: evening-alone',
    ),
    "an ask's size": ("ask: 3", "ask: 2"),
    "a chance's weight": ("id: nobody-calls, weight: 2", "id: nobody-calls, weight: 3"),
    "a chance's fact": (
        "{id: brother-calls, weight: 1, goto: evening, learns: [brother]}",
        "{id: brother-calls, weight: 1, goto: evening}",
    ),
    "what a meter is worth": ("worth: {energy: 0.25}", "worth: {energy: 0.5}"),
    "what a fact is worth": ("council.\n    worth: 1", "council.\n    worth: 2"),
    "what a deed is worth": ("step.\n    worth: 2", "step.\n    worth: 3"),
    "a move of another kind": ("move: closed_question", "move: early_pitch"),
    "an exit": ('when: {energy: "<= 2", did: [pitched]}', 'when: {energy: "<= 1", did: [pitched]}'),
    "the start": ("start: {rapport: 4, trust: 3", "start: {rapport: 5, trust: 3"),
    "another start": ("fade: {rapport: 3, did", "fade: {rapport: 2, did"),
    "what a reply learns": ("learns: [ladder]\n        # How", "learns: [brother]\n        # How"),
    "what a reply does": ("does: [next-step]\n        declined:", "declined:"),
    "what a refusal does": ("          does: [pitched]\n          goto:\n", "          goto:\n"),
    "the opening": ("opening: toaster", "opening: ladder"),
    "an outcome": ('did: [next-step], rapport: ">= 6"', 'did: [next-step], rapport: ">= 7"'),
    "a kind of ending": ("kind: fade", "kind: shut"),
    "the skill of a turn": ("skill: candour", "skill: asking"),
    "an id": ("id: is-he-nice", "id: is-he-strict"),
}
RESOLVED = {
    "the kind of a move": ("name: Yes-or-no question\n    kind: fair", "name: Y\n    kind: good"),
    "the trust an ask needs": ("3: 6, 4: 8", "3: 5, 4: 8"),
    "what a meter is worth in the course": ("meters: {rapport: 1,", "meters: {rapport: 2,"),
}


def resolved(text: str = TEXT, course: str = COURSE) -> Scenario:
    """The example, as its files say."""
    scenario, _, found = load_scenario(text.encode(), "scenarios/x.yaml", catalogue_of(course)[0])
    assert scenario is not None, "\n".join(map(str, found))
    return scenario


def changed(text: str, old: str, new: str) -> str:
    """The text with the first of these words replaced."""
    assert old in text, old
    return text.replace(old, new, 1)


@pytest.mark.parametrize("what", WORDS)
def test_a_changed_word_leaves_the_rules_as_they_were(what: str) -> None:
    before, after = fingerprint(resolved()), fingerprint(resolved(changed(TEXT, *WORDS[what])))

    assert after.rules == before.rules
    assert after.text != before.text


@pytest.mark.parametrize("what", RULES)
def test_whatever_decides_how_it_plays_changes_the_rules(what: str) -> None:
    before, after = fingerprint(resolved()), fingerprint(resolved(changed(TEXT, *RULES[what])))

    assert after.rules != before.rules
    assert after.text != before.text


@pytest.mark.parametrize("what", RESOLVED)
def test_what_comes_from_the_course_file_is_part_of_the_rules(what: str) -> None:
    course = changed(COURSE, *RESOLVED[what])

    assert fingerprint(resolved(course=course)).rules != fingerprint(resolved()).rules


def test_a_request_of_another_size_is_another_rule_though_it_needs_as_much_trust() -> None:
    course = changed(COURSE, "2: 4, 3: 6", "2: 6, 3: 6")
    smaller = changed(TEXT, "ask: 3", "ask: 2")

    before, after = (fingerprint(resolved(text, course)) for text in (TEXT, smaller))
    assert after.rules != before.rules


def test_another_order_of_the_replies_is_another_rule() -> None:
    parts = yaml.safe_load(TEXT)
    parts["turns"]["toaster"]["choices"].reverse()

    assert fingerprint(resolved(dumped(parts))).rules != fingerprint(resolved()).rules


@pytest.mark.parametrize(
    "style",
    [{}, {"width": 40}, {"default_flow_style": True}, {"indent": 6}],
    ids=str,
)
def test_a_file_written_another_way_is_the_same(style: dict[str, Any]) -> None:
    assert fingerprint(resolved(dumped(yaml.safe_load(TEXT), **style))) == fingerprint(resolved())


def dumped(parts: dict[str, Any], **style: Any) -> str:
    """The same file as a machine writes it: no remarks, other quotes, other line breaks."""
    text: str = yaml.safe_dump(parts, sort_keys=False, allow_unicode=True, **style)
    return text


def every_scene() -> Iterator[Scene]:
    """The shipped conversations and the example."""
    yield from (scene(name) for name in SHIPPED)
    yield features()


def test_no_two_conversations_share_a_hash() -> None:
    prints = [scene.fingerprint for scene in every_scene()]

    assert len({each.rules for each in prints}) == len({each.text for each in prints}) == 5
    assert {len(digest) for each in prints for digest in (each.rules, each.text)} == {32}


def test_the_kept_copy_is_the_same_and_is_valued_alike(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for each in every_scene():
        store.keep_content(each.fingerprint.rules, each.fingerprint.text, each.scenario)
        kept = store.content(each.fingerprint.rules, Scenario)

        assert kept == each.scenario
        assert kept is not None
        assert fingerprint(kept) == each.fingerprint
        valued = worth(kept)
        assert list(valued.tables) == list(each.worth.tables)
        for name, table in each.worth.tables.items():
            assert alike(table, valued.tables[name])


def alike(one: Table, other: Table) -> bool:
    """Every figure of every state is the same."""
    names = ("best", "worst", "chance", "n", "q", "regret", "reach")
    return one.stake == other.stake and all(
        np.array_equal(getattr(one.values, name), getattr(other.values, name)) for name in names
    )


def test_a_fingerprint_is_the_same_from_run_to_run_and_from_version_to_version() -> None:
    """Another one would send every open attempt to its kept copy and split every statistic."""
    small = scenario_of(written(SOUND))

    assert fingerprint(small).rules == "ac87de1fd43ac91d0679e1dca7492192"
    assert fingerprint(decode(Scenario, canonical(small))) == fingerprint(small)
