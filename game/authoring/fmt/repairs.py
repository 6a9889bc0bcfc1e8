"""Putting prose where YAML leaves it alone: into quotes, or under `|` when quotes would make it hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from game.authoring.fmt.pieces import STEP
from game.diagnostics import Report
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import ScalarNode, SequenceNode
from game.loading.syntax.typed import TypedLine, quoted

_HARD_TO_QUOTE = re.compile(r'["\\]')


class Repair(NamedTuple):
    """`start..end` of a file becomes `typed`, because it was on `line` that something did not say what was meant."""

    start: int
    end: int
    typed: str
    line: int
    reason: str


def column_of(line: TypedLine) -> int:
    """The column of the dash or key that the words of the line belong to."""
    if line.key:
        return line.indent + len(line.dashes)
    return line.indent + line.dashes.rindex("-") if line.dashes else max(0, line.indent - STEP)


def as_prose(lines: Sequence[str], column: int, is_commented: bool = False) -> str:
    """What to type so that YAML reads just these words; `column` is that of the dash or key that they belong to.

    Words with a comment behind them go into quotes. The empty string when there is nothing that could be typed.
    """
    words = [line.strip(" ") for line in lines]
    if len(words) == 1 and (is_commented or not _HARD_TO_QUOTE.search(words[0])):
        typed = quoted(words[0])
    else:
        typed = "|" + "".join(f"\n{' ' * (column + STEP)}{line}" for line in words)
    return typed if _reads_as(typed, column, "\n".join(words)) else ""


def applied(text: str, repairs: Iterable[Repair]) -> str:
    """The text of a file with the repairs in it; of two that overlap, the first."""
    parts: list[str] = []
    at = 0
    for repair in sorted(repairs):
        if repair.start >= at:
            parts += [text[at : repair.start], repair.typed]
            at = repair.end
    return "".join([*parts, text[at:]])


def _reads_as(typed: str, column: int, words: str) -> bool:
    report = Report()
    root = read_nodes("", f"{' ' * column}- {typed}\n", report)
    if not isinstance(root, SequenceNode) or len(root.items) != 1 or len(report):
        return False
    (item,) = root.items
    return isinstance(item, ScalarNode) and item.text.removesuffix("\n") == words
