"""Building expressions so that what is known already is not worked out again.

Each function gives the smallest tree that means the same as its node. Under `each`, where `it` is known, whole branches go
away: `it == su_hyeok and noise > 2` is `noise > 2` for one student and false for the others.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Literal

from game.language.tree import Among, Arithmetic, Comparison, Constant, Logic, Not, Total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from game.language.syntax import Comparing
    from game.language.tree import Expression

FALSE = Constant(0)
TRUE = Constant(1)

COMPARE: Mapping[Comparing, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
CALCULATE: Mapping[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_OPPOSITE: Mapping[Comparing, Comparing] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}


def truth(holds: bool) -> Constant:
    return TRUE if holds else FALSE


def negate(operand: Expression) -> Expression:
    if isinstance(operand, Constant):
        return truth(not operand.value)
    if isinstance(operand, Not):
        return operand.operand
    if isinstance(operand, Comparison):
        return Comparison(_OPPOSITE[operand.operator], operand.left, operand.right)
    return Not(operand)


def both(parts: Iterable[Expression]) -> Expression:
    """`and` over any number of parts; over none it is true."""
    return _logic("and", parts, TRUE)


def either(parts: Iterable[Expression]) -> Expression:
    """`or` over any number of parts; over none it is false."""
    return _logic("or", parts, FALSE)


def _logic(name: Literal["and", "or"], parts: Iterable[Expression], neutral: Constant) -> Expression:
    kept: dict[Expression, None] = {}
    for part in parts:
        if isinstance(part, Constant):
            if bool(part.value) != bool(neutral.value):
                return truth(not neutral.value)
        elif isinstance(part, Logic) and part.operator == name:
            kept.update(dict.fromkeys(part.parts))
        else:
            kept[part] = None
    if len(kept) < 2:
        return next(iter(kept), neutral)
    return Logic(name, tuple(kept))


def compare(sign: Comparing, left: Expression, right: Expression) -> Expression:
    if isinstance(left, Constant) and isinstance(right, Constant):
        return truth(COMPARE[sign](left.value, right.value))
    return Comparison(sign, left, right)


def calculate(sign: Literal["+", "-", "*"], left: Expression, right: Expression) -> Expression:
    if isinstance(left, Constant) and isinstance(right, Constant):
        return Constant(CALCULATE[sign](left.value, right.value))
    return Arithmetic(sign, left, right)


def among(operand: Expression, values: frozenset[int]) -> Expression:
    if len(values) < 2:
        return compare("==", operand, Constant(next(iter(values)))) if values else FALSE
    return Among(operand, values)


def total(parts: Iterable[Expression]) -> Expression:
    """How many of the parts hold."""
    known, open_parts = 0, []
    for part in parts:
        if isinstance(part, Constant):
            known += bool(part.value)
        else:
            open_parts.append(part)
    if not open_parts:
        return Constant(known)
    counted = Total(tuple(open_parts))
    return calculate("+", counted, Constant(known)) if known else counted
