"""Locks between windows. The system lets a lock go when its process dies, however it dies, so none is ever left behind.

Where a disk cannot lock at all (some network disks), playing goes on without: the second window then is not noticed.
"""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

from game.errors import SaveLockedError

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock

_CANNOT_LOCK = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP}


class Lock:
    """A lock that is held until `release`, which may be called twice. `held` is None where the disk cannot lock."""

    def __init__(self, held: BaseFileLock | None) -> None:
        self._held = held

    def release(self) -> None:
        if self._held is not None:
            with contextlib.suppress(OSError):
                self._held.release()
            self._held = None


def acquire(path: Path, wait: float) -> Lock:
    """Locks the file at `path`, making it; tries for `wait` seconds. Raises `SaveLockedError`, or `OSError` from the disk."""
    from filelock import FileLock, Timeout

    if path.is_symlink():  # older versions of filelock would follow it, and empty what it leads to
        raise OSError(errno.ELOOP, "a lock is no link", str(path))
    held = FileLock(str(path), thread_local=False)
    try:
        held.acquire(timeout=wait, poll_interval=0.02)
    except Timeout:
        raise SaveLockedError(
            "This play is open already, perhaps in another window. Close it there, or play a copy of it here."
        ) from None
    except NotImplementedError:
        return Lock(None)
    except OSError as error:
        if error.errno in _CANNOT_LOCK:
            return Lock(None)
        raise
    return Lock(held)
