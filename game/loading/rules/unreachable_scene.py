"""A scene to which nothing leads is never played, unless an author jumps there."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview

CODE = "unreachable-scene"
ADVICE = "Lead to it with `goto`, `visit`, a deck or an event; or take it away."


def check(overview: Overview, report: Report) -> None:
    """Scenes that no jump, visit, deal or event leads to from the start, conditions aside."""
    story = overview.story
    reached = overview.graph.reached_from(story.start)
    for name, scene in story.scenes.items():
        if name not in reached:
            report.warning(CODE, scene.span, f"nothing leads to `{name}`", ADVICE)
