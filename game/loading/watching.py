"""Notices that the files of a story have changed, by asking the disk for their stamps now and then.

No library and no thread: a look at 700 files costs a few milliseconds. What an editor does while it saves (writing in pieces,
renaming, a backup beside the file) is over when two looks in a row find the same.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from game.loading.reading.folder import MAX_FILES, MAX_FOLDER_DEPTH, is_picture, is_yaml

Stamp = tuple[int, int, int, int]
"""When a file was written and renamed or changed otherwise (nanoseconds), its size, and which file it is."""


def stamps(folder: Path) -> Mapping[str, Stamp]:
    """The stamp of each file of a story, by its path in the folder. What cannot be asked has none."""
    found: dict[str, Stamp] = {}
    for file, stamp in _below(folder, "", 0):
        found[file] = stamp
        if len(found) > MAX_FILES:
            break
    return found


def _below(folder: Path | str, prefix: str, depth: int) -> Iterator[tuple[str, Stamp]]:
    for entry in _entries(folder):
        if _is_folder(entry):
            if depth < MAX_FOLDER_DEPTH:
                yield from _below(entry.path, f"{prefix}{entry.name}/", depth + 1)
        elif is_yaml(entry.name) or is_picture(prefix + entry.name):
            with contextlib.suppress(OSError):
                found = entry.stat()
                yield prefix + entry.name, (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return [entry for entry in found if not entry.name.startswith(("_", "."))]
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


class Watch:
    """A folder under watch. At first its files are known as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known = self._last = stamps(folder)

    def move_to(self, folder: Path) -> None:
        """Another folder is under watch from now on."""
        self.folder = folder
        self._known = self._last = stamps(folder)

    def has_changed(self) -> bool:
        """Whether the files are others than those that are known."""
        self._last = stamps(self.folder)
        return self._last != self._known

    def has_settled(self) -> bool:
        """The same, and the last look saw them so already: nobody is writing just now."""
        before = self._last
        return self.has_changed() and before == self._last

    def take(self) -> tuple[str, ...]:
        """From now on the files are known as they are; returns the names of those that have changed, sorted.

        To be called before they are read: what is written meanwhile is a change again.
        """
        before, self._known = self._known, stamps(self.folder)
        self._last = self._known
        return tuple(sorted(name for name in {*before, *self._known} if before.get(name) != self._known.get(name)))
