"""The order in which dice deal storylets of one priority as options, where only so many of them are on offer at once.

The engine's dice fall for it when the scene is entered, and stay. So the order is drawn where the options are first on offer, one
storylet after the other, each order as likely as the others; cells remember it until the scene is entered anew. A `deal` among
the beats needs none of this: it plays each storylet once, so what it has played is the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from game.engine import code
from game.language import folding
from game.language.tree import Assign, Constant, Expression, Read
from game.proving.cells import Cells
from game.proving.system import Cell, Edge
from game.story import model


@dataclass(frozen=True, slots=True)
class Equals:
    """Storylets of one priority in a hand that may not have room for all. A cell for each says its place, 0 before the draw."""

    cells: tuple[Cell, ...]

    @property
    def drawn(self) -> Expression:
        return folding.compare(">", Read(self.cells[0].name), Constant(0))

    def draw(self, number: int, target: int) -> Iterator[Edge]:
        """The places that this storylet can get: those that none before it has."""
        cell, before = self.cells[number], self.cells[:number]
        for place in range(1, cell.high + 1):
            free = folding.both(folding.compare("!=", Read(other.name), Constant(place)) for other in before)
            yield Edge(target, None if free == folding.TRUE else free, (Assign(cell.name, Constant(place), 0, cell.high),))


def equals_of(scene: str, choose: model.Choose) -> Iterator[Equals]:
    """The storylets at a stop whose order decides which of them are on offer."""
    for hand, group in groupby(choose.options, key=lambda option: option.hand):
        if hand is None or hand.dice is None:
            continue
        before = 0
        for _, those in groupby(group, key=lambda option: option.priority):
            options = list(those)
            before += len(options)
            if len(options) > 1 and before > hand.at_most:
                yield Equals(tuple(Cell(place_cell(scene, each), 0, len(options), (0,)) for each in options))


def place_cell(scene: str, option: model.Option) -> str:
    """The name of the cell that says at which place a storylet is dealt."""
    return f"dealt at {scene}.{option.id}"


def gathered(cells: Cells, scene: code.Code) -> Iterator[Assign]:
    """The changes that forget the orders of a scene; there are cells for them from now on."""
    for step in scene.steps:
        for equals in equals_of(scene.scene, step.choose) if isinstance(step, code.Stop) else ():
            for cell in equals.cells:
                cells.add(cell)
                yield Assign(cell.name, Constant(0), 0, cell.high)


def draws(equals: Sequence[Equals], number: int, after: Callable[[int], int], done: int) -> Iterator[Edge]:
    """The edges of the draw with this number at a stop. `after` is the place of the draw with a number, `done` of the stop."""
    total = sum(len(each.cells) for each in equals)
    if number == 0:
        drawn = equals[0].drawn
        yield Edge(done, drawn)
        yield Edge(after(1), folding.negate(drawn))
        return
    at = number - 1
    for each in equals:
        if at < len(each.cells):
            yield from each.draw(at, after(number + 1) if number < total else done)
            return
        at -= len(each.cells)
