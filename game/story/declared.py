"""What a story declares: the cast, variables, places, notes, endings and the rest of `story.yaml`, each with its place.

Its *slots* are the cells of the state, one whole number each: the variables first, then what the engine must remember because
something in the story asks for it (`seen`, `turns_since`, options picked once, how far a sequence is, notes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from game.language.tree import MANY
from game.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.diagnostics import Span
    from game.language.domain import Domain, Show
    from game.language.tree import Expression, Template

Mood = Literal["plain", "cold", "dark", "tense", "warm", "fire", "dawn"]
Clamps = Literal["low", "high", "both"]
"""At which ends of its range a number is meant to stay when something would take it further."""
Remembers = Literal["endings", "last"]
"""What a variable remembers: how many different endings the player has reached, or the value that the last run ended with."""

MOODS: tuple[Mood, ...] = get_args(Mood)


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast. `student` members have the attributes of `each student`; `pronouns` stand in the order of `FORMS`. `now`
    says how they are, in words that may depend on the state; empty where the story says nothing.
    """

    id: str
    name: str
    hangul: str
    about: str
    student: bool
    span: Span
    pronouns: tuple[str, ...] = ()
    now: Template = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """`name` is `noise`, or `trust.su_hyeok` for an attribute. `was` are its older names.

    It is shown only while `show_when` holds, if there is one; a number with its `unit`. One that `remembers` something of the
    runs before begins at `start` only for who has played none: a run may begin with any value of its domain, and what is said of
    all runs holds for each. Every number is clamped at the ends of its range; where it `clamps`, that is meant.
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
    unit: str = ""
    clamps: Clamps | None = None


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
    was: tuple[str, ...] = ()


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
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Achievement:
    """Something that a player can earn, kept beyond the run. `hint` is for who has not."""

    id: str
    title: str
    hint: str
    slot: str
    span: Span
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    id: str
    title: str
    hint: str
    span: Span
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """Scenes that offer themselves; `name` says in words what they have in common. `was` are its older ids."""

    id: str
    name: str
    span: Span
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Always:
    """What must hold in every state that a player can reach."""

    text: str
    condition: Expression
    span: Span


def slot_name(kind: SlotKind, target: str) -> str:
    """The stable name of the slot that remembers something; a variable's slot has the variable's own name."""
    return target if kind == "variable" else f"{kind} {target}"
