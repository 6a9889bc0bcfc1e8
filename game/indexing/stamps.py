"""What the disk says of the files of a folder: equal texts, equal files. A look at 200 files costs about a millisecond."""

from __future__ import annotations

import os
import sys

from game import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 24
MAX_LINES = 10_000
_STEP_OF_CLOCKS = 2_000_000_000
"""The coarsest clock of a file system, in nanoseconds: FAT counts in twos of seconds."""
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MAKES_INDEXES = ("engine", "indexing", "language", "loading", "story", "telling", "terminal")
_MAKES_NONE = "full_screen"
"""A folder among them of which nothing comes into an index."""


def stamp_of(folder: str) -> str:
    """A line for each file and folder in and below `folder`: when it was written and changed otherwise, its size, which it is.

    A folder's own line changes with every name in it. Links are followed; names that begin with `_` or `.` are left alone, as
    when a story is read. Raises `OSError` when something cannot be asked.
    """
    lines: list[str] = []
    for line in _lines(folder, "", 0):
        lines.append(line)
        if len(lines) > MAX_LINES:
            raise OSError("there are too many files for a story")
    return "\n".join(sorted(lines))


def is_recent(stamp: str, now: int) -> bool:
    """Whether a file was written so shortly before `now` (nanoseconds) that it could be written again with the same stamp."""
    times = (int(time) for line in stamp.split("\n") for time in line.split("\t")[1:3])
    return any(time > now - _STEP_OF_CLOCKS for time in times)


def _lines(folder: str, prefix: str, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise OSError("the folders are too deep, or go in circles")
    yield _line(prefix or "/", os.stat(folder))
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(("_", ".")):
                continue
            if entry.is_dir():
                yield from _lines(entry.path, f"{prefix}{name}/", depth + 1)
            elif name.lower().endswith((".yaml", ".yml", ".txt")):
                yield _line(prefix + name, entry.stat())


def _line(name: str, found: os.stat_result) -> str:
    return f"{name!a}\t{found.st_mtime_ns}\t{found.st_ctime_ns}\t{found.st_size}\t{found.st_ino}\t{found.st_dev}"


def stamp_of_program() -> str:
    """This program and this Python. In a checkout, where it may change without its version, all files that make indexes."""
    version = f"{__version__} {sys.implementation.name} {sys.hexversion:x}"
    own = os.stat(os.path.join(_PACKAGE, "__init__.py"))
    lines = [version, _line("game", own)]
    if os.path.isfile(os.path.join(_PACKAGE, os.pardir, "pyproject.toml")):
        for room in _MAKES_INDEXES:
            lines += _sources(os.path.join(_PACKAGE, room))
    return "\n".join(lines)


def _sources(folder: str) -> list[str]:
    lines: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                lines.append(_line(entry.name, entry.stat()))
            elif entry.name != _MAKES_NONE and not entry.name.startswith(("_", ".")) and entry.is_dir():
                lines += _sources(entry.path)
    return lines
