"""The state of a play, what happens in a turn, and what there is to see: frozen values that know no file, clock or screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from game.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from game.story.model import Mood, Scene


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose. Words between asterisks are emphasised; a newline is a forced line break."""

    text: str


@dataclass(frozen=True, slots=True)
class Speech:
    """`who` is the id of a member of the cast, `name` is how they are called."""

    who: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The words of the option that opened this passage."""

    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A scene begins. Its title is a heading when it differs from the last one's, and so its picture is shown.

    The title is empty where the scene begins without a heading.
    `content_note` says what is ahead to players who ask for it.
    """

    scene: str
    title: str
    picture: Pictured | None = None
    content_note: str = ""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture is shown: its lines, and words that say the same; characters that shine in it, and those that stand back."""

    art: str
    picture: tuple[str, ...]
    words: str
    bright: str = ""
    dim: str = ""


@dataclass(frozen=True, slots=True)
class Sounded:
    """A sound is heard, in words."""

    sound: str
    words: str


Telling = Paragraph | Speech | Pictured | Sounded


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What may be too much for some, and what is told to them instead. Which of the two is read is no part of the play."""

    harsh: tuple[Telling, ...]
    soft: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Rolled:
    """A roll of the dice: `chance` in 100. Shown to the player only when `shown`."""

    check: str
    chance: int
    passed: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """A note has gone into the journal."""

    note: str
    title: str


@dataclass(frozen=True, slots=True)
class Achieved:
    """An achievement was earned, for the first time in this run."""

    achievement: str
    title: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The story is over."""

    ending: str
    title: str


Line = Telling | Sensitive | Picked | Entered | Rolled | Noted | Achieved | Ended
"""What a turn tells, in order: the passage on the screen and the events of the turn are one list."""


def as_read(lines: Iterable[Line], *, soften: bool) -> Iterator[Line]:
    """The lines as a player reads them: of what is sensitive, just one side."""
    for line in lines:
        if isinstance(line, Sensitive):
            yield from line.soft if soften else line.harsh
        else:
            yield line


@dataclass(frozen=True, slots=True)
class Position:
    """Where a play stands: a stop (or the way back of a visit) by the stable names of the story."""

    scene: str
    address: str


@dataclass(frozen=True, slots=True)
class GameState:
    """Everything there is to a play. The same seed and moves give the same state, to the byte.

    seed      of all dice                     turn     options picked so far
    at        the stop that waits             returns  where the visits go back to, outermost first
    values    one number for each story slot  passage  what was told since the last pick
    ending    its id when the story is over   stuck    why there is no way on (an author's mistake), else ""
    """

    seed: int
    turn: int
    at: Position
    returns: tuple[Position, ...]
    values: tuple[int, ...]
    passage: tuple[Line, ...]
    ending: str | None = None
    stuck: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """The player picks an option of the stop, by its id."""

    option: str


@dataclass(frozen=True, slots=True)
class Change:
    """A variable that got another value in a turn."""

    variable: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What a move did: the new state. What was told is `state.passage`. `cells` are the variables, each with its cell."""

    state: GameState
    before: tuple[int, ...]
    cells: Sequence[tuple[str, int]]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The variables that got another value."""
        old, new = self.before, self.state.values
        return tuple(Change(name, old[cell], new[cell]) for name, cell in self.cells if old[cell] != new[cell])


@dataclass(frozen=True, slots=True)
class Offer:
    """An option on the screen. `locked` is why it cannot be picked, or None when it can."""

    id: str
    text: str
    locked: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """One item of the status line. `text` says all there is; a meter also has `level` of `most`."""

    name: str
    label: str
    text: str
    style: Literal["meter", "time", "number", "words"]
    level: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A note in the journal, in the order of noting."""

    id: str
    title: str
    kind: str
    text: str
    turn: int


@dataclass(frozen=True, slots=True)
class Companion:
    """One of the party and how they are: in the words of the story, and by the label of each attribute with its value."""

    id: str
    name: str
    hangul: str
    about: str
    now: str
    attributes: tuple[tuple[str, str], ...]


class Sight(Protocol):
    """Works out what of a state is only seen: the story's program."""

    def scene(self, state: GameState) -> Scene: ...

    def place(self, scene: Scene) -> str: ...

    def ending_title(self, ending: str | None) -> str: ...

    def status(self, state: GameState) -> tuple[Status, ...]: ...

    def company(self, state: GameState) -> str: ...


class View:
    """What there is to see in a state. No options are on offer when `ending` or `stuck` says why.

    What only a screen asks for (`status`, `looks`, `company`, names) is worked out then, by `see`: whoever just plays,
    a replay or a search, needs none of it. (A look takes 2 µs instead of 8.)
    """

    __slots__ = ("_see", "_state", "offers")

    def __init__(self, state: GameState, offers: tuple[Offer, ...], see: Sight) -> None:
        self._state = state
        self.offers = offers
        self._see = see

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self._whole() == other._whole()

    __hash__ = None  # type: ignore[assignment]  # nobody keeps views in a set

    def _whole(self) -> tuple[object, ...]:
        return self._state, self.title, self.act, self.place, self.mood, self.offers, self.looks, self.status, self.company

    @property
    def _scene(self) -> Scene:
        return self._see.scene(self._state)

    @property
    def scene(self) -> str:
        return self._scene.id

    @property
    def title(self) -> str:
        return self._scene.title

    @property
    def act(self) -> str:
        return self._scene.act

    @property
    def mood(self) -> Mood:
        return self._scene.mood

    @property
    def place(self) -> str:
        """The name of the place where the scene is."""
        return self._see.place(self._scene)

    @property
    def turn(self) -> int:
        return self._state.turn

    @property
    def passage(self) -> tuple[Line, ...]:
        return self._state.passage

    @property
    def open_offers(self) -> tuple[Offer, ...]:
        """The options that can be picked, in the order of their numbers."""
        found = [offer for offer in self.offers if offer.locked is None]
        return self.offers if len(found) == len(self.offers) else tuple(found)

    @property
    def looks(self) -> tuple[str, ...]:
        """What can be looked at, while there is something to pick."""
        return tuple(look.names[0] for look in self._scene.looks) if self.offers else ()

    @property
    def status(self) -> tuple[Status, ...]:
        """The items of the status line."""
        return self._see.status(self._state)

    @property
    def company(self) -> str:
        """Who is with the player, in the words of the story."""
        return self._see.company(self._state)

    @property
    def ending(self) -> str | None:
        return self._state.ending

    @property
    def ending_title(self) -> str:
        return self._see.ending_title(self._state.ending)

    @property
    def stuck(self) -> str:
        return self._state.stuck
