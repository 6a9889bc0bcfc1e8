"""What an author wrote, by its grammar alone: names are not looked up yet, and every piece knows its place.

Syntax     NumberNode | TimeNode | NameNode | ListNode | CallNode | StudentsNode | NotNode | MinusNode | LogicNode
           | ComparisonNode | MembershipNode | ArithmeticNode
Statement  target operator value
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from game.records import dataclass

Comparing = Literal["==", "!=", "<", "<=", ">", ">="]
COMPARING: Mapping[str, Comparing] = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of syntax between two offsets of the source. `depth` is the height of the tree below it, itself included."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class NumberNode(Node):
    value: int


@dataclass(frozen=True, slots=True)
class TimeNode(Node):
    text: str


@dataclass(frozen=True, slots=True)
class NameNode(Node):
    text: str


@dataclass(frozen=True, slots=True)
class ListNode(Node):
    items: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class CallNode(Node):
    """`seen(yard)`"""

    function: NameNode
    argument: Syntax


@dataclass(frozen=True, slots=True)
class StudentsNode(Node):
    """`count(student where …)`"""

    function: str
    where: Syntax


@dataclass(frozen=True, slots=True)
class NotNode(Node):
    operand: Syntax


@dataclass(frozen=True, slots=True)
class MinusNode(Node):
    operand: Syntax


@dataclass(frozen=True, slots=True)
class LogicNode(Node):
    operator: Literal["and", "or"]
    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class ComparisonNode(Node):
    operator: Comparing
    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class MembershipNode(Node):
    """`rope in bag`, `state.it not in [hurt, home]`"""

    negated: bool
    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class ArithmeticNode(Node):
    operator: Literal["+", "-", "*"]
    left: Syntax
    right: Syntax


Syntax = (
    NumberNode
    | TimeNode
    | NameNode
    | ListNode
    | CallNode
    | StudentsNode
    | NotNode
    | MinusNode
    | LogicNode
    | ComparisonNode
    | MembershipNode
    | ArithmeticNode
)


@dataclass(frozen=True, slots=True)
class Statement:
    """An effect as it was written: `target operator value`, `note target` or `achieve target`."""

    target: NameNode
    operator: Literal["=", "+=", "-=", "note", "achieve"]
    value: Syntax | None
