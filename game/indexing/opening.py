"""A story for a player: from its index when that is of these files, else from the files, and then the index is made."""

from __future__ import annotations

import os
import time

from game.indexing.container import DamagedIndexError, Head, composed
from game.indexing.current import container_at, stamp_now
from game.indexing.folder import path_of, written
from game.indexing.sections import parts_of, story_in
from game.indexing.stamps import is_recent, stamp_of_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.indexing.container import Container
    from game.story.model import Story


def open_story(
    folder: str,
    indexes: str,
    load: Callable[[], Story],
    digest: Callable[[], str | None],
    more: Callable[[Story], Mapping[str, str]] = lambda _: {},
) -> Story:
    """The story in `folder`. `indexes` is where indexes are kept, empty for nowhere.

    `load` makes the story from its files, and raises `StoryError` for one with errors, which is never kept. `digest` is what the
    fingerprint of the files would be, None when they cannot be read. `more` are parts that are kept beside those of the story.
    """
    real = os.path.realpath(folder)
    path = path_of(indexes, real) if indexes else ""
    began, program, stamp = time.time_ns(), stamp_of_program(), stamp_now(real)
    if not path or not stamp:
        return load()
    container = container_at(path)
    if container is not None and (container.head.program, container.head.folder) == (program, real):
        if container.head.stamp == stamp:
            found = _story(container, load)
            if found is not None:
                return found
        elif container.head.digest == digest():
            found = _story(container, load)
            if found is not None:
                _renew(container, path, _lasting(stamp, began, real))
                return found
    story = load()
    _keep(story, more, path, Head(program, real, _lasting(stamp, began, real), story.fingerprint))
    return story


def _lasting(stamp: str, began: int, folder: str) -> str:
    """The stamps that were taken when reading began; nothing when files may have changed since, or still could unseen."""
    return stamp if not is_recent(stamp, began) and stamp_now(folder) == stamp else ""


def _story(container: Container, load: Callable[[], Story]) -> Story | None:
    try:
        return story_in(container, load)
    except (DamagedIndexError, OSError):
        return None


def _renew(container: Container, path: str, stamp: str) -> None:
    if stamp:
        try:
            written(path, container.with_stamp(stamp))
        except (OSError, ValueError):
            return


def _keep(story: Story, more: Callable[[Story], Mapping[str, str]], path: str, head: Head) -> None:
    try:
        written(path, composed(head, {**more(story), **parts_of(story)}))
    except ValueError:
        return
