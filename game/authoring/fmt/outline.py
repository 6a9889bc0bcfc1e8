"""The keys of a file as its lines show them, for files that no parser can read yet."""

from __future__ import annotations

import re
from bisect import bisect_left

from game.loading.syntax.typed import TypedLine

_KEY_LINE = re.compile(r"(?m)^( *)((?:- +)*)([a-z][a-z0-9_, ]*):(?: |$)")


class Outline:
    """Every line of a text that begins with a key, in the order of the file."""

    def __init__(self, text: str) -> None:
        self._keys = [(found.start(), len(found[1]), len(found[2]), found[3]) for found in _KEY_LINE.finditer(text)]

    def parent(self, line: TypedLine, start: int) -> str:
        """The key that a line stands under, which begins at the offset `start`; the empty string when there is none.

        That is the nearest one above that begins further out; for an item also one in the column of its dash.
        """
        for number in range(bisect_left(self._keys, (start,)) - 1, -1, -1):
            _, indent, dashes, key = self._keys[number]
            if indent + dashes < line.indent or (line.dashes and not dashes and indent == line.indent):
                return key
        return ""
