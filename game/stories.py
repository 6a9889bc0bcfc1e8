"""Where the stories and their saves are found, and how a story is opened to be played."""

from __future__ import annotations

import gc
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeVar

    from game.diagnostics import Report
    from game.engine.program import Program
    from game.quick_arguments import Chosen
    from game.story.model import Story

    Playable = TypeVar("Playable", Program, Story)

OBJECTS_BETWEEN_COLLECTIONS = 50_000
PACKAGE = os.path.dirname(os.path.realpath(__file__))


def shipped_story() -> Path:
    """The folder of the story that comes with the game."""
    from pathlib import Path

    return Path(_shipped())


def _shipped() -> str:
    """Inside the package, else beside it in a checkout."""
    inside = os.path.join(PACKAGE, "scenes")
    return inside if os.path.exists(os.path.join(inside, "story.yaml")) else os.path.join(os.path.dirname(PACKAGE), "scenes")


def story_path(chosen: Chosen) -> str:
    """The folder of the story that is to be played: as chosen, else the shipped one."""
    story = getattr(chosen, "story", None)
    return str(story) if story else _shipped()


def saves_folder(chosen: Chosen, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the saves: as chosen, else as the environment says, else the usual place."""
    from pathlib import Path

    return Path(saves_path(chosen, environ))


def saves_path(chosen: Chosen, environ: Mapping[str, str] = os.environ) -> str:
    """The same as a text."""
    from game.saving import folder

    given = getattr(chosen, "saves", None)
    return folder.saves_path(str(given) if given else None, environ, PACKAGE)


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

    return Program(story_in(str(folder), find_index_folder(os.environ), load, lambda: _digest_of(folder), _parts_beside))


def _parts_beside(story: Story) -> Mapping[str, str]:
    """What an index keeps beside the story itself: what plain text shows first of it."""
    from game.engine.program import Program
    from game.terminal.first_page import PART
    from game.terminal.noting import first_page_of

    page = first_page_of(Program(story))
    return {} if page is None else {PART: page}


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
