"""Re-wraps prose under `|`, for those who ask for it.

A line break means a space, with two exceptions, and these breaks stay where they are: a line that ends in a backslash keeps its
break, and blanks beside a `|` or a brace that have a break in them are dropped. So words move only across breaks and spaces
that have nothing of the kind beside them, and nothing inside of braces moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from game.authoring.fmt.proof import Meaning
from game.authoring.fmt.roles import Placed
from game.diagnostics import cells
from game.loading.reading.nodes import ScalarNode

_FIXED = "{}|\\"
_MOVABLE = re.compile(r"(?<![\s{}|\\])[ \n]+(?![\s{}|\\])")
_WORD = re.compile(r"([ \n]+)([^ \n]+)")


def wrapped(placed: Iterable[Placed], text: str, width: int) -> str:
    """The text of a file, its prose under `|` in lines of at most `width` cells (more where a word is longer)."""
    parts: list[str] = []
    at = 0
    for node, role, _ in placed:
        if role != "form" and isinstance(node, ScalarNode) and node.style == "|":
            end = node.start + len(text[node.start : node.end].rstrip("\n "))
            header, newline, body = text[node.start : end].partition("\n")
            parts += [text[at : node.start], header, newline, _body(body, width)]
            at = end
    return "".join([*parts, text[at:]])


def loosely(said: Meaning) -> Meaning:
    """What a file says, where a space and a break that stands for one are the same."""
    if isinstance(said, str):
        return "\n\n".join(_MOVABLE.sub(" ", paragraph) for paragraph in said.split("\n\n"))
    return tuple(loosely(part) for part in said)


def _body(body: str, width: int) -> str:
    """The lines under a `|`; those that are set further in than the first are somebody's own layout, and stay."""
    lines = body.split("\n")
    indent = next((line[: len(line) - len(line.lstrip(" "))] for line in lines if line.strip(" ")), "")
    written: list[str] = []
    for is_blank, group in groupby(lines, key=lambda line: not line.strip(" ")):
        paragraph = [line.removeprefix(indent).rstrip(" ") for line in group]
        is_set = is_blank or any(line.startswith(" ") for line in paragraph)
        filled = paragraph if is_set else _filled("\n".join(paragraph), width - len(indent))
        written += [indent + line if line else "" for line in filled]
    return "\n".join(written)


def _filled(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph, as full as they can be."""
    first = re.match(r"[^ \n]+", paragraph)
    assert first is not None, "a paragraph begins with a word"
    lines, depth = [first.group()], _depth(first.group())
    for found in _WORD.finditer(paragraph, first.end()):
        blank, word = found.groups()
        if not depth and lines[-1][-1] not in _FIXED and word[0] not in _FIXED:
            blank = " " if cells(lines[-1]) + 1 + cells(word) <= width else "\n"
        if "\n" in blank:
            lines.append(word)
        else:
            lines[-1] += blank + word
        depth += _depth(word)
    return lines


def _depth(word: str) -> int:
    """How many more braces the word opens than it closes."""
    return word.count("{") - word.count("}")
