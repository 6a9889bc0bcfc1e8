"""What YAML read without complaint, and not as it was meant: prose that became a list or a key.

A beat that is a list, or a map with a key that is nobody and nothing (`Guard: halt`), has no meaning in a story, so it can only
have been prose; unless its key is nearly a word of the language or one of the cast, which is a slip of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from game.authoring.fmt.repairs import Repair, as_prose, column_of
from game.authoring.fmt.roles import Placed
from game.diagnostics import nearest
from game.loading.forms import ID
from game.loading.keys import OPTION, RESERVED
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.syntax.typed import line_at

_WORDS = RESERVED - {"todo"}
"""What a slip may have been meant for. Nobody types a reminder in braces, and `told`, which is near, begins many a condition."""
_EFFECT = re.compile(r"[-+]?=|^note ")


def misread(placed: Iterable[Placed], cast: Collection[str]) -> Iterator[tuple[Node, Repair, str]]:
    """The nodes that were meant to be prose, what to type instead, and the words that are read then."""
    for node, role, _ in placed:
        if role == "form" or isinstance(node, ScalarNode) or not _is_prose(node, role, cast):
            continue
        source, end = node.source_text, _end(node)
        words = source.text[node.start : end]
        behind = source.text[end : source.line_end(end)].rstrip(" ")
        if "\n" in words or (behind and not behind.startswith("  #")):
            continue
        line = line_at(source, node.start)
        typed = as_prose([words], column_of(line), bool(behind))
        if typed:
            yield node, Repair(node.start, end, typed, line.number, "put into quotes"), words


def _is_prose(node: SequenceNode | MappingNode, role: str, cast: Collection[str]) -> bool:
    if role == "prose":
        return node.flow
    if isinstance(node, SequenceNode):
        return node.flow and not any(isinstance(item, ScalarNode) and _EFFECT.search(item.text) for item in node.items)
    if len(node.items) != 1:
        return False
    (key, value) = node.items[0]
    if not isinstance(value, ScalarNode) or key.style != "plain" or value.style in "|>":
        return False
    if node.flow:
        return not _is_nearly(key.text, cast)
    return bool(value.text) and not ID.fullmatch(key.text) and not _is_nearly(key.text, cast)


def _is_nearly(name: str, cast: Collection[str]) -> bool:
    return bool(nearest(name, [*_WORDS, *OPTION, *cast]))


def _end(node: SequenceNode | MappingNode) -> int:
    """Where the node ends; a map without braces does not end before the next thing begins, so where its value does."""
    return node.end if node.flow or isinstance(node, SequenceNode) else node.items[0][1].end
