r"""Texts to templates: paragraphs, holes in braces, escapes.

    text         = paragraph {BLANK-LINE paragraph}
    paragraph    = ["<>"] template ["<>"]
    template     = {plain | escape | hole}
    escape       = "\" ("{" | "}" | "|" | ":" | "*" | "<" | "\" | LINE-BREAK)
    hole         = "{" ("&" | "!" | "~") alternatives "}"           a cycle, each once, a shuffle
                 | "{" condition ":" template ["|" template] "}"
                 | "{" counted ":" template "|" alternatives "}"    by a number: the first text is for the lowest
                 | "{" [value] "?" case {"|" case} "}"              by case: `cases.py`
                 | "{" template "|" alternatives "}"                a sequence
                 | "{" (value | students | "them" | NAME "." ("name" | pronoun)) "}"
    counted      = number | some-of | students
    students     = "student" "where" condition
    alternatives = template {"|" template}

Rules that hold throughout:

- White space, line breaks too, is one space; at both ends of a paragraph it is nothing, but beside a `<>` it stays: it is what
  stands between the two texts. A line that ends in a backslash keeps its break, as a newline.
- The colon of a condition is the first one outside inner braces that is not part of a time (`01:30`) and has no `|` before it.
  A `?` before that colon makes it the colon of the first case.
- What is counted goes by how many there are, from none on; a number from the lowest value that it can have. The last text serves
  all higher ones. `{them}` inside is who or what is counted.
- One space after that colon is not part of the text: `roof{many: s}` is one word, `{many:  and so on}` begins with a space. But
  where the hole follows directly on a stop or on another text in braces, it is set off by a space: `He knows.{told: So do you.}`,
  unless it begins with a stop of its own.
- White space beside a `|` or a brace that has a line break in it is layout, and dropped.
- Emphasis stays as it is written: `*so*`. An asterisk that is meant as one stays `\*`, so that the screen can tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.diagnostics import Report
from game.language.braces import Braces, pair_braces
from game.language.emphasis import warn_of_marks
from game.language.mistakes import Mistake, Reading, attempt
from game.language.scope import Scope, Source
from game.language.template import TemplateReader, stripped
from game.language.tree import Template
from game.records import dataclass

_BREAK = re.compile(r"\\.|\{|\n[ \t\r]*(?:\n[ \t\r]*)+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """One paragraph of a text, `start` characters into its source."""

    text: Template
    joins_last: bool
    joins_next: bool
    start: int


def read_text(source: Source, scope: Scope, report: Report) -> tuple[ParagraphText, ...] | None:
    """The paragraphs of a text. None when it has mistakes; they are in the report."""
    reading = Reading(source, scope, report)
    braces = attempt(reading, pair_braces)
    if braces is None:
        return None
    reader = TemplateReader(reading, braces)
    ranges = list(_paragraphs(braces))
    for start, end in ranges:
        warn_of_marks(start, end, reading)
    found = tuple(_paragraph(start, end, reader) for start, end in ranges)
    if not found:
        reader.tell("empty-text", 0, len(source.text), "there is no text here", "Write some, or remove the line.")
    return None if reader.failed else found


def read_line(source: Source, scope: Scope, report: Report) -> Template | None:
    """A text of one paragraph that joins no other, such as the words of an option. None when it has mistakes."""
    paragraphs = read_text(source, scope, report)
    if paragraphs is None:
        return None
    reading = Reading(source, scope, report)
    first = paragraphs[0]
    if len(paragraphs) > 1:
        start = paragraphs[1].start
        advice = "Remove the blank line; a line that ends in `\\` keeps its break."
        reading.tell(Mistake("one-paragraph", start, start + 1, "only one paragraph fits here", advice))
        return None
    if first.joins_last or first.joins_next:
        advice = "Only the paragraphs of a script join; type `\\<>` for the characters."
        reading.tell(Mistake("misplaced-join", first.start, first.start + 1, "nothing can be joined to this with `<>`", advice))
        return None
    return first.text


def _paragraphs(braces: Braces) -> Iterator[tuple[int, int]]:
    """text = paragraph {BLANK-LINE paragraph}"""
    begin = 0
    breaks = [match.span() for match in braces.outside(_BREAK, 0, len(braces.text))]
    for end, following in [*breaks, (len(braces.text), 0)]:
        start, stop = braces.trimmed(begin, end)
        if start < stop:
            yield start, stop
        begin = following


def _paragraph(start: int, end: int, reader: TemplateReader) -> ParagraphText:
    """paragraph = ["<>"] template ["<>"]"""
    text = reader.braces.text
    joins_last = text.startswith("<>", start)
    begin = start + 2 if joins_last else start
    joins_next = text.endswith("<>", begin, end) and not _escaped(text[begin : end - 2])
    stop = end - 2 if joins_next else end
    words = stripped(reader.template(begin, stop), start=not joins_last, end=not joins_next)
    return ParagraphText(words, joins_last, joins_next, start)


def _escaped(before: str) -> bool:
    """Whether what follows `before` is escaped: behind an odd number of backslashes."""
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
