"""What is decided about all plays of a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from game.diagnostics import Span
from game.proving.corpus import ItemKey
from game.proving.explicit import Met
from game.proving.system import Edge, Item, Place, System

Answer = Literal["can", "never", "open"]
"""`open`: the budget ran out before it was decided."""


NOWHERE = Span("", 0, 0, 0)
TRAP = Item("stuck", "", "no ending can be reached any more", NOWHERE)
ENDLESS = Item("stuck", "", "a play can go on for as long as one likes", NOWHERE)
CIRCLE = Item("stuck", "", "the story goes round and round without a choice", NOWHERE)


@dataclass(frozen=True, slots=True)
class Decided:
    """Whether an item can happen, and where it was met. `shortest` when no play comes to it with fewer picks."""

    item: Item
    answer: Answer
    met: Met | None = None
    shortest: bool = False


@dataclass(frozen=True, slots=True)
class PointOfNoReturn:
    """What puts an ending out of reach that was in reach before; `met` is a play that stands before it.

    `option` is what is picked; empty where the dice decide, and `fallen` says how they fall. `words` are for people.
    """

    ending: str
    scene: str
    option: str
    fallen: str
    words: str
    span: Span
    met: Met

    @classmethod
    def of(cls, ending: str, place: Place, edge: Edge, met: Met) -> PointOfNoReturn:
        """The point at an edge of a place."""
        scene, option, fallen = named(place, edge)
        shown = next((item for item in edge.items if item.kind in ("option", "check")), None)
        return cls(ending, scene, option, fallen, *((shown.name, shown.span) if shown else (fallen, NOWHERE)), met)


def named(place: Place, edge: Edge) -> tuple[str, str, str]:
    """What tells points of no return apart for people: the scene, the option, the way that the dice fall."""
    fallen = next((item.name for item in edge.items if item.kind == "check"), "the dice") if edge.pick is None else ""
    return (place.at.scene, edge.pick or "", fallen)


@dataclass(frozen=True, slots=True)
class Odds:
    """The chance of an ending for a player who picks evenly. An estimate lies between `low` and `high` 95 times in 100."""

    chance: float
    low: float
    high: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """An ending: its shortest run, its odds, and where it is lost: nowhere else when `lost_only_there`.

    No play comes to it with fewer picks than `at_least`.
    """

    ending: str
    decided: Decided
    odds: Odds
    lost_at: tuple[PointOfNoReturn, ...]
    lost_only_there: bool
    at_least: int


@dataclass(slots=True)
class Proof:
    """All answers. `states` is how many there are when each was looked at, `raw` how many the cells could make up.

    `trap` and `circle` are plays from which no ending can be reached, and which go round without a choice: "never" is good.
    `learned`: there is more to keep in the corpus than was; `kept` are the cells that show that an item never happens.
    `spent` are seconds of the processor for each kind of question, `peak` is the most memory of all processes together, in bytes.
    `most` is the number of picks in the longest play, or of one that was found, unless `most_is_sure`; no play has more than
    `at_most`. `endless` is whether a play can go on for as long as one likes.
    """

    system: System
    answers: Sequence[Decided]
    raw: float
    states: int | None
    trap: Decided
    circle: Decided
    outcomes: Sequence[Outcome] = ()
    most: int | None = None
    most_is_sure: bool = False
    at_most: int | None = None
    endless: Decided = field(default_factory=lambda: Decided(ENDLESS, "open"))
    walks: int = 0
    seconds: float = 0.0
    gave_up: list[str] = field(default_factory=list)
    learned: bool = False
    spent: Mapping[str, float] = field(default_factory=dict)
    peak: int = 0
    kept: Mapping[ItemKey, frozenset[str]] = field(default_factory=dict)

    def of(self, *kinds: str) -> Iterator[Decided]:
        return (each for each in self.answers if each.item.kind in kinds)

    @property
    def undecided(self) -> int:
        """How many questions are open."""
        every = [*self.answers, self.trap, self.circle]
        return sum(each.answer == "open" for each in every)


def raw_states(system: System) -> float:
    """How many states the cells and the stops could make up."""
    count = float(sum(place.stop for place in system.places))
    for cell in system.cells:
        count *= cell.size
    return count


def endings_of(system: System) -> list[str]:
    """The endings that something leads to, in the order of the story."""
    return list(dict.fromkeys(place.end for place in system.places if place.end))


def answer_of(system: System, end: str, answers: Sequence[Decided]) -> Decided:
    """What was decided of an ending."""
    watches = next(place.watches for place in system.places if place.end == end)
    return next(each for each in answers if each.item.kind == "ending" and each.item == watches[0].item)
