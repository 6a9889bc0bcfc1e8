"""Effects: what they change, and that no value ever leaves its domain."""

from __future__ import annotations

import pytest

from game.diagnostics import Report
from game.language.domain import value_text
from game.language.effects import read_effect
from game.language.evaluate import compile_effect
from game.language.tree import Arithmetic, Assign, Constant, Exclude, Include, Note, Read
from tests.language.samples import VARIABLES, Cells, a_scope, a_source, do


@pytest.mark.parametrize(
    ("text", "before", "variable", "after"),
    [
        ("noise = 3", {}, "noise", "3"),
        ("noise = noise * 2", {"noise": 2}, "noise", "4"),
        ("noise = light", {"light": 90}, "noise", "5"),
        ("noise = -light", {"light": 90}, "noise", "0"),
        ("noise += 1", {"noise": 4}, "noise", "5"),
        ("noise += 1", {"noise": 5}, "noise", "5"),
        ("noise -= 1", {"noise": 1}, "noise", "0"),
        ("noise -= 1", {"noise": 0}, "noise", "0"),
        ("noise += light - 1", {"noise": 1, "light": 3}, "noise", "3"),
        ("noise += noise", {"noise": 2}, "noise", "4"),
        ("trust.dae_su -= 5", {}, "trust.dae_su", "-2"),
        ("clock += 10", {"clock": "23:55"}, "clock", "00:05"),
        ("clock += 01:30", {"clock": "23:55"}, "clock", "01:25"),
        ("clock -= 120", {"clock": "23:55"}, "clock", "22:40"),
        ("clock = 01:05", {}, "clock", "01:05"),
        ("clock = 1400", {}, "clock", "23:20"),
        ("told = true", {}, "told", "true"),
        ("told = false", {"told": 1}, "told", "false"),
        ("told = not told", {"told": 1}, "told", "false"),
        ("told = told and hushed and noise > 2", {"noise": 3, "hushed": 1, "told": 1}, "told", "true"),
        ("bag = bag", {"bag": "[rope]"}, "bag", "[rope]"),
        ("told = noise > 2 and hushed", {"noise": 3, "hushed": 1}, "told", "true"),
        ("told_first = dae_su", {}, "told_first", "dae_su"),
        ("scout = told_first", {"told_first": "dae_su"}, "scout", "dae_su"),
        ("bag = [food, rope]", {"bag": "[drink]"}, "bag", "[food, rope]"),
        ("bag = []", {"bag": "[drink]"}, "bag", "[]"),
        ("chest = bag", {"bag": "[drink]"}, "chest", "[drink]"),
        ("bag += rope", {"bag": "[drink]"}, "bag", "[drink, rope]"),
        ("bag += drink", {"bag": "[drink, rope]"}, "bag", "[drink, rope]"),
        ("bag += food", {"bag": "[drink, rope]"}, "bag", "[drink, rope]"),
        ("bag += [rope, food]", {"bag": "[drink]"}, "bag", "[drink, food]"),
        ("chest += [rope, food]", {"chest": "[drink]"}, "chest", "[drink, food, rope]"),
        ("bag -= drink", {"bag": "[drink, rope]"}, "bag", "[rope]"),
        ("bag -= food", {"bag": "[drink, rope]"}, "bag", "[drink, rope]"),
        ("bag -= [rope, drink]", {"bag": "[drink, rope]"}, "bag", "[]"),
    ],
)
def test_an_effect_changes_its_variable(text: str, before: dict[str, str | int], variable: str, after: str) -> None:
    cells = do(text, Cells.of(before))
    assert value_text(VARIABLES[variable], cells.get(variable)) == after
    assert all(type(value) is int for value in cells.values), "a state holds numbers only, so that saves are numbers only"


def test_an_effect_changes_nothing_else() -> None:
    before = Cells.of({"noise": 2})
    after = do("noise += 1", Cells.of({"noise": 2}))
    changed = [slot for slot, at in before.index.items() if before.values[at] != after.values[at]]
    assert changed == ["noise"]


@pytest.mark.parametrize(
    ("text", "it", "variable", "after"),
    [
        ("trust.it += 1", "dae_su", "trust.dae_su", 1),
        ("state.it = home", "dae_su", "state.dae_su", 2),
        ("scout = it", "dae_su", "scout", 2),
        ("present += it", "su_hyeok", "present", 2),
        ("told = it == dae_su", "dae_su", "told", 1),
        ("told = it == dae_su", "su_hyeok", "told", 0),
    ],
)
def test_it_is_the_student_in_an_effect(text: str, it: str, variable: str, after: int) -> None:
    assert do(text, Cells.of(), it).get(variable) == after


def test_a_note_keeps_the_turn_in_which_it_was_first_noted() -> None:
    cells = do("note debt", Cells.of(turn=4))
    assert cells.get("note debt") == 5
    cells.turn = 9
    assert do("note debt", cells).get("note debt") == 5


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("noise = 1 + 2", (Assign("noise", Constant(3), 0, 5),)),
        ("noise += 1", (Assign("noise", Arithmetic("+", Read("noise"), Constant(1)), 0, 5),)),
        ("bag += rope", (Include("bag", 4, 2),)),
        ("bag += [rope, drink]", (Include("bag", 1, 2), Include("bag", 4, 2))),
        ("bag += []", ()),
        ("bag -= [rope, drink]", (Exclude("bag", 5),)),
        ("note debt", (Note("debt", "note debt"),)),
        ("  noise=3\n", (Assign("noise", Constant(3), 0, 5),)),
        ("noise =-1 * -3", (Assign("noise", Constant(3), 0, 5),)),
    ],
)
def test_an_effect_is_a_tree_that_tools_can_reason_about(text: str, effects: object) -> None:
    assert read_effect(a_source(text), a_scope(), Report()) == effects


def test_a_known_value_beyond_the_bounds_is_clamped_when_a_tree_says_so() -> None:
    values = [2]
    compile_effect(Assign("noise", Constant(9), 0, 5), {"noise": 0})(values, 0)
    assert values == [5]


def test_a_step_beyond_a_bound_that_is_not_met_yet_stays_at_the_bound() -> None:
    values = [2]
    compile_effect(Assign("noise", Arithmetic("-", Read("noise"), Constant(9)), 0, 5), {"noise": 0})(values, 0)
    assert values == [0]
    compile_effect(Assign("noise", Arithmetic("-", Read("light"), Constant(1)), 0, 5), {"noise": 0, "light": 1})([3, 4], 0)


def test_who_earns_an_achievement_has_it_once() -> None:
    cells = Cells.of()
    cells.put("achievement quiet_hands", 0)
    for _ in range(2):
        assert do("achieve quiet_hands", cells).get("achievement quiet_hands") == 1
