"""Whether a condition is narrower or wider than one of the old story: tried with all values that they read, if those are few.

The two stories number things differently, so values are compared by what they mean: a word of a one-of, the words of a some-of.
Of a range only those values are tried at which a comparison could turn; of a some-of only the words that are asked for. What
depends on the turn, and whether a roll fell well, counts as a truth of its own that may fall either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod
from typing import Literal

from game.authoring.diff.meaning import Version
from game.language.domain import Domain, Flag, OneOf, SomeOf
from game.language.evaluate import compile_expression
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
    Size,
    Total,
    TurnCount,
    TurnsSince,
    slots_read,
    walk,
)

MAX_TRIED = 50_000
Verdict = Literal["same", "narrower", "wider", "changed"]
Meant = int | str | frozenset[str]


def compared(old: Expression, old_version: Version, new: Expression, new_version: Version) -> Verdict:
    """How the new condition is to the old one; `changed` also where that cannot be decided."""
    before, after = _Side.of(old, old_version), _Side.of(new, new_version)
    names = sorted({*before.slots, *after.slots})
    tried = [values for name in names if (values := _values(name, before, after)) is not None]
    if len(tried) < len(names) or prod(len(each) for each in tried) > MAX_TRIED:
        return "changed"
    verdict = _verdict(_outcomes(before, after, names, tried))
    both = (name for name in names if name in before.slots and name in after.slots)
    one_domain = all(_values_of(before.domains[name]) == _values_of(after.domains[name]) for name in both)
    return verdict if one_domain or verdict != "same" else "changed"


def _values_of(domain: Domain) -> object:
    """What a variable may be, whatever its numbers are."""
    if isinstance(domain, SomeOf):
        return frozenset(domain.words), domain.at_most
    return frozenset(domain.words) if isinstance(domain, OneOf) else (domain.low, domain.high)


def _outcomes(before: _Side, after: _Side, names: list[str], tried: list[list[tuple[int, int]]]) -> Iterator[tuple[bool, bool]]:
    """Whether each condition holds, for everything that is tried."""
    old = compile_expression(before.tree, {before.slots.get(name, name): cell for cell, name in enumerate(names)})
    new = compile_expression(after.tree, {after.slots.get(name, name): cell for cell, name in enumerate(names)})
    for case in product(*tried):
        yield bool(old([pair[0] for pair in case], 0)), bool(new([pair[1] for pair in case], 0))


def _verdict(outcomes: Iterable[tuple[bool, bool]]) -> Verdict:
    lost = gained = False
    for old, new in outcomes:
        lost = lost or (old and not new)
        gained = gained or (new and not old)
    if lost and gained:
        return "changed"
    return "narrower" if lost else "wider" if gained else "same"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two conditions: its tree, its slots and what may be in them, both by the names that the two stories share."""

    tree: Expression
    slots: Mapping[str, str]
    domains: Mapping[str, Domain]

    @classmethod
    def of(cls, tree: Expression, version: Version) -> _Side:
        plain = _without_turns(tree, version)
        slots = {version.renames.slot(slot): slot for slot in slots_read(plain)}
        variables = version.story.variables
        return cls(plain, slots, {name: variables[slot].domain if slot in variables else Flag() for name, slot in slots.items()})

    def tried(self, name: str) -> Set[Meant] | None:
        """The values that make a difference to this condition; None when they are too many."""
        domain, points = self.domains[name], _turning_points(self.tree, self.slots[name], self.domains[name])
        if isinstance(domain, SomeOf):
            asked = [word for bit, word in enumerate(domain.words) if points is None or bit in points]
            return frozenset(_subsets(asked, domain.at_most)) if 1 << len(asked) <= MAX_TRIED else None
        if points is None and domain.high - domain.low >= MAX_TRIED:
            return None
        values = range(domain.low, domain.high + 1) if points is None else points | {domain.low, domain.high}
        return frozenset(_meant(domain, value) for value in values if domain.low <= value <= domain.high)


def _values(name: str, before: _Side, after: _Side) -> list[tuple[int, int]] | None:
    """The values to be tried, as numbers of the old and of the new story. None when they are too many, or of different kinds."""
    sides = [side for side in (before, after) if name in side.slots]
    if len({type(side.domains[name]) for side in sides}) > 1:
        return None
    meant: set[Meant] = set()
    for side in sides:
        tried = side.tried(name)
        if tried is None:
            return None
        meant |= tried
    numbers = [(_number(before.domains.get(name), each), _number(after.domains.get(name), each)) for each in meant]
    return [(old, new) for old, new in numbers if old is not None and new is not None]


def _subsets(words: list[str], at_most: int) -> Iterator[frozenset[str]]:
    return (frozenset(chosen) for size in range(min(len(words), at_most) + 1) for chosen in combinations(words, size))


def _meant(domain: Domain, value: int) -> Meant:
    return domain.words[value] if isinstance(domain, OneOf) else value


def _number(domain: Domain | None, meant: Meant) -> int | None:
    """The number of a value in a domain, None when the domain does not have it; any number where nobody reads it."""
    if domain is None:
        return 0
    if isinstance(domain, SomeOf) and isinstance(meant, frozenset):
        fits = meant <= set(domain.words) and len(meant) <= domain.at_most
        return sum(1 << domain.words.index(word) for word in meant) if fits else None
    if isinstance(domain, OneOf):
        return domain.words.index(meant) if isinstance(meant, str) and meant in domain.words else None
    return meant if isinstance(meant, int) and domain.low <= meant <= domain.high else None


def _turning_points(tree: Expression, slot: str, domain: Domain) -> set[int] | None:
    """The values of a slot beside which the tree may turn (of a some-of: the bits that are asked for); None when all matter.

    A slot that is a truth by itself has only its two ends.
    """
    found: set[int] = set()
    mine, sets = Read(slot), isinstance(domain, SomeOf)
    for node in walk(tree):
        match node:
            case Contains(operand, mask) if operand == mine:
                found |= {bit for bit in range(mask.bit_length()) if mask >> bit & 1}
            case Comparison(_, left, Constant(value)) if left == mine and not sets:
                found |= {value - 1, value, value + 1}
            case Comparison(_, Constant(value), right) if right == mine and not sets:
                found |= {value - 1, value, value + 1}
            case Among(operand, values) if operand == mine:
                found |= {near for value in values for near in (value - 1, value, value + 1)}
            case Comparison(_, left, right) | Arithmetic(_, left, right) if mine in (left, right):
                return None
            case Size(operand) if operand == mine:
                return None
    return found


def _without_turns(tree: Expression, version: Version) -> Expression:
    """The tree with what depends on the turn as truths of their own, called by their words so that both stories have the same."""
    match tree:
        case Not(operand):
            return Not(_without_turns(operand, version))
        case Logic(operator, parts):
            return Logic(operator, tuple(_without_turns(part, version) for part in parts))
        case Total(parts):
            return Total(tuple(_without_turns(part, version) for part in parts))
        case Comparison(_, left, right) if any(isinstance(each, Not | Logic | Comparison | Total) for each in (left, right)):
            return replace(tree, left=_without_turns(left, version), right=_without_turns(right, version))
        case Comparison() | Among() if any(isinstance(node, TurnCount | TurnsSince) for node in walk(tree)):
            return Read(version.writer.condition(tree))
        case _:
            return tree
