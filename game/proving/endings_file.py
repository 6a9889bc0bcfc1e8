"""The proof that lies beside a story, as a file: from where each ending can be reached, for whoever has no prover at hand.

    hyosan-endings/1 3f1c09aa {"story":"page","fingerprint":…,"system":…,"endings":[…],"cut":[],"cells":[…],"bits":[…]}
    eJzt…
    eNrs…

The first line names the format, a CRC-32 of all that follows, and in clear words for whom the proof is. The others are
compressed, and in Base64. The second has for each stop two ways into decision diagrams for each ending, as JSON: the states from
which it *may* be reached, and from which it *must* be reachable (`bounds.py`). The third has the nodes, in three columns of
four-byte numbers, the lowest byte first: which bit is asked, and how far back the way on leads when it is not set, and when it
is. A way is twice the number of a node, plus one when what it says is turned round; node 0 says yes. A way only leads back, so
every walk comes to an end.

A proof may come from a stranger: nothing in it is believed before it is looked at, and it can be wrong, not dangerous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import le
from pathlib import Path
from typing import NoReturn

from game.errors import HyosanError
from game.proving.packing import MAX_BYTES, MAX_NUMBER, a_list, a_number, a_text, labelled, lines_of, packed, unpacked
from game.records import dataclass
from game.story.model import Story

FILE = "endings.proof"
MAGIC, FORMAT = b"hyosan-endings/", 1
WIDTH = 4
"""Bytes of a number in a column."""

Source = tuple[str, str, int]
"""How a cell is read from a state: as the `value` of a slot, as a `bit` of it, whether it is `noted`, how many turns `since`, or
the `turn`; then the slot, and the number of the bit, or up to where turns are counted."""


class ProofError(HyosanError):
    """A proof that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class CellSource:
    """A cell, from `low` by steps of `stride`."""

    source: Source
    low: int
    high: int
    stride: int


@dataclass(frozen=True, slots=True)
class Nodes:
    """Of each node the number of its bit, and how far back its ways lead from twice its own number."""

    bits: Sequence[int]
    low: Sequence[int]
    high: Sequence[int]

    def __len__(self) -> int:
        return len(self.bits)


@dataclass(frozen=True, slots=True)
class OpenEndings:
    """A proof as data. `bits` are cells by their number, each with the bit of it; `places` are by `place_key`. `cut` are the
    endings for which the time was too short: less is known of them than could be.
    """

    story: str
    fingerprint: str
    system: str
    endings: tuple[str, ...]
    cut: tuple[str, ...]
    cells: tuple[CellSource, ...]
    bits: tuple[tuple[int, int], ...]
    nodes: Nodes
    places: Mapping[str, Sequence[int]]


def read(path: Path, story: Story) -> OpenEndings:
    """The proof at `path`. Raises `ProofError` when there is none for this story as it is now, or it cannot be trusted."""
    proof = decode(_bytes_of(path))
    if proof.story != story.id or proof.fingerprint != story.fingerprint:
        raise ProofError("The proof that lies beside the story is of another version of it; `hyosan prove --ship` makes it anew.")
    if proof.endings != tuple(story.endings):
        raise ProofError("The proof beside the story speaks of something that the story does not have.")
    return proof


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES or not path.is_file():
            _damaged()
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ProofError("No proof lies beside this story; its author can make one with `hyosan prove --ship`.") from None
    except OSError as error:
        raise ProofError(f"The proof beside the story cannot be read: {error.strerror or error}.") from error


def _damaged() -> NoReturn:
    raise ProofError("The proof that lies beside the story is damaged; `hyosan prove --ship` makes it anew.")


def encode(proof: OpenEndings) -> bytes:
    """The proof as a file. The same proof gives the same bytes."""
    import json

    head = {
        "story": proof.story,
        "fingerprint": proof.fingerprint,
        "system": proof.system,
        "endings": list(proof.endings),
        "cut": list(proof.cut),
        "cells": [[*cell.source, cell.low, cell.high, cell.stride] for cell in proof.cells],
        "bits": [list(bit) for bit in proof.bits],
    }
    nodes = b"".join(_column(column) for column in (proof.nodes.bits, proof.nodes.low, proof.nodes.high))
    places = json.dumps({key: list(ways) for key, ways in proof.places.items()}, separators=(",", ":"))
    return labelled(MAGIC, FORMAT, [json.dumps(head, separators=(",", ":")).encode(), packed(places.encode()), packed(nodes)])


def _column(numbers: Sequence[int]) -> bytes:
    return b"".join(number.to_bytes(WIDTH, "little") for number in numbers)


def decode(data: bytes) -> OpenEndings:
    """The proof that `encode` wrote. Raises `ProofError` for anything else."""
    import json

    try:
        lines = lines_of(data, MAGIC, FORMAT, 3)
        if lines is None:
            raise ProofError("The proof that lies beside the story was made for another version of the game.")
        head, places, nodes = lines
        return _checked(json.loads(head), json.loads(unpacked(places)), unpacked(nodes))
    except (ValueError, TypeError, KeyError, RecursionError):
        _damaged()


def _checked(head: object, places: object, nodes: bytes) -> OpenEndings:
    """The proof, when all in it is what it should be. Raises `ValueError`, `TypeError` or `KeyError`."""
    if not isinstance(head, dict) or not isinstance(places, dict):
        raise TypeError
    endings, cut = (tuple(map(a_text, a_list(head[name]))) for name in ("endings", "cut"))
    cells = tuple(map(_cell, a_list(head["cells"])))
    bits = tuple(_bit(each, len(cells)) for each in a_list(head["bits"]))
    table = _nodes(nodes, len(bits))
    found: dict[str, list[int]] = {}
    for key, ways in places.items():
        found[key] = [a_number(way, 2 * len(table)) for way in a_list(ways)]
        if len(found[key]) != 2 * len(endings):
            raise ValueError
    story, fingerprint, system = (a_text(head[name]) for name in ("story", "fingerprint", "system"))
    return OpenEndings(story, fingerprint, system, endings, cut, cells, bits, table, found)


def _nodes(data: bytes, bits: int) -> Nodes:
    """The columns, when each node asks a bit that there is, and leads only to earlier ones. Node 0 asks nothing."""
    import sys
    from array import array

    count, rest = divmod(len(data), 3 * WIDTH)
    numbers = array("I", data)
    if rest or not count or numbers.itemsize != WIDTH:
        raise ValueError
    if sys.byteorder == "big":
        numbers.byteswap()
    table = Nodes(numbers[:count], numbers[count : 2 * count], numbers[2 * count :])
    own = range(0, 2 * count, 2)
    for far in (table.low, table.high):
        if far[0] or not all(map(le, far, own)) or 0 in far[1:]:
            raise ValueError
    if max(table.bits) >= max(bits, 1):
        raise ValueError
    return table


def _bit(value: object, cells: int) -> tuple[int, int]:
    cell, shift = a_list(value)
    return a_number(cell, cells), a_number(shift, 64)


def _cell(value: object) -> CellSource:
    kind, slot, number, low, high, stride = a_list(value)
    source = (a_text(kind), a_text(slot), a_number(number))
    return CellSource(source, a_number(low, least=-MAX_NUMBER), a_number(high, least=-MAX_NUMBER), a_number(stride, least=1))
