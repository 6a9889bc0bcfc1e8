from __future__ import annotations

import random

from game.engine.state import GameState
from game.saving.timeline import STRIDE, Beginning, Step, Timeline
from tests.saving.playing import lighthouse

CLIMBERS = ("climb", "rest", "ask.ji_u", "ask.min")


def climbed(turns: int, seed: int = 1) -> tuple[Timeline, list[GameState]]:
    """A way of some turns, and every state on it."""
    timeline = Timeline.begin(lighthouse(), Beginning(seed))
    chance = random.Random(seed)
    states = [timeline.state]
    for _ in range(turns):
        timeline.play(chance.choice(CLIMBERS))
        states.append(timeline.state)
    return timeline, states


def test_undo_goes_back_through_every_state_to_the_first() -> None:
    timeline, states = climbed(3 * STRIDE + 7)
    for state in reversed(states[:-1]):
        assert timeline.undo()
        assert timeline.state == state
        assert len(timeline.passages) == state.turn + 1
    assert not timeline.undo()
    assert timeline.state == timeline.start


def test_redo_is_the_inverse_of_undo() -> None:
    timeline, states = climbed(2 * STRIDE + 3)
    while timeline.undo():
        pass
    for state in states[1:]:
        assert timeline.redo()
        assert timeline.state == state
    assert not timeline.redo()


def test_another_move_after_an_undo_takes_the_redo_away() -> None:
    timeline, _ = climbed(3)
    timeline.undo()
    timeline.play("climb")
    assert not timeline.redo()


def test_any_mixture_of_play_undo_and_redo_is_what_replaying_its_moves_gives() -> None:
    chance = random.Random(5)
    timeline = Timeline.begin(lighthouse(), Beginning(2))
    for _ in range(1500):
        action = chance.random()
        if action < 0.55:
            timeline.play(chance.choice(CLIMBERS))
        elif action < 0.9:
            timeline.undo()
        else:
            timeline.redo()
    again = Timeline.begin(lighthouse(), Beginning(2))
    for step in timeline.steps:
        again.play(step.option)
    assert again.state == timeline.state
    assert again.passages == timeline.passages


def test_few_states_are_kept_on_a_long_way() -> None:
    timeline, _ = climbed(20 * STRIDE)
    assert len(timeline._kept) <= 20 + STRIDE + 1
    while timeline.undo():
        assert len(timeline._kept) <= 20 + STRIDE + 1


def test_the_passages_are_what_each_turn_told() -> None:
    timeline, states = climbed(5)
    assert list(timeline.passages) == [state.passage for state in states]


def test_a_redo_that_the_story_refuses_is_forgotten() -> None:
    timeline, _ = climbed(2)
    timeline.undo()
    timeline.undone[-1] = Step("no_such_option", "stairs")
    assert not timeline.redo()
    assert timeline.undone == []
    assert timeline.state.turn == 1
