"""YAML's complaints in the words of somebody who writes prose, with what to type instead.

A YAML parser says what it expected; a writer needs to know which of the usual slips it was. So the complaint only tells the kind
of trouble (the parser in C and the one in Python word it differently, the table `_KINDS` knows both), and the line itself tells
the rest: what stands before the place, what the line begins with, and what its author most likely wanted to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from game.diagnostics import Diagnostic, Span
from game.loading.reading.nodes import Node, ScalarNode
from game.loading.reading.places import SourceText
from game.loading.syntax.brackets import bad_bracket, nothing_there, stray_bracket
from game.loading.syntax.complaint import Complaint, unknown
from game.loading.syntax.indentation import misplaced, outside_of_bar
from game.loading.syntax.quoting import (
    QUOTES,
    bad_escape,
    bad_mark,
    bad_percent,
    bad_start,
    cannot_begin,
    put_into_quotes,
    text_after_bar,
    text_after_quote,
    unclosed_quote,
)
from game.loading.syntax.typed import as_text, line_at, lines_above, missing_space
from game.loading.syntax.word_processed import begins_foreign

MAX_DEPTH = 48
MANY_BRACKETS = 4096
_BRACKETS = re.compile(rf"(?:[\[{{]\s*){{{MAX_DEPTH + 1},}}\Z")
_WORD = re.compile(r"[a-z][a-z_]*")
_QUESTION_MARK = re.compile(r"\?(?<!\S\?)\s+\Z")


def explain(source: SourceText, complaint: Complaint) -> Diagnostic:
    """The complaint as a diagnostic that says what is wrong and what to type."""
    if _BRACKETS.search(source.text, max(0, complaint.at - MANY_BRACKETS), complaint.at) is not None:
        return too_deep(source.span(complaint.at))
    said = f"{complaint.context}: {complaint.problem}"
    explained = next((explained for pattern, explained in _KINDS if re.search(pattern, said)), unknown)
    return explained(source, complaint)


def too_deep(span: Span) -> Diagnostic:
    """That something stands deeper inside other things than anybody could follow."""
    message = f"this stands more than {MAX_DEPTH} deep inside other things"
    return Diagnostic("too-deep", span, message, "Make a scene of its own of it.")


def after_the_end(source: SourceText, end: int, offset: int, last: Node | None) -> Diagnostic:
    """That something follows at `offset`, when the file ended for YAML at `end`; `last` is what was read before."""
    sign = source.text[end : end + 3]
    if sign not in ("---", "...") or source.line_start(end) != end:
        return _out_of_place(source, Complaint("", offset, last=last))
    advice = "Delete the line, and what is under it if it is no part of the story."
    return Diagnostic("second-document", source.span(end, end + 3), f"a line with `{sign}` ends a file, and more follows", advice)


def directive(source: SourceText, start: int) -> Diagnostic:
    """That the file begins with a line for YAML's own use."""
    message = "a line that begins with `%` is for YAML's own use, and stories have none"
    span = source.span(start, source.line_end(start))
    return Diagnostic("directive", span, message, "Delete the line, and the `---` below it.")


def bad_key(source: SourceText, key: Node) -> Diagnostic | None:
    """What is wrong with a key, if anything is."""
    question = _QUESTION_MARK.search(source.text, max(0, key.start - 80), key.start)
    if question is not None:
        return cannot_begin(source, question.start(), "? ")
    if not isinstance(key, ScalarNode):
        message = f"what begins with `{source.text[key.start : key.start + 1]}` cannot be a key"
        return Diagnostic("key-not-text", key.span, message, put_into_quotes(source, key.start))
    if not key.text:
        message = "there is nothing before this colon"
        return Diagnostic("empty-key", key.span, message, put_into_quotes(source, key.start))
    if key.text == "<<" and key.style == "plain":
        message = "`<<` copies keys in YAML, and stories do not have that"
        return Diagnostic("merge-key", key.span, message, "Write out the keys that are needed.")
    return None


def _colon(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A colon and a space where there can be no key."""
    line = line_at(source, complaint.at)
    span = source.span(complaint.at)
    if complaint.at >= line.start and (line.dashes or line.key):
        message = "YAML takes the words before a colon and a space for a key"
        return Diagnostic("colon-in-text", span, message, as_text(source, line))
    foreign = begins_foreign(source, complaint.at)
    if foreign is not None:
        return foreign
    above = next(lines_above(source, complaint.at), None)
    if above is not None and above.glued:
        return missing_space(source, above)
    if line.key and above is not None and above.key:
        return misplaced(source, complaint.at)
    advice = "A text of more than one line goes under `- |`; there it may have colons."
    if line.key:
        advice += f"\nIf `{line.key}` is a key, the line above it needs one too."
    return Diagnostic("colon-in-text", span, "this line goes on with the text above, and has a colon and a space", advice)


def _no_colon(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A line of its own that is neither a key nor an item."""
    start, last = complaint.beginning, complaint.last
    line = line_at(source, start)
    if line.glued:
        return missing_space(source, line)
    if isinstance(last, ScalarNode) and last.style in "|>":
        return outside_of_bar(source, start)
    cut = _cut_text(source, last)
    if cut is not None:
        return _cut_by_comment(cut)
    foreign = begins_foreign(source, start)
    if foreign is not None:
        return foreign
    advice = "Begin it with `- ` if it is text; put it under `- |`, together with the lines above, if it goes on with theirs."
    if _WORD.fullmatch(line.words):
        advice = f"Type `{line.words}:` if it is a key."
    span = source.span(start, source.line_end(start))
    return Diagnostic("missing-colon", span, "this line is neither a key with a colon nor the item of a list", advice)


def _cut_text(source: SourceText, last: Node | None) -> ScalarNode | None:
    """What was read last, if it is a text that ended at a comment."""
    if isinstance(last, ScalarNode) and last.style == "plain" and last.text and source.text.startswith(" #", last.end):
        return last
    return None


def _cut_by_comment(last: ScalarNode) -> Diagnostic:
    message = "a comment begins at this `#`, so the text ends there, and cannot go on in the next line"
    advice = "Put the text under `- |`; there a `#` is just a sign."
    return Diagnostic("comment-in-text", last.source_text.span(last.end + 1), message, advice)


def _dash(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A dash or a question mark with a space after it, where no list can begin."""
    at, line = complaint.at, line_at(source, complaint.at)
    if line.start != at:
        return misplaced(source, at)
    found = cannot_begin(source, at, f"{source.text[at : at + 1]} ")
    return Diagnostic(found.code, found.span, found.message, f"{found.advice}\nA list begins on the line below its key.")


def _out_of_place(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Something stands where its line, or the whole file, should have ended."""
    at, line = complaint.at, line_at(source, complaint.at)
    sign = source.text[at : at + 1]
    before = source.text[source.line_start(at) : at].rstrip()
    if before.endswith(QUOTES):
        return text_after_quote(source, complaint)
    if sign in ("]", "}"):
        return stray_bracket(source, at)
    if before.endswith(("]", "}")):
        return _after_bracket(source, at)
    if sign == ":":
        return cannot_begin(source, at, sign)
    if before.strip(" -"):
        return unknown(source, complaint)
    if line.glued:
        return missing_space(source, line)
    cut = _cut_text(source, complaint.last)
    return _cut_by_comment(cut) if cut is not None else misplaced(source, at)


def _after_bracket(source: SourceText, at: int) -> Diagnostic:
    """Text after `[…]` or `{…}`, which was probably meant to be text itself."""
    line = line_at(source, at)
    if line.words.startswith(("[", "{")):
        return cannot_begin(source, line.start, line.words[0])
    advice = "Put it on a line of its own; if all of it is one text, put that into quotes."
    return Diagnostic(
        "text-after-bracket", source.span(at, source.line_end(at)), "there is more after the closing bracket", advice
    )


_KINDS: tuple[tuple[str, Callable[[SourceText, Complaint], Diagnostic]], ...] = (
    (r"quoted scalar: found unexpected (end|document)", unclosed_quote),
    (r"quoted scalar", bad_escape),
    (r"cannot start any token", bad_start),
    (r"mapping values are not allowed", _colon),
    (r"(sequence entries|mapping keys) are not allowed", _dash),
    (r"could not find expected ':'", _no_colon),
    (r"scanning a directive", bad_percent),
    (r"scanning an? (alias|anchor|tag)|parsing a tag|undefined tag handle", bad_mark),
    (r"scanning a block scalar", text_after_bar),
    (r"expected ',' or", bad_bracket),
    (r"expected (the )?node content", nothing_there),
    (r"expected key|expected '-' indicator|<block end>|<document start>", _out_of_place),
)
"""What parsers say, the first that fits, and who explains it."""
