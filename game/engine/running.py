"""A turn on its way, and what runs it: the scenes of a story as closures, one for each of their steps.

A `Run` is the only thing here that changes, and it lives for one turn: it is made from a frozen state, walks from stop to
stop, and is frozen again. Rules that hold at every step:

- A step returns the number of the next step of `run.scene`, or `HALT`.
- Whoever changes `run.scene` returns a step of the new scene.
- Only `enter` counts a scene as entered; coming back from a visit does not.
- A step that goes backward or to another scene `hops` first, and no circle is without one. A run that hops too far, or tells more
  than `MAX_LINES` or `MAX_CHARACTERS`, is stuck: an author's mistake, said and undoable. Hops are counted, and not the steps that
  a drive happens to take, so that a state does not depend on which steps were joined into one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.engine import code, dice
from game.engine.state import GameState, Paragraph, Position
from game.language.tree import MANY
from game.records import dataclass, field

if TYPE_CHECKING:
    from game.engine.state import Entered, Line, Offer, Picked
    from game.story import model

HALT = -1
OFTEN = 12
"""When what is run again and again is woven (`weaving.py`)."""
MAX_STEPS = 100_000
MAX_LINES = 1_000
MAX_CHARACTERS = 200_000
MAX_VISITS = 32


@dataclass(slots=True)
class Run:
    """One turn on its way."""

    seed: int
    turn: int
    values: list[int]
    scene: CompiledScene
    returns: list[Position]
    passage: list[Line]
    at: Position
    ending: str | None = None
    stuck: str = ""
    join: str | None = None
    """The space at the end of a paragraph that joins the next one, or None when it joins none."""
    open_paragraph: int = -1
    """Where in the passage the paragraph stands that a text may join, or -1: something else was shown since."""
    steps_left: int = MAX_STEPS
    told: int = 0
    """How many characters of text."""
    stop: CompiledStop | None = None
    """The stop `at` which it waits, once it does."""

    def freeze(self) -> GameState:
        if self.ending is None and not self.stuck:  # nearly always
            returns = tuple(self.returns) if self.returns else ()
            return GameState(self.seed, self.turn, self.at, returns, tuple(self.values), tuple(self.passage), None, "")
        at = self.at if self.ending is None and not self.stuck else Position(self.scene.scene.id, "")
        passage = tuple(self.passage if not self.stuck else self.passage[:MAX_LINES])
        return GameState(self.seed, self.turn, at, tuple(self.returns), tuple(self.values), passage, self.ending, self.stuck)

    def hop(self, steps: int) -> bool:
        """Whether the run may go on: `steps` are at least as many as were taken since the last hop."""
        self.steps_left -= steps
        if self.steps_left >= 0 and not self.tells_too_much:
            return True
        where = self.scene.scene.id
        self.stuck = f"the story goes round and round in {where} without a choice"
        if self.told > MAX_CHARACTERS:
            self.stuck = f"the story tells more in {where} than anybody can read in one turn"
        return False

    @property
    def tells_too_much(self) -> bool:
        return len(self.passage) > MAX_LINES or self.told > MAX_CHARACTERS

    def tell(self, line: Line, *, shown: bool = True) -> None:
        """Adds a line. One that no player sees does not come between two texts that join."""
        self.passage.append(line)
        if shown:
            self.join, self.open_paragraph = None, -1

    def paragraph(self, text: str, *, joins_last: bool, joins_next: bool) -> None:
        """Tells a text; what stands beside its `<>`, a space or none, stands between the two texts."""
        words, at = text.strip(), self.open_paragraph
        self.told += len(words)
        last = self.passage[at] if at >= 0 and (joins_last or self.join is not None) else None
        if words and isinstance(last, Paragraph):
            space = self.join or (" " if text.startswith(" ") else "")
            self.passage[at] = Paragraph(f"{last.text}{space}{words}")
        elif words:
            self.tell(Paragraph(words))
            self.open_paragraph = len(self.passage) - 1
        if words:
            self.join = None
        if joins_next:
            self.join = " " if self.join or text.endswith(" ") else ""

    def halt(self, why: str) -> int:
        self.stuck = why
        return HALT


@dataclass(frozen=True, slots=True)
class Memory:
    """The cells that remember that a scene was entered, a label passed or an option picked; None for what nobody asks for."""

    seen: int | None
    since: int | None
    times: int | None

    @property
    def is_asked_for(self) -> bool:
        return (self.seen, self.since, self.times) != (None, None, None)

    def note(self, run: Run) -> None:
        """It happens now."""
        if self.seen is not None:
            run.values[self.seen] = 1
        if self.since is not None:
            run.values[self.since] = run.turn + 1
        if self.times is not None and run.values[self.times] < MANY:
            run.values[self.times] += 1


StepFunction = Callable[[Run], int]
Guard = Callable[[Sequence[int], int], int]
Ordering = Callable[[list[int], int], Sequence[int]]
"""(values, seed) -> which card comes first, second …"""


def ordering(name: str, priorities: Sequence[int], cell: int | None) -> Ordering:
    """By falling priority; among equals by dice that are called `name` and fall anew whenever the number in `cell` changes."""
    size = len(priorities)
    if cell is None:
        return lambda _values, _seed: range(size)

    def order(values: list[int], seed: int) -> Sequence[int]:
        return sorted(dice.order(seed, name, values[cell], size), key=lambda number: -priorities[number])

    return order


@dataclass(slots=True)
class CompiledOption:
    """An option with its words, guard and reason as functions of the state. `taken` is its slot when it is for once.

    Where the words never vary they are `known`, and so is the offer of the option while it is open.
    """

    id: str
    fallback: bool
    words: Callable[[list[int], int, int], str]
    guard: Guard | None
    reason: Callable[[list[int], int, int], str] | None
    taken: int | None
    body: int
    known: Offer | None
    picked: Picked | None

    def hidden(self, values: Sequence[int]) -> bool:
        return self.taken is not None and values[self.taken] > 0

    def open(self, values: Sequence[int], turn: int) -> bool:
        guard = self.guard
        return not self.hidden(values) and (guard is None or bool(guard(values, turn)))


@dataclass(frozen=True, slots=True)
class CompiledHand:
    """Some options of a stop that a `deal` offers: `options[first:last]`, of which `at_most` are on offer at once."""

    first: int
    last: int
    at_most: int
    order: Ordering

    def on_offer(self, options: Sequence[CompiledOption], values: list[int], turn: int, seed: int) -> list[CompiledOption]:
        """Those that fit, the best first."""
        in_order = (options[self.first + number] for number in self.order(values, seed))
        return [option for option in in_order if option.open(values, turn)][: self.at_most]


class Offering(NamedTuple):
    """What is on offer at a stop, all of it open: as it is shown, and the options behind it."""

    offers: tuple[Offer, ...]
    options: tuple[CompiledOption, ...]


Offered = Callable[[Sequence[int], int], Offering]
"""(values, turn) -> what is on offer."""


@dataclass(slots=True)
class CompiledStop:
    """A stop. `sure` says that there is always something to pick: an option that asks for nothing, and is not for once.

    `offered` is there when the stop was woven, and its options are such that nothing but which are open can vary.
    """

    options: tuple[CompiledOption, ...]
    after: int
    hands: tuple[CompiledHand, ...]
    sure: bool
    offered: Offered | None = None

    def offers(self, values: Sequence[int], turn: int) -> bool:
        """Whether there is something to pick."""
        return self.sure or any(not option.fallback and option.open(values, turn) for option in self.options)

    def shown(self, values: list[int], turn: int, seed: int) -> Sequence[CompiledOption]:
        """The options in the order of the screen, without the storylets that are not dealt."""
        if not self.hands:
            return self.options
        found: list[CompiledOption] = []
        done = 0
        for hand in self.hands:
            found += self.options[done : hand.first]
            found += hand.on_offer(self.options, values, turn, seed)
            done = hand.last
        return [*found, *self.options[done:]]


@dataclass(slots=True)
class CompiledScene:
    """A scene ready to run. Of most scenes most is never played: a step is compiled by `step` when it is first run, and stands in
    `steps` from then on. `stops` are those that were met already: `stop` has them all.

    Nothing in it leads back to it, so that it is gone as soon as it is let go.
    """

    scene: model.Scene
    code: code.Code
    entered: Entered
    compiled: Callable[[CompiledScene, int], StepFunction]
    memory: Memory
    visits: int | None
    steps: dict[int, StepFunction] = field(default_factory=dict)
    stops: dict[str, CompiledStop] = field(default_factory=dict)
    entries: set[int] = field(default_factory=lambda: {0})
    """Steps at which something may go on that was somewhere else: the beginning, and where the options lead."""

    def step(self, number: int) -> StepFunction:
        """The step, compiled now or before."""
        made = self.steps.get(number)
        if made is None:
            made = self.steps[number] = self.compiled(self, number)
        return made

    def stop(self, address: str) -> CompiledStop | None:
        """The stop with this address."""
        found = self.stops.get(address)
        if found is None and self.is_stop(address):
            self.step(self.code.addresses[address])  # compiling the step makes the stop
            found = self.stops[address]
        return found

    def is_stop(self, address: str) -> bool:
        """Whether the player can be waited for there."""
        return _is_stop(self.code, address)

    def is_seen_after(self, before: CompiledScene) -> bool:
        """Whether a player who comes from there sees anything of this scene's beginning. The same title is no new heading."""
        line = self.entered
        return (bool(line.title) and line.title != before.scene.title) or line.picture is not None or bool(line.content_note)

    def enter(self, run: Run) -> None:
        """Makes this the scene that runs, from its beginning, and counts it."""
        shown = self.is_seen_after(run.scene)
        run.scene = self
        self.memory.note(run)
        if self.visits is not None:
            run.values[self.visits] += 1
        run.tell(self.entered, shown=shown)


def counted(inner: StepFunction, weave: Callable[[CompiledScene], StepFunction]) -> StepFunction:
    """`inner`, until it is run for the `OFTEN`th time; then it is what `weave` makes of that step of the scene that runs, and
    that takes its place for good.
    """
    left = OFTEN

    def counting(run: Run) -> int:
        nonlocal left
        left -= 1
        return (inner if left else weave(run.scene))(run)

    return counting


def _is_stop(flat: code.Code, address: str) -> bool:
    number = flat.addresses.get(address)
    step = flat.steps[number] if number is not None else None
    return isinstance(step, code.Stop) and step.choose.address == address  # a visit comes back to the stop below it, too


def drive(run: Run, step: int) -> None:
    """Walks on from `step` until something halts the run."""
    while step >= 0:
        scene = run.scene
        step = (scene.steps.get(step) or scene.step(step))(run)
    if (len(run.passage) > MAX_LINES or run.told > MAX_CHARACTERS) and not run.stuck:
        run.hop(0)
