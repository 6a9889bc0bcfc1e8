"""Any keys, any signal, at a real pseudo-terminal: no traceback, only printable text and our own codes, the terminal restored."""

from __future__ import annotations

import random
import signal
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.faults.budget import budget
from tests.terminal.driving import KEYS, Terminal, command, environment
from tests.terminal.full_screen.test_app import OWN_CODES, to_story

KEYS_TO_PRESS = budget(3000)
SIGNALS = budget(8)
BATCH = 25
HOSTILE = ("\x1b[2J", "\x07", "\u202e", "\x9b", "e" + "\u0301" * 6, "x", "\n", "\U000e0041")
LEAVING = frozenset("\x03\x11\x1a\x1c\x04")
"""Ctrl-C, Ctrl-Q, Ctrl-Z, Ctrl-\\ and Ctrl-D: they end or stop the game, and so are signals here, no keys."""
ENDED_BY = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131}
HARMLESS = (signal.SIGWINCH, signal.SIGCONT)


class Unseen:
    """Draws for nobody: what pyte costs is not asked for where a screen is not looked at."""

    def feed(self, data: bytes) -> None:
        pass


def any_key(chance: random.Random) -> str:
    """What a person, a cat or a paste may send."""
    luck = chance.random()
    if luck < 0.45:
        return chr(chance.randrange(0x20, 0x7F))
    if luck < 0.65:
        return chance.choice([key for key in KEYS.values() if key not in LEAVING])
    if luck < 0.75:
        return chr(chance.choice([code for code in range(0x20) if chr(code) not in LEAVING]))
    if luck < 0.85:
        return chr(
            chance.choice((chance.randrange(0xAC00, 0xD7A4), chance.randrange(0xA0, 0xD800), chance.randrange(0xE000, 0x110000)))
        )
    if luck < 0.93:
        button, ending = chance.choice((0, 1, 2, 32, 35, 64, 65)), chance.choice("Mm")
        return f"\x1b[<{button};{chance.randrange(300)};{chance.randrange(100)}{ending}"
    hostile = "".join(chance.choices(HOSTILE, k=6))
    return f"\x1b[200~{hostile}\x1b[201~" if luck < 0.97 else hostile.replace("\x1b", "")


def foreign(raw: bytes) -> set[str]:
    """What was written that is neither printable nor one of our own codes. What comes after the alternate screen was left is the
    terminal's own echo of keys that nobody read any more."""
    written = raw.rpartition(b"\x1b[?1049l")[0] or raw
    text = OWN_CODES.sub(b"", written).decode("utf-8", "replace")
    return {char for char in text if unicodedata.category(char)[0] == "C" or char in "\u2028\u2029\ufffd"} - {"\r", "\n", "\b"}


def press_many(folder: Path, seed: int, most: int) -> int:
    """Presses up to so many keys in one game, and leaves it; how many there were."""
    chance, pressed = random.Random(seed), 0
    size = chance.choice(((80, 24), (40, 15), (120, 40), (20, 6)))
    with Terminal(command(folder), *size, environment(HYOSAN_SAVES="")) as terminal:
        terminal.expect(lambda: b"\x1b[?2004h" in terminal.raw)
        terminal._stream = Unseen()  # type: ignore[assignment]  # all that is asked of it
        while pressed < most and terminal.process.poll() is None:
            terminal.press(*(any_key(chance) for _ in range(BATCH)))
            pressed += BATCH
            terminal.settle(0.02)
            if chance.random() < 0.1:
                terminal.resize(chance.randrange(1, 150), chance.randrange(1, 60))
        terminal.press("\x1b[201~")
        for _ in range(20):
            if terminal.process.poll() is None:
                terminal.press("esc", "esc", "ctrl-q")
                terminal.settle(0.3)
        code = terminal.wait()
        assert code == 0, f"left with {code}"
        assert b"Traceback" not in terminal.raw
        assert terminal.is_restored(), "the terminal is not restored"
        assert foreign(terminal.raw) == set()
    return pressed


def press_all(folder: Path, keys: int, first: int = 0) -> None:
    pressed, seed = 0, first
    while pressed < keys:
        folder_of_this = folder / str(seed)
        folder_of_this.mkdir()
        try:
            pressed += press_many(folder_of_this, seed, min(1000, keys - pressed))
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        seed += 1


@pytest.mark.parametrize("part", range(2))
def test_any_keys_are_borne_and_nothing_foreign_is_written(part: int, tmp_path: Path) -> None:
    press_all(tmp_path, KEYS_TO_PRESS // 2, part * 1_000_000)


@pytest.mark.parametrize("number", range(SIGNALS))
def test_any_signal_at_any_moment_restores_the_terminal(number: int, tmp_path: Path) -> None:
    chance = random.Random(number)
    ending = list(ENDED_BY)[number % len(ENDED_BY)]
    with Terminal(command(tmp_path)) as terminal:
        to_story(terminal)
        for _ in range(chance.randrange(1, 6)):
            terminal.press(*(any_key(chance) for _ in range(chance.randrange(4))))
            terminal.signal(chance.choice(HARMLESS))
            terminal.settle(0.02)
        terminal.press(*(any_key(chance) for _ in range(chance.randrange(3))))
        if terminal.process.poll() is None:
            terminal.signal(ending)
        assert terminal.wait() in {0, ENDED_BY[ending]}
        assert terminal.is_restored()
        assert b"Traceback" not in terminal.raw
        assert foreign(terminal.raw) == set()


def test_the_harness_knows_what_is_foreign() -> None:
    assert foreign(b"\x1b[31mred\x1b[0m\x1b[?25l\r\n") == set()
    assert foreign(b"\x1b]0;title\x07") == {"\x1b", "\x07"}
    assert foreign("a\u202eb\x9b".encode()) == {"\u202e", "\x9b"}
    assert foreign(b"\x1bPq") == {"\x1b"}


PLANTED = """
import os, signal, sys
from game.terminal.full_screen import draw, fullscreen
right = fullscreen.run
def run(player):
    {bug}
    return right(player)
fullscreen.run = run
from game.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_harness_finds_a_code_that_is_not_ours(tmp_path: Path) -> None:
    code = PLANTED.format(bug="sys.stdout.write('\\x1b]0;a title\\x07')")
    with Terminal([sys.executable, "-c", code, *command(tmp_path)[3:]], environ=environment()) as terminal:
        to_story(terminal)
        assert foreign(terminal.raw) == {"\x1b", "\x07"}


def test_the_harness_finds_a_terminal_that_is_left_as_it_is(tmp_path: Path) -> None:
    code = PLANTED.format(bug="type(player).type = lambda *_: os._exit(3)")
    with Terminal([sys.executable, "-c", code, *command(tmp_path)[3:]], environ=environment()) as terminal:
        to_story(terminal)
        terminal.press("j")
        assert terminal.wait() == 3
        assert not terminal.is_restored()
