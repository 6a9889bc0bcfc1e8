from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth
from rich.cells import cell_len

from game.terminal.door import safe
from game.terminal.layout import cells, char_cells, clip, pad, wrap, wrapped

TEXTS = st.text(alphabet="ab  \n'’—…램프가漢é\u0301\u200b", max_size=80)


def rows(text: str, width: int, first: int | None = None) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width, first)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 13, ["one two three"]),
        ("one  two", 3, ["one", "two"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("ab abcdefgh", 4, ["ab", "abcd", "efgh"]),
        ("one\ntwo", 10, ["one", "two"]),
        ("one\n\ntwo", 10, ["one", "", "two"]),
        ("", 10, [""]),
        ("나방 한 마리", 5, ["나방", "한", "마리"]),
        ("나방한마리", 5, ["나방", "한마", "리"]),
        ("램", 1, ["램"]),
    ],
)
def test_rows_break_at_spaces_and_long_words_are_cut(text: str, width: int, expected: list[str]) -> None:
    assert rows(text, width) == expected


def test_the_first_row_may_be_of_another_width() -> None:
    assert rows("aa bb cc dd", 5, first=2) == ["aa", "bb cc", "dd"]


@given(TEXTS, st.integers(2, 20))
def test_no_row_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    found = rows(text, width)
    assert all(cells(row) <= width for row in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "").replace("\n", "")


@given(st.text(alphabet="abc déf’—", min_size=1, max_size=120), st.integers(2, 30))
def test_the_quick_way_and_the_measured_way_give_the_same_rows(text: str, width: int) -> None:
    forced = text + "\n램"  # one wide letter makes the whole text be measured
    assert wrap(text, width) == wrap(forced, width)[:-1]


def test_widths_are_those_of_the_libraries_for_every_letter_that_may_be_shown() -> None:
    """Letters of the scripts in use; the libraries disagree with each other about some signs and rare marks."""
    shown = [chr(point) for point in range(0x20, 0x3FFFF) if safe(chr(point)) == chr(point)]
    letters = [char for char in shown if unicodedata.category(char)[0] == "L" or char.isascii()]
    agreed = [char for char in letters if get_cwidth(char) == cell_len(char)]
    different = [char for char in agreed if char_cells(char) != get_cwidth(char)]
    assert len(agreed) > 100_000
    assert different == []


@pytest.mark.parametrize("text", ["", "plain", "램프 lamp", "e\u0301", "“quoted” — …"])
def test_the_cells_of_a_text_are_those_of_its_letters(text: str) -> None:
    assert cells(text) == sum(char_cells(char) for char in text)


def test_indents_count() -> None:
    assert wrapped("aa bb cc", 6, "> ", "   ") == ["> aa", "   bb", "   cc"]


@given(TEXTS.map(lambda text: text.replace("\n", "")), st.integers(0, 20))
def test_a_clipped_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    cut = clip(text, width)
    assert cells(cut) <= width
    assert cut == text or cut.endswith("…") or width < 2


def test_padding_counts_cells() -> None:
    assert pad("램프", 6) == "램프  "
    assert pad("long", 2) == "long"
