"""A deck without scenes deals nothing."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview

CODE = "empty-deck"


def check(overview: Overview, report: Report) -> None:
    """Decks that are declared, and that no scene is in."""
    story = overview.story
    filled = {storylet.deck for storylet in story.storylets}
    for name, deck in story.decks.items():
        if name not in filled:
            report.warning(CODE, deck.span, f"no scene is in the deck `{name}`", f"Put `deck: {name}` into a scene.")
