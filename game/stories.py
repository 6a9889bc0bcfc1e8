"""Where the stories and their saves are found, and how a story is opened to be played."""

from __future__ import annotations

import gc
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.diagnostics import Report
    from game.engine.program import Program
    from game.quick_arguments import Chosen
    from game.story.model import Story

    Playable = TypeVar("Playable", Program, Story)

OBJECTS_BETWEEN_COLLECTIONS = 50_000
PACKAGE = Path(__file__).resolve().parent


def shipped_story() -> Path:
    """The folder of the story that comes with the game: inside the package, else beside it in a checkout."""
    inside = PACKAGE / "scenes"
    return inside if (inside / "story.yaml").exists() else PACKAGE.parent / "scenes"


def saves_folder(chosen: Chosen, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the saves: as chosen, else as the environment says, else the usual place."""
    from game.saving.folder import find_saves_folder

    given = getattr(chosen, "saves", None)
    return find_saves_folder(str(given) if given else None, environ, PACKAGE)


def story_reader() -> Callable[[Path], tuple[Program | None, Report]]:
    """What gives the story in a folder, ready to be played, and what is to be said of it; no program when it has errors.

    It knows the files that it has read, for an author who changes one of them and looks again.
    """
    from game.engine.program import Program
    from game.loading import KnownFiles, load

    known = KnownFiles()

    def read(folder: Path) -> tuple[Program | None, Report]:
        story, report = load(folder, known)
        return None if story is None else Program(story), report

    return read


def open_story(folder: Path, before_reading: Callable[[], None] = lambda: None) -> Program:
    """The story in `folder`, ready to be played: from its index when that is of these files, else from the files, which takes its
    time (`before_reading` is called then). Raises `StoryError` for errors.
    """
    from game.engine.program import Program
    from game.indexing.folder import find_index_folder
    from game.indexing.opening import open_story as story_in

    def load() -> Story:
        before_reading()
        return _load(folder)

    return Program(story_in(str(folder), find_index_folder(os.environ), load, partial(_digest_of, folder)))


def _digest_of(folder: Path) -> str | None:
    from game.loading import digest_of

    return digest_of(folder)


def _load(folder: Path) -> Story:
    from game.loading import load

    story, report = load(folder)
    return without_errors(folder, story, report)


def collect_rarely() -> None:
    """Python's collector of circles has little to do from now on. What is there stays, so it is never looked at again; and a play
    keeps much and makes no circles, so there is no need to look through all of it every few hundred objects.

    That was a seventh to a half of the time of a turn, and more the longer the play (`python -m tests.benchmarks --only play`).
    """
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    gc.enable()


def without_errors(folder: Path, story: Playable | None, report: Report) -> Playable:
    """`story`, when there is one. Raises `StoryError` with the report when it has errors."""
    from game.errors import StoryError

    if story is None:
        count = len(report.errors)
        raise StoryError(f"The story in {folder} cannot be played: {count} error{'s' * (count != 1)}.", report)
    return story
