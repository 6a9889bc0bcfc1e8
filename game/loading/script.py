"""The script of a scene: draft beats -> beats of the story, with every name resolved and every `each` written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from game.diagnostics import Report, Span, did_you_mean
from game.language.effects import read_effect
from game.language.scope import Scope, Source
from game.language.tree import Constant, Expression, Logic
from game.language.types import read_condition
from game.loading.decks import MAX_DEALT, Decks, limit
from game.loading.draft import DraftBeat, DraftOption, DraftScene, DraftScript
from game.loading.forms import Fields, scalars
from game.loading.option_keys import LEADING_AWAY, refuse_beside_deal, refuse_clashes, refuse_same_names
from game.loading.reading.nodes import ScalarNode
from game.loading.resolver import Resolver
from game.loading.rolls import read_roll
from game.loading.tellings import sensitive, told
from game.records import dataclass, field, replace
from game.story import model

EACH_ADVICE = "`each: student`, or `each: student where state == with_you`."


@dataclass(slots=True)
class ScriptLinker:
    """Links the script of one scene. `suffix` makes ids under an `each` unique: `.su_hyeok`."""

    resolver: Resolver
    draft: DraftScene
    decks: Decks
    visits: Counter[str] = field(default_factory=Counter)
    deals: Counter[str] = field(default_factory=Counter)
    hands: Counter[str] = field(default_factory=Counter)
    checks: int = 0

    @property
    def scope(self) -> Scope:
        """What a text of this scene may name; it may also change the state."""
        return replace(self.resolver.scope, scene=self.draft.id, step=lambda: self.resolver.slots.step(self.draft.id))

    @property
    def report(self) -> Report:
        return self.resolver.report

    def script(self, script: DraftScript, scope: Scope, suffix: str = "") -> model.Script:
        return tuple(beat for draft in script for beat in self._beat(draft, scope, suffix))

    def _beat(self, draft: DraftBeat, scope: Scope, suffix: str) -> Iterator[model.Beat]:
        node, span = draft.scalar(), draft.span
        if suffix and not self.resolver.has_room(1, span):
            return
        match draft.kind:
            case "text" | "speech" | "art" | "sound":
                yield from told(draft, scope, self.resolver)
            case "harsh":
                yield sensitive(draft, scope, self.resolver)
            case "choose" | "hub":
                yield self._choose(draft, scope, suffix)
            case "if":
                yield from self._if(draft, scope, suffix)
            case "do":
                yield self._do(draft.fields, scope, span)
            case "label" if node is not None:
                yield from self._label(node, suffix)
            case "goto" | "return" | "end":
                yield from self._away(draft.fields, scope)
            case "visit" if node is not None:
                yield from self._visit(node, scope)
            case "deal" if node is not None:
                yield from self._deal(node, draft, scope, suffix)
            case "check":
                yield from self._check(draft, scope, suffix)
            case "each":
                yield from self._each(draft, scope, suffix)

    def _if(self, draft: DraftBeat, scope: Scope, suffix: str) -> Iterator[model.Beat]:
        condition = self.resolver.condition(draft.scalar(), scope)
        then = self.script(draft.scripts["then"], scope, suffix)
        otherwise = self.script(draft.scripts["else"], scope, suffix)
        if condition is not None:
            yield model.If(condition, then, otherwise, draft.span)

    def _do(self, fields: Fields, scope: Scope, span: Span) -> model.Do:
        """The effects of a `do`, each with the place of the line that it stands in."""
        read = [(node.span, read_effect(node.source(), scope, self.report)) for node in scalars(fields.node("do"))]
        placed = [(effect, place) for place, effects in read for effect in effects or ()]
        return model.Do(tuple(effect for effect, _ in placed), tuple(place for _, place in placed), span)

    def _goto(self, fields: Fields, scope: Scope) -> Iterator[model.Beat]:
        node = fields.scalar("goto")
        target = self.resolver.target(node, _filled(node.text, scope), self.draft) if node is not None else None
        if node is not None and target is not None:
            yield model.Goto(target, node.span)

    def _end(self, fields: Fields) -> Iterator[model.Beat]:
        node = fields.scalar("end")
        if node is None:
            return
        endings = self.resolver.declared.endings
        if node.text in endings:
            yield model.End(node.text, node.span)
        else:
            advice = did_you_mean(node.text, endings) or "Declare it under `endings:` in story.yaml."
            self.report.error("unknown-ending", node.span, f"there is no ending `{node.text}`", advice)

    def _label(self, node: ScalarNode, suffix: str) -> Iterator[model.Beat]:
        if suffix:
            advice = "The beats under `each` are played once for each student, so a label there would stand several times."
            self.report.error("label-in-each", node.span, "a label cannot stand under `each`", advice)
        else:
            yield model.Label(node.text, node.span)

    def _visit(self, node: ScalarNode, scope: Scope) -> Iterator[model.Beat]:
        scene = _filled(node.text, scope)
        if scene not in self.resolver.drafts:
            self.resolver.no_scene(scene, node, self.draft)
            return
        self.visits[scene] += 1
        yield model.Visit(f"visit {scene}#{self.visits[scene]}", scene, node.span)

    def _deal(self, node: ScalarNode, draft: DraftBeat, scope: Scope, suffix: str) -> Iterator[model.Beat]:
        otherwise = self.script(draft.scripts["else"], scope, suffix)
        at_most = limit(draft.fields, self.report, default=1)
        if not self.decks.known(node, self.resolver):
            return
        if not self.resolver.has_room(len(self.decks.storylets[node.text]), node.span):
            return
        address, deck = self._next_deal(node.text), node.text
        target = f"{self.draft.id}#{address.removeprefix('deal ')}"
        dice = self.resolver.slots.ask("deals", target) if self.decks.has_equals(deck) else None
        cards = tuple(self.decks.cards(deck, target if at_most > 1 else ""))
        opening = tuple(self.decks.opening(deck, target, dice, remembers=at_most > 1))
        at_most = max(1, min(at_most, len(cards)))
        yield model.Deal(address, deck, at_most, cards, dice, opening, otherwise, draft.span)

    def _next_deal(self, deck: str) -> str:
        """The stable name of the next `deal` of that deck in the scene."""
        self.deals[deck] += 1
        return f"deal {deck}#{self.deals[deck]}"

    def _return(self, fields: Fields) -> Iterator[model.Beat]:
        node = fields.scalar("return")
        if node is not None and node.text == "true":
            yield model.Return(node.span)
        elif node is not None:
            self.report.error("wrong-shape", node.span, "`return` can only be true", "`return: true`, or take it away.")

    def _each(self, draft: DraftBeat, scope: Scope, suffix: str) -> Iterator[model.Beat]:
        for student, condition in self.fitting(draft.fields, scope):
            script = self.script(draft.scripts["then"], scope.about(student), f"{suffix}.{student}")
            if condition is None or condition == Constant(1):
                yield from script
            else:
                yield model.If(condition, script, (), draft.span)

    def fitting(self, fields: Fields, scope: Scope) -> list[tuple[str, Expression | None]]:
        """Each student who may fit, and the condition on which; those who never do are left out."""
        node = fields.scalar("each")
        if node is None:
            return []
        head, _, where = node.text.partition(" where ")
        if head.strip() != "student":
            self.report.error("bad-each", node.span, f"`{node.text}` says nobody", EACH_ADVICE)
            return []
        found: list[tuple[str, Expression | None]] = []
        for student in scope.students:
            condition = self._where(node, len(head) + len(" where "), where, scope.about(student, in_where=True))
            if condition != Constant(0):
                found.append((student, condition))
        return found

    def _where(self, node: ScalarNode, start: int, where: str, scope: Scope) -> Expression | None:
        if not where:
            return None
        whole = node.source()
        return read_condition(Source(where, lambda at, length: whole.locate(start + at, length)), scope, self.report)

    def _check(self, draft: DraftBeat, scope: Scope, suffix: str) -> Iterator[model.Beat]:
        passed = self.script(draft.scripts["pass"], scope, suffix)
        failed = self.script(draft.scripts["fail"], scope, suffix)
        self.checks += 1
        self.resolver.slots.ask("visits", self.draft.id)
        roll = read_roll(draft.fields, scope, self.report)
        if roll is not None:
            name = (roll.id or f"check_{self.checks}") + (suffix if roll.of is not None else "")
            yield model.Check(name, roll.of, roll.under, roll.odds, roll.show, passed, failed, draft.span)

    def _choose(self, draft: DraftBeat, scope: Scope, suffix: str) -> model.Choose:
        hub = draft.kind == "hub"
        named = next((option for option in draft.options if "fallback" not in option.fields), None)
        address = (named.id if named else "nothing") + suffix
        if named is not None and "deal" in named.fields:
            address = f"{named.id}#{self.deals[named.fields.line('deal')] + 1}"
        options = tuple(made for option in draft.options for made in self._options(option, hub, scope, suffix))
        return model.Choose(address, options, hub, draft.span)

    def _options(self, draft: DraftOption, hub: bool, scope: Scope, suffix: str) -> Iterator[model.Option]:
        if "deal" in draft.fields:
            yield from self._dealt(draft, hub, scope)
            return
        if "each" not in draft.fields:
            yield self._option(draft, hub, scope, suffix, None)
            return
        for student, condition in self.fitting(draft.fields, scope):
            if not self.resolver.has_room(1, draft.span):
                return
            yield self._option(draft, hub, scope.about(student), f"{suffix}.{student}", condition)

    def _dealt(self, draft: DraftOption, hub: bool, scope: Scope) -> Iterator[model.Option]:
        """An option for each storylet of the deck: picking it visits that scene."""
        fields, node = draft.fields, draft.fields.scalar("deal")
        refuse_beside_deal(fields, hub, self.report)
        when = self.resolver.condition(fields.scalar("when"), scope)
        at_most = limit(fields, self.report, default=MAX_DEALT)
        if node is None or not self.decks.known(node, self.resolver):
            return
        if not self.resolver.has_room(len(self.decks.storylets[node.text]), node.span):
            return
        address, deck = self._next_deal(node.text), node.text
        dice = self.resolver.slots.ask("visits", self.draft.id) if self.decks.has_equals(deck) else None
        hand = model.Hand(address, deck, at_most, dice)
        self.hands[deck] += 1
        again = f".{self.hands[deck]}" if self.hands[deck] > 1 else ""
        refuse_same_names(node, self.draft, self.decks.storylets[deck], self.report)
        for card, storylet in zip(self.decks.cards(deck), self.decks.storylets[deck], strict=True):
            yield model.Option(
                id=card.scene + again,
                source=card.scene,
                was=tuple(word.text + again for word in self.resolver.drafts[card.scene].fields.words("was")),
                pick=storylet.pick,
                when=_both(when, card.guard),
                locked=None,
                once=False,
                leave=hub and fields.truth("leave"),
                fallback=False,
                script=self._played(card, fields, scope),
                span=storylet.span,
                hand=hand,
                priority=card.priority,
            )

    def _played(self, card: model.Card, fields: Fields, scope: Scope) -> model.Script:
        dealt, place = card.effects, fields.values["deal"].span
        first = [model.Do(dealt, (place,) * len(dealt), place)] if dealt else []
        first += [self._do(fields, scope, fields.values["do"].span)] if "do" in fields else []
        self.visits[card.scene] += 1
        visit = model.Visit(f"visit {card.scene}#{self.visits[card.scene]}", card.scene, place)
        return (*first, visit, *self._away(fields, scope))

    def _away(self, fields: Fields, scope: Scope) -> model.Script:
        """Where a beat or an option leads in the end."""
        return (*self._goto(fields, scope), *self._return(fields), *self._end(fields))

    def _option(self, draft: DraftOption, hub: bool, scope: Scope, suffix: str, fits: Expression | None) -> model.Option:
        fields = draft.fields
        fallback = fields.truth("fallback")
        leads_away = any(fields.truth("leave") if key == "leave" else key in fields for key in LEADING_AWAY)
        once = fields.truth("once") or (hub and not (fallback or leads_away or fields.truth("sticky")))
        refuse_clashes(fields, hub, self.report)
        when = self.resolver.condition(fields.scalar("when"), scope)
        pick, locked = fields.scalar("pick"), fields.scalar("locked")
        vary = any(node is not None and "{" in node.text for node in (pick, locked))
        quiet = replace(scope, step=None) if vary else scope
        if once:
            self.resolver.slots.ask("seen", f"{self.draft.id}.{draft.id}{suffix}")
        return model.Option(
            id=draft.id + suffix,
            source=draft.id,
            was=tuple(word.text + suffix for word in fields.words("was")),
            pick=self.resolver.line(pick, quiet),
            when=_both(fits, when),
            locked=self.resolver.line(locked, quiet) if locked is not None else None,
            once=once,
            leave=hub and (fields.truth("leave") or fallback),
            fallback=fallback,
            script=self._follow(draft, scope, suffix),
            span=draft.span,
        )

    def _follow(self, draft: DraftOption, scope: Scope, suffix: str) -> model.Script:
        fields = draft.fields
        gone_to = f"{self.draft.id}.{draft.id}" in self.resolver.gone_to
        first: model.Script = (model.Label(draft.id, draft.span),) if gone_to else ()
        if "do" in fields:
            first = (*first, self._do(fields, scope, fields.values["do"].span))
        return (*first, *self.script(draft.then, scope, suffix), *self._away(fields, scope))


def _filled(text: str, scope: Scope) -> str:
    return text.strip().replace("{it}", scope.it) if scope.it is not None else text.strip()


def _both(first: Expression | None, second: Expression | None) -> Expression | None:
    """Both conditions together; one that is always true adds nothing."""
    if first is None or first == Constant(1):
        return second
    if second is None or second == Constant(1):
        return first
    return Logic("and", (first, second))
