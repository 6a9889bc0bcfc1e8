"""Notes what plain text shows first of a story, for the index: the plain front end itself plays the beginning, onto a page that
only takes notes.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from game.language.domain import contains
from game.records import replace
from game.saving.memory import NOTHING_REACHED, start_values
from game.saving.reached import reached_name
from game.saving.read_before import pick_line, record_name
from game.terminal.announcing import Announcer
from game.terminal.first_page import LINE, FirstPage, Notes
from game.terminal.game import TAKEN, Game
from game.terminal.sentences import row_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from game.engine.program import Program
    from game.story.model import Variable

MOST_BEGINNINGS = 64
"""With so many values may what remembers earlier runs begin, for all of their pages to be compared."""


class _SeedWasAskedError(Exception):
    """The beginning throws dice: another run may begin otherwise."""


class _NoSeed(int):
    """The seed of a run that must not depend on it: whoever mixes it into anything is told so (`engine/dice.py`)."""

    def __and__(self, other: int) -> int:
        raise _SeedWasAskedError

    __rand__ = __xor__ = __rxor__ = __format__ = __and__  # type: ignore[assignment]  # all of them only raise


def first_page_of(program: Program) -> str | None:
    """What plain text shows first in a new run, as a part of the index; None when that depends on dice.

    Where it depends on what earlier runs have reached, it is the page of a player who has reached nothing.
    """
    story = program.story
    page = _page(program, start_values(story, NOTHING_REACHED))
    if page is None:
        return None
    remembering = {name: each for name, each in story.variables.items() if each.remembers}
    is_for_all = all(_page(program, values) == page for values in _beginnings(remembering)) if remembering else True
    return FirstPage(record_name(story.id), "" if is_for_all else reached_name(story.id), page).written()


def _beginnings(remembering: Mapping[str, Variable]) -> Iterator[Mapping[str, int] | None]:
    """The values with which these variables may begin; None, which no page is of, where there are too many."""
    spans = [range(each.domain.low, each.domain.high + 1) for each in remembering.values()]
    if prod(map(len, spans)) > MOST_BEGINNINGS:
        yield None
        return
    for values in product(*spans):
        found = dict(zip(remembering, values, strict=True))
        if all(contains(remembering[name].domain, value) for name, value in found.items()):
            yield found


def _page(program: Program, values: Mapping[str, int] | None) -> list[list[str]] | None:
    """The rows of the page where variables that remember begin with these values."""
    if values is None:
        return None
    game, notes = Game(program, None), Notes()
    try:
        game.begin(seed=_NoSeed(), values=values)
        Announcer(game, notes, None).begin()
    except _SeedWasAskedError:
        return None
    view = game.view
    goes_on = view is not None and view.ending is None and not view.stuck
    if not goes_on or not notes.is_complete or not _note_marks(game, notes.rows):
        return None
    return notes.rows


def _note_marks(game: Game, rows: list[list[str]]) -> bool:
    """Adds to the options how they are shown when they were taken before; False when they do not stand where they should."""
    choices, number = game.choices().rows, 0
    at = len(rows) - len(choices) - 1  # a blank line follows them
    scene = game.running().state.at.scene
    for choice, row in zip(choices, rows[at:], strict=False):
        number += choice.order is not None
        if row[:2] != [LINE, row_sentence(choice, number)]:
            return False
        if choice.order is not None and choice.order.command == "choose":
            marked = row_sentence(replace(choice, aside=TAKEN), number)
            row[3:] = [pick_line(scene, choice.order.argument).decode().rstrip("\n"), marked]
    return at >= 0
