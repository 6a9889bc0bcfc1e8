"""How things look: blocks, options, the bars at the edge, as rows of styled fragments. Knows no library and no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from game.engine.state import Status, View
from game.telling.blocks import Block
from game.telling.emphasis import parse
from game.terminal.full_screen.viewport import GAP, DrawnRow, Fragment, Measure
from game.terminal.layout import cells, clip, wrap
from game.terminal.outcomes import Picture, Row

SMALLEST_COLUMNS, SMALLEST_ROWS = 30, 8
LEFT_EDGE, RIGHT_EDGE = 2, 1
ROWS_FOR_DRAWINGS = 24
GAP_ROW = DrawnRow((), GAP)


@dataclass(frozen=True, slots=True)
class Signs:
    """The few characters that are not letters."""

    line: str
    full: str
    empty: str
    picked: str
    ascii: bool


UNICODE = Signs("─", "▰", "▱", "»", ascii=False)
ASCII = Signs("-", "#", ".", "=", ascii=True)


def measure_for(columns: int, rows: int, wanted: int, names: int) -> Measure:
    """The measure for a window: text centred, `wanted` wide where there is room; speakers in the margin where they fit."""
    width = max(1, min(wanted, columns - LEFT_EDGE - RIGHT_EDGE))
    left = max(LEFT_EDGE, (columns - width) // 2)
    return Measure(columns, width, left, names if left >= names + 3 else 0, rows < ROWS_FOR_DRAWINGS)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a block is set: `gap` leaves a row above it, `past` says it was read before, `speaker` is a number of the theme,
    `sign` stands before what was picked.
    """

    gap: bool
    past: bool
    speaker: int = 0
    sign: str = ">"


@lru_cache(maxsize=4096)
def block_rows(block: Block, how: Manner, measure: Measure) -> tuple[DrawnRow, ...]:
    """A block of the passage, or of what was told before."""
    over = " class:past" if how.past else ""
    text, spans = parse(block.text)
    style, lead, tag = _setting(block, how, measure)
    hang = 2 if lead and block.kind == "speech" else 0
    slices = wrap(text, measure.width - hang, measure.width - cells(lead))
    rows = [GAP_ROW] if how.gap else []
    for number, (start, end) in enumerate(slices):
        before = ((f"class:speaker{how.speaker}{over}", lead),) if lead and not number else ((style, " " * hang),) if hang else ()
        fragments = _emphasised(text, start, end, spans, style + over)
        rows.append(DrawnRow((*before, *fragments), start, tag=None if number else tag))
    return tuple(rows)


def _setting(block: Block, how: Manner, measure: Measure) -> tuple[str, str, Fragment | None]:
    """The style of a block's text, what stands before it, and what stands in the margin."""
    match block.kind:
        case "speech" if measure.names:
            return "class:speech", "", (f"class:speaker{how.speaker}" + (" class:past" if how.past else ""), block.speaker)
        case "speech":
            return "class:speech", f"{block.speaker}: ", None
        case "heading":
            return "class:heading", "", None
        case "picked":
            return "class:picked", "", ("class:picked" + (" class:past" if how.past else ""), how.sign)
        case kind:
            return f"class:{kind}", "", None


def _emphasised(text: str, start: int, end: int, spans: tuple[tuple[int, int], ...], style: str) -> tuple[Fragment, ...]:
    """The slice of `text` as fragments, cut where emphasis begins and ends."""
    if not spans:
        return ((style, text[start:end]),)
    found: list[Fragment] = []
    at = start
    for first, last in spans:
        begin, stop = max(at, min(first, end)), min(max(last, start), end)
        if begin < stop:
            found += [(style, text[at:begin]), (style + " class:emphasis", text[begin:stop])]
            at = stop
    return tuple(fragment for fragment in (*found, (style, text[at:end])) if fragment[1])


def option_rows(row: Row, number: int, measure: Measure, *, gap: bool) -> list[DrawnRow]:
    """A row that can be picked, with its number; or one that cannot, with the reason."""
    rows = [GAP_ROW] if gap else []
    label = f"{number}  " if row.order is not None else "-  "
    text = row.head if row.locked is None else f"{row.head} ({row.locked})"
    style = "class:option" if row.order is not None else "class:locked"
    item = number - 1 if row.order is not None else -1
    for at, (start, end) in enumerate(wrap(text, measure.width - cells(label))):
        before = ("class:number" if item >= 0 else style, label) if not at else (style, " " * cells(label))
        rows.append(DrawnRow((before, (style, text[start:end])), start, item, not at))
    return rows


def menu_rows(rows: Sequence[Row], measure: Measure, *, centred: bool) -> list[DrawnRow]:
    """A menu: numbered words, with small print behind them where there is room for it."""
    heads = max(cells(row.head) for row in rows)
    asides = max(cells(row.aside) for row in rows)
    beside = 3 + heads + 3 + asides <= measure.width
    width = 3 + heads + (3 + asides if beside and asides else 0)
    shift = max(0, (measure.width - width) // 2) if centred else 0
    drawn = [GAP_ROW]
    for item, row in enumerate(rows):
        head = clip(row.head, measure.width - 3)
        parts = [("class:number", f"{item + 1}  "), ("class:option", head)]
        if beside and row.aside:
            parts.append(("class:aside", " " * (heads - cells(head) + 3) + row.aside))
        drawn.append(DrawnRow(tuple(parts), item, item, lead=True, shift=shift))
    return drawn


def text_rows(text: str, style: str, measure: Measure, *, gap: bool, centred: bool = False) -> list[DrawnRow]:
    """A paragraph of a sheet."""
    rows = [GAP_ROW] if gap else []
    plain, spans = parse(text)
    for start, end in wrap(plain, measure.width):
        shift = (measure.width - cells(plain[start:end])) // 2 if centred else 0
        rows.append(DrawnRow(_emphasised(plain, start, end, spans, style), start, shift=shift))
    return rows


def picture_rows(picture: Picture, measure: Measure) -> list[DrawnRow]:
    """A drawing in the middle, where there is room for it, and the words that say the same."""
    words = text_rows(picture.words, "class:remark", measure, gap=False, centred=True)
    width = max(map(len, picture.lines))
    if width > measure.width or measure.low:
        return words
    shift = (measure.width - width) // 2
    drawn = []
    for at, line in enumerate(picture.lines):
        bright = ((start, end) for number, start, end in picture.bright if number == at)
        start, end = next(bright, (len(line), len(line)))
        parts = (("class:art", line[:start]), ("class:art.bright", line[start:end]), ("class:art", line[end:]))
        drawn.append(DrawnRow(parts, at, shift=shift))
    return drawn + [replace(row, start=row.start + len(drawn)) for row in words]


def status_bar(view: View, columns: int, signs: Signs) -> list[Fragment]:
    """Where the player is, and the measures of the story; from the right as many as there is room for."""
    place = clip(view.place or view.title, max(8, columns // 2))
    room = columns - cells(place) - 4
    items: list[list[Fragment]] = []
    for status in view.status:
        item = _status_item(status, signs, short=columns < 60)
        if (room := room - _width(item) - 3) < 0:
            break
        items.append(item)
    right = [fragment for item in items for fragment in (*item, ("class:bar", "   "))][:-1]
    fill = columns - cells(place) - _width(right) - 4
    return [("class:bar", "  "), ("class:bar.place", place), ("class:bar", " " * max(1, fill)), *right, ("class:bar", "  ")]


def _status_item(status: Status, signs: Signs, *, short: bool) -> list[Fragment]:
    label = ("class:bar", f"{status.label} ")
    if status.style == "meter" and status.most and not short and status.most <= 10:
        meter = signs.full * status.level + signs.empty * (status.most - status.level)
        return [label, ("class:bar.value", meter)]
    text = status.text.replace(" of ", "/") if status.style == "meter" else status.text
    return [("class:bar.value", text)] if status.style == "time" else [label, ("class:bar.value", text)]


def rule(columns: int, signs: Signs, words: str = "") -> list[Fragment]:
    """A line across, with words near its right end."""
    if not words:
        return [("class:line", signs.line * columns)]
    text = clip(f" {words} ", max(0, columns - 4))
    left = max(0, columns - cells(text) - 3)
    style = "class:line"
    return [(style, signs.line * left), ("class:hint", text), (style, signs.line * (columns - left - cells(text)))]


def hints(pairs: Iterable[tuple[str, str]], columns: int) -> list[Fragment]:
    """Keys with what they do, as many as there is room for."""
    found: list[Fragment] = []
    room = columns
    for key, words in pairs:
        space = "   " if found else "  "
        room -= cells(space) + cells(key) + 1 + cells(words)
        if room < 0:
            break
        found += [("class:hint", space), ("class:key", key), ("class:hint", f" {words}")]
    return found


def _width(fragments: Sequence[Fragment]) -> int:
    return sum(cells(text) for _, text in fragments)
