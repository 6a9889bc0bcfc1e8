"""What a story file says, before anything is understood of it: texts, lists and entries under keys, each with its place.

Nodes do not know YAML; `events` makes them. A text is kept as it was typed: `no`, `007` and `12:30` are what they look like.
They are named tuples, since a story has tens of thousands and a frozen dataclass takes five times as long to make.
"""

from __future__ import annotations

from typing import NamedTuple

from game.diagnostics import Span
from game.language.scope import Source
from game.loading.reading.places import SourceText, Style, bounds


class ScalarNode(NamedTuple):
    """One text. `start..end` is where it was typed in `source_text`, quotes included. Nothing at all is an empty plain text."""

    text: str
    style: Style
    source_text: SourceText
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The whole text, as far as its first line goes; under `|` and `>` the place of the first line of text."""
        if self.style in "|>" and self.text.strip():
            return self.locate(len(self.text) - len(self.text.lstrip()), len(self.text))
        return self.source_text.span(self.start, self.end)

    def locate(self, start: int, length: int = 1) -> Span:
        """The place in the file of `length` characters of `text` from `start` on, as far as their first line goes."""
        runs = self.source_text.runs(self.start, self.end, self.style, self.text) if self.text else ()
        if not runs:
            return self.source_text.span(self.start, self.end)
        first, last = bounds(runs, start, start + max(1, length) - 1)
        return self.source_text.span(min(first, self.end), min(last, self.end))

    def source(self) -> Source:
        """The text, for the readers of the language, with the way back to its file."""
        return Source(self.text, self.locate)


class SequenceNode(NamedTuple):
    """A list. `flow` is whether it was typed as `[…]`."""

    items: tuple[Node, ...]
    flow: bool
    source_text: SourceText
    start: int
    end: int

    @property
    def span(self) -> Span:
        """All of it, as far as its first line goes."""
        return self.source_text.span(self.start, self.end)


class MappingNode(NamedTuple):
    """Entries under keys, each key once. `flow` is whether it was typed as `{…}`."""

    items: tuple[tuple[ScalarNode, Node], ...]
    flow: bool
    source_text: SourceText
    start: int
    end: int

    @property
    def span(self) -> Span:
        """All of it, as far as its first line goes."""
        return self.source_text.span(self.start, self.end)


Node = ScalarNode | SequenceNode | MappingNode
