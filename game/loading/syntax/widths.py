"""Signs of which terminals do not agree how wide they are: what stands behind them on the line is drawn in another place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.diagnostics import Diagnostic, Report, Severity, Span
from game.language.characters import uncertain_widths
from game.loading.reading.nodes import MappingNode, Node, ScalarNode
from game.loading.reading.places import SourceText

ADVICE = "Take a sign that is one character, or say it in words."
_ESCAPED = re.compile(r"\\[uU]")


def check(source: SourceText, root: Node, report: Report) -> None:
    """Warnings about such signs in the texts under `root`. Comments may have them."""
    if next(uncertain_widths(source.text), None) is None and not _ESCAPED.search(source.text):
        return
    for text in _texts(root):
        for start, length, what in uncertain_widths(text.text):
            report.add(uncertain(text.locate(start, length), what))


def uncertain(span: Span, what: str) -> Diagnostic:
    """That it cannot be said how wide something is; `what` it is, as `uncertain_widths` says."""
    message = f"terminals do not agree how wide this is: {what}"
    return Diagnostic("uncertain-width", span, message, ADVICE, Severity.WARNING)


def _texts(root: Node) -> Iterator[ScalarNode]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ScalarNode):
            yield node
        elif isinstance(node, MappingNode):
            waiting += [each for pair in node.items for each in pair]
        else:
            waiting += node.items
