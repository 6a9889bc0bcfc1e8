"""A story as a finite transition system: places, guarded edges between them, and what is watched for at each.

A *cell* is what may differ between two plays that stand at the same place: a variable, a word of a some-of, or something that
the engine remembers. Its domain is finite. Conditions and changes are trees of `language/tree.py` that read cells by name;
flags, one-ofs and words are numbers there, and `Assign` is the only effect left.

Time within a turn is a walk along edges that nobody picks; a *stop* is where the player does. The walk is deterministic but
for the dice: of the edges that are open at a place that is no stop, luck takes one, each as often as its `weight` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from game.diagnostics import Span
from game.engine.state import Position
from game.language.tree import Assign, Expression

Kind = Literal[
    "scene", "option", "open", "closed", "locked", "if", "check", "text", "look", "note", "achievement",
    "ending", "always", "stuck", "clamp", "stay"]  # fmt: skip
ASSIGNED: tuple[Kind, ...] = ("clamp", "stay")
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What is watched for.

    scene   it is entered                            if      one side is played
    option  it is picked, or taken as a fallback     check   it falls one way
    open    its `when` holds                         text    an alternative is told, or an option's words vary so
    closed  its `when` does not hold                 look    one can look at the thing
    locked  it is shown with its lock                note    it goes into the journal
    ending  it is reached                            achievement  it is earned
    always  what must always hold does not           stuck   there is no way on, and no ending
    clamp   an assignment goes over a bound          stay    the same, where the story says that it is meant (`clamps at`)

The `path` of an assignment's item is the bound: 0 the lower one, 1 the upper one.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may happen. `name` is for people; `path` tells alternatives of one text apart."""

    kind: Kind
    scene: str
    name: str
    span: Span
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A number from `low` to `high`; a play begins with one of `starts`."""

    name: str
    low: int
    high: int
    starts: tuple[int, ...]

    @property
    def size(self) -> int:
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Watch:
    """The item happens in a state at the place where the condition holds (always, when it is None)."""

    item: Item
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A way on, open in states where the guard holds (in all, when it is None). Changes happen one after the other.

    `pick` is the id of the option when a player takes it.
    """

    target: int
    guard: Expression | None = None
    changes: tuple[Assign, ...] = ()
    pick: str | None = None
    weight: int = 1
    items: tuple[Item, ...] = ()


@dataclass(slots=True)
class Place:
    """Where a play can be. A `stop` waits for a player, at an `end` the story is over, `stuck` says why there is no way on."""

    at: Position
    returns: tuple[Position, ...]
    edges: list[Edge] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)
    stop: bool = False
    end: str = ""
    stuck: str = ""

    @property
    def rests(self) -> bool:
        """Whether a player can see the state here."""
        return self.stop or bool(self.end or self.stuck)


@dataclass(frozen=True, slots=True)
class System:
    """Place 0 is the beginning. `items` is everything that is watched for, in the order of the story."""

    cells: tuple[Cell, ...]
    places: Sequence[Place]
    items: tuple[Item, ...]

    @property
    def happens(self) -> set[Item]:
        """The items that any place watches for, or an edge brings."""
        found = {item for place in self.places for edge in place.edges for item in edge.items}
        return found.union(watch.item for place in self.places for watch in place.watches)
