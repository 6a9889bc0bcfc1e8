"""The first scene as plain text, before anything else is there: from the page of it that the index keeps.

It stands at once, and what the next key needs is imported behind it, while the player reads; when the input is at its end, not
at all. Whatever is not quite plain (a scene or a save to begin with, a setting that changes what is told, an index that is not of
these files) is left to `game.cli`, which shows the same (`tests/test_quick_start.py` compares the two to the byte).
"""

from __future__ import annotations

import os

from game.indexing.container import DamagedIndexError
from game.indexing.current import current_index
from game.indexing.folder import find_index_folder
from game.quick_arguments import given_settings
from game.stories import saves_path, story_path
from game.terminal.decide import full_screen_possible
from game.terminal.first_page import PART, first_page_in
from game.terminal.paper import Paper
from game.terminal.settings import read_quickly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from game.quick_arguments import Chosen
    from game.terminal.first_page import FirstPage
    from game.terminal.settings import Settings

LIMIT_OF_SEEDS = 10**18
MAX_RECORD_BYTES = 16 << 20
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def show_first_scene(chosen: Chosen, stdin: TextIO, stdout: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Shows what `hyosan play` shows first, if that can be done at once; whether it now stands there."""
    if not _begins_at_the_beginning(chosen):
        return False
    saves = saves_path(chosen, environ)
    settings = _settings(chosen, saves)
    if settings is None or not (settings.plain or not full_screen_possible(environ, stdin, stdout)):
        return False
    page = _page(story_path(chosen), environ)
    if page is None or (page.unless and _has_name(saves, page.unless)):
        return False
    page.put_on(Paper(stdout, environ), _read(os.path.join(saves, page.record)) if settings.marks else b"")
    stdout.flush()
    return True


def _begins_at_the_beginning(chosen: Chosen) -> bool:
    """Whether a run begins where the story does, and nobody listens to it."""
    asked = (chosen.scene, chosen.load, chosen.values, chosen.watch, chosen.debug)
    return not any(asked) and (chosen.seed is None or 0 <= chosen.seed < LIMIT_OF_SEEDS)


def _settings(chosen: Chosen, saves: str) -> Settings | None:
    """The settings, where they change nothing of what is told in words; else None."""
    settings = read_quickly(saves)
    if settings is None:
        return None
    for name, word in given_settings(chosen).items():
        settings = settings.having(name, word)
    return None if settings.soften or settings.content_notes or settings.by_sentence or settings.bell else settings


def _page(story: str, environ: Mapping[str, str]) -> FirstPage | None:
    try:
        index = current_index(story, find_index_folder(environ))
        return first_page_in(index.read(PART)) if index is not None else None
    except (KeyError, DamagedIndexError, OSError, ValueError):
        return None


def _has_name(folder: str, beginning: str) -> bool:
    """Whether there is such a name; also where that cannot be known."""
    try:
        return any(name.startswith(beginning) for name in os.listdir(folder))
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _read(path: str) -> bytes:
    """A player's record of what they have read; nothing where there is none that can be read."""
    try:
        handle = os.open(path, _READ)
        try:
            return os.read(handle, MAX_RECORD_BYTES)
        finally:
            os.close(handle)
    except OSError:
        return b""


def is_at_its_end(stdin: TextIO) -> bool:
    """Whether nobody will type anything, as far as that can be known without waiting."""
    import select

    try:
        return bool(select.select([stdin], [], [], 0)[0]) and not stdin.buffer.peek(1)  # type: ignore[attr-defined]  # of a file
    except (OSError, ValueError, AttributeError):
        return False
