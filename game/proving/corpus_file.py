"""The corpus of a story (`corpus.py`) as a file.

    hyosan-witnesses/1 3f1c09aa {"story":"page"}
    eJzt…

The first line names the format, a CRC-32 of all that follows, and the story. The second is compressed, and in Base64; in it, as
JSON, are the names of options and cells, the plays and what is kept. A play is how many steps it has in common with the one
before, its further steps (the number of an option; below zero a way of luck, -1 for the first) and its beginning. Whoever reads
it plays and searches anew, so a file from a stranger can be useless, not harmful.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from game.proving.corpus import Corpus, ItemKey, Play, Step
from game.proving.packing import MAX_BYTES, MAX_NUMBER, a_list, a_number, a_text, labelled, lines_of, packed, unpacked

FILE = "witnesses.proof"
MAGIC, FORMAT = b"hyosan-witnesses/", 1
MOST_STEPS = 1 << 22


def encode(story: str, corpus: Corpus) -> bytes:
    """The corpus as a file. The same corpus gives the same bytes."""
    names: dict[str, int] = {}

    def name(word: str) -> int:
        return names.setdefault(word, len(names))

    plays: list[object] = []
    before: list[int] = []
    for play in sorted(corpus.plays, key=lambda play: [str(step) for step in play.steps]):
        steps = [name(step) if isinstance(step, str) else -1 - step for step in play.steps]
        same = _in_common(before, steps)
        plays.append([same, steps[same:], [[name(cell), value] for cell, value in play.start]])
        before = steps
    kept = [[list(key[:3]), list(key[3]), [name(cell) for cell in sorted(cells)]] for key, cells in sorted(corpus.kept.items())]
    body = json.dumps({"names": list(names), "plays": plays, "kept": kept}, separators=(",", ":"), ensure_ascii=False)
    return labelled(MAGIC, FORMAT, [json.dumps({"story": story}).encode(), packed(body.encode())])


def _in_common(one: list[int], other: list[int]) -> int:
    """How many numbers both begin with."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def decode(data: bytes, story: str) -> Corpus | None:
    """The corpus of that story; None for that of another one, of another format, or what is no corpus."""
    try:
        lines = lines_of(data, MAGIC, FORMAT, 2)
        if lines is None or json.loads(lines[0]) != {"story": story}:
            return None
        body = json.loads(unpacked(lines[1]))
        names = [a_text(name) for name in a_list(body["names"])]
        return Corpus(list(_plays(a_list(body["plays"]), names)), dict(_kept(each, names) for each in a_list(body["kept"])))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _plays(plays: list[object], names: list[str]) -> Iterator[Play]:
    """Raises `ValueError` or `TypeError`."""
    steps: list[Step] = []
    total = 0
    for play in plays:
        same, further, begins = a_list(play)
        count = len(names)
        steps = steps[: a_number(same, len(steps) + 1)]
        for step in a_list(further):
            number = a_number(step, count, -count - 256)
            steps.append(names[number] if number >= 0 else -1 - number)
        total += len(steps)
        if total > MOST_STEPS:
            raise ValueError
        starts = (a_list(pair) for pair in a_list(begins))
        start = tuple((names[a_number(cell, count)], a_number(value, least=-MAX_NUMBER)) for cell, value in starts)
        yield Play(tuple(steps), start)


def _kept(kept: object, names: list[str]) -> tuple[ItemKey, frozenset[str]]:
    key, path, cells = a_list(kept)
    kind, scene, name = (each if isinstance(each, str) else a_text(each) for each in a_list(key))
    numbers = tuple(a_number(at) for at in a_list(path))
    return (kind, scene, name, numbers), frozenset(names[a_number(cell, len(names))] for cell in a_list(cells))


def read(path: Path, story: str) -> Corpus:
    """The corpus at the path; an empty one when there is none that can be used."""
    try:
        if path.stat().st_size > MAX_BYTES or not path.is_file():
            return Corpus()
        return decode(path.read_bytes(), story) or Corpus()
    except OSError:
        return Corpus()
