"""An event whose condition can never hold never comes."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Not
from game.loading.rules.coverage import always_holds
from game.story.model import Story

CODE = "never-due"


def check(story: Story, report: Report) -> None:
    """Events whose `when` is false whatever its variables are."""
    for event in story.events.values():
        if always_holds(story, [Not(event.condition)]):
            message = f"`{event.id}` is never due: its `when` holds for no value of its variables"
            report.warning(CODE, event.span, message, "Mend the condition, or take the event away.")
