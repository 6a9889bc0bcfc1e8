"""What the author's guide shows as conditions, effects and texts can be typed just so."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from game.diagnostics import Report
from game.language.effects import read_effect
from game.language.text import read_text
from game.language.types import read_condition, read_number
from tests.language.samples import Cells, a_scope, a_source, first_readings, holds, shown

WHOLE = (Path(__file__).parent.parent.parent / "scenes" / "README.md").read_text(encoding="utf-8")
GUIDE = WHOLE[WHOLE.index("\n## The language\n") :]
SCOPE = replace(a_scope("su_hyeok"), targets=frozenset({"scene", "scene.label", "scene.option", "yard", "yard.dae_su"}))


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose first row begins with `heading`, each as its cells."""
    lines = GUIDE[GUIDE.index(f"\n| {heading} ") :].lstrip("\n").split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def forms(cell: str) -> list[str]:
    """What stands in a cell between backticks."""
    return re.findall(r"`([^`]+)`", cell)


VARIABLE_ROWS = table("a variable")
FUNCTIONS = [form.replace("…", "state == with_you") for row in table("function") for form in forms(row[0])]
TEXTS = [form for row in table("you write") for form in forms(row[0])]


def test_the_tables_of_the_guide_were_found() -> None:
    assert (len(VARIABLE_ROWS), len(FUNCTIONS), len(TEXTS)) >= (5, 9, 17)


@pytest.mark.parametrize("text", [form for row in VARIABLE_ROWS for form in forms(row[2])])
def test_a_condition_of_the_table_of_variables_is_read(text: str) -> None:
    report = Report()
    assert read_condition(a_source(text), SCOPE, report) is not None, report.draw()


@pytest.mark.parametrize("text", [form for row in VARIABLE_ROWS for form in forms(row[3])])
def test_an_effect_of_the_table_of_variables_is_read(text: str) -> None:
    report = Report()
    assert read_effect(a_source(text), SCOPE, report) is not None, report.draw()


@pytest.mark.parametrize("text", FUNCTIONS)
def test_a_function_of_the_guide_is_read(text: str) -> None:
    report = Report()
    reader = read_number if text.startswith(("turn", "times", "count")) else read_condition
    assert reader(a_source(text), replace(SCOPE, scene="scene"), report) is not None, report.draw()


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_of_the_guide_is_read(text: str) -> None:
    report = Report()
    assert read_text(a_source(f"x {text}" if text == "<>" else text), SCOPE, report) is not None, report.draw()


@pytest.mark.parametrize("text", re.findall(r"(?m)^ +(?:when|- if|if): (.+?)(?: +#.*)?$", GUIDE))
def test_a_condition_of_the_scenes_of_the_guide_is_read(text: str) -> None:
    report = Report()
    assert read_condition(a_source(text), SCOPE, report) is not None, report.draw()


@pytest.mark.parametrize("text", re.findall(r"(?m)^ +(?:- )?do: ([^\[\n]+?)(?: +#.*)?$", GUIDE))
def test_an_effect_of_the_scenes_of_the_guide_is_read(text: str) -> None:
    report = Report()
    assert read_effect(a_source(text), SCOPE, report) is not None, report.draw()


def test_the_nested_text_of_the_guide_reads_well() -> None:
    assert "`{told: He knows.{noise > 2: So do they.}}`" in GUIDE
    assert shown("{told: He knows.{noise > 2: So do they.}}", Cells.of({"told": 1, "noise": 3})) == "He knows. So do they."


def test_the_counting_text_of_the_guide_reads_well() -> None:
    line = "{seen(yard.dae_su): Dae-su counts aloud.|You count.} {&One.|Two.|Three.} It is {clock}."
    assert line in GUIDE
    assert first_readings(line, 2) == ["You count. One. It is 22:40.", "You count. Two. It is 22:40."]


def test_what_must_always_hold_in_the_guide_holds_at_the_start() -> None:
    for text in ("noise <= 5", "not (told and told_first == nobody)"):
        assert f"- {text}" in GUIDE and holds(text, Cells.of())
