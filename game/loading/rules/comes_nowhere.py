"""An event comes at a choice; where it may come there must be one."""

from __future__ import annotations

from game.diagnostics import Report
from game.story.graph import graph_of
from game.story.model import Choose, Story, beats

CODE = "comes-nowhere"
ADVICE = "It comes before the choices of scenes whose `at` it names, unless they have `events: false`."


def check(story: Story, report: Report) -> None:
    """Events for which no scene has a choice where they may come."""
    played = graph_of(story).played_outside_events(story.start)
    waiting = [scene for scene in story.scenes.values() if any(isinstance(beat, Choose) for beat in beats(scene.script))]
    for event in story.events.values():
        if not any(scene.id in played and event.interrupts(scene) for scene in waiting):
            report.warning(CODE, event.span, f"there is no choice at which `{event.id}` could come", ADVICE)
