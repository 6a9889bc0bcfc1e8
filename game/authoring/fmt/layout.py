"""Lays out a file that could be read: where each line begins, the order of keys, blank lines. The words stay as they were typed.

The nodes say where everything stands; this goes through them in the order of the file and writes each again, taking along the
comments of the gaps between them (`gaps`):

    a comment behind something      stays behind it, and so do those that continue it right below
    a comment on its own line       stays before what follows when it begins in that column or further out, else it is the end
                                    of the block whose column it begins in

What belongs to a line begins two columns further in, lists included. Blanks behind a colon are kept where two values are set
below each other. The keys of scenes, options and beats come in the order of the table of keys, unless comments or blank lines
group them by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from game.authoring.fmt.gaps import NotUnderstoodError, Remark, next_comment, read_gap, trailing
from game.authoring.fmt.pieces import STEP, moved
from game.loading.keys import Form
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode

_GAP_OF_VALUE = re.compile(": +")


class _Level(NamedTuple):
    """The column of a block as it was typed, and as it is written."""

    old: int
    new: int


class _Chunk(NamedTuple):
    """An entry of a map: its key, its lines, and the remarks between it and the entry above."""

    key: str
    above: list[str]
    lines: list[str]


def lay_out(root: Node, orders: Mapping[int, Form], spaced: bool) -> str:
    """The text of the file with `root`, laid out. `orders` has the order of keys of maps, by `id`.

    With `spaced` there is one blank line between the entries of the root. Raises `NotUnderstoodError`.
    """
    text = root.source_text.text
    if isinstance(root, ScalarNode) or root.flow or not root.items:
        return "".join(f"{line.rstrip(' ')}\n" for line in text.rstrip().split("\n") if text.strip())
    return "\n".join(_Writer(text, orders, spaced).write(root)).strip("\n") + "\n"


def sorted_keys(names: Iterable[str], form: Form) -> list[str]:
    """The names in the order of the form; those that it does not have stay behind, in their own order."""
    order = {name: number for number, name in enumerate(form)}
    return sorted(names, key=lambda name: order.get(name, len(order)))


class _Writer:
    """One pass through a file. `_at` is how far it has been taken over, `_levels` the blocks down to what was written last."""

    def __init__(self, text: str, orders: Mapping[int, Form], spaced: bool) -> None:
        self._text = text
        self._orders = orders
        self._spaced = spaced
        self._at = 0
        self._levels: list[_Level] = []

    def write(self, root: Node) -> list[str]:
        head = _without_first_blank(read_gap(self._text, 0, root.start).remarks)
        self._at = root.start
        lines = [remark.words for remark in head] + self._block(root, 0, 0)
        remarks = read_gap(self._text, self._at, len(self._text)).remarks
        rest = self._rest(lines, remarks, -1)
        return [*lines, *rest]

    def _block(self, node: Node, column: int, depth: int) -> list[str]:
        """The lines of a list or a map that is not in brackets."""
        self._levels[depth:] = [_Level(self._column(node.start), column)]
        return self._sequence(node, depth) if isinstance(node, SequenceNode) else self._mapping(node, depth)

    def _sequence(self, node: SequenceNode, depth: int) -> list[str]:
        lines: list[str] = []
        for item in node.items:
            gap = read_gap(self._text, self._at, item.start, "-")
            self._at = gap.end
            lines += self._rest(lines, gap.remarks, depth)
            lines += self._item(item, depth)
        return lines

    def _item(self, item: Node, depth: int) -> list[str]:
        level = self._levels[depth]
        dash = self._with_trailing(" " * level.new + "-") if not self._continues(item) else []
        remarks = self._remarks_before(item)
        body = self._body(item, level, depth)
        if remarks or any("#" in line for line in dash):
            return self._ended(item, [*dash, *(_at(remark.words, level.new + STEP) for remark in remarks), *body])
        return self._ended(item, [" " * level.new + "- " + body[0][level.new + STEP :], *body[1:]])

    def _mapping(self, node: Node, depth: int) -> list[str]:
        assert isinstance(node, MappingNode)
        chunks: list[_Chunk] = []
        aligned = self._aligned(node)
        for key, value in node.items:
            remarks = read_gap(self._text, self._at, key.start).remarks
            above = self._rest(chunks[-1].lines, remarks, depth) if chunks else []
            if chunks and self._spaced and not depth:
                above = ["", *above[above[:1] == [""] :]]
            self._at = key.end
            chunks.append(_Chunk(key.text, above, self._entry(key, value, depth, aligned)))
        return [line for chunk in self._ordered(node, chunks, depth) for line in (*chunk.above, *chunk.lines)]

    def _ordered(self, node: Node, chunks: list[_Chunk], depth: int) -> list[_Chunk]:
        """The entries in the order of their form; as they are when comments or blank lines between them group them."""
        form = self._orders.get(id(node))
        if form is None or any(chunk.above for chunk in chunks):
            return chunks
        if next_comment(self._text, self._at) >= self._levels[depth].old:
            return chunks
        by_key = {chunk.key: chunk for chunk in chunks}
        return [by_key[key] for key in sorted_keys(by_key, form)]

    def _entry(self, key: ScalarNode, value: Node, depth: int, aligned: frozenset[int]) -> list[str]:
        level = self._levels[depth]
        self._at = read_gap(self._text, self._at, len(self._text), ":").end
        head = " " * level.new + self._text[key.start : key.end] + ":"
        if _is_nothing(value):
            return self._with_trailing(head)
        if self._continues(value):
            blanks = value.start - self._at if value.start in aligned else 1
            self._at = value.start
            body = self._body(value, level, depth)
            return self._ended(value, [head + " " * blanks + body[0][level.new + STEP :], *body[1:]])
        lines = self._with_trailing(head)
        remarks = self._remarks_before(value)
        body = self._body(value, level, depth)
        return self._ended(value, [*lines, *(_at(remark.words, level.new + STEP) for remark in remarks), *body])

    def _body(self, node: Node, level: _Level, depth: int) -> list[str]:
        """The lines of what belongs to a dash or a key, all of them in their columns."""
        if not isinstance(node, ScalarNode) and not node.flow:
            return self._block(node, level.new + STEP, depth + 1)
        self._levels[depth + 1 :] = []
        lines, self._at = moved(node, level.old, level.new)
        return [" " * (level.new + STEP) + lines[0], *lines[1:]]

    def _ended(self, node: Node, lines: list[str]) -> list[str]:
        """The lines of `node` with the comment behind it; below a block and below a `|` there can be none on the same line."""
        can_have_one = node.style not in "|>" if isinstance(node, ScalarNode) else node.flow
        return [*lines[:-1], *self._with_trailing(lines[-1])] if can_have_one else lines

    def _with_trailing(self, line: str) -> list[str]:
        """The line with the comment that stands behind it, and the lines of those right below that one."""
        comment, below, self._at = trailing(self._text, self._at)
        line += comment
        column = len(line) - len(comment.lstrip(" "))
        return [line, *(" " * column + each for each in below)]

    def _rest(self, lines: list[str], remarks: tuple[Remark, ...], depth: int) -> list[str]:
        """Puts the remarks that end deeper blocks behind `lines`; returns the lines of those that belong to this block."""
        own: list[str] = []
        waiting: list[str] = []
        for words, column in remarks:
            if not words:
                waiting = [""]
                continue
            deepest = max((number for number, level in enumerate(self._levels) if level.old <= column), default=-1)
            is_tail = deepest > depth and not own
            number = deepest if is_tail else depth
            (lines if is_tail else own).extend([*waiting, _at(words, self._levels[number].new if number >= 0 else 0)])
            waiting = []
        return own + waiting

    def _remarks_before(self, node: Node) -> tuple[Remark, ...]:
        """The comments between a dash or a key and what belongs to it, which is on a line below."""
        remarks = read_gap(self._text, self._at, node.start).remarks
        self._at = node.start
        return tuple(remark for remark in remarks if remark.words)

    def _continues(self, node: Node) -> bool:
        """Whether `node` begins on the line that has been taken over so far."""
        return "\n" not in self._text[self._at : node.start]

    def _aligned(self, node: MappingNode) -> frozenset[int]:
        """Where those values begin which stand on the line of their key, below or above another one in the same column."""
        starts = [value.start for key, value in node.items if _GAP_OF_VALUE.fullmatch(self._text, key.end, value.start)]
        columns = Counter(map(self._column, starts))
        return frozenset(start for start in starts if columns[self._column(start)] > 1)

    def _column(self, offset: int) -> int:
        return offset - self._text.rfind("\n", 0, offset) - 1


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style == "plain" and not node.text


def _without_first_blank(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    return remarks[1:] if remarks and not remarks[0].words else remarks


def _at(words: str, column: int) -> str:
    return " " * column + words if words else ""


__all__ = ["NotUnderstoodError", "lay_out", "sorted_keys"]
