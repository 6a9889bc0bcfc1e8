"""Marks of emphasis that would be seen as they are typed: `*so` without its end, and the `**so**` and `_so_` of Markdown."""

from __future__ import annotations

import re

from game.language.mistakes import Reading

_MARKS = re.compile(
    r"\\.|(?<!\S)\*(?!\S)|(?P<bold>\*\*+)|(?P<star>\*)|(?<!\w)(?P<under>_[^\W_](?:[^_\n]*[^\s_])?_)(?!\w)", re.DOTALL
)


def warn_of_marks(start: int, end: int, reading: Reading) -> None:
    """Warns of the first such mark of a paragraph. One with braces is let pass: a star in there may be a product."""
    text = reading.source.text[start:end]
    if not ("*" in text or "_" in text) or "{" in text:
        return
    stars: list[int] = []
    for mark in _MARKS.finditer(text):
        if mark["bold"] or mark["under"]:
            message = f"`{mark[0]}` is no emphasis here, and would be seen as it is"
            reading.warn("stray-emphasis", start + mark.start(), start + mark.end(), message, "Emphasis is typed `*so*`.")
            return
        if mark["star"]:
            stars.append(mark.start())
    if len(stars) % 2:
        advice = "Close it where the emphasis ends, `*so*`; a star that belongs to the text is typed `\\*`."
        reading.warn("stray-emphasis", start + stars[-1], start + stars[-1] + 1, "this star has no partner", advice)
