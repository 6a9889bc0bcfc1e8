"""Breaking text into rows of a given number of terminal cells, without any library.

Almost all prose is made of characters one cell wide, and for those a row is a slice of the text found with `str.rfind`;
only text with wide or zero-width characters is measured character by character.

`re`, `functools` and `unicodedata` are not imported before a text needs them: together they take longer than Python itself, and
this is on the way to the first scene (`tests/test_start.py`).
"""

from __future__ import annotations

_ONE_CELL = (
    (0xA1, 0xAC), (0xAE, 0x2FF), (0x370, 0x373), (0x384, 0x482), (0x2010, 0x2027), (0x2030, 0x205E),
)  # fmt: skip
"""Beyond ASCII, the ranges of signs and letters that take one cell everywhere."""
_HANGUL_VOWELS_AND_FINALS = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))
_SOFT_HYPHEN = "\xad"
_MANY = 8_192


class _Widths(dict[str, int]):
    """The cells of each character that was ever measured: there are few in a story."""

    def __missing__(self, char: str) -> int:
        from unicodedata import category, east_asian_width

        if len(self) >= _MANY:
            self.clear()
        if category(char) in ("Mn", "Me", "Cf") or _is_in(char, _HANGUL_VOWELS_AND_FINALS):
            width = 0 if char != _SOFT_HYPHEN else 1
        else:
            width = 2 if east_asian_width(char) in "WF" else 1
        self[char] = width
        return width


class _Narrow(dict[str, bool]):
    """Of each character that was ever asked for, whether it is in a range of those that take one cell."""

    def __missing__(self, char: str) -> bool:
        if len(self) >= _MANY:
            self.clear()
        found = self[char] = char.isascii() or _is_in(char, _ONE_CELL)
        return found


def _is_in(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)


_WIDTHS, _NARROW = _Widths(), _Narrow()


def char_cells(char: str) -> int:
    """How many cells one character takes: 0, 1 or 2."""
    return _WIDTHS[char]


def _is_narrow(text: str) -> bool:
    """Whether each character takes one cell. Of most texts that is one look; of others, one for each letter that it has."""
    return text.isascii() or all(map(_NARROW.__getitem__, set(text)))


def cells(text: str) -> int:
    """How many cells `text` takes on one row."""
    return len(text) if _is_narrow(text) else sum(map(char_cells, text))


def wrap(text: str, width: int, first: int | None = None) -> list[tuple[int, int]]:
    """The (start, end) of each row of `text`: at most `width` cells (`first`: of the first row), at least one character.

    Rows break at spaces, which are left out; a word longer than a row is cut. A newline always ends a row.
    """
    width = max(1, width)
    room = width if first is None else max(1, first)
    narrow = _is_narrow(text)
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
