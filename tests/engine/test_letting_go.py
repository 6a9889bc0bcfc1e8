"""Of a large story only so many scenes are kept ready; a play never notices which."""

from __future__ import annotations

import gc
import random

import pytest

from game.engine import machine, running
from game.engine.program import Program
from game.engine.running import CompiledScene
from game.engine.state import Move
from tests.proving.stories import Author


@pytest.mark.parametrize("often", [1, 3, 1_000])
def test_a_play_is_the_same_however_few_scenes_are_kept(monkeypatch: pytest.MonkeyPatch, often: int) -> None:
    monkeypatch.setattr(running, "OFTEN", often)
    turns = 0
    for seed in range(20):
        story = Author(seed).story()
        monkeypatch.setattr(machine, "MOST_COMPILED", 1_000)
        whole = Program(story)
        state, chance = whole.start(seed).state, random.Random(seed)
        states = [state]
        moves: list[Move] = []
        while len(moves) < 40 and (offers := whole.look(state).open_offers):
            moves.append(Move(chance.choice(offers).id))
            state = whole.play(state, moves[-1]).state
            states.append(state)
        monkeypatch.setattr(machine, "MOST_COMPILED", 1)
        few = Program(story)
        assert few.start(seed).state == states[0]
        for before, move, after in zip(states, moves, states[1:], strict=False):
            assert few.look(before).offers == whole.look(before).offers
            assert few.look(before).title == whole.look(before).title
            assert few.play(before, move).state == after
            turns += 1
        assert len(few._compiler.compiled) == 1
    assert turns > 200


def test_a_scene_that_is_let_go_is_gone_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Author(1).story()
    program = Program(story)
    state = program.start(1).state
    program.look(state)
    count = len(program._compiler.compiled)
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(each, CompiledScene) for each in gc.get_objects())
        program._newest = None
        program._compiler.compiled.clear()
        after = sum(isinstance(each, CompiledScene) for each in gc.get_objects())
    finally:
        gc.enable()
    assert after == before - count
