"""How far time must be counted: until no condition of the story can tell one turn from the next.

Both sides of a comparison are polynomials in `turn` whose coefficients are bounded, since every variable is. From Cauchy's bound
on the roots of their difference on (1 + the largest coefficient), nothing changes its sign any more. `turns_since` beside a
constant need not count further than one past the constant; anywhere else it counts as far as it can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from game.language import tree
from game.language.tree import NEVER, Constant, Expression, TurnCount, TurnsSince
from game.story.model import Story


@dataclass(slots=True)
class Limits:
    """`turn` is the highest number that the count of turns needs, None when nothing asks; `since` by slot."""

    story: Story
    turn: int | None = None
    since: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, story: Story) -> Limits:
        made = cls(story)
        for node in _nodes(story):
            if isinstance(node, tree.Comparison):
                made._compare(node.left, node.right)
            elif isinstance(node, tree.Among):
                for value in node.values:
                    made._compare(node.operand, Constant(value))
            elif isinstance(node, tree.Assign):
                made._compare(node.value, Constant(max(abs(node.low), abs(node.high))))
        return made

    def _compare(self, left: Expression, right: Expression) -> None:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, TurnsSince):
                near = isinstance(other, Constant) and other.value < NEVER
                self._count_since(one.slot, max(other.value + 1, 0) if near and isinstance(other, Constant) else NEVER)
            else:
                for node in tree.walk(one):
                    if isinstance(node, TurnsSince):
                        self._count_since(node.slot, NEVER)
        both = (*tree.walk(left), *tree.walk(right))
        if any(isinstance(node, TurnCount) for node in both):
            bound = max(_sum(self._coefficients(left), self._coefficients(right)))
            self.turn = max(self.turn or 0, bound + 2)

    def _count_since(self, slot: str, limit: int) -> None:
        self.since[slot] = max(self.since.get(slot, 0), limit)

    def _coefficients(self, expression: Expression) -> list[int]:
        """The largest absolute value of each coefficient of a polynomial in `turn`, the constant one first."""
        match expression:
            case Constant(value):
                return [abs(value)]
            case TurnCount():
                return [0, 1]
            case TurnsSince():
                return [NEVER]
            case tree.Read(slot):
                variable = self.story.variables.get(slot)
                return [max(abs(variable.domain.low), abs(variable.domain.high)) if variable is not None else 1]
            case tree.Arithmetic("*", left, right):
                return _product(self._coefficients(left), self._coefficients(right))
            case tree.Arithmetic(_, left, right):
                return _sum(self._coefficients(left), self._coefficients(right))
            case tree.Total(parts):
                return [len(parts)]
            case tree.Size(operand):
                return [self._coefficients(operand)[0].bit_length()]
            case _:
                return [1]


def _nodes(story: Story) -> Iterator[object]:
    for scene in story.scenes.values():
        yield from tree.walk(scene)
    for promise in story.always:
        yield from tree.walk(promise)
    for note in story.notes.values():
        yield from tree.walk(note)
    for event in story.events.values():
        yield from tree.walk(event)


def _sum(one: list[int], other: list[int]) -> list[int]:
    return [a + b for a, b in zip_longest(one, other, fillvalue=0)]


def _product(one: list[int], other: list[int]) -> list[int]:
    found = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return found
