"""Which values each cell can have at each place, each cell by itself; and the system without what that shows to be impossible.

Sets of values are carried forward along the edges until nothing changes: a guard takes values out, a change moves them, and
where ways meet the sets are joined (Cousot and Cousot, "Abstract interpretation", 1977; the domain is the product of the cells'
sets, so what two cells have to do with each other is lost). All values that a play can bring are in the sets, mostly others too:
what they do not have is impossible for certain. It takes a second where the exact sets take minutes, and what it folds away
(partial evaluation, as in Lester, "Solving interactive fiction games via partial evaluation and bounded model checking", 2020)
neither the plays nor the diagrams have to look at again.

The sets of all cells at a place are one number: a cell has as many bits as values, so that sets are joined by one `|`.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from game.language import folding, tree
from game.language.evaluate import compile_expression
from game.language.folding import CALCULATE, COMPARE
from game.language.syntax import Comparing
from game.language.tree import Assign, Constant, Expression, Read, slots_read
from game.proving.liveness import liveness, ranks
from game.proving.system import Cell, Edge, System, Watch

Sets = int
"""Of each cell the values that it can have; 0 where no play comes."""
_REACHED: Sets = 1
"""The lowest bit belongs to no cell: so sets of which no cell matters are not 0."""
_LARGEST = 2_048
"""A cell with more values than that is not looked at: any value is possible everywhere."""
_PATIENCE = 40
"""After so many times that a place's sets grew, the cells that still grow there can have any value: circles that count end."""
_GLANCE = 200
_LONG = 1 << 16
"""So many combinations of values are tried for an expression at most; else only its bounds are known."""

Narrow = Callable[[Sets], Sets]


@dataclass(frozen=True, slots=True)
class _Field:
    """Where the values of a cell are. `bits` are all of them, in place."""

    cell: Cell
    offset: int
    bits: int

    def put(self, value: int) -> int:
        return 1 << self.offset + value - self.cell.low

    def values(self, sets: Sets) -> Iterator[int]:
        left = (sets & self.bits) >> self.offset
        while left:
            lowest = left & -left
            yield self.cell.low + lowest.bit_length() - 1
            left ^= lowest

    def ends(self, sets: Sets) -> tuple[int, int]:
        left = (sets & self.bits) >> self.offset
        return self.cell.low + (left & -left).bit_length() - 1, self.cell.low + left.bit_length() - 1


@dataclass(slots=True)
class _Conditions:
    """Conditions and changes as functions of sets. What is known of an expression is kept by its identity."""

    fields: dict[str, _Field]
    domains: dict[str, Cell]
    _holding: dict[tuple[int, bool], tuple[Expression, Narrow]] = field(default_factory=dict)
    _changing: dict[int, tuple[Assign, Narrow]] = field(default_factory=dict)

    def narrow(self, expression: Expression, *, holds: bool = True) -> Narrow:
        """The function from sets to those in which the expression holds, or does not; 0 when it never does, or always."""
        known = self._holding.get((id(expression), holds))
        if known is None:
            known = self._holding[id(expression), holds] = (expression, self._narrowing(expression, holds))
        return known[1]

    def _narrowing(self, expression: Expression, holds: bool) -> Narrow:
        if isinstance(expression, Constant):
            return _same if bool(expression.value) == holds else _nothing
        read = slots_read(expression)
        if len(read) == 1 and (only := self.fields.get(next(iter(read)))):
            return _kept(only, self._where(expression, only, holds))
        match expression:
            case tree.Not(operand):
                return self.narrow(operand, holds=not holds)
            case tree.Logic(operator, parts):
                each = [self.narrow(part, holds=holds) for part in parts]
                return _one_after_the_other(each) if (operator == "and") == holds else _any_of(each)
            case tree.Comparison() if not holds:
                return self.narrow(folding.negate(expression))
            case tree.Comparison(sign, Read(left), Read(right)) if left in self.fields and right in self.fields:
                return self._compared(sign, self.fields[left], self.fields[right])
            case _:
                return self._bounded(expression, holds)

    @staticmethod
    def _where(expression: Expression, only: _Field, holds: bool) -> int:
        """The values of the only cell that is read with which the expression holds, or does not."""
        asked = compile_expression(expression, {only.cell.name: 0})
        values = range(only.cell.low, only.cell.high + 1)
        return sum(only.put(value) for value in values if bool(asked((value,), 0)) == holds)

    @staticmethod
    def _compared(sign: Comparing, left: _Field, right: _Field) -> Narrow:
        compare = COMPARE[sign]

        def narrowed(sets: Sets) -> Sets:
            lefts, rights = list(left.values(sets)), list(right.values(sets))
            if len(lefts) * len(rights) > _LONG:
                return sets
            one = sum(left.put(value) for value in lefts if any(compare(value, other) for other in rights))
            other = sum(right.put(value) for value in rights if any(compare(each, value) for each in lefts))
            return sets & ~(left.bits | right.bits) | one | other if one else 0

        return narrowed

    def _bounded(self, expression: Expression, holds: bool) -> Narrow:
        """Of an expression of several cells only its bounds are known."""
        match expression:
            case tree.Comparison(sign, left, right):
                return lambda sets: sets if _can_hold(sign, self.ends(left, sets), self.ends(right, sets)) else 0
            case tree.Among(operand, values):

                def outside(sets: Sets) -> bool:
                    low, high = self.ends(operand, sets)
                    inside = [value for value in values if low <= value <= high]
                    return not inside if holds else low == high and bool(inside)

                return lambda sets: 0 if outside(sets) else sets
            case _:

                def empty(sets: Sets) -> bool:
                    low, high = self.ends(expression, sets)
                    return low == high == 0 if holds else low > 0 or high < 0

                return lambda sets: 0 if empty(sets) else sets

    def ends(self, expression: Expression, sets: Sets) -> tuple[int, int]:
        """The lowest and the highest value that the expression may have."""
        match expression:
            case Constant(value):
                return value, value
            case Read(slot):
                found = self.fields.get(slot)
                return found.ends(sets) if found is not None else (self.domains[slot].low, self.domains[slot].high)
            case tree.Arithmetic(sign, left, right):
                calculate = CALCULATE[sign]
                values = [calculate(one, other) for one in self.ends(left, sets) for other in self.ends(right, sets)]
                return min(values), max(values)
            case tree.Total(parts):
                sure = sum(not self.narrow(part, holds=False)(sets) for part in parts)
                return sure, sum(bool(self.narrow(part)(sets)) for part in parts)
            case _:
                return int(not self.narrow(expression, holds=False)(sets)), int(bool(self.narrow(expression)(sets)))

    def change(self, change: Assign) -> Narrow:
        """The function from sets before a change to those after it."""
        known = self._changing.get(id(change))
        if known is None:
            known = self._changing[id(change)] = (change, self._changed(change))
        return known[1]

    def _changed(self, change: Assign) -> Narrow:
        written = self.fields.get(change.slot)
        if written is None:
            return _same
        kept, low, high = ~written.bits, change.low, change.high

        def clamped(value: int) -> int:
            return written.put(min(max(value, low), high))

        if isinstance(change.value, Constant):
            only = clamped(change.value.value)
            return lambda sets: sets & kept | only
        read = slots_read(change.value)
        if len(read) == 1 and (source := self.fields.get(next(iter(read)))):
            number, known = compile_expression(change.value, {source.cell.name: 0}), dict[int, int]()

            def moved(sets: Sets) -> Sets:
                before = sets & source.bits
                after = known.get(before)
                if after is None:
                    after = 0
                    for value in source.values(before):
                        after |= clamped(int(number((value,), 0)))
                    known[before] = after
                return sets & kept | after

            return moved

        def between(sets: Sets) -> Sets:
            least, most = self.ends(change.value, sets)
            bottom, top = min(max(least, low), high), min(max(most, low), high)
            return sets & kept | (written.put(top) << 1) - written.put(bottom)

        return between

    def folded(self, expression: Expression, sets: Sets) -> Expression:
        """The expression without what is always so, or never, in states of the sets."""
        if not self.narrow(expression)(sets):
            return folding.FALSE
        if not self.narrow(expression, holds=False)(sets):
            return folding.TRUE
        match expression:
            case tree.Not(operand):
                return folding.negate(self.folded(operand, sets))
            case tree.Logic(operator, parts):
                found = []
                for part in parts:
                    found.append(self.folded(part, sets))
                    sets = self.narrow(part, holds=operator == "and")(sets)
                    if not sets:  # the others are not asked any more
                        break
                return folding.both(found) if operator == "and" else folding.either(found)
            case _:
                return expression


def _same(sets: Sets) -> Sets:
    return sets


def _nothing(_: Sets) -> Sets:
    return 0


def _kept(only: _Field, values: int) -> Narrow:
    rest = ~only.bits

    def narrowed(sets: Sets) -> Sets:
        left = sets & values
        return sets & rest | left if left else 0

    return narrowed


def _one_after_the_other(each: Sequence[Narrow]) -> Narrow:
    def narrowed(sets: Sets) -> Sets:
        for narrow in each:
            sets = narrow(sets)
            if not sets:
                return 0
        return sets

    return narrowed


def _any_of(each: Sequence[Narrow]) -> Narrow:
    def narrowed(sets: Sets) -> Sets:
        found = 0
        for narrow in each:
            found |= narrow(sets)
        return found

    return narrowed


def _can_hold(sign: Comparing, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether a comparison can hold of some numbers between these ends."""
    (low, high), (least, most) = left, right
    match sign:
        case "<" | "<=":
            return COMPARE[sign](low, most)
        case ">" | ">=":
            return COMPARE[sign](high, least)
        case "==":
            return low <= most and least <= high
        case _:
            return not low == high == least == most


@dataclass(slots=True)
class Possible:
    """The sets at each place of a system, once nothing changes any more."""

    system: System
    conditions: _Conditions
    sets: list[Sets]

    @classmethod
    def of(cls, system: System, going_on: Callable[[], bool] = lambda: True) -> Possible | None:
        """The sets; None when the budget ran out before they were whole, since then they say nothing."""
        fields, offset = dict[str, _Field](), 1
        for cell in system.cells:
            if cell.size <= _LARGEST:
                fields[cell.name] = _Field(cell, offset, ((1 << cell.size) - 1) << offset)
                offset += cell.size
        made = cls(system, _Conditions(fields, {cell.name: cell for cell in system.cells}), [0] * len(system.places))
        return made if made._fill(going_on) else None

    def _fill(self, going_on: Callable[[], bool]) -> bool:
        rank, wanted, grown = ranks(self.system.places), self._live(), [0] * len(self.sets)
        start = _REACHED
        for each in self.conditions.fields.values():
            for value in each.cell.starts:
                start |= each.put(value)
        self.sets[0] = start & wanted[0]
        waiting, queued = [(rank[0], 0)], {0}
        for step in count():
            if not waiting:
                return True
            if step % _GLANCE == 0 and not going_on():
                return False
            _, number = heapq.heappop(waiting)
            queued.discard(number)
            for edge in self.system.places[number].edges:
                target = edge.target
                more = self._through(edge, self.sets[number]) & wanted[target] & ~self.sets[target]
                if more:
                    grown[target] += 1
                    self.sets[target] |= more if grown[target] < _PATIENCE else self._all_of(more)
                    if target not in queued:
                        queued.add(target)
                        heapq.heappush(waiting, (rank[target], target))
        raise AssertionError

    def _live(self) -> list[Sets]:
        """The bits of the cells that matter at each place: what does not would only make sets grow again."""
        live = liveness(self.system)
        bits = [self.conditions.fields[cell.name].bits if cell.name in self.conditions.fields else 0 for cell in live.cells]
        known: dict[int, Sets] = {}
        for cells in live.live:
            if cells not in known:
                found, left = _REACHED, cells
                while left:
                    lowest = left & -left
                    found |= bits[lowest.bit_length() - 1]
                    left ^= lowest
                known[cells] = found
        return [known[cells] for cells in live.live]

    def _all_of(self, more: Sets) -> Sets:
        """All values of the cells of which there are more."""
        for each in self.conditions.fields.values():
            if more & each.bits:
                more |= each.bits
        return more

    def _through(self, edge: Edge, sets: Sets) -> Sets:
        """The sets behind an edge; 0 when it is never open."""
        if edge.guard is not None:
            sets = self.conditions.narrow(edge.guard)(sets)
        if sets:
            for change in edge.changes:
                sets = self.conditions.change(change)(sets)
        return sets

    def pruned(self) -> System:
        """The system without edges that are never open, and without watches for what never happens there; conditions are folded.

        All that can happen in a play still can, in the same number of picks.
        """
        places = []
        for place, sets in zip(self.system.places, self.sets, strict=True):
            edges = [edge for edge in (self._folded_edge(edge, sets) for edge in place.edges) if edge is not None] if sets else []
            watches = [watch for watch in (self._folded_watch(watch, sets) for watch in place.watches) if watch] if sets else []
            places.append(replace(place, edges=edges, watches=watches))
        return replace(self.system, places=places)

    def _folded_edge(self, edge: Edge, sets: Sets) -> Edge | None:
        guard = self.conditions.folded(edge.guard, sets) if edge.guard is not None else folding.TRUE
        if guard == folding.FALSE:
            return None
        return replace(edge, guard=None if guard == folding.TRUE else guard) if edge.guard is not None else edge

    def _folded_watch(self, watch: Watch, sets: Sets) -> Watch | None:
        condition = self.conditions.folded(watch.condition, sets) if watch.condition is not None else folding.TRUE
        if condition == folding.FALSE:
            return None
        return replace(watch, condition=None if condition == folding.TRUE else condition)


def pruned(system: System, going_on: Callable[[], bool] = lambda: True) -> System:
    """The system without what cannot happen, as far as the cells by themselves show it; as it is when the budget runs out."""
    possible = Possible.of(system, going_on)
    return possible.pruned() if possible is not None else system
