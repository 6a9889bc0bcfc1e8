"""No character drives a terminal, hides, or turns the direction of what stands beside it; all letters stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.language.characters import MAX_MARKS, clean, first_unsafe, uncertain_widths

REFUSED_CATEGORIES = {"Cc", "Cs", "Co", "Zl", "Zp"}
VISIBLE_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
FILLERS = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x1D159}
BIDI = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
TAGS = range(0xE0000, 0xE0080)
JOINERS_AND_SELECTORS = {0x200C, 0x200D, 0x180F, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
LETTERS_AND_MARKS = {"Mn", "Me", "Mc"}


def is_refused(number: int) -> bool:
    """Whether a character is refused between two Latin letters: from the categories, one by one, and from the lists above."""
    category = unicodedata.category(chr(number))
    never = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF or 0xE0000 <= number <= 0xE0FFF
    ignored = number == 0x2065 or 0xFFF0 <= number <= 0xFFF8
    hidden = category == "Cf" and number not in VISIBLE_FORMATS
    control = category in REFUSED_CATEGORIES and number not in (0x9, 0xA)
    return control or hidden or never or ignored or number in FILLERS or number in JOINERS_AND_SELECTORS


def test_every_code_point_there_is_is_kept_or_refused_as_the_categories_of_unicode_say() -> None:
    wrong = []
    for plane in range(17):
        numbers = range(plane << 16, (plane + 1) << 16)
        kept = set(clean("".join(f"a{chr(number)}b" for number in numbers)))
        wrong += [hex(number) for number in numbers if number not in (97, 98) and (chr(number) in kept) == is_refused(number)]
    assert wrong == []


def test_what_is_kept_is_safe_and_what_is_refused_is_named_for_every_code_point_of_the_first_plane() -> None:
    for number in range(0x10000):
        text = f"a{chr(number)}b"
        found = first_unsafe(text)
        assert (found is None) == (clean(text) == text)
        assert found is None or (found[0] == 1 and found[1].startswith(f"U+{number:04X}, "))


@pytest.mark.parametrize(
    "number", [*range(0x09), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20), *range(0x7F, 0xA0), *BIDI, *TAGS, 0xFEFF, 0x200B]
)
def test_what_drives_a_terminal_or_hides_is_dropped(number: int) -> None:
    assert clean(f"a{chr(number)}b") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, “quoted” — and so on…\n\tIndented.",
        "이수혁 온조 Łódź façade Ωμέγα Привет 日本語 עברית العربية हिन्दी ไทย",
        "👨‍👩‍👧 ❤️ 1️⃣ #️⃣ 👍🏽 🏳️‍🌈 ⚠︎",
        "می‌خواهم क्‍ष",
        "e\u0301 n\u0303 o\u0302\u0301 a" + "\u0301" * MAX_MARKS,
        "葛\U000e0100",
        "\u05d0" + "\u05b0" * MAX_MARKS,
        "\u2100\u200d\u2100",
        "\u0600\u06dd",
        "a\u00a0b\u3000c",
        "",
    ],
)
def test_a_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert clean(text) == text
    assert first_unsafe(text) is None


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("one\r\ntwo\rthree", "one\ntwothree"),
        ("a\u202eb", "ab"),
        ("a" + "\u0301" * 9 + "b", "a" + "\u0301" * MAX_MARKS + "b"),
        ("a" + "\u0301\u200b" * 9, "a" + "\u0301" * MAX_MARKS),
        ("\u0301a", "a"),
        ("a\n\u0301b", "a\nb"),
        ("a\u200db", "ab"),
        ("👨\u200d", "👨"),
        ("👨\u200d\u200d👩", "👨\u200d👩"),
        ("\u200d👩", "👩"),
        ("한\u200d글", "한글"),
        ("©\u200d©", "©©"),
        ("👩\u200d\u3164", "👩"),
        ("a\ufe0f", "a"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f"),
        ("\ufe0f❤", "❤"),
        (" \ufe0f", " "),
        ("a\U000e0041\U000e007f", "a"),
        ("\ud800", ""),
        ("\ufdd0\U0001ffff", ""),
    ],
)
def test_what_does_not_belong_is_dropped(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


odd = st.sampled_from("a한क👩\u0301\u200d\u200c\ufe0f\u202e\x1b\r\n \u3164\U000e0100葛1")


@given(st.one_of(st.text(max_size=40), st.text(alphabet=odd, max_size=40)))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert first_unsafe(once) is None


@given(st.text(alphabet=odd, max_size=40), st.integers(1, 5), st.integers(1, 30))
def test_a_cut_text_keeps_within_its_lines_and_length_and_stays_clean(text: str, lines: int, length: int) -> None:
    cut = clean(text, lines=lines, length=length)
    assert cut.count("\n") < lines and len(cut) <= length
    assert clean(cut) == cut


def test_a_cut_is_shown() -> None:
    assert clean("one\ntwo\nthree", lines=2) == "one\ntwo…"
    assert clean("one\ntwo", lines=2) == "one\ntwo"
    assert clean("something", length=5) == "some…"
    assert clean("something", length=9) == "something"
    assert clean("👨\u200d👩", length=3) == "👨\u200d👩"
    assert clean("👨\u200d👩 and more", length=3) == "👨…"


@pytest.mark.parametrize(
    ("text", "offset", "name"),
    [
        ("one\x1btwo", 3, "U+001B, a control character"),
        ("\u202eone", 0, "U+202E, a control of the writing direction"),
        ("one\r\ntwo\r", 8, "U+000D, a control character"),
        ("a\u3164", 1, "U+3164, a filler that nobody sees"),
        ("a\u200db", 1, "U+200D, a joiner that joins nothing"),
        ("a\ufe0f", 1, "U+FE0F, a variation selector that selects nothing"),
        ("a" + "\u0301" * 5, 5, "U+0301, one mark too many on a letter"),
        ("\u0301", 0, "U+0301, a mark without a letter"),
        ("a\ue000", 1, "U+E000, a character of private use"),
        ("a\ud800", 1, "U+D800, half of a character"),
        ("a\u2028", 1, "U+2028, a line separator"),
        ("a\u200b", 1, "U+200B, an invisible character"),
        ("a\U000e0041", 1, "U+E0041, no character, or an invisible one"),
    ],
)
def test_the_first_unsafe_character_is_named_with_its_place(text: str, offset: int, name: str) -> None:
    assert first_unsafe(text) == (offset, name)


def test_what_is_drawn_differently_from_terminal_to_terminal_is_found_with_its_length() -> None:
    text = "a👩\u200d🚒b 1\ufe0f\u20e3"
    assert list(uncertain_widths(text)) == [(1, 3, "emoji joined to one"), (6, 3, "a key with a sign on it")]
