"""Reads a map by a table of keys: unknown, missing and misshapen keys become diagnostics, the rest goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from game.diagnostics import Report, Span, did_you_mean
from game.language.domain import parse_number
from game.language.pronouns import FEWEST, FORMS
from game.loading.keys import Form, Holds, Key
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.records import dataclass

ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
COMMA_ADVICE = 'In braces a comma ends a text: put a text with commas in quotes, `{pick: "Yes, of course"}`.'
ID_ADVICE = "An id has lower-case letters, digits and `_`, begins with a letter, and is at most 64 characters long."
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe"})


def as_id(typed: str) -> str:
    """Advice on an id that cannot be one, with the nearest that can: `Küche` -> `kueche`."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", typed).lower().translate(_SPELLED_OUT))
    words = re.findall("[a-z0-9]+", "".join(char for char in bare if not unicodedata.combining(char) and char not in "'’"))
    near = "_".join(words)
    return f"{ID_ADVICE}\nType `{near}`, for instance." if ID.fullmatch(near) else ID_ADVICE


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys of a map that passed; `span` is the place of the whole."""

    span: Span
    keys: Mapping[str, ScalarNode]
    values: Mapping[str, Node]
    refused: frozenset[str] = frozenset()
    """The keys that stand there with a value that does not fit, which was said."""

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def node(self, key: str) -> Node | None:
        return self.values.get(key)

    def scalar(self, key: str) -> ScalarNode | None:
        node = self.values.get(key)
        return node if isinstance(node, ScalarNode) else None

    def line(self, key: str, default: str = "") -> str:
        """The words under `key`, on one line."""
        node = self.scalar(key)
        return " ".join(node.text.split()) if node is not None else default

    def truth(self, key: str) -> bool:
        node = self.scalar(key)
        return node is not None and node.text == "true"

    def whole(self, key: str) -> int | None:
        node = self.scalar(key)
        return parse_number(node.text) if node is not None else None

    def words(self, key: str) -> tuple[ScalarNode, ...]:
        """A list of words, or the one word that stands instead of a list."""
        return scalars(self.values.get(key))

    def series(self, key: str) -> tuple[str, ...]:
        """The words under `key`, which stand between commas or in a list."""
        return series(self.values.get(key))

    def items(self, key: str) -> tuple[tuple[ScalarNode, Node], ...]:
        node = self.values.get(key)
        return node.items if isinstance(node, MappingNode) else ()


def scalars(node: Node | None) -> tuple[ScalarNode, ...]:
    """The scalars of a list, or the one that stands for a list."""
    if isinstance(node, ScalarNode):
        return (node,)
    if isinstance(node, SequenceNode):
        return tuple(item for item in node.items if isinstance(item, ScalarNode))
    return ()


def series(node: Node | None) -> tuple[str, ...]:
    """The words of a list, or of a text with commas."""
    texts = node.text.split(",") if isinstance(node, ScalarNode) else [item.text for item in scalars(node)]
    return tuple(" ".join(text.split()) for text in texts if text.strip())


_NONE: frozenset[str] = frozenset()


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.text and node.style == "plain"


def read_form(node: Node, form: Form, what: str, report: Report) -> Fields | None:
    """The fields of `what` (as in "an option"), or None when it is no map at all."""
    if not isinstance(node, MappingNode):
        some = ", ".join(f"`{key}`" for key, about in form.items() if about.required) or f"`{next(iter(form))}`"
        report.error("wrong-shape", node.span, f"{what} needs keys here", f"Such as {some}, each with a colon and a value.")
        return None
    keys: dict[str, ScalarNode] = {}
    values: dict[str, Node] = {}
    for key, value in node.items:
        if key.text not in form:
            advice = COMMA_ADVICE if node.flow and _is_nothing(value) else did_you_mean(key.text, form)
            report.error("unknown-key", key.span, f"{what} has no key `{key.text}`", advice)
        elif fits(form[key.text], value, key, report):
            keys[key.text], values[key.text] = key, value
    present = values.keys() if len(values) == len(node.items) else {key.text for key, _ in node.items}
    for name, key_ in form.items():
        if key_.required and name not in present:
            report.error("missing-key", node.span, f"{what} needs `{name}`", f"`{name}:` {key_.about}.")
    return Fields(
        node.span, keys, values, frozenset(present & form.keys() - values.keys()) if present != values.keys() else _NONE
    )


def fits(key: Key, value: Node, name: ScalarNode, report: Report) -> bool:
    """Whether the value has the shape that the key holds; says what is wrong when it has not."""
    wrong = _SHAPES[key.holds](value)
    if wrong:
        code = "empty-value" if isinstance(value, ScalarNode) and not value.text.strip() else "wrong-shape"
        report.error(code, value.span, f"`{name.text}` needs {wrong}", f"`{name.text}:` {key.about}.")
    return not wrong


def _scalar(expected: str) -> Callable[[Node], str]:
    def shape(node: Node) -> str:
        return "" if isinstance(node, ScalarNode) and node.text.strip() else expected

    return shape


def _truth(node: Node) -> str:
    return "" if isinstance(node, ScalarNode) and node.text in ("true", "false") else "`true` or `false`"


def _whole(node: Node) -> str:
    return "" if isinstance(node, ScalarNode) and parse_number(node.text) is not None else "a whole number"


def _word(node: Node) -> str:
    return "" if isinstance(node, ScalarNode) and ID.fullmatch(node.text) else "an id: lower-case letters, digits and `_`"


def _words(node: Node) -> str:
    items = node.items if isinstance(node, SequenceNode) else (node,)
    good = items and all(isinstance(item, ScalarNode) and ID.fullmatch(item.text) for item in items)
    return "" if good else "an id or a list of ids: lower-case letters, digits and `_`"


def _pronouns(node: Node) -> str:
    whole = isinstance(node, ScalarNode) or all(isinstance(item, ScalarNode) for item in getattr(node, "items", ()))
    good = whole and len(series(node)) in (FEWEST, len(FORMS))
    return "" if good else "three forms, `[she, her, her]`, or five: `[she, her, her, hers, herself]`"


def _effects(node: Node) -> str:
    items = node.items if isinstance(node, SequenceNode) else (node,)
    good = items and all(isinstance(item, ScalarNode) and item.text.strip() for item in items)
    return "" if good else "an effect or a list of effects, such as `noise += 1`"


def _map(node: Node) -> str:
    return "" if isinstance(node, MappingNode) else "names with a colon and a value each"


def _list(node: Node) -> str:
    return "" if isinstance(node, SequenceNode) else "a list, each item after a dash"


def _options(node: Node) -> str:
    good = isinstance(node, SequenceNode) and node.items and all(isinstance(item, MappingNode) for item in node.items)
    return "" if good else "a list of options, each after a dash, such as `- pick: Wait`"


def _anything(_: Node) -> str:
    return ""


_SHAPES: Mapping[Holds, Callable[[Node], str]] = {
    "word": _word,
    "text": _scalar("a text"),
    "line": _scalar("a text"),
    "condition": _scalar("a condition"),
    "number": _scalar("a number, or an expression that is one"),
    "effects": _effects,
    "target": _scalar("a scene, or a label"),
    "scene": _scalar("a scene"),
    "script": _anything,
    "telling": _anything,
    "picture": _scalar("the lines of a picture, under `|`"),
    "options": _options,
    "truth": _truth,
    "words": _words,
    "map": _map,
    "list": _list,
    "form": _anything,
    "whole": _whole,
    "pronouns": _pronouns,
}
