"""A scene that was not visited must lead somewhere: its script may not run out.

wrong: `kitchen: {script: [It is dark.]}`      right: `kitchen: {script: [It is dark., goto: yard]}`
"""

from __future__ import annotations

from game.diagnostics import Report, Span
from game.loading.rules.coverage import always_offers
from game.loading.rules.nowhere_to_return import returns_nowhere
from game.story.graph import can_run_out, graph_of
from game.story.model import Return, Scene, Story, beats

CODE = "no-way-on"
ADVICE = "End it with `- goto: scene` or `- end: ending`; a way out under `if` needs one under `else` too."


def check(story: Story, report: Report) -> None:
    """Scenes that the story starts with or jumps to, and whose script can run out (a `return` that leads nowhere aside)."""
    for name in sorted((graph_of(story).jumped_to | {story.start}) - set(returns_nowhere(story))):
        scene = story.scenes[name]
        if can_run_out(scene.script, lambda _: True):
            how = "has a `return`" if _return_of(scene) is not None else "can run out"
            message = f"the script of `{name}` {how}, and nobody who came here by `goto` has a way on"
            report.error(CODE, _end_of(scene), message, ADVICE)
        elif can_run_out(scene.script, lambda choose: always_offers(story, choose)):
            message = f"the script of `{name}` runs out if no option is on offer"
            report.warning(CODE, _end_of(scene), message, "Put a `goto` behind the options, or a `fallback`.")


def _return_of(scene: Scene) -> Return | None:
    return next((beat for beat in beats(scene.script) if isinstance(beat, Return)), None)


def _end_of(scene: Scene) -> Span:
    """The first `return`, else the last beat."""
    last = _return_of(scene) or (scene.script[-1] if scene.script else scene)
    return last.span
