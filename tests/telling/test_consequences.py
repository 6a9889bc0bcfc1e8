from __future__ import annotations

import random
from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.loading import load
from game.telling.consequences import Pick, picks
from tests.telling.runs import Run, run

SCENES = Path(__file__).parent.parent.parent / "scenes"


def made(played: Run) -> dict[str, Pick]:
    return {pick.words: pick for pick in picks(played.program, played.start, played.options)}


def test_a_pick_that_later_pages_depend_on_is_told_with_their_number() -> None:
    """Whether he was told is read on the road, and once more behind the first choice there."""
    assert made(run("say", "go", "wait", "on"))["Tell him"].pages == 2


def test_a_pick_that_changed_nothing_says_nothing() -> None:
    quiet = made(run("hush", "go", "wait", "on"))["Say nothing"]
    assert (quiet.pages, quiet.opened, quiet.noted, quiet.changed) == (0, "", (), ())
    assert not quiet.mattered


def test_a_pick_that_made_a_later_one_possible_names_it() -> None:
    found = made(run("say", "cook", "take", "go", "climb", "on"))["Take the rope"]
    assert found.opened == "Climb with the rope"
    assert found.noted == ("The gate",)
    assert set(found.changed) == {"rope", "bag"}


def test_the_clock_alone_is_no_consequence() -> None:
    assert made(run("hush"))["Say nothing"].changed == ()


@pytest.mark.parametrize("seed", range(3))
def test_of_the_shipped_story_every_pick_is_told_and_only_what_it_changed(seed: int) -> None:
    story, report = load(SCENES)
    assert story is not None, report.draw()
    program = Program(story)
    options, states = wander(program, seed, 60)
    found = list(picks(program, states[0], options))
    assert len(found) == len(options)
    assert any(pick.pages for pick in found)
    for depth, pick in enumerate(found):
        if pick.changed and pick.opened:
            assert pick.opened in {each.words for each in found[depth + 1 :]}
        if not pick.changed:
            assert states[depth].values[: len(story.variables)] == without_clocks(program, states[depth], states[depth + 1])


def without_clocks(program: Program, before: GameState, after: GameState) -> tuple[int, ...]:
    """The variables after a turn, clocks as they were before."""
    clocks = {program.index[each.name] for each in program.story.variables.values() if getattr(each.domain, "time", False)}
    values = after.values[: len(program.story.variables)]
    return tuple(before.values[at] if at in clocks else value for at, value in enumerate(values))


def wander(program: Program, seed: int, most: int) -> tuple[list[str], list[GameState]]:
    chance, state = random.Random(seed), program.start(seed).state
    options: list[str] = []
    states = [state]
    while len(options) < most and (offers := program.look(state).open_offers):
        options.append(chance.choice(offers).id)
        state = program.play(state, Move(options[-1])).state
        states.append(state)
    return options, states


def test_a_very_long_run_is_told_within_a_budget() -> None:
    """2,000 turns to and fro: the price is bounded, not the square of the turns."""
    played = run("say", *["back", "say"] * 1000)
    found = list(picks(played.program, played.start, played.options))
    assert len(found) == 2001
