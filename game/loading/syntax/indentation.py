"""Lines that begin where they cannot, and which of the columns above them was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.diagnostics import Diagnostic
from game.loading.reading.places import SourceText
from game.loading.syntax.typed import MAX_LINE, TypedLine, line_at, lines_above
from game.loading.syntax.word_processed import begins_foreign

_CODE = "wrong-indentation"
_ALIKE = "Lines that belong together begin in the same column; what belongs to a line begins further in."


class Level(NamedTuple):
    """A column (from 0) in which a dash or a key stands, and the line that it is on."""

    column: int
    is_dash: bool
    line: int


def misplaced(source: SourceText, offset: int) -> Diagnostic:
    """That the line of `offset` does not fit those above it, with the column that it was probably meant to begin in."""
    line = line_at(source, offset)
    foreign = begins_foreign(source, offset)
    if foreign is not None:
        return foreign
    start = source.line_start(offset) + line.indent
    bar = next((above for above in lines_above(source, offset) if above.indent < line.indent), None)
    if bar is not None and bar.words.startswith(("|", ">")):
        return _left_of_first(source, start, line, bar)
    return Diagnostic(_CODE, source.span(start, source.line_end(offset)), *_said(line, list(_levels_above(source, offset))))


def outside_of_bar(source: SourceText, start: int) -> Diagnostic:
    """That the line at `start` was meant for the text above it, which is under a `|`."""
    message = "this line is not far enough in to belong to the text above it"
    advice = "Every line of a text under `|` begins further in than the dash or the key, and not before its first line."
    return Diagnostic(_CODE, source.span(start, source.line_end(start)), message, advice)


def _left_of_first(source: SourceText, start: int, line: TypedLine, bar: TypedLine) -> Diagnostic:
    """That the line at `start` begins left of the first line of its text, which perhaps begins with spaces of its own."""
    columns = line.indent - (bar.indent + len(bar.dashes) if bar.key else bar.indent)
    message = f"under `{bar.words[0]}` the first line says how far in a text begins, and this line begins left of it"
    advice = (
        f"Begin the first line in column {line.indent + 1} too.\n"
        f"If its spaces matter, as in a picture, type `{bar.words[0]}{columns}` instead of `{bar.words[0]}`."
    )
    return Diagnostic(_CODE, source.span(start, source.line_end(start)), message, advice)


def _said(line: TypedLine, levels: list[Level]) -> tuple[str, str]:
    """Message and advice."""
    here = next((level for level in levels if level.column == line.indent), None)
    if here is not None and here.is_dash and not line.dashes:
        message = f"the list above goes on in this column (line {here.line}), and this is no item of it"
        return message, f"Begin it with `- `, or move it. {_ALIKE}"
    if here is not None and line.dashes and not here.is_dash:
        near = next((level for level in levels if level.is_dash), None)
        advice = "The items of a list stand below a key with nothing after its colon, such as `script:`."
        if near is not None:
            advice = f"Begin it in column {near.column + 1}, as line {near.line} does, if it belongs to that list.\n{advice}"
        return "this is the item of a list, and there is no list in this column", advice
    if not (line.dashes or line.key):
        advice = "A text of more than one line goes under `- |`, each line of it further in than the dash."
        return "this line is in no text, and is neither a key nor the item of a list", advice
    return f"this line begins in column {line.indent + 1}, and nothing above it does", _column(line, levels)


def _column(line: TypedLine, levels: list[Level]) -> str:
    alike = [level for level in levels if level.is_dash == bool(line.dashes)]
    if not alike:
        return _ALIKE
    meant = min(alike, key=lambda level: abs(level.column - line.indent))
    return f"Begin it in column {meant.column + 1}, as line {meant.line} does."


def _levels_above(source: SourceText, offset: int) -> Iterator[Level]:
    """The columns that are open above the line of `offset`, the innermost first."""
    ceiling = MAX_LINE
    for line in lines_above(source, offset):
        inner = line.indent + len(line.dashes)
        if line.key and inner < ceiling:
            yield Level(inner, False, line.number)
        if line.dashes and line.indent < ceiling:
            yield Level(line.indent, True, line.number)
        ceiling = min(ceiling, line.indent)
        if ceiling == 0:
            return
