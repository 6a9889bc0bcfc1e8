"""Which files are laid out, and how they are written: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from game.authoring.fmt.formatting import Kind, format_text
from game.diagnostics import Report
from game.loading.reading.decoding import MAX_BYTES
from game.loading.reading.events import read_nodes
from game.loading.reading.folder import STORY_FILE, is_yaml, read_folder
from game.loading.reading.nodes import MappingNode

_MAX_FOLDERS_UP = 16


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be laid out: its `name` in messages, where it really is, what is in it."""

    name: str
    path: Path
    data: bytes
    kind: Kind


def files_of(paths: Sequence[Path], report: Report) -> Iterator[File]:
    """The files in the folders among `paths`, as a story has them, and the files among them. What cannot be read is reported."""
    for path in paths:
        if path.is_dir():
            contents = read_folder(path, report)
            cast = _cast(contents.get(STORY_FILE))
            for name, data in contents.items():
                if not is_yaml(name):
                    continue
                yield File(str(path / name), Path(os.path.realpath(path / name)), data, Kind(name == STORY_FILE, cast))
        else:
            yield _file(path)


def _file(path: Path) -> File:
    """One file; who may speak in it stands in the `story.yaml` of a folder above. Raises `OSError`."""
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if path.name == STORY_FILE:
        return File(str(path), Path(os.path.realpath(path)), data, Kind(True, _cast(data)))
    real = Path(os.path.realpath(path))
    stories = (folder / STORY_FILE for folder in real.parents[:_MAX_FOLDERS_UP])
    story = next((story for story in stories if story.is_file()), None)
    return File(str(path), real, data, Kind(False, _cast(story.read_bytes() if story is not None else None)))


def _cast(data: bytes | None) -> Collection[str] | None:
    """Who may speak according to a `story.yaml`, its own slips mended; None when it cannot be read."""
    if data is None:
        return None
    mended = format_text(STORY_FILE, data, Kind(True, frozenset())).text
    root = read_nodes(STORY_FILE, data if mended is None else mended, Report())
    if not isinstance(root, MappingNode):
        return None
    cast = next((value for key, value in root.items if key.text == "cast"), None)
    return frozenset(key.text for key, _ in cast.items) if isinstance(cast, MappingNode) else frozenset()


def write(path: Path, text: str) -> None:
    """Puts `text` into the file at `path`, which keeps its rights, in one step: there is always all of the old or the new.

    Raises `OSError`; nothing has changed then.
    """
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o7777)  # noqa: PTH101 - the path is tempfile's
        os.replace(temporary, path)  # noqa: PTH105 - the step that this is about, by its name
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - as above
        raise
