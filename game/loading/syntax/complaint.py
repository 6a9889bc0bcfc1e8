"""What a YAML parser complains of, as it is handed to those who explain it to a writer."""

from __future__ import annotations

from game.diagnostics import Diagnostic
from game.loading.reading.nodes import Node
from game.loading.reading.places import SourceText
from game.records import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    """`problem` at the offset `at`, found while what began at `opened` was read (`context` names it).

    `last` is what was read before, `bracket` the offset of the innermost `[` or `{` that is open.
    """

    problem: str
    at: int
    context: str = ""
    opened: int | None = None
    last: Node | None = None
    bracket: int | None = None

    @property
    def beginning(self) -> int:
        """Where it began that could not be read."""
        return self.at if self.opened is None else self.opened


def unknown(source: SourceText, complaint: Complaint) -> Diagnostic:
    """What is said when nothing better is known."""
    advice = "If it is text, put the text into quotes, or under `- |`."
    return Diagnostic("syntax", source.span(complaint.at), "nothing can be read from here on", advice)
