"""Texts that need quotes, and quotes that end where no text ends."""

from __future__ import annotations

import re

from game.diagnostics import Diagnostic
from game.loading.reading.nodes import ScalarNode
from game.loading.reading.places import SourceText
from game.loading.syntax.complaint import Complaint
from game.loading.syntax.typed import TypedLine, as_text, line_at, quoted

QUOTES = ('"', "'")
_MARKS = {"!": ("tag", "a type"), "&": ("anchor", "a name"), "*": ("alias", "the repetition of something named")}
_NAMED = re.compile(r"(&\w+) *(?:(?:#[^\n]*)?(?=\n|\Z)|(?=[\[{|>]))|(\*\w+)(?= *[,\]}])|(?<=: )(\*\w+) *(?=\n|\Z)")
"""`&name` before a map, a list or a text of several lines; `*name` that is a value, or stands in brackets."""
_ESCAPE = re.compile(r"\\(.)")
_BAR = re.compile(r"[|>](?:(?:[+-]\d?|\d[+-]?)(?= |$))? *")


def cannot_begin(source: SourceText, start: int, sign: str) -> Diagnostic:
    """That a text begins with `sign`, which YAML keeps for itself."""
    message = f"a text cannot begin with `{sign}` unless it is in quotes"
    return Diagnostic("needs-quotes", source.span(start, start + len(sign)), message, put_into_quotes(source, start))


def marked(source: SourceText, start: int) -> Diagnostic:
    """That something begins with `!`, `&` or `*`, which are marks of YAML with a meaning that stories have no use for."""
    sign = source.text[start : start + 1]
    code, use = _MARKS.get(sign, ("needs-quotes", "something else"))
    found = _NAMED.match(source.text, start)
    if found is not None:
        name = next(filter(None, found.groups()))
        message = f"`{name}` is YAML's way to say something in two places, and stories do not have that"
        return Diagnostic(
            code, source.span(start, start + len(name)), message, "Take it away, and type what is meant in both places."
        )
    message = f"a text cannot begin with `{sign}` unless it is in quotes: YAML takes that for {use}"
    return Diagnostic(code, source.span(start), message, put_into_quotes(source, start))


def put_into_quotes(source: SourceText, start: int) -> str:
    """Advice for a text that begins at `start`: how it would stand in quotes, when it is all that its line says."""
    line = line_at(source, start)
    return as_text(source, line) if line.start == start and line.words else "Put the whole text into quotes."


def bad_start(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A sign that can begin nothing."""
    return cannot_begin(source, complaint.at, source.text[complaint.at : complaint.at + 1])


def bad_percent(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A `%` where a line begins."""
    return cannot_begin(source, complaint.beginning, "%")


def bad_mark(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A `!`, `&` or `*` that does not even make sense to YAML."""
    return marked(source, complaint.beginning)


def unclosed_quote(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A quotation mark that is closed nowhere."""
    return _closed_late(source, complaint.beginning, "to the end of the file")


def _closed_late(source: SourceText, start: int, where: str) -> Diagnostic:
    mark = source.text[start : start + 1]
    line = line_at(source, start)
    advice = "Close it where the text ends."
    if line.start == start:
        closed, itself = line.instead(quoted(line.words[1:])), line.instead(quoted(line.words))
        advice = f"Close it where the text ends:\n{closed}\nor, if the mark belongs to the text:\n{itself}"
    message = f"the text that this `{mark}` opens goes on {where}"
    return Diagnostic("unclosed-quote", source.span(start), message, advice)


def bad_escape(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A backslash in double quotes that is followed by something YAML does not know."""
    start = source.text.rfind("\\", complaint.beginning, complaint.at + 1)
    line = line_at(source, start)
    advice = "Type two backslashes for one, or put the text under `- |`, where one is enough."
    if complaint.opened == line.start and line.words.endswith('"'):
        doubled = _ESCAPE.sub(lambda found: found[0] if found[1] in '\\"' else "\\" + found[0], line.words)
        advice = f"Type two backslashes for one:\n{line.instead(doubled)}\nor put the text under `- |`, where one is enough."
    shown = source.text[start : start + 2]
    return Diagnostic("bad-escape", source.span(start, start + 2), f"`{shown}` means nothing in double quotes", advice)


def text_after_quote(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Text after a closing quotation mark, which perhaps was not meant to be one."""
    at, line = complaint.at, line_at(source, complaint.at)
    span = source.span(at, source.line_end(at))
    opening = _opening(source, complaint, line)
    if opening is not None and source.line_start(opening) != source.line_start(at):
        return _closed_late(source, opening, f"to line {line.number}, where the next one is")
    if source.text[at : at + 1] == ":":
        return Diagnostic("missing-space", span, "there is no space after this colon", "Type a space after it.")
    message = "the text ended at the quotation mark before this"
    advice = "Put all of it into one pair of quotes." if opening is None else as_text(source, line)
    if opening is not None and source.text[at - 1] == "'" and source.text[at].isalpha():
        message = "an apostrophe ends a text in single quotes"
        words = line.words[1:-1] if line.words.endswith("'") else line.words
        advice = f"Use double quotes:\n{line.instead(quoted(words))}"
    return Diagnostic("text-after-quote", span, message, advice)


def _opening(source: SourceText, complaint: Complaint, line: TypedLine) -> int | None:
    """Where the text in quotes begins that ended before the complaint; None when it is not all that its line says."""
    last = complaint.last
    if isinstance(last, ScalarNode) and last.style in QUOTES and not source.text[last.end : complaint.at].strip(" "):
        opening = last.start
    else:
        opening = line.start
    is_whole = opening == line.start or source.line_start(opening) != source.line_start(complaint.at)
    return opening if is_whole and source.text.startswith(QUOTES, opening) else None


def text_after_bar(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Words on the line of a `|` or `>`."""
    start = complaint.beginning
    sign = source.text[start : start + 1]
    line = line_at(source, start)
    words = _BAR.sub("", line.words, count=1)
    message = f"after `{sign}` the line must end; the text begins on the next one"
    below, itself = f"{line.instead(sign)}\n        {words}", line.instead(quoted(line.words))
    advice = f"Type:\n{below}\nor, if the `{sign}` belongs to the text:\n{itself}" if words else "Type just `|`."
    return Diagnostic("text-after-bar", source.span(start), message, advice)
