"""Stories with one thing wrong in their shape: every key misspelt, every value of another kind, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from game.diagnostics import Report
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode

MISSPELT = "zzz"
OTHERS = {"list": "[[x]]", "map": "{zzz: {x: y}}", "text": "x y", "nothing": '""'}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with something else at `line`; `what` says what was done."""

    file: str
    line: int
    what: str
    text: str


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a file."""
    root = read_nodes(file, text, Report())
    assert root is not None
    for node, is_key in _below(root):
        others = {"misspelt": MISSPELT} if is_key else {kind: other for kind, other in OTHERS.items() if not _is(node, kind)}
        for kind, other in others.items():
            end = node.start + len(text[node.start : node.end].rstrip())
            was = " ".join(text[node.start : end].split())[:30]
            yield Mutant(file, node.span.line, f"`{was}` -> {kind}", text[: node.start] + other + text[end:])


def _is(node: Node, kind: str) -> bool:
    return isinstance(node, {"list": SequenceNode, "map": MappingNode, "text": ScalarNode}.get(kind, ()))


def _below(node: Node) -> Iterator[tuple[Node, bool]]:
    """Every node below one, and whether it is a key."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield item, False
            yield from _below(item)
    elif isinstance(node, MappingNode):
        for key, value in node.items:
            yield key, True
            yield value, False
            yield from _below(value)
