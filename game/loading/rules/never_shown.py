"""A picture that nothing shows, and a sound that is never heard."""

from __future__ import annotations

from game.diagnostics import Report
from game.story.model import PlaySound, ShowArt, Story, beats

CODE = "never-shown"


def check(story: Story, report: Report) -> None:
    """Art and sounds that are declared and never come."""
    told = [beat for scene in story.scenes.values() for beat in beats(scene.script)]
    shown = {story.cover, *(beat.art for beat in told if isinstance(beat, ShowArt))}
    shown |= {scene.art for scene in story.scenes.values()}
    heard = {beat.sound for beat in told if isinstance(beat, PlaySound)}
    for name, picture in story.art.items():
        if name not in shown:
            advice = f"Put `art: {name}` into a scene, or `- art: {name}` into its script."
            report.warning(CODE, picture.span, f"nothing shows the picture `{name}`", advice)
    for name, sound in story.sounds.items():
        if name not in heard:
            report.warning(CODE, sound.span, f"the sound `{name}` is never heard", f"Put `- sound: {name}` where it is heard.")
