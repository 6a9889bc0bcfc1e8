"""What a text may contain. Nothing that drives a terminal, hides, or turns the direction of what stands beside it.

Kept: letters of every script, their marks (at most `MAX_MARKS` on one), signs, emoji with their joiners and selectors, spaces,
newlines and tabs. Refused are, by the general categories of Unicode and by lists of what the categories do not tell:

    Cc       controls, but newline and tab           Co, Cs   private use, surrogates
    Cf       what is invisible or sets a direction   Zl, Zp   other breaks of lines
    fillers  letters that draw nothing               Cn       what is never to be a character
    joiners and variation selectors where there is nothing that they could join or select

Only characters outside of `_PLAIN` are looked at one by one, so that common text costs one search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

MAX_MARKS = 4

_PLAIN = (
    "\t\n -~\u00a0-\u00ac\u00ae-\u02ff"  # Latin
    "\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f"  # Greek, Cyrillic
    "\u2000-\u200a\u2010-\u2027\u202f-\u205f\u20a0-\u20bf\u2100-\u218b\u2190-\u2426"  # spaces, dashes, quotes, currencies, arrows
    "\u2460-\u27ff\u2900-\u2b73"  # signs
    "\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u3131-\u3163\u3165-\u318e\u3200-\u321e\u3220-\u4dbf"  # Kana, Jamo
    "\u4e00-\u9ffc\uac00-\ud7a3\uff01-\uff9f"  # Han, Hangul, full width
    "\U0001f300-\U0001f6d7\U0001f900-\U0001f978\U00020000-\U0002a6dd"  # emoji, Han
)
_ODD = re.compile(f"[^{_PLAIN}]")

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159")
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_JOINERS = frozenset("\u200c\u200d")
_SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NEVER = re.compile("[\u2065\ufdd0-\ufdef\ufff0-\ufff8\U000e0000-\U000e0fff]")
_JOINED_SCRIPTS = re.compile("[\u0600-\u10ff\ua800-\uabff\U00011000-\U00011fff]")
_KEYCAPS = frozenset("0123456789#*")
_SIGN = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
_TONE = "[\U0001f3fb-\U0001f3ff]"
_UNCERTAIN = re.compile(
    rf"(?P<joined>{_SIGN}\ufe0f?{_TONE}?(?:\u200d{_SIGN}\ufe0f?{_TONE}?)+)"
    rf"|(?P<flag>[\U0001f1e6-\U0001f1ff]{{1,2}})|(?P<keycap>[0-9#*]\ufe0f?\u20e3)|(?P<toned>{_SIGN}\ufe0f?{_TONE})"
    rf"|(?P<selected>[^\s\ufe0f]\ufe0f)"
)
_MAYBE_UNCERTAIN = re.compile("[\u200d\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""One of these is in each; searching for them is quick."""
_UNCERTAIN_NAMES = {
    "joined": "emoji joined to one",
    "flag": "a flag",
    "keycap": "a key with a sign on it",
    "toned": "an emoji with a colour of skin",
    "selected": "a sign that is asked to be an emoji",
}
_NAMES = {
    "Cc": "a control character",
    "Cs": "half of a character",
    "Co": "a character of private use",
    "Cf": "an invisible character",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}


def clean(text: str, *, lines: int | None = None, length: int | None = None) -> str:
    """`text` without what `first_unsafe` finds; at most so many lines and characters, `…` where it was cut.

    Cleaning what is clean changes nothing.
    """
    text = text.replace("\r\n", "\n")
    kept, start = [], 0
    for offset, _ in _unsafe(text):
        kept.append(text[start:offset])
        start = offset + 1
    text = "".join([*kept, text[start:]]) if kept else text
    if lines is not None and text.count("\n") >= lines:
        text = "\n".join(text.split("\n")[:lines]) + "…"
    if length is not None and len(text) > length:
        text = (text[: length - 1].rstrip("".join(_JOINERS)) + "…")[:length]
    return text


def first_unsafe(text: str) -> tuple[int, str] | None:
    """The offset of the first character that must not be in a text, and what it is. CR is no mistake before LF."""
    found = next(_unsafe(text.replace("\r\n", " \n")), None)
    if found is None:
        return None
    offset, name = found
    return offset, f"U+{ord(text[offset]):04X}, {name}"


def uncertain_widths(text: str) -> Iterator[tuple[int, int, str]]:
    """Where and how long what is of which terminals do not agree how many cells it takes, and what it is."""
    for found in _UNCERTAIN.finditer(text) if _MAYBE_UNCERTAIN.search(text) else ():
        yield found.start(), found.end() - found.start(), _UNCERTAIN_NAMES[found.lastgroup or ""]


def _unsafe(text: str) -> Iterator[tuple[int, str]]:
    """The offset of every character to be dropped, and what it is. Context is what is kept."""
    base, marks, last = "", 0, -1
    for match in _ODD.finditer(text):
        at, char = match.start(), match[0]
        if at > last + 1:
            base, marks = text[at - 1], 0
        last = at
        name = _objection(char, base, marks, text[at + 1 : at + 2])
        if name is not None:
            yield at, name
        elif category(char)[0] == "M":
            marks += 1
        else:
            base, marks = char, 0


def _objection(char: str, base: str, marks: int, following: str) -> str | None:
    """What is wrong with `char` after `base` and so many marks on it, or None."""
    if char in _DIRECTION:
        return "a control of the writing direction"
    if char in _FILLERS:
        return "a filler that nobody sees"
    if char in _JOINERS:
        return None if _joins(base) and _joins(following) else "a joiner that joins nothing"
    if _SELECTOR.match(char):
        return None if not marks and _selects(base) else "a variation selector that selects nothing"
    if _NEVER.match(char) or ord(char) & 0xFFFE == 0xFFFE:
        return "no character, or an invisible one"
    kind = category(char)
    if kind[0] == "M":
        return _mark_objection(base, marks)
    return None if char in _VISIBLE_FORMATS else _NAMES.get(kind)


def _mark_objection(base: str, marks: int) -> str | None:
    if not base or base in "\n\t":
        return "a mark without a letter"
    return "one mark too many on a letter" if marks >= MAX_MARKS else None


def _joins(char: str) -> bool:
    """Whether a joiner has a meaning beside `char`: an emoji, or a letter of a script that joins."""
    if not char or char in _FILLERS or char in _JOINERS:
        return False
    kind = category(char)
    if kind in ("So", "Sk"):
        return ord(char) >= 0x2100
    return kind[0] == "L" and _JOINED_SCRIPTS.match(char) is not None


def _selects(base: str) -> bool:
    """Whether a selector has a meaning behind `base`: any sign but most of ASCII."""
    return base in _KEYCAPS or (base > "\x7f" and category(base)[0] in "LSPN")
