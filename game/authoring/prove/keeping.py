"""Where what proofs have found is kept: beside the story, when `--ship` has put it there, and in the user's cache."""

from __future__ import annotations

import os
from pathlib import Path

from game.indexing.folder import CORPUS_SUFFIX, find_index_folder, opened, path_of, written
from game.proving.corpus import Corpus
from game.proving.corpus_file import FILE, decode, encode, read
from game.proving.packing import MAX_BYTES
from game.story.model import Story


def known(folder: Path, story: Story) -> Corpus:
    """What was found in earlier proofs of the story in `folder`."""
    return read(folder / FILE, story.id).joined(_cached(folder, story))


def keep(folder: Path, story: Story, corpus: Corpus) -> None:
    """Keeps it for the next proof. That it cannot be kept is no mistake."""
    path = _path(folder)
    if path:
        written(path, encode(story.id, corpus))


def _cached(folder: Path, story: Story) -> Corpus:
    path = _path(folder)
    handle = opened(path) if path else None
    if handle is None:
        return Corpus()
    with os.fdopen(handle, "rb") as file:
        return decode(file.read(MAX_BYTES), story.id) or Corpus()


def _path(folder: Path) -> str:
    cache = find_index_folder(os.environ)
    return path_of(cache, str(folder.resolve()), CORPUS_SUFFIX) if cache else ""
