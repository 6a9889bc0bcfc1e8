"""What a run can show of a story: the items that coverage counts.

    scene   was entered                             option  was picked, or taken as a fallback
    line    a paragraph or speech was told          locked  was shown with its lock
    text    an alternative of a text was told       look    could be looked at
    if      `then` or `else` was played             note    stood in the journal
    check   `pass` or `fail` was played             deal    a storylet was dealt, or none was there
    achievement  was earned

An alternative of a text is each side of `{condition: …|…}`, nothing where one is left out, and each text of `{…|…}`. What was
written under `each` is counted by its place in the file where its words are the same for each student.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from game.diagnostics import Span
from game.engine import dice
from game.language import tree
from game.language.evaluate import compile_expression
from game.language.tree import Template

Kind = Literal["scene", "line", "text", "if", "check", "deal", "option", "locked", "look", "note", "person", "achievement"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Tracer = Callable[[Sequence[int], int, int, set[int]], None]
"""(values, turn, seed, shown): puts the alternatives that this state tells into `shown`."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a run can show. `name` is what it is to the author; `path` tells alternatives of one text apart.

    An alternative that is empty is told `beside` another one.
    """

    kind: Kind
    scene: str
    span: Span
    name: str
    path: tuple[int, ...] = ()
    beside: str = ""


@dataclass(slots=True)
class Inventory:
    """Every item of a story by its number, in the order in which they were first met."""

    index: dict[str, int]
    items: list[Item] = field(default_factory=list)
    numbers: dict[Item, int] = field(default_factory=dict)

    def number(self, item: Item) -> int:
        """The item's number, the same each time."""
        known = self.numbers.get(item)
        if known is None:
            known = self.numbers[item] = len(self.items)
            self.items.append(item)
        return known

    def tracer(self, template: Template, scene: str, span: Span) -> Tracer | None:
        """What says which alternatives of `template` a state tells; None when it has none."""
        return _Tracing(self, scene, span).template(template, ())

    def tracer_of_all(self, templates: Iterable[tuple[Template, Span]], scene: str) -> Tracer | None:
        """The same for several texts that are told together."""
        return _all_of([self.tracer(template, scene, span) for template, span in templates])


@dataclass(frozen=True, slots=True)
class _Tracing:
    inventory: Inventory
    scene: str
    span: Span

    def template(self, template: Template, path: tuple[int, ...]) -> Tracer | None:
        holes = (piece for piece in template if isinstance(piece, tree.Conditional | tree.Variant))
        return _all_of([self._hole(hole, (*path, number)) for number, hole in enumerate(holes)])

    def _hole(self, hole: tree.Conditional | tree.Variant, path: tuple[int, ...]) -> Tracer:
        return self._conditional(hole, path) if isinstance(hole, tree.Conditional) else self._variant(hole, path)

    def _alternative(self, text: Template, path: tuple[int, ...], beside: Template) -> Tracer:
        inner = self.template(text, path)
        if inner is not None and not any(isinstance(piece, str) and piece.strip() for piece in text):
            return inner  # nothing but further alternatives, which are counted themselves
        name = words_of(text)
        number = self.inventory.number(Item("text", self.scene, self.span, name, path, "" if name else words_of(beside)))

        def told(values: Sequence[int], turn: int, seed: int, shown: set[int]) -> None:
            shown.add(number)
            if inner is not None:
                inner(values, turn, seed, shown)

        return told

    def _conditional(self, hole: tree.Conditional, path: tuple[int, ...]) -> Tracer:
        holds = compile_expression(hole.condition, self.inventory.index)
        then = self._alternative(hole.then, (*path, 0), hole.otherwise)
        otherwise = self._alternative(hole.otherwise, (*path, 1), hole.then)
        return lambda values, turn, seed, shown: (then if holds(values, turn) else otherwise)(values, turn, seed, shown)

    def _variant(self, hole: tree.Variant, path: tuple[int, ...]) -> Tracer:
        texts = [self._alternative(text, (*path, at), hole.alternatives[0]) for at, text in enumerate(hole.alternatives)]
        size = len(texts)
        if hole.kind == "once":
            texts.append(self._alternative((), (*path, size), hole.alternatives[-1]))
        cell, slot, shuffled = self.inventory.index[hole.slot], hole.slot, hole.kind == "shuffle"

        def told(values: Sequence[int], turn: int, seed: int, shown: set[int]) -> None:
            count = values[cell]
            if shuffled:
                full, position = divmod(count, size)
                count = dice.order(seed, slot, full, size)[position]
            texts[min(count, len(texts) - 1)](values, turn, seed, shown)

        return told


def _all_of(found: Iterable[Tracer | None]) -> Tracer | None:
    tracers = tuple(each for each in found if each is not None)
    if len(tracers) < 2:
        return tracers[0] if tracers else None

    def all_of(values: Sequence[int], turn: int, seed: int, shown: set[int]) -> None:
        for tracer in tracers:
            tracer(values, turn, seed, shown)

    return all_of


def words_of(template: Template) -> str:
    """The words of a text as the author sees them, `{…}` where something varies."""
    return " ".join("".join(piece if isinstance(piece, str) else "{…}" for piece in template).split())
