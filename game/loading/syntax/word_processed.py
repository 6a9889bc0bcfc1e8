"""Signs that word processors and other keyboards make of those of the language: long dashes, wide colons, no-break spaces."""

from __future__ import annotations

import re

from game.diagnostics import Diagnostic, Severity
from game.loading.reading.places import SourceText
from game.loading.syntax.typed import TypedLine, line_at, lines_above

WIDE_COLON = "\N{FULLWIDTH COLON}"
_LONG_DASH = re.compile("[\u2010-\u2015\u2212\uff0d]\\s*")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_WIDE_KEY = re.compile(f"([a-z][a-z0-9_]*){WIDE_COLON}")


def word_processed(source: SourceText, line: TypedLine) -> Diagnostic | None:
    """That a line begins with such a sign, which looks right and is not; None when it does not."""
    dash = _LONG_DASH.match(line.words)
    if dash is not None:
        message = f"this line begins with a long dash, `{dash.group().strip()}`, as word processors make them"
        advice = f"Type the minus of the keyboard and a space:\n{line.instead('- ' + line.words[dash.end() :])}"
        return Diagnostic("foreign-sign", source.span(line.start), message, advice)
    begin = line.start - len(line.lead)
    space = _SPACE.search(source.text, begin, line.start + len(line.words) - len(line.words.lstrip("-").lstrip()))
    if space is not None:
        message = "this space is no plain one (it is a no-break or a wide one, as word processors make them)"
        return Diagnostic("foreign-sign", source.span(space.start()), message, "Delete it, and type a plain space.")
    return wide_colon(source, line)


def begins_foreign(source: SourceText, offset: int) -> Diagnostic | None:
    """That the line of `offset`, or the one above it, begins with such a sign.

    The line above is only looked at where it is not further in: there it cannot be a text under `|`, which may have any sign.
    """
    line = line_at(source, offset)
    above = next(lines_above(source, offset), None)
    found = word_processed(source, line)
    return found or (word_processed(source, above) if above is not None and above.indent <= line.indent else None)


def wide_colon(source: SourceText, line: TypedLine, severity: Severity = Severity.ERROR) -> Diagnostic | None:
    """That the colon behind what seems to be a key is a full-width one, `：`; None when there is none."""
    key = _WIDE_KEY.match(line.words)
    if key is None:
        return None
    advice = f"Type the plain colon and a space:\n{line.instead(f'{key[1]}: {line.words[key.end() :].strip()}')}"
    message = f"this colon is a full-width one, `{WIDE_COLON}`, so all of it is one text"
    return Diagnostic("foreign-sign", source.span(line.start + key.end() - 1), message, advice, severity)
