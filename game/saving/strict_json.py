"""JSON as a save holds it, and nothing else: a save may come from anywhere.

Refused are: keys that occur twice (two readers could believe different ones), NaN, Infinity and fractions (no value of a play
is one), numbers of more than 19 digits (making them takes quadratic time), nesting deeper than any record needs (the parser
recurses), more objects and lists than a state has (in memory each takes many times its size), bytes that are not UTF-8, and
halves of characters, which `\\ud800` can smuggle past that.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

MAX_DEPTH = 12
MAX_DIGITS = 19
MAX_PARTS = 20_000
_TEXTS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
"""A text that is never closed goes to the end: else each quote in it would be tried as a beginning."""
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def encode(data: object) -> str:
    """One line of JSON. `data` is made of dictionaries, lists, texts, whole numbers, truth values and None."""
    return _ENCODER.encode(data)


def decode(line: bytes) -> object:
    """What the line says. Raises `ValueError` for everything that is not strict JSON."""
    if _may_be_deep(line):
        _refuse_bulk(line)
    data = _DECODER.decode(line.decode("utf-8"))
    if b"\\u" in line:
        encode(data).encode("utf-8")
    return data


def _may_be_deep(line: bytes) -> bool:
    """A cheap look before the exact one: few lines have so many brackets."""
    return line.count(b"[") + line.count(b"{") > MAX_DEPTH


def _refuse_bulk(line: bytes) -> None:
    """Looks at the brackets outside of texts: taking the innermost pairs away takes at least one level away."""
    brackets = _TEXTS.sub(b"", line).translate(None, _NO_BRACKETS)
    if brackets.count(b"[") + brackets.count(b"{") > MAX_PARTS:
        raise ValueError("in too many parts")
    for _ in range(MAX_DEPTH):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    if brackets:
        raise ValueError("nested too deep, or not closed")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key occurs twice")
    return made


def _whole(digits: str) -> int:
    if len(digits.removeprefix("-")) > MAX_DIGITS:
        raise ValueError("a number is too long")
    return int(digits)


def _refuse(found: str) -> NoReturn:
    raise ValueError(f"{found} is not a whole number")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_whole, parse_float=_refuse, parse_constant=_refuse)
