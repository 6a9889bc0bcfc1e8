"""A scene as what it means: passages of items, each with the condition on which it is met, and options by their ids.

A *passage* is what plays without a choice in between: the scene's own script, and what follows each option. Everything is in
words that two versions of a story share: what has been renamed goes by its new name, what has a number by its word.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Literal

from game.diagnostics import Span
from game.language import folding
from game.language.tree import Expression, Read, Template
from game.saving.renames import Renames
from game.story import model
from game.story.writing import Writer

ItemKind = Literal["text", "effect", "exit", "roll", "label", "choice"]


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a passage. `guard` is the condition on which it is met there, `when` the same in words.

    `names` are the options of a choice, and the id of a roll.
    """

    kind: ItemKind
    words: str
    guard: Expression
    when: str
    span: Span
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """An option where it is offered: in the passage `owner`, if `guard` holds (its own `when` and every `if` around it)."""

    option: model.Option
    owner: str
    hub: bool
    guard: Expression
    when: str
    pick: str
    locked: str | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """`passages` by the id of the option that they follow, the scene's own by the empty string."""

    scene: model.Scene
    passages: Mapping[str, tuple[Item, ...]]
    options: Mapping[str, Offered]


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two stories, with the names under which what it has is known in both."""

    story: model.Story
    renames: Renames
    writer: Writer

    @classmethod
    def new(cls, story: model.Story) -> Version:
        return cls(story, Renames(), Writer.of(story))

    @classmethod
    def old(cls, story: model.Story, following: model.Story) -> Version:
        renames = _in_use(Renames.of(following), story)
        return cls(story, renames, Writer.of(story, renames.slot))

    def target(self, target: model.Target) -> str:
        scene = self.renames.scene(target.scene)
        return str(model.Target(scene, self.renames.option(scene, target.label)))

    def meaning(self, scene: model.Scene, rolls: Mapping[str, str] | None = None) -> Meaning:
        """The scene, taken apart. `rolls` are the ids of its checks in the new story, where those differ."""
        reader = _Reader(self, self.renames.scene(scene.id), rolls or {})
        reader.script(scene.script, "", folding.TRUE)
        return Meaning(scene, {owner: tuple(items) for owner, items in reader.passages.items()}, reader.options)

    def roll(self, check: model.Check) -> str:
        """A roll of the dice in words: `40 in 100`, `of: noise, under: 3, odds: {3: 60}`."""
        shown = ", shown" if check.show else ""
        if check.of is None:
            return f"{check.odds[0][1]} in 100{shown}"
        under = f", under: {check.under}" if check.under is not None else ""
        odds = ", ".join(f"{value}: {chance}" for value, chance in check.odds)
        return f"of: {self.writer.number(check.of)}{under}, odds: {{{odds}}}{shown}"


def same_rolls(old: Version, before: model.Scene, new: Version, after: model.Scene) -> dict[str, str]:
    """The id in the new scene of each check of the old one: a check without an `id` is numbered, and numbers move."""
    checks = [[beat for beat in model.beats(scene.script) if isinstance(beat, model.Check)] for scene in (before, after)]
    words = [[version.roll(check) for check in found] for version, found in zip((old, new), checks, strict=True)]
    same = {check.id: f"{check.id}, as it was" for check in checks[0]}
    for tag, a, b, c, d in SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            same.update((one.id, other.id) for one, other in zip(checks[0][a:b], checks[1][c:d], strict=False))
    return same


def _in_use(renames: Renames, old: model.Story) -> Renames:
    """The renames that lead from this old story: a name that stands in both is not renamed."""
    scenes, variables = _of(renames.scenes, old.scenes), _of(renames.variables, old.variables)
    events, decks = _of(renames.events, old.events), _of(renames.decks, old.decks)
    notes, endings = _of(renames.notes, old.notes), _of(renames.endings, old.endings)
    achievements, places = _of(renames.achievements, old.achievements), _of(renames.places, old.places)
    return Renames(scenes, renames.options, variables, renames.stops, events, decks, notes, endings, achievements, places)


def _of(renames: Mapping[str, str], old: Container[str]) -> dict[str, str]:
    return {was: name for was, name in renames.items() if was in old and name not in old}


@dataclass(slots=True)
class _Reader:
    """Takes the script of one scene apart. `name` is the scene's in the new story."""

    version: Version
    name: str
    rolls: Mapping[str, str]
    passages: dict[str, list[Item]] = field(default_factory=lambda: {"": []})
    options: dict[str, Offered] = field(default_factory=dict)

    @property
    def writer(self) -> Writer:
        return self.version.writer

    def script(self, script: model.Script, owner: str, guard: Expression) -> None:
        for beat in script:
            self._beat(beat, owner, guard)

    def _beat(self, beat: model.Beat, owner: str, guard: Expression) -> None:
        match beat:
            case model.If(condition, then, otherwise):
                self.script(then, owner, folding.both((guard, condition)))
                self.script(otherwise, owner, folding.both((guard, folding.negate(condition))))
            case model.Check():
                self._check(beat, owner, guard)
            case model.Deal():
                self._deal(beat, owner, guard)
            case model.Choose():
                self._choose(beat, owner, guard)
            case _:
                self._add(owner, *self._plain(beat), guard, beat)

    def _plain(self, beat: model.Beat) -> tuple[ItemKind, str]:
        match beat:
            case model.Paragraph(text, joins_last, joins_next):
                return "text", f"{'<>' * joins_last}{self.writer.text(text)}{'<>' * joins_next}"
            case model.Speech(who, text):
                return "text", f"{who}: {self.writer.text(text)}"
            case model.ShowArt(art):
                return "text", f"shows the picture `{art}`"
            case model.PlaySound(sound):
                return "text", f"the sound `{sound}` is heard"
            case model.Sensitive(harsh, soft):
                return "text", f"harsh: {self._side(harsh)} / soft: {self._side(soft)}"
            case model.Do(effects):
                return "effect", ", ".join(self.writer.effects(effects))
            case model.Goto(target):
                return "exit", f"goes to `{self.version.target(target)}`"
            case model.Visit(_, scene):
                return "exit", f"visits `{self.version.renames.scene(scene)}`"
            case model.Return():
                return "exit", "returns"
            case model.End(ending):
                return "exit", f"ends with `{self.version.renames.endings.get(ending, ending)}`"
            case model.Label(name):
                return "label", name
        raise AssertionError(beat)  # If, Check, Deal and Choose hold scripts, and were taken apart before

    def _side(self, side: tuple[model.Telling, ...]) -> str:
        return " ".join(self._plain(beat)[1] for beat in side)

    def _add(self, owner: str, kind: ItemKind, words: str, guard: Expression, beat: model.Beat) -> None:
        items = self.passages[owner]
        last = items[-1] if items else None
        if kind == "effect" and last is not None and last.kind == kind and last.guard == guard:
            items[-1] = replace(last, words=f"{last.words}, {words}")  # two `do` in a row are one
        else:
            items.append(Item(kind, words, guard, self.writer.condition(guard), beat.span, self._names(beat)))

    def _names(self, beat: model.Beat) -> tuple[str, ...]:
        if isinstance(beat, model.Choose):
            return tuple(self.version.renames.option(self.name, option.id) for option in _own_options(beat))
        return (beat.id,) if isinstance(beat, model.Check) else ()

    def _check(self, check: model.Check, owner: str, guard: Expression) -> None:
        self._add(owner, "roll", self.version.roll(check), guard, check)
        passed = Read(f"passed({self.rolls.get(check.id, check.id)})")  # no slot: how a roll falls is a truth that nobody knows
        self.script(check.passed, owner, folding.both((guard, passed)))
        self.script(check.failed, owner, folding.both((guard, folding.negate(passed))))

    def _deal(self, deal: model.Deal, owner: str, guard: Expression) -> None:
        many = f", at most {deal.at_most}" if deal.at_most > 1 else ""
        self._add(owner, "exit", f"deals `{self.version.renames.deck(deal.deck)}`{many}", guard, deal)
        nothing = Read(
            f"nothing({self.version.renames.deck(deal.deck)})"
        )  # no slot: what is in the deck by then is told of its scenes
        self.script(deal.otherwise, owner, folding.both((guard, nothing)))

    def _choose(self, choose: model.Choose, owner: str, guard: Expression) -> None:
        self._add(owner, "choice", "hub" if choose.hub else "choose", guard, choose)
        for hand in dict.fromkeys(option.hand for option in choose.options if option.hand is not None):
            many = f", at most {hand.at_most}" if hand.at_most < len(choose.options) else ""
            self._add(owner, "exit", f"offers the deck `{self.version.renames.deck(hand.deck)}`{many}", guard, choose)
        for name, option in zip(self._names(choose), _own_options(choose), strict=True):
            both = folding.both((guard, option.when or folding.TRUE))
            locked = self._line(option.locked) if option.locked is not None else None
            when = self.writer.condition(both)
            self.options[name] = Offered(option, owner, choose.hub, both, when, self._line(option.pick), locked)
            self.passages.setdefault(name, [])
            entry = model.Label(option.id, option.span)  # stands there when a `goto` leads to the option: no beat of the author's
            self.script(tuple(beat for beat in option.script if beat != entry), name, folding.TRUE)

    def _line(self, text: Template) -> str:
        return self.writer.text(text)


def _own_options(choose: model.Choose) -> tuple[model.Option, ...]:
    """The options that the scene itself offers; those that it deals are told of their own scenes."""
    return tuple(option for option in choose.options if option.hand is None)
