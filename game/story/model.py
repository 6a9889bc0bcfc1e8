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
from game.language.tree import MANY, Assign, Constant, Effect, Expression, Template

Mood = Literal["plain", "cold", "dark", "tense", "warm", "fire", "dawn"]
Remembers = Literal["endings", "last"]
"""What a variable remembers: how many different endings the player has reached, or the value that the last run ended with."""

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
    """`name` is `noise`, or `trust.su_hyeok` for an attribute. `was` are its older names.

    It is shown only while `show_when` holds, if there is one. One that `remembers` something of the runs before begins at `start`
    only for who has played none: a run may begin with any value of its domain, and what is said of all runs holds for each.
    """

    name: str
    domain: Domain
    start: int
    show: Show | None
    label: str
    was: tuple[str, ...]
    span: Span
    show_when: Expression | None = None
    remembers: Remembers | None = None


SlotKind = Literal[
    "variable", "note", "achievement", "seen", "since", "times", "step", "visits", "dealt", "hand", "deals", "event"
]  # fmt: skip
LIMITS: Mapping[SlotKind, int] = {"achievement": 1, "seen": 1, "hand": 1, "event": 1, "times": MANY}
"""How far the slots of a kind count, whatever they are slots of."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of the state. `name` is stable: saves keep values by it. `limit` is the highest value, None where it only grows.

    variable  `noise`                the variable's value
    note      `note gate_times`      turn + 1 when it was noted, 0 before
    achievement  `achievement quiet`  1 when it was earned
    seen      `seen yard.dae_su`     1 when the scene was entered, the label passed, the option picked
    since     `since yard`           turn + 1 when it was last entered, 0 before
    times     `times yard`           how often it was entered, passed or picked; stays at `MANY`
    step      `step yard#2`          how often a varying text was met
    visits    `visits kitchen`       how often the scene was entered (for its dice)
    dealt     `dealt stray_dog`      how often the storylet was dealt, where that is limited
    hand      `hand fork#road#1#dog` 1 when the storylet was dealt by the `deal` that is played; for those that may come again
    deals     `deals fork#road#1`    how often the `deal` was played (for its dice)
    event     `event curfew`         1 when it has happened (and, with `again`, its condition has held since)
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
class Art:
    """A picture in text: its lines, and words that say the same. The characters in `bright` shine in it, those in `dim` stand
    back.
    """

    id: str
    picture: tuple[str, ...]
    words: str
    span: Span
    bright: str = ""
    dim: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """Something to be heard, in words."""

    id: str
    words: str
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
class Achievement:
    """Something that a player can earn, kept beyond the run. `hint` is for who has not."""

    id: str
    title: str
    hint: str
    slot: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ending:
    id: str
    title: str
    hint: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deck:
    """Scenes that offer themselves; `name` says in words what they have in common."""

    id: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """A scene that is visited by itself when the play is about to wait at a choice.

    `condition` is what the author asks for, the time since something happened included; `due` also asks that the event has not
    happened yet, which its `slot` says. With `again` the slot is reset where the play waits and the condition does not hold.
    `places` are where it may happen; none means anywhere.
    """

    id: str
    condition: Expression
    due: Expression
    places: tuple[str, ...]
    scene: str
    again: bool
    was: tuple[str, ...]
    slot: str
    span: Span

    def interrupts(self, scene: Scene) -> bool:
        """Whether it may happen at a choice of the scene."""
        return scene.events and (not self.places or scene.place in self.places)

    @property
    def happening(self) -> Effect:
        return Assign(self.slot, Constant(1), 0, 1)

    @property
    def arming(self) -> Effect:
        """What makes an event that happens again ready for it."""
        return Assign(self.slot, Constant(0), 0, 1)


@dataclass(frozen=True, slots=True)
class Always:
    """What must hold in every state that a player can reach."""

    text: str
    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """Where a jump leads: a scene, or a label inside one (an option that is gone to has a label of its own name)."""

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
class ShowArt:
    art: str
    span: Span


@dataclass(frozen=True, slots=True)
class PlaySound:
    sound: str
    span: Span


Telling = Paragraph | Speech | ShowArt | PlaySound


@dataclass(frozen=True, slots=True)
class Sensitive:
    """The same twice: `harsh` is told, or `soft` to players who ask for less. The state does not know which."""

    harsh: tuple[Telling, ...]
    soft: tuple[Telling, ...]
    span: Span


Told = Telling | Sensitive
"""A beat that only tells something."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The storylets of a deck that one `deal` in a list of options offers: at most so many at once.

    Those with a higher priority come first; among equals the dice say, by how often the scene was entered (the slot `dice`,
    None where no two are equal): so the same ones stay on offer as long as the state is the same.
    """

    address: str
    deck: str
    at_most: int
    dice: str | None


@dataclass(frozen=True, slots=True)
class Option:
    """`id` is unique in its scene; with `once` it is gone when its slot `seen scene.id` says that it was picked.

    A fallback has no `pick`. `source` is the id that the author wrote: options written out from one `each` share it. A storylet
    that is dealt as an option is in a `hand`, and visited by its script. When a `goto` leads to the option, its script begins
    with a label that is called like it.
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
    hand: Hand | None = None
    priority: int = 0


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
class Card:
    """A storylet as one `deal` meets it: dealt only while `guard` holds (its own condition, and that it may come once more).

    `effects` are what being dealt changes.
    """

    scene: str
    priority: int
    guard: Expression
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Deal:
    """Visits up to `at_most` storylets of a deck, one after the other, each the first of `cards` whose guard then holds.

    `cards` are by falling priority; among equals the dice say, by the slot `dice` (None where no two are equal). `opening` is
    what changes before the first is dealt; `otherwise` is played when there was none at all.
    """

    address: str
    deck: str
    at_most: int
    cards: tuple[Card, ...]
    dice: str | None
    opening: tuple[Effect, ...]
    otherwise: Script
    span: Span

    @property
    def addresses(self) -> tuple[str, ...]:
        """The stable name of the way back from each of the visits."""
        return (self.address, *(f"{self.address}.{number}" for number in range(2, self.at_most + 1)))


@dataclass(frozen=True, slots=True)
class Return:
    """Goes back from a visited scene at once."""

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


Beat = Told | Choose | If | Do | Goto | Label | Visit | Deal | Return | Check | End
Script = tuple[Beat, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A thing to look at: its names (the first is shown) and what there is to see."""

    names: tuple[str, ...]
    text: tuple[Paragraph, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Storylet:
    """How a scene offers itself in a deck. `at_most` is how often it may be dealt, None without limit; `pick` are its words."""

    scene: str
    deck: str
    when: Expression | None
    priority: int
    at_most: int | None
    pick: Template
    span: Span


@dataclass(frozen=True, slots=True)
class Scene:
    """`act` is what the folder of its file is called under `acts`, else the folder's name, or the empty string.

    `heading` says whether its title stands where it begins, `events` whether events may come at its choices.
    """

    id: str
    title: str
    act: str
    place: str | None
    mood: Mood
    art: str | None
    content_note: str
    was: tuple[str, ...]
    looks: tuple[Look, ...]
    script: Script
    span: Span
    storylet: Storylet | None = None
    heading: bool = True
    events: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """A linked story: what the engine plays and every tool reads. `fingerprint` digests the text of its files."""

    id: str
    title: str
    version: str
    author: str
    about: str
    cover: str | None
    content_note: str
    start: str
    cast: Mapping[str, Member]
    variables: Mapping[str, Variable]
    places: Mapping[str, Place]
    art: Mapping[str, Art]
    sounds: Mapping[str, Sound]
    notes: Mapping[str, JournalNote]
    achievements: Mapping[str, Achievement]
    endings: Mapping[str, Ending]
    decks: Mapping[str, Deck]
    events: Mapping[str, Event]
    always: tuple[Always, ...]
    scenes: Mapping[str, Scene]
    slots: tuple[Slot, ...]
    fingerprint: str

    @property
    def students(self) -> tuple[Member, ...]:
        return tuple(member for member in self.cast.values() if member.student)

    @property
    def storylets(self) -> tuple[Storylet, ...]:
        return tuple(scene.storylet for scene in self.scenes.values() if scene.storylet is not None)


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
    if isinstance(beat, Deal):
        return (beat.otherwise,)
    if isinstance(beat, Sensitive):
        return (beat.harsh, beat.soft)
    return ()


def beats(script: Script) -> Iterator[Beat]:
    """Every beat of a script, nested ones included, in reading order."""
    for beat in script:
        yield beat
        for inner in scripts_of(beat):
            yield from beats(inner)
