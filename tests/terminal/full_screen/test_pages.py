"""Every page about a run, as it is drawn: it fills its window and no more, at every size, and looks as it was blessed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game.terminal.full_screen.frame import compose
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.theme import styles
from game.terminal.layout import cells
from game.terminal.outcomes import Order
from tests.terminal.full_screen.test_frame import GOLDEN, SIZES
from tests.terminal.screen import keys, look, player
from tests.terminal.story import game


def at_the_end(command: str, argument: str = "") -> Callable[[Path], Player]:
    """The end of a run with a note, a promise and an achievement, and a page open over it."""

    def made(folder: Path) -> Player:
        played = player(game(folder))
        keys(played, "112")
        played.do(Order(command, argument))
        return played

    return made


PAGES = {
    "map": at_the_end("map"), "bag": at_the_end("bag"), "status": at_the_end("status"), "journal": at_the_end("journal"),
    "history": at_the_end("history"), "found": at_the_end("history", "the"), "summary": at_the_end("summary"),
    "endings": at_the_end("endings"), "pages": at_the_end("pages"), "menu": at_the_end("menu"),
    "saves": at_the_end("saves"), "delete": at_the_end("delete"),
}  # fmt: skip


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_fills_its_window_and_never_more(page: str, columns: int, rows: int, tmp_path: Path) -> None:
    played = PAGES[page](tmp_path)
    for _ in range(3):
        frame = compose(played, columns, rows)
        assert len(frame.rows) == rows
        assert all(sum(cells(text) for _, text in row) <= columns for row in frame.rows)
        played.page(1)


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
@pytest.mark.parametrize("page", ["map", "journal", "history", "found", "summary", "endings"])
def test_a_page_looks_as_it_was_blessed(page: str, size: tuple[int, int], tmp_path: Path) -> None:
    """`HYOSAN_BLESS=1` writes what is there now; look at the difference before you keep it."""
    shown = "\n".join(look(PAGES[page](tmp_path), *size)) + "\n"
    path = GOLDEN / f"page_{page}_{size[0]}x{size[1]}.txt"
    if os.environ.get("HYOSAN_BLESS"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_every_style_of_a_page_is_in_every_theme(tmp_path: Path) -> None:
    known = set(styles("dark", "plain"))
    for name, page in PAGES.items():
        frame = compose(page(tmp_path / name), 80, 24)
        assert {each.removeprefix("class:") for row in frame.rows for style, _ in row for each in style.split()} <= known


def test_the_mark_stands_on_what_enter_takes(tmp_path: Path) -> None:
    played = PAGES["history"](tmp_path)
    assert "> 1   Go back alone" in "\n".join(look(played))
    played.move(1)
    assert "> 2   Jump the ditch" in "\n".join(look(played))
    played.accept()
    assert "You climb." not in "\n".join(look(played, 80, 8))
    assert "» Jump the ditch" in "\n".join(look(played, 80, 10))
