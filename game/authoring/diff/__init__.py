"""`hyosan diff OLD NEW`: what changed in the meaning of a story, and how the saves of the old one would load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from game.authoring.diff.changes import Change, ordered
from game.authoring.diff.declared import declared
from game.authoring.diff.meaning import Version
from game.authoring.diff.old_saves import loading
from game.authoring.diff.report import FORMS, Diff, Form
from game.authoring.diff.scenes import scenes
from game.authoring.diff.sources import open_story
from game.engine.program import Program
from game.errors import StoryError
from game.language.characters import clean
from game.saving.store import Store
from game.story.model import Story


def diff(
    old: str,
    new: str,
    say: Callable[[str], None],
    complain: Callable[[str], None],
    *,
    form: Form = "text",
    saves: Path | None = None,
) -> int:
    """Says what is different. `old` and `new` are folders or `REVISION:FOLDER`; without `saves`, saves are made.

    Returns 0, also when there are differences: this is a report. 1 when a story has errors; they are complained of.
    Raises `SaveError` when the folder of the saves cannot be listed.
    """
    try:
        before, after = open_story(old), open_story(new)
    except StoryError as error:
        if len(error.report):
            complain(error.report.draw() + "\n")
        complain(clean(str(error)))
        return 1
    store = Store(saves) if saves is not None else None
    same = before.fingerprint == after.fingerprint
    found = loading(Program(before), Program(after), store) if store is not None or not same else None
    say(clean(FORMS[form](Diff(before, after, changes(before, after), found))))
    return 0


def changes(old: Story, new: Story) -> tuple[Change, ...]:
    """Every difference in meaning, the most important first."""
    before, after = Version.old(old, new), Version.new(new)
    return ordered([*declared(before, after), *scenes(before, after)])


__all__ = ["changes", "diff"]
