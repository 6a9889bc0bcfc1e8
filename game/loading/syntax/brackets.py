"""Lists in `[…]` and entries in `{…}` that are not closed, closed twice, or lack a comma."""

from __future__ import annotations

from game.diagnostics import Diagnostic
from game.loading.reading.places import SourceText
from game.loading.syntax.complaint import Complaint, unknown
from game.loading.syntax.quoting import QUOTES, cannot_begin, text_after_quote
from game.loading.syntax.typed import line_at, quoted

_CODE = "unpaired-bracket"
_PAIRS = {"[": "]", "{": "}"}


def bad_bracket(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Inside of brackets: something that is neither a comma nor the end."""
    at, opened = complaint.at, complaint.beginning
    sign = source.text[at : at + 1]
    if not sign or source.line_start(at) != source.line_start(opened):
        return _unclosed(source, opened)
    if sign in "]}":
        return _wrong_bracket(source, opened, at)
    if sign != ":" and source.text[opened:at].rstrip().endswith(QUOTES):
        return text_after_quote(source, complaint)
    advice = f"A comma stands between two entries; a text with a colon in it stands in quotes.{_if_text(source, opened)}"
    return Diagnostic("missing-comma", source.span(at), "a comma or quotes are missing before this", advice)


def stray_bracket(source: SourceText, at: int) -> Diagnostic:
    """A closing bracket that closes nothing."""
    return Diagnostic(_CODE, source.span(at), f"there is a `{source.text[at]}` too many", f"Delete it.{_if_text(source, at)}")


def nothing_there(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Where something must come, the file ends, or a sign comes that begins nothing."""
    at, opened = complaint.at, complaint.bracket
    sign = "- " if source.text.startswith("- ", at) else source.text[at : at + 1]
    if opened is not None and (not sign or source.line_start(at) != source.line_start(opened)):
        return _unclosed(source, opened)
    if opened is not None and sign == ",":
        advice = "Delete it, or type what is missing."
        return Diagnostic("stray-comma", source.span(at), "there is nothing before this comma", advice)
    if opened is not None and sign in "]}":
        return _wrong_bracket(source, opened, at)
    return cannot_begin(source, at, sign) if sign.strip() else unknown(source, complaint)


def _wrong_bracket(source: SourceText, opened: int, at: int) -> Diagnostic:
    message = f"`{source.text[opened]}` is closed by `{source.text[at]}`"
    return Diagnostic(_CODE, source.span(at), message, "Each bracket is closed by its own kind, the last one first.")


def _unclosed(source: SourceText, opened: int) -> Diagnostic:
    bracket = source.text[opened]
    advice = f"Close it with `{_PAIRS.get(bracket, bracket)}`.{_if_text(source, opened)}"
    return Diagnostic(_CODE, source.span(opened), f"this `{bracket}` is not closed", advice)


def _if_text(source: SourceText, opened: int) -> str:
    line = line_at(source, opened)
    return f"\nIf it begins a text, put that into quotes:\n{line.instead(quoted(line.words))}" if line.start == opened else ""
