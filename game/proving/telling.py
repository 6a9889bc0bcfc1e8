"""What telling a text does: which alternatives can be told in which states, and how far its varying parts have counted after it.

A text is told in one go, so all conditions in it speak of the state before. Counters are changed from the inside out: whether
an inner text is told depends on the count of the outer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from game.diagnostics import Span
from game.language import folding, tree
from game.language.tree import Assign, Constant, Expression, Read, Template
from game.proving.cells import Cells
from game.proving.system import Cell, Edge, Item, Watch
from game.story import model


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a text can be told: only shuffles whose texts vary themselves have more than one."""

    guard: Expression
    changes: tuple[Assign, ...] = ()


@dataclass(slots=True)
class Teller:
    """Reads the texts of one passage. What can be told is put into `watches`."""

    cells: Cells
    scene: str
    span: Span
    watches: list[Watch]

    def tell(self, template: Template, shown: Expression = folding.TRUE) -> list[Way]:
        """The ways of telling a text in states where `shown` holds."""
        return self._template(template, (), shown)

    def _template(self, template: Template, path: tuple[int, ...], shown: Expression) -> list[Way]:
        holes = [piece for piece in template if isinstance(piece, tree.Conditional | tree.Variant)]
        return _joined([self._hole(hole, (*path, number), shown) for number, hole in enumerate(holes)])

    def _hole(self, hole: tree.Conditional | tree.Variant, path: tuple[int, ...], shown: Expression) -> list[Way]:
        if isinstance(hole, tree.Conditional):
            holds = self.cells.expression(hole.condition)
            then = self._alternative(hole.then, (*path, 0), folding.both((shown, holds)))
            otherwise = self._alternative(hole.otherwise, (*path, 1), folding.both((shown, folding.negate(holds))))
            return _joined([then, otherwise])
        if hole.kind == "shuffle":
            return self._shuffle(hole, path, shown)
        return self._counted(hole, path, shown)

    def _alternative(self, text: Template, path: tuple[int, ...], shown: Expression) -> list[Way]:
        inner = any(isinstance(piece, tree.Conditional | tree.Variant) for piece in text)
        if not inner or any(isinstance(piece, str) and piece.strip() for piece in text):
            self.watches.append(Watch(Item("text", self.scene, words_of(text), self.span, path), shown))
        return self._template(text, path, shown)

    def _counted(self, hole: tree.Variant, path: tuple[int, ...], shown: Expression) -> list[Way]:
        texts = [*hole.alternatives, ()] if hole.kind == "once" else list(hole.alternatives)
        count, last = Read(hole.slot), len(texts) - 1
        ways = [
            self._alternative(text, (*path, at), folding.both((shown, folding.compare("==", count, Constant(at)))))
            for at, text in enumerate(texts)
        ]
        value = folding.calculate("+", count, folding.total([shown]))
        if hole.kind == "cycle":
            full = folding.both((shown, folding.compare("==", count, Constant(last))))
            value = folding.calculate("-", value, folding.calculate("*", Constant(last + 1), folding.total([full])))
        return _joined([*ways, [Way(folding.TRUE, (Assign(hole.slot, value, 0, last),))]])

    def _shuffle(self, hole: tree.Variant, path: tuple[int, ...], shown: Expression) -> list[Way]:
        """Any order. It is remembered only where it decides which of the texts inside has been counted on."""
        if not any(isinstance(node, tree.Variant) for text in hole.alternatives for node in tree.walk(text)):
            texts = [self._alternative(text, (*path, at), shown) for at, text in enumerate(hole.alternatives)]
            return _joined(texts)
        told = [f"{hole.slot}: {at}" for at in range(len(hole.alternatives))]
        for name in told:
            self.cells.add(Cell(name, 0, 1, (0,)))
        ways = [Way(folding.negate(shown))]
        for at, text in enumerate(hole.alternatives):
            fresh = folding.both((shown, folding.negate(Read(told[at]))))
            full = folding.both(Read(name) for name in told if name != told[at])
            for inner in self._alternative(text, (*path, at), fresh):
                guard = folding.both((inner.guard, fresh))
                reset = tuple(Assign(name, folding.FALSE, 0, 1) for name in told)
                ways.append(Way(folding.both((guard, full)), inner.changes + reset))
                mark = (Assign(told[at], folding.TRUE, 0, 1),)
                ways.append(Way(folding.both((guard, folding.negate(full))), inner.changes + mark))
        return ways


def _joined(parts: Iterable[list[Way]]) -> list[Way]:
    """The ways of telling all parts, one after the other."""
    choices = [ways for ways in parts if ways != [Way(folding.TRUE)]]
    return [
        Way(folding.both(way.guard for way in ways), tuple(change for way in ways for change in way.changes))
        for ways in product(*choices)
    ]


def tell(cells: Cells, scene: str, beat: model.Told, watches: list[Watch]) -> list[Way]:
    """The ways of telling a beat. What is told harshly or softly changes nothing, and both can be read."""
    if isinstance(beat, model.Paragraph | model.Speech):
        return Teller(cells, scene, beat.span, watches).tell(beat.text)
    inner = (*beat.harsh, *beat.soft) if isinstance(beat, model.Sensitive) else ()
    return _joined([tell(cells, scene, each, watches) for each in inner])


def edges_of(ways: Iterable[Way], target: int) -> Iterator[Edge]:
    """An edge for each way."""
    for way in ways:
        if way.guard != folding.FALSE:
            yield Edge(target, None if way.guard == folding.TRUE else way.guard, way.changes)


def words_of(template: Template) -> str:
    """The words of a text, `{…}` where something varies."""
    return " ".join("".join(piece if isinstance(piece, str) else "{…}" for piece in template).split())
