"""What a player can want, and what the game can answer: plain values that both front ends show in their own way.

Order -> Game.perform -> Outcome

Told      a sentence                       Sheet     rows to read, or to pick from
Aside     paragraphs that cost no turn     Question  asks for a line of text
Story     go (back) to the scene           Reread    a passage of before, to be read again
Closed    the sheet is done with           Leave     the end of the session
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.records import dataclass

if TYPE_CHECKING:
    from game.story.model import Art
    from game.telling.history import Passage


@dataclass(frozen=True, slots=True)
class Order:
    """A command of the table in `commands`, or one of the game's own, with what it is to be done to."""

    command: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet. Rows with an `order` can be picked and are numbered; `locked` says why one cannot.

    `head` is what it is, `text` says more (a newline separates paragraphs), `aside` is small print. Rows of the same `group`
    stand under it as their heading. A row of a tree has the lines of its drawing in `stem` and `under` (for further rows of the
    same item); what they show is said in `unseen`, for those who do not see them.
    """

    head: str
    text: str = ""
    aside: str = ""
    order: Order | None = None
    locked: str | None = None
    group: str = ""
    stem: str = ""
    under: str = ""
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    text: str


@dataclass(frozen=True, slots=True)
class Aside:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Show the scene as it stands now. `told` says why, when the player has not just picked an option.

    `rings` asks for the terminal's bell.
    """

    told: str = ""
    rings: bool = False


@dataclass(frozen=True, slots=True)
class Reread:
    """Show what was told in an earlier turn."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a file of the story. `pointed` are the author's line and the caret under it: they are never wrapped."""

    head: str
    pointed: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a dense list, `depth` steps in; at 0 it is a heading. A `quiet` one is of less interest."""

    text: str
    depth: int = 1
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` tells sheets apart; `then` is what follows when it is closed; `empty` stands in for missing rows. `asks` is the
    command for which words typed on it are the argument.
    """

    name: str
    title: str
    intro: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    empty: str = ""
    cover: Art | None = None
    mistakes: tuple[Mistake, ...] = ()
    listing: tuple[Listed, ...] = ()
    then: Story | None = None
    selected: int = 0
    asks: str = ""

    @property
    def orders(self) -> tuple[Row, ...]:
        """The rows that can be picked, in the order of their numbers."""
        return tuple(row for row in self.rows if row.order is not None)


@dataclass(frozen=True, slots=True)
class Question:
    """Asks for a line of text, which becomes the argument of `command`; an empty answer means `default`."""

    title: str
    text: str
    command: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    pass


@dataclass(frozen=True, slots=True)
class Leave:
    """The session ends. `plain` asks for the plain front end to go on instead."""

    told: str = ""
    plain: bool = False


Outcome = Told | Aside | Story | Sheet | Question | Reread | Closed | Leave
