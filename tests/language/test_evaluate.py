"""Closures compute what Python computes: conditions are written so that Python reads them alike, and Python is the oracle."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from game.language.evaluate import compile_expression, compile_template
from game.language.tokens import MAX_LENGTH
from game.language.tree import (
    Arithmetic,
    Comparison,
    Constant,
    Expression,
    Logic,
    Not,
    Read,
    Size,
    Total,
    TurnCount,
    TurnsSince,
    Value,
)
from tests.language.samples import Cells, backwards, condition, number, value_of

WORDS = ("nobody", "su_hyeok", "dae_su")
THINGS = ("drink", "food", "rope")

numbers = st.recursive(
    st.sampled_from(["0", "1", "2", "7", "noise", "light", "trust.dae_su", "count(bag)", "turn"]),
    lambda inner: st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from(["+", "-", "*"]), inner),
        inner.map("-{}".format),
        inner.map("({})".format),
    ),
    max_leaves=4,
).filter(lambda text: text.count("turn") < 2)  # a product of turns may be larger than 15 digits, which is a mistake
facts = st.one_of(
    st.sampled_from(["told", "hushed", "true", "false"]),
    st.builds("{} {} {}".format, numbers, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), numbers),
    st.builds("told_first {} {}".format, st.sampled_from(["==", "!="]), st.sampled_from(WORDS)),
    st.builds("{} {} bag".format, st.sampled_from(THINGS), st.sampled_from(["in", "not in"])),
    st.builds("noise {} {}".format, st.sampled_from(["in", "not in"]), st.lists(st.integers(0, 5), max_size=3).map(str)),
)
conditions = st.recursive(
    facts,
    lambda inner: st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from(["and", "or"]), inner),
        inner.map("not {}".format),
        inner.map("({})".format),
    ),
    max_leaves=8,
)


@st.composite
def states(draw: st.DrawFn) -> Cells:
    bag = draw(st.lists(st.sampled_from(THINGS), max_size=2, unique=True))
    return Cells.of(
        {
            "noise": draw(st.integers(0, 5)),
            "light": draw(st.integers(0, 90)),
            "trust.dae_su": draw(st.integers(-2, 3)),
            "told": draw(st.integers(0, 1)),
            "hushed": draw(st.integers(0, 1)),
            "told_first": draw(st.sampled_from(WORDS)),
            "bag": f"[{', '.join(bag)}]",
        },
        turn=draw(st.integers(0, 20)),
    )


def in_python(text: str, cells: Cells) -> object:
    """What Python makes of the same words."""
    names: dict[str, object] = {name: cells.get(name) for name in ("noise", "light")}
    names |= {name: bool(cells.get(name)) for name in ("told", "hushed")}
    names |= {word: word for word in (*WORDS, *THINGS)}
    names |= {"true": True, "false": False, "count": len, "turn": cells.turn, "told_first": WORDS[cells.get("told_first")]}
    names |= {"trust": SimpleNamespace(dae_su=cells.get("trust.dae_su"))}
    names |= {"bag": {thing for bit, thing in enumerate(THINGS) if cells.get("bag") >> bit & 1}}
    return eval(text, {"__builtins__": {}}, names)  # the oracle: the text comes from the strategies above


@settings(max_examples=400, deadline=None)
@given(conditions, states())
def test_a_condition_holds_when_it_holds_in_python(text: str, cells: Cells) -> None:
    assume(len(text) <= MAX_LENGTH)
    assert bool(value_of(condition(text), cells)) is bool(in_python(text, cells))


@settings(max_examples=200, deadline=None)
@given(numbers, states())
def test_a_number_is_the_number_that_it_is_in_python(text: str, cells: Cells) -> None:
    assert value_of(number(text), cells) == in_python(text, cells)


NOISE, LIGHT = Read("noise"), Read("light")
INDEX = {"noise": 0, "light": 1, "since": 2}


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (Constant(4), 4),
        (NOISE, 3),
        (TurnCount(), 10),
        (TurnsSince("since"), 5),
        (TurnsSince("light"), 9999),
        (Not(NOISE), 0),
        (Not(LIGHT), 1),
        (Comparison("<", Constant(2), NOISE), 1),
        (Comparison("<", NOISE, LIGHT), 0),
        (Logic("and", (NOISE, Not(LIGHT))), 1),
        (Logic("and", (NOISE, LIGHT)), 0),
        (Logic("and", (NOISE, NOISE, LIGHT)), 0),
        (Logic("and", (NOISE, NOISE, Not(LIGHT))), 1),
        (Logic("or", (LIGHT, NOISE)), 1),
        (Logic("or", (LIGHT, LIGHT, NOISE)), 1),
        (Logic("or", (LIGHT, LIGHT, LIGHT)), 0),
        (Total((NOISE, LIGHT, NOISE)), 2),
        (Size(NOISE), 2),
        (Arithmetic("*", NOISE, Arithmetic("-", LIGHT, Constant(2))), -6),
    ],
)
def test_each_shape_of_an_expression_computes_its_value(tree: Expression, value: int) -> None:
    computed = compile_expression(tree, INDEX)([3, 0, 6], 10)
    assert bool(computed) == bool(value) if isinstance(tree, Not | Logic | Comparison) else computed == value


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_each_comparison_with_a_constant_is_right_below_at_and_above_it(sign: str) -> None:
    compiled = compile_expression(condition(f"noise {sign} 3"), {"noise": 0})
    expected = {"==": (0, 1, 0), "!=": (1, 0, 1), "<": (1, 0, 0), "<=": (1, 1, 0), ">": (0, 0, 1), ">=": (0, 1, 1)}
    assert tuple(int(compiled([value], 0)) for value in (2, 3, 4)) == expected[sign]


def test_a_text_that_never_varies_is_made_once() -> None:
    words = compile_template(("One. ", "Two."), {}, backwards)
    assert words([], 0, 1) is words([], 9, 2)


def test_nothing_is_read_as_nothing() -> None:
    assert compile_template((), {}, backwards)([], 0, 1) == ""
    assert compile_template((Value(Constant(0), "words", ("rope",)),), {}, backwards)([], 0, 1) == "nothing"


def test_some_words_are_listed_as_one_says_them() -> None:
    words = compile_template((Value(Read("bag"), "words", ("rope", "old food", "tag")),), {"bag": 0}, backwards)
    assert [words([bits], 0, 1) for bits in (1, 3, 7)] == ["rope", "rope and old food", "rope, old food and tag"]
