"""A run of the prover as a play of the engine: the dice that let it happen are looked for, seed by seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from game.authoring.testing.plan import Setup
from game.authoring.testing.reader import Matter, Reader
from game.authoring.testing.transcript import head_of, picked, rendered
from game.engine.program import Program
from game.engine.state import Move
from game.errors import MoveError
from game.proving.cells import value_in
from game.proving.explicit import Met
from game.saving.store import Store
from game.saving.timeline import Beginning, Timeline
from game.story.model import Story

MOST_SEEDS, _SEEDS = 20_000, 30


@dataclass(frozen=True, slots=True)
class Run:
    """A play that the engine plays: with this seed these options can be picked one after the other."""

    seed: int
    values: Mapping[str, int]
    picks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Makes runs of a story; with a `folder` they are written there, as saves and transcripts.

    `seeds` are of the last runs: what goes a part of the same way often has the same dice.
    """

    program: Program
    folder: Path | None = None
    seeds: deque[int] = field(default_factory=lambda: deque(maxlen=_SEEDS))

    def run(self, met: Met, then: tuple[str, ...] = ()) -> Run | None:
        """The run to where something was met, and on by these options, or None when no dice were found that play it."""
        values, picks = _values(self.program.story, met), (*met.picks, *then)
        for seed in (*self.seeds, *range(1, MOST_SEEDS)):
            if self._plays(seed, values, picks):
                if seed not in self.seeds:
                    self.seeds.appendleft(seed)
                return Run(seed, values, picks)
        return None

    def _plays(self, seed: int, values: Mapping[str, int], picks: tuple[str, ...]) -> bool:
        state = self.program.start(seed, None, values).state
        try:
            for pick in picks:
                state = self.program.play(state, Move(pick)).state
        except MoveError:
            return False
        return True

    def keep(self, name: str, run: Run) -> str:
        """Writes the save one pick before the end of the run, and the transcript; returns how to open it."""
        if self.folder is None:
            return "`--output FOLDER` writes a save that opens there."
        saved = self.save(self.folder, name, run)
        (self.folder / f"{name}.transcript").write_text(self._transcript(run, name), encoding="utf-8")
        return f"hyosan play --saves {self.folder} --load {saved!r}"

    def save(self, folder: Path, name: str, run: Run) -> str:
        """Writes the save one pick before the end of the run; returns its id."""
        timeline = Timeline.begin(self.program, Beginning(run.seed, None, run.values))
        for pick in run.picks[:-1]:
            timeline.play(pick)
        return Store(folder).save_as(name, timeline, 0).slot.id

    def _transcript(self, run: Run, name: str) -> str:
        program, reader = self.program, Reader(Matter(self.program))
        state = program.start(run.seed, None, run.values).state
        blocks = list(reader.blocks(state))
        for pick in run.picks:
            state = program.play(state, Move(pick)).state
            blocks += [picked(state), *reader.blocks(state)]
        setup = Setup(run.seed, None, tuple(run.values.items()))
        return rendered(head_of(setup, list(run.picks), name, program.story), tuple(blocks))


def _values(story: Story, met: Met) -> dict[str, int]:
    """What the variables that remember earlier runs begin with in the run."""
    start = met.start
    return {each.name: value_in(each, start) for each in story.variables.values() if each.remembers is not None}
