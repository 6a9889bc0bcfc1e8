"""YAML's complaints in the words of somebody who writes prose, with what to type instead.

A YAML parser says what it expected; a writer needs to know which of the usual slips it was. So the complaint only tells the kind of
trouble (the parser in C and the one in Python word it differently, the table `_KINDS` knows both), and the line itself tells the rest:
what stands before the place, what the line begins with, and what its author most likely wanted to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from game.diagnostics import Diagnostic
from game.loading.indentation import misplaced
from game.loading.nodes import Node, ScalarNode
from game.loading.places import SourceText
from game.loading.typed import TypedLine, as_text, line_at, lines_above, quoted

_TAKES_QUOTES = "needs-quotes"
_QUOTES = "\"'"
_PAIRS = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a YAML parser says: `problem` at the offset `at`, while it read what began at `opened`.

    `last` is what was read before, `bracket` the offset of the innermost `[` or `{` that was open.
    """

    problem: str
    at: int
    context: str = ""
    opened: int | None = None
    last: Node | None = None
    bracket: int | None = None


def explain(source: SourceText, complaint: Complaint) -> Diagnostic:
    """The complaint as a diagnostic that says what is wrong and what to type."""
    said = f"{complaint.context}: {complaint.problem}"
    for pattern, explained in _KINDS:
        if pattern.search(said):
            return explained(source, complaint)
    return _unknown(source, complaint)


def after_the_end(source: SourceText, offset: int, last: Node | None) -> Diagnostic:
    """That something follows when all has been said; `last` is what was read before it."""
    if source.text.startswith("---", offset) and source.line_start(offset) == offset:
        advice = "Delete the line, and what is below it if it is no part of the story."
        return Diagnostic("second-document", source.span(offset, offset + 3), "a line with `---` ends a file, and more follows", advice)
    return _out_of_place(source, Complaint("", offset, last=last))


def directive(source: SourceText, start: int, end: int) -> Diagnostic:
    """That the file begins with a line for YAML's own use."""
    message = "a line that begins with `%` is for YAML's own use, and stories have none"
    return Diagnostic("directive", source.span(start, end), message, "Delete the line, and the `---` below it.")


def marked(source: SourceText, start: int) -> Diagnostic:
    """That something begins with `!`, `&` or `*`, and YAML took that for a mark of its own."""
    sign = source.text[start]
    code, use = {"!": ("tag", "a type"), "&": ("anchor", "a name for what follows")}.get(sign, ("alias", "a repetition of something named"))
    message = f"what begins with `{sign}` is not read as a text: YAML takes it for {use}"
    return Diagnostic(code, source.span(start, start + 1), message, _advice_from(source, start))


def bad_key(source: SourceText, key: Node) -> Diagnostic | None:
    """What is wrong with a key, if anything is."""
    before = source.text[source.line_start(key.start) : key.start].rstrip()
    if before.endswith("?") and not before.endswith("??"):
        return _sign(source, source.line_start(key.start) + len(before) - 1, "?")
    if not isinstance(key, ScalarNode):
        return Diagnostic("key-not-text", key.span, f"what begins with `{source.text[key.start]}` cannot be a key", _advice_from(source, key.start))
    if not key.text:
        return Diagnostic("empty-key", key.span, "there is nothing before this colon", _advice_from(source, key.start))
    if key.text == "<<" and key.style == "plain":
        return Diagnostic("merge-key", key.span, "`<<` copies keys in YAML, and stories do not have that", "Write out the keys that are needed.")
    return None


def _sign(source: SourceText, start: int, sign: str) -> Diagnostic:
    message = f"a text cannot begin with `{sign}` unless it is in quotes"
    return Diagnostic(_TAKES_QUOTES, source.span(start, start + len(sign)), message, _advice_from(source, start))


def _advice_from(source: SourceText, start: int) -> str:
    """To put what begins at `start` into quotes; as it would stand there when it is the whole text of its line."""
    line = line_at(source, start)
    if line.start == start and line.words:
        return as_text(source, line)
    return "Put the whole text into quotes."


def _unclosed_quote(source: SourceText, complaint: Complaint) -> Diagnostic:
    start = complaint.at if complaint.opened is None else complaint.opened
    return _open_quote(source, start, "to the end of the file")


def _open_quote(source: SourceText, start: int, where: str) -> Diagnostic:
    """The quotation mark at `start` is closed too late."""
    mark = source.text[start : start + 1]
    line = line_at(source, start)
    advice = f"Close it at the end of the text; if `{mark}` belongs to the text, double the quotes around it."
    if line.start == start:
        words = line.words[1:]
        close = line.instead(quoted(words))
        advice = f"Close it with the same mark:\n{close}\nIf the mark belongs to the text:\n{line.instead(quoted(line.words))}"
    return Diagnostic("unclosed-quote", source.span(start, start + 1), f"the text that this `{mark}` opens goes on {where}", advice)


def _escape(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A backslash in double quotes."""
    start = source.text.rfind("\\", complaint.opened or 0, complaint.at + 2)
    shown = source.text[start : start + 2]
    line = line_at(source, start)
    advice = "Type two backslashes for one, or put the text below `- |`, where one is enough."
    if source.text[line.start : line.start + 1] == '"' and line.words.endswith('"'):
        doubled = re.sub(r'\\(?![\\"])', r"\\\\", re.sub(r"\\\\", lambda found: found.group(), line.words))
        advice = f"Type two backslashes for one:\n{line.instead(doubled)}\nor put the text below `- |`, where one is enough."
    return Diagnostic("bad-escape", source.span(start, start + 2), f"`{shown}` means nothing in double quotes", advice)
