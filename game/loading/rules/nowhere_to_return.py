"""`return` goes back to whoever visited the scene; where nobody does, there is no way back.

wrong: `kitchen: {script: [It is dark., return: true]}`, and a `goto: kitchen`      right: a `visit: kitchen`
"""

from __future__ import annotations

from game.diagnostics import Report
from game.loading.rules.overview import Overview
from game.story.model import Return

CODE = "nowhere-to-return"
ADVICE = "Lead to the scene with `visit`, a deck or an event; or go on with `goto` instead."


def check(overview: Overview, report: Report) -> None:
    """Scenes with a `return` that nothing visits, deals, or plays as an event."""
    for name, beat in returns_nowhere(overview).items():
        report.error(CODE, beat.span, f"nobody visits `{name}`, so there is no way back from it", ADVICE)


def returns_nowhere(overview: Overview) -> dict[str, Return]:
    """The first `return` of each scene from which there is no way back."""
    visited = {scene for visits in overview.graph.visits.values() for scene in visits}
    visited |= {event.scene for event in overview.story.events.values()}
    found: dict[str, Return] = {}
    for name, beat in overview.all(Return):
        if name not in visited:
            found.setdefault(name, beat)
    return found
