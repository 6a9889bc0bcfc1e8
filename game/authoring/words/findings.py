"""What is measured and what was found: a measure with its ranges and verdict, and the places that make it what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from game.diagnostics import Span

Verdict = Literal["aim", "pass", "fail", "none"]
Style = Literal["number", "share", "ratio", "rate", "count"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The values that will do: from `low` to `high`, both included; None is no bound."""

    low: float | None = None
    high: float | None = None

    def hold(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Measure:
    """A craft measure: its stable `id`, what it is called, what will do and what to aim at.

    style   number  as it is            share   a part of one, shown in percent
            ratio   with two decimals   rate    a thousand words, with one decimal
            count   how many
    """

    id: str
    name: str
    style: Style
    passes: Limits | None = None
    aim: Limits | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure and its value; None where nothing could be measured (no choice, no run that came that far)."""

    measure: Measure
    value: float | None
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """`aim` where that is reached, `none` where there is nothing to hold the value against."""
        measure, value = self.measure, self.value
        if value is None or measure.passes is None:
            return "none"
        if not measure.passes.hold(value):
            return "fail"
        return "aim" if measure.aim is not None and measure.aim.hold(value) else "pass"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that adds to a measure. `span` is where to look in the files; `stop` is the stable address of a stop in `scene`.

    What was met in a played run can be met again: the run of `seed`, after `turn` picks. `others` are further places of the same.
    """

    measure: str
    text: str
    span: Span | None = None
    scene: str = ""
    stop: str = ""
    seed: int | None = None
    turn: int | None = None
    others: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What one part of the measuring has to say: values by the ids of their measures, and findings, the worst first."""

    values: dict[str, float | None]
    findings: tuple[Finding, ...] = ()
