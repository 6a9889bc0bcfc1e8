"""Bugs that are planted to see whether the harnesses find them: the ways in which saves are usually lost."""

from __future__ import annotations

from pathlib import Path

from game.saving.files import Files, write_all
from game.saving.whole_file import write_whole


def in_place(files: Files, path: Path, data: bytes, keep_as: Path | None = None) -> str:
    """The old content is thrown away before the new one is safe."""
    files.remove(path)
    handle = files.create(path)
    write_all(files, handle, data)
    files.sync(handle)
    files.close(handle)
    files.sync_folder(path.parent)
    return ""


def unlink_then_rename(files: Files, path: Path, data: bytes, keep_as: Path | None = None) -> str:
    """For a moment the name leads to nothing."""
    files.remove(path)
    files.sync_folder(path.parent)
    return write_whole(files, path, data, keep_as)
