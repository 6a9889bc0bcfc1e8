"""The words of an expression: names, numbers, times and signs, each with its offset."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from game.language.domain import parse_number, parse_time
from game.language.mistakes import Mistake

MAX_LENGTH = 500

KEYWORDS = frozenset({"and", "or", "not", "in"})
RESERVED = KEYWORDS | {"it", "true", "false", "turn", "student", "where", "them", "else"}
"""What no variable, attribute, student or word of a domain may be called: the language has its own use for it."""

_TOKEN = re.compile(
    r"""[ \t\r\n]+
    |(?P<time>[0-9]+:[0-9]+)
    |(?P<number>[0-9]+(?:\.[0-9]+|\w+)?)
    |(?P<name>(?:(?<!\w)\.)?[^\W\d_]\w*(?:\.\w+)*)
    |(?P<sign>==|!=|<=|>=|\+=|-=|[-+*<>=()\[\],])""",
    re.VERBOSE,
)
_NOT_OURS = re.compile(r"&&|\|\||=>|=<|<>|\*\*|//|.", re.DOTALL)
_WRITE_INSTEAD = {
    "&&": "Write `and`.",
    "&": "Write `and`.",
    "||": "Write `or`.",
    "|": "Write `or`.",
    "!": "Write `not`, or `!=`.",
    "=>": "Write `>=`.",
    "=<": "Write `<=`.",
    "<>": "Write `!=`.",
    "≠": "Write `!=`.",
    "≤": "Write `<=`.",
    "≥": "Write `>=`.",
    "×": "Write `*`.",
    '"': "Words need no quotes here.",
    "'": "Words need no quotes here.",
    "“": "Words need no quotes here.",
    "”": "Words need no quotes here.",
    "‘": "Words need no quotes here.",
    "’": "Words need no quotes here.",
    "„": "Words need no quotes here.",
    "–": "Write the minus of the keyboard, `-`.",
    "—": "Write the minus of the keyboard, `-`.",
    "\u00a0": "This is a no-break space, as word processors make them; type a plain one.",
    "%": "There is no remainder.",
    "^": "There are no powers: write `noise * noise`.",
    "_": "A name begins with a letter.",
    "$": "A name stands alone: `noise`.",
    "@": "A name stands alone: `noise`.",
    "{": "Braces belong to texts; in a condition a name stands alone.",
    "}": "Braces belong to texts; in a condition a name stands alone.",
    "/": "There is no division; multiply the other side.",
    ".": "Write the whole name: `scene.label`, `trust.su_hyeok`.",
    ";": "One condition or effect at a time; several effects are a list.",
}


class Token(NamedTuple):
    """`text` at offset `start`. The last one of every expression is an empty `end`. (There are many, and few of all else: so it
    is no record.)
    """

    kind: Literal["name", "number", "time", "sign", "end"]
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokenize(text: str) -> list[Token]:
    """The tokens of an expression, an `end` after the last one. Mistakes: too long, a stray character, no such number or time."""
    if len(text) > MAX_LENGTH:
        message = f"this is longer than {MAX_LENGTH} characters"
        raise Mistake("expression-too-long", MAX_LENGTH, len(text), message, "Keep part of it in a flag of its own.")
    tokens, position = [], 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            break
        if match.lastgroup is not None:
            tokens.append(_token(match.lastgroup, match[0], position))
        position = match.end()
    if position < len(text):
        raise _stray(text, position)
    tokens.append(Token("end", "", len(text.rstrip())))
    return tokens


def _token(group: str, text: str, start: int) -> Token:
    token = Token(group, text, start)  # type: ignore[arg-type]  # the groups of the pattern are the kinds
    if token.kind == "time" and parse_time(text) is None:
        raise Mistake("bad-time", start, token.end, f"`{text}` is no time of day", "A time is written like `22:40` or `01:05`.")
    if token.kind == "number" and parse_number(text) is None:
        raise _bad_number(token)
    return token


def _bad_number(token: Token) -> Mistake:
    if not token.text.isdigit():
        advice = "Numbers are whole; a name begins with a letter."
        return Mistake("bad-number", token.start, token.end, f"`{token.text}` is no whole number", advice)
    message = f"`{token.text}` is too large a number"
    return Mistake("number-too-large", token.start, token.end, message, "Numbers have at most 15 digits.")


def _stray(text: str, position: int) -> Mistake:
    match = _NOT_OURS.match(text, position)
    found = match[0] if match else text[position]
    if found not in _WRITE_INSTEAD:
        found = found[0]
    advice = _WRITE_INSTEAD.get(found, "")
    return Mistake("bad-character", position, position + len(found), f"`{found}` has no meaning here", advice)
