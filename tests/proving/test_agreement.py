"""The prover against the engine: the same stories, every state of small ones, and both ways of searching."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.proving.explicit import Search, search
from game.proving.lowering import system_of
from game.proving.slicing import restricted
from game.proving.system import KINDS
from game.story.model import Story
from tests.proving.stories import Author

STORIES = int(os.environ.get("HYOSAN_PROVED_STORIES", "40"))
Standing = tuple[str, str, frozenset[str]]
"""A stop and what is on offer there; an ending has neither."""


def standings_of(found: Search) -> set[Standing]:
    """Where a play can stand, as the system says."""
    seen: set[Standing] = set()
    for number, states in enumerate(found.states):
        place = found.compiled.system.places[number]
        for node in states.values():
            picks = [move.edge.pick for move in found.compiled.moves[number] if move.edge.pick and move.open(node.state)]
            if place.end:
                seen.add((place.end, "", frozenset()))
            elif place.stop and picks:
                seen.add((place.at.scene, place.at.address, frozenset(picks)))
    return seen


def standing(program: Program, state: GameState) -> Standing:
    if state.ending is not None:
        return (state.ending, "", frozenset())
    return (state.at.scene, state.at.address, frozenset(offer.id for offer in program.look(state).open_offers))


def played(story: Story, seeds: range, moves: int = 60) -> Iterator[Standing]:
    """Where random plays of the engine stand."""
    program = Program(story)
    for seed in seeds:
        chance, state = random.Random(seed), program.start(seed).state
        for _ in range(moves):
            assert not state.stuck, state.stuck
            yield standing(program, state)
            offers = [offer.id for offer in program.look(state).open_offers]
            if not offers:
                break
            state = program.play(state, Move(chance.choice(offers))).state


@pytest.mark.parametrize("seed", range(STORIES))
def test_where_a_random_play_stands_the_system_says_that_a_play_can_stand(seed: int) -> None:
    story = Author(seed).story()
    found = search(restricted(system_of(story), KINDS), most=20_000)
    if not found.complete:
        pytest.skip("too many states to look at each")
    possible = standings_of(found)
    assert set(played(story, range(40))) <= possible


@pytest.mark.parametrize("seed", range(0, STORIES, 4))
def test_where_the_system_says_that_a_play_can_stand_a_play_stands_with_the_right_dice(seed: int) -> None:
    story = Author(seed).story()
    found = search(restricted(system_of(story), KINDS), most=20_000)
    program = Program(story)
    for met in list(found.met.values())[::5]:
        assert any(_plays(program, met.picks, dice) for dice in range(400)), met.picks


def _plays(program: Program, picks: list[str], seed: int) -> bool:
    state = program.start(seed).state
    for pick in picks:
        if pick not in [offer.id for offer in program.look(state).open_offers]:
            return False
        state = program.play(state, Move(pick)).state
    return True
