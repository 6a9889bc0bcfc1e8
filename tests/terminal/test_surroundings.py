"""What a game must bear: windows of any size, streams that are closed or no terminal, terminals that can little."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from game.saving.store import Store
from tests.terminal.driving import Terminal, command, environment
from tests.terminal.full_screen.test_app import EARLY, started, to_story


@pytest.mark.parametrize(("columns", "rows"), [(20, 6), (10, 3), (3, 2), (1, 1)])
def test_a_window_too_small_for_the_story_bears_every_key_and_resize(columns: int, rows: int, tmp_path: Path) -> None:
    with started(tmp_path, columns, rows) as terminal:
        terminal.expect(lambda: bool(terminal.text))
        terminal.press("down", "pagedown", "j", "esc", "/", "x", "esc", "?", "up", "esc")
        terminal.wheel(65)
        terminal.settle()
        assert terminal.process.poll() is None
        assert all(len(line) <= columns for line in terminal.lines)
        terminal.resize(80, 24)
        terminal.expect(lambda: "Fear, and a moth." in terminal.text or "A moth has found" in terminal.text)
        terminal.press("ctrl-q")
        assert terminal.wait() == 0
        assert terminal.is_restored()


def test_a_story_is_read_on_while_the_window_is_drawn_larger_and_smaller(tmp_path: Path) -> None:
    """As a person drags the corner of a window: many sizes, one after the other, with keys in between."""
    with started(tmp_path) as terminal:
        to_story(terminal)
        for columns, rows in ((60, 20), (35, 9), (12, 4), (200, 60), (31, 8), (120, 40), (40, 15)):
            terminal.resize(columns, rows)
            terminal.press("pagedown", "pageup")
        terminal.press("2")
        terminal.expect("You climb.")
        assert all(len(line) <= 40 for line in terminal.lines)
        terminal.resize(80, 24)
        terminal.expect("Jump the ditch")


def test_a_page_that_is_open_is_set_anew_for_another_size(tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        to_story(terminal)
        terminal.press("p")
        terminal.expect("People")
        terminal.resize(34, 12)
        terminal.expect(lambda: len(terminal.screen.display[0]) == 34 and "Walks last." in terminal.text)
        terminal.press("esc")
        terminal.expect("Put it out")


def test_on_a_linux_console_there_are_sixteen_colours_and_the_whole_game(tmp_path: Path) -> None:
    with started(tmp_path, TERM="linux", COLORTERM="") as terminal:
        to_story(terminal)
        terminal.press("m")
        terminal.expect("you are here")
        terminal.press("esc", "2")
        terminal.expect("You climb.")
        assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25];", terminal.raw)


def test_in_the_c_locale_the_map_is_drawn_in_ascii(tmp_path: Path) -> None:
    with started(tmp_path, LC_ALL="C") as terminal:
        to_story(terminal)
        terminal.press("2")
        terminal.expect("You climb.")
        terminal.press("m")
        terminal.expect("+ The camp")
        drawn = set("".join(terminal.lines))
        assert not drawn & set("─│┌├└▰▱»·")


def test_what_is_typed_before_the_first_frame_is_not_written_over_the_splash_and_not_lost(tmp_path: Path) -> None:
    wait = "import time; time.sleep(0.8)\n    from tests.terminal.story import game; return game(Path({folder!r}))"
    code = EARLY.format(folder=str(tmp_path), then=wait.format(folder=str(tmp_path))).replace("    input()\n", "")
    with Terminal([sys.executable, "-c", code], environ=environment()) as terminal:
        terminal.expect("The Lamp")
        terminal.expect((tmp_path / "loaded").exists)
        terminal.press("x", "y", "\r")
        terminal.settle(0.3)
        assert terminal.text == "램프 The Lamp Reading the story ..."
        terminal.expect(lambda: "램프" not in terminal.text and bool(terminal.text))
        terminal.press("ctrl-q")
        assert terminal.wait() == 0
        assert terminal.is_restored()


def shell(folder: Path, redirections: str) -> str:
    return f"{shlex.join(command(folder))} {redirections}; echo left with $?"


@pytest.mark.parametrize("redirections", ["<&-", "</dev/null", "2>&-"])
def test_without_an_input_or_errors_the_story_is_still_shown_at_a_terminal(redirections: str, tmp_path: Path) -> None:
    with Terminal(["/bin/sh", "-c", shell(tmp_path, redirections)], rows=60) as terminal:
        terminal.expect("Fear, and a moth.")
        if redirections == "2>&-":
            terminal.press("ctrl-q")
        terminal.expect("left with 0")
        assert "Traceback" not in terminal.text


def test_with_its_output_in_a_file_the_game_asks_for_no_screen(tmp_path: Path) -> None:
    with Terminal(["/bin/sh", "-c", shell(tmp_path, f">{tmp_path}/out")]) as terminal:
        terminal.press("2\r", "quit\r")
        terminal.expect("left with 0")
    written = (tmp_path / "out").read_bytes()
    assert b"You climb." in written
    assert b"\x1b" not in written


def test_with_its_input_from_a_pipe_the_game_is_played_as_plain_text_at_a_terminal(tmp_path: Path) -> None:
    script = f"printf '2\\n2\\n' | {shell(tmp_path, '')}"
    with Terminal(["/bin/sh", "-c", script], rows=60) as terminal:
        terminal.expect("It holds.")
        terminal.expect("left with 0")
        assert b"\x1b[?1049h" not in terminal.raw
    assert Store(tmp_path / "saves").slots()[0].turn == 2


def test_with_its_output_closed_the_game_ends_quietly_and_keeps_what_was_played(tmp_path: Path) -> None:
    script = f"printf '2\\n2\\n' | {shlex.join(command(tmp_path))} >&- 2>'{tmp_path}/errors'"
    subprocess.run(["/bin/sh", "-c", script], env=environment(), check=False, timeout=60)
    assert (tmp_path / "errors").read_text() == ""
    (slot,) = Store(tmp_path / "saves").slots()
    assert (slot.turn, slot.problem) == (2, None)
