"""A sheet whose rows are a tree: the lines of its drawing, the names, and beside or under them what is said of each."""

from __future__ import annotations

from collections.abc import Sequence

from game.terminal.full_screen.draw import PLAINER
from game.terminal.full_screen.viewport import GAP, DrawnRow, Fragment, Measure
from game.terminal.layout import cells, clip, wrap
from game.terminal.outcomes import Row

BETWEEN = 3
NARROWEST_WORDS = 22


def tree_rows(rows: Sequence[Row], measure: Measure) -> list[DrawnRow]:
    """The rows of the tree. Where the window is too narrow for two columns, words stand under the names."""
    names = max(cells(row.stem) + cells(row.head) for row in rows)
    beside = measure.width - names - BETWEEN
    drawn = [DrawnRow((), GAP)]
    for row in rows:
        columns = _beside(row, names, beside) if beside >= NARROWEST_WORDS else _stacked(row, measure.width)
        drawn += [DrawnRow(tuple(_lines(row, at, measure)) + parts, len(drawn)) for at, parts in enumerate(columns)]
    return drawn


def _lines(row: Row, at: int, measure: Measure) -> Sequence[Fragment]:
    lines = row.under if at else row.stem
    return (("class:line", lines.translate(PLAINER) if measure.ascii else lines),)


def _beside(row: Row, names: int, width: int) -> list[tuple[Fragment, ...]]:
    rest = _words(row, width) or [()]
    found = []
    for at, words in enumerate(rest):
        head = row.head if not at else ""
        fill = " " * (names - cells(row.under if at else row.stem) - cells(head) + BETWEEN)
        found.append((_name(row, head), ("", fill), *words))
    return found


def _stacked(row: Row, width: int) -> list[tuple[Fragment, ...]]:
    head = clip(row.head, width - cells(row.stem))
    return [(_name(row, head),), *_words(row, width - cells(row.under))]


def _name(row: Row, head: str) -> Fragment:
    return ("class:head" if row.aside else "class:prose", head)


def _words(row: Row, width: int) -> list[tuple[Fragment, ...]]:
    said = (("class:number", row.aside), ("class:aside", row.text))
    return [((style, text[start:end]),) for style, text in said if text for start, end in wrap(text, width)]
