"""Rows that have not changed are never written again; what a terminal shows is the composed frame all the same."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.application import Application
from prompt_toolkit.application.current import set_app
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input.defaults import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from game.terminal.colours import ColourDepth
from game.terminal.full_screen.frame import compose
from game.terminal.full_screen.fullscreen import application
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.window import cells_of
from tests.terminal.driving import Screen
from tests.terminal.story import game


class Shown:
    """A player's window, drawn on a terminal that pyte keeps. `written` is what the last frame has cost, in characters."""

    def __init__(self, player: Player, app: Application[int], out: io.StringIO, size: list[int]) -> None:
        self.player, self._app, self._out, self._size = player, app, out, size
        self.screen = Screen(*size)
        self._stream = pyte.Stream(self.screen)
        self.written = 0

    def resize(self, columns: int, rows: int) -> None:
        self._size[:] = [columns, rows]
        self.screen.resize(rows, columns)

    def draw(self) -> list[str]:
        self._app.renderer.render(self._app, self._app.layout)
        said = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        self.written = len(said)
        self._stream.feed(said)
        return [line.rstrip() for line in self.screen.display]

    def composed(self) -> list[str]:
        frame = compose(self.player, *self._size)
        return ["".join(text for _, text in row).rstrip() for row in frame.rows]

    def clear(self) -> None:
        self._app.renderer.clear()


@contextmanager
def shown(player: Player, columns: int = 80, rows: int = 24) -> Iterator[Shown]:
    size = [columns, rows]
    out = io.StringIO()
    output = Vt100_Output(out, lambda: Size(rows=size[1], columns=size[0]), term="xterm")
    with create_pipe_input() as pipe:
        app = application(player, ColourDepth.TRUE, pipe, output)
        with set_app(app):
            yield Shown(player, app, out, size)


ACTS = [
    "1",
    "2",
    "j",
    "l",
    "u",
    "r",
    "p",
    "?",
    ",",
    "esc",
    "down",
    "up",
    "page",
    "back",
    "home",
    "small",
    "wide",
    "theme",
    "clear",
]


def act(window: Shown, name: str) -> None:
    player = window.player
    match name:
        case "esc":
            player.cancel()
        case "down" | "up":
            player.move(1 if name == "down" else -1)
        case "page" | "back":
            player.page(1 if name == "page" else -1)
        case "home":
            player.first()
        case "small":
            window.resize(40, 15)
        case "wide":
            window.resize(120, 30)
        case "theme":
            player.game.preferences.set("theme", player.game.settings.next_word("theme"))
        case "clear":
            window.clear()
        case key:
            player.type(key)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ACTS), max_size=25))
def test_whatever_is_done_the_terminal_shows_the_composed_frame(acts: list[str]) -> None:
    with shown(Player(game(None))) as window:
        for name in acts:
            act(window, name)
            if window.player.left is not None:
                break
            assert window.draw() == window.composed(), name


def test_a_key_writes_only_the_rows_that_it_changes(tmp_path: Path) -> None:
    with shown(Player(game(tmp_path)), 200, 60) as window:
        window.player.accept()
        window.draw()
        first = window.written
        window.player.move(1)
        window.draw()
        assert 0 < window.written < first / 10
        window.draw()
        assert window.written < 60


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("ab", {0: "a", 1: "b", 2: " "}),
        ("램프", {0: "램", 1: "", 2: "프", 3: "", 4: " "}),
        ("e\u0301x", {0: "e\u0301", 1: "x", 2: " "}),
        ("램\u0301", {0: "램\u0301", 1: "", 2: " "}),
        ("\u0301", {0: " "}),
    ],
)
def test_a_wide_character_takes_two_cells_and_an_accent_none(text: str, cells: dict[int, str]) -> None:
    made = cells_of((("class:prose", text),), len(cells))
    assert {at: char.char for at, char in made.items()} == cells
