"""Tokens to syntax: what an author wrote, by its grammar alone. Names are not looked up yet.

Every parsing function has its grammar for a docstring. Small letters are other rules, quoted signs stand for themselves.
Nesting is counted on the way down and on the way up, so that no tree is deeper than `MAX_DEPTH`, however it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NoReturn

from game.language.mistakes import Mistake
from game.language.syntax import (
    COMPARING,
    ArithmeticNode,
    CallNode,
    ComparisonNode,
    ListNode,
    LogicNode,
    MembershipNode,
    MinusNode,
    NameNode,
    Node,
    NotNode,
    NumberNode,
    Statement,
    StudentsNode,
    Syntax,
    TimeNode,
)
from game.language.tokens import KEYWORDS, Token, tokenize

MAX_DEPTH = 24
_LIST_ADVICE = "A list stands behind `in` or `=`; `rope in bag` asks whether a word is in a some-of."
_STUDENTS = ("count", "any", "all")
_NO_PROSE = (
    "Between two conditions stands `and` or `or`; a word of several parts has `_` between them.\n"
    "A condition is made of the names in story.yaml: `told`, `noise >= 2`, `rope in bag`."
)
_INSTEAD = {
    "is": "Write `==`: `noise == 2`; a flag stands alone, `told`.",
    "equals": "Write `==`: `noise == 2`.",
    "has": "Write `rope in bag` for one of the words of a some-of.",
}
_GIVING: Mapping[Literal["note", "achieve"], str] = {"note": "the id of a note", "achieve": "the id of an achievement"}


def parse_expression(text: str) -> Syntax:
    """expression = or END"""
    parser = _Parser(text)
    tree = parser.disjunction(1)
    parser.expect_end()
    return tree


def parse_statement(text: str) -> Statement:
    """statement = ("note" | "achieve") NAME END | NAME ("=" | "+=" | "-=") or END"""
    return _Parser(text).statement()


class _Parser:
    """Reads tokens from the left, one rule a method; `depth` is how many rules that nest are open."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.position = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.tokens[self.position]
        if token.kind != "end":
            self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these names and signs (no number, time or end has such a text)."""
        return self.tokens[self.position].text in texts

    def after(self, text: str) -> bool:
        """Whether the token after the next one is `text`."""
        return self.token.kind != "end" and self.tokens[self.position + 1].text == text

    def expect_end(self) -> None:
        if self.token.kind != "end":
            self.unexpected()

    def unexpected(self) -> NoReturn:
        token = self.token
        if token.text == "=":
            advice = "Two values are compared with `==`; a single `=` belongs to `do`."
            raise Mistake("single-equals", token.start, token.end, "`=` does not compare", advice)
        if token.text in COMPARING or self.at("in"):
            advice = "Write `a < b and b < c`."
            raise Mistake("chained-comparison", token.start, token.end, "comparisons do not chain", advice)
        advice = _LIST_ADVICE if token.text == "[" else ""
        if token.text == ",":
            advice = "One condition or effect at a time; several effects are a list."
        elif token.kind == "name":
            advice = _INSTEAD.get(token.text, _NO_PROSE)
        raise Mistake("unexpected", token.start, token.end, f"`{token.text}` does not fit here", advice)

    def missing(self, what: str) -> NoReturn:
        token = self.token
        found = f"before `{token.text}`" if token.text else "at the end"
        is_power = token.text == "*" and self.position > 0 and self.tokens[self.position - 1].text == "*"
        advice = "There are no powers: write `noise * noise`." if is_power else ""
        raise Mistake("missing", token.start, token.end, f"{what} is missing {found}", advice)

    def check_depth(self, depth: int, start: int, end: int) -> int:
        if depth > MAX_DEPTH:
            message = f"this nests deeper than {MAX_DEPTH} levels"
            raise Mistake("expression-too-deep", start, end, message, "Keep part of it in a flag of its own.")
        return depth

    def above(self, *parts: Node) -> int:
        """The depth of a node that holds `parts`."""
        start = parts[0].start if parts else self.token.start
        return self.check_depth(1 + max((part.depth for part in parts), default=0), start, self.token.end)

    def statement(self) -> Statement:
        """statement = ("note" | "achieve") NAME END | NAME ("=" | "+=" | "-=") or END"""
        for verb, what in _GIVING.items():
            if self.at(verb) and self.tokens[self.position + 1].kind != "sign":
                self.take()
                given = self.name(what)
                self.expect_end()
                return Statement(given, verb, None)
        target = self.name("the name of a variable")
        if not self.at("=", "+=", "-="):
            advice = "An effect is `name = value`, `name += value`, `name -= value`, `note name` or `achieve name`."
            advice = "`==` compares; write a single `=`." if self.at("==") else advice
            raise Mistake("not-an-effect", target.start, self.tokens[-1].start, "this changes nothing", advice)
        operator = self.take().text
        value = self.disjunction(1)
        self.expect_end()
        return Statement(target, operator, value)  # type: ignore[arg-type]  # it is one of the three signs

    def name(self, what: str) -> NameNode:
        token = self.token
        if token.kind != "name" or token.text in KEYWORDS:
            self.missing(what)
        self.take()
        return NameNode(token.start, token.end, 1, token.text)

    def disjunction(self, depth: int) -> Syntax:
        """or = and {"or" and}"""
        parts = [self.conjunction(depth)]
        while self.at("or"):
            self.take()
            parts.append(self.conjunction(depth))
        return self.logic("or", parts)

    def conjunction(self, depth: int) -> Syntax:
        """and = not {"and" not}"""
        parts = [self.negation(depth)]
        while self.at("and"):
            self.take()
            parts.append(self.negation(depth))
        return self.logic("and", parts)

    def logic(self, operator: Literal["and", "or"], parts: list[Syntax]) -> Syntax:
        if len(parts) == 1:
            return parts[0]
        return LogicNode(parts[0].start, parts[-1].end, self.above(*parts), operator, tuple(parts))

    def negation(self, depth: int) -> Syntax:
        """not = "not" not | comparison"""
        if not self.at("not"):
            return self.comparison(depth)
        token = self.take()
        operand = self.negation(self.check_depth(depth + 1, token.start, token.end))
        return NotNode(token.start, operand.end, self.above(operand), operand)

    def comparison(self, depth: int) -> Syntax:
        """comparison = sum [("==" | "!=" | "<" | "<=" | ">" | ">=" | ["not"] "in") sum]"""
        left = self.sum(depth)
        if self.at(*COMPARING):
            operator = COMPARING[self.take().text]
            right = self.sum(depth)
            return ComparisonNode(left.start, right.end, self.above(left, right), operator, left, right)
        if self.at("in") or (self.at("not") and self.after("in")):
            negated = self.take().text == "not"
            self.position += negated
            right = self.sum(depth)
            return MembershipNode(left.start, right.end, self.above(left, right), negated, left, right)
        return left

    def sum(self, depth: int) -> Syntax:
        """sum = product {("+" | "-") product}"""
        left = self.product(depth)
        while self.at("+", "-"):
            operator: Literal["+", "-"] = "+" if self.take().text == "+" else "-"
            right = self.product(depth)
            left = ArithmeticNode(left.start, right.end, self.above(left, right), operator, left, right)
        return left

    def product(self, depth: int) -> Syntax:
        """product = unary {"*" unary}"""
        left = self.unary(depth)
        while self.at("*"):
            self.take()
            right = self.unary(depth)
            left = ArithmeticNode(left.start, right.end, self.above(left, right), "*", left, right)
        return left

    def unary(self, depth: int) -> Syntax:
        """unary = "-" unary | atom"""
        if not self.at("-"):
            return self.atom(depth)
        token = self.take()
        operand = self.unary(self.check_depth(depth + 1, token.start, token.end))
        return MinusNode(token.start, operand.end, self.above(operand), operand)

    def atom(self, depth: int) -> Syntax:
        """atom = NUMBER | TIME | NAME | NAME "(" argument ")" | "(" or ")" | list"""
        token = self.token
        if token.kind == "number":
            self.take()
            return NumberNode(token.start, token.end, 1, int(token.text))
        if token.kind == "time":
            self.take()
            return TimeNode(token.start, token.end, 1, token.text)
        if self.at("("):
            return self.group(depth)
        if self.at("["):
            return self.list(depth)
        name = self.name("a value")
        return self.call(name, depth) if self.at("(") else name

    def group(self, depth: int) -> Syntax:
        """group = "(" or ")" """
        opening = self.take()
        inner = self.disjunction(self.check_depth(depth + 1, opening.start, opening.end))
        self.close(opening, ")")
        return inner

    def list(self, depth: int) -> Syntax:
        """list = "[" [sum {"," sum}] "]" """
        opening = self.take()
        self.check_depth(depth + 1, opening.start, opening.end)
        items: list[Syntax] = []
        while not self.at("]"):
            items.append(self.sum(depth + 1))
            if not self.at(","):
                break
            self.take()
        closing = self.close(opening, "]")
        return ListNode(opening.start, closing.end, self.above(*items), tuple(items))

    def call(self, function: NameNode, depth: int) -> Syntax:
        """argument = "student" "where" or | or"""
        opening = self.take()
        self.check_depth(depth + 1, opening.start, opening.end)
        if self.at("student") and self.after("where"):
            return self.students(function, opening, depth + 1)
        argument = self.disjunction(depth + 1)
        closing = self.close(opening, ")")
        return CallNode(function.start, closing.end, self.above(argument), function, argument)

    def students(self, function: NameNode, opening: Token, depth: int) -> Syntax:
        """students = ("count" | "any" | "all") "(" "student" "where" or ")" """
        if function.text not in _STUDENTS:
            message = f"`{function.text}` does not go over the students"
            raise Mistake("unknown-function", function.start, function.end, message, "Write `count`, `any` or `all`.")
        self.position += 2
        where = self.disjunction(depth)
        closing = self.close(opening, ")")
        return StudentsNode(function.start, closing.end, self.above(where), function.text, where)

    def close(self, opening: Token, sign: str) -> Token:
        if self.at(sign):
            return self.take()
        if self.token.kind != "end":
            self.unexpected()
        raise Mistake("unclosed", opening.start, opening.end, f"this `{opening.text}` is never closed", f"`{sign}` is missing.")
