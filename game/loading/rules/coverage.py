"""Whether one of some conditions always holds: decided by trying every value of what they read, where those are few."""

from __future__ import annotations

from itertools import islice, product
from math import prod

from game.language.evaluate import compile_expression
from game.language.tree import Constant, Expression, Logic, TurnCount, TurnsSince, slots_read, walk
from game.story.model import Choose, Story

MAX_TRIED = 50_000


def always_offers(story: Story, choose: Choose) -> bool:
    """Whether something can be picked (or falls back) whatever the state is."""
    guards = [option.when or Constant(1) for option in choose.options if not option.once]
    return bool(guards) and always_holds(story, guards)


def always_holds(story: Story, conditions: list[Expression]) -> bool:
    """Whether one of the conditions holds in every state. False also when there are too many states to try."""
    if any(condition == Constant(1) for condition in conditions):
        return True
    either = conditions[0] if len(conditions) == 1 else Logic("or", tuple(conditions))
    if any(isinstance(node, TurnCount | TurnsSince) for node in walk(either)):
        return False
    read = slots_read(either)
    slots = [slot for slot in story.slots if slot.name in read]
    lows = [story.variables[slot.name].domain.low if slot.kind == "variable" else 0 for slot in slots]
    ranges = [range(low, (1 if slot.limit is None else slot.limit) + 1) for low, slot in zip(lows, slots, strict=True)]
    if prod(len(each) for each in ranges) > MAX_TRIED:
        return False
    test = compile_expression(either, {slot.name: cell for cell, slot in enumerate(slots)})
    return all(test(values, 0) for values in islice(product(*ranges), MAX_TRIED))
