"""What YAML takes without a word, and what was not meant: found by looking at the source beside an entry."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.nodes import Node
from game.loading.places import SourceText


def without_empty(items: list[Node], report: Report) -> list[Node]:
    """The items of a list without the empty ones, which are reported."""
    return items


def check(source: SourceText, root: Node, report: Report) -> None:
    """Reports what was not meant."""
