"""Cosmetic options: picking one or another of them changes nothing later.

Two options are alike when their scripts differ in words alone: the same changes of what something in the story reads, the same
jumps and rolls, and nobody asks whether just this one was picked. An option is cosmetic when it was on offer beside
one that is like it. (An option that does nothing beside one that does something is a real answer: silence.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from game.authoring.words.findings import Finding, Result
from game.authoring.words.players import Run
from game.authoring.words.texts import choices_of
from game.language.tree import Achieve, Assign, Effect, Note, slots_read
from game.story.model import (
    Check,
    Choose,
    Deal,
    Do,
    End,
    Goto,
    If,
    Label,
    Option,
    Paragraph,
    Return,
    Script,
    Speech,
    Story,
    Visit,
    beats,
    slot_name,
)

Signature = tuple[Hashable, ...]


def slots_that_matter(story: Story) -> frozenset[str]:
    """The slots that a condition, a text, the status line, the next run or the change of another slot reads."""
    read = {name for name, variable in story.variables.items() if variable.show is not None or variable.remembers == "last"}
    read |= slots_read(tuple(variable.show_when for variable in story.variables.values()))
    read |= slots_read((story.company, story.carried))
    for note in story.notes.values():
        read |= slots_read(note.text)
    for member in story.cast.values():
        read |= slots_read(member.now)
    for event in story.events.values():
        read |= slots_read(event.condition)
    for scene in story.scenes.values():
        for look in scene.looks:
            read |= slots_read(tuple(part.text for part in look.text))
        for beat in beats(scene.script):
            read |= _read_by(beat)
    return frozenset(read)


def _read_by(beat: object) -> set[str]:
    if isinstance(beat, Paragraph | Speech):
        return slots_read(beat.text)
    if isinstance(beat, If):
        return slots_read(beat.condition)
    if isinstance(beat, Check):
        return slots_read(beat.of)
    if isinstance(beat, Do):
        effects = (effect for effect in beat.effects if isinstance(effect, Assign))
        return {slot for effect in effects for slot in slots_read(effect.value) if slot != effect.slot}
    if isinstance(beat, Deal):
        return {slot for card in beat.cards for slot in slots_read(card.guard)}
    if isinstance(beat, Choose):
        return {slot for option in beat.options for slot in slots_read((option.pick, option.when, option.locked))}
    return set()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What options of one scene leave behind, as values that can be compared. `matters`: the slots that something reads."""

    scene: str
    matters: frozenset[str]

    def of_option(self, option: Option) -> Signature:
        """Equal for options that are alike."""
        asked = {slot_name("seen", f"{self.scene}.{name}") for name in (option.id, option.source)} & self.matters
        return (frozenset(asked), option.leave, *self.of_script(option.script))

    def of_script(self, script: Script) -> Signature:
        return tuple(part for beat in script for part in self._of_beat(beat))

    def _of_beat(self, beat: object) -> Iterator[Hashable]:
        match beat:
            case Do(effects=effects):
                yield from (effect for effect in effects if self._counts(effect))
            case Goto(target=target):
                yield ("goto", target)
            case End(ending=ending):
                yield ("end", ending)
            case Visit(scene=scene):
                yield ("visit", scene)
            case Deal(deck=deck, at_most=at_most, otherwise=otherwise):
                yield ("deal", deck, at_most, self.of_script(otherwise))
            case Return():
                yield ("return",)
            case Label(name=name):
                slots = {slot_name(kind, f"{self.scene}.{name}") for kind in ("seen", "since")}
                yield from slots & self.matters
            case If(condition=condition, then=then, otherwise=otherwise):
                yield from self._either(condition, then, otherwise)
            case Check(id=name, passed=passed, failed=failed):
                yield from self._either(name, passed, failed)
            case Choose(options=options):
                inner = tuple(self.of_option(option) for option in options)
                yield from (inner,) if len(set(inner)) > 1 or any(len(each) > 2 for each in inner) else ()

    def _either(self, fork: Hashable, first: Script, second: Script) -> Iterator[Hashable]:
        both = (self.of_script(first), self.of_script(second))
        if any(both):
            yield (fork, *both)

    def _counts(self, effect: Effect) -> bool:
        return isinstance(effect, Note | Achieve) or effect.slot in self.matters


def cosmetic_options(story: Story, runs: Iterable[Run]) -> Result:
    """The share of the options on offer in the runs' real choices that are cosmetic, and which they are."""
    together: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for run in runs:
        for moment in run.moments:
            if moment.is_choice:
                together[moment.scene, moment.stop].add(frozenset(option for option, _ in moment.options))
    matters = slots_that_matter(story)
    offered, alike = 0, []
    for (scene, stop), offers in sorted(together.items(), key=lambda item: item[0]):
        choose = choices_of(story.scenes[scene])[stop]
        met = frozenset[str]().union(*offers)
        offered += len(met)
        alike += list(_alike(scene, choose, offers, Consequences(scene, matters)))
    return Result({"cosmetic_options": len(alike) / offered if offered else None}, tuple(alike))


def _alike(scene: str, choose: Choose, offers: Iterable[frozenset[str]], consequences: Consequences) -> Iterator[Finding]:
    left = {option.id: consequences.of_option(option) for option in choose.options}
    for option in choose.options:
        beside = {each for offer in offers if option.id in offer for each in offer if each != option.id}
        like = sorted(each for each in beside if left[each] == left[option.id])
        if like:
            others = " or ".join(f"`{each}`" for each in like)
            text = f"`{option.id}` changes nothing that {others} would not"
            yield Finding("cosmetic_options", text, option.span, scene, choose.address)
