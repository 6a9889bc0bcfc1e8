from __future__ import annotations

import errno
from pathlib import Path

import pytest

from game.errors import HyosanError
from game.saving.files import Files
from game.saving.store import Store
from game.terminal.game import Game, fresh_seed
from game.terminal.outcomes import Leave, Order, Question, Reread, Sheet, Story, Told
from game.terminal.settings import BY_NAME
from tests.terminal.story import game


def told(made: Game, command: str, argument: str = "") -> str:
    outcome = made.perform(Order(command, argument))
    assert isinstance(outcome, Told | Story)
    return outcome.text if isinstance(outcome, Told) else outcome.told


def choose(made: Game, words: str) -> None:
    understood = made.understand(words)
    assert isinstance(understood, Order)
    assert made.perform(understood) == Story()


def test_without_a_folder_the_game_can_be_played_and_says_that_nothing_is_kept() -> None:
    made = game(None)
    choose(made, "2")
    assert "Nothing is kept" in told(made, "save")
    assert not made.is_kept
    with pytest.raises(HyosanError, match="Nothing is kept"):
        made.resume("any")


def test_a_run_that_could_not_be_repeated_gets_its_own_seed() -> None:
    assert len({fresh_seed() for _ in range(8)}) == 8


def test_the_run_that_is_played_can_be_loaded_again(tmp_path: Path) -> None:
    """Its save is locked by ourselves."""
    made = game(tmp_path)
    choose(made, "2")
    assert told(made, "load", "autosave 1") == "Back in “Autosave 1”."
    assert made.view is not None
    assert made.view.turn == 1
    choose(made, "2")
    assert Store(tmp_path).slots()[0].turn == 2


def test_a_load_that_fails_leaves_the_run_as_it_was(tmp_path: Path) -> None:
    made = game(tmp_path)
    choose(made, "2")
    (tmp_path / "broken.hyosan").write_bytes(b"no save")
    assert "cannot be loaded" in told(made, "load", "broken")
    assert "There is no save called “nothing”." in told(made, "load", "nothing")
    assert made.view is not None
    assert made.view.turn == 1


def test_when_two_windows_play_two_runs_neither_takes_the_other(tmp_path: Path) -> None:
    first, second = game(tmp_path), game(tmp_path)
    choose(first, "2")
    choose(second, "1")
    outcome = first.perform(Order("load", "Autosave 2"))
    assert isinstance(outcome, Sheet | Story)
    assert second.view is not None
    choose(second, "2")
    assert {slot.turn for slot in Store(tmp_path).slots()} == {1, 2}


def test_names_of_saves_are_found_by_their_beginning_when_only_one_fits(tmp_path: Path) -> None:
    made = game(tmp_path)
    for name in ("before the hill", "before the end", "램프 둘"):
        told(made, "save", name)
    choose(made, "2")
    assert told(made, "load", "램프") == "Back in “램프 둘”."
    assert "could be “before the" in told(made, "load", "before")
    assert told(made, "load", "Before the HILL") == "Back in “before the hill”."


def test_a_save_without_a_name_is_called_after_the_moment(tmp_path: Path) -> None:
    made = game(tmp_path)
    assert told(made, "save") == "Saved as “The tent, turn 0”."
    assert made.perform(Order("name")) == Question("Save", "Under which name?", "save", "The tent, turn 0")


def test_a_setting_that_cannot_be_kept_holds_and_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    made = Game(game(None).program, None, folder=tmp_path / "file")
    made.perform(Order("settings", "theme light"))
    assert made.settings.theme == "light"
    (notice,) = made.take_notices()
    assert "for this session only" in notice
    assert made.take_notices() == ()


def test_what_is_set_for_this_session_only_is_not_kept_with_something_else(tmp_path: Path) -> None:
    made = game(tmp_path)
    made.preferences.now = made.settings.having("mouse", "off")
    made.perform(Order("settings", "theme light"))
    assert not made.settings.mouse
    again = game(tmp_path)
    assert again.settings.mouse
    assert again.settings.theme == "light"


def test_a_setting_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    assert told(game(None), "settings", "font big") == "Settings are: " + ", ".join(BY_NAME) + "."


def test_looking_at_what_is_not_there_costs_nothing() -> None:
    made = game(None)
    assert "There is no “dragon” to look at here." in told(made, "look", "dragon")
    assert made.view is not None
    assert made.view.turn == 0


def test_a_folder_that_cannot_be_read_is_said_and_the_title_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    made = Game(game(None).program, Store(tmp_path / "file"))
    assert isinstance(made.opening(), Sheet)
    (notice,) = made.take_notices()
    assert "cannot be" in notice or "Nothing can be" in notice


def test_that_a_run_is_kept_is_said_when_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = game(tmp_path)
    choose(made, "2")
    assert made.perform(Order("quit")) == Leave("Kept. At the next start, Continue goes on from here.")

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "")

    for name in ("sync", "sync_data"):
        monkeypatch.setattr(Files, name, fail)
    choose(made, "2")
    left = made.perform(Order("quit"))
    assert isinstance(left, Leave)
    assert "the disk reports an error" in left.told
    assert left.told.endswith("What you did last is not saved.")


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    made = game(tmp_path)
    made.close()
    made.close()
    assert made.view is None
    assert "No run is under way" in told(made, "journal")


def test_a_new_run_has_the_seed_that_it_is_given(tmp_path: Path) -> None:
    made = game(tmp_path, begun=False)
    made.begin(seed=99)
    status = made.perform(Order("status"))
    assert isinstance(status, Sheet)
    assert ("Seed", "99") in [(row.head, row.text) for row in status.rows]


def test_a_run_that_another_window_plays_can_be_read_turn_by_turn(tmp_path: Path) -> None:
    first, second = game(tmp_path), game(tmp_path)
    choose(first, "2")
    locked = second.perform(Order("load", "Autosave 1"))
    assert isinstance(locked, Sheet)
    assert str(locked.intro[0]).startswith("This play is open already")
    reading = next(row.order for row in locked.rows if row.head == "Only read it")
    assert reading is not None
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.startswith(".")}
    sheet = second.perform(reading)
    assert isinstance(sheet, Sheet)
    assert [row.aside for row in sheet.rows] == ["turn 1", "turn 0"]
    order = sheet.rows[0].order
    assert order is not None
    read = second.perform(order)
    assert isinstance(read, Reread)
    assert read.passage.picked == "Leave it the lamp"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.startswith(".")} == before
    choose(first, "1")


def test_a_run_goes_on_in_another_folder_when_the_player_says_so(tmp_path: Path) -> None:
    made = game(tmp_path / "one")
    choose(made, "2")
    asked = made.perform(Order("elsewhere"))
    assert isinstance(asked, Question)
    assert asked.command == "elsewhere"
    (tmp_path / "file").write_text("")
    assert "It stays where it was." in told(made, "elsewhere", str(tmp_path / "file" / "two"))
    said = told(made, "elsewhere", str(tmp_path / "two"))
    assert f"`hyosan --saves {tmp_path / 'two'}`" in said
    choose(made, "1")
    made.close()
    assert Store(tmp_path / "two").slots()[0].turn == 2
    assert Store(tmp_path / "one").slots()[0].turn == 1
    assert "Nothing is kept" in told(game(None), "elsewhere", "x")
