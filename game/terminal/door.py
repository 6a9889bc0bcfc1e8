"""The one door through which text goes to a screen. Stories, saves, typed names and error messages are all untrusted.

`game.language.characters` knows what could drive or deceive a terminal; the door adds what terminals disagree about: how wide
joined emoji are, and where a soft hyphen is drawn.
"""

from __future__ import annotations

from functools import lru_cache

MAX_CHARACTERS = 20_000
_DISAGREED = {**dict.fromkeys((0x200D, 0xFE0E, 0xFE0F, 0x00AD, 0x20E3)), ord("\t"): " "}


def safe(text: str) -> str:
    """`text` as it may be shown: printable characters and newlines, of a length that a screen can bear."""
    if text.isascii() and text.isprintable() and len(text) <= MAX_CHARACTERS:
        return text
    return _safe(text)


def one_line(text: str) -> str:
    """The same for a label: a newline becomes a space."""
    return " ".join(safe(text).split("\n"))


@lru_cache(maxsize=2048)
def _safe(text: str) -> str:
    from game.language.characters import clean  # its tables take 2 ms, and most text is plain

    return clean(text, length=MAX_CHARACTERS).translate(_DISAGREED)
