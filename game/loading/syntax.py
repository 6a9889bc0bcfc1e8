"""YAML's complaints in the words of somebody who writes prose, with what to type instead.

A YAML parser says what it expected; a writer needs to know which of the usual slips it was. So the complaint only tells the kind
of trouble (the parser in C and the one in Python word it differently, the table `_KINDS` knows both), and the line itself tells
the rest: what stands before the place, what the line begins with, and what its author most likely wanted to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

from game.diagnostics import Diagnostic
from game.loading.indentation import misplaced
from game.loading.nodes import Node, ScalarNode
from game.loading.places import SourceText
from game.loading.typed import TypedLine, as_text, line_at, lines_above, missing_space, quoted

_TAKES_QUOTES = "needs-quotes"
_QUOTES = ('"', "'")
_MARKS = {"!": ("tag", "a type"), "&": ("anchor", "a name"), "*": ("alias", "the repetition of something named")}
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
    return Diagnostic(
        "directive", source.span(start, source.line_end(start)), message, "Delete the line, and the `---` below it."
    )


def marked(source: SourceText, start: int) -> Diagnostic:
    """That something begins with `!`, `&` or `*`, and YAML took that for a mark of its own."""
    sign = source.text[start : start + 1]
    code, use = _MARKS.get(sign, (_TAKES_QUOTES, "something else"))
    message = f"a text cannot begin with `{sign}` unless it is in quotes: YAML takes that for {use}"
    return Diagnostic(code, source.span(start, start + 1), message, _advice_from(source, start))


def bad_key(source: SourceText, key: Node) -> Diagnostic | None:
    """What is wrong with a key, if anything is."""
    before = source.text[source.line_start(key.start) : key.start].rstrip()
    if before.endswith("?") and not before.endswith("??"):
        return _sign(source, source.line_start(key.start) + len(before) - 1, "? ")
    if not isinstance(key, ScalarNode):
        return Diagnostic(
            "key-not-text",
            key.span,
            f"what begins with `{source.text[key.start]}` cannot be a key",
            _advice_from(source, key.start),
        )
    if not key.text:
        return Diagnostic("empty-key", key.span, "there is nothing before this colon", _advice_from(source, key.start))
    if key.text == "<<" and key.style == "plain":
        return Diagnostic(
            "merge-key", key.span, "`<<` copies keys in YAML, and stories do not have that", "Write out the keys that are needed."
        )
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


def _unknown(source: SourceText, complaint: Complaint) -> Diagnostic:
    advice = "If it is text, put the text into quotes, or under `- |`."
    return Diagnostic("syntax", source.span(complaint.at, complaint.at + 1), "nothing can be read from here on", advice)


def _unclosed_quote(source: SourceText, complaint: Complaint) -> Diagnostic:
    return _open_quote(source, _opened(complaint), "to the end of the file")


def _opened(complaint: Complaint) -> int:
    return complaint.at if complaint.opened is None else complaint.opened


def _open_quote(source: SourceText, start: int, where: str) -> Diagnostic:
    """The quotation mark at `start` is closed too late."""
    mark = source.text[start : start + 1]
    line = line_at(source, start)
    advice = "Close it where the text ends."
    if line.start == start:
        closed = line.instead(quoted(line.words[1:]))
        advice = (
            f"Close it where the text ends:\n{closed}\nor, if the mark belongs to the text:\n{line.instead(quoted(line.words))}"
        )
    return Diagnostic(
        "unclosed-quote", source.span(start, start + 1), f"the text that this `{mark}` opens goes on {where}", advice
    )


def _escape(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A backslash in double quotes that is followed by something YAML does not know."""
    start = source.text.rfind("\\", complaint.opened or 0, complaint.at + 1)
    line = line_at(source, start)
    advice = "Type two backslashes for one, or put the text under `- |`, where one is enough."
    if complaint.opened == line.start and line.words.endswith('"'):
        doubled = _ESCAPE.sub(lambda found: found[0] if found[1] in '\\"' else "\\" + found[0], line.words)
        advice = f"Type two backslashes for one:\n{line.instead(doubled)}\nor put the text under `- |`, where one is enough."
    shown = source.text[start : start + 2]
    return Diagnostic("bad-escape", source.span(start, start + 2), f"`{shown}` means nothing in double quotes", advice)


def _colon(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A colon and a space where there can be no key."""
    line = line_at(source, complaint.at)
    span = source.span(complaint.at, complaint.at + 1)
    if complaint.at >= line.start and (line.dashes or line.key):
        return Diagnostic(
            "colon-in-text", span, "YAML takes the words before a colon and a space for a key", as_text(source, line)
        )
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
    start = _opened(complaint)
    line = line_at(source, start)
    if line.glued:
        return missing_space(source, line)
    if _is_below_bar(complaint):
        return _outside_of_bar(source, start)
    if _is_cut(source, complaint.last):
        return _cut_by_comment(complaint.last)
    advice = "Begin it with `- ` if it is text; put it under `- |`, together with the lines above, if it goes on with theirs."
    if _WORD.fullmatch(line.words):
        advice = f"Type `{line.words}:` if it is a key."
    span = source.span(start, source.line_end(start))
    return Diagnostic("missing-colon", span, "this line is neither a key with a colon nor the item of a list", advice)


def _is_below_bar(complaint: Complaint) -> bool:
    return isinstance(complaint.last, ScalarNode) and complaint.last.style in "|>"


def _outside_of_bar(source: SourceText, start: int) -> Diagnostic:
    message = "this line is not far enough in to belong to the text above it"
    advice = "Every line of a text under `|` begins further in than the dash or the key, and not before its first line."
    return Diagnostic("wrong-indentation", source.span(start, source.line_end(start)), message, advice)


def _is_cut(source: SourceText, last: Node | None) -> TypeGuard[ScalarNode]:
    """Whether what was read last ended at a comment."""
    return isinstance(last, ScalarNode) and last.style == "plain" and bool(last.text) and source.text.startswith(" #", last.end)


def _cut_by_comment(last: ScalarNode) -> Diagnostic:
    message = "a comment begins at this `#`, so the text ends there, and cannot go on in the next line"
    advice = "Put the text under `- |`; there a `#` is just a sign."
    return Diagnostic("comment-in-text", last.source_text.span(last.end + 1, last.end + 2), message, advice)


def _dash(source: SourceText, complaint: Complaint) -> Diagnostic:
    """A dash or a question mark with a space after it where no list can begin."""
    line = line_at(source, complaint.at)
    if line.start != complaint.at:
        return misplaced(source, complaint.at)
    found = _sign(source, complaint.at, f"{source.text[complaint.at]} ")
    advice = f"{found.advice}\nA list begins on the line below its key."
    return Diagnostic(found.code, found.span, found.message, advice)


def _bad_start(source: SourceText, complaint: Complaint) -> Diagnostic:
    return _sign(source, complaint.at, source.text[complaint.at])


def _mark(source: SourceText, complaint: Complaint) -> Diagnostic:
    return marked(source, _opened(complaint))


def _percent(source: SourceText, complaint: Complaint) -> Diagnostic:
    return _sign(source, _opened(complaint), "%")


def _bar(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Words on the line of a `|` or `>`."""
    start = _opened(complaint)
    sign = source.text[start]
    line = line_at(source, start)
    words = line.words.lstrip("|>+-0123456789 ")
    message = f"after `{sign}` the line must end; the text begins on the next one"
    below, itself = f"{line.instead(sign)}\n        {words}", line.instead(quoted(line.words))
    advice = f"Type:\n{below}\nor, if the `{sign}` belongs to the text:\n{itself}" if words else "Type just `|`."
    return Diagnostic("text-after-bar", source.span(start, start + 1), message, advice)


def _bracket(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Inside of `[…]` or `{…}`."""
    at, opened = complaint.at, _opened(complaint)
    sign = source.text[at : at + 1]
    if source.line_start(at) != source.line_start(opened) or at >= len(source.text):
        return _unclosed_bracket(source, opened)
    if sign in "]}":
        message = f"`{source.text[opened]}` is closed by `{sign}`"
        return Diagnostic(
            "unpaired-bracket", source.span(at, at + 1), message, "Each bracket is closed by its own kind, the last one first."
        )
    if sign != ":" and source.text[source.line_start(at) : at].rstrip().endswith(_QUOTES):
        return _text_after_quote(source, complaint)
    advice = f"A comma stands between two entries; a text with a colon in it stands in quotes.{_if_text(source, opened)}"
    return Diagnostic("missing-comma", source.span(at, at + 1), "a comma or quotes are missing before this", advice)


def _unclosed_bracket(source: SourceText, opened: int) -> Diagnostic:
    bracket = source.text[opened]
    advice = f"Close it with `{_PAIRS.get(bracket, bracket)}`.{_if_text(source, opened)}"
    return Diagnostic("unpaired-bracket", source.span(opened, opened + 1), f"this `{bracket}` is not closed", advice)


def _if_text(source: SourceText, opened: int) -> str:
    line = line_at(source, opened)
    return f"\nIf it begins a text, put that into quotes:\n{line.instead(quoted(line.words))}" if line.start == opened else ""


def _content(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Where something must come, the end comes, or a sign that cannot begin anything."""
    sign = source.text[complaint.at : complaint.at + 1]
    if complaint.bracket is None and sign.strip():
        return _sign(source, complaint.at, sign)
    if complaint.bracket is None or sign == ",":
        return _unknown(source, complaint)
    return _unclosed_bracket(source, complaint.bracket)


def _out_of_place(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Something stands where its line, or the whole file, should have ended."""
    at = complaint.at
    sign = source.text[at : at + 1]
    before = source.text[source.line_start(at) : at].rstrip()
    if before.endswith(_QUOTES):
        return _text_after_quote(source, complaint)
    line = line_at(source, at)
    if sign and sign in "]}":
        return Diagnostic(
            "unpaired-bracket", source.span(at, at + 1), f"there is a `{sign}` too many", "Delete it." + _if_text(source, at)
        )
    if before.endswith(("]", "}")) and line.words.startswith(("[", "{")):
        return _sign(source, line.start, line.words[0])
    if sign == ":":
        return _sign(source, at, sign)
    if before.strip(" -"):
        return _unknown(source, complaint)
    if line.glued:
        return missing_space(source, line)
    return _cut_by_comment(complaint.last) if _is_cut(source, complaint.last) else misplaced(source, at)


def _text_after_quote(source: SourceText, complaint: Complaint) -> Diagnostic:
    """Text after a closing quotation mark, which perhaps was not meant to be one."""
    at, line = complaint.at, line_at(source, complaint.at)
    opening = _opening(source, complaint, line)
    span = source.span(at, source.line_end(at))
    if opening is None:
        return Diagnostic(
            "text-after-quote", span, "the text ended at the quotation mark before this", "Put all of it into one pair of quotes."
        )
    if source.line_start(opening) != source.line_start(at):
        return _open_quote(source, opening, f"to line {line.number}, where the next one is")
    if source.text[at] == ":":
        return Diagnostic("missing-space", span, "there is no space after this colon", "Type a space after it.")
    if source.text[opening] == "'" and source.text[at - 1] == "'" and source.text[at].isalpha():
        words = line.words[1:-1] if line.words.endswith("'") else line.words
        advice = f"Use double quotes:\n{line.instead(quoted(words))}"
        return Diagnostic("text-after-quote", span, "an apostrophe ends a text in single quotes", advice)
    return Diagnostic("text-after-quote", span, "the text ended at the quotation mark before this", as_text(source, line))


def _opening(source: SourceText, complaint: Complaint, line: TypedLine) -> int | None:
    """Where the quotation mark stands that opened the text before the place."""
    last = complaint.last
    if isinstance(last, ScalarNode) and last.style in _QUOTES and not source.text[last.end : complaint.at].strip(" "):
        opening = last.start
    else:
        opening = line.start
    same_line = source.line_start(opening) == source.line_start(complaint.at)
    if same_line and opening != line.start:
        return None
    return opening if source.text[opening : opening + 1] in _QUOTES else None


_WORD = re.compile(r"[a-z][a-z_]*")
_ESCAPE = re.compile(r"\\(.)")
_Explained = Callable[[SourceText, Complaint], Diagnostic]
_KINDS: tuple[tuple[re.Pattern[str], _Explained], ...] = tuple(
    (re.compile(pattern), explained)
    for pattern, explained in (
        ("quoted scalar: found unexpected", _unclosed_quote),
        ("quoted scalar", _escape),
        ("cannot start any token", _bad_start),
        ("mapping values are not allowed", _colon),
        ("(sequence entries|mapping keys) are not allowed", _dash),
        ("could not find expected ':'", _no_colon),
        ("scanning a directive", _percent),
        ("scanning an? (alias|anchor|tag)|parsing a tag|undefined tag handle", _mark),
        ("scanning a block scalar", _bar),
        ("expected ',' or", _bracket),
        ("expected (the )?node content", _content),
        ("expected key|expected '-' indicator|<block end>|<document start>", _out_of_place),
    )
)
