"""The rows of a sheet as a table, set by rich. rich only does the geometry: the styles of the segments carry class names of
our theme, so that colours are decided in one place, and the number of the row that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import StringIO
from typing import Literal

from rich.console import Console, Group
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from game.telling.emphasis import parse
from game.terminal.door import safe
from game.terminal.full_screen.viewport import GAP, DrawnRow, Fragment, Measure
from game.terminal.layout import cells
from game.terminal.outcomes import Row, Sheet

Shape = Literal["short", "columns", "stacked"]
STACKED_BELOW = 56
WIDEST_HEAD = 30
SHORT_ASIDE = 12


@lru_cache(maxsize=64)
def sheet_rows(sheet: Sheet, measure: Measure) -> tuple[DrawnRow, ...]:
    """The rows of a sheet: a table of two columns, or stacked in a narrow window. Rows that can be picked are numbered."""
    lines = _console(measure.width).render_lines(_table(sheet, measure.width), pad=False)
    return (DrawnRow((), GAP), *_drawn(lines))


def _table(sheet: Sheet, width: int) -> Table:
    shape = _shape(sheet, width)
    table = Table.grid(padding=(0, 3, 0, 0), expand=False)
    if sheet.orders:
        table.add_column(no_wrap=True, justify="right")
    table.add_column(max_width=WIDEST_HEAD if shape == "columns" else None)
    spaced = shape != "short"
    number, group = 0, ""
    before: Row | None = None
    for row in sheet.rows:
        gap = before is not None and spaced and (_is_tall(before) or _is_tall(row))
        if gap or (before is not None and row.group != group):
            table.add_row()
        if row.group != group:
            _add_heading(table, row, sheet)
        group = row.group
        item = number if row.order is not None else -1
        number += row.order is not None
        table.add_row(*_mark(item, numbered=bool(sheet.orders), locked=row.locked is not None), *_cells(row, item, shape, sheet))
        before = row
    return table


def _is_tall(row: Row) -> bool:
    """Whether a row says several things one below the other, so that it wants air above and below."""
    return bool(row.aside) or "\n" in row.text


def _add_heading(table: Table, row: Row, sheet: Sheet) -> None:
    """The group of the rows that follow."""
    before = (_text("", "aside", -1),) if sheet.orders else ()
    table.add_row(*before, _text(row.group, "heading", -1))


def _shape(sheet: Sheet, width: int) -> Shape:
    """Whether rows fit on a line each, want a column for what is said of them, or have room for one column only."""
    widest = [max((cells(getattr(row, part)) for row in sheet.rows), default=0) for part in ("head", "text", "aside")]
    lines = any("\n" in row.text or row.locked is not None for row in sheet.rows)
    if not lines and (sum(widest) + 10 <= width or not any(row.text for row in sheet.rows)):
        return "short"
    return "stacked" if width < STACKED_BELOW else "columns"


def _mark(item: int, *, numbered: bool, locked: bool) -> tuple[Text, ...]:
    if not numbered:
        return ()
    return (_text(str(item + 1), "number", item) if item >= 0 else _text("-" if locked else "", "locked", item),)


def _cells(row: Row, item: int, shape: Shape, sheet: Sheet) -> tuple[Text | Group, ...]:
    plain = "head" if row.text or item < 0 else "option"  # a row that is only to be picked needs no weight
    head = _text(row.head, plain if row.locked is None else "locked", item)
    if shape == "short":
        texts = (_text(row.text, "prose", item),) if any(each.text for each in sheet.rows) else ()
        asides = (_text(row.aside, "aside", item),) if any(each.aside for each in sheet.rows) else ()
        return (head, *texts, *asides)
    below = row.aside if row.order is None and row.text and cells(row.aside) <= SHORT_ASIDE else ""
    rest = Group(*_rest(row, item, "" if below else row.aside))
    if below:
        small = _text(below, "aside", item)
        return (Group(head, rest, small),) if shape == "stacked" else (Group(head, small), rest)
    return (Group(head, rest),) if shape == "stacked" else (head, rest)


def _rest(row: Row, item: int, aside: str) -> Iterator[Text]:
    """What stands beside the head of a row. Small print that is short stands under the head instead."""
    for paragraph in filter(None, row.text.split("\n")):
        yield _text(paragraph, "prose", item)
    if row.locked is not None:
        yield _text(row.locked, "locked", item)
    if aside:
        yield _text(aside, "aside", item)


def _text(words: str, style: str, item: int) -> Text:
    plain, spans = parse(safe(words))
    text = Text(plain, Style(meta={"class": style, "item": item}))
    for start, end in spans:
        text.stylize(Style(meta={"class": f"{style} emphasis", "item": item}), start, end)
    return text


def _console(width: int) -> Console:
    """Never writes: it only measures. Story text is no markup, and must not become emoji or links."""
    return Console(
        file=StringIO(), width=width, height=100, color_system="truecolor", force_terminal=True, legacy_windows=False,
        markup=False, emoji=False, highlight=False,
    )  # fmt: skip


def _drawn(lines: Iterable[list[Segment]]) -> Iterator[DrawnRow]:
    last = -1
    for start, line in enumerate(lines):
        item = max((_item(segment) for segment in line), default=-1)
        yield DrawnRow(tuple(_fragment(segment) for segment in line if segment.text), start, item, item >= 0 and item != last)
        last = item if item >= 0 else last


def _item(segment: Segment) -> int:
    found = segment.style.meta.get("item", -1) if segment.style is not None else -1
    return found if isinstance(found, int) else -1


def _fragment(segment: Segment) -> Fragment:
    names = str(segment.style.meta.get("class", "")) if segment.style is not None else ""
    return (" ".join(f"class:{name}" for name in names.split()), segment.text)
