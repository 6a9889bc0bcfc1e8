"""What the nodes of a file are for: where there is prose, where there are beats, and which maps have keys with an order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from game.loading.keys import ACHIEVEMENT, ART, BEATS, ENDING, MEMBER, NOTE, OPTION, PLACE, SCENE, SOUND, STORY, Form
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode

Role = Literal["prose", "beat", "form"]

_ENTRIES = {
    "cast": MEMBER, "places": PLACE, "notes": NOTE, "achievements": ACHIEVEMENT, "endings": ENDING, "art": ART, "sounds": SOUND,
}  # fmt: skip
_NO_PROSE = {"bright", "dim", "each", "range", "start", "version"}
"""What holds a line that the reader reads further."""


class Placed(NamedTuple):
    """A node that is not inside of brackets, and its role. `form` is that of a map whose keys have an order."""

    node: Node
    role: Role
    form: Form | None = None


def scene_file(root: Node, cast: Collection[str]) -> Iterator[Placed]:
    """The placed nodes of a file of scenes."""
    for _, scene in _entries(root):
        yield from _form(scene, SCENE, cast)


def story_file(root: Node) -> Iterator[Placed]:
    """The placed nodes of `story.yaml`; the order of its keys is the author's."""
    for key, value in _entries(root):
        if key.text in _ENTRIES:
            for _, entry in _entries(value):
                yield from (placed for placed in _form(entry, _ENTRIES[key.text], ()) if placed.role != "form")
        elif is_prose_key(key.text, STORY):
            yield Placed(value, "prose")


def is_prose_key(key: str, form: Form) -> bool:
    """Whether what stands under the key is read by players: a text, or a line of words."""
    return key in form and form[key].holds in ("text", "line") and key not in _NO_PROSE


def _entries(node: Node) -> tuple[tuple[ScalarNode, Node], ...]:
    return node.items if isinstance(node, MappingNode) and not node.flow else ()


def _form(node: Node, form: Form, cast: Collection[str]) -> Iterator[Placed]:
    if _entries(node):
        yield Placed(node, "form", form)
    for key, value in _entries(node):
        name = key.text
        if is_prose_key(name, form):
            yield Placed(value, "prose")
        elif name in form and form[name].holds in ("script", "telling"):
            yield from _script(value, cast)
        elif name in form and form[name].holds == "options" and isinstance(value, SequenceNode) and not value.flow:
            for option in value.items:
                yield from _form(option, OPTION, cast)
        elif name == "look":
            yield from (Placed(thing, "prose") for _, thing in _entries(value))


def _script(node: Node, cast: Collection[str]) -> Iterator[Placed]:
    if not isinstance(node, SequenceNode):
        yield from _beat(node, cast)
    elif not node.flow:
        for item in node.items:
            yield from _beat(item, cast)


def _beat(node: Node, cast: Collection[str]) -> Iterator[Placed]:
    yield Placed(node, "beat")
    entries = _entries(node)
    kind = next((key.text for key, _ in entries if key.text in BEATS), None)
    if kind is not None:
        yield from _form(node, BEATS[kind], cast)
    elif len(entries) == 1 and entries[0][0].text in cast:
        yield Placed(entries[0][1], "prose")
