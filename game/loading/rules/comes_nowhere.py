"""An event comes at a choice; where it may come there must be one."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview
from game.story.model import Choose

CODE = "comes-nowhere"
ADVICE = "It comes before the choices of scenes whose `at` it names, unless they have `events: false`."


def check(overview: Overview, report: Report) -> None:
    """Events for which no scene has a choice where they may come."""
    story = overview.story
    played = overview.graph.played_outside_events(story.start)
    waiting = [story.scenes[name] for name in dict.fromkeys(name for name, _ in overview.all(Choose))]
    for event in story.events.values():
        if not any(scene.id in played and event.interrupts(scene) for scene in waiting):
            report.warning(CODE, event.span, f"there is no choice at which `{event.id}` could come", ADVICE)
