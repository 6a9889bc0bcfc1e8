"""Where in the files the words of a text stand: a text knows where it begins, its words may be lines further down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from game.authoring.words.texts import Text
from game.diagnostics import Span

MAX_REGION = 40_000


@dataclass(slots=True)
class Places:
    """Finds words in the sources. What cannot be found there (a value stands between) gets the place of its text."""

    sources: Mapping[str, str]
    _lines: dict[str, list[int]] = field(default_factory=dict)
    _starts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Mapping[str, str], texts: Iterable[Text]) -> Places:
        made = cls(sources)
        starts: dict[str, set[int]] = {}
        for text in texts:
            starts.setdefault(text.span.file, set()).add(made._offset(text.span))
        made._starts = {file: sorted(found) for file, found in starts.items()}
        return made

    def find(self, text: Text, words: list[str], number: int) -> Span:
        """The place of the `number`th time (from 0) that the words stand in the text's source."""
        source, begin = self.sources.get(text.span.file, ""), self._offset(text.span)
        later = [start for start in self._starts.get(text.span.file, ()) if start > begin]
        end = min([*later, begin + MAX_REGION, len(source)])
        pattern = re.compile(r"(?<!\w)" + r"[^\w{}|]+".join(map(_either_apostrophe, words)) + r"(?!\w)", re.IGNORECASE)
        found = list(pattern.finditer(source, begin, end))
        if not words or not found:
            return text.span
        match = found[min(number, len(found) - 1)]
        return self._span(text.span.file, match.start(), len(match[0].partition("\n")[0]))

    def _line_starts(self, file: str) -> list[int]:
        if file not in self._lines:
            self._lines[file] = [0, *(match.end() for match in re.finditer("\n", self.sources.get(file, "")))]
        return self._lines[file]

    def _offset(self, span: Span) -> int:
        starts = self._line_starts(span.file)
        return starts[min(span.line, len(starts)) - 1] + span.column - 1

    def _span(self, file: str, offset: int, length: int) -> Span:
        starts = self._line_starts(file)
        line = sum(start <= offset for start in starts)
        return Span(file, line, offset - starts[line - 1] + 1, max(1, length))


def _either_apostrophe(word: str) -> str:
    return re.escape(word).replace("'", "['’]")
