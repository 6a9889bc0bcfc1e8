"""Which picks of a run changed what came after them, found by playing the rest again without what they changed.

Every turn is a pure function of a state and a move. So for each pick that changed something, the run is played on from there
with the changed values put back, and compared, page by page, with the run as it was. A clock moves with almost every pick and
stands on almost every page, so it is left as it is. The price is turns times picks; a budget bounds it, and a long run is
compared only so far on from each pick.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from game.engine.program import Program
from game.engine.state import GameState, Line, Move, Noted, Picked
from game.errors import MoveError
from game.language.domain import Range
from game.records import dataclass, replace
from game.story.model import Story

BUDGET = 20_000
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Pick:
    """A pick and what came of it. `changed` are the story's variables that it changed, `pages` how many later pages read
    differently because of it, `opened` the words of a later pick that it made possible, `noted` the titles of notes it gave.
    """

    turn: int
    title: str
    words: str
    changed: tuple[str, ...]
    noted: tuple[str, ...]
    pages: int = 0
    opened: str = ""

    @property
    def mattered(self) -> bool:
        return bool(self.pages or self.opened or self.noted)


def picks(program: Program, start: GameState, options: Sequence[str]) -> Iterator[Pick]:
    """Every pick of the run that begins in `start` and picks these options, by id."""
    states = list(_states(program, start, options))
    reach = max(_FEWEST, BUDGET // max(1, len(options)))
    for depth in range(len(options)):
        yield _pick(program, states, options, depth, reach)


def _states(program: Program, start: GameState, options: Sequence[str]) -> Iterator[GameState]:
    yield start
    for option in options:
        start = program.play(start, Move(option)).state
        yield start


def _pick(program: Program, states: list[GameState], options: Sequence[str], depth: int, reach: int) -> Pick:
    before, after = states[depth], states[depth + 1]
    words = next((line.text for line in after.passage if isinstance(line, Picked)), options[depth])
    noted = tuple(line.title for line in after.passage if isinstance(line, Noted))
    cells = [at for at in _remembered(program.story) if before.values[at] != after.values[at]]
    changed = tuple(program.story.slots[at].name for at in cells if program.story.slots[at].kind == "variable")
    pick = Pick(after.turn, program.story.scenes[before.at.scene].title, words, changed, noted)
    if not cells:
        return pick
    values = list(after.values)
    for at in cells:
        values[at] = before.values[at]
    rest = list(zip(options, states[1:], strict=True))[depth + 1 : depth + 1 + reach]
    pages, opened = _differences(program, replace(after, values=tuple(values)), rest)
    return replace(pick, pages=pages, opened=opened)


def _remembered(story: Story) -> Iterator[int]:
    """The cells of what a story remembers of a pick: its variables but for clocks, and what was seen."""
    for at, slot in enumerate(story.slots):
        variable = story.variables.get(slot.name)
        clock = variable is not None and isinstance(variable.domain, Range) and variable.domain.time
        if slot.kind == "seen" or (slot.kind == "variable" and not clock):
            yield at


def _differences(program: Program, other: GameState, rest: Iterable[tuple[str, GameState]]) -> tuple[int, str]:
    """How many pages read differently when `rest` (options with the states that they led to) is gone from `other`; and the words
    of the pick that cannot be made there, if there is one.
    """
    pages = 0
    for option, state in rest:
        try:
            other = program.play(other, Move(option)).state
        except MoveError:
            return pages, _words(state.passage)
        pages += other.passage != state.passage
        if other.at != state.at:
            break
    return pages, ""


def _words(passage: tuple[Line, ...]) -> str:
    return next((line.text for line in passage if isinstance(line, Picked)), "")
