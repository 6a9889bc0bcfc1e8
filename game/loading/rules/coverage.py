"""Whether one of some conditions always holds: decided by trying every value of what they read, where those are few.

Most conditions of a story compare single slots with numbers, and can plainly be false together: a state in which they are is put
together slot by slot first, and only where there is none so easily are all tried. (On 1,000 scenes, the rules that ask this take
a sixth of the time: `python -m tests.benchmarks --only load`.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod

from game.language.evaluate import compile_expression
from game.language.folding import CALCULATE, COMPARE
from game.language.tree import (
    Among,
    Arithmetic,
    Comparison,
    Constant,
    Contains,
    Expression,
    Logic,
    Not,
    Read,
    TurnCount,
    TurnsSince,
    slots_read,
    walk,
)
from game.story.model import Choose, Story

MAX_TRIED = 50_000
MAX_OF_A_SLOT = 100

Test = Callable[[int], bool]


class Coverage:
    """What can be said of the conditions of a story without playing it."""

    def __init__(self, story: Story) -> None:
        self._story = story

    @cached_property
    def _ranges(self) -> Mapping[str, range]:
        """The values of each slot, by its name."""
        variables = self._story.variables
        lows = {slot.name: variables[slot.name].domain.low if slot.kind == "variable" else 0 for slot in self._story.slots}
        return {slot.name: range(lows[slot.name], (1 if slot.limit is None else slot.limit) + 1) for slot in self._story.slots}

    def always_offers(self, choose: Choose) -> bool:
        """Whether something can be picked (or falls back) whatever the state is."""
        guards = [option.when for option in choose.options if not option.once]
        return None in guards or (bool(guards) and self.always_holds([guard for guard in guards if guard is not None]))

    def always_holds(self, conditions: Sequence[Expression]) -> bool:
        """Whether one of the conditions holds in every state. False also when there are too many states to try."""
        if any(isinstance(condition, Constant) and condition.value for condition in conditions):
            return True
        return not self.can_hold(conditions, truth=False) and self._holds_in_each(conditions)

    def can_hold(self, conditions: Sequence[Expression], *, truth: bool = True) -> bool:
        """Whether it is plain that all of them can hold (or, with `truth`, be false) in one state. False says nothing."""
        left: dict[str, Sequence[int]] = {}
        return all(self._can_be(condition, truth, left) for condition in conditions)

    def _can_be(self, condition: Expression, wanted: bool, left: dict[str, Sequence[int]]) -> bool:
        """Whether a state with the values that are `left` has that truth; then only those are left with which it has."""
        if isinstance(condition, Not):
            return self._can_be(condition.operand, not wanted, left)
        if isinstance(condition, Logic):
            each = (self._can_be(part, wanted, left) for part in condition.parts)
            return all(each) if wanted == (condition.operator == "and") else any(each)
        if isinstance(condition, Constant):
            return bool(condition.value) == wanted
        single = _of_one_slot(condition)
        if single is None:
            return False
        slot, test = single
        fitting = [value for value in left.get(slot) or self._ranges[slot][:MAX_OF_A_SLOT] if test(value) == wanted]
        if fitting:
            left[slot] = fitting
        return bool(fitting)

    def _holds_in_each(self, conditions: Sequence[Expression]) -> bool:
        either = conditions[0] if len(conditions) == 1 else Logic("or", tuple(conditions))
        if any(isinstance(node, TurnCount | TurnsSince) for node in walk(either)):
            return False
        slots = sorted(slots_read(either))
        ranges = [self._ranges[slot] for slot in slots]
        if prod(len(each) for each in ranges) > MAX_TRIED:
            return False
        test = compile_expression(either, {slot: cell for cell, slot in enumerate(slots)})
        return all(test(values, 0) for values in product(*ranges))


def _of_one_slot(condition: Expression) -> tuple[str, Test] | None:
    """The slot that a condition reads, and whether it holds with a value; None where it is not of the plain ones."""
    match condition:
        case Read(slot):
            return slot, bool
        case Comparison(sign, Read(slot), Constant(other)):
            compare = COMPARE[sign]
            return slot, lambda value: compare(value, other)
        case Comparison(sign, Arithmetic(operation, Read(slot), Constant(by)), Constant(other)):
            compare, calculate = COMPARE[sign], CALCULATE[operation]
            return slot, lambda value: compare(calculate(value, by), other)
        case Among(Read(slot), values):
            return slot, lambda value: value in values
        case Contains(Read(slot), mask):
            return slot, lambda value: value & mask == mask
    return None
