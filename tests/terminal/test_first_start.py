from __future__ import annotations

import io
from pathlib import Path

import pytest

from game.terminal.first_start import ask_once
from game.terminal.settings import FILE_NAME, read
from tests.terminal.driving import Terminal, command


@pytest.mark.parametrize(
    ("answer", "plain"), [("\n", False), ("p\n", True), ("Plain text\n", True), ("ㅔ\n", True), ("what\n", False)]
)
def test_the_answer_is_kept_and_it_is_asked_only_once(answer: str, plain: bool, tmp_path: Path) -> None:
    asked = io.StringIO()
    ask_once("The Lamp", tmp_path, io.StringIO(answer), asked)
    assert "screen reader" in asked.getvalue()
    assert "\x1b" not in asked.getvalue()
    assert read(tmp_path).plain is plain
    again = io.StringIO()
    ask_once("The Lamp", tmp_path, io.StringIO("p\n"), again)
    assert again.getvalue() == ""
    assert read(tmp_path).plain is plain


def test_without_an_answer_it_is_asked_again(tmp_path: Path) -> None:
    ask_once("The Lamp", tmp_path, io.StringIO(""), io.StringIO())
    assert not (tmp_path / FILE_NAME).exists()


def test_settings_that_are_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("not even JSON")
    asked = io.StringIO()
    ask_once("The Lamp", tmp_path, io.StringIO("p\n"), asked)
    assert asked.getvalue() == ""
    assert (tmp_path / FILE_NAME).read_text() == "not even JSON"


def test_the_first_start_asks_before_anything_is_drawn(tmp_path: Path) -> None:
    with Terminal(command(tmp_path, "--theme", "light")) as terminal:
        terminal.expect("If you use a screen reader")
        assert b"\x1b[?1049h" not in terminal.raw
        terminal.press("enter")
        terminal.expect("Ctrl-Q quit")
        terminal.press("ctrl-q")
        assert terminal.wait() == 0
    with Terminal(command(tmp_path, "--theme", "light")) as terminal:
        terminal.expect("Ctrl-Q quit")
        assert b"screen reader, or" not in terminal.raw
        terminal.press("ctrl-q")
        assert terminal.wait() == 0


def test_in_a_narrow_window_the_question_breaks_between_words(tmp_path: Path) -> None:
    with Terminal(command(tmp_path, "--theme", "light"), columns=40, rows=20) as terminal:
        terminal.expect("changes it at any time.")
        rows = [row.rstrip() for row in terminal.lines if row.strip()]
        assert "--plain`," in " ".join(rows).split()
        assert [row for row in rows if row.startswith(" ")] == ["  Enter   the whole screen", "  p       plain text"]
        terminal.press("ctrl-c")


def test_who_asks_for_plain_text_gets_it_at_once_and_the_next_time(tmp_path: Path) -> None:
    with Terminal(command(tmp_path, "--saves", str(tmp_path / "saves"))) as terminal:
        terminal.expect("If you use a screen reader")
        terminal.press("p", "enter")
        terminal.expect("1. New run")
        assert b"\x1b[?1049h" not in terminal.raw
        terminal.press("quit", "enter")
        assert terminal.wait() == 0
    with Terminal(command(tmp_path, "--saves", str(tmp_path / "saves"))) as terminal:
        terminal.expect("1. New run")
        assert b"\x1b[?1049h" not in terminal.raw
