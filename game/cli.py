"""`hyosan`: the only place where the parts are put together. Each verb imports what it needs when it is called.

Exit codes: 0 all is well, 1 findings or a story that cannot be played, 2 a wrong command line, 130 Ctrl-C, 143 and 129 signals.
"""

from __future__ import annotations

import gc
import os
import sys

from game.quick_arguments import given_settings, parse_quickly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import TextIO

    from game.quick_arguments import Chosen
    from game.saving.store import Store
    from game.terminal.game import Game
    from game.terminal.rehearsal import Rehearsal

LIBRARIES = ("yaml", "rich", "prompt_toolkit", "filelock")
TITLE = "The Light on the Roof"


def main(words: Sequence[str] | None = None) -> int:
    """Runs a command line; returns its exit code."""
    gc.disable()  # until the game stands: nothing is let go before, and looking for it is 5 % of a start
    try:
        return _main(words)
    finally:
        gc.enable()


def _main(words: Sequence[str] | None) -> int:
    _open_streams()
    try:
        chosen = _understood(sys.argv[1:] if words is None else words)
    except SystemExit as left:  # argparse leaves by itself after --help, --version and errors
        return int(left.code or 0)
    try:
        return _play(chosen) if chosen.verb in (None, "play") else _other(chosen)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except ModuleNotFoundError as error:
        if error.name not in LIBRARIES:
            raise
        print(_libraries_missing(error.name), file=sys.stderr)
        return 1
    except Exception as error:
        return _told(error)


def _other(chosen: Chosen) -> int:
    gc.enable()
    from game.verbs import VERBS  # a start of the game needs none of them

    return VERBS[chosen.verb](chosen)


def _understood(words: Sequence[str]) -> Chosen:
    chosen = parse_quickly(words)
    if chosen is not None:
        return chosen
    from game.arguments import parse

    return parse(words)


_A_BUG = """
hyosan: that was a mistake of the program, and not yours.
What you have played is kept, and `hyosan` goes on from there.
The lines above help whoever mends it."""


def _told(error: Exception) -> int:
    """Says what went wrong; returns the exit code. What is no error of ours is a bug: it is shown as a whole."""
    from game.errors import HyosanError, SetError, StoryError  # not needed before, and the start is to be quick

    if not isinstance(error, HyosanError):
        import traceback

        traceback.print_exception(error)
        print(_A_BUG, file=sys.stderr)
        return 1
    if isinstance(error, StoryError):
        print(error.report.draw(), end="\n\n", file=sys.stderr)
    print(f"hyosan: {error}", file=sys.stderr)
    return 2 if isinstance(error, SetError) else 1


def _open_streams() -> None:
    """Started with a stream closed (`>&-`), the next file that is opened would get its number, and what is meant for the stream
    would go into a save. So what is closed leads nowhere.
    """
    for number in range(3):
        if not _is_open(number):
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free, which is this one
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()


def _nowhere() -> TextIO:
    from pathlib import Path

    return Path(os.devnull).open("w", encoding="utf-8")


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _libraries_missing(name: str) -> str:
    line = "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/hyosan"
    return f"hyosan: the library `{name}` is missing. In the folder of the game, this installs and starts it:\n  {line}"


def _play(chosen: Chosen) -> int:
    """On the whole screen or as plain text, as was asked for, else as was set, else as the terminal allows."""
    stands = False
    if chosen.verb == "play":
        from game.quick_start import is_at_its_end, show_first_scene

        stands = show_first_scene(chosen, sys.stdin, sys.stdout)
        if stands and is_at_its_end(sys.stdin):
            return 0
    return _play_on(chosen, stands=stands)


def _play_on(chosen: Chosen, *, stands: bool) -> int:
    """The game with all that belongs to it. When it `stands`, the first scene was shown as plain text already."""
    from game.stories import saves_folder
    from game.terminal import settings
    from game.terminal.decide import full_screen_possible, is_terminal

    folder = saves_folder(chosen)
    if getattr(chosen, "watch", False) and is_terminal(sys.stdin):
        from game.authoring.watch import wait_until_playable

        wait_until_playable(_story_of(chosen), lambda told: print(told, file=sys.stderr))
    plain = given_settings(chosen).get("plain")
    possible = full_screen_possible(os.environ, sys.stdin, sys.stdout)
    if plain is None and possible and chosen.verb is None:
        from game.terminal.first_start import ask_once

        ask_once(TITLE, folder, sys.stdin, sys.stdout)
    if stands or not possible or plain == "on" or (plain is None and settings.read(folder).plain):
        from game.terminal.plain import play_plain

        return play_plain(_game(folder, chosen, lambda: None), sys.stdin, sys.stdout, stands=stands)
    from game.terminal.full_screen.app import play_full_screen

    return play_full_screen(lambda before_reading: _game(folder, chosen, before_reading), title=TITLE)


def _game(folder: Path, chosen: Chosen, before_reading: Callable[[], None]) -> Game:
    """The story that was asked for, at the title or in the run that was asked for. Raises `StoryError` and others."""
    from game.saving.store import Store
    from game.stories import collect_rarely, open_story, without_errors
    from game.terminal.game import Game

    store = Store(folder)
    story = _story_of(chosen)
    rehearsal = _rehearsal(story, chosen)
    if rehearsal is None:
        program = open_story(story, before_reading)
    else:
        program = without_errors(story, rehearsal.open(story), rehearsal.report)
    game = Game(
        program,
        store,
        folder=folder,
        open_story=open_story,
        given=given_settings(chosen),
        rehearsal=rehearsal,
        story_folder=story,
    )
    if chosen.verb == "play":
        _begin(game, store, chosen)
    collect_rarely()
    return game


def _rehearsal(story: Path, chosen: Chosen) -> Rehearsal | None:
    """The author's side of a play with --watch or --debug. The watch begins before the files are read."""
    if chosen.verb != "play" or not (chosen.watch or chosen.debug):
        return None
    from game.diagnostics import Report
    from game.loading.watching import Watch
    from game.stories import story_reader
    from game.terminal.rehearsal import Rehearsal

    return Rehearsal(story_reader(), Report(), Watch(story) if chosen.watch else None)


def _story_of(chosen: Chosen) -> Path:
    from pathlib import Path

    from game.stories import story_path

    return Path(story_path(chosen))


def _begin(game: Game, store: Store, chosen: Chosen) -> None:
    from game.engine.starting import read_settings
    from game.errors import SaveError

    if chosen.load is None:
        game.begin(seed=chosen.seed, scene=chosen.scene, values=read_settings(game.program.story, chosen.values))
        return
    story = game.program.story.id
    if chosen.load == "latest":
        wanted = store.latest(story)
    else:
        wanted = next((slot for slot in store.slots(story) if chosen.load in (slot.id, slot.name)), None)
    if wanted is None:
        raise SaveError(f"There is no save `{chosen.load}` of this story; `hyosan saves` lists them.")
    game.resume(wanted.id)
