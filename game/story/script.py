"""Scripts: the beats of a scene, nested as they were written, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.diagnostics import Span
    from game.language.tree import Effect, Expression, Template


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
