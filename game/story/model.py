"""What a story is: frozen records, each with its place in the author's files.

A `Story` is linked: every name in it exists, every condition is typed, every `each` is written out. Its *slots* are the cells of
the state, one whole number each: the variables first, then what the engine must remember because something in the story asks
for it (`seen`, `turns_since`, options picked once, how far a sequence is, notes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from game.diagnostics import Span
from game.language.domain import Domain, Show
from game.language.tree import Effect, Expression, Template

Mood = Literal["plain", "cold", "dark", "tense", "warm", "fire", "dawn"]
MOODS: tuple[Mood, ...] = get_args(Mood)


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast. `student` members have the attributes of `each student`; `pronouns` stand in the order of `FORMS`."""

    id: str
    name: str
    hangul: str
    about: str
    student: bool
    span: Span
    pronouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """`name` is `noise`, or `trust.su_hyeok` for an attribute. `was` are its older names."""

    name: str
    domain: Domain
    start: int
    show: Show | None
    label: str
    was: tuple[str, ...]
    span: Span


SlotKind = Literal["variable", "note", "seen", "since", "step", "visits"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of the state. `name` is stable: saves keep values by it. `limit` is the highest value, None where it only grows.

    variable  `noise`                the variable's value
    note      `note gate_times`      turn + 1 when it was noted, 0 before
    seen      `seen yard.dae_su`     1 when the scene was entered, the label passed, the option picked
    since     `since yard`           turn + 1 when it was last entered, 0 before
    step      `step yard#2`          how often a varying text was met
    visits    `visits kitchen`       how often the scene was entered (for its dice)
    """

    name: str
    kind: SlotKind
    start: int = 0
    limit: int | None = 1


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    name: str
    about: str
    span: Span


@dataclass(frozen=True, slots=True)
class JournalNote:
    id: str
    title: str
    kind: str
    text: Template
    slot: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ending:
    id: str
    title: str
    hint: str
    span: Span


@dataclass(frozen=True, slots=True)
class Always:
    """What must hold in every state that a player can reach."""

    text: str
    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """Where a jump leads: a scene, or a label inside one."""

    scene: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.scene}.{self.label}" if self.label else self.scene


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of one paragraph; `joins_last` and `joins_next` glue it to its neighbours."""

    text: Template
    joins_last: bool
    joins_next: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Speech:
    who: str
    text: Template
    span: Span


@dataclass(frozen=True, slots=True)
class Option:
    """`id` is unique in its scene; with `once` it is gone when its slot `seen scene.id` says that it was picked.

    A fallback has no `pick`. `source` is the id that the author wrote: options written out from one `each` share it.
    """

    id: str
    source: str
    was: tuple[str, ...]
    pick: Template
    when: Expression | None
    locked: Template | None
    once: bool
    leave: bool
    fallback: bool
    script: Script
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    """A stop: the player picks an option. `address` is its stable name in the scene; a hub comes back here."""

    address: str
    options: tuple[Option, ...]
    hub: bool
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    then: Script
    otherwise: Script
    span: Span


@dataclass(frozen=True, slots=True)
class Do:
    """`places` are those of the effects, one for each."""

    effects: tuple[Effect, ...]
    places: tuple[Span, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Goto:
    target: Target
    span: Span


@dataclass(frozen=True, slots=True)
class Label:
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Visit:
    """Plays another scene and comes back. `address` is the stable name of the way back in the visiting scene."""

    address: str
    scene: str
    span: Span


@dataclass(frozen=True, slots=True)
class Check:
    """A roll. Certain while `of` is under `under`; else `odds` (value, chance in 100), by the nearest value at or below `of`."""

    id: str
    of: Expression | None
    under: int | None
    odds: tuple[tuple[int, int], ...]
    show: bool
    passed: Script
    failed: Script
    span: Span


@dataclass(frozen=True, slots=True)
class End:
    ending: str
    span: Span


Beat = Paragraph | Speech | Choose | If | Do | Goto | Label | Visit | Check | End
Script = tuple[Beat, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A thing to look at: its names (the first is shown) and what there is to see."""

    names: tuple[str, ...]
    text: tuple[Paragraph, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Scene:
    """`act` is what the folder of its file is called under `acts`, else the folder's name, or the empty string."""

    id: str
    title: str
    act: str
    place: str | None
    mood: Mood
    was: tuple[str, ...]
    looks: tuple[Look, ...]
    script: Script
    span: Span


@dataclass(frozen=True, slots=True)
class Story:
    """A linked story: what the engine plays and every tool reads. `fingerprint` digests the text of its files."""

    id: str
    title: str
    version: str
    author: str
    about: str
    content_note: str
    start: str
    cast: Mapping[str, Member]
    variables: Mapping[str, Variable]
    places: Mapping[str, Place]
    notes: Mapping[str, JournalNote]
    endings: Mapping[str, Ending]
    always: tuple[Always, ...]
    scenes: Mapping[str, Scene]
    slots: tuple[Slot, ...]
    fingerprint: str

    @property
    def students(self) -> tuple[Member, ...]:
        return tuple(member for member in self.cast.values() if member.student)


def slot_name(kind: SlotKind, target: str) -> str:
    """The stable name of the slot that remembers something; a variable's slot has the variable's own name."""
    return target if kind == "variable" else f"{kind} {target}"


def scripts_of(beat: Beat) -> tuple[Script, ...]:
    """The scripts that a beat holds."""
    if isinstance(beat, Choose):
        return tuple(option.script for option in beat.options)
    if isinstance(beat, If):
        return (beat.then, beat.otherwise)
    if isinstance(beat, Check):
        return (beat.passed, beat.failed)
    return ()


def beats(script: Script) -> Iterator[Beat]:
    """Every beat of a script, nested ones included, in reading order."""
    for beat in script:
        yield beat
        for inner in scripts_of(beat):
            yield from beats(inner)
