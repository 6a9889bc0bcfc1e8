"""White space of told texts. Its own module, since a play needs this, and nothing else of what reads texts."""

from __future__ import annotations

import re

_SPACES = re.compile(r" *\n[ \n]*|  +")


def tidy(text: str) -> str:
    """`text` without double spaces, and without spaces around a newline."""
    if "  " in text or "\n" in text:
        return _SPACES.sub(lambda match: "\n" if "\n" in match[0] else " ", text)
    return text
