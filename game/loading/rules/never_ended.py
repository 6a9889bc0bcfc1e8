"""An ending that no `end` names cannot be reached; nor can one that ends only scenes to which nothing leads."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview
from game.story.model import End

CODE = "never-ended"


def check(overview: Overview, report: Report) -> None:
    """Endings that are declared and never come."""
    story = overview.story
    led_to = overview.graph.reached_from(story.start)
    found = [(beat.ending, scene) for scene, beat in overview.all(End)]
    for name, ending in story.endings.items():
        scenes = [scene for each, scene in found if each == name]
        if not scenes:
            report.warning(CODE, ending.span, f"nothing ends with `{name}`", f"Put `- end: {name}` where it comes about.")
        elif led_to.isdisjoint(scenes):
            message = f"`{name}` ends only scenes to which nothing leads"
            report.warning(CODE, ending.span, message, f"Lead to `{scenes[0]}`, or put `- end: {name}` where it comes about.")
