"""How few and how many picks a play can have, as the places say it: bounds for stories with too many states to look at each.

A play goes round in a circle of places only as often as something allows it. What can be done once, and is then marked, is a
brake: where each circle with a pick has one, the picks are bounded. Within a part of the story that goes round
(a strongly connected component; Tarjan, "Depth-first search and linear graph algorithms", 1972) a play takes each brake at most
once, and between two of them what lies on a way without one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from game.language import tree
from game.language.tree import Constant, Expression, Read, slots_read
from game.proving.system import Edge, Place, System

_MARKED_WITHIN = 4
"""So many edges behind a brake it is looked for where it is marked."""


def fewest_picks(system: System) -> list[int | None]:
    """For each place a number of picks without which no play comes there, conditions aside; None where no edges lead."""
    found: list[int | None] = [None] * len(system.places)
    found[0], waiting = 0, deque([0])
    while waiting:
        here = waiting.popleft()
        before = found[here]
        assert before is not None
        for edge in system.places[here].edges:
            picks, known = before + (edge.pick is not None), found[edge.target]
            if known is None or picks < known:
                found[edge.target] = picks
                (waiting.append if edge.pick is not None else waiting.appendleft)(edge.target)
    return found


@dataclass(frozen=True, slots=True)
class Most:
    """No play has more than `picks`; None when the places do not say so. Then each of `unbraked`, the number of a place and of an
    option from it, is on a circle without a brake.
    """

    picks: int | None
    unbraked: tuple[tuple[int, int], ...] = ()


def most_picks(system: System) -> Most:
    """The bound for the whole story."""
    brakes = _Brakes(system)
    leads = [[edge.target for edge in place.edges] for place in system.places]
    part_of, parts = _components(leads)
    entered = {
        edge.target
        for number, place in enumerate(system.places)
        for edge in place.edges
        if part_of[edge.target] != part_of[number]
    }
    entered.add(0)
    behind: list[int] = [0] * len(parts)
    unbraked: list[tuple[int, int]] = []
    for number, part in enumerate(parts):  # what a part leads to comes before it
        out = [
            (place, edge, behind[part_of[edge.target]])
            for place in part
            for edge in system.places[place].edges
            if part_of[edge.target] != number
        ]
        after = max((picks + (edge.pick is not None) for _, edge, picks in out), default=0)
        within, loose = _within(system, brakes, part, part_of, entered)
        unbraked += loose
        behind[number] = within + after
    return Most(None, tuple(unbraked)) if unbraked else Most(behind[part_of[0]])


def _within(
    system: System, brakes: _Brakes, part: Sequence[int], part_of: Sequence[int], entered: set[int]
) -> tuple[int, list[tuple[int, int]]]:
    """The most picks that stay in one part, which is `entered` at these places; and the options on circles without a brake."""
    numbers = {place: at for at, place in enumerate(part)}
    free: list[list[tuple[int, int, Edge]]] = [[] for _ in part]
    braked: dict[str, list[tuple[int, bool]]] = {}
    for place in part:
        for at, edge in enumerate(system.places[place].edges):
            if part_of[edge.target] == part_of[place]:
                brake = brakes.of(edge)
                if brake is None:
                    free[numbers[place]].append((numbers[edge.target], at, edge))
                else:
                    braked.setdefault(brake, []).append((numbers[edge.target], edge.pick is not None))
    inner_of, inner = _components([[target for target, _, _ in edges] for edges in free])
    loose = [
        (part[here], at)
        for here, edges in enumerate(free)
        for target, at, edge in edges
        if edge.pick is not None and inner_of[target] == inner_of[here]
    ]
    ahead = [0] * len(inner)
    for number, places in enumerate(inner):
        ahead[number] = max(
            (ahead[inner_of[target]] + (edge.pick is not None)
             for here in places for target, _, edge in free[here] if inner_of[target] != number),
            default=0,
        )  # fmt: skip
    longest = max(ahead[inner_of[numbers[place]]] for place in entered.intersection(part))
    return longest + sum(max(picked + ahead[inner_of[target]] for target, picked in ways) for ways in braked.values()), loose


def loop_marks(system: System) -> frozenset[str]:
    """The cells that say what was done already on a way that goes round: set there, read there, and never taken back."""
    part_of, parts = _components([[edge.target for edge in place.edges] for place in system.places])
    brakes, read, written = _Brakes(system), set[tuple[int, str]](), set[tuple[int, str]]()
    for number, place in enumerate(system.places):
        part = part_of[number]
        for edge in place.edges if len(parts[part]) > 1 else ():
            if part_of[edge.target] == part:
                read.update((part, name) for name in (slots_read(edge.guard) if edge.guard is not None else ()))
                written.update((part, change.slot) for change in edge.changes)
    return frozenset(name for _, name in read & written if brakes.marks[name])


class _Brakes:
    """Which edges can be taken only once: they ask that a cell is 0, set it before the next pick, and nothing sets it back.

    Options that are for once are such edges, and storylets that are dealt once.
    """

    def __init__(self, system: System) -> None:
        self._places = system.places
        self.marks: dict[str, bool] = {cell.name: True for cell in system.cells}
        for place in system.places:
            for edge in place.edges:
                for change in edge.changes:
                    if change.value != Constant(1):
                        self.marks[change.slot] = False

    def of(self, edge: Edge) -> str | None:
        """The cell that says whether the edge was taken; None when it can be taken again."""
        if edge.guard is None:
            return None
        for name in _unset(edge.guard):
            if self.marks[name] and self._sets(edge, name, _MARKED_WITHIN):
                return name
        return None

    def _sets(self, edge: Edge, name: str, far: int) -> bool:
        if any(change.slot == name for change in edge.changes):
            return True
        place: Place = self._places[edge.target]
        return far > 0 and not place.rests and bool(place.edges) and all(self._sets(each, name, far - 1) for each in place.edges)


def _unset(guard: Expression) -> Iterable[str]:
    """The cells that must be 0 for the guard to hold."""
    parts = guard.parts if isinstance(guard, tree.Logic) and guard.operator == "and" else (guard,)
    for part in parts:
        if isinstance(part, tree.Not) and isinstance(part.operand, Read):
            yield part.operand.slot
        elif isinstance(part, tree.Logic) and part.operator == "and":
            yield from _unset(part)


def _components(leads: Sequence[Sequence[int]]) -> tuple[list[int], list[list[int]]]:
    """The strongly connected components, each behind all that it leads to; and of each node the number of its component."""
    order: dict[int, int] = {}
    low, component, parts = [0] * len(leads), [-1] * len(leads), list[list[int]]()
    held: list[int] = []
    for root in range(len(leads)):
        if root in order:
            continue
        order[root] = low[root] = len(order)
        held.append(root)
        stack = [(root, iter(leads[root]))]
        while stack:
            here, following = stack[-1]
            target = next(following, None)
            if target is None:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[here])
                if low[here] == order[here]:
                    part = _cut(held, here)
                    del held[-len(part) :]
                    for each in part:
                        component[each] = len(parts)
                    parts.append(part)
            elif target not in order:
                order[target] = low[target] = len(order)
                held.append(target)
                stack.append((target, iter(leads[target])))
            elif component[target] < 0:
                low[here] = min(low[here], order[target])
    return component, parts


def _cut(held: Sequence[int], here: int) -> list[int]:
    """The end of the list from `here` on."""
    at = len(held) - 1
    while held[at] != here:
        at -= 1
    return list(held[at:])
