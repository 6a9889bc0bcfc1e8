"""The script of a scene: draft beats -> beats of the story, with every name resolved and every `each` written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from game.diagnostics import Report, Span, did_you_mean
from game.language.domain import parse_number
from game.language.effects import read_effect
from game.language.scope import Scope, Source
from game.language.tree import Constant, Expression, Logic
from game.language.types import read_condition, read_number
from game.loading.draft import DraftBeat, DraftOption, DraftScene, DraftScript
from game.loading.forms import Fields, read_form, scalars
from game.loading.keys import CHECK
from game.loading.reading.nodes import ScalarNode
from game.loading.resolver import Resolver
from game.story import model
from game.story.model import Target

EACH_ADVICE = "`each: student`, or `each: student where state == with_you`."


@dataclass(slots=True)
class ScriptLinker:
    """Links the script of one scene. `suffix` makes ids under an `each` unique: `.su_hyeok`."""

    resolver: Resolver
    draft: DraftScene
    visits: Counter[str] = field(default_factory=Counter)
    checks: int = 0

    @property
    def scope(self) -> Scope:
        """What a text of this scene may name; it may also change the state."""
        return replace(self.resolver.scope, step=lambda: self.resolver.slots.step(self.draft.id))

    @property
    def report(self) -> Report:
        return self.resolver.report

    def script(self, script: DraftScript, scope: Scope, suffix: str = "") -> model.Script:
        return tuple(beat for draft in script for beat in self._beat(draft, scope, suffix))

    def _beat(self, draft: DraftBeat, scope: Scope, suffix: str) -> Iterator[model.Beat]:
        node, span = draft.scalar(), draft.span
        match draft.kind:
            case "text" if node is not None:
                yield from self.resolver.paragraphs(node, scope)
            case "speech" if node is not None:
                yield model.Speech(draft.who, self.resolver.line(node, scope), node.span)
            case "choose" | "hub":
                yield self._choose(draft, scope, suffix)
            case "if":
                yield from self._if(draft, scope, suffix)
            case "do":
                yield self._do(draft.fields, scope, span)
            case "goto":
                yield from self._goto(draft.fields, scope)
            case "label" if node is not None:
                yield from self._label(node, suffix)
            case "visit" if node is not None:
                yield from self._visit(node, scope)
            case "check":
                yield from self._check(draft, scope, suffix)
            case "each":
                yield from self._each(draft, scope, suffix)
            case "end":
                yield from self._end(draft.fields)

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
        target = self.target(node, scope) if node is not None else None
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
            self._no_scene(scene, node)
            return
        self.visits[scene] += 1
        yield model.Visit(f"visit {scene}#{self.visits[scene]}", scene, node.span)

    def _no_scene(self, scene: str, node: ScalarNode) -> None:
        if scene in self.resolver.unread:
            return
        advice = did_you_mean(scene, self.resolver.drafts)
        if scene in self.draft.labels:
            advice = f"For the label of this scene, type `.{scene}`."
        self.report.error("unknown-scene", node.span, f"there is no scene `{scene}`", advice)

    def target(self, node: ScalarNode, scope: Scope) -> Target | None:
        """A target is `scene`, `scene.label`, or `.label` of this scene; `{it}` in it is the student."""
        scene_id, _, label = _filled(node.text, scope).partition(".")
        scene_id = scene_id or self.draft.id
        scene = self.resolver.drafts.get(scene_id)
        if scene is None:
            self._no_scene(scene_id, node)
            return None
        if label and label not in scene.labels:
            advice = did_you_mean(label, scene.labels) or f"Put `- label: {label}` into the script of `{scene_id}`."
            self.report.error("unknown-label", node.span, f"the scene `{scene_id}` has no label `{label}`", advice)
            return None
        return Target(scene_id, label)

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
        node = draft.fields.node("check")
        passed = self.script(draft.scripts["pass"], scope, suffix)
        failed = self.script(draft.scripts["fail"], scope, suffix)
        self.checks += 1
        self.resolver.slots.ask("visits", self.draft.id)
        name = f"check_{self.checks}"
        if isinstance(node, ScalarNode):
            chance = self._chance(node)
            yield model.Check(name, None, None, ((0, chance),), False, passed, failed, draft.span)
            return
        fields = read_form(node, CHECK, "`check`", self.report) if node is not None else None
        of = fields.scalar("of") if fields is not None else None
        if fields is None or of is None or "odds" not in fields:
            return
        number = read_number(of.source(), scope, self.report)
        odds = tuple(sorted(self._odds(fields)))
        if number is not None and odds:
            written = fields.scalar("id")
            name = (written.text if written else name) + suffix
            yield model.Check(name, number, fields.whole("under"), odds, fields.truth("show"), passed, failed, draft.span)

    def _odds(self, fields: Fields) -> Iterator[tuple[int, int]]:
        for key, value in fields.items("odds"):
            number = parse_number(key.text)
            if number is None or not isinstance(value, ScalarNode):
                self.report.error("bad-odds", key.span, "odds are numbers", "`odds: {3: 60, 4: 30}`: value, chance in 100.")
            else:
                yield number, self._chance(value)

    def _chance(self, node: ScalarNode) -> int:
        chance = parse_number(node.text)
        if chance is None or not 0 <= chance <= 100:
            self.report.error("bad-odds", node.span, f"`{node.text}` is no chance in 100", "A whole number from 0 to 100.")
            return 0
        return chance

    def _choose(self, draft: DraftBeat, scope: Scope, suffix: str) -> model.Choose:
        hub = draft.kind == "hub"
        options = tuple(made for option in draft.options for made in self._options(option, hub, scope, suffix))
        named = next((option for option in draft.options if "fallback" not in option.fields), None)
        address = (named.id if named else "nothing") + suffix
        return model.Choose(address, options, hub, draft.span)

    def _options(self, draft: DraftOption, hub: bool, scope: Scope, suffix: str) -> Iterator[model.Option]:
        if "each" not in draft.fields:
            yield self._option(draft, hub, scope, suffix, None)
            return
        for student, condition in self.fitting(draft.fields, scope):
            yield self._option(draft, hub, scope.about(student), f"{suffix}.{student}", condition)

    def _option(self, draft: DraftOption, hub: bool, scope: Scope, suffix: str, fits: Expression | None) -> model.Option:
        fields = draft.fields
        fallback = fields.truth("fallback")
        leads_away = any(fields.truth("leave") if key == "leave" else key in fields for key in ("leave", "goto", "end"))
        once = fields.truth("once") or (hub and not (fallback or leads_away or fields.truth("sticky")))
        self._refuse_clashes(fields, hub, fallback)
        when = self.resolver.condition(fields.scalar("when"), scope)
        quiet = replace(scope, step=None)
        locked = fields.scalar("locked")
        if once:
            self.resolver.slots.ask("seen", f"{self.draft.id}.{draft.id}{suffix}")
        return model.Option(
            id=draft.id + suffix,
            source=draft.id,
            was=tuple(word.text + suffix for word in fields.words("was")),
            pick=self.resolver.line(fields.scalar("pick"), quiet),
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
        first = (self._do(fields, scope, fields.values["do"].span),) if "do" in fields else ()
        return (*first, *self.script(draft.then, scope, suffix), *self._goto(fields, scope), *self._end(fields))

    def _refuse_clashes(self, fields: Fields, hub: bool, fallback: bool) -> None:
        if fallback and ("pick" in fields or "locked" in fields):
            key = fields.keys["pick" if "pick" in fields else "locked"]
            self.report.error("clashing-keys", key.span, "a fallback is never seen", "Take away `fallback`, or this key.")
        for name in ("sticky", "leave"):
            if name in fields and not hub:
                span = fields.keys[name].span
                self.report.error("clashing-keys", span, f"`{name}` belongs to options of a hub", "Take it away here.")
        if "locked" in fields and "when" not in fields and "each" not in fields:
            span = fields.keys["locked"].span
            self.report.error("clashing-keys", span, "`locked` needs `when`", "Say with `when:` when it is not locked.")
        if "goto" in fields and "end" in fields:
            span = fields.keys["end"].span
            self.report.error("clashing-keys", span, "an option leads to one place", "Keep `goto` or `end`.")


def _filled(text: str, scope: Scope) -> str:
    return text.strip().replace("{it}", scope.it) if scope.it is not None else text.strip()


def _both(first: Expression | None, second: Expression | None) -> Expression | None:
    """Both conditions together; one that is always true adds nothing."""
    if first is None or first == Constant(1):
        return second
    if second is None or second == Constant(1):
        return first
    return Logic("and", (first, second))
