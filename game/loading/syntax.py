"""YAML's complaints in the words of somebody who writes prose, with what to type instead."""

from __future__ import annotations

from dataclasses import dataclass

from game.diagnostics import Diagnostic
from game.loading.nodes import Node, ScalarNode
from game.loading.places import SourceText


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a YAML parser says: its `problem` at the offset `at`, while reading what began at `opened`; `last` was read before."""

    problem: str
    at: int
    context: str
    opened: int | None
    last: Node | None


def explain(source: SourceText, complaint: Complaint) -> Diagnostic:
    """The complaint as a diagnostic that says what is wrong and what to type."""
    return Diagnostic("syntax", source.span(complaint.at, complaint.at + 1), complaint.problem)


def directive(source: SourceText, start: int, end: int) -> Diagnostic:
    return Diagnostic("directive", source.span(start, end), "A line that begins with `%` is an instruction to YAML, which stories do not have.", "Delete the line.")


def after_the_end(source: SourceText, offset: int, last: Node | None) -> Diagnostic:
    return Diagnostic("second-document", source.span(offset, offset + 3), "`---` ends the file here, and more follows.", "Delete the line.")


def marked(source: SourceText, start: int) -> Diagnostic:
    sign = source.text[start]
    code = {"!": "tag", "&": "anchor", "*": "alias"}.get(sign, "tag")
    return Diagnostic(code, source.span(start, start + 1), f"`{sign}` cannot begin a text.", "Put the text into quotes.")


def bad_key(source: SourceText, key: Node) -> Diagnostic | None:
    if not isinstance(key, ScalarNode):
        return Diagnostic("key-not-text", key.span, "A key must be a word.")
    if not key.text:
        return Diagnostic("empty-key", key.span, "There is nothing before the colon.")
    if key.text == "<<" and key.style == "plain":
        return Diagnostic("merge-key", key.span, "`<<` is not known in stories.")
    return None
