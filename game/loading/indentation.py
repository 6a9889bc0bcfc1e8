"""A line that begins where it cannot: which of the columns above it was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.diagnostics import Diagnostic
from game.loading.places import SourceText
from game.loading.typed import TypedLine, line_at, lines_above

CODE = "wrong-indentation"
_ALIKE = "Lines that belong together begin in the same column; what belongs to a line begins further in."


class Level(NamedTuple):
    """A column (from 0) in which a dash or a key stands above, and the line that it is on."""

    column: int
    is_dash: bool
    line: int


def misplaced(source: SourceText, offset: int) -> Diagnostic:
    """That the line of `offset` does not fit those above it, with the column that it was probably meant to begin in."""
    line = line_at(source, offset)
    start = source.line_start(offset) + line.indent
    span = source.span(start, source.line_end(offset))
    return Diagnostic(CODE, span, *_said(line, list(_levels(source, offset))))


def _said(line: TypedLine, levels: list[Level]) -> tuple[str, str]:
    here = [level for level in levels if level.column == line.indent]
    if here and here[0].is_dash and not line.dashes:
        return (
            f"the list above goes on in this column (line {here[0].line}), and this is no item of it",
            f"Begin it with `- `, or move it.\n{_ALIKE}",
        )
    if here and line.dashes and not here[0].is_dash:
        advice = "The items of a list stand below a key with nothing after its colon, such as `script:`."
        return "this is an item of a list, and there is no list in this column", advice
    if not (line.dashes or line.key):
        return "this line is in no text, and is neither a key nor the item of a list", _LOST_TEXT
    same = [level for level in levels if level.is_dash == bool(line.dashes)]
    message = f"this line begins in column {line.indent + 1}, and nothing above it does"
    if not same:
        return message, _ALIKE
    meant = min(same, key=lambda level: abs(level.column - line.indent))
    return message, f"Begin it in column {meant.column + 1}, as line {meant.line} does."


_LOST_TEXT = "A text of more than one line goes under `- |`, each line of it further in than the dash."


def _levels(source: SourceText, offset: int) -> Iterator[Level]:
    """The columns that are open above a line, the innermost first."""
    ceiling = MAX_COLUMN
    for line in lines_above(source, offset):
        inner = line.indent + len(line.dashes)
        if line.key and inner < ceiling:
            yield Level(inner, False, line.number)
        if line.dashes and line.indent < ceiling:
            yield Level(line.indent, True, line.number)
        ceiling = min(ceiling, line.indent)
        if ceiling == 0:
            return


MAX_COLUMN = 1_000_000
