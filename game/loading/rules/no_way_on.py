"""A scene that was not visited must lead somewhere: its script may not run out.

wrong: `kitchen: {script: [It is dark.]}`      right: `kitchen: {script: [It is dark., goto: yard]}`
"""

from __future__ import annotations

from game.diagnostics import Report, Span
from game.loading.rules.nowhere_to_return import returns_nowhere
from game.loading.rules.overview import Overview
from game.story.graph import can_run_out
from game.story.model import Return

CODE = "no-way-on"
ADVICE = "End it with `- goto: scene` or `- end: ending`; a way out under `if` needs one under `else` too."


def check(overview: Overview, report: Report) -> None:
    """Scenes that the story starts with or jumps to, and whose script can run out (a `return` that leads nowhere aside)."""
    story = overview.story
    for name in sorted((overview.graph.jumped_to | {story.start}) - set(returns_nowhere(overview))):
        scene = story.scenes[name]
        if can_run_out(scene.script, lambda _: True):
            how = "has a `return`" if _return_of(overview, name) is not None else "can run out"
            message = f"the script of `{name}` {how}, and nobody who came here by `goto` has a way on"
            report.error(CODE, _end_of(overview, name), message, ADVICE)
        elif can_run_out(scene.script, overview.coverage.always_offers):
            message = f"the script of `{name}` runs out if no option is on offer"
            report.warning(CODE, _end_of(overview, name), message, "Put a `goto` behind the options, or a `fallback`.")


def _return_of(overview: Overview, scene: str) -> Return | None:
    return next((beat for beat in overview.beats[scene] if isinstance(beat, Return)), None)


def _end_of(overview: Overview, name: str) -> Span:
    """The first `return`, else the last beat."""
    scene = overview.story.scenes[name]
    last = _return_of(overview, name) or (scene.script[-1] if scene.script else scene)
    return last.span
