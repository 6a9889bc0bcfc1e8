"""The graph of all states of a complete search: what can still be reached from each, how long a play can be, and the odds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from game.proving.explicit import Move, Node, Search
from game.proving.system import System

_SWEEPS = 500
_ENOUGH = 1e-9


@dataclass(slots=True)
class Graph:
    """Nodes by their number, each with the moves from it and where they lead."""

    nodes: list[Node]
    leads: list[list[tuple[Move, int]]]
    comes: list[list[int]] = field(default_factory=list)

    @classmethod
    def of(cls, found: Search) -> Graph:
        """The graph of a search that is complete."""
        nodes = [node for states in found.states for node in states.values()]
        numbers = {id(node): number for number, node in enumerate(nodes)}
        graph = cls(nodes, [[] for _ in nodes], [[] for _ in nodes])
        compiled = found.compiled
        for number, node in enumerate(nodes):
            for move in compiled.moves[node.place]:
                if move.open(node.state):
                    target = move.edge.target
                    reached = numbers[id(found.states[target][compiled.keys[target](move.after(node.state))])]
                    graph.leads[number].append((move, reached))
                    graph.comes[reached].append(number)
        return graph

    def where(self, holds: Callable[[Node], bool]) -> set[int]:
        return {number for number, node in enumerate(self.nodes) if holds(node)}

    def ended(self, system: System, ending: str) -> set[int]:
        """The nodes at which the story is over with this ending."""
        return self.where(lambda node: system.places[node.place].end == ending)

    def waiting(self) -> set[int]:
        """The nodes at which there is something to pick."""
        return {number for number, leads in enumerate(self.leads) if any(move.edge.pick is not None for move, _ in leads)}

    def reaching(self, goal: Iterable[int]) -> set[int]:
        """The nodes from which one of the goal can be reached."""
        found = set(goal)
        waiting = list(found)
        while waiting:
            for source in self.comes[waiting.pop()]:
                if source not in found:
                    found.add(source)
                    waiting.append(source)
        return found

    def earliest(self, numbers: Iterable[int]) -> Node | None:
        """The node that is met with the fewest picks."""
        return min((self.nodes[number] for number in numbers), key=lambda node: node.depth, default=None)

    def in_order(self) -> list[int] | None:
        """The nodes so that every move leads on, or None when there is a circle."""
        left = [len(comes) for comes in self.comes]
        ready = [number for number, count in enumerate(left) if not count]
        order: list[int] = []
        while ready:
            number = ready.pop()
            order.append(number)
            for _, target in self.leads[number]:
                left[target] -= 1
                if not left[target]:
                    ready.append(target)
        return order if len(order) == len(self.nodes) else None

    def longest(self) -> int | None:
        """The most options that can be picked in a play; None when there is no limit."""
        order = self.in_order()
        if order is None:
            return None
        most = [0] * len(self.nodes)
        for number in reversed(order):
            most[number] = max((most[target] + (move.edge.pick is not None) for move, target in self.leads[number]), default=0)
        return max((most[number] for number, node in enumerate(self.nodes) if node.before is None), default=0)

    def chances(self, ending: set[int]) -> tuple[float, bool]:
        """The chance of coming to one of these nodes, for a player who picks evenly; and whether it is exact.

        In a graph without circles one sweep is exact; else sweeps go on until nothing changes in the ninth digit.
        """
        order = self.in_order()
        chance = [float(number in ending) for number in range(len(self.nodes))]
        leads = [self._shares(number) for number in range(len(self.nodes))]
        going = order if order is not None else sorted(range(len(self.nodes)), key=lambda number: self.nodes[number].depth)
        done = False
        for _ in range(_SWEEPS):
            moved = 0.0
            for number in reversed(going):
                if leads[number]:
                    now = sum([share * chance[target] for share, target in leads[number]])
                    moved, chance[number] = max(moved, abs(now - chance[number])), now
            done = order is not None or moved < _ENOUGH
            if done:
                break
        starts = [number for number, node in enumerate(self.nodes) if node.before is None]
        return sum(chance[number] for number in starts) / len(starts), done

    def _shares(self, number: int) -> list[tuple[float, int]]:
        """How often each way from a node is taken."""
        weights = [1 if move.edge.pick is not None else move.edge.weight for move, _ in self.leads[number]]
        return [(weight / sum(weights), target) for weight, (_, target) in zip(weights, self.leads[number], strict=True)]

    def losing(self, kept: set[int]) -> Iterator[tuple[Node, Move]]:
        """The picks, and the ways luck falls, after which nothing of `kept` is left, from nodes that are in it."""
        for number in kept:
            for move, target in self.leads[number]:
                if target not in kept:
                    yield self.nodes[number], move


def circles(system: System) -> bool:
    """Whether the places have a circle without a pick, conditions aside."""
    left = [0] * len(system.places)
    for place in system.places:
        for edge in place.edges:
            left[edge.target] += edge.pick is None
    ready = [number for number, count in enumerate(left) if not count]
    done = 0
    while ready:
        done += 1
        for edge in system.places[ready.pop()].edges:
            if edge.pick is None:
                left[edge.target] -= 1
                if not left[edge.target]:
                    ready.append(edge.target)
    return done < len(system.places)
