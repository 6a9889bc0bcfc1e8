"""Where a story comes from: a folder, or `REVISION:FOLDER`, the folder as it is in a revision of the git repository here."""

from __future__ import annotations

import posixpath
import subprocess
from pathlib import Path

from game.diagnostics import Report
from game.errors import StoryError
from game.loading import load, load_texts
from game.loading.reading.folder import is_picture, is_yaml
from game.story.model import Story

_REGULAR = ("100644", "100755")


def open_story(source: str) -> Story:
    """The story of a folder or of `REVISION:FOLDER`. Raises `StoryError` with its report when it has errors."""
    story, report = _load(source)
    if story is None:
        count = len(report.errors)
        raise StoryError(f"The story in {source} cannot be played: {count} error{'s' * (count != 1)}.", report)
    return story


def _load(source: str) -> tuple[Story | None, Report]:
    revision, colon, folder = source.partition(":")
    if Path(source).exists() or not colon or not revision or revision.startswith("-"):
        return load(Path(source))
    return load_texts(_committed(source, revision, folder))


def _committed(source: str, revision: str, folder: str) -> dict[str, bytes]:
    """The files of the story in a folder of a revision, by their paths; chosen as those on disk are: nothing hidden, no links.

    The folder is looked for below the current one, as everywhere on a command line.
    """
    listed = _git(source, "ls-tree", "-r", "-z", "--full-tree", f"{revision}:./{posixpath.normpath(folder).removeprefix('.')}")
    files: dict[str, bytes] = {}
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = entry.partition("\t")
        if about.startswith(_REGULAR) and (is_yaml(path) or is_picture(path)) and not _is_hidden(path):
            files[path] = _git(source, "cat-file", "blob", about.split()[2])
    return files


def _is_hidden(path: str) -> bool:
    return any(part.startswith(("_", ".")) for part in path.split("/"))


def _git(source: str, *arguments: str) -> bytes:
    """What git says. Raises `StoryError` when it is not there, or knows no such thing."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except OSError as error:
        raise StoryError(f"{source} is no folder, and git cannot be asked for a revision: {error.strerror}.", Report()) from error
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it does not say why"]
        raise StoryError(f"{source} is no folder, and git has no such revision of one: {why[0]}.", Report())
    return done.stdout
