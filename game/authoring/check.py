"""`hyosan check`: every mistake of a story at once, for people, for programs, and as annotations of a pull request."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from game.diagnostics import Diagnostic, Report, Severity, printable
from game.language.domain import listed
from game.loading import load
from game.story.model import Story

Form = Literal["text", "json", "github"]


def check(folder: Path, say: Callable[[str], None], *, form: Form = "text") -> int:
    """Says all that is to be said of the story in `folder`. Returns 0 when it can be played, else 1."""
    story, report = load(folder)
    if form == "json":
        say(json.dumps({"diagnostics": [_as_data(found) for found in report]}, ensure_ascii=False, indent=2))
    elif form == "github":
        for found in report:
            say(_as_annotation(found, folder))
    else:
        for paragraph in _in_words(story, report):
            say(paragraph)
    return 0 if story is not None else 1


def _in_words(story: Story | None, report: Report) -> Iterator[str]:
    if len(report):
        yield report.draw() + "\n"
    found = Counter(each.severity for each in report)
    counts = listed([_many(found[kind], kind.value) for kind in Severity if found[kind]], "")
    if story is None:
        yield f"{counts}: the story cannot be played yet."
    else:
        yield f"{story.title} {story.version}: {_many(len(story.scenes), 'scene')}, {counts or 'nothing to mend'}."


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _as_data(found: Diagnostic) -> dict[str, object]:
    """A diagnostic as JSON types; `line` and `column` count from 1, `length` in characters."""
    span = found.span
    place = {"file": span.file, "line": span.line, "column": span.column, "length": span.length}
    told = {"code": found.code, "severity": found.severity.value, "message": found.message, "advice": found.advice}
    return {**place, **told}


def _as_annotation(found: Diagnostic, folder: Path) -> str:
    """A workflow command, as GitHub reads it from the output of a job: `::error file=…,line=…,col=…,title=…::message`."""
    span = found.span
    file = (folder / span.file).as_posix()
    place = f"file={_escaped(file)},line={span.line},col={span.column},endColumn={span.column + span.length}"
    message = f"{found.message}\n{found.advice}".strip()
    level = "notice" if found.severity is Severity.NOTE else found.severity.value
    return f"::{level} {place},title={_escaped(found.code)}::{_escaped(message, in_message=True)}"


def _escaped(text: str, *, in_message: bool = False) -> str:
    """Percent signs and line breaks are data; in the place and the title so are colons and commas."""
    text = "\n".join(printable(line) for line in text.split("\n")).replace("%", "%25").replace("\n", "%0A")
    return text if in_message else text.replace(":", "%3A").replace(",", "%2C")
