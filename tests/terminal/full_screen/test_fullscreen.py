from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.defaults import create_pipe_input
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput

from game.terminal.commands import COMMANDS, Command
from game.terminal.full_screen.fullscreen import run
from game.terminal.full_screen.player import Player
from game.terminal.outcomes import Order
from tests.terminal.screen import look, player
from tests.terminal.story import game

SEQUENCES = {str(key.value): sequence for sequence, key in reversed(ANSI_SEQUENCES.items()) if not isinstance(key, tuple)}
del SEQUENCES[str(Keys.BracketedPaste.value)]  # only its beginning: whatever comes then would be part of the paste
LEAVE = "\x03"
SECONDS = 30


def run_with(played: Player, typed: str) -> int:
    with create_pipe_input() as pipe:
        pipe.send_text(typed)
        with at_most(SECONDS):
            return run(played, environ={}, given_input=pipe, given_output=DummyOutput())


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raises where the program hangs."""

    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"the program still runs after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("command", "key"),
    [(command, key) for command in COMMANDS for key in command.keys],
    ids=lambda each: getattr(each, "name", each),
)
def test_every_key_of_the_table_gives_its_order(
    command: Command, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = player(game(tmp_path))
    given_orders: list[str] = []

    def noted(order: Order) -> None:
        given_orders.append(order.command)

    monkeypatch.setattr(played, "do", noted)
    assert run_with(played, SEQUENCES.get(key, key) + LEAVE) == 130
    assert given_orders == [command.name]


@pytest.mark.parametrize(
    ("key", "first_word"),
    [
        ("up", "A moth"),
        ("pageup", "A moth"),
        ("home", "A moth"),
        ("down", "Paragraph"),
        ("pagedown", "Paragraph"),
        ("end", "weather"),
    ],
)
def test_reading_keys_move_in_the_history(key: str, first_word: str, tmp_path: Path) -> None:
    played = player(game(tmp_path))
    for digit in "224":
        played.last()  # where the options are
        played.type(digit)
    run_with(played, SEQUENCES[key] * (60 if key in ("up", "down") else 9) + LEAVE)
    shown = " ".join(look(played, 80, 40))
    assert first_word in shown


def test_space_reads_on_and_a_space_in_the_line_is_a_space(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    run_with(played, "leave it" + LEAVE)
    assert played.editor is not None
    assert played.editor.text == "leave it"


def test_the_end_of_the_input_ends_the_game(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    with create_pipe_input() as pipe:
        pipe.send_text("2")
        pipe.close()
        with at_most(SECONDS):
            assert run(played, environ={}, given_input=pipe, given_output=DummyOutput()) == 129


KEYS = st.sampled_from(
    [
        *SEQUENCES.values(),
        *"12345678901ujrlpsebmf?,mq/ ",
        "\r",
        "\x1b",
        "ㅂ",
        "램",
        "look lamp",
        "/find lamp\r",
        "/summary\r",
        "/why\r",
        "/delete\r",
        "/loo\t\t",
        "\x1b[200~paste\x1b[201~",
        "\x1b[<65;3;3M",
    ]
)


@settings(max_examples=int(os.environ.get("HYOSAN_RANDOM_RUNS", "60")), deadline=None)
@given(st.lists(KEYS.filter(lambda key: key not in ("\x03", "\x11", "\x1a", "\x1c")), max_size=40))
def test_whatever_is_pressed_nothing_breaks(pressed: list[str]) -> None:
    played = Player(game(None))
    code = run_with(played, "".join(pressed) + LEAVE)
    assert code in (0, 130)
    assert look(played, 40, 15)
