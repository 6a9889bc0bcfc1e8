"""Trees to closures. A story is compiled once and then run many times, so the common shapes have closures of their own.

What a closure takes: `values`, the slots of a state in their order; `turn`, how many options have been picked; a text also
takes the `seed` of the play. A text may count on: the slots of its varying parts change in `values`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from game.language import tree
from game.language.domain import clock_text, listed, words_in
from game.language.folding import CALCULATE, COMPARE
from game.language.spacing import tidy
from game.language.tree import Constant, Read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.language.tree import Effect, Expression, Template

Number = Callable[[Sequence[int], int], int]
Change = Callable[[list[int], int], None]
Words = Callable[[list[int], int, int], str]
Order = Callable[[int, str, int, int], Sequence[int]]
"""The order of a shuffle: (seed, slot, how many full rounds there were, size) -> a permutation of `range(size)`."""


def compile_expression(expression: Expression, slot_index: Mapping[str, int]) -> Number:
    """The expression as a function of (values, turn). What holds is 1 or True, what does not is 0 or False."""
    match expression:
        case Constant(value):
            return lambda _values, _turn: value
        case Read(slot):
            at = slot_index[slot]
            return lambda values, _turn: values[at]
        case tree.TurnsSince(slot):
            return _turns_since(slot_index[slot])
        case tree.TurnCount():
            return lambda _values, turn: turn
        case tree.Not(operand):
            inner = compile_expression(operand, slot_index)
            return lambda values, turn: not inner(values, turn)
        case tree.Logic(name, parts):
            compiled = tuple(compile_expression(part, slot_index) for part in parts)
            return _all_of(compiled) if name == "and" else _any_of(compiled)
        case tree.Comparison():
            return _comparison(expression, slot_index)
        case tree.Arithmetic(sign, left, right):
            return _binary(CALCULATE[sign], compile_expression(left, slot_index), compile_expression(right, slot_index))
        case tree.Total(parts):
            counted = tuple(compile_expression(part, slot_index) for part in parts)
            return lambda values, turn: sum([1 for part in counted if part(values, turn)])
        case tree.Which(parts):
            asked = tuple((1 << bit, compile_expression(part, slot_index)) for bit, part in enumerate(parts))
            return lambda values, turn: sum([bit for bit, part in asked if part(values, turn)])
        case _:
            return _of_set(expression, slot_index)


def _of_set(expression: tree.Among | tree.Contains | tree.Size, slot_index: Mapping[str, int]) -> Number:
    inner = compile_expression(expression.operand, slot_index)
    if isinstance(expression, tree.Among):
        members = expression.values
        return lambda values, turn: inner(values, turn) in members
    if isinstance(expression, tree.Contains):
        mask = expression.mask
        return lambda values, turn: inner(values, turn) & mask == mask
    return lambda values, turn: inner(values, turn).bit_count()


def _turns_since(at: int) -> Number:
    def turns_since(values: Sequence[int], turn: int) -> int:
        entered = values[at]
        return min(turn + 1 - entered, tree.NEVER) if entered else tree.NEVER

    return turns_since


def _all_of(parts: tuple[Number, ...]) -> Number:
    if len(parts) == 2:
        first, second = parts
        return lambda values, turn: first(values, turn) and second(values, turn)

    def all_of(values: Sequence[int], turn: int) -> int:
        for part in parts:
            if not part(values, turn):
                return 0
        return 1

    return all_of


def _any_of(parts: tuple[Number, ...]) -> Number:
    if len(parts) == 2:
        first, second = parts
        return lambda values, turn: first(values, turn) or second(values, turn)

    def any_of(values: Sequence[int], turn: int) -> int:
        for part in parts:
            if part(values, turn):
                return 1
        return 0

    return any_of


def _comparison(comparison: tree.Comparison, slot_index: Mapping[str, int]) -> Number:
    sign, left, right = comparison.operator, comparison.left, comparison.right
    if isinstance(left, Read) and isinstance(right, Constant):
        return _slot_and_constant(sign, slot_index[left.slot], right.value)
    return _binary(COMPARE[sign], compile_expression(left, slot_index), compile_expression(right, slot_index))


def _slot_and_constant(sign: Literal["==", "!=", "<", "<=", ">", ">="], at: int, value: int) -> Number:
    """Most conditions of a story are one of these, so each sign has its own closure."""
    match sign:
        case "==":
            return lambda values, _turn: values[at] == value
        case "!=":
            return lambda values, _turn: values[at] != value
        case "<":
            return lambda values, _turn: values[at] < value
        case "<=":
            return lambda values, _turn: values[at] <= value
        case ">":
            return lambda values, _turn: values[at] > value
        case ">=":
            return lambda values, _turn: values[at] >= value


def _binary(combine: Callable[[int, int], int], left: Number, right: Number) -> Number:
    return lambda values, turn: combine(left(values, turn), right(values, turn))


def compile_effect(effect: Effect, slot_index: Mapping[str, int]) -> Change:
    """The effect as a function that changes `values`. Values stay whole numbers within their domain."""
    at = slot_index[effect.slot]
    match effect:
        case tree.Assign(_, Constant(value), low, high):
            return _set(at, min(max(value, low), high))
        case tree.Assign(slot, tree.Arithmetic(("+" | "-") as sign, Read(source), Constant(step)), low, high) if source == slot:
            return _step(at, step if sign == "+" else -step, low, high)
        case tree.Assign(_, value, low, high):
            return _assign(at, compile_expression(value, slot_index), low, high)
        case tree.Include(_, mask, at_most):
            return _include(at, mask, at_most)
        case tree.Exclude(_, mask):
            return _exclude(at, mask)
        case tree.Note():
            return _note(at)
        case tree.Achieve():
            return _set(at, 1)


def _set(at: int, value: int) -> Change:
    return lambda values, _turn: operator.setitem(values, at, value)


def _step(at: int, step: int, low: int, high: int) -> Change:
    def change(values: list[int], _turn: int) -> None:
        value = values[at] + step
        if low <= value <= high:
            values[at] = value
        else:
            values[at] = low if value < low else high

    return change


def _assign(at: int, compiled: Number, low: int, high: int) -> Change:
    def assign(values: list[int], turn: int) -> None:
        value = +compiled(values, turn)  # a plus makes True a 1
        if low <= value <= high:
            values[at] = value
        else:
            values[at] = low if value < low else high

    return assign


def _include(at: int, mask: int, at_most: int) -> Change:
    def include(values: list[int], _turn: int) -> None:
        more = values[at] | mask
        if more.bit_count() <= at_most:
            values[at] = more

    return include


def _exclude(at: int, mask: int) -> Change:
    def exclude(values: list[int], _turn: int) -> None:
        values[at] &= ~mask

    return exclude


def _note(at: int) -> Change:
    def note(values: list[int], turn: int) -> None:
        if not values[at]:
            values[at] = turn + 1

    return note


def compile_template(template: Template, slot_index: Mapping[str, int], order: Order, *, joins: bool = False) -> Words:
    """The text as a function of (values, turn, seed). White space is one space, and none at the ends, whatever was empty.

    A text that `joins` others keeps the space at its ends: it is what stands between them.
    """
    ends = "" if joins else " \n"
    known = _known(template)
    if known is not None:
        text = tidy(known).strip(ends)
        return lambda _values, _turn, _seed: text
    rendered = compile_pieces(template, slot_index, order)
    return lambda values, turn, seed: tidy(rendered(values, turn, seed)).strip(ends)


def known_text(template: Template) -> str | None:
    """What a text that never varies and joins no other one says; None for the others."""
    known = _known(template)
    return tidy(known).strip(" \n") if known is not None else None


def _known(template: Template) -> str | None:
    """The text of a template that never varies, else None."""
    parts = [piece for piece in template if isinstance(piece, str)]
    return "".join(parts) if len(parts) == len(template) else None


def compile_pieces(template: Template, slot_index: Mapping[str, int], order: Order) -> Words:
    """The text as its pieces give it, white space and all."""
    known = _known(template)
    if known is not None:
        return lambda _values, _turn, _seed: known
    varying = [_piece(piece, slot_index, order) for piece in template if not isinstance(piece, str)]
    frame = "".join(piece.replace("%", "%%") if isinstance(piece, str) else "%s" for piece in template)
    if len(varying) > 1:
        return lambda values, turn, seed: frame % tuple([part(values, turn, seed) for part in varying])
    only = varying[0]
    return only if frame == "%s" else lambda values, turn, seed: frame % only(values, turn, seed)


def _piece(piece: tree.Value | tree.Conditional | tree.Variant, slot_index: Mapping[str, int], order: Order) -> Words:
    if isinstance(piece, tree.Value):
        return _value(piece, slot_index)
    if isinstance(piece, tree.Variant):
        return _variant(piece, slot_index, order)
    holds = compile_expression(piece.condition, slot_index)
    known_then, known_otherwise = _known(piece.then), _known(piece.otherwise)
    if known_then is not None and known_otherwise is not None:
        return lambda values, turn, _seed: known_then if holds(values, turn) else known_otherwise
    then, otherwise = compile_pieces(piece.then, slot_index, order), compile_pieces(piece.otherwise, slot_index, order)
    return lambda values, turn, seed: (then if holds(values, turn) else otherwise)(values, turn, seed)


def _value(value: tree.Value, slot_index: Mapping[str, int]) -> Words:
    number, words = compile_expression(value.expression, slot_index), value.words
    match value.style:
        case "number":
            return lambda values, turn, _seed: str(number(values, turn))
        case "time":
            return lambda values, turn, _seed: clock_text(number(values, turn))
        case "word":
            return lambda values, turn, _seed: words[number(values, turn)]
        case "words" | "names":
            empty = "nothing" if value.style == "words" else ""
            return lambda values, turn, _seed: listed(words_in(words, number(values, turn)), empty)


def _variant(variant: tree.Variant, slot_index: Mapping[str, int], order: Order) -> Words:
    at, slot = slot_index[variant.slot], variant.slot
    texts = tuple(compile_pieces(each, slot_index, order) for each in variant.alternatives)
    size = len(texts)

    def sequence(values: list[int], turn: int, seed: int) -> str:
        count = values[at]
        if count < size - 1:
            values[at] = count + 1
        return texts[count](values, turn, seed)

    def cycle(values: list[int], turn: int, seed: int) -> str:
        count = values[at]
        values[at] = (count + 1) % size
        return texts[count](values, turn, seed)

    def once(values: list[int], turn: int, seed: int) -> str:
        count = values[at]
        if count >= size:
            return ""
        values[at] = count + 1
        return texts[count](values, turn, seed)

    def shuffle(values: list[int], turn: int, seed: int) -> str:
        full, position = divmod(values[at], size)
        values[at] += 1
        return texts[order(seed, slot, full, size)[position]](values, turn, seed)

    return {"sequence": sequence, "cycle": cycle, "once": once, "shuffle": shuffle}[variant.kind]
