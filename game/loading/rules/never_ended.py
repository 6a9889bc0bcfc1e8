"""An ending that no `end` names cannot be reached."""

from __future__ import annotations

from game.diagnostics import Report
from game.story.model import End, Story, beats

CODE = "never-ended"


def check(story: Story, report: Report) -> None:
    """Endings that are declared and never come."""
    reached = {beat.ending for scene in story.scenes.values() for beat in beats(scene.script) if isinstance(beat, End)}
    for name, ending in story.endings.items():
        if name not in reached:
            report.warning(CODE, ending.span, f"nothing ends with `{name}`", f"Put `- end: {name}` where it comes about.")
