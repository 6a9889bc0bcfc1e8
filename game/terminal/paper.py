"""What the plain game writes on: a stream that text is only ever appended to, whatever it can show and however wide it is."""

from __future__ import annotations

import os

from game.terminal.decide import is_terminal
from game.terminal.door import safe
from game.terminal.layout import wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TextIO

MOST_COLUMNS, USUAL_COLUMNS, FEWEST_COLUMNS = 88, 80, 20
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "--", "…": "...", "·": "-"})


class Paper:
    """Appends text, wrapped to the terminal. The only place of the plain game that writes."""

    def __init__(self, stream: TextIO, environ: Mapping[str, str]) -> None:
        self._stream = stream
        self._environ = environ
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    def paragraph(self, text: str, hang: str = "") -> None:
        """A paragraph and the blank line after it."""
        self.line(text, hang)
        self._put("\n")

    def by_sentence(self, text: str, wait: Callable[[float], None]) -> None:
        """The same, sentence by sentence; after each of them `wait` is called with the seconds that it is left to be read."""
        from game.terminal.pace import ends_of_sentences, seconds_for  # few ask for it

        rows = "\n".join(row.rstrip() for row in wrapped(safe(text), self._columns()))
        before = 0
        for end in ends_of_sentences(rows):
            self._put(rows[before:end])
            self.flush()
            wait(seconds_for(end - before))
            before = end
        self._put("\n\n")

    def line(self, text: str, hang: str = "") -> None:
        """One item of a list: no blank line follows."""
        for row in wrapped(safe(text), self._columns(), "", hang):
            self._put(row.rstrip() + "\n")

    def as_it_is(self, lines: Iterable[str]) -> None:
        """Lines that must not be wrapped: in them, what stands under what matters."""
        for line in lines:
            self._put(safe(line) + "\n")

    def blank(self) -> None:
        self._put("\n")

    def prompt(self) -> None:
        self._put("> ")

    def ring(self) -> None:
        """The terminal's bell; a file or a pipe has none."""
        if is_terminal(self._stream):
            self._put("\a")

    def flush(self) -> None:
        self._stream.flush()

    def _put(self, text: str) -> None:
        try:
            self._stream.write(text)
        except UnicodeEncodeError:
            plainer = text.translate(_TYPOGRAPHY)
            self._stream.write(plainer.encode(self._encoding, "replace").decode(self._encoding))

    def _columns(self) -> int:
        asked = self._environ.get("COLUMNS", "")
        if asked.isdecimal() and len(asked) < 6:
            columns = int(asked)
        elif is_terminal(self._stream):
            columns = os.get_terminal_size(self._stream.fileno()).columns
        else:
            columns = USUAL_COLUMNS
        return max(FEWEST_COLUMNS, min(columns or USUAL_COLUMNS, MOST_COLUMNS))
