"""An author's mistake on its way out of the reading of one expression or text.

Inside this room a mistake is raised, because a reading that recurses has nothing else to do with it; `attempt` is the one
door, and behind it a mistake is a diagnostic with a place. No `Mistake` ever leaves the room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from game.diagnostics import MAX_DIAGNOSTICS, Report, Span
from game.language.scope import Scope, Source
from game.records import dataclass

T = TypeVar("T")
_PERHAPS_PROSE = frozenset(
    {"bad-character", "bad-number", "bad-time", "expression-too-long", "missing", "unclosed", "unexpected", "unknown-name"}
)
Advice = str | Callable[[], str]


class Mistake(Exception):  # noqa: N818  it is no error of the program, and never leaves this room
    """Something wrong between two offsets of the source. Advice that is dear to find may be a function."""

    def __init__(self, code: str, start: int, end: int, message: str, advice: Advice = "") -> None:
        super().__init__(message)
        self.code = code
        self.start = start
        self.end = end
        self.message = message
        self.advice = advice


class AlreadyToldError(Exception):
    """What was being read has mistakes, and all of them are in the report."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One source being read: its names, and where its mistakes go.

    `over_students` inside `count(student where …)`. The `hint` stands below the advice where it may be that the source was
    never meant to be read like this.
    """

    source: Source
    scope: Scope
    report: Report
    over_students: bool = False
    hint: str = ""

    def tell(self, mistake: Mistake) -> None:
        """Puts the mistake into the report."""
        if len(self.report) >= MAX_DIAGNOSTICS:
            return  # looking for the nearest name is dear, and nobody would see it
        advice = mistake.advice if isinstance(mistake.advice, str) else mistake.advice()
        hint = self.hint if mistake.code in _PERHAPS_PROSE else ""
        advice = "\n".join(line for line in (advice, hint) if line)
        self.report.error(mistake.code, self._span(mistake.start, mistake.end), mistake.message, advice)

    def warn(self, code: str, start: int, end: int, message: str, advice: str = "") -> None:
        self.report.warning(code, self._span(start, end), message, advice)

    def _span(self, start: int, end: int) -> Span:
        return self.source.locate(start, max(1, end - start))


def attempt(reading: Reading, read: Callable[[Reading], T]) -> T | None:
    """What `read` gives, or None when it found mistakes; then they are in the report."""
    try:
        return read(reading)
    except AlreadyToldError:
        return None
    except Mistake as mistake:
        reading.tell(mistake)
        return None


def once(read: Callable[[Reading], T], reading: Reading) -> T:
    """What `read` gives; the same text in the same scope is read only once. Stories say the same things again and again.

    What has a mistake or a warning is not kept: it is told at each of its places. (`known` is there for one story; reading the
    effects and conditions of 1,000 scenes takes half of the time: `python -m tests.benchmarks --only load`.)
    """
    scope, text = reading.scope, reading.source.text
    if scope.them is not None:
        return read(reading)
    key = (read, text, scope.it, scope.in_where, reading.over_students, scope.scene if "." in text else "")
    if key in scope.known:
        return scope.known[key]  # type: ignore[return-value]  # only `read` has put it there
    told = len(reading.report)
    found = read(reading)
    if len(reading.report) == told:
        scope.known[key] = found
    return found


def within(source: Source, start: int, end: int) -> Source:
    """The part of a source between two offsets, as a source of its own."""
    return Source(source.text[start:end], lambda offset, length: source.locate(start + offset, length))
