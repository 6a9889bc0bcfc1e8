from __future__ import annotations

import io
import os
import pty
from collections.abc import Iterator
from typing import TextIO

import pytest

from game.terminal.colours import ColourDepth, colour_depth
from game.terminal.decide import ascii_only, full_screen_possible, is_terminal


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    outer, inner = pty.openpty()
    with open(inner, "r+b", buffering=0) as raw, io.TextIOWrapper(raw, write_through=True) as stream:  # noqa: PTH123 - a descriptor
        yield stream
    os.close(outer)


def test_two_terminal_ends_and_a_real_terminal_give_the_full_screen(terminal: TextIO) -> None:
    assert full_screen_possible({"TERM": "xterm-256color"}, terminal, terminal)


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_without_a_cursor_gets_plain_text(term: str, terminal: TextIO) -> None:
    assert not full_screen_possible({"TERM": term}, terminal, terminal)
    assert not full_screen_possible({}, terminal, terminal)


def test_a_pipe_on_either_end_means_plain_text(terminal: TextIO) -> None:
    environ = {"TERM": "xterm"}
    assert not full_screen_possible(environ, io.StringIO(), terminal)
    assert not full_screen_possible(environ, terminal, io.StringIO())


def test_a_missing_or_closed_end_means_plain_text(terminal: TextIO) -> None:
    environ = {"TERM": "xterm"}
    closed = io.StringIO()
    closed.close()
    assert not full_screen_possible(environ, None, terminal)
    assert not full_screen_possible(environ, terminal, None)
    assert not full_screen_possible(environ, closed, terminal)
    assert not is_terminal(closed)


@pytest.mark.parametrize(
    ("environ", "depth"),
    [
        ({"TERM": "xterm"}, ColourDepth.SIXTEEN),
        ({"TERM": "xterm-256color"}, ColourDepth.MANY),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, ColourDepth.TRUE),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, ColourDepth.TRUE),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, ColourDepth.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, ColourDepth.MANY),
    ],
)
def test_colours_follow_the_environment(environ: dict[str, str], depth: ColourDepth) -> None:
    assert colour_depth(environ) is depth


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LC_ALL": "C"}, True),
        ({"LC_ALL": "POSIX", "LANG": "ko_KR.UTF-8"}, True),
        ({"LC_ALL": "ko_KR.UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8"}, False),
        ({"LANG": "C"}, True),
        ({}, False),
    ],
)
def test_the_c_locale_gets_ascii_lines(environ: dict[str, str], expected: bool) -> None:
    assert ascii_only(environ) is expected


def test_a_stream_that_is_not_utf8_gets_ascii_lines() -> None:
    assert ascii_only({"LANG": "ko_KR.UTF-8"}, io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert not ascii_only({"LANG": "ko_KR.UTF-8"}, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))


def test_the_console_of_linux_gets_ascii_signs() -> None:
    assert ascii_only({"LANG": "C.UTF-8", "TERM": "linux"})
    assert not ascii_only({"LANG": "C.UTF-8", "TERM": "xterm"})
