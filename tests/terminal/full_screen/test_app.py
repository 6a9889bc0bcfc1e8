"""The full screen in a process of its own, on a real pseudo-terminal: sizes, signals, how it leaves the terminal."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.saving.store import Store
from tests.terminal.driving import ROOT, Terminal, command, environment

OWN_CODES = re.compile(rb"\x1b\[[0-9;]*[mHJKABCD]|\x1b\[\?[0-9;]+[hl]|\x1b\[[0-6] q")
"""SGR, moving the cursor, erasing, modes of the terminal, the form of the cursor."""


def started(folder: Path, columns: int = 80, rows: int = 24, **environ: str) -> Terminal:
    return Terminal(command(folder), columns, rows, environment(**environ))


def to_story(terminal: Terminal) -> None:
    terminal.expect("Before the first scene")
    terminal.press("enter")
    terminal.expect("Leave it the lamp")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with started(tmp_path) as terminal:
        to_story(terminal)
        yield terminal


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 15), (200, 60)])
def test_the_story_is_shown_at_every_size_with_rows_that_align(columns: int, rows: int, tmp_path: Path) -> None:
    with started(tmp_path, columns, rows) as terminal:
        terminal.expect("Before the first scene")
        terminal.press("enter")
        terminal.expect("A moth has found")
        terminal.press("end")
        terminal.expect("Put it out")
        terminal.settle()
        upper, lower = terminal.lines[1], terminal.lines[rows - 2]
        assert set(upper.strip()) == {"─"}
        assert len(lower) == len(upper)
        assert lower[: columns // 4] == upper[: columns // 4]
        terminal.press("home")
        terminal.expect("나방 한 마리")
        terminal.expect("The tent")


def test_a_small_window_says_so_and_the_story_is_there_again_after_a_resize(tmp_path: Path) -> None:
    with started(tmp_path, 20, 6) as terminal:
        terminal.expect("too small")
        terminal.resize(80, 24)
        terminal.expect("Before the first scene")
        terminal.press("enter")
        terminal.expect("Leave it the lamp")
        terminal.resize(29, 24)
        terminal.expect("29 by 24")
        terminal.resize(40, 15)
        terminal.expect("Leave it the lamp")
        terminal.press("2")
        terminal.expect("You climb.")


def test_after_a_resize_the_same_words_are_at_the_top(terminal: Terminal) -> None:
    terminal.press("2", "2")
    terminal.expect("Read the long letter")
    terminal.press("4")
    terminal.expect("Paragraph 1 of")
    terminal.press("pagedown")
    terminal.expect("Paragraph 8 of")
    terminal.settle()
    first = next(word for line in terminal.lines[2:] for word in re.findall(r"Paragraph \d+ of", line))
    terminal.resize(60, 24)
    terminal.expect(lambda: len(terminal.screen.display[1].rstrip()) == 60)
    terminal.settle()
    assert next(word for line in terminal.lines[2:] for word in re.findall(r"Paragraph \d+ of", line)) == first


def test_keys_of_the_terminal_are_understood(terminal: Terminal) -> None:
    terminal.press("down")
    terminal.expect("> 2 Leave it the lamp")
    terminal.press("enter")
    terminal.expect("> 1 Jump the ditch")
    terminal.press("u")
    terminal.expect("Taken back: Leave it the lamp")
    terminal.press("ctrl-s")
    terminal.expect("Saved as “The tent, turn 0”.")
    terminal.press("?")
    terminal.expect("Keys for here")
    terminal.press("esc")
    terminal.expect("Put it out of the tent")
    terminal.press("ㅓ")
    terminal.expect("Journal")
    terminal.press("esc", "look lamp", "backspace", "backspace", "mp", "enter")
    terminal.expect("It is not yours. 램프.")


def test_escape_does_not_make_the_player_wait(terminal: Terminal) -> None:
    terminal.press("j")
    terminal.expect("What you learn and promise")
    began = time.monotonic()
    terminal.press("esc")
    terminal.expect("Leave it the lamp")
    assert time.monotonic() - began < 0.45


def test_a_paste_goes_into_the_line_and_does_nothing_by_itself(terminal: Terminal) -> None:
    terminal.press("\x1b[200~leave it\r2\x1b[31m\x1b[201~")
    terminal.expect("leave it 2")
    assert "Put it out of the tent" in terminal.text
    terminal.press("esc")
    terminal.expect("? help")


def test_the_mouse_picks_and_scrolls_and_can_be_turned_off(terminal: Terminal) -> None:
    row = next(number for number, line in enumerate(terminal.lines, 1) if "Leave it the lamp" in line)
    terminal.click(12, row)
    terminal.expect("You climb.")
    terminal.press("2")
    terminal.expect("Read the long letter")
    terminal.press("4")
    terminal.expect("Paragraph 1 of")
    terminal.wheel(65)
    terminal.wheel(65)
    terminal.expect(lambda: "Paragraph 1 of" not in terminal.text)
    terminal.wheel(64)
    terminal.wheel(64)
    terminal.expect("Paragraph 1 of")
    before = len(terminal.raw)
    terminal.type("mouse")
    terminal.expect("The mouse is off")
    terminal.settle()
    assert b"\x1b[?1000l" in terminal.raw[before:]


def test_a_click_on_the_way_out_leaves(terminal: Terminal) -> None:
    terminal.press("q")
    terminal.expect("Title screen")
    row = next(number for number, line in enumerate(terminal.lines, 1) if "Quit" in line)
    terminal.click(12, row)
    assert terminal.wait() == 0
    assert terminal.is_restored()


def test_the_mouse_can_be_left_to_the_terminal(tmp_path: Path) -> None:
    with Terminal([*command(tmp_path), "--no-mouse"]) as terminal:
        to_story(terminal)
        assert b"\x1b[?1000h" not in terminal.raw
    assert not (tmp_path / "saves" / "settings.json").exists()


@pytest.mark.parametrize(("key", "code"), [("ctrl-c", 130), ("ctrl-q", 0)])
def test_leaving_restores_the_terminal(key: str, code: int, terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("2")
    terminal.expect("You climb.")
    terminal.press(key)
    assert terminal.wait() == code
    assert terminal.is_restored()
    assert Store(tmp_path / "saves").slots()[0].turn == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_keeps_the_run_and_restores_the_terminal(number: int, code: int, terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("2")
    terminal.expect("You climb.")
    terminal.signal(number)
    assert terminal.wait() == code
    assert terminal.is_restored()
    assert "Traceback" not in terminal.text
    assert Store(tmp_path / "saves").slots()[0].turn == 1


@pytest.mark.parametrize("pause", [0.0, 0.05, 0.1, 0.2, 0.3])
def test_a_signal_during_the_start_leaves_no_mess(pause: float, tmp_path: Path) -> None:
    with started(tmp_path) as terminal:
        terminal.expect(lambda: b"\x1b[?1049h" in terminal.raw)
        time.sleep(pause)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 143
        assert terminal.is_restored()
        assert b"Traceback" not in terminal.raw


def test_closing_the_window_keeps_the_run(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("2")
    terminal.expect("You climb.")
    terminal.hang_up()
    assert terminal.wait() == 129
    assert Store(tmp_path / "saves").slots()[0].turn == 1


def test_the_game_can_be_suspended_and_comes_back(tmp_path: Path) -> None:
    """Under a shell with job control: the kernel stops nothing that has no shell to wake it."""
    shell = f"set -m; {shlex.join(command(tmp_path))}; echo suspended; read line; fg"
    with Terminal(["/bin/bash", "-c", shell]) as terminal:
        to_story(terminal)
        terminal.press("ctrl-z")
        terminal.expect("suspended")
        assert terminal.is_left()
        terminal.press("enter")
        terminal.expect("Leave it the lamp")
        terminal.press("2")
        terminal.expect("You climb.")


CRASH = """
import sys
from pathlib import Path
from game.terminal.full_screen import frame, fullscreen, player
from game.terminal.full_screen.app import play_full_screen
from tests.terminal.story import game

def broken(*arguments, **named):
    raise ZeroDivisionError("planted")

{plant} = broken
sys.exit(play_full_screen(game(Path({folder!r}))))
"""


@pytest.mark.parametrize("plant", ["player.Player.accept", "player.Player.wheel", "frame._bar", "fullscreen._bindings"])
def test_a_bug_restores_the_terminal_before_it_is_told(plant: str, tmp_path: Path) -> None:
    code = CRASH.format(folder=str(tmp_path), plant=plant)
    with Terminal([sys.executable, "-c", code], environ=environment()) as terminal:
        if plant.startswith("player"):
            terminal.expect("Before the first scene")
            terminal.press("enter") if plant.endswith("accept") else terminal.wheel(65)
        assert terminal.wait() == 1
        assert terminal.is_restored()
        assert b"planted" in terminal.raw.rpartition(b"\x1b[?1049l")[2]


def test_after_a_bug_the_player_reads_that_nothing_is_lost(tmp_path: Path) -> None:
    arguments = command(tmp_path)[3:]
    code = (
        "import sys; from game.terminal.pages import Pages; from game.cli import main\n"
        "def broken(*_): raise ZeroDivisionError('planted')\n"
        f"Pages._status = broken\nsys.exit(main({arguments!r}))"
    )
    with Terminal([sys.executable, "-c", code], environ=environment()) as terminal:
        to_story(terminal)
        terminal.press("2")
        terminal.expect("You climb.")
        terminal.press("s")
        assert terminal.wait() == 1
        assert terminal.is_restored()
        assert "What you have played is kept" in terminal.text
    (slot,) = Store(tmp_path / "saves").slots()
    assert (slot.turn, slot.problem) == (1, None)


def test_only_our_own_codes_and_printable_text_reach_the_terminal(terminal: Terminal) -> None:
    terminal.press("j", "esc", "l", "1", "?", "pagedown", "esc")
    terminal.press("/", "\x1b[200~save \x1b]0;evil\x07\x9b31m 램프\x1b[201~", "enter")
    terminal.expect("Saved as")
    terminal.press("ctrl-o")
    terminal.expect("램프")
    terminal.press("ctrl-q")
    assert terminal.wait() == 0
    rest = OWN_CODES.sub(b"", terminal.raw).decode()
    assert not [char for char in rest if char not in "\r\n\b" and unicodedata.category(char)[0] == "C"]


def test_no_color_means_no_colour_and_the_mark_is_still_seen(tmp_path: Path) -> None:
    with started(tmp_path, NO_COLOR="1") as terminal:
        to_story(terminal)
        terminal.expect("> 1 Put it out")
        codes = {code for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw) for code in found.split(b";")}
        assert not {code for code in codes if code[:1] in (b"3", b"4") and len(code) > 1 and code not in (b"39", b"49")}
        assert not {code for code in codes if code.startswith((b"9", b"10"))}
        assert b"7" in codes


def test_colours_are_those_that_the_terminal_has(tmp_path: Path) -> None:
    with started(tmp_path / "true") as terminal:
        to_story(terminal)
        assert b"38;2;" in terminal.raw
    with started(tmp_path / "many", COLORTERM="") as terminal:
        to_story(terminal)
        assert b"38;5;" in terminal.raw
        assert b"38;2;" not in terminal.raw
    with started(tmp_path / "sixteen", COLORTERM="", TERM="xterm") as terminal:
        to_story(terminal)
        assert b"38;5;" not in terminal.raw


def test_in_the_c_locale_lines_are_drawn_in_ascii(tmp_path: Path) -> None:
    with started(tmp_path, LC_ALL="C") as terminal:
        to_story(terminal)
        assert terminal.screen.display[1].strip() == "-" * 76
        terminal.expect("나방 한 마리")


@pytest.mark.parametrize("changes", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_terminal_that_cannot_draw_gets_plain_text(changes: dict[str, str], tmp_path: Path) -> None:
    with Terminal(command(tmp_path), environ=environment(**changes)) as terminal:
        terminal.expect("2. Leave it the lamp")
        terminal.press("quit", "enter")
        assert terminal.wait() == 0
        assert b"\x1b" not in terminal.raw


def test_plain_text_takes_over_where_the_full_screen_was(terminal: Terminal) -> None:
    terminal.press("2")
    terminal.expect("You climb.")
    terminal.type("plain")
    terminal.expect("1. Jump the ditch")
    assert terminal.is_restored()
    terminal.press("2", "enter")
    terminal.expect("It holds.")
    terminal.press("quit", "enter")
    assert terminal.wait() == 0


def test_the_screen_is_written_only_when_something_changes(terminal: Terminal) -> None:
    terminal.settle(0.3)
    before = len(terminal.raw)
    time.sleep(0.8)
    terminal.settle(0.1)
    assert len(terminal.raw) == before
    terminal.press("down")
    terminal.expect("> 2 Leave")
    assert len(terminal.raw) - before < 600


EARLY = """
import sys
from pathlib import Path
from game.terminal.full_screen.app import play_full_screen

def make(ask_for_patience):
    ask_for_patience()
    loaded = {{name.split(".")[0] for name in sys.modules}} & {{"rich", "prompt_toolkit", "asyncio", "yaml"}}
    Path({folder!r}, "loaded").write_text(repr((sorted(loaded), "game.engine.program" in sys.modules)))
    input()
    {then}

sys.exit(play_full_screen(make, title="램프 The Lamp"))
"""


def test_the_title_is_there_before_the_libraries_and_the_story_are(tmp_path: Path) -> None:
    then = f"from tests.terminal.story import game; return game(Path({str(tmp_path)!r}))"
    with Terminal([sys.executable, "-c", EARLY.format(folder=str(tmp_path), then=then)], environ=environment()) as terminal:
        terminal.expect("The Lamp")
        terminal.expect("Reading the story ...")
        terminal.expect(lambda: (tmp_path / "loaded").exists() and (tmp_path / "loaded").read_text() != "")
        assert (tmp_path / "loaded").read_text() == "([], False)"
        terminal.press("enter")
        terminal.expect("Before the first scene")
        terminal.press("ctrl-q")
        assert terminal.wait() == 0
        assert terminal.is_restored()


def test_a_story_that_cannot_be_loaded_restores_the_terminal_before_it_is_told(tmp_path: Path) -> None:
    then = "raise ZeroDivisionError('no such story')"
    with Terminal([sys.executable, "-c", EARLY.format(folder=str(tmp_path), then=then)], environ=environment()) as terminal:
        terminal.expect("The Lamp")
        terminal.press("enter")
        assert terminal.wait() == 1
        assert terminal.is_restored()
        assert b"no such story" in terminal.raw.rpartition(b"\x1b[?1049l")[2]


def test_the_full_screen_is_asked_for_only_at_a_terminal(tmp_path: Path) -> None:
    done = subprocess.run(command(tmp_path), input=b"2\n", capture_output=True, env=environment(), check=False, cwd=ROOT)
    assert done.returncode == 0
    assert b"You climb." in done.stdout
    assert b"\x1b" not in done.stdout
    assert os.listdir(tmp_path / "saves")  # noqa: PTH208 - whether there is anything at all
