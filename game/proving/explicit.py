"""Search state by state, in the order of picks: every item is met first on a shortest run.

Two states of a place are one when they agree in all cells that are live there. With no bound on the states of a place the search
is complete, and what it has not met cannot happen; with a bound it only finds. Parents are kept, so every state has its run.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter

from game.language.evaluate import Change, Number, compile_effect, compile_expression
from game.language.tree import Expression
from game.proving.liveness import Liveness, liveness
from game.proving.system import Edge, Item, Place, System

State = tuple[int, ...]
_GLANCE = 200
"""After how many states the budget is looked at."""


@dataclass(frozen=True, slots=True)
class Move:
    """An edge as functions of the cells. `number` is its place among the edges from where it comes."""

    edge: Edge
    number: int
    guard: Number | None
    changes: tuple[Change, ...]

    def open(self, state: Sequence[int]) -> bool:
        return self.guard is None or bool(self.guard(state, 0))

    def after(self, state: State) -> State:
        if not self.changes:
            return state
        values = list(state)
        for change in self.changes:
            change(values, 0)
        return tuple(values)


@dataclass(slots=True)
class Compiled:
    """A system ready to be walked. `starts` are the states in which a play may begin."""

    system: System
    live: Liveness
    moves: list[tuple[Move, ...]] = field(default_factory=list)
    watches: list[tuple[tuple[Item, Number | None], ...]] = field(default_factory=list)
    keys: list[Callable[[State], object]] = field(default_factory=list)

    @classmethod
    def of(cls, system: System) -> Compiled:
        live = liveness(system)
        made = cls(system, live)
        for number, place in enumerate(system.places):
            made.moves.append(tuple(made._move(at, edge) for at, edge in enumerate(place.edges)))
            made.watches.append(tuple((watch.item, made.number(watch.condition)) for watch in place.watches))
            cells = [at for at in range(len(system.cells)) if live.live[number] >> at & 1]
            made.keys.append(itemgetter(*cells) if cells else _one_for_all)
        return made

    def number(self, condition: Expression | None) -> Number | None:
        return compile_expression(condition, self.live.numbers) if condition is not None else None

    def _move(self, at: int, edge: Edge) -> Move:
        changes = tuple(compile_effect(change, self.live.numbers) for change in edge.changes)
        return Move(edge, at, self.number(edge.guard), changes)

    @property
    def starts(self) -> Iterator[State]:
        """Every state in which a play may begin. A cell that matters to nothing has only its first start."""
        states: list[State] = [()]
        for at, cell in enumerate(self.system.cells):
            starts = cell.starts if self.live.live[0] >> at & 1 else cell.starts[:1]
            states = [(*state, start) for state in states for start in starts]
        return iter(states)

    def happens(self, place: int, state: State) -> Iterator[Item]:
        """What is watched for and happens in the state."""
        for item, condition in self.watches[place]:
            if condition is None or condition(state, 0):
                yield item


def _one_for_all(_: State) -> object:
    return ()


@dataclass(slots=True)
class Node:
    """A state that was met. `by` is the move that led here from `before`."""

    place: int
    state: State
    before: Node | None
    by: Move | None
    depth: int

    def run(self) -> list[Node]:
        """The nodes from the beginning to here."""
        nodes: list[Node] = []
        node: Node | None = self
        while node is not None:
            nodes.append(node)
            node = node.before
        return nodes[::-1]


@dataclass(frozen=True, slots=True)
class Trail:
    """A play: the state in which it begins, and the number of each edge that it takes. `ending` is known at its end."""

    start: State
    edges: array[int]
    ending: list[str] = field(default_factory=list)

    @classmethod
    def to(cls, node: Node) -> Trail:
        run = node.run()
        return cls(run[0].state, array("H", (each.by.number for each in run if each.by is not None)))


@dataclass(frozen=True, slots=True)
class Met:
    """Where an item was met: after so many edges of a play, and by the edge with the number `by` when it happens on one.

    `depth` is how many options have been picked when it happens.
    """

    system: System
    trail: Trail
    length: int
    by: int | None
    depth: int

    @classmethod
    def at(cls, system: System, node: Node, by: Move | None = None) -> Met:
        """What happens in a state that was searched."""
        trail = Trail.to(node)
        number, picked = (None, False) if by is None else (by.number, by.edge.pick is not None)
        return cls(system, trail, len(trail.edges), number, node.depth + picked)

    @property
    def whole(self) -> Trail:
        """The play up to where it happens, and no further."""
        return Trail(self.trail.start, self.trail.edges[: self.length] + array("H", () if self.by is None else (self.by,)))

    @property
    def play(self) -> Trail:
        """The play as far as it is known: it may go on after this happened."""
        return self.trail if len(self.trail.edges) > self.length else self.whole

    @property
    def _edges(self) -> Iterator[Edge]:
        place = 0
        for number in self.trail.edges[: self.length]:
            edge = self.system.places[place].edges[number]
            yield edge
            place = edge.target
        if self.by is not None:
            yield self.system.places[place].edges[self.by]

    @property
    def place(self) -> Place:
        """Where the play stands when it happens."""
        number = 0
        for at in self.trail.edges[: self.length]:
            number = self.system.places[number].edges[at].target
        return self.system.places[number]

    @property
    def start(self) -> dict[str, int]:
        """What the cells are at the beginning of the play."""
        names = (cell.name for cell in self.system.cells)
        return dict(zip(names, self.trail.start, strict=True))

    @property
    def picks(self) -> list[str]:
        return [edge.pick for edge in self._edges if edge.pick is not None]


@dataclass(slots=True)
class Search:
    """What a search has met. `complete` when no state was left out; `exact_to` is the depth up to which nothing was."""

    compiled: Compiled
    met: dict[Item, Met] = field(default_factory=dict)
    states: list[dict[object, Node]] = field(default_factory=list)
    exact_to: int | None = None

    @property
    def complete(self) -> bool:
        return self.exact_to is None

    @property
    def count(self) -> int:
        return sum(map(len, self.states))

    def note(self, item: Item, node: Node, by: Move | None = None) -> None:
        """Keeps where an item was met, if it is with fewer picks than before: what is picked belongs to the next level."""
        known = self.met.get(item)
        if known is None or node.depth + (by is not None and by.edge.pick is not None) < known.depth:
            self.met[item] = Met.at(self.compiled.system, node, by)


def search(
    system: System,
    width: int | None = None,
    most: int | None = None,
    going_on: Callable[[], bool] = lambda: True,
) -> Search:
    """Searches from the beginning; with a `width`, no more new states of a place are kept for each number of picks.

    It ends early, and is not complete, with `most` states or when the budget is used up.
    """
    compiled = Compiled.of(system)
    found = Search(compiled, states=[{} for _ in system.places])
    level = [Node(0, state, None, None, 0) for state in compiled.starts]
    for node in level:
        found.states[0][compiled.keys[0](node.state)] = node
    depth = 0
    while level:
        if not going_on() or (most is not None and found.count > most):
            found.exact_to = min(depth, found.exact_to if found.exact_to is not None else depth)
            break
        arrived = [0] * len(system.places)
        following: list[Node] = []
        for number in count():
            if not level or (number % _GLANCE == 0 and not going_on()):
                break
            node = level.pop()
            if node.depth < depth:  # it was met again with fewer picks
                continue
            for item in compiled.happens(node.place, node.state):
                found.note(item, node)
            for move in compiled.moves[node.place]:
                if move.open(node.state):
                    reached = _step(found, node, move, arrived, width)
                    if reached is not None:
                        (level if move.edge.pick is None else following).append(reached)
        if level:
            found.exact_to = min(depth, found.exact_to if found.exact_to is not None else depth)
            break
        level, depth = following, depth + 1
    return found


def _step(found: Search, node: Node, move: Move, arrived: list[int], width: int | None) -> Node | None:
    """The state after the move, when it is a new one."""
    for item in move.edge.items:
        found.note(item, node, move)
    state, target = move.after(node.state), move.edge.target
    known, key = found.states[target], found.compiled.keys[target](state)
    depth, before = node.depth + (move.edge.pick is not None), known.get(key)
    if before is not None and before.depth <= depth:
        return None
    reached = Node(target, state, node, move, depth)
    if before is not None:  # by an option, and now without one: it waits among those of the next level
        before.depth = -1
        known[key] = reached
        return reached
    arrived[target] += 1
    if width is not None and arrived[target] > width:
        found.exact_to = min(reached.depth, found.exact_to if found.exact_to is not None else reached.depth)
        return None
    known[key] = reached
    return reached
