"""A signal that comes while a turn is being saved does not tear it: the game ends where it waits."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from game.saving.store import Store
from tests.terminal.driving import Pipe, Terminal, environment

SLOW = """
import sys, time
from pathlib import Path
from game.saving.autosave import Autosave
from game.terminal.{module} import {play}
from tests.terminal.story import game

quick = Autosave.moved

def slow(self):
    (Path({folder!r}) / "saving").touch()
    time.sleep(0.5)
    quick(self)

Autosave.moved = slow
made = game(Path({folder!r}))
sys.exit({call})
"""
CODES = [(signal.SIGTERM, 143), (signal.SIGHUP, 129)]


def wait_until_saving(folder: Path) -> None:
    deadline = time.monotonic() + 20
    while not (folder / "saving").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.1)


@pytest.mark.parametrize(("number", "code"), CODES)
def test_in_plain_text_the_turn_is_finished_first(number: int, code: int, tmp_path: Path) -> None:
    program = SLOW.format(module="plain", play="play_plain", folder=str(tmp_path), call="play_plain(made, sys.stdin, sys.stdout)")
    with Pipe([sys.executable, "-c", program], environment()) as pipe:
        pipe.expect("2. Leave it the lamp")
        pipe.say("2")
        wait_until_saving(tmp_path)
        pipe.process.send_signal(number)
        assert pipe.process.wait(20) == code
    assert [slot.turn for slot in Store(tmp_path).slots()] == [1]


@pytest.mark.parametrize(("number", "code"), CODES)
def test_on_the_full_screen_the_turn_is_finished_first(number: int, code: int, tmp_path: Path) -> None:
    program = SLOW.format(module="full_screen.app", play="play_full_screen", folder=str(tmp_path), call="play_full_screen(made)")
    with Terminal([sys.executable, "-c", program], environ=environment()) as terminal:
        terminal.expect("Before the first scene")
        terminal.press("enter")
        terminal.expect("Leave it the lamp")
        terminal.press("2")
        wait_until_saving(tmp_path)
        terminal.signal(number)
        assert terminal.wait() == code
        assert terminal.is_restored()
    assert [slot.turn for slot in Store(tmp_path).slots()] == [1]
