"""W: what a whole path is worth, the start included."""

from coach.content.scenario import Meters, Scenario
from coach.roleplay.play import Path, begin, step_of, take
from coach.roleplay.reply import Feelings, effects, is_declined


def path_worth(scenario: Scenario, path: Path, start: str) -> float:
    """W: the start's meters, effects as written, and what was newly learned and done."""
    play = begin(scenario, start)
    total = _weighed(scenario, play.feelings.meters)
    for step in path:
        choice, fall = step_of(play, step)
        declined = is_declined(choice, play.feelings)
        total += _weighed(scenario, effects(choice, declined=declined))
        total += new_worth(scenario, play.feelings, fall.after)
        play = take(play, step)
    return total


def new_worth(scenario: Scenario, before: Feelings, after: Feelings) -> float:
    """What the facts and deeds are worth that were not there before."""
    facts = sum(scenario.facts[fact].worth for fact in after.facts - before.facts)
    return facts + sum(scenario.deeds[deed].worth for deed in after.deeds - before.deeds)


def _weighed(scenario: Scenario, meters: Meters) -> float:
    return sum(weight * level for weight, level in zip(scenario.weights, meters, strict=True))
