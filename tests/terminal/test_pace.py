from __future__ import annotations

from pathlib import Path

import pytest

from game.terminal.full_screen.player import Player
from game.terminal.layout import cells
from game.terminal.outcomes import Order
from game.terminal.pace import ends_of_sentences, seconds_for
from tests.terminal.driving import Pipe, Terminal, command
from tests.terminal.screen import look, player
from tests.terminal.story import game

SLOW = ("--reveal", "sentence")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It holds.", ["It holds."]),
        ("", [""]),
        ("A moth. It has no business here. ", ["A moth.", " It has no business here. "]),
        ('"Go." He went!', ['"Go."', " He went!"]),
        ("At 22:40... nothing", ["At 22:40...", " nothing"]),
        ("3.5 litres, v1.2 and no end", ["3.5 litres, v1.2 and no end"]),
        ("키우자. 그래.", ["키우자.", " 그래."]),
    ],
)
def test_sentences_end_at_a_stop_that_is_followed_by_a_space(text: str, sentences: list[str]) -> None:
    ends = ends_of_sentences(text)
    assert [text[before:end] for before, end in zip([0, *ends], ends, strict=False)] == sentences


def test_a_longer_sentence_is_left_alone_for_longer() -> None:
    assert 0 < seconds_for(10) < seconds_for(100) < 5


@pytest.fixture
def slow(tmp_path: Path) -> Player:
    made = game(tmp_path)
    made.preferences.set("reveal", "sentence")
    return player(made)


def test_a_passage_comes_by_the_sentence_and_nothing_moves_meanwhile(slow: Player) -> None:
    slow.story.reveal(all_of_it=True)
    slow.type("1")
    seen = [look(slow)]
    while slow.story.reveal():
        seen.append(look(slow))
    last = seen[-1]
    assert len(seen) > 2
    assert "Use the plank" not in " ".join(seen[0])
    assert "Use the plank" in " ".join(last)
    for before in seen:
        for row, whole in zip(before[2:-1], last[2:-1], strict=True):
            assert whole.startswith(row.rstrip()) or not row.strip() or "─" in row


def test_whatever_comes_later_is_blank_and_as_wide(slow: Player) -> None:
    assert slow.story.revealing is not None
    first = look(slow)
    assert "A moth has found the lamp." in " ".join(first)
    assert "It is winter" not in " ".join(first)
    assert "나방" not in " ".join(first)
    assert all(cells(line) <= 80 for line in first)


def test_what_was_told_before_comes_at_once(slow: Player) -> None:
    slow.story.reveal(all_of_it=True)
    slow.type("1")
    slow.story.reveal(all_of_it=True)
    slow.do(Order("undo"))
    assert slow.story.revealing is None
    slow.game.preferences.set("reveal", "whole")
    slow.do(Order("redo"))
    assert slow.story.revealing is None


def test_on_the_full_screen_any_key_brings_the_rest_and_does_nothing_else(tmp_path: Path) -> None:
    with Terminal([*command(tmp_path), *SLOW]) as terminal:
        terminal.expect("Before the first scene")
        terminal.press("enter")
        terminal.expect("A moth has found the lamp.")
        terminal.press("2")
        terminal.expect("Leave it the lamp")
        assert "You climb" not in terminal.text
        terminal.press("2")
        terminal.expect("Use the plank")


def test_on_the_full_screen_the_sentences_come_by_themselves(tmp_path: Path) -> None:
    with Terminal([*command(tmp_path), *SLOW]) as terminal:
        terminal.expect("Before the first scene")
        terminal.press("enter")
        terminal.expect("Leave it the lamp")


def test_plain_text_comes_by_the_sentence_on_a_terminal_and_enter_brings_the_rest(tmp_path: Path) -> None:
    with Terminal([*command(tmp_path), *SLOW, "--plain"]) as terminal:
        terminal.expect("A moth has found the lamp.")
        terminal.press("enter")
        terminal.expect("2. Leave it the lamp")
        terminal.press("2", "enter")
        terminal.expect("Use the plank")
        assert "Type a number" not in terminal.text


def test_a_pipe_never_waits(tmp_path: Path) -> None:
    with Pipe([*command(tmp_path), *SLOW, "--plain"]) as pipe:
        pipe.expect("2. Leave it the lamp")
