"""`hyosan`: the only place where the parts are put together. Each verb imports what it needs when it is called.

Exit codes: 0 all is well, 1 findings or a story that cannot be played, 2 a wrong command line, 130 Ctrl-C, 143 and 129 signals.
"""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from game.quick_arguments import given_settings, parse_quickly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from game.diagnostics import Report
    from game.engine.program import Program
    from game.quick_arguments import Chosen
    from game.saving.store import Store
    from game.story.model import Story
    from game.terminal.game import Game
    from game.terminal.rehearsal import Rehearsal

    Playable = TypeVar("Playable", Program, Story)

PACKAGE = Path(__file__).resolve().parent
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
    verb = _VERBS.get(chosen.verb, _play)
    if verb is not _play:
        gc.enable()
    try:
        return verb(chosen)
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


def shipped_story() -> Path:
    """The folder of the story that comes with the game: inside the package, else beside it in a checkout."""
    inside = PACKAGE / "scenes"
    return inside if (inside / "story.yaml").exists() else PACKAGE.parent / "scenes"


def _check(chosen: Chosen) -> int:
    from game.authoring.check import check

    return check(chosen.story or shipped_story(), print, form=chosen.format)


def _content(chosen: Chosen) -> int:
    from game.authoring.content import content

    return content(chosen.story or shipped_story(), print)


def _test(chosen: Chosen) -> int:
    from game.authoring.testing import Wishes, test

    wishes = Wishes(chosen.only, chosen.bless, chosen.coverage, chosen.reading_list, chosen.record, chosen.format)
    return test(chosen.story or shipped_story(), wishes, print)


def _words(chosen: Chosen) -> int:
    from game.authoring.words import words

    return words(
        chosen.story or shipped_story(),
        print,
        runs=chosen.runs,
        seed=chosen.seed,
        form=chosen.format,
        avoid=chosen.avoid,
        strict=chosen.strict,
        places=chosen.places,
    )


def _prove(chosen: Chosen) -> int:
    from game.authoring.prove import SECONDS, prove

    story = chosen.story or shipped_story()
    if chosen.ship:
        from game.authoring.prove.shipping import ship

        return ship(story, print, seconds=chosen.seconds, check=chosen.check)
    return prove(story, print, seconds=chosen.seconds or SECONDS, form=chosen.format, strict=chosen.strict, output=chosen.output)


def _diff(chosen: Chosen) -> int:
    from game.authoring.diff import diff

    complain = partial(print, file=sys.stderr)
    return diff(chosen.old, chosen.new, print, complain, form=chosen.format, saves=chosen.old_saves)


def _explain(chosen: Chosen) -> int:
    from game.authoring.explain import explain

    return explain(chosen.code, print)


def _reference(chosen: Chosen) -> int:
    from game.authoring.reference import reference

    return reference(chosen.into, print)


def _schema(chosen: Chosen) -> int:
    from game.authoring.schema import schema

    return schema(chosen.story, chosen.output, print)


def _new(chosen: Chosen) -> int:
    from game.authoring.new import new

    return new(chosen.folder, print, chosen.title)


def _fmt(chosen: Chosen) -> int:
    from game.authoring.fmt import fmt

    return fmt(chosen.paths, print, check=chosen.check, diff=chosen.diff, wrap=chosen.wrap)


def _map(chosen: Chosen) -> int:
    from game.authoring.map import write_map

    story = chosen.story or shipped_story()
    return write_map(
        story,
        print,
        format=chosen.format,
        output=chosen.output,
        runs=chosen.runs,
        seed=chosen.seed,
        proof=chosen.proof or None,
        prove=chosen.proof is not None,
        complain=partial(print, file=sys.stderr),
    )


def _saves_folder(chosen: Chosen, environ: Mapping[str, str] = os.environ) -> Path:
    from game.saving.folder import find_saves_folder

    given = getattr(chosen, "saves", None)
    return find_saves_folder(str(given) if given else None, environ, PACKAGE)


def _saves(chosen: Chosen) -> int:
    from game.saving.store import Store

    store = Store(_saves_folder(chosen))
    if chosen.check is not None:
        from game.authoring.saves.checking import check_saves

        return check_saves(open_story(chosen.check), store, print, form=chosen.format)
    if chosen.repair is None and chosen.export is None and chosen.import_file is None:
        from game.authoring.saves.listing import saves

        return saves(store, print, form=chosen.format)
    from game.authoring.saves.moving import export_save, import_save, repair_saves

    if chosen.export is not None:
        name, file = chosen.export
        return export_save(store, name, Path(file), print)
    if chosen.import_file is not None:
        return import_save(store, open_story(chosen.story or shipped_story()), chosen.import_file, print)
    return repair_saves(store, chosen.repair or None, print)


def _export(chosen: Chosen) -> int:
    from game.authoring.export import export, read_run
    from game.saving.store import Store
    from game.terminal import settings

    complain = partial(print, file=sys.stderr)
    folder, program = _saves_folder(chosen), open_story(chosen.story or shipped_story())
    soften = settings.read(folder).soften if chosen.soften is None else chosen.soften
    told = read_run(program, Store(folder), chosen.save, complain, soften=soften)
    files = {"html": chosen.html, "markdown": chosen.markdown, "text": chosen.text}
    return export(told, files, print, complain)


def read_story(folder: Path) -> tuple[Program | None, Report]:
    """The story in `folder`, ready to be played, and what is to be said of it. No program when it has errors."""
    from game.engine.program import Program
    from game.loading import load

    story, report = load(folder)
    return None if story is None else Program(story), report


def open_story(folder: Path) -> Program:
    """The story in `folder`, ready to be played: from its index when that is of these files. Raises `StoryError` for errors."""
    from game.engine.program import Program
    from game.indexing.folder import find_index_folder
    from game.indexing.opening import open_story as story_in

    return Program(story_in(str(folder), find_index_folder(os.environ), partial(_load, folder), partial(_digest_of, folder)))


def _digest_of(folder: Path) -> str | None:
    from game.loading import digest_of

    return digest_of(folder)


def _load(folder: Path) -> Story:
    from game.loading import load

    story, report = load(folder)
    return _without_errors(folder, story, report)


def _without_errors(folder: Path, story: Playable | None, report: Report) -> Playable:
    from game.errors import StoryError

    if story is None:
        count = len(report.errors)
        raise StoryError(f"The story in {folder} cannot be played: {count} error{'s' * (count != 1)}.", report)
    return story


def _play(chosen: Chosen) -> int:
    """On the whole screen or as plain text, as was asked for, else as was set, else as the terminal allows."""
    from game.terminal import settings
    from game.terminal.decide import full_screen_possible, is_terminal

    folder = _saves_folder(chosen)
    if getattr(chosen, "watch", False) and is_terminal(sys.stdin):
        from game.authoring.watch import wait_until_playable

        wait_until_playable(_story_of(chosen), partial(print, file=sys.stderr))
    plain = given_settings(chosen).get("plain")
    possible = full_screen_possible(os.environ, sys.stdin, sys.stdout)
    if plain is None and possible and chosen.verb is None:
        from game.terminal.first_start import ask_once

        ask_once(TITLE, folder, sys.stdin, sys.stdout)
    if not possible or plain == "on" or (plain is None and settings.read(folder).plain):
        from game.terminal.plain import play_plain

        return play_plain(_game(folder, chosen), sys.stdin, sys.stdout)
    from game.terminal.full_screen.app import play_full_screen

    return play_full_screen(lambda: _game(folder, chosen), title=TITLE)


def _game(folder: Path, chosen: Chosen) -> Game:
    """The story that was asked for, at the title or in the run that was asked for. Raises `StoryError` and others."""
    from game.saving.store import Store
    from game.terminal.game import Game

    store = Store(folder)
    story = _story_of(chosen)
    rehearsal = _rehearsal(story, chosen)
    if rehearsal is None:
        program = open_story(story)
    else:
        read, rehearsal.report = read_story(story)
        program = _without_errors(story, read, rehearsal.report)
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
    gc.freeze()  # what is there now stays: no collection during the play looks at it again
    gc.enable()
    return game


def _rehearsal(story: Path, chosen: Chosen) -> Rehearsal | None:
    """The author's side of a play with --watch or --debug. The watch begins before the files are read."""
    if chosen.verb != "play" or not (chosen.watch or chosen.debug):
        return None
    from game.diagnostics import Report
    from game.loading.watching import Watch
    from game.terminal.rehearsal import Rehearsal

    return Rehearsal(read_story, Report(), Watch(story) if chosen.watch else None)


def _story_of(chosen: Chosen) -> Path:
    story = getattr(chosen, "story", None)
    return Path(story) if story else shipped_story()


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


_VERBS: Mapping[str | None, Callable[[Chosen], int]] = {
    "saves": _saves,
    "export": _export,
    "check": _check,
    "test": _test,
    "map": _map,
    "words": _words,
    "prove": _prove,
    "diff": _diff,
    "content": _content,
    "explain": _explain,
    "reference": _reference,
    "schema": _schema,
    "new": _new,
    "fmt": _fmt,
}
