"""Which brace of a text belongs to which: found in one pass and without recursion, before anything else is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from game.language.mistakes import Mistake, Reading
from game.records import dataclass

MAX_DEPTH = 24

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Braces:
    """A text and, for the offset of each opening brace in it, that of its closing one."""

    text: str
    pairs: Mapping[int, int]

    def outside(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[re.Match[str]]:
        """What `pattern` finds between two offsets, outside inner braces and escapes; it has to find those as well."""
        match = pattern.search(self.text, start, end)
        while match is not None:
            if match[0][0] not in "\\{":
                yield match
            following = self.pairs[match.start()] + 1 if match[0] == "{" else match.end()
            match = pattern.search(self.text, following, end)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The range without the white space at its ends."""
        while start < end and self.text[start] in " \t\r\n":
            start += 1
        while start < end and self.text[end - 1] in " \t\r\n":
            end -= 1
        return start, end


def pair_braces(reading: Reading) -> Braces:
    """The braces of a text. Mistakes: one without the other, and more than `MAX_DEPTH` in one another."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(reading.source.text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
        elif match[0] == "}":
            raise _unbalanced(match.start(), "closes nothing", "\\}")
        if len(opened) > MAX_DEPTH:
            advice = "Put the inner part into a paragraph of its own, under `if`."
            raise Mistake("text-too-deep", match.start(), match.end(), f"texts nest at most {MAX_DEPTH} deep", advice)
    if opened:
        raise _unbalanced(opened[-1], "is never closed", "\\{")
    return Braces(reading.source.text, pairs)


def _unbalanced(offset: int, what: str, escape: str) -> Mistake:
    advice = f"A brace that belongs to the text is typed `{escape}`."
    return Mistake("unbalanced-brace", offset, offset + 1, f"this brace {what}", advice)
