"""Visits may not go in a circle: each would wait for the next to come back, for ever."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview
from game.story.model import Choose

CODE = "visit-circle"
ADVICE = "One of them must go on with `goto`, which does not wait."


def check(overview: Overview, report: Report) -> None:
    """Scenes that visit themselves, directly or through others."""
    story, graph = overview.story, overview.graph
    around = graph.visiting_themselves()
    for name, scene in story.scenes.items():
        if name in around:
            report.error(CODE, scene.span, f"`{name}` visits itself, directly or through the scenes that it visits", ADVICE)
    _events(overview, report)


def _events(overview: Overview, report: Report) -> None:
    """Events whose scene plays, by visits, a scene in which they may come: it would wait inside of itself.

    A scene that only events play is never interrupted, and may be visited by them.
    """
    story, graph = overview.story, overview.graph
    played = graph.played_outside_events(story.start)
    for event in story.events.values():
        for name in sorted({event.scene} | graph.visited_from(event.scene)):
            scene = story.scenes[name]
            waits = any(isinstance(beat, Choose) for beat in overview.beats[name])
            if name in played and waits and event.interrupts(scene):
                message = f"the event `{event.id}` may come in `{name}`, and plays that scene itself"
                report.error(CODE, event.span, message, f"Say with `at:` where it comes, or put `events: false` into `{name}`.")
