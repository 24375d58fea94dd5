"""A whole play as a conversation without coaching, and one for every ending.

Run alone, it writes tests/playthroughs/ anew: the least costly way to each ending. Read what
changed before you commit it.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from coach.content.loading import load_course
from coach.content.scenario import BranchId, ChoiceId, EndingId, Scenario
from coach.roleplay.play import Path as PlayPath
from coach.roleplay.play import Play, Step, begin, choose, draw_of, take
from coach.roleplay.reply import State, falls, wording
from coach.roleplay.worth import Table, worth
from conftest import ROOT

FOLDER = ROOT / "tests" / "playthroughs"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def transcript(scenario: Scenario, path: PlayPath) -> str:
    """What is said and done, from the first line to the ending."""
    return "\n".join(_lines(scenario, path)) + "\n"


def _lines(scenario: Scenario, path: PlayPath) -> Iterator[str]:
    play = begin(scenario)
    yield scenario.title
    yield ""
    for step in path:
        yield from _scene(play)
        after, said = _given(play, step)
        yield from said
        play = after
    assert play.ending is not None
    ending = scenario.endings[play.ending]
    yield f"= {ending.id} · {ending.title}"
    yield wording(ending.text, play.feelings)
    yield ""
    yield f"Later: {wording(ending.looks_back, play.feelings)}"


def _scene(play: Play) -> Iterator[str]:
    if play.turn.gap:
        yield f"[{play.turn.gap}]"
    if play.narration:
        yield f"[{play.narration}]"
    if play.line:
        yield f"{play.turn.speaker or play.scenario.counterpart.address}: {play.line}"


def _given(play: Play, step: Step) -> tuple[Play, list[str]]:
    draw = draw_of(play, step)
    assert draw is not None, step
    after, made = choose(play, step.choice, NOON, draw)
    choice = play.scenario.choice(play.turn.id, step.choice)
    fell = f" ({made.branch})" if made.branch else ""
    said = choice.text if choice.act else f"You: {choice.text}"
    return after, [f"> {choice.id}{fell}", said, f"  {made.reaction}", ""]


def path_of(text: str) -> PlayPath:
    """The path a transcript tells."""
    steps = []
    for line in text.splitlines():
        if line.startswith("> "):
            choice, _, fell = line[2:].partition(" (")
            branch = BranchId(fell.rstrip(")")) if fell else None
            steps.append(Step(ChoiceId(choice), branch))
    return tuple(steps)


def least_costly(table: Table, ending: EndingId) -> PlayPath:
    """The path with the least regret that comes to an ending."""

    @cache
    def onward(state: State) -> tuple[float, PlayPath]:
        ways: list[tuple[float, PlayPath]] = [(math.inf, ())]
        turn = table.graph.scenario.turns[state.turn]
        play = Play(table.graph.scenario, table.name, (), turn, state.feelings)
        for step, regret in _steps(table, play):
            after = take(play, step)
            if after.ending is None:
                cost, rest = onward(after.state)
            else:
                cost, rest = (0.0 if after.ending == ending else math.inf), ()
            ways.append((regret + cost, (step, *rest)))
        return min(ways, key=lambda way: way[0])

    cost, path = onward(begin(table.graph.scenario).state)
    assert cost < math.inf
    return path


def _steps(table: Table, play: Play) -> Iterator[tuple[Step, float]]:
    """Every reply offered and every way it may fall, with its regret."""
    for offer in table.moment(play.state).offers:
        for fall in falls(play.scenario, play.state, offer.choice):
            yield Step(offer.choice.id, fall.branch_id), offer.regret


def write() -> None:
    """Write every transcript anew."""
    course = load_course(ROOT).course
    assert course is not None
    for scenario in course.scenarios.values():
        folder = FOLDER / scenario.id
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        table = worth(scenario).table()
        for ending in scenario.endings:
            path = folder / f"{ending}.txt"
            text = transcript(scenario, least_costly(table, ending))
            path.write_text(text, encoding="utf-8")


def files() -> list[Path]:
    """Every transcript."""
    return sorted(FOLDER.glob("*/*.txt"))


if __name__ == "__main__":
    write()
