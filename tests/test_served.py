"""What is served while files change, break, go and are mended."""

from pathlib import Path

import pytest

from coach.content.scenario import ScenarioId
from coach.practice.served import Served, serve, stamp
from small_course import COURSE, SOUND, changed, written

TALK, OTHER = ScenarioId("talk"), ScenarioId("other")
CATALOGUE = COURSE.partition("allow:")[0] + "allow: []\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of two small talks."""
    for name, text in (("talk", written(SOUND)), ("other", written(SOUND))):
        put(tmp_path, f"scenarios/{name}.yaml", text)
    put(tmp_path, "lessons/course.yaml", CATALOGUE)
    return tmp_path


def put(root: Path, name: str, text: str) -> None:
    """Write a file of the course."""
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def states(served: Served) -> dict[ScenarioId, str]:
    """Which scenes there are, and whether their files are sound."""
    return {id_: scene.state for id_, scene in served.scenes.items()}


def test_a_sound_course_is_served_whole(root: Path) -> None:
    served = serve(root)

    assert states(served) == {OTHER: "sound", TALK: "sound"}
    assert served.diagnostics == ()
    assert served.catalogue is not None
    assert served.scenes[TALK].minutes == (1, 1)


def test_a_broken_file_stays_in_its_last_sound_form(root: Path) -> None:
    before = serve(root)
    put(root, "scenarios/talk.yaml", changed(written(SOUND), ("goto: soup", "goto: sopu")))
    after = serve(root, before)

    assert states(after) == {OTHER: "sound", TALK: "last sound form"}
    assert after.scenes[TALK].scenario == before.scenes[TALK].scenario
    assert after.scenes[TALK].worth is before.scenes[TALK].worth
    assert [(each.file, each.slug) for each in after.diagnostics] == [
        ("scenarios/talk.yaml", "unknown-target")
    ]


def test_a_file_that_fails_a_check_stays_in_its_last_sound_form_too(root: Path) -> None:
    before = serve(root)
    put(root, "scenarios/talk.yaml", changed(written(SOUND), ("trust: -1", "trust: +3")))
    after = serve(root, before)

    assert states(after)[TALK] == "last sound form"
    assert {each.slug for each in after.diagnostics} >= {"trap-is-best"}


def test_a_file_that_was_never_sound_is_left_out_and_the_rest_is_served(root: Path) -> None:
    put(root, "scenarios/talk.yaml", "title: [")
    served = serve(root)

    assert states(served) == {OTHER: "sound"}
    assert {each.file for each in served.diagnostics} == {"scenarios/talk.yaml"}


def test_a_deleted_file_goes(root: Path) -> None:
    before = serve(root)
    (root / "scenarios" / "talk.yaml").unlink()

    assert states(serve(root, before)) == {OTHER: "sound"}


def test_a_file_deleted_while_broken_goes_too(root: Path) -> None:
    before = serve(root)
    put(root, "scenarios/talk.yaml", "title: [")
    broken = serve(root, before)
    (root / "scenarios" / "talk.yaml").unlink()

    assert states(serve(root, broken)) == {OTHER: "sound"}


def test_a_broken_course_file_keeps_everything(root: Path) -> None:
    before = serve(root)
    put(root, "lessons/course.yaml", "modules: [")
    after = serve(root, before)

    assert states(after) == {OTHER: "last sound form", TALK: "last sound form"}
    assert after.catalogue == before.catalogue
    assert {each.file for each in after.diagnostics} >= {"lessons/course.yaml"}


def test_a_course_file_that_was_never_sound_serves_nothing_and_says_why(root: Path) -> None:
    put(root, "lessons/course.yaml", "modules: [")
    served = serve(root)

    assert (served.catalogue, states(served)) == (None, {})
    assert {each.file for each in served.diagnostics} >= {"lessons/course.yaml"}


def test_what_has_not_changed_is_not_valued_again(root: Path) -> None:
    before = serve(root)
    put(root, "scenarios/talk.yaml", changed(written(SOUND), ("Bread!", "Oh, bread!")))
    after = serve(root, before)

    assert after.scenes[OTHER] is before.scenes[OTHER]
    assert after.scenes[OTHER].worth is before.scenes[OTHER].worth
    assert after.scenes[TALK].worth is not before.scenes[TALK].worth
    assert after.scenes[TALK].fingerprint.rules == before.scenes[TALK].fingerprint.rules


def test_what_was_broken_and_is_as_before_again_is_not_valued_again(root: Path) -> None:
    first = serve(root)
    put(root, "lessons/course.yaml", "modules: [")
    broken = serve(root, first)
    put(root, "lessons/course.yaml", CATALOGUE)
    mended = serve(root, broken)

    assert states(mended) == {OTHER: "sound", TALK: "sound"}
    assert all(mended.scenes[id_].worth is first.scenes[id_].worth for id_ in first.scenes)


def test_a_mended_file_is_served_as_it_is_now(root: Path) -> None:
    first = serve(root)
    put(root, "scenarios/talk.yaml", "title: [")
    broken = serve(root, first)
    put(root, "scenarios/talk.yaml", changed(written(SOUND), ("The parcel", "Two parcels")))
    mended = serve(root, broken)

    assert states(mended)[TALK] == "sound"
    assert mended.scenes[TALK].scenario.title == "Two parcels"
    assert mended.diagnostics == ()


def test_a_new_file_is_served(root: Path) -> None:
    before = serve(root)
    put(root, "scenarios/third.yaml", written(SOUND))

    assert list(states(serve(root, before))) == [OTHER, TALK, "third"]


def test_the_stamp_is_the_same_until_a_file_changes(root: Path) -> None:
    served = serve(root)
    same = stamp(root)
    put(root, "scenarios/talk.yaml", changed(written(SOUND), ("Bread!", "Oh, bread!")))
    changed_file = stamp(root)
    (root / "scenarios" / "talk.yaml").unlink()
    fewer = stamp(root)
    (root / "lessons" / "course.yaml").unlink()

    assert served.stamp == same
    assert len({same, changed_file, fewer, stamp(root)}) == 4
