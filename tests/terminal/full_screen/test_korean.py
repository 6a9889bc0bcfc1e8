from __future__ import annotations

import string

import pytest

from game.terminal.full_screen.korean import latin_keys


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("ㅂ", "q"),
        ("ㅓ", "j"),
        ("ㅕㅜㅇㅐ", "undo"),
        ("ㅕㅜ애", "undo"),
        ("냍", "sox"),
        ("램프", "foavm"),
        ("닭", "ekfr"),
        ("과", "rhk"),
    ],
)
def test_jamo_and_syllables_give_the_keys_that_were_pressed(typed: str, keys: str) -> None:
    assert latin_keys(typed) == keys


def test_what_is_not_korean_stays() -> None:
    assert latin_keys("look 1, 漢!") == "look 1, 漢!"


def test_every_letter_key_has_a_jamo() -> None:
    keys = {latin_keys(chr(point)) for point in range(0x3131, 0x3164)}
    assert set(string.ascii_lowercase) <= keys


def test_every_syllable_can_be_taken_apart() -> None:
    for point in range(0xAC00, 0xD7A4):
        keys = latin_keys(chr(point))
        assert 2 <= len(keys) <= 6
        assert keys.isascii()
