"""Runs of the shipped story, option by option: `seed N`, `ending NAME`, then one option id a line. `#` begins a comment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Walkthrough:
    name: str
    seed: int
    ending: str
    picks: tuple[str, ...]


def read(path: Path) -> Walkthrough:
    """The walkthrough in a file."""
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    words = [line for line in lines if line]
    head = dict(line.split() for line in words[:2])
    return Walkthrough(path.stem, int(head["seed"]), head["ending"], tuple(words[2:]))


def every() -> list[Walkthrough]:
    """All of them, by name."""
    return [read(path) for path in sorted(HERE.glob("*.txt"))]
