"""Pictures, sounds, softened passages and content notes, in both front ends."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from game.engine.program import Program
from game.loading import load_texts
from game.terminal.full_screen.player import Player
from game.terminal.game import Game
from game.terminal.outcomes import Order
from game.terminal.plain import play_plain
from tests.terminal.driving import Driver, Terminal, command, driven
from tests.terminal.screen import keys, look, player, words

STORY = """
story: signal
title: The signal
start: tower
art:
  tower: {picture: "|= ▲ =|", words: A tower.}
sounds:
  horn: {words: The horn twice.}
endings:
  seen: {title: Seen}
"""
SCENES = """
tower:
  title: The tower
  art: tower
  script:
    - {harsh: He has no face., soft: He is dead.}
    - choose:
        - pick: Go down
    - goto: cellar
cellar:
  title: The cellar
  content note: More of the dead.
  script:
    - sound: horn
    - {harsh: They have no faces., soft: They are dead.}
    - choose:
        - pick: Go up
          end: seen
        - pick: Look round
          goto: cellar
"""
TEXTS = {"story.yaml": STORY, "scenes.yaml": SCENES}


def game(*on: str) -> Game:
    story, report = load_texts(TEXTS)
    assert story is not None, report.draw()
    made = Game(Program(story), None)
    for name in on:
        made.preferences.now = made.settings.having(name, "on")
    made.begin(seed=1)
    return made


def plain(made: Game, typed: str) -> str:
    stdout = io.StringIO()
    assert play_plain(made, io.StringIO(typed), stdout, {}) == 0
    return stdout.getvalue()


def test_a_picture_is_drawn_over_its_words() -> None:
    rows = look(player(game()))
    at = next(number for number, row in enumerate(rows) if "|= ▲ =|" in row)
    assert rows[at + 1].strip() == "A tower."
    assert rows[at].index("|") == 36


def test_in_a_low_window_the_words_stand_alone() -> None:
    assert "[Picture: A tower.]" in words(player(game()), 80, 15)


def test_in_a_window_too_narrow_for_it_nothing_of_a_picture_is_drawn() -> None:
    played = player(game())
    played.first()
    assert "▲" not in words(played, 9, 24)


def test_a_screen_that_cannot_draw_the_picture_has_its_words() -> None:
    played = Player(game(), in_ascii=True)
    assert "[Picture: A tower.]" in words(played)
    assert words(played).isascii()


def test_plain_text_says_what_a_picture_shows_and_what_is_heard() -> None:
    said = plain(game(), "1\n")
    assert "The tower\n\n[Picture: A tower.]\n\n" in said
    assert "The cellar\n\n[The horn twice.]\n\n" in said


def test_a_sound_has_words_on_the_full_screen_too() -> None:
    played = player(game())
    keys(played, "1")
    assert "[The horn twice.]" in words(played)


def test_what_is_softened_can_be_changed_at_any_time_for_all_that_was_told() -> None:
    played = player(game())
    keys(played, "1")
    played.first()
    assert "He has no face." in words(played)
    assert "They have no faces." in words(played)
    played.do(Order("settings", "soften on"))
    played.cancel()
    played.first()
    assert "He is dead." in words(played)
    assert "They are dead." in words(played)
    assert "face" not in words(played)
    played.do(Order("settings", "soften off"))
    played.cancel()
    assert "He has no face." in words(played)


def test_plain_text_follows_the_setting_from_then_on() -> None:
    said = plain(game(), "settings soften on\nback\nlook\n1\n")
    assert said.count("He has no face.") == 1
    assert "He is dead." in said
    assert "They have no faces." not in said


def test_softening_changes_no_state() -> None:
    states = []
    for on in ((), ("soften",)):
        made = game(*on)
        plain(made, "1\n")
        again = game(*on)
        again.perform(Order("choose", "go_down"))
        assert again.session is not None
        states.append(again.session.state)
    assert states[0] == states[1]


def test_what_is_ahead_is_said_only_to_who_asks_for_it() -> None:
    played = player(game())
    keys(played, "1")
    assert "More of the dead." not in words(played)
    assert "More of the dead." not in plain(game(), "1\n")


def test_what_is_ahead_is_said_before_anything_of_the_scene_is_shown() -> None:
    played = player(game("content notes"))
    keys(played, "1")
    assert "More of the dead." in words(played)
    assert "They have no faces." not in words(played)
    assert "Esc read on" in words(played)
    keys(played, "1")
    assert "They have no faces." in words(played)


def test_it_is_said_once_in_a_run() -> None:
    played = player(game("content notes"))
    keys(played, "112")
    assert played.screen is played.story
    assert "They have no faces." in words(played)


@pytest.mark.parametrize("way", ["accept", "cancel"])
def test_it_is_passed_with_enter_and_with_escape(way: str) -> None:
    played = player(game("content notes"))
    keys(played, "1")
    getattr(played, way)()
    assert "They have no faces." in words(played)


def test_who_does_not_want_to_read_on_takes_the_choice_back() -> None:
    played = player(game("content notes"))
    keys(played, "12")
    assert "He has no face." in words(played)
    assert played.game.view is not None
    assert played.game.view.scene == "tower"


def test_plain_text_waits_before_what_is_ahead() -> None:
    assert "no faces" not in plain(game("content notes"), "1\n")
    assert "no faces" in plain(game("content notes"), "1\n1\n")
    assert "no faces" in plain(game("content notes"), "1\nback\n")


def test_asking_for_something_else_does_not_open_what_is_ahead() -> None:
    said = plain(game("content notes"), "1\njournal\n1\n")
    assert "The end: Seen" not in said, "the number was about the note, not about the scene that nobody has seen"
    assert "They have no faces." in said.partition("Journal")[2]


def test_the_bell_rings_once_where_there_is_something_to_hear_if_it_is_on() -> None:
    for on, rings in (((), False), (("bell",), True)):
        played = player(game(*on))
        assert not played.rings
        keys(played, "1")
        assert played.rings is rings
        played.do(Order("undo"))
        assert not played.rings


def _write(folder: Path) -> Path:
    (folder / "story").mkdir()
    for name, text in TEXTS.items():
        (folder / "story" / name).write_text(text, encoding="utf-8")
    return folder / "story"


def test_the_bell_comes_out_of_the_terminal(tmp_path: Path) -> None:
    story = str(_write(tmp_path))
    with Terminal(command(tmp_path, "play", story, "--bell")) as terminal:
        terminal.expect("Go down")
        before = terminal.raw.count(b"\a")
        terminal.press("1")
        terminal.expect("The horn twice.")
        terminal.settle()
        assert terminal.raw.count(b"\a") == before + 1


@pytest.mark.parametrize("front_end", ["plain", "full"])
def test_the_flags_hold_for_a_session(front_end: str, tmp_path: Path) -> None:
    story = str(_write(tmp_path))
    with driven(front_end, tmp_path, "play", story, "--soften", "--content-notes") as driver:
        _reads_softly(driver)


def _reads_softly(driver: Driver) -> None:
    driver.expect("He is dead.")
    driver.pick(1)
    driver.expect("More of the dead.")
    driver.pick(1)
    driver.expect("They are dead.")
    assert "face" not in driver.text
