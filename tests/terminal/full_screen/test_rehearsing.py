"""An author's screen: the mistakes of the files at its foot, and the debug view."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.terminal.full_screen.player import Player
from game.terminal.full_screen.rehearsing import take_up
from game.terminal.outcomes import Order
from tests.terminal.rehearsing import Desk
from tests.terminal.screen import look, player, words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "story")


def saved(played: Player) -> None:
    """The files are taken up, as the screen does by itself."""
    rehearsal = played.game.rehearsal
    assert rehearsal is not None and rehearsal.has_changed()
    take_up(played, rehearsal.read())


def broken(desk: Desk) -> Player:
    played = player(desk.rehearse())
    desk.edit("goto: ridge", "goto: rigde")
    saved(played)
    return played


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 16), (30, 8)])
def test_the_screen_stays_as_high_as_it_is_with_mistakes_at_its_foot(desk: Desk, columns: int, rows: int) -> None:
    played = broken(desk)
    shown = look(played, columns, rows)
    assert len(shown) == rows
    assert all(len(row) <= columns for row in shown)
    assert any(row.strip().startswith("F8: 14 mistakes") for row in shown)


def test_the_first_mistakes_take_at_most_a_third_of_the_screen(desk: Desk) -> None:
    shown = look(broken(desk), 80, 24)
    first = next(number for number, row in enumerate(shown) if "F8:" in row)
    assert 24 - first - 2 <= 24 // 3
    assert "error[unknown-scene]: there is no scene `rigde`" in shown[first + 1]
    assert shown[first + 3].index("^") == shown[first + 2].index("rigde")


def test_a_low_screen_has_room_for_the_count_only(desk: Desk) -> None:
    shown = " ".join(look(broken(desk), 40, 15))
    assert "F8: 14 mistakes" in shown
    assert "error[" not in shown


def test_the_options_can_be_picked_beside_mistakes(desk: Desk) -> None:
    played = broken(desk)
    look(played)
    played.type("2")
    assert "You climb." in words(played)
    assert "F8: 14 mistakes" in words(played)


def test_the_page_has_all_of_them_and_the_foot_none(desk: Desk) -> None:
    played = broken(desk)
    played.press("f8")
    shown = words(played, 80, 120)
    assert shown.count("there is no scene `rigde`") == 14
    assert "F8:" not in shown


def test_mended_they_are_gone_from_the_foot_and_from_the_page(desk: Desk) -> None:
    played = broken(desk)
    played.press("f8")
    desk.mend()
    saved(played)
    shown = words(played)
    assert "Nothing: the story is as its files say." in shown
    assert "Mended: the story is as it was." in shown
    played.cancel()
    assert "rigde" not in words(played)


def test_what_is_marked_and_in_view_stays_when_nothing_changes_here(desk: Desk) -> None:
    played = player(desk.rehearse())
    played.move(1)
    before = look(played)
    desk.edit("It holds.", "It holds you.")
    saved(played)
    after = look(played)
    assert after[:-1] == before[:-1]
    assert "Reloaded: scenes.yaml." in after[-1]


def test_the_marked_option_stays_marked_when_another_comes_before_it(desk: Desk) -> None:
    played = player(desk.rehearse())
    played.move(1)
    desk.edit("        - pick: Put it out of the tent", "        - pick: Sneeze\n        - pick: Put it out of the tent")
    saved(played)
    assert played.screen.orders[played.screen.selected].head in ("Sneeze", "Leave it the lamp")


def test_a_page_that_is_open_stays_open_over_a_reload(desk: Desk) -> None:
    played = player(desk.rehearse())
    played.do(Order("journal"))
    desk.edit("You climb.", "You climb and climb.")
    saved(played)
    assert played.screen.name == "journal"


def test_the_debug_view_is_drawn_anew_after_a_reload(desk: Desk) -> None:
    played = player(desk.rehearse())
    played.type("1")
    played.press("f12")
    assert "noise: 1 -> 2" in words(played)
    desk.edit("noise += 1", "noise += 2")
    saved(played)
    assert "noise: 1 -> 3" in words(played)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 15), (30, 8)])
def test_the_debug_view_fits_any_screen(desk: Desk, columns: int, rows: int) -> None:
    played = player(desk.rehearse())
    look(played, columns, rows)
    played.do(Order("debug"))
    shown = look(played, columns, rows)
    assert all(len(row) <= columns for row in shown)
    assert "Where you are" in " ".join(shown)


def test_keys_of_authors_do_nothing_for_players(tmp_path: Path) -> None:
    from tests.terminal.story import game

    played = player(game(None))
    played.press("f12")
    assert played.screen is played.story
