"""A disk in memory that can tell every state in which a power cut may leave it.

What a disk promises is little, and this model promises no more (Pillai et al., "All File Systems Are Not Created Equal", OSDI
2014):

- what was written to a file is there after its sync; before, there is nothing of it, some of it, zeros in its place, or all of it
- what was done to the names of a folder is there after the folder's sync; before, any of these operations may be missing
- a rename is one step: the name leads to the old file or to the new one, never to none
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from pathlib import Path

from game.saving.files import Files
from game.saving.lock import Lock

Image = dict[str, bytes]
"""The files of a disk after a power cut, by their paths."""


@dataclass
class Content:
    """A file without a name: what is on the disk for certain, and what was written since its last sync."""

    durable: bytes = b""
    pending: bytes = b""

    @property
    def now(self) -> bytes:
        return self.durable + self.pending

    def possible(self) -> list[bytes]:
        if not self.pending:
            return [self.durable]
        half = self.pending[: len(self.pending) // 2]
        zeros = bytes(len(self.pending))
        return [self.durable, self.durable + half, self.durable + zeros, self.now]


@dataclass(frozen=True)
class NameChange:
    """An operation on names: each name leads to a content, or to nothing any more."""

    names: tuple[tuple[str, Content | None], ...]


@dataclass
class MemoryDisk(Files):
    """The operations of `Files` on a disk in memory. `steps` counts those that change something."""

    names_now: dict[str, Content] = field(default_factory=dict)
    names_durable: dict[str, Content] = field(default_factory=dict)
    pending: list[NameChange] = field(default_factory=list)
    handles: dict[int, Content] = field(default_factory=dict)
    steps: int = 0

    @classmethod
    def holding(cls, image: Image) -> MemoryDisk:
        """The disk as it is found after a power cut."""
        contents = {path: Content(data) for path, data in image.items()}
        return cls(dict(contents), dict(contents))

    def crash_states(self) -> Iterator[Image]:
        """Every state in which a power cut at this moment may leave the disk."""
        for kept in chain.from_iterable(combinations(self.pending, count) for count in range(len(self.pending) + 1)):
            found = dict(self.names_durable)
            for change in kept:
                for path, content in change.names:
                    found.pop(path, None)
                    if content is not None:
                        found[path] = content
            for contents in product(*(content.possible() for content in found.values())):
                yield dict(zip(found, contents, strict=True))

    def stepped(self) -> None:
        """Called before each operation that changes something: a harness cuts the power here."""
        self.steps += 1

    def _rename(self, *names: tuple[str, Content | None]) -> None:
        for path, content in names:
            self.names_now.pop(path, None)
            if content is not None:
                self.names_now[path] = content
        self.pending.append(NameChange(names))

    def _content(self, path: Path) -> Content:
        try:
            return self.names_now[str(path)]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path)) from None

    def names(self, folder: Path) -> list[str]:
        around = f"{folder}{os.sep}"
        return [name for path in self.names_now if path.startswith(around) and os.sep not in (name := path[len(around) :])]

    def make_folder(self, folder: Path) -> None:
        pass

    def size(self, path: Path) -> int:
        return len(self._content(path).now)

    def read(self, path: Path, at: int, most: int) -> bytes:
        return self._content(path).now[at : at + most]

    def create(self, path: Path) -> int:
        self.stepped()
        if str(path) in self.names_now:
            raise FileExistsError(errno.EEXIST, "it is there already", str(path))
        self._rename((str(path), Content()))
        return self._handle(path)

    def open_to_append(self, path: Path) -> int:
        return self._handle(path)

    def _handle(self, path: Path) -> int:
        handle = max(self.handles, default=0) + 1
        self.handles[handle] = self._content(path)
        return handle

    def is_at(self, handle: int, path: Path) -> bool:
        return self.names_now.get(str(path)) is self.handles[handle]

    def size_of(self, handle: int) -> int:
        return len(self.handles[handle].now)

    def write(self, handle: int, data: bytes) -> int:
        self.stepped()
        self.handles[handle].pending += data
        return len(data)

    def sync(self, handle: int) -> None:
        self.stepped()
        content = self.handles[handle]
        content.durable, content.pending = content.now, b""

    def sync_data(self, handle: int) -> None:
        self.sync(handle)

    def begin_to_sync(self, handle: int) -> Callable[[], None]:
        """The other thread comes as late as it may: when somebody waits for it."""
        outcome: list[OSError | None] = []

        def wait() -> None:
            if not outcome:
                try:
                    self.sync_data(handle)
                    outcome.append(None)
                except OSError as error:
                    outcome.append(error)
            if outcome[0] is not None:
                raise outcome[0]

        return wait

    def close(self, handle: int) -> None:
        del self.handles[handle]

    def replace(self, source: Path, target: Path) -> None:
        self.stepped()
        self._rename((str(target), self._content(source)), (str(source), None))

    def link(self, source: Path, target: Path) -> None:
        self.stepped()
        if str(target) in self.names_now:
            raise FileExistsError(errno.EEXIST, "it is there already", str(target))
        self._rename((str(target), self._content(source)))

    def remove(self, path: Path) -> None:
        if str(path) in self.names_now:
            self.stepped()
            self._rename((str(path), None))

    def sync_folder(self, folder: Path) -> None:
        self.stepped()
        self.names_durable = dict(self.names_now)
        self.pending.clear()

    def lock(self, path: Path, wait: float = 0.0) -> Lock:
        return Lock(None)
