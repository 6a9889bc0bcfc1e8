"""What is said of a story to its author: a place, a code, a message, and what to do.

An author's mistake is a value with a place, never an exception. Everything that reads a story collects `Diagnostic`s
in a `Report`; whoever asked for the reading sorts them and shows them once.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from game.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MAX_SHOWN_LINE = 120
MAX_DIAGNOSTICS = 500
MANY_NAMES = 1000


class Severity(str, Enum):
    """How bad it is: an error keeps the story from being played, a warning does not, and a note only reminds."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file of the story. `line` and `column` count from 1, in characters; `length` is at least 1."""

    file: str
    line: int
    column: int
    length: int = 1

    def __lt__(self, other: Span) -> bool:
        return (self.file, self.line, self.column, self.length) < (other.file, other.line, other.column, other.length)

    def __le__(self, other: Span) -> bool:
        return not other < self

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: `code` is stable and has a page of its own, `advice` says what to do next."""

    code: str
    span: Span
    message: str
    advice: str = ""
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[Span, str, str]:
        return (self.span, self.code, self.message)


@dataclass(slots=True)
class Report:
    """Collects diagnostics (each of them once) and the text of the files that they point into."""

    sources: dict[str, str] = field(default_factory=dict)
    _found: dict[Diagnostic, None] = field(default_factory=dict)

    def add(self, diagnostic: Diagnostic) -> None:
        if len(self._found) < MAX_DIAGNOSTICS:
            self._found[diagnostic] = None

    def error(self, code: str, span: Span, message: str, advice: str = "") -> None:
        self.add(Diagnostic(code, span, message, advice))

    def warning(self, code: str, span: Span, message: str, advice: str = "") -> None:
        self.add(Diagnostic(code, span, message, advice, Severity.WARNING))

    def note(self, code: str, span: Span, message: str, advice: str = "") -> None:
        self.add(Diagnostic(code, span, message, advice, Severity.NOTE))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._found, key=lambda found: found.order))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> list[Diagnostic]:
        return [found for found in self if found.severity is Severity.ERROR]

    def draw(self) -> str:
        """The whole report as plain text, each diagnostic with its line and a caret."""
        lines = {file: text.split("\n") for file, text in self.sources.items()}
        return "\n\n".join(draw(found, lines) for found in self)


def cells(text: str) -> int:
    """How many terminal cells `text` takes; marks count none, East Asian wide characters two."""
    import unicodedata

    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    marks = sum(bool(unicodedata.combining(char)) for char in text)
    return len(text) + wide - marks


def printable(text: str) -> str:
    """`text` with everything that could drive a terminal shown as a visible sign of its own."""
    return "".join(char if char.isprintable() else " " if char == "\t" else "\N{REPLACEMENT CHARACTER}" for char in text)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A diagnostic as lines of plain text. `pointed` are the author's line and the caret under it, or nothing."""

    head: str
    pointed: tuple[str, ...]
    advice: tuple[str, ...]


def drawn(diagnostic: Diagnostic, sources: Mapping[str, Sequence[str]], width: int = MAX_SHOWN_LINE) -> Drawn:
    """`file:line:column: error[code]: message`, the line, a caret under the place, and the advice.

    `sources` are the lines of each file. Of a long line, `width` characters around the place are shown.
    """
    span = diagnostic.span
    head = f"{span}: {diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}"
    lines = sources.get(span.file, ())
    pointed: tuple[str, ...] = ()
    if 0 < span.line <= len(lines) and lines[span.line - 1].strip():
        pointed = _pointed(lines[span.line - 1].rstrip("\r"), span, str(span.line), width)
    advice = diagnostic.advice.split("\n") if diagnostic.advice else ()
    return Drawn(printable(head), pointed, tuple(map(printable, advice)))


def draw(diagnostic: Diagnostic, sources: Mapping[str, Sequence[str]]) -> str:
    """The same as one text."""
    found = drawn(diagnostic, sources)
    return "\n".join((found.head, *found.pointed, *(f"  {line}" for line in found.advice)))


def _pointed(line: str, span: Span, number: str, width: int) -> tuple[str, str]:
    start = span.column - 1
    cut = max(0, start - width // 2)
    shown = line[cut : cut + width]
    before = printable(shown[: start - cut])
    length = max(1, min(span.length, len(shown) - (start - cut)))
    carets = "^" * max(1, cells(printable(shown[start - cut : start - cut + length])))
    margin = " " * len(number)
    return f"  {number} | {printable(shown)}", f"  {margin} | {' ' * cells(before)}{carets}"


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that `name` was most likely meant to be, or the empty string."""
    import difflib  # with `heapq`, 10 ms that only a mistake costs

    names = list(known)
    if len(names) > MANY_NAMES:  # comparing costs microseconds a name: only those are compared that could come near
        names = [each for each in names if abs(len(each) - len(name)) <= 2 and {each[:1], each[-1:]} & {name[:1], name[-1:]}]
    found = difflib.get_close_matches(name.lower(), names[:MANY_NAMES], n=1, cutoff=0.6)
    return found[0] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Advice that names the nearest known name, or lists what there is when that is short."""
    names = sorted(set(known))
    close = nearest(name, names)
    if close:
        return f"Did you mean `{close}`?"
    if 0 < len(names) <= 12:
        return "There is: " + ", ".join(f"`{each}`" for each in names) + "."
    return ""
