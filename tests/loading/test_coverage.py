"""Whether conditions always hold is decided quickly where it is plain; every value is the oracle."""

from __future__ import annotations

import random
from itertools import product
from typing import Literal

import pytest

from game.language.evaluate import compile_expression
from game.language.syntax import Comparing
from game.language.tree import Among, Arithmetic, Comparison, Constant, Contains, Expression, Logic, Not, Read, Total, TurnCount
from game.loading import load_texts
from game.loading.rules.coverage import Coverage
from game.story.model import Story

STORY = """
story: ranges
title: Ranges
start: here
variables:
  a: {range: 0..3}
  b: {range: -2..2}
  c: {range: 0..1000}
  flag: flag
  bag: {some of: [rope, lamp]}
cast: {she: {name: She}}
endings: {over: {title: Over}}
"""
SCENE = "here: {script: ['{a} {b} {c} {flag: yes} {bag}', {end: over}]}"
SIGNS: tuple[Comparing, ...] = ("==", "!=", "<", "<=", ">", ">=")
OPERATIONS: tuple[Literal["+", "-", "*"], ...] = ("+", "-", "*")
SLOTS = {"a": range(4), "b": range(-2, 3), "flag": range(2), "bag": range(4)}


def ranges() -> Story:
    story, report = load_texts({"story.yaml": STORY, "scenes.yaml": SCENE})
    assert story is not None, report.draw()
    return story


def expression(chance: random.Random, depth: int) -> Expression:
    slot = Read(chance.choice(list(SLOTS)))
    number = Constant(chance.randint(-3, 4))
    if depth and chance.random() < 0.6:
        parts = tuple(expression(chance, depth - 1) for _ in range(chance.randint(2, 3)))
        return chance.choice((Not(parts[0]), Logic("and", parts), Logic("or", parts), Logic("or", parts)))
    sign = chance.choice(SIGNS)
    added = Arithmetic(chance.choice(OPERATIONS), slot, number)
    return chance.choice(
        (
            slot,
            Comparison(sign, slot, number),
            Comparison(sign, added, Constant(chance.randint(-3, 4))),
            Comparison(sign, slot, Read(chance.choice(list(SLOTS)))),
            Among(slot, frozenset((0, 1, 3))),
            Contains(Read("bag"), chance.randrange(4)),
            Comparison(">", Total((slot, Read("flag"))), Constant(0)),
            Constant(chance.randrange(2)),
        )
    )


def holds_in_each(conditions: list[Expression]) -> bool:
    tests = [compile_expression(condition, {slot: cell for cell, slot in enumerate(SLOTS)}) for condition in conditions]
    return all(any(test(values, 0) for test in tests) for values in product(*SLOTS.values()))


def test_it_says_what_trying_every_value_says() -> None:
    coverage, chance, found = Coverage(ranges()), random.Random(8), {True: 0, False: 0}
    for _ in range(3_000):
        conditions = [expression(chance, 2) for _ in range(chance.randint(1, 3))]
        always = coverage.always_holds(conditions)
        assert always == holds_in_each(conditions), conditions
        found[always] += 1
    assert min(found.values()) > 300


@pytest.mark.parametrize(
    ("conditions", "always"),
    [
        ([Comparison(">=", Read("c"), Constant(0))], True),
        ([Comparison("<", Read("c"), Constant(1000))], False),
        ([Comparison("!=", Read("c"), Constant(500))], False),
        ([Comparison(">", TurnCount(), Constant(3)), Comparison("<=", TurnCount(), Constant(3))], False),
        ([Comparison(">", TurnCount(), Constant(3)), Constant(1)], True),
    ],
    ids=["a long range", "its end", "its middle", "turns are not tried", "what is true without trying"],
)
def test_ranges_that_are_long_and_what_is_not_tried(conditions: list[Expression], always: bool) -> None:
    assert Coverage(ranges()).always_holds(conditions) is always


def test_what_can_plainly_hold_does_hold_somewhere() -> None:
    coverage, chance, plain = Coverage(ranges()), random.Random(9), 0
    for _ in range(3_000):
        conditions = [expression(chance, 2) for _ in range(chance.randint(1, 3))]
        if coverage.can_hold(conditions):
            plain += 1
            assert not holds_in_each([Not(condition) for condition in conditions]), conditions
    assert plain > 1_000
