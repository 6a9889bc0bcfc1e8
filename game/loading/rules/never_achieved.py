"""An achievement that nothing gives can never be earned."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Achieve
from game.loading.rules.overview import Overview
from game.story.model import Do

CODE = "never-achieved"


def check(overview: Overview, report: Report) -> None:
    """Achievements that are declared and never given."""
    story = overview.story
    done = (beat.effects for _, beat in overview.all(Do))
    given = {effect.achievement for effects in done for effect in effects if isinstance(effect, Achieve)}
    for name, achievement in story.achievements.items():
        if name not in given:
            report.warning(CODE, achievement.span, f"nothing achieves `{name}`", f"Put `achieve {name}` into a `do`.")
