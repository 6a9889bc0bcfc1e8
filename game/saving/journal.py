"""A save file that grows: a turn is one append and one sync, whether it is the tenth or the ten-thousandth."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Sequence
from pathlib import Path

from game.saving.files import Files, write_all
from game.saving.framing import Chain


class Journal:
    """An open file whose end is `chain`. After an error it is closed and stays closed: a sync that failed is never tried again
    on the same file, because the system may have forgotten by then what it could not write."""

    def __init__(self, files: Files, path: Path, chain: Chain, size: int) -> None:
        self.path = path
        self.size = size
        self._files = files
        self._chain = chain
        self._handle: int | None = files.open_to_append(path)

    @property
    def lines(self) -> int:
        return self._chain.number + 1

    def append(self, payloads: Sequence[str]) -> None:
        """Adds lines; when it returns they are on the disk. Raises `OSError`; `FileNotFoundError` when the file is no longer
        where it was, and what is written to it is for nobody. After any exception it is closed.
        """
        if self._handle is None:
            raise ValueError("this journal is closed")
        try:
            data = self._chain.frames(payloads)
            write_all(self._files, self._handle, data)
            self._files.sync_data(self._handle)
            if not self._files.is_at(self._handle, self.path):
                raise FileNotFoundError(errno.ENOENT, "the file is no longer there", str(self.path))
        except BaseException:
            self.close()
            raise
        self.size += len(data)

    def close(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):
                self._files.close(self._handle)
            self._handle = None
