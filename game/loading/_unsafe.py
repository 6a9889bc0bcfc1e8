"""Temporary: until game.language.characters is there."""
from __future__ import annotations
import re
_U = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
def first_unsafe(text: str) -> tuple[int, str] | None:
    f = _U.search(text.replace("\r\n", " \n"))
    return (f.start(), f"U+{ord(f.group()):04X} cannot stand in a story.") if f else None
