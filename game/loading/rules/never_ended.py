"""An ending that no `end` names cannot be reached; nor can one that ends only scenes to which nothing leads."""

from __future__ import annotations

from game.diagnostics import Report
from game.story.graph import graph_of
from game.story.model import End, Story, beats

CODE = "never-ended"


def check(story: Story, report: Report) -> None:
    """Endings that are declared and never come."""
    led_to = graph_of(story).reached_from(story.start)
    found = [(beat.ending, scene.id) for scene in story.scenes.values() for beat in beats(scene.script) if isinstance(beat, End)]
    for name, ending in story.endings.items():
        scenes = [scene for each, scene in found if each == name]
        if not scenes:
            report.warning(CODE, ending.span, f"nothing ends with `{name}`", f"Put `- end: {name}` where it comes about.")
        elif led_to.isdisjoint(scenes):
            message = f"`{name}` ends only scenes to which nothing leads"
            report.warning(CODE, ending.span, message, f"Lead to `{scenes[0]}`, or put `- end: {name}` where it comes about.")
