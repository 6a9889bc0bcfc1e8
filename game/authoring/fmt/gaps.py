"""What stands between the texts of a file and is no part of any: comments, blank lines, the signs of lists and keys.

A parser of YAML drops comments without a word. Here they are found where they must be: a gap between two neighbouring nodes can
hold nothing but blanks, comments, the marks of a document, and one sign (`-` or `:`). Anything else means that the nodes
were not understood, and then nothing may be moved.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PIECE = re.compile(
    r"(?P<blank> +)|(?P<break>\n)|(?P<comment>#[^\n]*)|(?P<mark>(?<![^\n])(?:---|\.\.\.) *(?:#[^\n]*)?(?![^\n]))|(?P<sign>[-:])"
)
_TRAILING = re.compile(r"( *)(#[^\n]*|(?=\n|\Z))")
_BELOW = re.compile(r"\n( +)(#[^\n]*)")
_NEXT_COMMENT = re.compile(r"(?:\n *)*\n( *)#")


class NotUnderstoodError(Exception):
    """Something stands in the file that the layout does not know: the file must be left as it is."""


class Remark(NamedTuple):
    """A comment on a line of its own, its `#` in `column` (from 0); without words it is a blank line (one or many)."""

    words: str
    column: int


BLANK = Remark("", 0)


class Gap(NamedTuple):
    """The remarks of a gap, and where it ends."""

    remarks: tuple[Remark, ...]
    end: int


def read_gap(text: str, start: int, end: int, sign: str = "") -> Gap:
    """The gap from `start`, behind which nothing more stands on its line, to `end`; with a `sign` it ends behind that sign.

    Raises `NotUnderstoodError`.
    """
    remarks: list[Remark] = []
    at, breaks = start, int(start == 0)
    while at < end:
        piece = _PIECE.match(text, at)
        if piece is None or piece.end() > end:
            raise NotUnderstoodError(_shown(text, at))
        kind, at = piece.lastgroup, piece.end()
        if kind == "break":
            breaks += 1
        elif kind != "blank":
            remarks += [BLANK] * (breaks > 1)
            if kind == "sign" and piece.group() == sign:
                return Gap(tuple(remarks), at)
            if kind == "sign" or not breaks:
                raise NotUnderstoodError(_shown(text, piece.start()))
            remarks.append(Remark(piece.group().rstrip(), _column(text, piece.start())))
            breaks = 0
    if sign:
        raise NotUnderstoodError(_shown(text, at))
    return Gap((*remarks, *[BLANK] * (breaks > 1)), end)


def trailing(text: str, start: int) -> tuple[str, tuple[str, ...], int]:
    """The comment behind what ends at `start` with the blanks before it, those set right below it, and where that ends."""
    found = _TRAILING.match(text, start)
    if found is None:
        return "", (), start
    if not found[2]:
        return "", (), found.end()
    column, below, end = _column(text, found.start(2)), [], found.end()
    while (more := _BELOW.match(text, end)) is not None and len(more[1]) == column:
        below.append(more[2].rstrip())
        end = more.end()
    return found.group().rstrip(), tuple(below), end


def next_comment(text: str, start: int) -> int:
    """The column of the comment that has the next line which says something; -1 when that line is no comment."""
    found = _NEXT_COMMENT.match(text, start)
    return len(found[1]) if found else -1


def _shown(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {_column(text, offset) + 1}"


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset) - 1
