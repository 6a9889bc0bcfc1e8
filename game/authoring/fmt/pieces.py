"""A text, `[…]` or `{…}` as it was typed, moved to another column: only the blanks change that lead its lines."""

from __future__ import annotations

import re

from game.loading.reading.nodes import Node, ScalarNode

STEP = 2
"""What belongs to a line begins so many columns further in."""

_DIGIT = re.compile(r"[|>][-+]?([1-9])")


def moved(node: Node, old: int, new: int) -> tuple[list[str], int]:
    """The lines of a node that is no block of lists or keys, and the offset at which they end in the file.

    `old` and `new` are the columns of the dash or key that it belongs to. The first line comes without what leads it.
    """
    lines = node.source_text.text[node.start : node.end].split("\n")
    if not isinstance(node, ScalarNode):
        return [stripped(lines[0]), *(_shifted(line, new - old, new) for line in lines[1:])], node.end
    if node.style in "|>":
        return _under_bar(node, lines, old, new)
    if len(lines) == 1:
        return lines, node.end
    return [stripped(lines[0]), *(_at(stripped(line.lstrip(" ")), new + STEP) for line in lines[1:-1]),
            _at(lines[-1].lstrip(" "), new + STEP)], node.end  # fmt: skip


def stripped(line: str) -> str:
    """The line without the blanks at its end; a backslash before them keeps them, since it means something else at the end."""
    bare = line.rstrip(" ")
    return line if bare.endswith("\\") else bare


def _under_bar(node: ScalarNode, lines: list[str], old: int, new: int) -> tuple[list[str], int]:
    while len(lines) > 1 and not lines[-1].strip(" "):
        del lines[-1]
    end = node.start + sum(map(len, lines)) + len(lines) - 1
    digit = _DIGIT.match(lines[0])
    step = int(digit[1]) if digit else STEP
    first = next((line for line in lines[1:] if line.strip(" ")), "")
    indent = old + step if digit else len(first) - len(first.lstrip(" "))
    contents = [line[indent:] for line in lines[1:]]
    if node.style == "|":
        contents = [stripped(content) for content in contents]
    return [lines[0].rstrip(" "), *(_at(content, new + step) for content in contents)], end


def _at(content: str, column: int) -> str:
    return " " * column + content if content else ""


def _shifted(line: str, by: int, least: int) -> str:
    content = line.lstrip(" ")
    return _at(stripped(content), max(least, len(line) - len(content) + by))
