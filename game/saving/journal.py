"""A save file that grows: a turn is one append and one sync, whether it is the tenth or the ten-thousandth.

An append writes, and leaves the waiting for the disk to another thread: what a kill must not take is there when it returns, what
a power cut must not take is before the next one. So a key costs half of a bare append with its sync, and not 1.1 (the median;
`python -m tests.saving.cost`, on a busy machine), and no more than one append is ever on its way.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Sequence
from pathlib import Path

from game.saving.files import Files, write_all
from game.saving.framing import Chain


class SharedError(OSError):
    """Somebody else has written to the same file: its lock file was taken away, or the disk cannot lock."""


class Journal:
    """An open file whose end is `chain`. After an error it is closed and stays closed: a sync that failed is never tried again
    on the same file, because the system may have forgotten by then what it could not write."""

    def __init__(self, files: Files, path: Path, chain: Chain, size: int) -> None:
        self.path = path
        self.size = size
        self._files = files
        self._chain = chain
        self._handle: int | None = files.open_to_append(path)
        self._synced: Callable[[], None] | None = None

    @property
    def lines(self) -> int:
        return self._chain.number + 1

    def append(self, payloads: Sequence[str]) -> None:
        """Adds lines, when those of the append before are on the disk; these are when `settle` returns. Raises `OSError`;
        `FileNotFoundError` when the file is no longer where it was, and what is written to it is for nobody; `SharedError`, with
        nothing written, when it is longer or shorter than we have made it. After any exception it is closed.
        """
        self.settle()
        if self._handle is None:
            raise ValueError("this journal is closed")
        try:
            if self._is_shared(self._handle):
                raise SharedError(errno.EBUSY, "somebody else has written to it", str(self.path))
            data = self._chain.frames(payloads)
            write_all(self._files, self._handle, data)
            if not self._files.is_at(self._handle, self.path):
                raise FileNotFoundError(errno.ENOENT, "the file is no longer there", str(self.path))
            self._synced = self._files.begin_to_sync(self._handle)
        except BaseException:
            self.close()
            raise
        self.size += len(data)

    def _is_shared(self, handle: int) -> bool:
        return self._files.size_of(handle) != self.size

    def settle(self) -> None:
        """Returns when everything that was appended is on the disk. Raises `OSError`, and is closed then."""
        if self._synced is None:
            return
        try:
            self._synced()
        except BaseException:
            self.close()
            raise
        self._synced = None

    def close(self) -> None:
        """Lets the file go, when nobody is writing any more; whether that went well is for `settle` to tell."""
        if self._synced is not None:
            with contextlib.suppress(OSError):
                self._synced()
            self._synced = None
        if self._handle is not None:
            with contextlib.suppress(OSError):
                self._files.close(self._handle)
            self._handle = None
