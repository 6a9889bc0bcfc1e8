"""The plays that lie beside the shipped story are plays of the engine: with the right dice the same picks end alike."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.errors import MoveError
from game.loading import load
from game.proving.cells import value_in
from game.proving.corpus_file import FILE, read
from game.proving.explicit import Compiled, Met
from game.proving.lowering import system_of
from game.proving.plays import Plays
from game.proving.slicing import restricted
from game.proving.system import KINDS
from game.records import replace
from game.story.model import Story

SCENES = Path(__file__).parent.parent.parent / "scenes"
ALL = bool(os.environ.get("HYOSAN_ALL_KEPT_PLAYS"))
SAMPLE, DICE, BACK = 6, 600, 4
"""So many plays are played in CI; dice are tried from so many picks back, so often."""


def played(program: Program, picks: list[str], values: dict[str, int]) -> GameState | None:
    """The state after these picks; where luck would have it otherwise, other dice are thrown some picks before."""
    states = [program.start(1, None, values).state]
    for number, pick in enumerate(picks):
        after = _after(program, states[-1], (pick,))
        for back in range(1, min(BACK, number) + 1) if not after else ():
            before, again = states[number - back], picks[number - back : number + 1]
            tries = (_after(program, replace(before, seed=seed), again) for seed in range(2, DICE))
            after = next(filter(None, tries), [])
            if after:
                del states[number - back + 1 :]
                break
        if not after:
            return None
        states += after
    return states[-1]


def _after(program: Program, state: GameState, picks: list[str] | tuple[str, ...]) -> list[GameState]:
    """The states after each of the picks; none when one of them cannot be picked."""
    found: list[GameState] = []
    try:
        for pick in picks:
            state = program.play(state, Move(pick)).state
            found.append(state)
    except MoveError:
        return []
    return found


@pytest.fixture(scope="module")
def story() -> Story:
    found, _ = load(SCENES)
    assert found is not None
    return found


def test_each_kept_play_is_played_by_the_engine_and_ends_as_it_says(story: Story) -> None:
    """A sample that changes with the story; `HYOSAN_ALL_KEPT_PLAYS=1` for all."""
    corpus = read(SCENES / FILE, story.id)
    assert corpus.plays, "hyosan prove --ship"
    chance = random.Random(story.fingerprint)
    sample = corpus.plays if ALL else chance.sample(corpus.plays, min(SAMPLE, len(corpus.plays)))
    plays, program = Plays(Compiled.of(restricted(system_of(story), KINDS)), chance), Program(story)
    refused = []
    for play in sample:
        trail = plays.replay(play)
        met = Met(plays.compiled.system, trail, len(trail.edges), None, 0)
        values = {each.name: value_in(each, met.start) for each in story.variables.values() if each.remembers is not None}
        state = played(program, met.picks, values)
        if state is None or state.ending != (trail.ending[0] if trail.ending else None):
            refused.append((met.picks, state and state.ending, trail.ending))
    assert refused == []


def test_a_play_that_takes_what_is_not_on_offer_is_refused(story: Story) -> None:
    program = Program(story)
    first = next(offer.id for offer in program.look(program.start(1).state).open_offers)
    assert played(program, [first], {}) is not None
    assert played(program, [first, "no_such_option"], {}) is None
