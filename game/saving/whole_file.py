"""Writes a whole file so that, whatever happens, there is either all of the old one or all of the new one.

The order of the steps is the recipe; each closes a way in which a save that was reported could be lost:

1. a temporary name in the same folder, opened exclusively: nothing else is written into, a rename does not cross disks
2. write, and sync: the content is on the disk before any name leads to it
3. the file that stands there gets a second name, by a hard link (a copy where there are none), when it is to be kept
4. rename: one step, the name always leads to a whole file
5. sync the folder: only now does a power cut not bring the old name back

An error up to step 4 means that nothing has changed. An error in step 5 comes when the new file is in place already.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from game.saving.disk_errors import cause
from game.saving.files import Files, write_all


def write_whole(files: Files, path: Path, data: bytes, keep_as: Path | None = None) -> str:
    """Puts `data` at `path`; the file that was there is kept as `keep_as`. The caller holds a lock.

    Returns the empty string, or why the new file may not survive a power cut. Raises `OSError` when nothing was changed.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        files.remove(temporary)
        write_new(files, temporary, data)
        if keep_as is not None:
            _keep(files, path, keep_as)
        files.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            files.remove(temporary)
        raise
    try:
        files.sync_folder(path.parent)
    except OSError as error:
        return cause(error)
    return ""


def write_new(files: Files, path: Path, data: bytes) -> None:
    """Puts `data` on the disk at `path`, where nothing is yet. Raises `OSError`, and leaves nothing, when that fails."""
    handle = files.create(path)
    try:
        write_all(files, handle, data)
        files.sync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            files.close(handle)
        with contextlib.suppress(OSError):
            files.remove(path)
        raise
    files.close(handle)


def _keep(files: Files, path: Path, keep_as: Path) -> None:
    """Gives the file at `path`, if there is one, a second name."""
    files.remove(keep_as)
    try:
        files.link(path, keep_as)
    except OSError:
        try:
            old = files.read(path, 0, files.size(path))
        except FileNotFoundError:
            return
        write_new(files, keep_as, old)
