"""What a story is: frozen records, each with its place in the author's files. All of them can be had from here.

A `Story` is linked: every name in it exists, every condition is typed, every `each` is written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.tree import Assign, Constant
from game.records import dataclass
from game.story.declared import (
    LIMITS,
    MOODS,
    Achievement,
    Always,
    Art,
    Clamps,
    Deck,
    Ending,
    JournalNote,
    Member,
    Mood,
    Place,
    Remembers,
    Slot,
    SlotKind,
    Sound,
    Variable,
    slot_name,
)
from game.story.script import (
    Beat,
    Card,
    Check,
    Choose,
    Deal,
    Do,
    End,
    Goto,
    Hand,
    If,
    Label,
    Option,
    Paragraph,
    PlaySound,
    Return,
    Script,
    Sensitive,
    ShowArt,
    Speech,
    Target,
    Telling,
    Told,
    Visit,
    beats,
    scripts_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.diagnostics import Span
    from game.language.tree import Effect, Expression, Template

__all__ = [
    "LIMITS",
    "MOODS",
    "Achievement",
    "Always",
    "Art",
    "Beat",
    "Card",
    "Check",
    "Choose",
    "Clamps",
    "Deal",
    "Deck",
    "Do",
    "End",
    "Ending",
    "Event",
    "Goto",
    "Hand",
    "If",
    "JournalNote",
    "Label",
    "Look",
    "Member",
    "Mood",
    "Option",
    "Paragraph",
    "Place",
    "PlaySound",
    "Remembers",
    "Return",
    "Scene",
    "Script",
    "Sensitive",
    "ShowArt",
    "Slot",
    "SlotKind",
    "Sound",
    "Speech",
    "Story",
    "Storylet",
    "Target",
    "Telling",
    "Told",
    "Variable",
    "Visit",
    "beats",
    "scripts_of",
    "slot_name",
]


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
    company: Template = ()
    carried: Template = ()

    @property
    def students(self) -> tuple[Member, ...]:
        return tuple(member for member in self.cast.values() if member.student)

    @property
    def storylets(self) -> tuple[Storylet, ...]:
        return tuple(scene.storylet for scene in self.scenes.values() if scene.storylet is not None)
