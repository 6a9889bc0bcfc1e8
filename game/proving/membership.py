"""Whether a state is in a set: a diagram as nested tuples, which Python walks far quicker than it asks the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from game.proving.diagrams import Diagram, Diagrams

Question = tuple[int, int, int, int, object, object]
"""The number of a cell, its lowest value, its stride, which bit of its code is asked for, and the answers for 0 and for 1."""


@dataclass(slots=True)
class Membership:
    """Sets of one search. What two sets have in common is built once; `kept` holds the diagrams, so that none is named anew."""

    diagrams: Diagrams
    built: dict[tuple[str, int, int, bool], object] = field(default_factory=dict)
    kept: list[Diagram] = field(default_factory=list)

    def of(self, states: Diagram) -> object:
        """The set as a question, or as the truth."""
        return self._of(states, False)

    def _of(self, states: Diagram, negated: bool) -> object:
        negated ^= bool(states.negated)
        if states.var is None:
            return not negated
        name = (states.var, int(states.low), int(states.high), negated)
        known = self.built.get(name)
        if known is None:
            self.kept.append(states)
            asked = self.diagrams.asked(states.var)
            known = self.built[name] = (*asked, self._of(states.low, negated), self._of(states.high, negated))
        return known


def holds(question: object, state: Sequence[int]) -> bool:
    """Whether the state is in the set that the question stands for."""
    while type(question) is tuple:
        at, low, stride, shift, no, yes = question
        question = yes if (state[at] - low) // stride >> shift & 1 else no
    return bool(question)
