"""The recipes of the author's guide do what the guide says of them."""

from __future__ import annotations

import pytest

from game.engine.program import Program
from game.engine.state import Entered, GameState, Move, Paragraph, Rolled
from game.loading import load_texts
from tests.scenes.test_authors_guide import samples


@pytest.fixture(scope="module")
def program() -> Program:
    story, report = load_texts(samples("cookbook/"))
    assert story is not None, report.draw()
    return Program(story)


def played(program: Program, scene: str, *options: str, seed: int = 1, **values: int) -> GameState:
    state = program.start(seed, scene, values).state
    for option in options:
        state = program.play(state, Move(option)).state
    return state


def offered(program: Program, state: GameState) -> list[str]:
    return [offer.id for offer in program.look(state).open_offers]


def words(state: GameState) -> str:
    return " ".join(line.text for line in state.passage if isinstance(line, Paragraph))


@pytest.mark.parametrize(
    "answers",
    [("maybe_it_came_early", "no_you_are_right"), ("maybe_it_came_early", "there_is_a_first_time_for_everything"),
     ("read_the_timetable_to_her",), ("say_nothing",)],
)  # fmt: skip
def test_the_talk_goes_on_whatever_was_said(program: Program, answers: tuple[str, ...]) -> None:
    assert played(program, "bus_stop", *answers).at.scene == "stall"


def test_one_question_opens_the_next_and_each_is_for_once(program: Program) -> None:
    before = played(program, "stall")
    assert offered(program, before) == ["ask_for_three_bowls", "go_on_foot"]
    assert [offer.id for offer in program.look(before).offers if offer.locked] == ["ask_when_the_bus_comes"]
    after = played(program, "stall", "ask_for_three_bowls", "ask_who_eats_the_other_one")
    assert offered(program, after) == ["ask_when_the_bus_comes", "go_on_foot"]


def test_the_dice_fall_anew_each_time_and_losing_costs_somebody(program: Program) -> None:
    won_later = lost = 0
    for seed in range(60):
        state = played(program, "chase", seed=seed)
        rolls = 0
        while "run" in offered(program, state):
            state = program.play(state, Move("run")).state
            rolls += 1
        gone = state.values[program.index["state.jun"]]
        assert rolls <= 3
        won_later += rolls > 1 and not gone
        lost += gone
        assert any(isinstance(line, Rolled) for line in state.passage)
    assert won_later and lost


def test_the_promise_is_kept_in_the_last_scene(program: Program) -> None:
    def at_home(pick: str) -> str:
        state = played(program, "bridge", pick)
        told = ""
        while state.at.scene != "home":
            state = program.play(state, Move(offered(program, state)[0])).state
            told = words(state)
        return told

    assert "You sing it" in at_home("a_song")
    assert "You sing it" not in at_home("an_early_night")


@pytest.mark.parametrize(("gone", "said"), [(0, "Mina and Jun walk on both sides of you."), (1, "Mina is beside you.")])
def test_a_text_knows_who_is_there(program: Program, gone: int, said: str) -> None:
    assert said in words(program.start(1, "bridge", {"state.jun": gone}).state)


def test_the_rain_comes_once_wherever_one_is(program: Program) -> None:
    soaked = program.index["soaked"]
    for scene in ("stall", "bridge"):
        assert not played(program, scene).values[soaked]
        state = program.start(1, scene, {"clock": 24 * 60 + 30}).state
        assert state.values[soaked] and state.at.scene == scene
        entered = [line.scene for line in state.passage if isinstance(line, Entered)]
        assert entered.count("rain_begins") == 1


def test_the_road_deals_what_fits_and_nothing_twice(program: Program) -> None:
    for seed in range(20):
        state = program.start(seed, "coast_road", {"soaked": 1, "clock": 24 * 60}).state
        seen: list[str] = []
        while state.ending is None:
            seen += [line.scene for line in state.passage if isinstance(line, Entered)]
            state = program.play(state, Move(offered(program, state)[0])).state
        assert "lighthouse" not in seen
        assert seen.count("moped") == 1
        assert seen.count("bus") == 1, "in time for the second deal"
