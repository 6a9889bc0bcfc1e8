from __future__ import annotations

import sys
import unicodedata

import pytest

from game.terminal.door import one_line, safe


def test_no_code_point_that_drives_a_terminal_comes_through() -> None:
    """All 1,114,112 of them, between letters, so that marks and joiners have something to stand on."""
    through: set[str] = set()
    for first in range(0, sys.maxunicode + 1, 4096):
        through.update(safe("".join(f"a{chr(point)}" for point in range(first, min(first + 4096, sys.maxunicode + 1)))))
    bad = {char for char in through if unicodedata.category(char) in ("Cc", "Co", "Cs", "Zl", "Zp")}
    assert bad == {"\n"}
    assert not through & set("\x1b\x07\x08\r\x7f\x9b\u200b\u202e\u2066\ufeff\ufe0f\u200d")
    assert len(through) > 100_000


@pytest.mark.parametrize("text", ["The lamp.", "램프 — “so”", "two\nlines", "e\u0301"])
def test_what_is_harmless_is_not_changed(text: str) -> None:
    assert safe(text) == text


def test_escape_sequences_lose_their_escape() -> None:
    assert safe("\x1b[31mred\x1b[0m") == "[31mred[0m"
    assert safe("\x9b2J\x90") == "2J"


def test_joined_emoji_come_apart_because_terminals_disagree_about_their_width() -> None:
    assert safe("👩\u200d🚒") == "👩🚒"
    assert safe("❤\ufe0f") == safe("❤\ufe0e") == "❤"


def test_a_key_with_a_sign_on_it_and_a_hyphen_that_may_be_drawn_come_through_as_what_all_terminals_draw() -> None:
    assert safe("1\u20e3") == "1"
    assert safe("a\u00adb") == "ab"


def test_a_label_is_one_line() -> None:
    assert one_line("two\nlines\tand a tab") == "two lines and a tab"


def test_a_screen_is_not_asked_to_bear_more_than_it_can() -> None:
    assert len(safe("é" * 30_000)) == len(safe("a" * 30_000)) == 20_000
    assert safe("a" * 20_000) == "a" * 20_000
