"""A folder of a story as the bytes of its files, read with suspicion: a story may come from a stranger.

Nothing outside the folder is read, whatever its links say; only regular files are opened, so that no pipe and no device can hold
the game up; and sizes are bounded before anything is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from game.diagnostics import Report, Span
from game.loading.reading.decoding import MAX_BYTES, too_large

MAX_FILES = 4_000
MAX_STORY_BYTES = 64 * 1024 * 1024
MAX_FOLDER_DEPTH = 16
STORY_FILE = "story.yaml"
PICTURES, PICTURE_SUFFIX = "art/", ".txt"

_ENDINGS = (".yaml", ".yml")
_HIDDEN_ENDINGS = (".yaml.txt", ".yml.txt")
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_folder(folder: Path, report: Report) -> dict[str, bytes]:
    """Every YAML file in and below `folder`, and the pictures in `art`, by their paths in the folder (with `/`), sorted.

    Names that begin with `_` or `.` are left alone. What cannot be read, or must not be, is reported; the rest is returned.
    """
    if not folder.is_dir():
        report.error("no-story", Span(STORY_FILE, 1, 1), *_no_folder(folder))
        return {}
    if not ((folder / STORY_FILE).exists() or (folder / STORY_FILE).is_symlink()):
        files = _Search(folder, Report()).files()  # what is wrong with the files of no story is of no interest
        report.error("no-story", Span(STORY_FILE, 1, 1), *_no_story_file(folder, list(files)))
        return {}
    return _contents(_Search(folder, report).files(), report)


def is_yaml(file: str) -> bool:
    """Whether a file of this name holds scenes, or is `story.yaml`."""
    return file.lower().endswith(_ENDINGS)


def is_picture(file: str) -> bool:
    """Whether a file of this name is a picture in text: `art/fence.txt`."""
    return file.startswith(PICTURES) and file.endswith(PICTURE_SUFFIX)


def _no_folder(folder: Path) -> tuple[str, str]:
    if folder.exists():
        return f"{folder} is a file, and a story is a folder", "Give the folder that the file is in."
    return f"there is no folder {folder}", "Look at how it is spelled, or begin a story there with `hyosan new`."


def _no_story_file(folder: Path, files: list[str]) -> tuple[str, str]:
    message = f"there is no {STORY_FILE} in {folder}, so no story either"
    below = next((file for file in files if file.endswith(f"/{STORY_FILE}")), "")
    if below:
        return message, f"There is one further down: did you mean {folder / Path(below).parent}?"
    if "story.yml" in files:
        return message, f"Rename story.yml to {STORY_FILE}."
    return message, "Look at how the folder is spelled, or begin a story there with `hyosan new`."


class _Search:
    """Finds the files of a story; each real file and folder is visited once, so that links cannot go in circles."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._root = Path(os.path.realpath(folder))
        self._report = report
        self._visited = {self._root}

    def files(self) -> dict[str, Path]:
        """The real path of each file by its path in the story, sorted; at most `MAX_FILES` of them."""
        found: dict[str, Path] = {}
        for file, path in self._below(self._root, "", 0):
            if len(found) == MAX_FILES:
                message = f"the story has more than {MAX_FILES:,} files"
                self._refuse("too-many-files", file, message, "Put more scenes into each file.")
                break
            found[file] = path
        return dict(sorted(found.items()))

    def _below(self, folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path]]:
        for name in self._names(folder, prefix):
            file = prefix + name
            path = self._inside(folder / name, file)
            if path is None or path in self._visited:
                continue
            if path.is_dir():
                self._visited.add(path)
                yield from self._folder(path, f"{file}/", depth + 1)
            elif (is_yaml(name) or is_picture(file)) and self._is_fit(file) and self._is_regular(path, file):
                self._visited.add(path)
                yield file, path
            elif name.lower().endswith(_HIDDEN_ENDINGS):
                message = "this file is left alone, because its name ends in .txt"
                advice = f"Rename it to {name[: -len('.txt')]}. Windows hides such endings: show them in the menu View."
                self._report.warning("misnamed-file", Span(file, 1, 1), message, advice)

    def _folder(self, folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path]]:
        if depth <= MAX_FOLDER_DEPTH:
            yield from self._below(folder, prefix, depth)
            return
        message = f"this folder is more than {MAX_FOLDER_DEPTH} folders down"
        self._refuse("too-many-folders", prefix.rstrip("/"), message, "Move it further up.")

    def _names(self, folder: Path, prefix: str) -> list[str]:
        try:
            return sorted(path.name for path in folder.iterdir() if not path.name.startswith(("_", ".")))
        except OSError as error:
            self._refuse("unreadable-file", prefix.rstrip("/") or ".", *_unreadable("folder", error))
            return []

    def _is_fit(self, file: str) -> bool:
        """Every place in a file is shown with its name, so that must be what it looks like."""
        if not file.isprintable():
            self._refuse("unsafe-character", file, "there is a hidden character in the name of this file", "Rename it.")
        return file.isprintable()

    def _inside(self, path: Path, file: str) -> Path | None:
        """Where `path` really is, or None when that is outside of the story."""
        if not path.is_symlink():
            return path
        real = Path(os.path.realpath(path))
        if real.is_relative_to(self._root):
            return real
        if real.is_dir() or is_yaml(file) or is_picture(file):
            message = "this is a link to something outside of the story's folder"
            self._refuse("link-leads-out", file, message, "Put a copy there instead.")
        return None

    def _is_regular(self, path: Path, file: str) -> bool:
        try:
            regular = stat.S_ISREG(path.stat().st_mode)
        except OSError as error:
            self._refuse("unreadable-file", file, *_unreadable("file", error))
            return False
        if not regular:
            self._refuse("unreadable-file", file, "this is a pipe or a device, not a file", "Put a file there, or rename it.")
        return regular

    def _refuse(self, code: str, file: str, message: str, advice: str) -> None:
        self._report.error(code, Span(file, 1, 1), message, advice)


def _unreadable(what: str, error: OSError) -> tuple[str, str]:
    """Message and advice for a file or folder that the system does not let us read."""
    reason = (error.strerror or "unknown reason").lower()
    return f"this {what} cannot be read: {reason}", f"Look at the rights of the {what}, and whether it is still there."


def _contents(files: dict[str, Path], report: Report) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    total = 0
    for file, path in files.items():
        try:
            data = _read(path)
        except OSError as error:
            report.error("unreadable-file", Span(file, 1, 1), *_unreadable("file", error))
            continue
        total += len(data)
        if total > MAX_STORY_BYTES:
            message = f"up to here the story has more than {MAX_STORY_BYTES // 1024 // 1024} MiB"
            report.error("story-too-large", Span(file, 1, 1), message, "Make two stories of it.")
            break
        if len(data) > MAX_BYTES:
            report.add(too_large(file))
        else:
            contents[file] = data
    return contents


def _read(path: Path) -> bytes:
    """The content of a regular file, at most one byte more than may be in it. It is asked again whether it is one."""
    with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(0, "it is no file any more")
        return stream.read(MAX_BYTES + 1)
