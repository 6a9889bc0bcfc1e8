"""Makes the proof that lies beside a story (`endings_file.py`): from where each ending can be reached, at every stop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from game.language.domain import SomeOf
from game.proving.bounds import MOST_NODES, Bounds, bounds_of, without
from game.proving.budget import Budget
from game.proving.cells import TURN, word_cell
from game.proving.diagrams import Diagram, strides_of
from game.proving.endings_file import FORMAT, CellSource, Nodes, OpenEndings, Source
from game.proving.lowering import system_of
from game.proving.outlook import place_key
from game.proving.slicing import sliced
from game.proving.symbolic import Backward
from game.proving.system import System
from game.story.model import Story


def endings_system(story: Story) -> System:
    """The story as far as it matters to its endings."""
    system = system_of(story)
    return sliced(system, (item for item in system.items if item.kind == "ending")).system


def digest_of(system: System) -> str:
    """A digest of all that the proof of its endings depends on: conditions, changes and ways, and no words."""
    told = hashlib.sha256(f"{FORMAT} {MOST_NODES}".encode())
    for cell in system.cells:
        told.update(repr((cell.name, cell.low, cell.high, cell.starts)).encode())
    for place in system.places:
        edges = [(edge.target, edge.guard, edge.changes) for edge in place.edges]
        told.update(repr((place.at, place.returns, place.stop, place.end, edges)).encode())
    return told.hexdigest()[:32]


def proof_of(story: Story, budget: Budget, known: OpenEndings | None = None) -> OpenEndings:
    """The proof of the story's endings. Raises `ModuleNotFoundError` without `dd`.

    A `known` proof is taken over, with the new fingerprint, when only words have changed since.
    """
    budget.tell("the way of the story", 0.0)
    system = endings_system(story)
    digest = digest_of(system)
    if known is not None and known.system == digest and known.story == story.id and not known.cut:
        return replace(known, fingerprint=story.fingerprint)
    backward = Backward.of(system)
    found: list[Bounds] = []
    for number, ending in enumerate(story.endings):
        budget.tell(f"from where `{ending}` is open", number / len(story.endings))
        found.append(bounds_of(backward, ending, budget.of(1 / (len(story.endings) - number))))
    return _Writer(story, backward).write(found, digest)


def sources_of(story: Story, system: System) -> dict[str, Source]:
    """How each cell is read from a state of the engine. What has fallen of dice, and is kept in no slot, is not among them."""
    high = {cell.name: cell.high for cell in system.cells}
    found: dict[str, Source] = {TURN: ("turn", "", high.get(TURN, 0))}
    for slot in story.slots:
        variable = story.variables.get(slot.name) if slot.kind == "variable" else None
        if variable is not None and isinstance(variable.domain, SomeOf):
            found |= {word_cell(slot.name, word): ("bit", slot.name, bit) for bit, word in enumerate(variable.domain.words)}
        elif slot.kind == "since":
            found[slot.name] = ("since", slot.name, high.get(slot.name, 0))
        elif slot.kind in ("note", "achievement"):
            found[slot.name] = ("noted", slot.name, 0)
        else:
            found[slot.name] = ("value", slot.name, 0)
    return found


@dataclass(slots=True)
class _Writer:
    """Puts diagrams into numbers, each node once. The numbers depend on the sets only, not on the library that made them."""

    story: Story
    backward: Backward
    nodes: list[tuple[int, int, int]] = field(default_factory=lambda: [(0, 0, 0)])
    cells: dict[str, int] = field(default_factory=dict)
    bits: dict[tuple[int, int], int] = field(default_factory=dict)
    _known: dict[Diagram, int] = field(default_factory=dict)
    _made: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def write(self, found: list[Bounds], digest: str) -> OpenEndings:
        system, story = self.backward.system, self.story
        sources = sources_of(story, system)
        unread = frozenset(cell.name for cell in system.cells if cell.name not in sources)
        places = dict(self._places(found, unread))
        strides = strides_of(system)
        declared = {cell.name: cell for cell in system.cells}
        cells = tuple(CellSource(sources[name], declared[name].low, declared[name].high, strides[name]) for name in self.cells)
        cut = tuple(bounds.ending for bounds in found if not bounds.whole)
        endings, nodes = tuple(story.endings), Nodes(*zip(*self.nodes, strict=True))
        return OpenEndings(story.id, story.fingerprint, digest, endings, cut, cells, tuple(self.bits), nodes, places)

    def _places(self, found: list[Bounds], unread: frozenset[str]) -> Iterator[tuple[str, list[int]]]:
        for number, place in enumerate(self.backward.system.places):
            if place.stop:
                ways: list[int] = []
                for bounds in found:
                    ways.append(self._way(without(self.backward, bounds.may[number], unread, with_any=True)))
                    ways.append(self._way(without(self.backward, bounds.must[number], unread, with_any=False)))
                yield place_key(place.returns, place.at), ways

    def _way(self, states: Diagram) -> int:
        """The way into a set: twice the number of a node, plus one when it is turned round."""
        diagrams = self.backward.diagrams
        stack = [states]
        while stack:
            one = stack[-1]
            if one in self._known:
                stack.pop()
            elif one in (diagrams.true, diagrams.false):
                self._known[one] = int(one == diagrams.false)
            elif ~one in self._known:
                self._known[one] = self._known[~one] ^ 1
            else:
                level, low, high = diagrams.manager.succ(one)
                low, high = (~low, ~high) if one.negated else (low, high)
                missing = [each for each in (low, high) if each not in self._known]
                if missing:
                    stack += missing
                else:
                    self._known[one] = self._node(diagrams.manager.var_at_level(level), self._known[low], self._known[high])
        return self._known[states]

    def _node(self, bit: str, low: int, high: int) -> int:
        """The node, with the way on from a set bit never turned round."""
        turned = high & 1
        key = (self._bit(bit), low ^ turned, high ^ turned)
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = 2 * len(self.nodes)
            self.nodes.append((key[0], known - key[1], known - key[2]))
        return known ^ turned

    def _bit(self, bit: str) -> int:
        name, _, shift = bit.rpartition("#")
        cell = self.cells.setdefault(name, len(self.cells))
        return self.bits.setdefault((cell, int(shift)), len(self.bits))
