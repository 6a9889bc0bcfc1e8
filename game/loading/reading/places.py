"""Where the characters of an entry stand in its file.

What YAML hands out is not what the author typed: escapes are decoded, lines are joined, indentation is gone. An error message
must point at what was typed. So each entry keeps the bounds of its source, and the way back is worked out when somebody asks for
it, by reading that source once more under the few rules that change lengths:

    plain, '…', "…"   a line break with the blanks around it is one space; n of them are n - 1 line breaks
    '…'               two quotes are one
    "…"               an escape is one character; an escaped line break counts for nothing
    |                 every line loses the indentation
    >                 the same, and line breaks are joined as above, unless a line beside them begins with a blank

(YAML 1.2, 6.5 "Line Folding", 7.3 "Flow Scalar Styles", 8.1 "Block Scalar Styles", as libyaml understands them.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from game.diagnostics import Span

Style = Literal["plain", "'", '"', "|", ">"]


class Run(NamedTuple):
    """Characters `text..text + length` of an entry are what was typed at `source..source + width` of the file.

    Where `length` and `width` differ the run is one thing (an escape), else it goes character by character.
    """

    text: int
    length: int
    source: int
    width: int


class SourceText:
    """The text of a file as it was decoded, and the line and column of every offset in it."""

    __slots__ = ("_lines", "_runs", "file", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._lines: list[int] = []
        self._runs: dict[int, tuple[Run, ...]] = {}

    def __repr__(self) -> str:
        return f"SourceText({self.file!r})"

    def span(self, start: int, end: int = 0) -> Span:
        """The place of the characters `start..end`, or of the one at `start`; it ends with its line at the latest."""
        lines = self._lines or self._line_starts()
        line = bisect_right(lines, start)
        if end >= lines[line]:
            end = self.line_end(start)
        return Span(self.file, line, start - lines[line - 1] + 1, end - start if end > start else 1)

    def line_number(self, offset: int) -> int:
        """The line of `offset`, from 1."""
        return bisect_right(self._lines or self._line_starts(), offset)

    def line_start(self, offset: int) -> int:
        """Where the line of `offset` begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Where the line of `offset` ends, its line break not counted."""
        end = self.text.find("\n", offset)
        if end < 0:
            return len(self.text)
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def runs(self, start: int, end: int, style: Style, text: str) -> tuple[Run, ...]:
        """How `text` lies in the characters `start..end`; kept, since a long text is asked about once for each paragraph."""
        found = self._runs.get(start)
        if found is None:
            source = self.text[start:end]
            found = tuple(_indented(source, start, style, text) if style in "|>" else _flowing(source, start, style))
            self._runs[start] = found
        return found

    def _line_starts(self) -> list[int]:
        """Closed by the end of a line after the last one, so that each line has a next."""
        if not self._lines:
            self._lines = [0, *(found.end() for found in re.finditer("\n", self.text)), len(self.text) + 1]
        return self._lines


def bounds(runs: tuple[Run, ...], first: int, last: int) -> tuple[int, int]:
    """The offsets in the file between which the characters `first..last` (included) of an entry were typed."""
    return _bounds(runs, first)[0], _bounds(runs, last)[1]


def _bounds(runs: tuple[Run, ...], character: int) -> tuple[int, int]:
    run = runs[max(0, bisect_right(runs, character, key=lambda run: run.text) - 1)]
    if run.length != run.width:
        return run.source, run.source + run.width
    start = run.source + min(max(0, character - run.text), run.width)
    return start, start + 1


_BREAK = r"(?P<break>[ \t]*\r?\n[ \t\r\n]*)"
_FLOWING = {
    "plain": re.compile(_BREAK + r"|(?:[^ \t\r\n]|[ \t]+(?![ \t\r\n]))+"),
    "'": re.compile(_BREAK + r"|(?P<one>'')|(?:[^' \t\r\n]|[ \t]+(?![ \t\r\n]))+"),
    '"': re.compile(
        _BREAK
        + r"|(?P<escaped>\\\r?\n[ \t\r\n]*)"
        + r"|(?P<one>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\r\n]))"
        + r"|(?:[^\\ \t\r\n]|[ \t]+(?![ \t\r\n]))+"
    ),
}


def _flowing(source: str, start: int, style: Style) -> Iterator[Run]:
    text = 0
    edge = 0 if style == "plain" else 1
    for found in _FLOWING[style].finditer(source, edge, max(edge, len(source) - edge)):
        width = found.end() - found.start()
        length = _decoded_length(found, width)
        yield Run(text, length, start + found.start(), width)
        text += length


def _decoded_length(found: re.Match[str], width: int) -> int:
    if found.lastgroup is None:
        return width
    if found.lastgroup == "one":
        return 1
    breaks = found.group().count("\n")
    return breaks - 1 if breaks > 1 or found.lastgroup == "escaped" else 1


def _indented(source: str, start: int, style: Style, text: str) -> Iterator[Run]:
    """Line by line: the character that ends a line belongs to its run."""
    position = breaks = 0
    blank_before = True
    offset = source.find("\n") + 1
    lines = source[offset:].split("\n")
    indent = _blanks_before_words(lines) - _blanks_before_words(text.split("\n"))
    for line in lines:
        content = line.removesuffix("\r")[indent:]
        if content:
            blank = content[0] in " \t"
            position += breaks if style == "|" or blank or blank_before else max(1, breaks - 1)
            yield Run(position, len(content) + 1, start + offset + indent, len(content) + 1)
            position += len(content)
            blank_before, breaks = blank, 0
        breaks += 1
        offset += len(line) + 1


def _blanks_before_words(lines: list[str]) -> int:
    """How far in the first line begins that is not blank."""
    line = next((line for line in lines if not line.isspace() and line), "")
    return len(line) - len(line.lstrip(" "))
