"""A line of a story file as its author typed it: what leads it, the words after that, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.diagnostics import Diagnostic
from game.loading.reading.places import SourceText
from game.records import dataclass

MAX_LINE = 2_000
"""So much of a line is looked at."""
MAX_QUOTED = 90
"""Longer texts are better typed under `|` than put into quotes."""
MAX_LINES_BACK = 400

_DASHES = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*(?:-$)?)")
_KEY_AFTER_DASH = re.compile(r"([a-z][a-z0-9_]*):(?: +|$)")
_KEY = re.compile(r"([a-z][a-z0-9_, ]*):(?: +|$)")
_COMMENT = re.compile(r"  #.*")
_NO_SPACE = re.compile(r"[a-z][a-z0-9_]*:(?=[^\s:/])|-(?=[^\s\d-])")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line: `indent` blanks, `dashes` (each with its blanks), maybe a `key`, then `words`, which begin at the offset `start`.

    `lead` is all that stands before the words. The words are without the comment after them.
    """

    number: int
    indent: int
    dashes: str
    key: str
    lead: str
    words: str
    start: int

    @property
    def says_nothing(self) -> bool:
        """Whether it is blank or a comment."""
        return not (self.dashes or self.key) and (not self.words or self.words.startswith("#"))

    @property
    def glued(self) -> str:
        """What was typed without the space after it, `goto:` or `-`; empty where nothing was."""
        found = _NO_SPACE.match(self.words)
        return found.group() if found and not self.key else ""

    def instead(self, words: str) -> str:
        """The line with other words, as it stands in advice."""
        return "    " + self.lead.lstrip() + words


def line_at(source: SourceText, offset: int) -> TypedLine:
    """The line that `offset` is in."""
    start = source.line_start(offset)
    line = source.text[start : min(source.line_end(offset), start + MAX_LINE)]
    begin = _DASHES.match(line)
    assert begin is not None, "the pattern also matches nothing"
    key = (_KEY_AFTER_DASH if begin["dashes"] else _KEY).match(line, begin.end())
    words = key.end() if key else begin.end()
    return TypedLine(
        number=source.line_number(start),
        indent=len(begin["indent"]),
        dashes=begin["dashes"],
        key=key[1] if key else "",
        lead=line[:words],
        words=_without_comment(line[words:]),
        start=start + words,
    )


def _without_comment(words: str) -> str:
    return (words if '"' in words or "'" in words else _COMMENT.sub("", words)).rstrip()


def lines_above(source: SourceText, offset: int) -> Iterator[TypedLine]:
    """The lines above that of `offset` that say something, the nearest first."""
    for _ in range(MAX_LINES_BACK):
        offset = source.line_start(offset) - 1
        if offset < 0:
            return
        line = line_at(source, offset)
        if not line.says_nothing:
            yield line


def quoted(words: str) -> str:
    """`words` in double quotes, so that YAML reads just them."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_text(source: SourceText, line: TypedLine) -> str:
    """Advice: what to type so that the words of the line are read as they are."""
    bar = f"{line.lead.strip()} |".lstrip()
    if len(line.words) > MAX_QUOTED or _goes_on(source, line):
        return f"Put the text under `{bar}`, further in and without quotes:\n    {bar}\n        {line.words[:MAX_QUOTED]}"
    return (
        f"Put the whole text into quotes:\n{line.instead(quoted(line.words))}\nor under `{bar}`, further in and without quotes."
    )


def _goes_on(source: SourceText, line: TypedLine) -> bool:
    """Whether the words go on in the next line, which then is further in than what leads them."""
    end = source.text.find("\n", line.start)
    if end < 0:
        return False
    below = line_at(source, end + 1)
    column = line.indent + (len(line.dashes) if line.key else 0)
    return bool(below.words) and not below.key and below.indent > column


def missing_space(source: SourceText, line: TypedLine) -> Diagnostic:
    """That a dash or a colon has no space after it, on a line with something `glued`."""
    glued = line.glued
    what = "dash" if glued == "-" else "colon"
    advice = f"Type a space:\n{line.instead(f'{glued} {line.words[len(glued) :]}')}"
    return Diagnostic(
        "missing-space", source.span(line.start, line.start + len(glued)), f"there is no space after this {what}", advice
    )
