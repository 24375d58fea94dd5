"""Every reply of one turn, given in many states at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coach.content.diagnostics import Loc
from coach.content.scenario import (
    HIGHEST,
    LOWEST,
    TRUST,
    Arm,
    Branch,
    Chance,
    Choice,
    EndingId,
    Goto,
    Meters,
    Target,
    Text,
    ToEnding,
    ToTurn,
    Turn,
)
from coach.roleplay.reply import answer, effects
from coach.roleplay.tables import Codes, Crowd, Floats, Mask, Tables, Test, widest

NOWHERE = -1

Indices: TypeAlias = npt.NDArray[np.intp]

Watch: TypeAlias = Callable[[Loc, Mask], None]
"""Told where a condition stands and in which of the states it was asked in it held."""


def nobody(_loc: Loc, _held: Mask) -> None:
    """Watches nothing."""


@dataclass(frozen=True, slots=True)
class Block:
    """What the states of one turn in one wave do: rows are states, then choices, then ways."""

    turn: int
    codes: Codes
    offered: Mask
    declined: Mask
    own: Floats
    dest: Codes
    probability: Floats
    paid: Floats
    cut: Mask


class Expansion:
    """Gives every reply of one turn in many states at once."""

    def __init__(self, tables: Tables, turn: int, codes: Codes, watch: Watch) -> None:
        self.tables = tables
        self.watch = watch
        self.turn: Turn = tables.scenario.turns[tables.coding.turns[turn]]
        self.crowd = tables.crowd(codes - turn * tables.coding.turn_size)
        self.exits = () if self.turn.id == tables.scenario.opening else tables.exits
        shape = (len(codes), len(self.turn.choices))
        wide = (*shape, widest(self.turn))
        self.made = Block(
            turn,
            codes,
            np.zeros(shape, np.bool_),
            np.zeros(shape, np.bool_),
            np.zeros(shape),
            np.full(wide, NOWHERE, np.int64),
            np.zeros(wide),
            np.zeros(wide),
            np.zeros(wide, np.bool_),
        )

    def block(self) -> Block:
        """Give every reply wherever it is offered."""
        loc: Loc = ("turns", self.turn.id)
        self._texts((*loc, "says"), self.turn.says, self.crowd)
        self._texts((*loc, "narration"), self.turn.narration, self.crowd)
        for index, choice in enumerate(self.turn.choices):
            test = self.tables.test(choice.when)
            offered = self._ask((*loc, "choices", choice.id, "when"), test, self.crowd)
            self.made.offered[:, index] = offered
            if choice.ask is None:
                self._reply(index, choice, np.nonzero(offered)[0], declined=False)
                continue
            enough = self.crowd.meters[TRUST] >= choice.ask.trust
            self.made.declined[:, index] = offered & ~enough
            self._reply(index, choice, np.nonzero(offered & enough)[0], declined=False)
            self._reply(index, choice, np.nonzero(offered & ~enough)[0], declined=True)
        return self.made

    def _ask(self, loc: Loc, test: Test, crowd: Crowd, among: Mask | None = None) -> Mask:
        """Where a condition holds; whoever watches is told of the rows it is asked of."""
        held = test.holds(crowd)
        if self.watch is not nobody and not test.always:
            self.watch(loc, held if among is None else held[among])
        return held

    def _reply(self, index: int, choice: Choice, rows: Indices, *, declined: bool) -> None:
        if not len(rows):
            return
        learns, does, goto = answer(choice, declined=declined)
        change = effects(choice, declined=declined)
        marks = self.tables.coding.mask(learns, does)
        before = Crowd({m: v[rows] for m, v in self.crowd.meters.items()}, self.crowd.marks[rows])
        self.made.own[rows, index] = self.tables.meter_worth(change) + self.tables.new_worth(
            marks, before.marks
        )
        after = _moved(before, change, marks)
        loc = self._place(choice, declined=declined)
        self._texts((*loc, "reaction"), _reaction(choice, declined=declined), after)
        self._lead(index, goto, rows, after, (*loc, "goto"))

    def _place(self, choice: Choice, *, declined: bool) -> Loc:
        loc = ("turns", self.turn.id, "choices", choice.id)
        return (*loc, "declined") if declined else loc

    def _texts(self, loc: Loc, text: Text | None, crowd: Crowd) -> None:
        """Ask a text's conditions, for whoever watches; they change nothing."""
        if self.watch is nobody or text is None or not len(crowd.marks):
            return
        waiting = np.ones(len(crowd.marks), np.bool_)
        for variant in text:
            test = self.tables.test(variant.when)
            waiting &= ~self._ask((*loc, variant.id, "when"), test, crowd, waiting)

    def _lead(self, index: int, goto: Goto, rows: Indices, crowd: Crowd, loc: Loc) -> None:
        """Resolve the goto: each row takes the first arm that holds."""
        open_rows = np.ones(len(rows), np.bool_)
        for place, arm in enumerate(goto):
            test = self.tables.test(arm.when)
            taken = open_rows & self._ask((*loc, place, "when"), test, crowd, open_rows)
            if taken.any():
                self._arm(index, arm, rows[taken], crowd.rows(taken))
            open_rows &= ~taken

    def _arm(self, index: int, arm: Arm, rows: Indices, crowd: Crowd) -> None:
        if not isinstance(arm.to, Chance):
            self._land(index, 0, arm.to, rows, crowd)
            self.made.probability[rows, index, 0] = 1.0
            return
        for place, branch in enumerate(arm.to.branches):
            self._branch(index, place, branch, rows, crowd)
            self.made.probability[rows, index, place] = branch.weight / arm.to.total

    def _branch(self, index: int, place: int, branch: Branch, rows: Indices, crowd: Crowd) -> None:
        marks = self.tables.coding.mask(branch.learns, branch.does)
        self.made.paid[rows, index, place] = self.tables.new_worth(marks, crowd.marks)
        self._land(index, place, branch.goto, rows, Crowd(crowd.meters, crowd.marks | marks))

    def _land(self, index: int, place: int, target: Target, rows: Indices, crowd: Crowd) -> None:
        """Where a target leads each row; an exit beats a turn, an ending stands."""
        dest, cut = np.full(len(rows), NOWHERE, np.int64), np.zeros(len(rows), np.bool_)
        if isinstance(target, ToEnding):
            dest[:] = self.tables.ending_code(target.ending)
        elif isinstance(target, ToTurn):
            turn = self.tables.turn_index[target.turn]
            dest = turn * self.tables.coding.turn_size + self.tables.inner(crowd)
            dest, cut = self._first("exits", self.exits, crowd, dest)
        else:
            dest, _ = self._first("outcome", self.tables.outcome, crowd, dest)
        self.made.dest[rows, index, place] = dest
        self.made.cut[rows, index, place] = cut
        self._last_words(dest, crowd)

    def _first(
        self, name: str, cases: tuple[tuple[Test, EndingId], ...], crowd: Crowd, dest: Codes
    ) -> tuple[Codes, Mask]:
        """The ending of the first case that holds, row by row, and where one did."""
        taken = np.zeros(len(dest), np.bool_)
        for place, (test, ending) in enumerate(cases):
            now = self._ask((name, place, "when"), test, crowd, ~taken) & ~taken
            dest = np.where(now, self.tables.ending_code(ending), dest)
            taken |= now
        return dest, taken

    def _last_words(self, dest: Codes, crowd: Crowd) -> None:
        if self.watch is nobody:
            return
        for name, ending in self.tables.scenario.endings.items():
            there = crowd.rows(dest == self.tables.ending_code(name))
            self._texts(("endings", name, "text"), ending.text, there)
            self._texts(("endings", name, "looks_back"), ending.looks_back, there)


def _reaction(choice: Choice, *, declined: bool) -> Text:
    return choice.ask.declined.reaction if declined and choice.ask else choice.reaction


def _moved(crowd: Crowd, change: Meters, marks: int) -> Crowd:
    meters = {
        meter: np.clip(level + change[meter], LOWEST, HIGHEST) if change[meter] else level
        for meter, level in crowd.meters.items()
    }
    return Crowd(meters, crowd.marks | marks)
