"""Errors of the disk in words: what a player can do something about has a name, everything else the system's own."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from game.errors import SaveFullError

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = {
    "ENOSPC": "the disk is full",
    "EDQUOT": "your share of the disk is used up",
    "EROFS": "the disk is read-only",
    "EACCES": "you have no right to write there",
    "EPERM": "you have no right to write there",
    "EFBIG": "the file would be too large",
    "EMFILE": "too many files are open",
    "ENFILE": "too many files are open",
    "EIO": "the disk reports an error",
    "ENOENT": "the folder is not there",
    "ENOTDIR": "there is a file where the folder should be",
    "ENAMETOOLONG": "the name of the folder is too long",
    "ELOOP": "it is no file of its own, but a link, a folder or a pipe",
    "ENODEV": "the disk is gone",
    "ENXIO": "the disk is gone",
    "ESTALE": "the network disk is gone",
    "ETIMEDOUT": "the network disk does not answer",
}
_BY_NUMBER = {getattr(errno, name): words for name, words in _WORDS.items() if hasattr(errno, name)}


def cause(error: OSError) -> str:
    """Why it failed, as the end of a sentence."""
    known = _BY_NUMBER.get(error.errno or 0)
    return known or f"the system says: {error.strerror or error}"


def not_written(folder: Path, error: OSError) -> SaveFullError:
    """What is raised when `folder` cannot be written to."""
    return SaveFullError(f"Nothing can be saved in {folder}: {cause(error)}.")
