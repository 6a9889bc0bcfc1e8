"""Everything that was read in a run, turn by turn, and finding words in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from game.engine.state import Line
from game.records import dataclass
from game.telling.blocks import Block, last_title, tell
from game.telling.emphasis import without_marks

AROUND = 26


@dataclass(frozen=True, slots=True)
class Passage:
    """What one turn told. `number` counts passages from 0, `before` and `title` are those of the scenes in which it begins, by a
    pick, and ends.
    """

    number: int
    turn: int
    before: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def picked(self) -> str:
        """The words that were picked, or the empty string."""
        return next((block.text for block in self.blocks if block.kind == "picked"), "")


def read_so_far(passages: Sequence[tuple[Line, ...]], turn: int, *, soften: bool = False) -> Iterator[Passage]:
    """The passages of a run that stands at `turn`, the oldest first; with `soften`, as one reads them who asks for less."""
    title = ""
    first = turn - len(passages) + 1
    for number, lines in enumerate(passages):
        before, title = title, last_title(lines, title)
        yield Passage(number, first + number, before or title, title, tuple(tell(lines, before, soften=soften)))


def scenes_by_turn(passages: Sequence[tuple[Line, ...]], turn: int) -> dict[int, str]:
    """For each turn of a run that stands at `turn`, the title of the scene in which it was taken."""
    titles: dict[int, str] = {}
    title = ""
    for number, lines in enumerate(passages, turn - len(passages) + 1):
        before, title = title, last_title(lines, title)
        titles[number] = before or title
    return titles


@dataclass(frozen=True, slots=True)
class Find:
    """Words that were found: where, and some of what stands around them. `start` and `end` are theirs in `text`."""

    passage: Passage
    text: str
    start: int
    end: int


def find(passages: Iterable[Passage], words: str) -> Iterator[Find]:
    """The first place in each block where `words` stand as they were typed, capitals and accents aside. Headings are not looked
    at: their scenes are named beside what is found.
    """
    wanted, _ = _folded(" ".join(words.split()))
    if not wanted:
        return
    for passage in passages:
        for block in (block for block in passage.blocks if block.kind != "heading"):
            plain = without_marks(block.text).replace("\n", " ")
            said = f"{block.speaker}: {plain}" if block.speaker else plain
            folded, origin = _folded(said)
            at = folded.find(wanted)
            if at >= 0:
                yield _excerpt(passage, said, origin[at], origin[at + len(wanted) - 1] + 1)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """`text` in small letters without accents and curled quotes, and which character each of its characters came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    folded: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        plain = "".join(each for each in unicodedata.normalize("NFD", char) if not unicodedata.combining(each))
        for each in unicodedata.normalize("NFC", plain.casefold().translate(_STRAIGHT)):
            folded.append(each)
            origin.append(at)
    return "".join(folded), origin


_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def _excerpt(passage: Passage, text: str, start: int, end: int) -> Find:
    """The words with a few others on both sides, cut between words."""
    first = 0 if start <= AROUND else text.find(" ", start - AROUND, start) + 1 or start
    last = len(text) if end + AROUND >= len(text) else text.rfind(" ", end, end + AROUND)
    last = last if last > 0 else end
    before, behind = "…" if first else "", "…" if last < len(text) else ""
    shift = len(before) - first
    return Find(passage, before + text[first:last] + behind, start + shift, end + shift)
