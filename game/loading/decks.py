"""Storylets and the decks that hold them: what a `deal` may play or offer, written out as plain conditions and effects.

How often a storylet was dealt, and what one `deal` has dealt already, are slots like any other. So the engine, and every tool
that reasons about states, meets a list of cards, each with a guard and with effects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.diagnostics import Report, Span
from game.language import folding
from game.language.tree import Arithmetic, Assign, Comparison, Constant, Effect, Expression, Not, Read
from game.loading.draft import DraftScene
from game.loading.forms import Fields
from game.loading.reading.nodes import ScalarNode
from game.loading.resolver import Resolver
from game.loading.slots import Slots
from game.records import dataclass, replace
from game.story.model import Card, Storylet, slot_name

MAX_DEALT = 1_000
MAX_COUNT = 1 << 53
"""As far as a save keeps numbers."""
OF_STORYLETS = ("when", "priority", "at most", "sticky", "pick")


@dataclass(frozen=True, slots=True)
class Decks:
    """The storylets of each deck, by falling priority, then in the order of the story's files."""

    storylets: Mapping[str, tuple[Storylet, ...]]
    slots: Slots

    @classmethod
    def of(cls, drafts: Mapping[str, DraftScene], resolver: Resolver) -> Decks:
        """Reads how the scenes offer themselves; what cannot be read is said."""
        found: dict[str, list[Storylet]] = {deck: [] for deck in resolver.declared.decks}
        for draft in drafts.values():
            storylet = _storylet(draft, resolver)
            if storylet is not None:
                found[storylet.deck].append(storylet)
        decks = {deck: sorted(those, key=lambda each: -each.priority) for deck, those in found.items()}
        return cls({deck: tuple(those) for deck, those in decks.items()}, resolver.slots)

    def storylet(self, scene: str) -> Storylet | None:
        """How this scene offers itself, if it does."""
        return next((each for those in self.storylets.values() for each in those if each.scene == scene), None)

    def known(self, node: ScalarNode, resolver: Resolver) -> bool:
        """Whether there is such a deck; says so when there is none."""
        if node.text not in self.storylets:
            resolver.unknown("deck", node, self.storylets)
        return node.text in self.storylets

    def has_equals(self, deck: str) -> bool:
        """Whether the dice have something to say: two storylets have the same priority."""
        those = self.storylets[deck]
        return len({each.priority for each in those}) < len(those)

    def cards(self, deck: str, target: str = "") -> Iterator[Card]:
        """The cards of a `deal`. With `target`, the `deal` of that name remembers which of them it has dealt."""
        for each in self.storylets[deck]:
            parts, effects = [each.when or folding.TRUE], []
            if each.at_most is not None:
                parts.append(_may_come(each.scene, each.at_most))
                effects.append(_counted(each.scene, each.at_most))
            if target and each.at_most != 1:
                hand = self.slots.ask("hand", f"{target}#{each.scene}")
                parts.append(Not(Read(hand)))
                effects.append(Assign(hand, Constant(1), 0, 1))
            yield Card(each.scene, each.priority, folding.both(parts), tuple(effects))

    def opening(self, deck: str, target: str, dice: str | None, *, remembers: bool) -> Iterator[Effect]:
        """What changes when a `deal` begins: it has dealt nothing yet, and its dice fall anew."""
        if dice is not None:
            yield Assign(dice, Arithmetic("+", Read(dice), Constant(1)), 0, MAX_COUNT)
        for each in self.storylets[deck] if remembers else ():
            if each.at_most != 1:
                yield Assign(self.slots.ask("hand", f"{target}#{each.scene}"), Constant(0), 0, 1)


def _may_come(scene: str, at_most: int) -> Expression:
    dealt = Read(slot_name("dealt", scene))
    return Not(dealt) if at_most == 1 else Comparison("<", dealt, Constant(at_most))


def _counted(scene: str, at_most: int) -> Effect:
    slot = slot_name("dealt", scene)
    return Assign(slot, Constant(1) if at_most == 1 else Arithmetic("+", Read(slot), Constant(1)), 0, at_most)


def _storylet(draft: DraftScene, resolver: Resolver) -> Storylet | None:
    fields, report = draft.fields, resolver.report
    node = fields.scalar("deck")
    if node is None:
        _refuse_without_deck(fields, report)
        return None
    if "sticky" in fields and "at most" in fields:
        span = fields.keys["sticky"].span
        report.error("clashing-keys", span, "`sticky` is without limit, `at most` is one", "Keep one of them.")
    if node.text not in resolver.declared.decks:
        resolver.unknown("deck", node, resolver.declared.decks)
        return None
    sticky = fields.truth("sticky")
    at_most = None if sticky else limit(fields, report, default=1)
    if at_most is not None:
        resolver.slots.ask("dealt", draft.id, at_most)
    pick, scope = fields.scalar("pick"), replace(resolver.scope, scene=draft.id)
    return Storylet(
        scene=draft.id,
        deck=node.text,
        when=resolver.condition(fields.scalar("when"), scope),
        priority=fields.whole("priority") or 0,
        at_most=at_most,
        pick=resolver.line(pick, scope) if pick is not None else (draft.title,),
        span=pick.span if pick is not None else draft.span,
    )


def _refuse_without_deck(fields: Fields, report: Report) -> None:
    for name in OF_STORYLETS:
        if name in fields:
            message = f"`{name}` says how a scene of a deck is dealt, and this one is in none"
            report.error("clashing-keys", fields.keys[name].span, message, "Add `deck:`, or take it away.")


def limit(fields: Fields, report: Report, default: int) -> int:
    """What `at most` says; a number of times, which cannot be less than one."""
    found = fields.whole("at most")
    if found is None or 1 <= found <= MAX_DEALT:
        return found or default
    span: Span = fields.values["at most"].span
    report.error("bad-limit", span, f"`at most: {found}` is no number of times", f"A whole number from 1 to {MAX_DEALT}.")
    return default
