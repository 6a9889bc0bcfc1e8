"""Syntax to typed trees: names become slots, words become numbers, `it` and `where` are written out.

There are five types: true or false, numbers (times among them), one of some words, some of some words, and students. What
a bare word means is decided by the other side of its comparison: `told_first == dae_su`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from game.diagnostics import Report, did_you_mean
from game.language import folding
from game.language.comparing import beside, compare, depends, is_among, is_in, word_of
from game.language.domain import parse_time
from game.language.mistakes import AlreadyToldError, Mistake, Reading, attempt, once
from game.language.parser import parse_expression
from game.language.scope import Scope, Source
from game.language.syntax import (
    ArithmeticNode,
    CallNode,
    ComparisonNode,
    ListNode,
    LogicNode,
    MembershipNode,
    MinusNode,
    NameNode,
    NotNode,
    NumberNode,
    StudentsNode,
    Syntax,
    TimeNode,
)
from game.language.tree import MANY, NEVER, Constant, Contains, Expression, Read, Size, TurnsSince
from game.language.values import (
    MAX_NUMBER,
    Number,
    Student,
    Truth,
    Typed,
    Word,
    Words,
    kind_of,
    known_number,
    look_up,
    unknown_name,
    wrong_type,
)
from game.records import replace

_AS_CONDITION = {
    Number: "Compare it: `name > 0`.",
    Word: "Compare it: `name == word`.",
    Words: "Ask for a word: `word in name`, or `count(name) > 0`.",
    Student: "Compare it: `it == …`, or ask for an attribute of `it`.",
}
_FUNCTIONS = ("seen", "times", "turns_since", "noted", "count", "any", "all")


def read_condition(source: Source, scope: Scope, report: Report) -> Expression | None:
    """A condition: something that holds or not. None when it has mistakes; they are in the report."""
    return attempt(Reading(source, scope, report), condition)


def read_number(source: Source, scope: Scope, report: Report) -> Expression | None:
    """A number, such as the `of` of a check. None when it has mistakes; they are in the report."""
    return attempt(Reading(source, scope, report), lambda reading: number(parse_expression(reading.source.text), reading).tree)


def condition(reading: Reading) -> Expression:
    """The condition that the source of `reading` is."""
    return once(_condition, reading)


def _condition(reading: Reading) -> Expression:
    return truth(parse_expression(reading.source.text), reading).tree


def truth(node: Syntax, reading: Reading) -> Truth:
    """`node` as something that holds or not."""
    found = resolve(node, reading)
    if isinstance(found, Truth):
        return found
    raise wrong_type(node, f"this is {kind_of(found)}, and a condition is true or false", _AS_CONDITION[type(found)])


def number(node: Syntax, reading: Reading) -> Number:
    """`node` as a number."""
    found = resolve(node, reading)
    if isinstance(found, Number):
        return found
    advice = "`count(name)` is how many words it has." if isinstance(found, Words) else ""
    raise wrong_type(node, f"this is {kind_of(found)}, and a number belongs here", advice)


def resolve(node: Syntax, reading: Reading) -> Typed:
    """The tree and the type of `node`, standing for itself."""
    if isinstance(node, LogicNode):
        parts = _all_of(node.parts, reading)
        return Truth(folding.both(parts) if node.operator == "and" else folding.either(parts))
    if isinstance(node, NotNode):
        return Truth(folding.negate(truth(node.operand, reading).tree))
    if isinstance(node, ComparisonNode):
        left, right = _sides(node.left, node.right, reading)
        return Truth(compare(node.operator, left, right, node, reading))
    if isinstance(node, MembershipNode):
        found = _membership(node, reading)
        return Truth(folding.negate(found) if node.negated else found)
    if isinstance(node, StudentsNode):
        return _over_students(node, reading)
    if isinstance(node, CallNode):
        return _call(node, reading)
    return _plain(node, reading)


def _plain(node: NumberNode | TimeNode | NameNode | ListNode | MinusNode | ArithmeticNode, reading: Reading) -> Typed:
    if isinstance(node, NumberNode):
        return known_number(node.value)
    if isinstance(node, TimeNode):
        return known_number(parse_time(node.text) or 0)
    if isinstance(node, NameNode):
        found = look_up(node, reading)
        if found is None:
            raise unknown_name(node, reading)
        return found
    if isinstance(node, MinusNode):
        inner = number(node.operand, reading)
        return Number(folding.calculate("-", Constant(0), inner.tree), -inner.high, -inner.low)
    if isinstance(node, ArithmeticNode):
        return _arithmetic(node, reading)
    raise wrong_type(node, "a list stands only after `in`, or beside a some-of")


def _all_of(parts: Iterable[Syntax], reading: Reading) -> list[Expression]:
    """Every part as a condition; the mistakes of all of them are told before the reading is given up."""
    found = [attempt(reading, partial(truth, part)) for part in parts]
    trees = [part.tree for part in found if part is not None]
    if len(trees) < len(found):
        raise AlreadyToldError
    return trees


def _sides(left: Syntax, right: Syntax, reading: Reading) -> tuple[Typed, Typed]:
    """Both sides of a comparison, the side that can stand alone first."""
    if not depends(left, reading):
        first = resolve(left, reading)
        return first, fitting(right, first, reading)
    if depends(right, reading) and isinstance(left, NameNode):
        raise unknown_name(left, reading)
    second = resolve(right, reading)
    return fitting(left, second, reading), second


def fitting(node: Syntax, other: Typed, reading: Reading) -> Typed:
    """What `node` is beside `other`."""
    found = beside(node, other, reading)
    return resolve(node, reading) if found is None else found


def _membership(node: MembershipNode, reading: Reading) -> Expression:
    if isinstance(node.right, ListNode):
        left = resolve(node.left, reading)
        return is_among(left, [(item, fitting(item, left, reading)) for item in node.right.items], node, reading)
    bag = resolve(node.right, reading)
    if not isinstance(bag, Words):
        advice = "After `in` stands a list `[a, b]` or a some-of."
        raise wrong_type(node.right, f"nothing is in this: it is {kind_of(bag)}", advice)
    named = isinstance(node.left, NameNode) and (node.left.text in bag.words or look_up(node.left, reading) is None)
    if named:
        return Contains(bag.tree, 1 << word_of(node.left, bag.words, reading))
    return is_in(resolve(node.left, reading), bag, node, reading)


def _arithmetic(node: ArithmeticNode, reading: Reading) -> Number:
    left, right = number(node.left, reading), number(node.right, reading)
    tree = folding.calculate(node.operator, left.tree, right.tree)
    ends = [folding.CALCULATE[node.operator](one, other) for one in (left.low, left.high) for other in (right.low, right.high)]
    low, high = min(ends), max(ends)
    if max(-low, high) > MAX_NUMBER:
        raise Mistake("number-too-large", node.start, node.end, "this can become larger than 15 digits", "Use smaller numbers.")
    return Number(tree, low, high, _day(node.operator, left.day, right.day))


def _day(operator: str, left: int | None, right: int | None) -> int | None:
    """A time plus or minus minutes is a time; the difference of two times is not."""
    if operator == "+" and (left is None or right is None):
        return right if left is None else left
    return left if operator == "-" and right is None else None


def _over_students(node: StudentsNode, reading: Reading) -> Typed:
    """`count`, `any` and `all`: over the condition once for each student."""
    if reading.over_students:
        message = "`student where` does not stand inside another one"
        raise Mistake("nested-where", node.start, node.end, message, "Put the inner one into a flag first.")
    parts = for_each_student(node.where, reading)
    if node.function == "count":
        return Number(folding.total(parts), 0, len(parts))
    return Truth(folding.either(parts) if node.function == "any" else folding.both(parts))


def for_each_student(where: Syntax, reading: Reading) -> list[Expression]:
    """The condition once for each student in the order of the cast, with `it` known."""
    scope = reading.scope
    return [
        truth(where, replace(reading, scope=scope.about(student, in_where=True), over_students=True)).tree
        for student in scope.students
    ]


def _call(node: CallNode, reading: Reading) -> Typed:
    function, argument = node.function.text, node.argument
    if function == "count":
        return _count(argument, reading)
    if function in ("any", "all"):
        advice = f"Write `{function}(student where …)`."
        raise Mistake("unknown-function", node.start, node.end, f"`{function}` goes over the students", advice)
    if function not in _FUNCTIONS:
        message = f"there is no function `{function}`"
        advice = did_you_mean(function, _FUNCTIONS)
        raise Mistake("unknown-function", node.function.start, node.function.end, message, advice)
    if not isinstance(argument, NameNode):
        raise Mistake("missing", argument.start, argument.end, f"`{function}` asks for a name", f"Write `{function}(name)`.")
    if function == "noted":
        return Truth(folding.compare(">", Read(reading.scope.ask("note", known_note(argument, reading))), Constant(0)))
    if function == "seen":
        return Truth(Read(reading.scope.ask("seen", _target(argument, reading))))
    if function == "times":
        return Number(Read(reading.scope.ask("times", _target(argument, reading))), 0, MANY)
    return Number(TurnsSince(reading.scope.ask("since", _target(argument, reading))), 0, NEVER)


def _count(argument: Syntax, reading: Reading) -> Number:
    found = resolve(argument, reading)
    if not isinstance(found, Words):
        advice = "Write `count(name)` for a some-of, or `count(student where …)`."
        raise wrong_type(argument, f"`count` cannot count this: it is {kind_of(found)}", advice)
    return Number(Size(found.tree), 0, found.at_most)


def known_note(name: NameNode, reading: Reading) -> str:
    """The id of a note that there is."""
    if name.text not in reading.scope.notes:
        notes = reading.scope.notes
        message = f"there is no note `{name.text}`"
        raise Mistake("unknown-note", name.start, name.end, message, lambda: did_you_mean(name.text, notes))
    return name.text


def _target(name: NameNode, reading: Reading) -> str:
    """What `seen` asks for: a scene, `scene.label` or `scene.option`, `.label` of this scene; a part `it` is the student."""
    scope = reading.scope
    written = f"{scope.scene}{name.text}" if name.text.startswith(".") else name.text
    parts = written.split(".")
    if written not in scope.targets and "it" in parts and scope.it is not None:
        parts = [scope.it if part == "it" else part for part in parts]
    target = ".".join(parts)
    if target not in scope.targets:
        message = f"there is no scene, label or option `{target}`"
        raise Mistake("unknown-target", name.start, name.end, message, lambda: _nearest_target(target, scope.targets))
    return target


def _nearest_target(target: str, known: Iterable[str]) -> str:
    """What may have been meant: of a scene that there is, one of its labels and options."""
    scene, dot, _ = target.partition(".")
    names = set(known)
    inside = [each for each in names if each.startswith(f"{scene}.")]
    if not dot or scene not in names:
        return did_you_mean(target, names)
    return did_you_mean(target, inside) or f"`{scene}` has no label and no option yet." * (not inside)
