"""A passage that comes by the sentence. Its rows have their places from the beginning; what has not come yet is blank.

So nothing on the screen moves while one reads, and the options stand where the eye will look for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from game.records import replace
from game.telling.blocks import Block
from game.telling.emphasis import parse
from game.terminal.full_screen.viewport import DrawnRow, Fragment
from game.terminal.layout import cells
from game.terminal.pace import ends_of_sentences, seconds_for


class Step(NamedTuple):
    """Everything before `element` has come, and of `element` the text before `end`; `seconds` later comes the next step."""

    element: int
    end: int
    seconds: float


class Revealing:
    """The steps in which the blocks from `first` on come. It is over when `step` is None."""

    def __init__(self, blocks: Sequence[Block], first: int) -> None:
        self._steps = _steps(blocks, first)
        self.step: Step | None = next(self._steps, None)

    def go_on(self) -> None:
        self.step = next(self._steps, None)

    def veiled(self, element: int, rows: Sequence[DrawnRow]) -> Sequence[DrawnRow]:
        """The rows of an element, without what has not come yet."""
        if self.step is None or element < self.step.element:
            return rows
        if element > self.step.element:
            return [DrawnRow((), row.start) for row in rows]
        return [_cut(row, self.step.end - row.start) for row in rows]


def _steps(blocks: Sequence[Block], first: int) -> Iterator[Step]:
    """One for each sentence; what is no sentence (a heading, a picture) comes with the next one."""
    for element in range(first, len(blocks)):
        block = blocks[element]
        if block.kind in ("prose", "speech"):
            before = 0
            for end in ends_of_sentences(parse(block.text)[0]):
                yield Step(element, end, seconds_for(end - before))
                before = end


def _cut(row: DrawnRow, shown: int) -> DrawnRow:
    """The row with the first `shown` characters of its text."""
    if shown <= 0:
        return DrawnRow((), row.start)
    left = shown + row.text_from
    fragments: list[Fragment] = []
    for style, text in row.fragments:
        seen = text[: max(0, left)]
        fragments.append((style, seen + " " * cells(text[len(seen) :])))
        left -= len(text)
    return replace(row, fragments=tuple(fragments))
