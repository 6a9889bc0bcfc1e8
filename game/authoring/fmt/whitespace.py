"""What is no word at all: byte order marks, line breaks of other systems, tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEADING = re.compile(r"(?m)^[ \t]*\t[ \t]*")
_WIDTHS = (2, 4, 8, 1)


def plain_breaks(text: str) -> str:
    """The text without a byte order mark, with line breaks that are one newline each."""
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n")


def without_tabs(text: str) -> Iterator[str]:
    """The text with spaces for its tabs, in each of the widths that the author's editor may have shown them in."""
    if "\t" not in text:
        yield text
        return
    for width in _WIDTHS:
        spaced = _LEADING.sub(lambda found, width=width: found.group().expandtabs(width), text)  # type: ignore[misc]
        yield spaced.replace("\t", " ")
