from __future__ import annotations

from pathlib import Path

import pytest

from game.terminal.full_screen.editor import Editor
from game.terminal.outcomes import Order, Sheet
from tests.terminal.screen import keys, player, words
from tests.terminal.story import game
from tests.terminal.test_plain import played


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("le", "leave it the lamp"),
        ("jou", "journal"),
        ("look m", "look moth"),
        ("x l", "x lamp"),
        ("why t", "why Tell the cook"),
        ("settings theme c", "settings theme contrast"),
        ("LOOK M", "look moth"),
        ("load be", "load Before the hill"),
    ],
)
def test_a_line_can_become_what_makes_sense_here(typed: str, first: str, tmp_path: Path) -> None:
    made = game(tmp_path)
    made.perform(Order("save", "Before the hill"))
    assert made.complete(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "xyz", "look q", "journal"])
def test_where_nothing_begins_so_there_is_nothing(typed: str, tmp_path: Path) -> None:
    assert game(tmp_path).complete(typed) == ()


def test_on_the_title_screen_its_rows_can_be_completed(tmp_path: Path) -> None:
    made = game(tmp_path, begun=False)
    title = made.opening()
    assert isinstance(title, Sheet)
    assert made.complete("ne", title) == ("new run", "new")


def test_tab_goes_round_what_the_line_could_become_and_back_to_what_was_typed(tmp_path: Path) -> None:
    made = player(game(tmp_path))
    made.open_editor("look ")
    seen = []
    for _ in range(3):
        made.tab(1)
        assert made.editor is not None
        seen.append(made.editor.text)
    assert seen == ["look lamp", "look moth", "look "]
    made.tab(-1)
    assert made.editor is not None
    assert (made.editor.text, made.editor.cursor) == ("look moth", 9)


def test_the_foot_says_what_tab_would_make_of_the_line(tmp_path: Path) -> None:
    made = player(game(tmp_path))
    keys(made, "look mo")
    assert "Enter: look mo" in words(made)
    made.open_editor("")
    made.edit(Editor.rub_out_all)
    made.open_editor("sav")
    assert "Tab: save" in words(made)


def test_without_a_line_tab_moves_as_the_arrows_do(tmp_path: Path) -> None:
    made = player(game(tmp_path))
    made.tab(1)
    assert made.screen.selected == 1
    made.tab(-1)
    assert made.screen.selected == 0


def test_in_plain_text_a_tab_at_the_end_of_a_line_asks(tmp_path: Path) -> None:
    assert "That could become: look lamp, look moth." in played(game(tmp_path), "look \t\n")
    assert "There is nothing that begins so." in played(game(tmp_path), "zz\t\n")
