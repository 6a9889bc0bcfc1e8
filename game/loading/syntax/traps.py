"""What YAML takes without a word and a writer did not mean, found by looking at the source beside an entry.

A story has many thousand entries and hardly a trap, so the text of the file is first searched for places where there could be
one; only when there are any, the entries are gone through to see whether they really stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from game.diagnostics import Diagnostic, Report, Severity
from game.loading.keys import BEATS
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.reading.places import SourceText
from game.loading.syntax.typed import line_at, missing_space, quoted
from game.loading.syntax.word_processed import WIDE_COLON, wide_colon

MAX_SUSPECTS = 1_000
"""So many places of a kind are looked at in one file."""

_COMMENT = re.compile(r"#(?<=\S #)")
_GLUED_COLON = re.compile(r":(?=[^\W\d]|['\"{*])")
_GLUED_DASH = re.compile(r"-(?<!\S-)(?=[^\s\d-])")
_WIDE_COLON = re.compile(WIDE_COLON)
_SWALLOWED = re.compile(r"\n( *)- (?=[^\n]*\n\1 +- )[^\n]*[^:\s|>-] *\r?(?=\n\1 +- )")
_BEAT_IN_BLOCK = re.compile(rf"\n( +)(?=[^\s-])[^\n]*[^:\s] *\r?\n\1- (?=(?:{'|'.join(BEATS)}):\s)")
_NOT_PROSE = re.compile(r"[<>=(]|^not\b| (?:and|or|in) ")


def empty(item: ScalarNode) -> Diagnostic:
    """That there is nothing in an item of a list."""
    source = item.source_text
    line = line_at(source, item.start)
    message = "there is nothing after this dash"
    if source.text[line.start : line.start + 1] != "#":
        return Diagnostic(
            "empty-item", source.span(item.start - 1, item.start), message, "Write the item after it, or delete it."
        )
    comment = source.text[line.start : source.line_end(line.start)].rstrip()
    advice = f"What begins with `#` is a comment. If it is a text, put it into quotes:\n{line.instead(quoted(comment))}"
    return Diagnostic("empty-item", source.span(line.start), message, advice)


def check(source: SourceText, root: Node, report: Report) -> None:
    """Reports warnings about texts under `root` that are probably not what was meant."""
    commented = {found.start() - 1 for found in _some(_COMMENT, source.text)}
    places = [*_some(_GLUED_COLON, source.text), *_some(_GLUED_DASH, source.text)]
    glued = {line_at(source, found.end() - 1).start for found in places}
    swallowed = {line_at(source, found.start() + 1).start: found.end() for found in _some(_SWALLOWED, source.text)}
    wide = {line_at(source, found.start()).start for found in _some(_WIDE_COLON, source.text)}
    beats = [found.end() - 2 for found in _some(_BEAT_IN_BLOCK, source.text)]
    if not (commented or glued or swallowed or wide or beats):
        return
    for text, is_item in _texts(root):
        if text.style in "|>":
            inside = next((beat for beat in beats if text.start < beat < text.end), None)
            if inside is not None:
                report.add(_beat_in_block(text, inside))
        if text.style != "plain":
            continue
        if text.end in commented and _is_cut(text, is_item):
            report.add(_cut_by_comment(text))
        if text.start in wide and (found := wide_colon(source, line_at(source, text.start), Severity.WARNING)):
            report.add(found)
        if text.start in glued and _is_glued(text):
            report.add(_glued(text))
        if text.start in swallowed and text.end > swallowed[text.start]:
            report.add(_swallowed(text, swallowed[text.start] + 1))


def _some(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text), MAX_SUSPECTS)


def _texts(root: Node) -> Iterator[tuple[ScalarNode, bool]]:
    """Every text that is no key, and whether it is an item of a list."""
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, is_item = waiting.pop()
        if isinstance(node, SequenceNode):
            waiting += [(item, True) for item in node.items]
        elif isinstance(node, MappingNode):
            waiting += [(value, False) for _, value in node.items]
        else:
            yield node, is_item


def _is_cut(text: ScalarNode, is_item: bool) -> bool:
    """Whether it is like `He is number #5.`, which loses its end. Comments on values have a space after the `#`."""
    if _NOT_PROSE.search(text.text):
        return False
    if text.source_text.text[text.end + 2 : text.end + 3] != " ":
        return " " in text.text or text.text[:1].isupper()
    return is_item and " " in text.text


def _cut_by_comment(text: ScalarNode) -> Diagnostic:
    source = text.source_text
    line = line_at(source, text.end)
    advice = "If it is text, put all of it under `- |`."
    if line.start == text.start:
        advice = f"If it is text, put it into quotes:\n{line.instead(quoted(line.words))}"
    advice += "\nIf it is a comment, type two spaces before the `#`."
    message = "a comment begins at this `#`, so the text ends before it"
    return Diagnostic("comment-in-prose", source.span(text.end + 1), message, advice, Severity.WARNING)


def _is_glued(text: ScalarNode) -> bool:
    line = line_at(text.source_text, text.start)
    return line.start == text.start and bool(line.glued) and not (line.dashes and line.glued == "-")


def _glued(text: ScalarNode) -> Diagnostic:
    found = missing_space(text.source_text, line_at(text.source_text, text.start))
    return Diagnostic(found.code, found.span, f"{found.message}, so all of it is one text", found.advice, Severity.WARNING)


def _swallowed(text: ScalarNode, offset: int) -> Diagnostic:
    source = text.source_text
    line, above = line_at(source, offset), line_at(source, text.start)
    start = offset + line.indent
    message = "this dash is further in than the one above it, so the line is read as part of the text above"
    advice = f"Begin it in column {above.indent + 1} if it is an item of its own."
    return Diagnostic("wrong-indentation", source.span(start), message, advice, Severity.WARNING)


def _beat_in_block(text: ScalarNode, offset: int) -> Diagnostic:
    source = text.source_text
    line = line_at(source, offset)
    above = line_at(source, text.start)
    message = "this line is as far in as the text above it, so it is told as text"
    advice = f"Begin it in column {above.indent + 1} if it is an item of its own."
    return Diagnostic("wrong-indentation", source.span(offset, offset + len(line.words) + 2), message, advice, Severity.WARNING)
