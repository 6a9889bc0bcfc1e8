"""What a condition, an effect and a text *mean*: the resolved trees that the engine runs and the prover reasons about.

Every value is a whole number: a flag is 0 or 1, a one-of the index of its word, a some-of the bits of its words. Names are
gone: a tree reads *slots*, the cells of the state. `it` is gone too: what stands under `each` was resolved once for each student.

    Expression  Constant | Read | TurnsSince | TurnCount | Not | Logic | Comparison | Arithmetic | Among | Contains | Size | Total
                | Which
    Effect      Assign | Include | Exclude | Note | Achieve
    Template    a tuple of: str | Value | Conditional | Variant
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from game.diagnostics import Span
from game.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEVER = 9999
"""What `turns_since` is for a scene that was never entered."""
MANY = 9
"""What `times` counts to: so often, or more often."""


@dataclass(frozen=True, slots=True)
class Constant:
    value: int


@dataclass(frozen=True, slots=True)
class Read:
    """The number in a slot."""

    slot: str


@dataclass(frozen=True, slots=True)
class TurnsSince:
    """Turns since the turn that is kept in the slot (as turn + 1; 0 is never), at most `NEVER`."""

    slot: str


@dataclass(frozen=True, slots=True)
class TurnCount:
    """How many options have been picked."""


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over two or more parts."""

    operator: Literal["and", "or"]
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Literal["+", "-", "*"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Among:
    """Whether the operand is one of the values."""

    operand: Expression
    values: frozenset[int]


@dataclass(frozen=True, slots=True)
class Contains:
    """Whether all the bits of `mask` are in the set."""

    operand: Expression
    mask: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many words are in a some-of."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Total:
    """How many of the parts hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Which:
    """Which of the parts hold, as bits; a part for each student, in the order of the cast."""

    parts: tuple[Expression, ...]


Expression = (
    Constant | Read | TurnsSince | TurnCount | Not | Logic | Comparison | Arithmetic | Among | Contains | Size | Total | Which
)


@dataclass(frozen=True, slots=True)
class Assign:
    """The slot gets the value, clamped to `low..high`."""

    slot: str
    value: Expression
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Include:
    """The words of `mask` join a some-of, as long as it holds at most `at_most`."""

    slot: str
    mask: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Exclude:
    """The words of `mask` leave a some-of."""

    slot: str
    mask: int


@dataclass(frozen=True, slots=True)
class Note:
    """The note goes into the journal: its slot gets the number of the turn + 1, once."""

    note: str
    slot: str


@dataclass(frozen=True, slots=True)
class Achieve:
    """The achievement is earned: its slot gets 1."""

    achievement: str
    slot: str


Effect = Assign | Include | Exclude | Note | Achieve


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text. `words` are its words by index (one-of) or by bit (some-of).

    None of the words is "nothing" for a some-of, and no text for `names`. `form` is what the author asked of a one-of or
    some-of: `name`, or a pronoun such as `Their`.
    """

    expression: Expression
    style: Literal["number", "time", "word", "words", "names"]
    words: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    condition: Expression
    then: Template
    otherwise: Template


@dataclass(frozen=True, slots=True)
class Variant:
    """Alternatives by how often the text was met before: `slot` counts. A shuffle has a new order for each full round."""

    kind: Literal["sequence", "cycle", "once", "shuffle"]
    slot: str
    alternatives: tuple[Template, ...]


Piece = str | Value | Conditional | Variant
Template = tuple[Piece, ...]


def walk(tree: object) -> Iterator[Any]:
    """Every node of an expression, effect, template or beat, the outermost first."""
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is tuple:
            waiting += node[::-1]
        elif kind not in _LEAVES:
            yield node
            fields = _FIELDS.get(kind) or _fields_of(kind)
            waiting += fields(node)


def _fields_of(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    from operator import attrgetter  # a start walks no tree

    names = kind.__match_args__[::-1]
    get = attrgetter(*names) if names else None
    _FIELDS[kind] = get if get is not None and len(names) > 1 else lambda node: (get(node),) if get is not None else ()
    return _FIELDS[kind]


_LEAVES = frozenset((str, int, bool, type(None), frozenset, Span))
_FIELDS: dict[type, Callable[[Any], tuple[Any, ...]]] = {}
"""What gives the values of all fields of each kind of node, the last one first, in one call."""


def slots_read(tree: object) -> set[str]:
    """The slots that an expression or a template reads."""
    return {node.slot for node in walk(tree) if isinstance(node, _READING)}


_READING = (Read, TurnsSince, Variant)  # a tuple: a union would be built for each node
