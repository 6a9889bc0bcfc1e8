"""How many endings are still open, as the game says it: read off the proof beside the story (`endings_file.py`).

What the proof leaves open is tried when a player asks, by a few plays from there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from game.engine.program import Program
from game.engine.state import GameState, Move, Position
from game.proving.endings_file import FILE, CellSource, OpenEndings, ProofError, read
from game.records import dataclass

PLAYS, MOST_TURNS = 3, 1_000
"""How many plays try to come to an ending of which the proof cannot say, and for how long."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The endings that can still be reached for sure, and those of which the proof cannot say; no other can be."""

    open: frozenset[str]
    perhaps: frozenset[str] = frozenset()


def place_key(returns: Sequence[Position], at: Position) -> str:
    """The name of a stop, with the way back of the visits in which it is met."""
    return " < ".join(f"{each.scene} {each.address}" for each in (at, *reversed(returns)))


class Lookout:
    """Says of each state of a play what is still open. The proof of the story in `folder` is read when it is first needed."""

    def __init__(self, program: Program, folder: Path) -> None:
        self._program, self._folder = program, folder
        self._reader: OpenReader | None = None
        self._last: tuple[GameState, Outlook] | None = None
        self.problem = ""

    def at(self, state: GameState) -> Outlook | None:
        """What is open from a state; None when there is no proof that can be used, and then `problem` says why."""
        if state.ending is not None:
            return Outlook(frozenset({state.ending}))
        if self._reader is None and not self.problem:
            try:
                self._reader = reader_of(self._program, read(self._folder / FILE, self._program.story))
            except ProofError as error:
                self.problem = str(error)
        if self._reader is None:
            return None
        if (
            self._last is None or self._last[0] is not state
        ):  # each state of a play is asked for twice: after a pick, and before one
            self._last = (state, self._reader(state))
        return self._last[1]

    def looked_into(self, state: GameState) -> Outlook | None:
        """What is open, after trying: what the proof cannot say is open for sure when a play from here comes to it."""
        outlook = self.at(state)
        if outlook is None or not outlook.perhaps:
            return outlook
        found = self.reached(state, outlook.perhaps)
        return Outlook(outlook.open | found, outlook.perhaps - found)

    def reached(self, state: GameState, endings: frozenset[str]) -> frozenset[str]:
        """Those of the endings to which a play from here came, of a few that kept to where the proof leaves them open.

        The same state gives the same answer.
        """
        if self._reader is None:
            return frozenset()
        chance, found = Random(f"{state.seed} {state.turn}"), set[str]()
        for ending in sorted(endings) * PLAYS:
            if ending not in found:
                found.add(self._played(state, ending, chance) or "")
        return frozenset(found & endings)

    def _played(self, state: GameState, ending: str, chance: Random) -> str | None:
        """The ending of a play that stays where this one may be reached, as long as it can."""
        assert self._reader is not None
        for _ in range(MOST_TURNS):
            offers = [offer.id for offer in self._program.look(state).open_offers]
            if not offers:
                return state.ending
            chance.shuffle(offers)
            after = (self._program.play(state, Move(offer)).state for offer in offers)
            ahead = next((each for each in after if self._reader.may(each, ending)), None)
            if ahead is None:
                return None
            state = ahead
        return None


class OpenReader:
    """Reads a proof for states of the program. Raises `ProofError` when the proof speaks of what the story does not have."""

    def __init__(self, program: Program, proof: OpenEndings) -> None:
        self._proof = proof
        self._cells = [_reader(program, cell) for cell in proof.cells]
        self._numbers = {ending: number for number, ending in enumerate(proof.endings)}
        self._unknown = Outlook(frozenset(), frozenset(proof.endings))

    def __call__(self, state: GameState) -> Outlook:
        """What is open from a state in which the play waits."""
        if state.stuck:
            return Outlook(frozenset())
        ways = self._proof.places.get(place_key(state.returns, state.at))
        if ways is None:
            return self._unknown
        codes: dict[int, int] = {}
        try:
            may = {ending for ending, number in self._numbers.items() if self._is_in(ways[2 * number], state, codes)}
            must = {ending for ending in may if self._is_in(ways[2 * self._numbers[ending] + 1], state, codes)}
        except _OutOfStepError:  # a value that no play from the beginning gives: an author has set it
            return self._unknown
        return Outlook(frozenset(must), frozenset(may - must))

    def may(self, state: GameState, ending: str) -> bool:
        """Whether the proof leaves it open that an ending can be reached."""
        if state.ending is not None or state.stuck:
            return state.ending == ending
        ways = self._proof.places.get(place_key(state.returns, state.at))
        try:
            return ways is None or self._is_in(ways[2 * self._numbers[ending]], state, {})
        except _OutOfStepError:
            return True

    def _is_in(self, way: int, state: GameState, codes: dict[int, int]) -> bool:
        """Whether the state is in a set. `codes` are those of cells that were asked before."""
        nodes, bits = self._proof.nodes, self._proof.bits
        asked, low, high = nodes.bits, nodes.low, nodes.high
        while way > 1:
            node, turned = way >> 1, way & 1
            cell, shift = bits[asked[node]]
            code = codes.get(cell)
            if code is None:
                code = codes[cell] = self._cells[cell](state)
            way = 2 * node - (high if code >> shift & 1 else low)[node] ^ turned
        return way == 0


def reader_of(program: Program, proof: OpenEndings) -> OpenReader:
    """What reads the proof. Raises `ProofError`."""
    return OpenReader(program, proof)


class _OutOfStepError(Exception):
    """A cell has a value that it does not get in a play."""


def _reader(program: Program, cell: CellSource) -> Callable[[GameState], int]:
    """Reads the code of a cell from a state."""
    (kind, slot, number), low, high, stride = cell.source, cell.low, cell.high, cell.stride
    index = program.index.get(slot)
    if index is None and kind != "turn":
        raise ProofError("The proof beside the story speaks of something that the story does not have.")
    at = index or 0

    def value(state: GameState) -> int:
        match kind:
            case "bit":
                return state.values[at] >> number & 1
            case "noted":
                return int(state.values[at] > 0)
            case "since":
                entered = state.values[at]
                return min(state.turn - entered + 1, number) if entered else number
            case "turn":
                return min(state.turn, number)
            case _:
                return state.values[at]

    def code(state: GameState) -> int:
        steps, rest = divmod(min(max(value(state), low), high) - low, stride)
        if rest:
            raise _OutOfStepError
        return steps

    return code
