"""A picture that nothing shows, and a sound that is never heard."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview
from game.story.model import PlaySound, ShowArt

CODE = "never-shown"


def check(overview: Overview, report: Report) -> None:
    """Art and sounds that are declared and never come."""
    story = overview.story
    shown = {story.cover, *(beat.art for _, beat in overview.all(ShowArt))}
    shown |= {scene.art for scene in story.scenes.values()}
    heard = {beat.sound for _, beat in overview.all(PlaySound)}
    for name, picture in story.art.items():
        if name not in shown:
            advice = f"Put `art: {name}` into a scene, or `- art: {name}` into its script."
            report.warning(CODE, picture.span, f"nothing shows the picture `{name}`", advice)
    for name, sound in story.sounds.items():
        if name not in heard:
            report.warning(CODE, sound.span, f"the sound `{name}` is never heard", f"Put `- sound: {name}` where it is heard.")
