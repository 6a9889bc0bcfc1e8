"""Breaking text into rows of a given number of terminal cells, without any library.

Almost all prose is made of characters one cell wide, and for those a row is a slice of the text found with `str.rfind`;
only text with wide or zero-width characters is measured character by character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONE_CELL = re.compile("[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0373\u0384-\u0482\u2010-\u2027\u2030-\u205e]*")
_HANGUL_VOWELS_AND_FINALS = frozenset((*range(0x1160, 0x1200), *range(0xD7B0, 0xD800)))
_SOFT_HYPHEN = "\xad"


@lru_cache(maxsize=4096)
def char_cells(char: str) -> int:
    """How many cells one character takes: 0, 1 or 2."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or ord(char) in _HANGUL_VOWELS_AND_FINALS:
        return 0 if char != _SOFT_HYPHEN else 1
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells(text: str) -> int:
    """How many cells `text` takes on one row."""
    return len(text) if _ONE_CELL.fullmatch(text) else sum(map(char_cells, text))


def wrap(text: str, width: int, first: int | None = None) -> list[tuple[int, int]]:
    """The (start, end) of each row of `text`: at most `width` cells (`first`: of the first row), at least one character.

    Rows break at spaces, which are left out; a word longer than a row is cut. A newline always ends a row.
    """
    width = max(1, width)
    room = width if first is None else max(1, first)
    narrow = _ONE_CELL.fullmatch(text.replace("\n", " ")) is not None
    rows: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while True:
            fits = min(end, start + room) if narrow else _reach(text, start, end, room)
            row_end, following = _break(text, start, end, fits)
            rows.append((start, row_end))
            room = width
            if following >= end:
                break
            start = following
        start = end + 1
    return rows


def _reach(text: str, start: int, end: int, room: int) -> int:
    """How far from `start` the characters fit into `room` cells; at least one character."""
    used = 0
    for at in range(start, end):
        used += char_cells(text[at])
        if used > room:
            return max(at, start + 1)
    return end


def _break(text: str, start: int, end: int, fits: int) -> tuple[int, int]:
    """Where the row that begins at `start` ends, and where the next one begins, when it may reach to `fits`."""
    if fits >= end:
        return end, end
    space = text.rfind(" ", start, fits + 1)
    if space <= start:
        return fits, fits
    following = space
    while following < end and text[following] == " ":
        following += 1
    return start + len(text[start:space].rstrip(" ")), following


def wrapped(text: str, width: int, indent: str = "", hang: str = "") -> list[str]:
    """`text` as rows: `indent` stands before the first of them, `hang` before the others; both count."""
    slices = wrap(text, width - cells(hang), width - cells(indent))
    return [(hang if number else indent) + text[start:end] for number, (start, end) in enumerate(slices)]


def clip(text: str, width: int, sign: str = "…") -> str:
    """`text` cut to `width` cells, with `sign` at the end when something is missing."""
    if cells(text) <= width:
        return text
    room = width - cells(sign)
    if room < 1:
        return text[: _reach(text, 0, len(text), width)] if width > 0 and char_cells(text[0]) <= width else ""
    end = _reach(text, 0, len(text), room)
    return (text[:end] if cells(text[:end]) <= room else "").rstrip() + sign


def pad(text: str, width: int) -> str:
    """`text` with spaces up to `width` cells."""
    return text + " " * (width - cells(text))
