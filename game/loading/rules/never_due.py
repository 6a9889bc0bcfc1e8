"""An event whose condition can never hold never comes."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Not
from game.loading.rules.overview import Overview

CODE = "never-due"


def check(overview: Overview, report: Report) -> None:
    """Events whose `when` is false whatever its variables are."""
    story = overview.story
    for event in story.events.values():
        if overview.coverage.always_holds([Not(event.condition)]):
            message = f"`{event.id}` is never due: its `when` holds for no value of its variables"
            report.warning(CODE, event.span, message, "Mend the condition, or take the event away.")
