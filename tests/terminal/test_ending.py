"""A signal that comes while a turn is being saved does not tear it: the game ends where it waits, and waits for the disk."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


SLOW_DISK = """
import sys, time
from contextlib import nullcontext
from pathlib import Path
from game.saving.files import Files
from game.terminal import plain
from game.terminal.full_screen import app
from tests.terminal.story import game

folder, quick = Path({folder!r}), Files.sync_data

def slow(self, handle):
    (folder / "saving").touch()
    while not (folder / "disk is free").exists():
        time.sleep(0.01)
    quick(self, handle)
    (folder / "on the disk").touch()

Files.sync_data = slow
{bug}
made = game(folder)
sys.exit({play})
"""
PLAYS = {"plain": "plain.play_plain(made, sys.stdin, sys.stdout)", "full": "app.play_full_screen(made)"}
TEARS = "plain.undisturbed = app.undisturbed = nullcontext"
ENDINGS = [
    ((signal.SIGTERM,), 143),
    ((signal.SIGHUP, signal.SIGTERM), 129),
    ((signal.SIGINT, signal.SIGTERM), 130),
]


@contextmanager
def turn_on_its_way(front_end: str, folder: Path, bug: str = "") -> Iterator[Pipe | Terminal]:
    """The second turn stands on the screen, and the disk does not come back from bringing it there."""
    code = SLOW_DISK.format(folder=str(folder), play=PLAYS[front_end], bug=bug)
    arguments = [sys.executable, "-c", code]
    with Pipe(arguments, environment()) if front_end == "plain" else Terminal(arguments, environ=environment()) as program:
        if isinstance(program, Terminal):
            program.expect("Before the first scene")
            program.press("enter")
        answer = program.say if isinstance(program, Pipe) else program.press
        program.expect("Leave it the lamp")
        answer("2")
        program.expect("You climb.")
        answer("1")
        program.expect("The ridge")
        wait_until_saving(folder)
        yield program


def end_by(program: Pipe | Terminal, *numbers: int) -> None:
    for number in numbers:
        program.process.send_signal(number)
        time.sleep(0.2)


def code_of(program: Pipe | Terminal) -> int:
    """All that was written is read then; a terminal is as it was."""
    code = program.wait()
    assert isinstance(program, Pipe) or program.is_restored()
    assert b"Traceback" not in program.raw
    return code


@pytest.mark.parametrize("front_end", PLAYS)
@pytest.mark.parametrize(("numbers", "code"), ENDINGS, ids=str)
def test_the_turn_on_the_screen_is_on_the_disk_when_signals_have_ended_the_game(
    front_end: str, numbers: tuple[int, ...], code: int, tmp_path: Path
) -> None:
    """However slow the disk is, and also when more signals come while it is waited for."""
    with turn_on_its_way(front_end, tmp_path) as program:
        end_by(program, *numbers)
        assert program.process.poll() is None, "it waits"
        (tmp_path / "disk is free").touch()
        assert code_of(program) == code
        assert (tmp_path / "on the disk").exists()
    (slot,) = Store(tmp_path).slots()
    assert slot.turn == 2
    assert b'"do":"close"' in slot.path.read_bytes().splitlines()[-1]


@pytest.mark.parametrize("front_end", PLAYS)
def test_who_does_not_want_to_wait_for_the_disk_presses_ctrl_c_again(front_end: str, tmp_path: Path) -> None:
    with turn_on_its_way(front_end, tmp_path) as program:
        end_by(program, signal.SIGINT, signal.SIGINT)
        assert program.process.poll() is None
        end_by(program, signal.SIGINT)
        assert code_of(program) == 130
        assert "Waiting for the disk" in program.raw.decode()
        assert not (tmp_path / "on the disk").exists()
    assert [slot.turn for slot in Store(tmp_path).slots()] == [2], "it is written, and no kill takes it"


@pytest.mark.parametrize("front_end", PLAYS)
def test_the_harness_finds_a_second_signal_that_tears_the_end(front_end: str, tmp_path: Path) -> None:
    with turn_on_its_way(front_end, tmp_path, bug=TEARS) as program:
        end_by(program, signal.SIGTERM, signal.SIGTERM)
        assert program.wait() == 143
        assert not (tmp_path / "on the disk").exists()
