"""A variable that nothing reads changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from game.diagnostics import Report
from game.language.tree import Assign, Read, walk
from game.loading.rules.overview import Overview
from game.story.model import Story

CODE = "never-read"


def check(overview: Overview, report: Report) -> None:
    """Variables that no condition and no text asks for; of an attribute, all students together."""
    asked = {variable.name: variable.name.partition(".")[0] for variable in overview.story.variables.values()}
    unread = {asked[each.name]: each for each in tuple(overview.story.variables.values())[::-1] if each.show is None}
    for tree in _trees(overview.story):
        if not unread:  # mostly after a few scenes
            return
        for slot in _read(tree):
            unread.pop(asked.get(slot, ""), None)
    for name, variable in reversed(unread.items()):
        report.warning(CODE, variable.span, f"nothing ever asks for `{name}`", "Use it in a condition or a text, or drop it.")


def _trees(story: Story) -> Iterator[object]:
    """All that can read something."""
    for scene in story.scenes.values():
        yield scene.script
        yield from (look.text for look in scene.looks)
    yield from (promise.condition for promise in story.always)
    yield from (event.condition for event in story.events.values())
    yield from (variable.show_when for variable in story.variables.values())
    yield from ((storylet.when, storylet.pick) for storylet in story.storylets)
    yield from (note.text for note in story.notes.values())
    yield from (member.now for member in story.cast.values())
    yield from (story.company, story.carried)


def _read(tree: object) -> Iterator[str]:
    """The slots that are read there, without what only serves to change the same slot (`noise += 1`)."""
    found: Counter[str] = Counter()
    for node in walk(tree):
        if isinstance(node, Read):
            found[node.slot] += 1
        elif isinstance(node, Assign):
            own = (inner for inner in walk(node.value) if isinstance(inner, Read) and inner.slot == node.slot)
            found[node.slot] -= sum(1 for _ in own)
    return (slot for slot, count in found.items() if count > 0)
