"""Sets of states as decision diagrams (Bryant, "Graph-based algorithms for Boolean function manipulation", 1986).

A cell is some bits, the highest first and beside each other; each has a second one next to it for the value after an
assignment. A number that no value has as its code counts as the highest value: with every code meaning something, what holds
in all states is one node. The library is `dd`: CUDD where its wheel is installed, else its own diagrams in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import gcd
from typing import Any

from game.language import tree
from game.language.folding import CALCULATE, COMPARE
from game.language.tree import Assign, Constant, Expression, Read
from game.proving.system import Cell, System

Diagram = Any
"""A set of states. `dd` has no types; all that is done with one is `&`, `|`, `~`, `==` and what stands here."""


def _library() -> Any:
    """The module of `dd` with the fastest diagrams. Raises `ModuleNotFoundError` when `dd` is not installed."""
    try:
        from dd import cudd
    except ImportError:
        from dd import autoref

        return autoref
    return cudd


class Diagrams:
    """The diagrams over the cells of one system, in the given order."""

    def __init__(self, cells: Sequence[Cell], order: Sequence[str], strides: Mapping[str, int]) -> None:
        self._library = _library()
        self.manager = self._library.BDD()
        self.manager.configure(reordering=False)
        self._cells = {cell.name: cell for cell in cells}
        self._numbers = {cell.name: number for number, cell in enumerate(cells)}
        self._strides = strides
        self._bits: dict[str, list[str]] = {}
        self._later: dict[str, list[str]] = {}
        for name in order:
            count = ((self._cells[name].size - 1) // strides[name]).bit_length()
            self._bits[name] = [f"{name}#{bit}" for bit in reversed(range(count))]
            self._later[name] = [f"{bit}'" for bit in self._bits[name]]
            for pair in zip(self._bits[name], self._later[name], strict=True):
                self.manager.declare(*pair)
        self.true, self.false = self.manager.true, self.manager.false
        self._values: dict[tuple[str, int], Diagram] = {}
        self._known: dict[int, tuple[Expression, Diagram]] = {}
        self._relations: dict[int, tuple[Assign, Diagram]] = {}

    def put(self, name: str, value: int, *, later: bool = False) -> Diagram:
        """The states in which the cell has the code of the value."""
        bits = (self._later if later else self._bits)[name]
        code = (value - self._cells[name].low) // self._strides[name]
        return self.manager.cube({bit: bool(code >> at & 1) for at, bit in enumerate(reversed(bits))})

    def value(self, name: str, value: int) -> Diagram:
        """The states in which the cell has the value."""
        known = self._values.get((name, value))
        if known is None:
            known, values = self.put(name, value), self._domain(name)
            if value == values[-1]:
                for code in range(len(values), 1 << len(self._bits[name])):
                    known |= self.put(name, values[0] + code * self._strides[name])
            self._values[name, value] = known
        return known

    def _domain(self, name: str) -> range:
        cell = self._cells[name]
        return range(cell.low, cell.high + 1, self._strides[name])

    def asked(self, bit: str) -> tuple[int, int, int, int]:
        """What a bit says of a state: the number of its cell, the lowest value and the stride of that, which bit of its code."""
        name, _, shift = bit.rpartition("#")
        return (self._numbers[name], self._cells[name].low, self._strides[name], int(shift))

    def cells_of(self, states: Diagram) -> set[str]:
        """The cells that the set says something about."""
        return {bit.rpartition("#")[0] for bit in self.manager.support(states)}

    def without(self, states: Diagram, cells: Iterable[str]) -> Diagram:
        """The set with the cells forgotten: the states that agree in all others with one of the set."""
        bits = [bit for cell in cells for bit in self._bits[cell]]
        return self.manager.exist(bits, states) if bits else states

    def condition(self, expression: Expression | None) -> Diagram:
        """The states in which the condition holds; all, when it is None."""
        return self.true if expression is None else self._holds(expression)

    def _holds(self, expression: Expression) -> Diagram:
        known = self._known.get(id(expression))
        if known is None:
            known = self._known[id(expression)] = (expression, self._evaluated(expression))
        return known[1]

    def _evaluated(self, expression: Expression) -> Diagram:
        match expression:
            case tree.Not(operand):
                return ~self._holds(operand)
            case tree.Logic("and", parts):
                found = self.true
                for part in parts:
                    found &= self._holds(part)
                return found
            case tree.Logic(_, parts):
                return self._any(self._holds(part) for part in parts)
            case tree.Comparison(sign, left, right):
                compare = COMPARE[sign]
                return self._combined(lambda one, other: int(compare(one, other)), left, right).get(1, self.false)
            case tree.Among(operand, values):
                return self._any(where for value, where in self._cases(operand).items() if value in values)
            case _:
                return self._any(where for value, where in self._cases(expression).items() if value)

    def _any(self, sets: Any) -> Diagram:
        found = self.false
        for each in sets:
            found |= each
        return found

    def _cases(self, expression: Expression) -> dict[int, Diagram]:
        """The values that an expression can have, each with the states in which it has it."""
        match expression:
            case Constant(value):
                return {+value: self.true}
            case Read(name):
                return {value: self.value(name, value) for value in self._domain(name)}
            case tree.Arithmetic(sign, left, right):
                return self._combined(CALCULATE[sign], left, right)
            case tree.Total(parts):
                return self._counted(parts)
            case _:
                holds = self._holds(expression)
                return {0: ~holds, 1: holds}

    def _combined(self, combine: Callable[[int, int], int], left: Expression, right: Expression) -> dict[int, Diagram]:
        found: dict[int, Diagram] = {}
        rights = self._cases(right)
        for one, where in self._cases(left).items():
            for other, there in rights.items():
                both = where & there
                if both != self.false:
                    value = combine(one, other)
                    found[value] = found.get(value, self.false) | both
        return found

    def _counted(self, parts: Sequence[Expression]) -> dict[int, Diagram]:
        found = {0: self.true}
        for part in parts:
            holds = self._holds(part)
            more: dict[int, Diagram] = {}
            for count, where in found.items():
                more[count] = more.get(count, self.false) | (where & ~holds)
                more[count + 1] = more.get(count + 1, self.false) | (where & holds)
            found = more
        return found

    def unassign(self, states: Diagram, change: Assign) -> Diagram:
        """The states from which the change leads into `states`."""
        bits, later = self._bits[change.slot], self._later[change.slot]
        if not set(bits) & self.manager.support(states):
            return states
        if isinstance(change.value, Constant):
            value = min(max(+change.value.value, change.low), change.high)
            return self.manager.exist(bits, states & self.put(change.slot, value))
        after = self.manager.let(dict(zip(bits, later, strict=True)), states)
        return (
            self._library.and_exists(after, self._relation(change), later)
            if hasattr(self._library, "and_exists")
            else self.manager.exist(later, after & self._relation(change))
        )

    def _relation(self, change: Assign) -> Diagram:
        """The states, each with the value that the cell has after the change."""
        known = self._relations.get(id(change))
        if known is None:
            cases = self._cases(change.value).items()
            made = self._any(
                where & self.put(change.slot, min(max(value, change.low), change.high), later=True) for value, where in cases
            )
            known = self._relations[id(change)] = (change, made)
        return known[1]


def strides_of(system: System) -> dict[str, int]:
    """Of each cell the largest number that divides all differences of the values that it can get: minutes that go by fives."""
    found = {cell.name: gcd(cell.high - cell.low, *(start - cell.low for start in cell.starts)) for cell in system.cells}
    lows = {cell.name: cell.low for cell in system.cells}
    for place in system.places:
        for edge in place.edges:
            for change in edge.changes:
                found[change.slot] = gcd(found[change.slot], _step(change, lows[change.slot]))
    return {name: stride or 1 for name, stride in found.items()}


def _step(change: Assign, low: int) -> int:
    match change.value:
        case Constant(value):
            return min(max(+value, change.low), change.high) - low
        case tree.Arithmetic("+" | "-", Read(slot), Constant(value)) if slot == change.slot:
            return value
        case _:
            return 1
