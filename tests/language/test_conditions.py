"""Conditions: what they mean, in what order they bind, and what is known before the story is played."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.diagnostics import Report
from game.language.tree import Among, Comparison, Constant, Contains, Logic, Not, Read, Total
from game.language.types import read_condition
from tests.language.samples import VARIABLES, Cells, a_scope, a_source, condition, holds, number, places, value_of

HOLDING = [
    ("told", {"told": 1}),
    ("told == true", {"told": 1}),
    ("told == (noise > 2)", {"told": 1, "noise": 3}),
    ("told != hushed", {"told": 1}),
    ("noise > 2", {"noise": 3}),
    ("noise + light < 40", {"noise": 3, "light": 36}),
    ("noise * 2 - 1 == 5", {"noise": 3}),
    ("-noise >= -3", {"noise": 3}),
    ("3 < noise", {"noise": 4}),
    ("clock >= 01:30", {"clock": "01:30"}),
    ("clock < 23:00", {"clock": "22:40"}),
    ("01:30 > clock", {"clock": "01:29"}),
    ("clock + 00:30 >= 02:00", {"clock": "01:30"}),
    ("clock - clock + 30 == 00:30", {}),
    ("clock in [22:40, 00:10]", {"clock": "00:10"}),
    ("told_first == dae_su", {"told_first": "dae_su"}),
    ("dae_su == told_first", {"told_first": "dae_su"}),
    ("told_first != nobody", {"told_first": "dae_su"}),
    ("told_first == scout", {"told_first": "dae_su", "scout": "dae_su"}),
    ("told_first in [su_hyeok, dae_su]", {"told_first": "dae_su"}),
    ("told_first not in [su_hyeok]", {"told_first": "dae_su"}),
    ("noise in [1, 3, 4 + 1]", {"noise": 5}),
    ("state.dae_su in [hurt, home]", {"state.dae_su": "home"}),
    ("rope in bag", {"bag": "[food, rope]"}),
    ("drink not in bag", {"bag": "[food, rope]"}),
    ("gift in bag", {"gift": "rope", "bag": "[food, rope]"}),
    ("bag == [rope, food]", {"bag": "[food, rope]"}),
    ("bag == []", {"bag": "[]"}),
    ("bag != chest", {"bag": "[food]"}),
    ("count(bag) < 2", {"bag": "[food]"}),
    ("seen(yard)", {"seen yard": 1}),
    ("seen(yard.dae_su)", {"seen yard.dae_su": 1}),
    ("seen(kitchen.take_the_flask)", {"seen kitchen.take_the_flask": 1}),
    ("noted(gate_times)", {"note gate_times": 4}),
    ("turns_since(yard) == 3", {"since yard": 2, "turn": 4}),
    ("turns_since(kitchen.take_the_flask) == 3", {"since kitchen.take_the_flask": 2, "turn": 4}),
    ("times(yard.dae_su) > 1 and times(yard) == 0", {"times yard.dae_su": 2}),
    ("turns_since(yard.counting) == 9999", {}),
    ("turn > 3", {"turn": 4}),
    ("count(student where state == with_you) >= 2", {"state.dae_su": "home"}),
    ("any(student where trust > 1)", {"trust.dae_su": 2}),
    ("all(student where trust.it < 1)", {}),
    ("any(student where it != on_jo and trust == 2)", {"trust.dae_su": 2}),
    ("count(student where it in [su_hyeok, dae_su] and trust == 2) == 1", {"trust.dae_su": 2, "trust.on_jo": 2}),
    ("any(student where it == told_first and trust == 2)", {"told_first": "dae_su", "trust.dae_su": 2}),
    ("any(student where it in present)", {"present": "[su_hyeok]"}),
    ("\n  told\n  or not told  ", {}),
]
FAILING = [
    ("told", {}),
    ("noise > 2", {"noise": 2}),
    ("clock >= 01:30", {"clock": "01:29"}),
    ("told_first == dae_su", {"told_first": "su_hyeok"}),
    ("told_first == scout", {"told_first": "dae_su", "scout": "nobody"}),
    ("noise in []", {}),
    ("noise in [1, 2]", {}),
    ("rope in bag", {"bag": "[food]"}),
    ("rope not in bag", {"bag": "[rope]"}),
    ("gift in bag", {"gift": "nothing", "bag": "[food, rope]"}),
    ("gift in bag", {"gift": "drink", "bag": "[food, rope]"}),
    ("bag == [rope]", {"bag": "[food, rope]"}),
    ("count(bag) < 2", {"bag": "[food, rope]"}),
    ("seen(yard)", {}),
    ("noted(gate_times)", {}),
    ("turns_since(yard) < 9999", {"turn": 100_000, "since yard": 1}),
    ("all(student where state == with_you)", {"state.dae_su": "home"}),
    ("any(student where state == hurt)", {"state.dae_su": "home"}),
    ("any(student where it == told_first and trust == 2)", {"told_first": "dae_su", "trust.su_hyeok": 2}),
]


def state_of(values: dict[str, str | int]) -> Cells:
    return Cells.of({name: value for name, value in values.items() if name != "turn"}, turn=int(values.get("turn", 0)))


@pytest.mark.parametrize(("text", "values"), HOLDING)
def test_a_condition_holds(text: str, values: dict[str, str | int]) -> None:
    assert holds(text, state_of(values))
    assert not holds(f"not ({text})", state_of(values))


@pytest.mark.parametrize(("text", "values"), FAILING)
def test_a_condition_does_not_hold(text: str, values: dict[str, str | int]) -> None:
    assert not holds(text, state_of(values))
    assert holds(f"not ({text})", state_of(values))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("told or hushed and noise > 1", "told or (hushed and (noise > 1))"),
        ("not told and hushed", "(not told) and hushed"),
        ("not noise > 1", "not (noise > 1)"),
        ("noise + 2 * light == 1", "(noise + (2 * light)) == 1"),
        ("noise - 1 - 1 == 0", "((noise - 1) - 1) == 0"),
        ("-noise + 1 == 0", "(-noise) + 1 == 0"),
        ("not rope in bag", "rope not in bag"),
    ],
)
def test_operators_bind_in_their_order(text: str, same: str) -> None:
    assert condition(text) == condition(same)


def test_minus_binds_to_the_left() -> None:
    assert value_of(number("light - 10 - 20"), Cells.of({"light": 90})) == 60
    assert value_of(number("light - (20 - 10)"), Cells.of({"light": 90})) == 80


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("it == su_hyeok", Constant(1)),
        ("it == nam_ra", Constant(0)),
        ("it != dae_su", Constant(1)),
        ("it in [su_hyeok, dae_su]", Constant(1)),
        ("it not in [su_hyeok, dae_su]", Constant(0)),
        ("it == told_first", Comparison("==", Read("told_first"), Constant(1))),
        ("told_first == it", Comparison("==", Read("told_first"), Constant(1))),
        ("it in present", Contains(Read("present"), 2)),
        ("trust.it > 1", Comparison(">", Read("trust.su_hyeok"), Constant(1))),
        ("it == su_hyeok and told", Read("told")),
        ("it == dae_su and told", Constant(0)),
        ("it == dae_su or told", Read("told")),
        ("it == su_hyeok or told", Constant(1)),
        ("not (it == su_hyeok)", Constant(0)),
        ("seen(kitchen.first.it)", Read("seen kitchen.first.su_hyeok")),
    ],
)
def test_what_is_known_of_a_student_is_folded_away(text: str, tree: object) -> None:
    assert condition(text, a_scope("su_hyeok")) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3 == 7", Constant(1)),
        ("2 in [1, 2]", Constant(1)),
        ("noise in [3]", Comparison("==", Read("noise"), Constant(3))),
        ("noise in [3, 4]", Among(Read("noise"), frozenset({3, 4}))),
        ("not not told", Read("told")),
        ("not noise > 2", Comparison("<=", Read("noise"), Constant(2))),
        ("not told", Not(Read("told"))),
        ("told and told", Read("told")),
        ("told and (hushed and told)", Logic("and", (Read("told"), Read("hushed")))),
        ("true or told", Constant(1)),
        ("count(student where it != on_jo) == 2", Constant(1)),
        ("any(student where it == nam_ra)", Constant(0)),
        ("all(student where it != nam_ra)", Constant(1)),
    ],
)
def test_a_condition_becomes_the_smallest_tree(text: str, tree: object) -> None:
    assert condition(text) == tree


def test_a_count_adds_up_what_is_known_and_what_is_not() -> None:
    tree = number("count(student where it == on_jo or trust > 1)")
    parts = tuple(Comparison(">", Read(f"trust.{student}"), Constant(1)) for student in ("su_hyeok", "dae_su"))
    assert Total(parts) in (getattr(tree, "left", None), tree)
    assert value_of(tree, Cells.of()) == 1
    assert value_of(tree, Cells.of({"trust.dae_su": 2})) == 2


def test_an_attribute_stands_alone_where_it_is_the_student() -> None:
    where = a_scope("dae_su", in_where=True)
    assert condition("trust > 1", where) == condition("trust.dae_su > 1")
    assert condition("state == home", where) == condition("state.dae_su == home")


def test_a_word_of_the_other_side_comes_before_a_variable_of_that_name() -> None:
    words = VARIABLES["told_first"]
    clash = replace(a_scope(), variables={**VARIABLES, "dae_su": words, "rope": words})
    assert condition("told_first == dae_su", clash) == Comparison("==", Read("told_first"), Constant(2))
    assert condition("rope in bag", clash) == Contains(Read("bag"), 4)
    assert condition("rope == dae_su", clash) == Comparison("==", Read("rope"), Constant(2))


@pytest.mark.parametrize("text", ["noise == 6", "noise != 6", "6 == noise", "noise in [1, 6]", "clock > 12:00", "clock == 07:01"])
def test_a_comparison_that_the_range_decides_is_warned_of(text: str) -> None:
    report = Report()
    assert read_condition(a_source(text), a_scope(), report) is not None
    assert [found[0] for found in places(report)] == ["never-equal"] and not report.errors


@pytest.mark.parametrize(
    "text",
    [
        "noise <= 5",
        "noise > 5",
        "noise == 5",
        "clock <= 07:00",
        "clock == 22:40",
        "6 == 7",
        "count(student where it != on_jo) == noise",
    ],
)
def test_a_comparison_within_the_range_or_of_order_is_not_warned_of(text: str) -> None:
    report = Report()
    assert read_condition(a_source(text), a_scope(), report) is not None
    assert not len(report)


def test_a_warning_about_a_time_speaks_in_times() -> None:
    report = Report()
    read_condition(a_source("clock > 12:00"), a_scope(), report)
    assert "goes from 22:40 to 07:00, and is never 12:00" in report.draw()


def test_limits_are_the_longest_and_deepest_that_is_read() -> None:
    assert condition("(" * 23 + "told" + ")" * 23) == Read("told")
    assert condition("not " * 22 + "told") == Read("told")
    assert condition("noise > 1" + " " * 491)
    assert condition("noise < 999999999999999")
    assert condition("great * 1000000 > 1") and condition("great * -1000000 < 1")
