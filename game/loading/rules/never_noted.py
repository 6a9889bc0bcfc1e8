"""A note that nothing puts into the journal is never read."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Note
from game.loading.rules.overview import Overview
from game.story.model import Do

CODE = "never-noted"


def check(overview: Overview, report: Report) -> None:
    """Notes that are declared and never given."""
    story = overview.story
    done = (beat.effects for _, beat in overview.all(Do))
    given = {effect.note for effects in done for effect in effects if isinstance(effect, Note)}
    for name, note in story.notes.items():
        if name not in given:
            report.warning(CODE, note.span, f"nothing notes `{name}`", f"Put `note {name}` into a `do`.")
