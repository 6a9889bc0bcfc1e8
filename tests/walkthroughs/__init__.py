"""Runs of the shipped story, choice by choice: `seed N`, `ending NAME`, then one option id a line. `#` begins a comment.

`after all` in front of the options means that its player has come to all other endings before.

Where there is only one option it need not be named: so a new pause in the story leaves the runs as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.saving.memory import Reached, start_values
from game.story.model import Story

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Walkthrough:
    name: str
    seed: int
    ending: str
    picks: tuple[str, ...]
    after_all: bool = False

    def reached(self, story: Story) -> Reached:
        """What its player has reached before."""
        return Reached(tuple(ending for ending in story.endings if ending != self.ending)) if self.after_all else Reached()

    def begin(self, program: Program) -> GameState:
        """The beginning of the run."""
        return program.start(self.seed, values=start_values(program.story, self.reached(program.story))).state


def moves(program: Program, run: Walkthrough) -> list[tuple[str, int]]:
    """Every pick of the run, also where there was nothing to choose: its option and which number that has on the screen."""
    state, left, found = run.begin(program), list(run.picks), []
    while offers := [offer.id for offer in program.look(state).open_offers]:
        named = left and left[0] in offers
        if not named and len(offers) > 1:
            break
        option = left.pop(0) if named else offers[0]
        found.append((option, offers.index(option) + 1))
        state = program.play(state, Move(option)).state
    assert not left, f"{run.name}: {left[0]!r} is not on offer after {[option for option, _ in found[-3:]]}"
    return found


def read(path: Path) -> Walkthrough:
    """The walkthrough in a file."""
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    words = [line for line in lines if line]
    head = dict(line.split() for line in words[:2])
    after_all = words[2] == "after all"
    return Walkthrough(path.stem, int(head["seed"]), head["ending"], tuple(words[2 + after_all :]), after_all)


def every() -> list[Walkthrough]:
    """All of them, by name."""
    return [read(path) for path in sorted(HERE.glob("*.txt"))]
