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
class Rolls:
    """The checks of a scene."""

    cells: Cells
    code: code.Code

    def anew(self) -> Iterator[Assign]:
        """The changes that make all throws of the scene new ones."""
        for number, step in enumerate(self.code.steps):
            if isinstance(step, code.Roll) and self._can_come_again(number):
                cell = Cell(self._cell(step.check), 0, len(_classes(step.check)), (0,))
                self.cells.add(cell)
                yield Assign(cell.name, Constant(0), cell.low, cell.high)

    def edges(
        self, check: model.Check, number: int, part: int, thrown: Callable[[], int], passed: int, failed: int
    ) -> Iterator[Edge]:
        """The ways on from a check; part 0 throws, and where the throw is remembered, part 1 says how it falls."""
        of = self.cells.expression(check.of) if check.of is not None else None
        won, lost = (Item("check", self.code.scene, f"{side} of {check.id}", check.span) for side in ("pass", "fail"))
        if not self._can_come_again(number):
            for guard, chance in _pieces(check, of):
                if chance > 0:
                    yield Edge(passed, guard, weight=chance, items=(won,))
                if chance < 100:
                    yield Edge(failed, guard, weight=100 - chance, items=(lost,))
        elif part == 0:
            yield from self._throw(check, thrown())
        else:
            cell, bounds = Read(self._cell(check)), _classes(check)
            passes = folding.either(
                folding.both((guard or folding.TRUE, folding.compare("<=", cell, Constant(bounds.index(chance) + 1 if chance else 0))))
                for guard, chance in _pieces(check, of)
            )
            yield Edge(passed, passes, items=(won,))
            yield Edge(failed, folding.negate(passes), items=(lost,))

    def _throw(self, check: model.Check, target: int) -> Iterator[Edge]:
        """An edge for each class of numbers, and one for a throw that has been made."""
        name, bounds = self._cell(check), _classes(check)
        fresh = folding.compare("==", Read(name), Constant(0))
        for at, (before, bound) in enumerate(pairwise((0, *bounds)), 1):
            yield Edge(target, fresh, (Assign(name, Constant(at), 0, len(bounds)),), weight=bound - before)
        yield Edge(target, folding.negate(fresh))

    def _cell(self, check: model.Check) -> str:
        return f"roll {self.code.scene}/{check.id}"

    def _can_come_again(self, number: int) -> bool:
        """Whether the step can follow itself without the scene being entered in between, conditions aside."""
        seen, waiting = set[int](), list(_following(self.code.steps, number))
        while waiting:
            step = waiting.pop()
            if step not in seen:
                seen.add(step)
                waiting += _following(self.code.steps, step)
        return number in seen


def _following(steps: Sequence[code.Step], number: int) -> tuple[int, ...]:
    match steps[number]:
        case code.Jump(to):
            return (to,)
        case code.Branch(_, otherwise):
            return (number + 1, otherwise)
        case code.Roll(_, failed):
            return (number + 1, failed)
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


def _pieces(check: model.Check, of: Expression | None) -> Iterator[tuple[Expression | None, int]]:
    """The chance of passing, for each part of the values of `of`: what the machine's `chance_of` says, as conditions."""
    if of is None:
        yield None, check.odds[0][1]
        return
    odds, certain = check.odds, check.under
    rest = folding.compare(">=", of, Constant(certain)) if certain is not None else folding.TRUE
    if certain is not None:
        yield folding.negate(rest), 100
    for at, (key, chance) in enumerate(odds):
        low = folding.compare(">=", of, Constant(key)) if at else folding.TRUE
        high = folding.compare("<", of, Constant(odds[at + 1][0])) if at + 1 < len(odds) else folding.TRUE
        yield folding.both((rest, low, high)), chance
