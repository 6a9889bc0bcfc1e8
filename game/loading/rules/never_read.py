"""A variable that nothing reads changes nothing."""

from __future__ import annotations

from collections import Counter

from game.diagnostics import Report
from game.language.tree import Assign, Read, walk
from game.loading.rules.overview import Overview
from game.story.model import Story

CODE = "never-read"


def check(overview: Overview, report: Report) -> None:
    """Variables that no condition and no text asks for; of an attribute, all students together."""
    story = overview.story
    read = {name.partition(".")[0] for name in _read(story)}
    reported: set[str] = set()
    for variable in story.variables.values():
        name = variable.name.partition(".")[0]
        if name not in read and variable.show is None and name not in reported:
            reported.add(name)
            report.warning(CODE, variable.span, f"nothing ever asks for `{name}`", "Use it in a condition or a text, or drop it.")


def _read(story: Story) -> Counter[str]:
    """How often each slot is read, not counting what only serves to change the same slot (`noise += 1`)."""
    trees = [scene.script for scene in story.scenes.values()]
    looks = [look.text for scene in story.scenes.values() for look in scene.looks]
    found: Counter[str] = Counter()
    conditions = [promise.condition for promise in story.always] + [event.condition for event in story.events.values()]
    shown = [variable.show_when for variable in story.variables.values()]
    storylets = [(storylet.when, storylet.pick) for storylet in story.storylets]
    texts = [note.text for note in story.notes.values()] + [member.now for member in story.cast.values()]
    texts += [story.company, story.carried]
    for tree in (*trees, *looks, *conditions, *shown, *storylets, *texts):
        for node in walk(tree):
            if isinstance(node, Read):
                found[node.slot] += 1
            elif isinstance(node, Assign):
                own = (inner for inner in walk(node.value) if isinstance(inner, Read) and inner.slot == node.slot)
                found[node.slot] -= sum(1 for _ in own)
    return +found
