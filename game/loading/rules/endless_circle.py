"""Jumps may not go round without a choice: the player would never be asked again."""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview
from game.story.model import Do, Goto, Label, Paragraph, PlaySound, Sensitive, ShowArt, Speech, Story, Target

CODE = "endless-circle"
ADVICE = "Put a `choose` on the way round, or a condition that ends it."


def check(overview: Overview, report: Report) -> None:
    """Scenes and labels from which the only way, without condition or choice, leads back."""
    story = overview.story
    onward: dict[Target, Target | None] = {}
    for name in story.scenes:
        way: dict[Target, None] = {}
        here: Target | None = Target(name)
        while here is not None and here not in onward:
            way[here] = None
            following = _next(story, here)
            onward[here] = following
            here = following
        if here in way:
            _tell(story, report, list(way)[list(way).index(here) :])


def _tell(story: Story, report: Report, around: list[Target]) -> None:
    first = min(around, key=str)
    message = f"`{first}` comes back to itself for ever, without a choice on the way"
    report.error(CODE, story.scenes[first.scene].span, message, ADVICE)


def _next(story: Story, at: Target) -> Target | None:
    """Where the beats from `at` on must lead, or None where it depends or a choice waits."""
    passed = not at.label
    for beat in story.scenes[at.scene].script:
        passed = passed or (isinstance(beat, Label) and beat.name == at.label)
        if passed and isinstance(beat, Goto):
            return beat.target
        if passed and not isinstance(beat, Paragraph | Speech | ShowArt | PlaySound | Sensitive | Do | Label):
            return None
    return None
