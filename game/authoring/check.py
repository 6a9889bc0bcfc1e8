"""`hyosan check`: every mistake of a story at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from game.loading import load


def check(folder: Path, say: Callable[[str], None]) -> int:
    """Says all that is to be said of the story in `folder`. Returns 0 when it can be played, else 1."""
    story, report = load(folder)
    if len(report):
        say(report.draw())
    errors, warnings = len(report.errors), len(report) - len(report.errors)
    counts = [f"{number} {noun}{'s' * (number != 1)}" for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    if story is None:
        say(f"\n{' and '.join(counts)}: the story cannot be played yet.")
        return 1
    say(f"{story.title} {story.version}: {len(story.scenes)} scenes, {' and '.join(counts) or 'nothing to mend'}.")
    return 0
