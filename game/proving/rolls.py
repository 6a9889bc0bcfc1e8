"""Checks: which way a roll can fall, and that it falls the same when it is met again before its scene is entered anew.

A throw is one of a hundred numbers, but a check sees of it only whether it is under its chance. So the numbers fall into
classes between the chances that the check can have, and a cell remembers the class where the check can be met again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from game.engine import code
from game.language import folding
from game.language.tree import Assign, Constant, Expression, Read
from game.proving.cells import Cells
from game.proving.system import Cell, Edge, Item
from game.story import model


@dataclass(frozen=True, slots=True)
class Roll:
    """A check, and the number of its step."""

    cells: Cells
    code: code.Code
    number: int
    check: model.Check

    @property
    def cell(self) -> Cell:
        """What remembers the class of the throw; 0 before there is one."""
        return Cell(f"roll {self.code.scene}/{self.check.id}", 0, len(_classes(self.check)), (0,))

    @property
    def can_come_again(self) -> bool:
        """Whether the step can follow itself without the scene being entered in between, conditions aside."""
        seen, waiting = set[int](), list(_following(self.code.steps, self.number))
        while waiting:
            step = waiting.pop()
            if step not in seen:
                seen.add(step)
                waiting += _following(self.code.steps, step)
        return self.number in seen

    def thrown(self, remembered: Callable[[], int], passed: int, failed: int) -> Iterator[Edge]:
        """The ways on from the throw; where it can be met again they lead to what it is `remembered` for."""
        if self.can_come_again:
            yield from self._throw(remembered())
            return
        won, lost = self._items
        for guard, chance in self._pieces():
            if chance > 0:
                yield Edge(passed, guard, weight=chance, items=(won,))
            if chance < 100:
                yield Edge(failed, guard, weight=100 - chance, items=(lost,))

    def _throw(self, target: int) -> Iterator[Edge]:
        """An edge for each class of numbers, and one for a throw that has been made."""
        cell = self.cell
        fresh = folding.compare("==", Read(cell.name), Constant(0))
        for at, (before, bound) in enumerate(pairwise((0, *_classes(self.check))), 1):
            yield Edge(target, fresh, (Assign(cell.name, Constant(at), 0, cell.high),), weight=bound - before)
        yield Edge(target, folding.negate(fresh))

    def remembered(self, passed: int, failed: int) -> Iterator[Edge]:
        """The ways on from a throw that was made: it passes when its class is under the chance."""
        bounds, won, lost = _classes(self.check), *self._items
        cell = Read(self.cell.name)
        passes = folding.either(
            folding.both((guard or folding.TRUE, folding.compare("<=", cell, Constant(bounds.index(chance) + 1))))
            for guard, chance in self._pieces()
            if chance > 0
        )
        yield Edge(passed, passes, items=(won,))
        yield Edge(failed, folding.negate(passes), items=(lost,))

    @property
    def _items(self) -> tuple[Item, Item]:
        check = self.check
        won, lost = (Item("check", self.code.scene, f"{side} of {check.id}", check.span) for side in ("pass", "fail"))
        return won, lost

    def _pieces(self) -> Iterator[tuple[Expression | None, int]]:
        """The chance of passing, for each part of the values of `of`: what the engine's `chance_of` says, as conditions."""
        odds, certain = self.check.odds, self.check.under
        if self.check.of is None:
            yield None, odds[0][1]
            return
        of = self.cells.expression(self.check.of)
        rest = folding.compare(">=", of, Constant(certain)) if certain is not None else folding.TRUE
        if certain is not None:
            yield folding.negate(rest), 100
        for at, (key, chance) in enumerate(odds):
            low = folding.compare(">=", of, Constant(key)) if at else folding.TRUE
            high = folding.compare("<", of, Constant(odds[at + 1][0])) if at + 1 < len(odds) else folding.TRUE
            yield folding.both((rest, low, high)), chance


def anew(cells: Cells, scene: code.Code) -> Iterator[Assign]:
    """The changes that make all throws of a scene new ones; for those that are remembered there is a cell from now on."""
    for number, step in enumerate(scene.steps):
        if isinstance(step, code.Roll):
            roll = Roll(cells, scene, number, step.check)
            if roll.can_come_again:
                cells.add(roll.cell)
                yield Assign(roll.cell.name, Constant(0), 0, roll.cell.high)


def _following(steps: Sequence[code.Step], number: int) -> tuple[int, ...]:
    match steps[number]:
        case code.Jump(to):
            return (to,)
        case code.Branch(_, otherwise):
            return (number + 1, otherwise)
        case code.Roll(_, failed):
            return (number + 1, failed)
        case code.Deal(none=none):
            return (number + 1, none)
        case code.Stop(_, bodies, after):
            return (*bodies, after)
        case code.Leave() | code.Finish() | code.Return():
            return ()
        case _:
            return (number + 1,)


def _classes(check: model.Check) -> list[int]:
    """The upper bounds of the classes of numbers from 0 to 99 that the check can tell apart."""
    chances = {chance for _, chance in check.odds} | {100}
    return sorted(chance for chance in chances if chance > 0)
