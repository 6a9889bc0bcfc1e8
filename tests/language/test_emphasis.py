"""Marks of emphasis that a player would see as they were typed are warned of, at their place."""

from __future__ import annotations

import pytest

from game.diagnostics import Report, Severity
from game.language.text import read_text
from tests.language.samples import a_scope, a_source


@pytest.mark.parametrize(
    ("text", "column", "seen"),
    [
        ("He is *late.", 7, "*"),
        ("He is *late* and *cold.", 18, "*"),
        ("He is **late**.", 7, "**"),
        ("He is _very late_.", 7, "_very late_"),
        ("First.\n\nHe is *late.", 7, "*"),
    ],
)
def test_a_mark_that_would_be_seen_is_warned_of(text: str, column: int, seen: str) -> None:
    report = Report()
    assert read_text(a_source(text), a_scope(), report) is not None
    (found,) = report
    assert (found.code, found.severity, found.span.length) == ("stray-emphasis", Severity.WARNING, len(seen))
    assert found.span.column == column or "\n" in text


@pytest.mark.parametrize(
    "text", ["*Run*, he *said*.", "2 * 3 are six.", r"A \* of the text.", "{noise * 2} steps.", "called a_b_c"]
)
def test_other_stars_are_let_pass(text: str) -> None:
    report = Report()
    assert read_text(a_source(text), a_scope(), report) is not None
    assert not list(report)
