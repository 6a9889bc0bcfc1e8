"""Emphasis inside a paragraph: `*so*`. A backslash before an asterisk makes it an ordinary character."""

from __future__ import annotations

import re

_STAR = re.compile(r"\\?\*")


def parse(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """`text` without its marks, and the (start, end) of what is emphasised in it.

    An asterisk opens before a letter and closes after one; an asterisk without a partner stays as it is.
    """
    if "*" not in text:
        return text, ()
    shown: list[str] = []
    spans: list[tuple[int, int]] = []
    length, last, opened, marker = 0, 0, -1, 0
    for star in _STAR.finditer(text):
        piece = text[last : star.start()]
        shown.append(piece)
        length, last = length + len(piece), star.end()
        if star.group() == "*" and opened < 0 and text[last : last + 1].strip():
            opened, marker = length, len(shown)
        elif star.group() == "*" and length > opened >= 0 and text[star.start() - 1].strip():
            spans.append((opened, length))
            opened = -1
        else:
            shown.append("*")
            length += 1
    shown.append(text[last:])
    if opened >= 0:
        shown.insert(marker, "*")
    return "".join(shown), tuple(spans)


def without_marks(text: str) -> str:
    """`text` for a screen that has no emphasis, or whose reader would say "star"."""
    return parse(text)[0]
