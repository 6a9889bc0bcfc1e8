"""Where indexes are: in the user's own folder for what can be made again, never beside a story, which may come from a stranger.

An index is only read when it is a regular file of this user that nobody else can write: so whoever could plant one could as well
change the program. It is written under another name and renamed, so that two processes at once, or one that is killed, leave
either the old one or the new one. That none can be written is no mistake.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_INDEXES = 16
MOST_BYTES = 128 * 1024 * 1024
SUFFIX, CORPUS_SUFFIX = ".index", ".witnesses"
_DAY, _HOUR = 86_400, 3_600
_COMMON_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _COMMON_FLAGS
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _COMMON_FLAGS


def find_index_folder(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The folder of the indexes, by the system's custom; empty when the user has no home. It need not exist yet."""
    cache, home = environ.get("XDG_CACHE_HOME", ""), environ.get("HOME") or environ.get("USERPROFILE", "")
    if cache.startswith("/"):
        return f"{cache}/hyosan"
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return f"{local}\\hyosan\\cache" if local else ""
    if not home.startswith("/"):
        return ""
    return f"{home}/Library/Caches/hyosan" if platform == "darwin" else f"{home}/.cache/hyosan"


def path_of(folder: str, story: str, suffix: str = SUFFIX) -> str:
    """The index of the story in a folder, by its real path. (Two with the same name take turns: each says whose it is.)"""
    name = story.encode("utf-8", "surrogateescape")
    return f"{folder}{os.sep}{crc32(name):08x}{crc32(name[::-1]):08x}{suffix}"


def opened(path: str) -> int | None:
    """The file, open for reading; None when there is none, or when it is not only ours to write."""
    try:
        handle = os.open(path, _READ)
    except OSError:
        return None
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or not _is_ours(found):
        os.close(handle)
        return None
    if found.st_mtime < time.time() - _DAY:
        _used(path)
    return handle


def _is_ours(found: os.stat_result) -> bool:
    if not hasattr(os, "geteuid"):
        return True  # Windows keeps a user's folder for the user
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _used(path: str) -> None:
    """The index counts as new: those that nobody uses go first."""
    try:
        os.utime(path)
    except OSError:
        pass


def written(path: str, data: bytes) -> bool:
    """Puts an index in its place; whether that could be done. The oldest ones make room."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        handle = os.open(temporary, _WRITE, 0o600)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        _remove(temporary)
        return False
    _prune(os.path.dirname(path))
    return True


def _prune(folder: str) -> None:
    """Takes the indexes away that were not used for longest, beyond `MOST_INDEXES` and `MOST_BYTES`, and what a crash left."""
    try:
        with os.scandir(folder) as entries:
            files = [(entry.stat(follow_symlinks=False), entry.path) for entry in entries]
    except OSError:
        return
    total, now = 0, time.time()
    indexes = sorted(
        ((found.st_mtime, found.st_size, path) for found, path in files if path.endswith((SUFFIX, CORPUS_SUFFIX))), reverse=True
    )
    for number, (_, size, path) in enumerate(indexes):
        total += size
        if number >= MOST_INDEXES or total > MOST_BYTES:
            _remove(path)
    for found, path in files:
        if path.endswith(".tmp") and found.st_mtime < now - _HOUR:
            _remove(path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass
