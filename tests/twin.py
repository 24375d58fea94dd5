"""The values of a conversation as one plain recursion: what `roleplay.values` must equal."""

from dataclasses import dataclass
from functools import cached_property

from coach.content.scenario import Choice, Scenario, ToEnding, ToTurn
from coach.roleplay.play import begin
from coach.roleplay.reply import Fall, Feelings, State, effects, falls, is_declined, offered
from coach.roleplay.values import EQUAL


@dataclass(frozen=True)
class Value:
    """Worth still to come in one state."""

    best: float
    worst: float
    chance: float
    n: float


NOTHING = Value(0.0, 0.0, 0.0, 0.0)


class Twin:
    """Values every state of a scenario by looking at what follows, one state at a time."""

    def __init__(self, scenario: Scenario, start: str = "default") -> None:
        self.scenario = scenario
        self.start = begin(scenario, start).state
        self.known: dict[State, Value] = {}

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every state a play can meet."""
        self.value(self.start)
        return tuple(self.known)

    def value(self, state: State) -> Value:
        """What a state is worth."""
        if state not in self.known:
            self.known[state] = self._value(state)
        return self.known[state]

    def _value(self, state: State) -> Value:
        ways = [self._reply(state, choice) for choice in self._offered(state)]
        best = max(way.best for way in ways)
        judged = len(ways) > 1 and best - min(way.best for way in ways) > EQUAL
        first = next(way for way in ways if way.best >= best - EQUAL)
        return Value(
            best,
            min(way.worst for way in ways),
            sum(way.chance for way in ways) / len(ways),
            judged + first.n,
        )

    def _offered(self, state: State) -> tuple[Choice, ...]:
        return offered(self.scenario.turns[state.turn], state.feelings)

    def _reply(self, state: State, choice: Choice) -> Value:
        """What a reply pays and may bring."""
        fallen = falls(self.scenario, state, choice)
        own = self._own(state, choice, fallen[0].before)
        ways = [(fall.probability, *self._fall(fall)) for fall in fallen]
        return Value(
            own + sum(p * (paid + value.best) for p, paid, value in ways),
            own + sum(p * (paid + value.worst) for p, paid, value in ways),
            own + sum(p * (paid + value.chance) for p, paid, value in ways),
            sum(p * value.n for p, _, value in ways),
        )

    def _own(self, state: State, choice: Choice, before: Feelings) -> float:
        """Effects as written, and what is newly learned and done before chance falls."""
        declined = is_declined(choice, state.feelings)
        written = effects(choice, declined=declined)
        paid = sum(w * e for w, e in zip(self.scenario.weights, written, strict=True))
        return paid + self._new(state.feelings, before)

    def _fall(self, fall: Fall) -> tuple[float, Value]:
        paid = self._new(fall.before, fall.after)
        if isinstance(fall.goes_to, ToEnding):
            return paid, NOTHING
        assert isinstance(fall.goes_to, ToTurn)
        return paid, self.value(State(fall.goes_to.turn, fall.after))

    def _new(self, before: Feelings, after: Feelings) -> float:
        facts = sum(self.scenario.facts[fact].worth for fact in after.facts - before.facts)
        return facts + sum(self.scenario.deeds[deed].worth for deed in after.deeds - before.deeds)
