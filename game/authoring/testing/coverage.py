"""What of a story its tests and transcripts show: a summary by kind, and a listing by line.

An item that no run shows may also be one that no run can show; coverage does not tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from game.authoring.testing.items import KINDS, Item, Kind
from game.authoring.testing.tracing import TracedProgram
from game.diagnostics import Span

_NAMES: Mapping[Kind, str] = {
    "scene": "scenes entered",
    "line": "paragraphs and speeches told",
    "text": "alternatives of texts told",
    "if": "sides of `if` played",
    "check": "ways that a check can fall",
    "deal": "ways that a deal can go",
    "option": "options picked",
    "locked": "locks shown",
    "look": "things to look at",
    "note": "notes",
    "person": "people",
    "achievement": "achievements",
}
_SHOWN_WORDS = 70
_SEARCHED = 6_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Covered:
    """An item at the line where it stands, and whether it was shown."""

    item: Item
    shown: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """All items of a story by file and line."""

    items: tuple[Covered, ...]

    @property
    def counts(self) -> dict[Kind, tuple[int, int]]:
        """Shown and all, for each kind that the story has."""
        found = {kind: [each.shown for each in self.items if each.item.kind == kind] for kind in KINDS}
        return {kind: (sum(shown), len(shown)) for kind, shown in found.items() if shown}

    @property
    def missing(self) -> tuple[Covered, ...]:
        return tuple(each for each in self.items if not each.shown)


def coverage_of(program: TracedProgram, shown: Set[int], sources: Mapping[str, str]) -> Coverage:
    """The coverage by runs that have `shown` these items. `sources` are the texts of the story's files."""
    lines = {file: _Lines(text) for file, text in sources.items()}
    found = []
    for number, item in enumerate(program.inventory.items):
        placed = replace(item, span=lines[item.span.file].place(item)) if item.span.file in lines else item
        found.append(Covered(placed, number in shown))
    return Coverage(tuple(sorted(found, key=lambda each: (each.item.span, each.item.path))))


class _Lines:
    """Finds the line on which an alternative of a text stands: the text's place is only that of its paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, item: Item) -> Span:
        """The line where the first words of an alternative stand behind the beginning of its text; else that beginning."""
        words = _WORD.findall((item.name or item.beside).partition("{…}")[0])[:6]
        if item.kind != "text" or not words or item.span.line > len(self._starts):
            return item.span
        start = self._starts[item.span.line - 1] + item.span.column - 1
        pattern = re.compile(r"\W+".join(map(re.escape, words)))
        match = pattern.search(self._text, start, start + _SEARCHED)
        if match is None:
            return item.span
        at = match.start()
        line = self._text.count("\n", 0, at)
        return replace(item.span, line=line + 1, column=at - self._starts[line] + 1)


def summary(coverage: Coverage) -> Iterator[str]:
    """A line for each kind, and one for all."""
    yield "Coverage"
    rows = [(_NAMES[kind], shown, every) for kind, (shown, every) in coverage.counts.items()]
    rows.append(("in all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    for name, shown, every in rows:
        yield f"  {shown * 100 // every if every else 100:>3} %  {shown:>6} of {every:<6} {name}"


def listing(covered: Iterable[Covered]) -> Iterator[str]:
    """A line for each item under the name of its file: `file:line`, `+` or `-` (shown or not), what it is."""
    file = ""
    for each in covered:
        span = each.item.span
        if span.file != file:
            file = span.file
            yield from ("", file)
        yield f"  {span.file}:{span.line:<5} {'+' if each.shown else '-'} {each.item.kind:<6} {described(each.item)}"


def described(item: Item) -> str:
    """An item in a few words."""
    if item.kind == "text" and not item.name:
        return f"(nothing, beside) {_cut(item.beside)}"
    return _cut(item.name)


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN_WORDS else words[: _SHOWN_WORDS - 1].rstrip() + "…"
