"""What plain text shows first, kept in the index: a run that begins at the beginning shows the same page to everybody.

It is noted by the plain front end itself when the index is made (`noting.py`), before anything is wrapped or changed for a
screen. So a start needs neither engine nor story to show it: that is 2.5 of 3.7 times what Python itself takes to start
(`python -m tests.benchmarks --only scene`, and by instructions, `valgrind --tool=cachegrind`).
"""

from __future__ import annotations

from game.indexing.container import SEPARATOR
from game.terminal.paper import Paper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PART = "first_page"
"""The name of the part of the index."""
PARAGRAPH, LINE, BLANK = "paragraph", "line", "blank"
_FIELDS = 5


class FirstPage:
    """Rows of five texts: what it is, its words, what hangs before its further rows; and for an option the line that the record
    of what was read has of it when it was taken before, with the words that are shown then.
    """

    def __init__(self, record: str, unless: str, rows: Sequence[Sequence[str]]) -> None:
        self.record = record
        """The name of that record in the folder of saves."""
        self.unless = unless
        """Where a name in that folder begins so, a run may begin otherwise. Empty where all begin alike."""
        self._rows = rows

    def written(self) -> str:
        """The page as the part of an index."""
        return SEPARATOR.join((self.record, self.unless, *(field for row in self._rows for field in row)))

    def put_on(self, paper: Paper, read_before: bytes) -> None:
        """Shows it to a player whose record is `read_before`; empty when there is none, or when nothing is to be marked."""
        lines = frozenset(read_before.split(b"\n"))
        for what, words, hang, record, marked in self._rows:
            if what == PARAGRAPH:
                paper.paragraph(words, hang)
            elif what == LINE:
                paper.line(marked if record and record.encode() in lines else words, hang)
            else:
                paper.blank()


def first_page_in(part: str) -> FirstPage | None:
    """The page that `written` wrote; None for anything else."""
    names, fields = part.split(SEPARATOR)[:2], part.split(SEPARATOR)[2:]
    rows = [fields[at : at + _FIELDS] for at in range(0, len(fields), _FIELDS)]
    is_whole = bool(rows) and len(rows[-1]) == _FIELDS and all(row[0] in (PARAGRAPH, LINE, BLANK) for row in rows)
    return FirstPage(names[0], names[1], rows) if is_whole else None


class Notes(Paper):
    """A page that keeps what is put on it, before it is wrapped. `is_complete` says whether all of it could be noted."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.is_complete = True

    def paragraph(self, text: str, hang: str = "") -> None:
        self._note(PARAGRAPH, text, hang)

    def line(self, text: str, hang: str = "") -> None:
        self._note(LINE, text, hang)

    def blank(self) -> None:
        self._note(BLANK)

    def as_it_is(self, lines: Iterable[str]) -> None:  # noqa: ARG002 - as a paper takes them
        self.is_complete = False

    def by_sentence(self, text: str, wait: Callable[[float], None]) -> None:  # noqa: ARG002 - as a paper takes them
        self.is_complete = False

    def ring(self) -> None:
        self.is_complete = False

    def _note(self, *row: str) -> None:
        self.rows.append([*row, *[""] * (_FIELDS - len(row))])
        self.is_complete = self.is_complete and not any(SEPARATOR in field for field in row)
