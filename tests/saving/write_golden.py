"""Writes the saves that every later version of the game must be able to load.

    python -m tests.saving.write_golden FOLDER

Those in `tests/saves` were written with this command, each folder when its format was made, and are never written again. Whoever
changes the format counts `FORMAT` (`game/saving/framing.py`) up, writes a folder `v3` beside them with this command, and says
in `test_golden.py` what is new in it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from game.saving.store import Store
from game.saving.timeline import Timeline
from game.session import Session
from tests.saving.playing import choose_all, lighthouse, wander

BEGAN = 1_790_000_000
UP = ("climb", "climb", "climb", "go_into_the_lamp_room")


class SteppingClock:
    """A clock that stands still until somebody lets time pass, so that the same files come out again."""

    def __init__(self) -> None:
        self.now = float(BEGAN)

    def __call__(self) -> float:
        return self.now


def write_golden(folder: Path) -> None:
    """A named save, a journal with moves that were taken back, one that ended, a long one that was not closed, and one that
    begins from a state, inside of a visit."""
    clock = SteppingClock()
    store = Store(folder, now=clock)
    session = Session.begin(lighthouse(), store, seed=7, clock=clock)
    choose_all(session, ["climb", "ask.ji_u", "rest"])
    clock.now += 60
    session.undo()
    session.undo()
    session.save_as("지우와 함께")
    session.close()
    ended = Session.begin(lighthouse(), store, seed=8, values={"weather": 1, "bag": 4}, clock=clock)
    choose_all(ended, [*UP, "look_at_the_storm", "hold_on", "take_the_oil", "light_the_lamp"])
    ended.close()
    unclosed = Session.begin(lighthouse(), store, seed=9, clock=clock)
    wander(unclosed, 120, seed=9)
    visiting = Session.begin(lighthouse(), None, seed=10)
    choose_all(visiting, [*UP, "look_at_the_storm"])
    taken_up = Session(Timeline(lighthouse(), visiting.state, None), store, clock=clock)
    taken_up.save_as("In the storm")
    for leftover in folder.glob(".*"):
        leftover.unlink()


if __name__ == "__main__":
    write_golden(Path(sys.argv[1]))
