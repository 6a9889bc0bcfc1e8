"""Writes a retelling to a file, in the form that the file's name asks for. A file that is there is never written over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

from game.errors import HyosanError
from game.telling.as_markdown import as_markdown
from game.telling.as_page import as_page
from game.telling.as_text import as_text
from game.telling.retelling import Retelling

FORMS: Mapping[str, Callable[[Retelling], str]] = {
    ".html": as_page, ".htm": as_page, ".md": as_markdown, ".markdown": as_markdown, ".txt": as_text,
}  # fmt: skip
USUAL = ".html"


def keep(told: Retelling, path: Path) -> Path:
    """Writes the run to `path`; without a known ending of its name it gets `.html`. Returns where it is.

    Raises `HyosanError` when there is a file already, and when it cannot be written.
    """
    wanted = path if path.suffix.lower() in FORMS else path.with_name(path.name + USUAL)
    write_new(wanted, FORMS[wanted.suffix.lower()](told))
    return wanted


def keep_in(told: Retelling, folder: Path) -> Path:
    """Writes the run as a page into `folder`, under a name of its own; one that is there already, word for word, is not written
    again. Returns where it is. Raises like `keep`.
    """
    page = FORMS[USUAL](told)
    for path in (folder / name for name in _names(told)):
        if not os.path.lexists(path):
            write_new(path, page)
            return path
        if _says(path, page):
            return path
    raise AssertionError("there is no last number")


def _says(path: Path, text: str) -> bool:
    """Whether that file is this text."""
    try:
        return path.is_file() and path.read_bytes() == text.encode()
    except OSError:
        return False


def _names(told: Retelling) -> Iterator[str]:
    ending = f"-{told.summary.ending}" if told.summary.ending else f"-turn-{told.summary.turn}"
    slug = "-".join(
        "".join(char if char.isascii() and char.isalnum() else " " for char in told.story.title + ending).lower().split()
    )
    return (f"{slug or 'run'}{f'-{number}' if number > 1 else ''}{USUAL}" for number in count(1))


def write_new(path: Path, text: str) -> None:
    """Writes a file that is not there yet. Raises `HyosanError`."""
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        if not os.path.lexists(path):
            raise HyosanError(f"{path} could not be written: {path.parent} is not a folder.") from None
        raise HyosanError(f"{path} is there already, and was left as it is. Give another name.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise HyosanError(f"{path} could not be written: {reason}.") from error
