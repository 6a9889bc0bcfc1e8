"""A bar on a terminal while the prover works; nothing where nobody watches."""

from __future__ import annotations

from typing import TextIO

_WIDTH = 24


class Progress:
    """Draws what is being done, and how much of it, on one line of `stream`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = ""
        self._watched = stream.isatty()

    def tell(self, what: str, share: float) -> None:
        full = round(share * _WIDTH)
        line = f"[{'#' * full}{'.' * (_WIDTH - full)}] {what}"
        if self._watched and line != self._shown:
            self._write(line)

    def done(self) -> None:
        if self._shown:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, line: str) -> None:
        self._stream.write("\r" + line.ljust(len(self._shown)))
        self._stream.flush()
        self._shown = line
