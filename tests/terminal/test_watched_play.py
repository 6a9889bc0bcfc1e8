"""`hyosan play --watch` in both front ends, in a process of its own, while files are written under its hands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.driving import Driver, Pipe, Terminal, command, driven
from tests.terminal.rehearsing import Desk


@pytest.fixture(params=["plain", "full"])
def front_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "story")


@pytest.fixture
def driver(front_end: str, tmp_path: Path, desk: Desk) -> Iterator[Driver]:
    with driven(front_end, tmp_path, "play", str(desk.folder), "--seed", "7", "--watch", "--from", "hill") as driver:
        driver.expect("You climb.")
        driver.expect("Use the plank")
        yield driver


def saved(driver: Driver) -> None:
    """The author has saved; in plain text, one presses Enter to see what it says now."""
    if isinstance(driver.program, Pipe):
        driver.say("look")


def test_what_is_saved_is_there_and_one_is_where_one_was(driver: Driver, desk: Desk) -> None:
    driver.pick(2)
    driver.expect("Wait for the sun")
    desk.edit("Wait for the sun", "Wait for the moon")
    saved(driver)
    driver.expect("Reloaded: scenes.yaml.")
    driver.expect("Wait for the moon")


def test_mistakes_stand_there_until_they_are_mended(driver: Driver, desk: Desk) -> None:
    desk.edit("goto: letter", "goto: leter")
    saved(driver)
    driver.expect("1 mistake")
    driver.expect("error[unknown-scene]: there is no scene `leter`")
    driver.expect("^^^^^")
    driver.expect("Did you mean `letter`?")
    driver.pick(2)
    driver.expect("Wait for the sun")
    desk.mend()
    saved(driver)
    driver.expect("Mended: the story is as it was.")
    assert "leter" not in driver.text
    driver.pick(1)
    driver.expect("The end: Dawn")


def test_a_pick_that_is_gone_is_told(driver: Driver, desk: Desk) -> None:
    driver.pick(2)
    driver.expect("Wait for the sun")
    desk.edit("        - pick: Use the plank\n          then: It holds.\n", "")
    saved(driver)
    driver.expect("Turn 1, `use_the_plank` in `hill`: it is not on offer there any more.")


def test_all_mistakes_are_on_a_page(driver: Driver, desk: Desk) -> None:
    desk.edit("goto: ridge", "goto: rigde")
    saved(driver)
    driver.expect("mistakes")
    driver.say("mistakes")
    driver.expect("Mistakes in the files")
    driver.expect("there is no scene `rigde`")


def test_the_play_can_be_looked_into_and_changed(driver: Driver, desk: Desk) -> None:
    driver.say("debug")
    driver.expect("hill: the choice at scenes.yaml:31")
    driver.expect("jump_the_ditch: open, scenes.yaml:32")
    driver.close()
    driver.say("set noise = 4")
    driver.expect("noise = 4. The hill begins anew with it.")
    driver.say("go tent")
    driver.expect("The tent begins, with all that you have.")
    driver.expect("Leave it the lamp")
    driver.say("debug noise")
    driver.expect("noise: 4")


def test_a_play_can_be_looked_into_without_following_the_files(front_end: str, tmp_path: Path, desk: Desk) -> None:
    with driven(front_end, tmp_path, "play", str(desk.folder), "--debug", "--from", "hill") as driver:
        driver.expect("Use the plank")
        assert "under watch" not in driver.text
        desk.edit("Use the plank", "Use the board")
        driver.say("debug where")
        driver.expect("hill: the choice at scenes.yaml:31")
        driver.close()
        driver.pick(2)
        driver.expect("It holds.")


def test_a_player_cannot_look_into_the_play(front_end: str, tmp_path: Path, desk: Desk) -> None:
    with driven(front_end, tmp_path, "play", str(desk.folder), "--from", "hill") as driver:
        if front_end == "full":
            driver.expect("Before the first scene")
            driver.close()
        driver.expect("Use the plank")
        driver.say("debug")
        driver.expect("I do not know “debug”.")


def test_an_option_is_picked_in_the_story_that_was_read(tmp_path: Path, desk: Desk) -> None:
    arguments = ("play", str(desk.folder), "--seed", "7", "--watch", "--from", "hill", "--plain")
    with Pipe(command(tmp_path, *arguments)) as pipe:
        pipe.expect("2. Use the plank")
        desk.edit("        - pick: Jump the ditch", "        - pick: Fly\n        - pick: Jump the ditch")
        pipe.say("2")
        pipe.expect("Reloaded: scenes.yaml.")
        pipe.expect("> Use the plank")
        pipe.expect("1. Wait for the sun")


def test_what_is_typed_is_not_disturbed(tmp_path: Path, desk: Desk) -> None:
    with Terminal(command(tmp_path, "play", str(desk.folder), "--watch", "--from", "hill")) as terminal:
        terminal.expect("Use the plank")
        terminal.press("/", "use the pl")
        terminal.expect("> use the pl")
        desk.edit("You climb.", "You climb and climb.")
        terminal.expect("You climb and climb.")
        assert "> use the pl" in terminal.text
        terminal.press("enter")
        terminal.expect("It holds.")


def test_a_file_that_is_written_in_pieces_is_read_when_it_is_whole(tmp_path: Path, desk: Desk) -> None:
    with Terminal(command(tmp_path, "play", str(desk.folder), "--watch", "--from", "hill")) as terminal:
        terminal.expect("Use the plank")
        text = desk.scenes.read_text(encoding="utf-8").replace("You climb.", "You climb and climb.").encode()
        with desk.scenes.open("wb", buffering=0) as file:
            for start in range(0, len(text), len(text) // 8 + 1):
                file.write(text[start : start + len(text) // 8 + 1])
                time.sleep(0.05)
        terminal.expect("You climb and climb.")
        terminal.expect("Reloaded: scenes.yaml.")
        assert "mistake" not in terminal.text


def test_a_story_that_is_broken_from_the_start_begins_when_it_is_mended(tmp_path: Path, desk: Desk) -> None:
    desk.edit("goto: letter", "goto: leter")
    with Terminal(command(tmp_path, "play", str(desk.folder), "--watch", "--from", "hill")) as terminal:
        terminal.expect("there is no scene `leter`")
        terminal.expect("It begins as soon as that is mended")
        desk.mend()
        terminal.expect("Use the plank")


def test_a_broken_story_does_not_wait_where_nobody_sits_at_a_terminal(tmp_path: Path, desk: Desk) -> None:
    desk.edit("goto: letter", "goto: leter")
    with Pipe(command(tmp_path, "play", str(desk.folder), "--watch", "--plain")) as pipe:
        pipe.expect("there is no scene `leter`")
        assert pipe.wait() == 1


def test_the_saves_of_players_are_left_alone(tmp_path: Path, desk: Desk) -> None:
    with Pipe(command(tmp_path, "play", str(desk.folder), "--seed", "7", "--plain")) as pipe:
        pipe.say("2")
        pipe.expect("You climb.")
        assert pipe.wait() == 0
    before = {name: data for name, data in desk.kept().items() if not name.startswith(".")}
    with Pipe(command(tmp_path, "play", str(desk.folder), "--watch", "--load", "latest", "--plain")) as pipe:
        pipe.expect("You climb.")
        pipe.say("2")
        pipe.expect("It holds.")
        pipe.say("save mine")
        pipe.expect("nothing of it is kept")
        assert pipe.wait() == 0
    assert {name: data for name, data in desk.kept().items() if not name.startswith(".")} == before
