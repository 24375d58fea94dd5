"""Whether it can be seen how chance fell: over the states in which it may fall."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from coach.checks.rule import Finding, Rule, Subject, reply_at, shown_by
from coach.content.diagnostics import Loc
from coach.content.scenario import Chance, Choice, Goto, Scenario, Target, ToEnding, ToTurn
from coach.roleplay.explore import Graph
from coach.roleplay.reply import Fall, State, answer, falls, holds, is_declined, wording

SAME_OPENING_WORDS = 3


def hidden_chance(subject: Subject) -> Iterator[Finding]:
    """Two branches of one chance go on with the same first words, so nobody sees it fell."""
    told: set[Loc] = set()
    for graph in subject.graphs:
        for option in _suspects(graph):
            state, choice = reply_at(graph, option)
            for loc, message in _hidden(graph.scenario, state, choice):
                if loc not in told:
                    told.add(loc)
                    where = int(graph.option_state[option])
                    yield Finding(loc, message, shown_by(graph, where, choice.id))


def _suspects(graph: Graph) -> list[int]:
    """Replies left to chance where two branches could go on with the same first words."""
    turns = graph.scenario.turns.values()
    doubtful = [
        (turn, place)
        for turn, played in enumerate(turns)
        for place, choice in enumerate(played.choices)
        if any(_may_hide(graph.scenario, arm.to) for arm in _arms(choice))
    ]
    here = graph.turn[graph.option_state]
    found = [np.nonzero((here == t) & (graph.option_choice == c))[0] for t, c in doubtful]
    return sorted(option for options in found for option in options.tolist())


def _arms(choice: Choice) -> Goto:
    return (*choice.goto, *(choice.ask.declined.goto if choice.ask else ()))


def _may_hide(scenario: Scenario, to: Target | Chance) -> bool:
    if not isinstance(to, Chance):
        return False
    openings = [{_first_words(t) for t in _texts(scenario, b.goto)} for b in to.branches]
    return any(one & other for one, other in combinations(openings, 2))


def _texts(scenario: Scenario, target: Target) -> Iterator[str]:
    """What may be read first where a branch leads."""
    if isinstance(target, ToTurn):
        turn = scenario.turns[target.turn]
        texts = [turn.narration or turn.says]
    elif isinstance(target, ToEnding):
        texts = [scenario.endings[target.ending].text]
    else:
        texts = [scenario.endings[case.ending].text for case in scenario.outcome]
    yield from (variant.text for text in texts if text for variant in text)


def _hidden(scenario: Scenario, state: State, choice: Choice) -> Iterator[tuple[Loc, str]]:
    """The branches nobody can tell apart in one state; an exit in their place is no branch."""
    seen: dict[str, str] = {}
    for fall in falls(scenario, state, choice):
        if fall.branch is None or fall.cut_short:
            continue
        text = _read_first(scenario, fall)
        other = seen.setdefault(_first_words(text), fall.branch.id)
        if other != fall.branch.id:
            opening = " ".join(text.split()[:SAME_OPENING_WORDS])
            message = f'the branches "{other}" and "{fall.branch.id}" both go on "{opening} …"'
            yield (*_goto(state, choice, fall), "chance", fall.branch.id), message


def _read_first(scenario: Scenario, fall: Fall) -> str:
    if isinstance(fall.goes_to, ToEnding):
        return wording(scenario.endings[fall.goes_to.ending].text, fall.after)
    turn = scenario.turns[fall.goes_to.turn]
    text = turn.narration or turn.says
    assert text is not None
    return wording(text, fall.after)


def _goto(state: State, choice: Choice, fall: Fall) -> Loc:
    """Where the arm of the goto that was taken stands."""
    declined = is_declined(choice, state.feelings)
    goto = answer(choice, declined=declined)[2]
    place = next(i for i, arm in enumerate(goto) if holds(arm.when, fall.before))
    loc: Loc = ("turns", state.turn, "choices", choice.id)
    return (*loc, *(["declined"] if declined else []), "goto", place, "goto")


def _first_words(text: str) -> str:
    return " ".join(text.split()[:SAME_OPENING_WORDS]).lower()


RULES = (Rule("error", hidden_chance),)
