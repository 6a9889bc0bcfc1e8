"""Jumps may not go round without a choice: the player would never be asked again."""

from __future__ import annotations

from game.diagnostics import Report
from game.story.model import Do, Goto, Label, Paragraph, PlaySound, Sensitive, ShowArt, Speech, Story, Target

CODE = "endless-circle"
ADVICE = "Put a `choose` on the way round, or a condition that ends it."


def check(story: Story, report: Report) -> None:
    """Scenes from which the only way, without condition or choice, leads back."""
    onward = {Target(name): _next(story, Target(name)) for name in story.scenes}
    for start in list(onward):
        seen: set[Target] = set()
        here: Target | None = start
        while here is not None and here not in seen:
            seen.add(here)
            if here not in onward:
                onward[here] = _next(story, here)
            here = onward[here]
        if here == start and start == min(seen, key=str):
            scene = story.scenes[start.scene]
            report.error(CODE, scene.span, f"`{start.scene}` comes back to itself for ever, without a choice on the way", ADVICE)


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
