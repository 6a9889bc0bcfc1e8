"""A scene that was not visited must lead somewhere: its script may not run out.

wrong: `kitchen: {script: [It is dark.]}`      right: `kitchen: {script: [It is dark., goto: yard]}`
"""

from __future__ import annotations

from game.diagnostics import Report, Span
from game.loading.rules.coverage import always_offers
from game.loading.rules.nowhere_to_return import returns_nowhere
from game.story.graph import can_run_out, graph_of
from game.story.model import Scene, Story

CODE = "no-way-on"
ADVICE = "End it with `- goto: scene` or `- end: ending`; a way out under `if` needs one under `else` too."


def check(story: Story, report: Report) -> None:
    """Scenes that the story starts with or jumps to, and whose script can run out (a `return` that leads nowhere aside)."""
    for name in sorted((graph_of(story).jumped_to | {story.start}) - set(returns_nowhere(story))):
        scene = story.scenes[name]
        if can_run_out(scene.script, lambda _: True):
            message = f"the script of `{name}` can run out, and nobody who came here by `goto` has a way on"
            report.error(CODE, _end_of(scene), message, ADVICE)
        elif can_run_out(scene.script, lambda choose: always_offers(story, choose)):
            message = f"the script of `{name}` runs out if no option is on offer"
            report.warning(CODE, _end_of(scene), message, "Put a `goto` behind the options, or a `fallback`.")


def _end_of(scene: Scene) -> Span:
    return scene.script[-1].span if scene.script else scene.span
