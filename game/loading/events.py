"""Events: scenes that come by themselves. `since` and `turns` become a plain condition, and so does what happens only once."""

from __future__ import annotations

from collections.abc import Iterator

from game.language import folding
from game.language.tree import NEVER, Comparison, Constant, Expression, Read, TurnsSince
from game.loading.declarations import DraftEvent
from game.loading.resolver import Resolver
from game.story.model import Event

SINCE_ADVICE = "`since: kitchen, turns: 3`: three turns after that scene was entered."


def link_events(resolver: Resolver) -> dict[str, Event]:
    """The events of the story, in the order of the file."""
    made = (_event(draft, resolver) for draft in resolver.declared.events.values())
    return {event.id: event for event in made if event is not None}


def _event(draft: DraftEvent, resolver: Resolver) -> Event | None:
    fields, report = draft.fields, resolver.report
    scene, when = fields.scalar("visit"), fields.scalar("when")
    if when is None and "since" not in fields:
        advice = "`when:` a condition, or `since:` a scene and `turns:` how many later."
        report.error("missing-key", draft.span, f"the event `{draft.id}` does not say when it is due", advice)
    condition = folding.both([resolver.condition(when, resolver.scope) or folding.TRUE, *_since(draft, resolver)])
    places = tuple(_places(draft, resolver))
    if scene is None:
        return None
    if scene.text not in resolver.drafts:
        resolver.no_scene(scene.text, scene)
        return None
    slot = resolver.slots.ask("event", draft.id)
    due = folding.both([condition, folding.negate(Read(slot))])
    was = tuple(word.text for word in fields.words("was"))
    return Event(draft.id, condition, due, places, scene.text, fields.truth("again"), was, slot, draft.span)


def _places(draft: DraftEvent, resolver: Resolver) -> Iterator[str]:
    for node in draft.fields.words("at"):
        if node.text in resolver.declared.places:
            yield node.text
        else:
            resolver.unknown("place", node, resolver.declared.places)


def _since(draft: DraftEvent, resolver: Resolver) -> Iterator[Expression]:
    """`since: kitchen, turns: 3` is `seen(kitchen) and turns_since(kitchen) >= 3`."""
    fields, report = draft.fields, resolver.report
    node, turns = fields.scalar("since"), fields.whole("turns")
    if (node is None) != ("turns" not in fields):
        key = fields.keys["turns" if node is None else "since"]
        report.error("clashing-keys", key.span, "`since` and `turns` belong together", SINCE_ADVICE)
    if node is None or turns is None:
        return
    if not 1 <= turns < NEVER:
        report.error("bad-limit", fields.values["turns"].span, f"`turns: {turns}` never comes", f"From 1 to {NEVER - 1}.")
    target = resolver.target(node, node.text.strip(), None)
    if target is not None:
        yield Read(resolver.slots.ask("seen", str(target)))
        yield Comparison(">=", TurnsSince(resolver.slots.ask("since", str(target))), Constant(turns))
