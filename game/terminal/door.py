"""The one door through which text goes to a screen. Stories, saves, typed names and error messages are all untrusted.

`game.language.characters` knows what could drive or deceive a terminal; the door adds what terminals disagree about: how wide
joined emoji are, and where a soft hyphen is drawn.
"""

from __future__ import annotations

MAX_CHARACTERS = 20_000
MOST_KNOWN = 2_048
_KNOWN: dict[str, str] = {}
_DISAGREED = {**dict.fromkeys((0x200D, 0xFE0E, 0xFE0F, 0x00AD, 0x20E3)), ord("\t"): " "}


def safe(text: str) -> str:
    """`text` as it may be shown: printable characters and newlines, of a length that a screen can bear."""
    return text if len(text) <= MAX_CHARACTERS and _is_plain(text) else _safe(text)


def one_line(text: str) -> str:
    """The same for a label: a newline becomes a space."""
    return " ".join(safe(text).split("\n"))


def _is_plain(text: str) -> bool:
    """Whether it is printable, and made of letters and signs of which that is all there is to say."""
    printable = text.isprintable() or text.replace("\n", "").isprintable()
    return printable and (text.isascii() or all(map(_plain, set(text))))


def _plain(char: str) -> bool:
    """Whether it is one of the letters and signs that most stories are made of. None of them joins, hides, turns or marks."""
    return char <= "\u02ff" or "\u2010" <= char <= "\u2027" or "가" <= char <= "힣"


def _safe(text: str) -> str:
    found = _KNOWN.get(text)
    if found is None:
        from game.language.characters import clean  # its tables take 2 ms, and most text is plain

        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[text] = clean(text, length=MAX_CHARACTERS).translate(_DISAGREED)
    return found
