"""The dice of a `check`: a chance in 100, or odds by a number."""

from __future__ import annotations

from collections.abc import Iterator

from game.diagnostics import Report
from game.language.domain import parse_number
from game.language.scope import Scope
from game.language.tree import Expression
from game.language.types import read_number
from game.loading.forms import Fields, read_form
from game.loading.keys import CHECK
from game.loading.reading.nodes import ScalarNode
from game.records import dataclass


@dataclass(frozen=True, slots=True)
class Roll:
    """`id` is empty when the author has written none; `of` is None where there is just one chance."""

    id: str
    of: Expression | None
    under: int | None
    odds: tuple[tuple[int, int], ...]
    show: bool


def read_roll(beat: Fields, scope: Scope, report: Report) -> Roll | None:
    """What stands under `check`, or None when it cannot be made out."""
    node = beat.node("check")
    if isinstance(node, ScalarNode):
        return Roll("", None, None, ((0, _chance(node, report)),), show=False)
    fields = read_form(node, CHECK, "`check`", report) if node is not None else None
    of = fields.scalar("of") if fields is not None else None
    if fields is None or of is None or "odds" not in fields:
        return None
    number = read_number(of.source(), scope, report)
    odds = tuple(sorted(_odds(fields, report)))
    if number is None or not odds:
        return None
    return Roll(fields.line("id"), number, fields.whole("under"), odds, fields.truth("show"))


def _odds(fields: Fields, report: Report) -> Iterator[tuple[int, int]]:
    for key, value in fields.items("odds"):
        number = parse_number(key.text)
        if number is None or not isinstance(value, ScalarNode):
            report.error("bad-odds", key.span, "odds are numbers", "`odds: {3: 60, 4: 30}`: value, chance in 100.")
        else:
            yield number, _chance(value, report)


def _chance(node: ScalarNode, report: Report) -> int:
    chance = parse_number(node.text)
    if chance is None or not 0 <= chance <= 100:
        report.error("bad-odds", node.span, f"`{node.text}` is no chance in 100", "A whole number from 0 to 100.")
        return 0
    return chance
