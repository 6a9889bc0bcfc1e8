"""Every operation on files that saves are made of, in one class: a test puts another in its place, and breaks each of them.

All of them raise `OSError`. Saves are for nobody else (mode 600), links are never followed, and only regular files are read.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from typing import TYPE_CHECKING

from game.saving import lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_COMMON = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)
_CANNOT_SYNC_FOLDERS = {errno.EINVAL, errno.EOPNOTSUPP}
_PAUSES = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32)


class Files:
    """The files of this machine."""

    def names(self, folder: Path) -> list[str]:
        """The names in a folder; none when there is no such folder."""
        try:
            return os.listdir(folder)  # noqa: PTH208 - names are wanted, not paths
        except FileNotFoundError:
            return []

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)

    def size(self, path: Path) -> int:
        """The size of a regular file."""
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.ELOOP, "not a regular file", str(path))
        return found.st_size

    def read(self, path: Path, at: int, most: int) -> bytes:
        """At most `most` bytes from offset `at`."""
        handle = os.open(path, os.O_RDONLY | _COMMON | _NO_WAITING)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(errno.ELOOP, "not a regular file", str(path))
            os.lseek(handle, at, os.SEEK_SET)
            return _read_all(handle, most)
        finally:
            os.close(handle)

    def create(self, path: Path) -> int:
        """A handle to write a new file with; there must be none of that name."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _COMMON, 0o600)

    def open_to_append(self, path: Path) -> int:
        """A handle that writes at the end of a file."""
        return os.open(path, os.O_WRONLY | os.O_APPEND | _COMMON | _NO_WAITING)

    def is_at(self, handle: int, path: Path) -> bool:
        """Whether the file of the handle still has that name: a folder may be taken away, or a file put in its place."""
        try:
            return os.path.samestat(os.fstat(handle), path.lstat())
        except FileNotFoundError:
            return False

    def size_of(self, handle: int) -> int:
        """How long the file of a handle is by now."""
        return os.fstat(handle).st_size

    def write(self, handle: int, data: bytes) -> int:
        """Writes some of the data, at least one byte; how many is returned."""
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Returns when all of the file is on the disk itself."""
        if sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        else:
            os.fsync(handle)

    def sync_data(self, handle: int) -> None:
        """Returns when what was written, and the size that is needed to read it, is on the disk itself."""
        if sys.platform == "linux":
            os.fdatasync(handle)
        else:
            self.sync(handle)

    def begin_to_sync(self, handle: int) -> Callable[[], None]:
        """Begins `sync_data` in another thread. What is returned waits for it, as often as it is called, and raises what it
        raised. The handle must stay open until then."""
        from game.saving import waiting

        return waiting.begin(lambda: self.sync_data(handle))

    def close(self, handle: int) -> None:
        os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Gives `source` the name of `target`, in one step."""
        for pause in _PAUSES if sys.platform == "win32" else ():
            if _replaced(source, target):
                return
            time.sleep(pause)
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """A second name for the same file."""
        target.hardlink_to(source)

    def remove(self, path: Path) -> None:
        """Takes a name away; it is no error when there is none."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Returns when the names in the folder are on the disk itself, as far as the system can do that (Windows cannot)."""
        if sys.platform == "win32":
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _CANNOT_SYNC_FOLDERS:
                raise
        finally:
            os.close(handle)

    def lock(self, path: Path, wait: float = 0.0) -> lock.Lock:
        """The lock of that name. Raises `SaveLockedError` when another window has it."""
        return lock.acquire(path, wait)


def _replaced(source: Path, target: Path) -> bool:
    """Whether it went well. On Windows it does not while somebody (a virus scanner, say) has the target open."""
    try:
        source.replace(target)
    except PermissionError:
        return False
    return True


def _read_all(handle: int, most: int) -> bytes:
    parts = []
    while most > 0 and (part := os.read(handle, min(most, 1 << 20))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def write_all(files: Files, handle: int, data: bytes) -> None:
    """Writes all of the data; a disk that takes none of it is an error."""
    written = files.write(handle, data)
    while written < len(data):
        count = files.write(handle, data[written:])
        if count <= 0:
            raise OSError(errno.EIO, "the disk takes no more")
        written += count
