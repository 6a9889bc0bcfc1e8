"""Whether two readings of a file mean the same: nothing is written unless this says so.

Equal must be: every text to the character, every list in its order, every map with its keys in their order (for scenes, options
and beats in that of the table of keys). Blanks at the end of a line under `|`, and breaks at the end of the text, mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from game.authoring.fmt.layout import sorted_keys
from game.loading.keys import Form
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode

Meaning = str | tuple["Meaning", ...]

_BLANKS_AT_END = re.compile(r"(?<![\\ ]) +$", re.MULTILINE)
_SIGNS = re.compile(r"[\s\"'\\|]+")


def meaning(root: Node, orders: Mapping[int, Form], texts: Mapping[int, str]) -> Meaning:
    """What a tree says, as strings and tuples, these with a sign for their kind first.

    `orders` and `texts` (other words for a node) are by the `id` of the node.
    """
    if id(root) in texts:
        return texts[id(root)]
    match root:
        case ScalarNode():
            return _words(root)
        case SequenceNode():
            return ("[", *(meaning(item, orders, texts) for item in root.items))
        case MappingNode():
            said = {key.text: meaning(value, orders, texts) for key, value in root.items}
            form = orders.get(id(root))
            return ("{", *((key, said[key]) for key in (sorted_keys(said, form) if form is not None else said)))


def signs(text: str) -> str:
    """Everything in a file but blanks and what quotes: what putting texts into quotes never changes."""
    return _SIGNS.sub("", text)


def _words(node: ScalarNode) -> str:
    if node.style == "|":
        return _BLANKS_AT_END.sub("", node.text).rstrip("\n")
    return node.text.rstrip("\n") if node.style == ">" else node.text
