"""The tests and transcripts of a story folder: files that end in `.test` or `.transcript`, at any depth."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from game.diagnostics import Report, Span

MAX_BYTES = 4 * 1024 * 1024
MAX_FILES = 4_000


def texts_below(folder: Path, suffix: str, report: Report) -> dict[str, str]:
    """The text of each such file by its path in the folder (with `/`), sorted. What cannot be read is reported.

    Links are not followed, and names that begin with `_` or `.` are left alone, as they are in a story.
    """
    found: dict[str, str] = {}
    for path in list(_paths(folder, suffix))[:MAX_FILES]:
        file = path.relative_to(folder).as_posix()
        try:
            text = _read(path)
        except (OSError, UnicodeDecodeError) as error:
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or "unknown reason").lower()
            report.error("unreadable-file", Span(file, 1, 1), f"this file cannot be read: {reason}", "Save it as UTF-8 text.")
            continue
        found[file] = text
    return found


def _paths(folder: Path, suffix: str) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(("_", ".")))
        yield from (Path(root, name) for name in sorted(names) if name.endswith(suffix) and not name.startswith(("_", ".")))


def _read(path: Path) -> str:
    state = path.lstat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(0, "it is no plain file")
    if state.st_size > MAX_BYTES:
        raise OSError(0, f"it has more than {MAX_BYTES // 1024 // 1024} MiB")
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def write_text(path: Path, text: str) -> None:
    """Puts `text` at `path`, all of it or nothing: it is written beside it and then takes its name. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_bytes(text.encode())
    beside.replace(path)
