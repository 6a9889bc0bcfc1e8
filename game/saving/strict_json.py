"""JSON as a save holds it, and nothing else: a save may come from anywhere.

Refused are: keys that occur twice (two readers could believe different ones), NaN, Infinity and fractions (no value of a play
is one), numbers of more than 19 digits (making them takes quadratic time), nesting deeper than any record needs (the parser
recurses), bytes that are not UTF-8, and halves of characters, which `\\ud800` can smuggle past that.
"""

from __future__ import annotations

import json
from typing import NoReturn

MAX_DEPTH = 12
MAX_DIGITS = 19


def encode(data: object) -> str:
    """One line of JSON. `data` is made of dictionaries, lists, texts, whole numbers, truth values and None."""
    return _ENCODER.encode(data)


def decode(line: bytes) -> object:
    """What the line says. Raises `ValueError` for everything that is not strict JSON."""
    if _may_be_deep(line) and _depth(line) > MAX_DEPTH:
        raise ValueError("nested too deep")
    data = _DECODER.decode(line.decode("utf-8"))
    if b"\\u" in line:
        encode(data).encode("utf-8")
    return data


def _may_be_deep(line: bytes) -> bool:
    """A cheap look before the exact one: few lines have so many brackets."""
    return line.count(b"[") + line.count(b"{") > MAX_DEPTH


def _depth(line: bytes) -> int:
    """How deep brackets nest outside of texts."""
    deepest = depth = 0
    in_text = escaped = False
    for byte in line:
        if escaped:
            escaped = False
        elif in_text:
            escaped, in_text = byte == 0x5C, byte != 0x22
        elif byte == 0x22:
            in_text = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


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
