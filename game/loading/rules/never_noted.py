"""A note that nothing puts into the journal is never read."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Note
from game.story.model import Do, Story, beats

CODE = "never-noted"


def check(story: Story, report: Report) -> None:
    """Notes that are declared and never given."""
    done = (beat.effects for scene in story.scenes.values() for beat in beats(scene.script) if isinstance(beat, Do))
    given = {effect.note for effects in done for effect in effects if isinstance(effect, Note)}
    for name, note in story.notes.items():
        if name not in given:
            report.warning(CODE, note.span, f"nothing notes `{name}`", f"Put `note {name}` into a `do`.")
