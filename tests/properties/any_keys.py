"""Keys at random, as a person, a cat or a paste may send them; and what a screen must not be sent."""

from __future__ import annotations

import random
import unicodedata

from tests.terminal.driving import KEYS
from tests.terminal.full_screen.test_app import OWN_CODES

HOSTILE = ("\x1b[2J", "\x07", "\u202e", "\x9b", "e" + "\u0301" * 6, "x", "\n", "\U000e0041")
LEAVING = frozenset("\x03\x11\x1a\x1c\x04")
"""Ctrl-C, Ctrl-Q, Ctrl-Z, Ctrl-\\ and Ctrl-D: they end or stop the game, and so are signals here, no keys."""


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
    before, entered, after = raw.rpartition(b"\x1b[?1049h")
    text = OWN_CODES.sub(b"", before + entered + after.partition(b"\x1b[?1049l")[0]).decode("utf-8", "replace")
    return {char for char in text if unicodedata.category(char)[0] == "C" or char in "\u2028\u2029\ufffd"} - {"\r", "\n", "\b"}
