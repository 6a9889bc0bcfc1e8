"""How things look: blocks, options, the bars at the edge, as rows of styled fragments. Knows no library and no terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from game.records import dataclass, replace
from game.telling.blocks import Block
from game.telling.emphasis import parse
from game.terminal.full_screen.viewport import GAP, NAME, DrawnRow, Fragment, Measure
from game.terminal.layout import cells, clip, pad, wrap, wrapped
from game.terminal.outcomes import Listed, Mistake, Row

SMALLEST_COLUMNS, SMALLEST_ROWS = 30, 8
LEFT_EDGE, RIGHT_EDGE = 2, 1
WIDE_ENOUGH_FOR_A_COLUMN = 50
ROWS_FOR_DRAWINGS, ROWS_FOR_SMALL_PRINT = 24, 28
GAP_ROW = DrawnRow((), GAP)
_PLAINER = {
    "─━": "-", "│┃": "|", "╲": "\\", "╱": "/", "╳×": "x", "·•": ".", "▁▔▄": "_", "▀": '"', "┌┐└┘├┤┬┴┼": "+",
    "░": ".", "▒": ":", "▓": "%", "█": "#",
}  # fmt: skip
PLAINER = {ord(char): plain for chars, plain in _PLAINER.items() for char in chars}
"""Characters of drawings, and what stands for them where there is only ASCII."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The few characters that are not letters."""

    line: str
    full: str
    empty: str
    picked: str
    taken: str
    ascii: bool


class Names(NamedTuple):
    """How many cells the names of those who speak take: all of them, and those of a usual length."""

    longest: int = 0
    usual: int = 0


UNICODE = Signs("─", "▰", "▱", "»", "·", ascii=False)
ASCII = Signs("-", "#", ".", "=", "*", ascii=True)


def signs_of(measure: Measure) -> Signs:
    """Those that the terminal can show."""
    return ASCII if measure.ascii else UNICODE


def measure_for(columns: int, rows: int, wanted: int, names: Names, *, in_ascii: bool = False) -> Measure:
    """The measure for a window: text centred, `wanted` wide where there is room; speakers in the margin where all of them fit,
    else in a column before what they say, else (in a narrow window) only before its first row.
    """
    width = max(1, min(wanted, columns - LEFT_EDGE - RIGHT_EDGE))
    left = max(LEFT_EDGE, (columns - width) // 2)
    margin = names.longest if left >= names.longest + 3 else 0
    voice = names.usual + 2 if not margin and width >= WIDE_ENOUGH_FOR_A_COLUMN else 0
    return Measure(columns, width, left, margin, voice, rows, in_ascii)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a block is set: `gap` leaves a row above it, `past` says it was read before, `speaker` is a number of the theme."""

    gap: bool
    past: bool
    speaker: int = 0


@lru_cache(maxsize=4096)
def block_rows(block: Block, how: Manner, measure: Measure) -> tuple[DrawnRow, ...]:
    """A block of the passage, or of what was told before."""
    if block.kind == "picture":
        return tuple(_art_rows(block, how, measure))
    over = " class:past" if how.past else ""
    text, spans = parse(block.text)
    style, lead, tag = _setting(block, how, measure)
    rows = [GAP_ROW] if how.gap else []
    hang = (measure.voice or 2) if lead and block.kind == "speech" else 0
    if block.kind == "speech" and not _name_fits(block.speaker, measure):
        name = clip(block.speaker, measure.width)
        rows.append(DrawnRow(((f"class:speaker{how.speaker}{over}", name),), NAME, text_from=len(name)))
        hang, lead, tag = measure.voice or 2, "", None
    slices = wrap(text, measure.width - hang, measure.width - (cells(lead) or hang))
    for number, (start, end) in enumerate(slices):
        before = ((f"class:speaker{how.speaker}{over}", lead),) if lead and not number else ((style, " " * hang),) if hang else ()
        fragments = _emphasised(text, start, end, spans, style + over)
        lead_in = sum(len(part) for _, part in before)
        rows.append(DrawnRow((*before, *fragments), start, tag=None if number else tag, text_from=lead_in))
    return tuple(rows)


def _art_rows(block: Block, how: Manner, measure: Measure) -> list[DrawnRow]:
    """A picture of the story over its words; the words alone where there is no room for it."""
    gap = [GAP_ROW] if how.gap else []
    over = " class:past" if how.past else ""
    drawn = picture_rows(block.picture, (block.bright, block.dim), measure)
    if not drawn:
        return gap + text_rows(f"[Picture: {block.text}]", f"class:caption{over}", measure, gap=False)
    return gap + _one_below(drawn, text_rows(block.text, f"class:caption{over}", measure, gap=False, centred=True))


def _name_fits(name: str, measure: Measure) -> bool:
    """Whether a name stands beside what is said; a longer one has a row of its own above it."""
    if measure.names:
        return cells(name) <= measure.left - 3
    return cells(name) + 2 <= (measure.voice or measure.width // 2)


def _setting(block: Block, how: Manner, measure: Measure) -> tuple[str, str, Fragment | None]:
    """The style of a block's text, what stands before it, and what stands in the margin."""
    over = " class:past" if how.past else ""
    match block.kind:
        case "speech" if measure.names:
            return "class:speech", "", (f"class:speaker{how.speaker}{over}", block.speaker)
        case "speech" if measure.voice:
            return "class:speech", pad(f"{block.speaker}  ", measure.voice), None
        case "speech":
            return "class:speech", f"{block.speaker}: ", None
        case "sound":
            return "class:caption", "", None
        case "picked":
            return "class:picked", "", (f"class:picked{over}", signs_of(measure).picked)
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
    """A row that can be picked, with its number; a sign behind it says that it was taken before. Or one that cannot, with why."""
    rows = [GAP_ROW] if gap else []
    taken = signs_of(measure).taken if row.aside else " "
    label = f"{number}{taken} " if row.order is not None else "-  "
    text = row.head if row.locked is None else f"{row.head} ({row.locked})"
    style = "class:option" if row.order is not None else "class:locked"
    item = number - 1 if row.order is not None else -1
    for at, (start, end) in enumerate(wrap(text, measure.width - cells(label))):
        before = ("class:number" if item >= 0 else style, label) if not at else (style, " " * cells(label))
        rows.append(DrawnRow((before, (style, text[start:end])), start, item, not at))
    return rows


def menu_rows(rows: Sequence[Row], measure: Measure, *, centred: bool) -> list[DrawnRow]:
    """A menu: numbered words, with small print behind them, or below where there is no room; a title goes without it then."""
    heads = max(cells(row.head) for row in rows)
    asides = max(cells(row.aside) for row in rows)
    digits = len(str(len(rows)))
    before = digits + 2
    beside = before + heads + 3 + asides <= measure.width
    width = before + heads + (3 + asides if beside and asides else 0)
    shift = max(0, (measure.width - width) // 2) if centred else 0
    drawn = [GAP_ROW]
    for item, row in enumerate(rows):
        head = clip(row.head, measure.width - before)
        parts = [("class:number", f"{item + 1:>{digits}}  "), ("class:option", head)]
        if beside and row.aside:
            parts.append(("class:aside", " " * (heads - cells(head) + 3) + row.aside))
        drawn.append(DrawnRow(tuple(parts), len(drawn), item, lead=True, shift=shift))
        if row.aside and not (beside or centred):
            for line in wrapped(row.aside, measure.width, " " * before, " " * before):
                drawn.append(DrawnRow((("class:aside", line),), len(drawn), item))
    return drawn


def text_rows(text: str, style: str, measure: Measure, *, gap: bool, centred: bool = False) -> list[DrawnRow]:
    """A paragraph of a sheet."""
    rows = [GAP_ROW] if gap else []
    plain, spans = parse(text)
    for start, end in wrap(plain, measure.width):
        shift = (measure.width - cells(plain[start:end])) // 2 if centred else 0
        rows.append(DrawnRow(_emphasised(plain, start, end, spans, style), start, shift=shift))
    return rows


def title_menu_rows(rows: Sequence[Row], small_print: str, measure: Measure) -> list[DrawnRow]:
    """The menu of a title in the middle, and below it, where there is room, what need not be read at once."""
    menu = menu_rows(rows, measure, centred=True)
    if not small_print or measure.height < ROWS_FOR_SMALL_PRINT:
        return menu
    return _one_below(menu, text_rows(small_print, "class:hint", measure, gap=True, centred=True))


def _one_below(upper: list[DrawnRow], lower: list[DrawnRow]) -> list[DrawnRow]:
    """Rows of one element: their starts go on rising."""
    return upper + [replace(row, start=row.start + len(upper) + 1) for row in lower]


def picture_rows(lines: Sequence[str], shades: tuple[str, str], measure: Measure) -> list[DrawnRow]:
    """A picture in the middle; nothing where there is no room for it, or not the characters. `shades` are the characters that
    shine in it, and those that stand back.
    """
    plainer = PLAINER if measure.ascii else {}
    width = max(map(cells, lines), default=0)
    possible = not measure.ascii or all(line.translate(plainer).isascii() for line in lines)
    if not possible or not 0 < width <= measure.width or measure.height < ROWS_FOR_DRAWINGS:
        return []
    shift = (measure.width - width) // 2
    return [DrawnRow(_shaded(line, *shades, plainer), at, shift=shift) for at, line in enumerate(lines)]


def _shaded(line: str, bright: str, dim: str, plainer: Mapping[int, str]) -> tuple[Fragment, ...]:
    """A line of a picture, cut where something in it shines or stands back. A blank is nothing that could."""

    def style(char: str) -> str:
        return "class:art.bright" if char in bright.strip() else "class:art.dim" if char in dim.strip() else "class:art"

    return tuple((name, "".join(run).translate(plainer)) for name, run in groupby(line, key=style))


def mistake_rows(mistake: Mistake, measure: Measure) -> list[DrawnRow]:
    """What is wrong, the author's line with its caret (cut, not wrapped), and what to do about it."""
    found = [(f"class:{style}", text) for style, text in _mistake_lines(mistake, measure.width)]
    return [DrawnRow((fragment,), at) for at, fragment in enumerate(found)]


def _mistake_lines(mistake: Mistake, width: int) -> Iterator[tuple[str, str]]:
    yield from (("mistake", row) for row in wrapped(mistake.head, width, "", "  "))
    yield from (("prose", clip(row, width)) for row in mistake.pointed)
    for advice in mistake.advice:
        yield from (("aside", row) for row in wrapped(advice, width, "  ", "  "))


def listed_rows(line: Listed, measure: Measure) -> list[DrawnRow]:
    """A line of a dense list; what does not fit goes on below it, further in."""
    style = "class:head" if not line.depth else "class:aside" if line.quiet else "class:prose"
    indent = "  " * line.depth
    rows = [DrawnRow(((style, row),), at) for at, row in enumerate(wrapped(line.text, measure.width, indent, indent + "    "))]
    return rows if line.depth else [GAP_ROW, *rows]
