"""The proof of a story whose every state was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from game.proving.explicit import Met, Node, Search
from game.proving.graph import Graph
from game.proving.proof import (
    CIRCLE,
    ENDLESS,
    TRAP,
    Decided,
    Odds,
    Outcome,
    PointOfNoReturn,
    Proof,
    answer_of,
    endings_of,
    named,
    raw_states,
)
from game.proving.system import Edge, Item, System


@dataclass(slots=True)
class EveryState:
    """A search that has looked at every state."""

    found: Search

    def proof(self) -> Proof:
        system, met = self.found.compiled.system, self.found.met
        graph = Graph.of(self.found)
        answers = [Decided(item, "can" if item in met else "never", met.get(item), shortest=True) for item in system.items]
        places = system.places
        ends = {end: graph.ended(system, end) for end in endings_of(system)}
        over = graph.reaching(set().union(*ends.values())) if ends else set()
        waiting = graph.waiting()
        resting = graph.reaching(waiting | graph.where(lambda node: bool(places[node.place].end or places[node.place].stuck)))
        trapped = waiting - over
        circling = set(range(len(graph.nodes))) - resting
        longest = graph.longest()
        return Proof(
            system,
            answers,
            raw_states(system),
            self.found.count,
            _worst(system, TRAP, graph.earliest(trapped)),
            _worst(system, CIRCLE, graph.earliest(circling)),
            [self._outcome(graph, end, numbers, answers) for end, numbers in ends.items()],
            longest,
            most_is_sure=True,
            at_most=longest,
            endless=Decided(ENDLESS, "can" if longest is None else "never"),
        )

    def _outcome(self, graph: Graph, end: str, numbers: set[int], answers: list[Decided]) -> Outcome:
        chance, exact = graph.chances(numbers)
        system = self.found.compiled.system
        lost: dict[tuple[str, str, str], tuple[Node, Edge]] = {}
        for node, move in graph.losing(graph.reaching(numbers)):
            key = named(system.places[node.place], move.edge)
            if key not in lost or node.depth < lost[key][0].depth:
                lost[key] = (node, move.edge)
        points = tuple(
            PointOfNoReturn.of(end, system.places[node.place], edge, Met.at(system, node)) for node, edge in lost.values()
        )
        decided = answer_of(system, end, answers)
        fewest = decided.met.depth if decided.met is not None else 0
        return Outcome(end, decided, Odds(chance, chance, chance, exact), points, True, fewest)


def _worst(system: System, item: Item, node: Node | None) -> Decided:
    return Decided(item, "never") if node is None else Decided(item, "can", Met.at(system, node), shortest=True)
