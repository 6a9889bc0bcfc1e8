"""Values to text and back. What is decoded is data: numbers, texts, records of `KINDS`; whatever it says, nothing else is made.

A value is one token, followed by those of what is in it; tokens are separated by a sign that no story has.

    N None · T true · F false · i12 a number · stext a text · (3 a tuple of three · <3 a set of three · {3 three keys with values
    p5:2:9:file a place · r7 a record of kind 7, its fields in order
"""

from __future__ import annotations

from sys import intern

from game.diagnostics import Span
from game.indexing.container import SEPARATOR, DamagedIndexError
from game.indexing.kinds import KINDS, NUMBERS
from game.records import field_names, setters_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MOST_INTERNED = 20
"""Texts of at most so many characters are kept once: most are names, which stand in many scenes."""
_DAMAGED = "this is no index, or a part of one"


def encode(value: object) -> str:
    """The value as text. Raises `ValueError` for what cannot stand in an index."""
    return SEPARATOR.join(_tokens(value))


def _tokens(value: object) -> Iterator[str]:
    if value is None or value is True or value is False:
        yield {None: "N", True: "T", False: "F"}[value]
    elif type(value) is int:
        yield f"i{value}"
    elif type(value) is str:
        if SEPARATOR in value:
            raise ValueError("the separator cannot stand in a text")
        yield f"s{value}"
    elif type(value) is tuple:
        yield from _many("(", value)
    elif type(value) is frozenset:
        yield from _many("<", tuple(sorted(value)))
    elif type(value) is dict:
        yield from _many("{", tuple(each for pair in value.items() for each in pair), len(value))
    elif type(value) is Span:
        yield f"p{value.line}:{value.column}:{value.length}:{value.file}"
    else:
        kind = type(value)
        if kind not in NUMBERS:
            raise ValueError(f"{kind.__name__} is nothing that a story has")
        yield f"r{NUMBERS[kind]}"
        for name in field_names(kind):
            yield from _tokens(getattr(value, name))


def _many(sign: str, values: tuple[object, ...], count: int | None = None) -> Iterator[str]:
    yield f"{sign}{len(values) if count is None else count}"
    for each in values:
        yield from _tokens(each)


def decode(text: str) -> object:
    """The value that `encode` wrote. Raises `DamagedIndexError` for everything else."""
    tokens = iter(text.split(SEPARATOR))
    try:
        value = _value(tokens)
    except (ValueError, TypeError, LookupError, RecursionError, StopIteration) as error:
        raise DamagedIndexError(_DAMAGED) from error
    if next(tokens, None) is not None:
        raise DamagedIndexError(_DAMAGED)
    return value


def _value(tokens: Iterator[str]) -> object:
    """The next value. A count that is too high meets the end of the tokens, long before it could fill the memory."""
    token = next(tokens)
    sign, rest = token[:1], token[1:]
    if sign == "s":
        return intern(rest) if len(rest) <= MOST_INTERNED else rest
    if sign == "r":
        kind = KINDS[_number(rest)]
        made: Any = object.__new__(kind)
        for put in setters_of(kind):
            put(made, _value(tokens))
        return made
    if sign == "p":
        line, column, length, file = rest.split(":", 3)
        return Span(intern(file), _number(line), _number(column), _number(length))
    if sign == "(":
        return tuple([_value(tokens) for _ in range(_number(rest))])
    if sign == "i":
        return int(rest)
    if sign == "{":
        return {_value(tokens): _value(tokens) for _ in range(_number(rest))}
    if sign == "<":
        return frozenset([_value(tokens) for _ in range(_number(rest))])
    return {"N": None, "T": True, "F": False}[token]


def _number(text: str) -> int:
    """A count or a place: never negative."""
    if not text.isdecimal():
        raise ValueError(_DAMAGED)
    return int(text)
