"""A scene to which nothing leads is never played, unless an author jumps there."""

from __future__ import annotations

from game.diagnostics import Report
from game.story.graph import graph_of
from game.story.model import Story

CODE = "unreachable-scene"
ADVICE = "Lead to it with `goto`, `visit`, a deck or an event; or take it away."


def check(story: Story, report: Report) -> None:
    """Scenes that no jump, visit, deal or event leads to from the start, conditions aside."""
    reached = graph_of(story).reached_from(story.start)
    for name, scene in story.scenes.items():
        if name not in reached:
            report.warning(CODE, scene.span, f"nothing leads to `{name}`", ADVICE)
