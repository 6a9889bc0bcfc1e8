"""Whatever is typed, it is read or told about, never a traceback: random characters, and random words of the language."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.diagnostics import Report
from game.language.effects import read_effect
from game.language.evaluate import compile_effect, compile_expression, compile_template
from game.language.scope import Scope, Source
from game.language.text import ParagraphText, read_line, read_text
from game.language.types import read_condition, read_number
from tests.language.samples import VARIABLES, Cells, a_scope, a_source, backwards

READERS: list[Callable[[Source, Scope, Report], object | None]] = [
    read_condition,
    read_number,
    read_effect,
    read_text,
    read_line,
]
WORDS = r"""
and or not in it true false turn student where == != < <= > >= + - * ( ) [ ] , = += -= note told noise clock light bag chest
gift scout present told_first trust trust.it trust.dae_su state state.it dae_su su_hyeok nam_ra rope drink with_you hurt
seen( noted( turns_since( count( any( all( student yard yard.dae_su gate_times 0 1 2 9 100 999999999999999 22:40 01:30
25:00 & ! . { } { } | : {& {! {~ {? ? else else: them .they .Their 1..3 achieve quiet_hands <> \ \{ \: * .name it.name so. He Ω 이
"""
jumbles = st.lists(
    st.sampled_from([*WORDS.split(), "student where", "count(student where", "\n", "\n\n", " ", "\x00", "\ud800", "\u202e"]),
    max_size=30,
)
texts = st.one_of(
    jumbles.map(" ".join),
    jumbles.map("".join),
    st.text(max_size=60),
    st.text(alphabet="{}|:?,&!~<>\\* \nat0", max_size=80),
)


def run(found: object, cells: Cells) -> None:
    """Runs whatever was read."""
    if isinstance(found, tuple) and found and isinstance(found[0], ParagraphText):
        for part in found:
            cells.with_slots_of(part.text)
            words = compile_template(part.text, cells.index, backwards)(cells.values, cells.turn, cells.seed)
            assert words == words.strip(" \n") and "  " not in words
    elif isinstance(found, tuple) and all(hasattr(each, "slot") for each in found):
        cells.with_slots_of(found)
        for effect in found:
            compile_effect(effect, cells.index)(cells.values, cells.turn)
        for name, domain in VARIABLES.items():
            assert domain.low <= cells.get(name) <= domain.high
    elif not isinstance(found, tuple):
        compile_expression(found, cells.with_slots_of(found).index)(cells.values, cells.turn)  # type: ignore[arg-type]  # it is a tree


@settings(max_examples=600, deadline=None)
@given(texts, st.sampled_from(READERS), st.sampled_from([None, "su_hyeok"]), st.booleans())
def test_it_is_read_and_runs_or_it_is_told_about(
    text: str, reader: Callable[[Source, Scope, Report], object | None], it: str | None, where: bool
) -> None:
    report = Report()
    found = reader(a_source(text), a_scope(it, in_where=where and it is not None), report)
    assert (found is None) == bool(report.errors)
    for each in report:
        assert 1 <= each.span.column <= len(text) + 1 and 1 <= each.span.length <= max(1, len(text) - each.span.column + 2)
        assert each.message[0] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" and not each.message.endswith("."), each.message
        assert all(line[0] not in "abcdefghijklmnopqrstuvwxyz" and line[-1] in ".?" for line in each.advice.splitlines()), (
            each.advice
        )
    report.draw()
    if found is not None:
        run(found, Cells.of())


LARGE = 64 * 1024
HUGE = {
    "open braces": "{" * LARGE,
    "closing braces": "}" * LARGE,
    "backslashes": "\\" * LARGE,
    "blank": " " * LARGE + "x" + " \n" * LARGE + "x",
    "bars": "{" + "|" * LARGE + "}",
    "colons": "{" + ":" * LARGE + "}",
    "holes": "{told: a|b}" * (LARGE // 11),
    "unknown": "{nobody}" * (LARGE // 8),
    "deep and wide": ("{told: " * 24 + "|".join("x" * 50) + "}" * 24) * 100,
    "deep head": "{told: " * 23 + "{" + "word " * (LARGE // 5) + "}" + "}" * 23,
    "quotes": '"' * LARGE + "{told: x}",
    "parentheses": "(" * LARGE,
    "joins": "<>" * (LARGE // 2),
    "times": "{" + "01:30" * (LARGE // 5) + "}",
    "breaks": "\n \n" * (LARGE // 3) + "x",
}


@pytest.mark.parametrize("name", HUGE)
def test_a_text_of_64_kib_is_read_in_no_time_and_without_deep_recursion(name: str) -> None:
    limit = sys.getrecursionlimit()
    began = time.process_time()
    for reader in (read_text, read_condition, read_effect):
        report = Report()
        found = reader(a_source(HUGE[name]), a_scope(), report)
        assert (found is None) == bool(report.errors)
    assert time.process_time() - began < 2
    assert sys.getrecursionlimit() == limit


def test_many_students_and_conditions_over_them_stay_quick() -> None:
    scope = a_scope()
    students = tuple(f"s{number}" for number in range(60))
    scope = Scope(
        {f"trust.{student}": VARIABLES["trust.dae_su"] for student in students},
        {"trust": VARIABLES["trust.dae_su"]},
        students,
        {student: student for student in students},
        scope.notes,
        scope.targets,
        scope.ask,
    )
    report = Report()
    began = time.process_time()
    text = " and ".join(["count(student where trust > 1) > 1"] * 12)
    assert read_condition(a_source(text), scope, report) is not None
    assert time.process_time() - began < 1
