"""What every shipped conversation must hold beyond the checks."""

from collections import defaultdict

import pytest

from coach.content.course import Course
from coach.content.loading import scenario_files
from coach.content.scenario import EndingKind, Scenario, ScenarioId, ToEnding
from coach.roleplay.debrief import feeling
from coach.roleplay.play import begin, replay
from coach.roleplay.reply import State, falls, offered
from coach.roleplay.worth import worth
from conftest import ROOT

SHIPPED = [ScenarioId(file.stem) for file in scenario_files(ROOT)]
FITTING: dict[EndingKind, tuple[int, int]] = {
    "bloom": (6, 10),
    "grow": (3, 10),
    "kind-no": (2, 10),
    "repair": (1, 10),
    "fade": (0, 6),
    "shut": (0, 4),
}
"""The rapport an ending of each kind may leave behind."""


def final_rapport(scenario: Scenario) -> dict[EndingKind, set[int]]:
    """With which rapport plays come to each kind of ending, over every state of all meters."""
    waiting: list[State] = [begin(scenario, start.name).state for start in scenario.starts]
    seen, found = set(waiting), defaultdict[EndingKind, set[int]](set)
    while waiting:
        state = waiting.pop()
        for choice in offered(scenario.turns[state.turn], state.feelings):
            for fall in falls(scenario, state, choice):
                if isinstance(fall.goes_to, ToEnding):
                    kind = scenario.endings[fall.goes_to.ending].kind
                    found[kind].add(fall.after.meters.rapport)
                    continue
                after = State(fall.goes_to.turn, fall.after)
                waiting += [] if after in seen else [after]
                seen.add(after)
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_how_somebody_feels_fits_how_it_ended(course: Course, name: ScenarioId) -> None:
    for kind, levels in final_rapport(course.scenarios[name]).items():
        low, high = FITTING[kind]
        assert low <= min(levels) <= max(levels) <= high, kind


@pytest.mark.parametrize("name", SHIPPED)
def test_the_best_line_leaves_somebody_warm_or_glad(course: Course, name: ScenarioId) -> None:
    scenario = course.scenarios[name]
    end = replay(scenario, worth(scenario).table().line())

    assert feeling(end.feelings.meters.rapport) in {"warm", "glad"}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_conversation_has_five_to_seven_judged_turns(course: Course, name: ScenarioId) -> None:
    assert 5 <= worth(course.scenarios[name]).table().n <= 7


@pytest.mark.parametrize("name", SHIPPED)
def test_a_conversation_may_end_in_several_kinds_of_ways(course: Course, name: ScenarioId) -> None:
    kinds = {ending.kind for ending in course.scenarios[name].endings.values()}

    assert len(kinds) >= 4
    assert "bloom" in kinds


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_conversation_needs_around_it_is_there(course: Course, name: ScenarioId) -> None:
    scenario = course.scenarios[name]

    assert 1 <= len(scenario.aims) <= 3
    assert all(2 <= aim.worth <= 3 for aim in scenario.aims)
    assert 2 <= len(scenario.debrief_questions) <= 3
    told = [choice.explain for turn in scenario.turns.values() for choice in turn.choices]
    assert any([*told, *(turn.explain for turn in scenario.turns.values())])
