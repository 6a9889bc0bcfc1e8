"""The index of a folder, when it is of the files that stand there now. It decodes nothing, and so needs nothing of the story."""

from __future__ import annotations

import os

from game.indexing.container import Container, DamagedIndexError
from game.indexing.folder import opened, path_of
from game.indexing.stamps import stamp_of, stamp_of_program


def current_index(folder: str, indexes: str) -> Container | None:
    """The index of the story in `folder`, by the stamps of its files and of this program; `indexes` is where indexes are kept."""
    real = os.path.realpath(folder)
    found = container_at(path_of(indexes, real)) if indexes else None
    if found is None or (found.head.program, found.head.folder) != (stamp_of_program(), real):
        return None
    stamp = stamp_now(real)
    return found if stamp and found.head.stamp == stamp else None


def stamp_now(folder: str) -> str:
    """The stamps of the files, or nothing when they cannot be asked."""
    try:
        return stamp_of(folder) if os.path.isfile(os.path.join(folder, "story.yaml")) else ""
    except OSError:
        return ""


def container_at(path: str) -> Container | None:
    """The index in this file, of whatever it is; None when it cannot be read or believed."""
    handle = opened(path)
    try:
        return Container(handle) if handle is not None else None
    except (DamagedIndexError, OSError):
        return None
