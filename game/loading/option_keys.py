"""The keys and names of an option that do not go together."""

from __future__ import annotations

from collections.abc import Iterable

from game.diagnostics import Report
from game.loading.draft import DraftScene
from game.loading.forms import Fields
from game.loading.reading.nodes import ScalarNode
from game.story.model import Storylet

LEADING_AWAY = ("leave", "goto", "return", "end")


def refuse_clashes(fields: Fields, hub: bool, report: Report) -> None:
    """Says which keys of an option contradict each other."""
    if fields.truth("fallback") and ("pick" in fields or "locked" in fields):
        key = fields.keys["pick" if "pick" in fields else "locked"]
        report.error("clashing-keys", key.span, "a fallback is never seen", "Take away `fallback`, or this key.")
    for name in ("sticky", "leave"):
        if name in fields and not hub:
            span = fields.keys[name].span
            report.error("clashing-keys", span, f"`{name}` belongs to options of a hub", "Take it away here.")
    if "locked" in fields and "when" not in fields and "each" not in fields:
        report.error(
            "clashing-keys", fields.keys["locked"].span, "`locked` needs `when`", "Say with `when:` when it is not locked."
        )
    if "at most" in fields:
        report.error("clashing-keys", fields.keys["at most"].span, "`at most` belongs to `deal`", "Take it away here.")
    _refuse_two_ways(fields, report)


def refuse_beside_deal(fields: Fields, hub: bool, report: Report) -> None:
    """Says which keys belong to the storylets and not to the `deal` that offers them."""
    for name in fields.keys:
        if name not in ("deal", "at most", "when", "do", *LEADING_AWAY):
            advice = "Say it in the scenes of the deck, or take it away here."
            report.error("clashing-keys", fields.keys[name].span, f"`{name}` does not stand beside `deal`", advice)
    if "leave" in fields and not hub:
        report.error("clashing-keys", fields.keys["leave"].span, "`leave` belongs to options of a hub", "Take it away here.")
    _refuse_two_ways(fields, report)


def refuse_same_names(deal: ScalarNode, scene: DraftScene, storylets: Iterable[Storylet], report: Report) -> None:
    """A dealt option is called like its scene, so nothing else in the scene that deals it may be."""
    for storylet in storylets:
        other = scene.options.get(storylet.scene) or scene.labels.get(storylet.scene)
        if other is not None:
            advice = f"The other one stands at {other}. Give it an `id` or a name of its own."
            message = f"an option or label of this scene is called `{storylet.scene}`, like a scene of the deck"
            report.error("double-name", deal.span, message, advice)


def _refuse_two_ways(fields: Fields, report: Report) -> None:
    ways = [name for name in ("goto", "return", "end") if name in fields]
    for name in ways[1:]:
        advice = f"Keep `{ways[0]}` or `{name}`."
        report.error("clashing-keys", fields.keys[name].span, "an option leads to one place", advice)
