"""A disk in memory that keeps a log of what was asked of it, and refuses what a test wants it to refuse."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from game.errors import SaveLockedError
from game.saving.lock import Lock
from tests.faults.crash_model import MemoryDisk

FOLDER = Path("/saves")
LOGGED = (
    "make_folder", "create", "open_to_append", "write", "sync", "sync_data", "close", "replace", "link", "remove", "sync_folder",
    "size_of", "is_at", "read", "size", "names",
)  # fmt: skip
QUIET = frozenset({"size_of", "is_at", "read", "size", "names"})


class HeldLock(Lock):
    """One window's hold on a name."""

    def __init__(self, disk: LoggedDisk, path: Path) -> None:
        super().__init__(None)
        self._disk, self._path = disk, path

    def release(self) -> None:
        if self._disk.locks.get(self._path) is self:
            del self._disk.locks[self._path]
            self._disk.log.append(f"unlock {self._path.name}")


@dataclass
class LoggedDisk(MemoryDisk):
    """`log` has what has changed something, with the name of the file, in order; `locks` are those that are held. An operation
    in `failing` fails with that error, as often as the number beside it says, after those that `skip` lets pass.
    """

    log: list[str] = field(default_factory=list)
    locks: dict[Path, HeldLock] = field(default_factory=dict)
    failing: dict[str, tuple[int, int]] = field(default_factory=dict)
    skip: dict[str, int] = field(default_factory=dict)
    opened: dict[int, str] = field(default_factory=dict)

    def asked(self, operation: str, about: Path | int) -> None:
        """Notes it, or fails."""
        name = about.name if isinstance(about, Path) else self.opened.get(about, "?")
        if operation not in QUIET:
            self.log.append(f"{operation} {name}")
        if operation not in self.failing:
            return
        if self.skip.get(operation, 0) > 0:
            self.skip[operation] -= 1
            return
        number, left = self.failing[operation]
        self.failing[operation] = (number, left - 1)
        if left > 0:
            if operation == "close" and isinstance(about, int):
                self.handles.pop(about)
            raise OSError(number, os.strerror(number))

    def done(self) -> list[str]:
        """The log until now, which begins anew."""
        found, self.log = self.log, []
        return found

    def begin_to_sync(self, handle: int) -> Callable[[], None]:
        self.log.append(f"begin_to_sync {self.opened.get(handle, '?')}")
        return super().begin_to_sync(handle)

    def sync_data(self, handle: int) -> None:
        self.asked("sync_data", handle)
        content = self.handles[handle]
        content.durable, content.pending = content.now, b""

    def _handle(self, path: Path) -> int:
        handle = super()._handle(path)
        self.opened[handle] = path.name
        return handle

    def lock(self, path: Path, wait: float = 0.0) -> Lock:
        self.log.append(f"lock {path.name}")
        if path in self.locks:
            raise SaveLockedError("somebody has it")
        self.locks[path] = HeldLock(self, path)
        return self.locks[path]


def _logged(operation: str) -> Callable[..., object]:
    right = getattr(MemoryDisk, operation)

    def ask(disk: LoggedDisk, about: Path | int, *rest: object) -> object:
        disk.asked(operation, about)
        return right(disk, about, *rest)

    return ask


for _name in LOGGED:
    if _name != "sync_data":
        setattr(LoggedDisk, _name, _logged(_name))
