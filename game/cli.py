"""`hyosan`: the only place where the parts are put together. Each verb imports what it needs when it is called.

Exit codes: 0 all is well, 1 findings or a story that cannot be played, 2 a wrong command line, 130 Ctrl-C, 143 and 129 signals.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from game import __version__

if TYPE_CHECKING:
    from game.engine.program import Program
    from game.saving.store import Store
    from game.terminal.game import Game

PACKAGE = Path(__file__).resolve().parent
VERBS = ("play", "saves", "check", "map")
MAP_FORMATS = ("html", "svg", "dot", "mermaid", "text")
DESCRIPTION = "The Light on the Roof: a text adventure, and a workshop for writing such stories in YAML."
EPILOG = "Without a verb: the title screen. Stories are folders with a story.yaml; see scenes/README.md."


class _Usage(argparse.ArgumentParser):
    """Says what is wrong with a command line in a sentence, with the nearest verb."""

    def error(self, message: str) -> NoReturn:
        from game.diagnostics import nearest

        wrong = message.partition("invalid choice: '")[2].partition("'")[0]
        close = nearest(wrong, VERBS) if wrong else ""
        advice = f"Did you mean `hyosan {close}`?" if close else "`hyosan --help` lists what there is."
        self.exit(2, f"hyosan: {message}\n{advice}\n")


def _arguments() -> argparse.ArgumentParser:
    parser = _Usage(prog="hyosan", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"hyosan {__version__}")
    _screen_arguments(parser)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    play = verbs.add_parser("play", help="play a story from its beginning, from a scene, or from a save")
    play.add_argument("story", nargs="?", type=Path, help="the folder of the story (default: The Light on the Roof)")
    play.add_argument("--from", dest="scene", metavar="SCENE", help="begin at this scene")
    play.add_argument("--set", dest="values", metavar="NAME=VALUE", action="append", default=[], help="begin with this value")
    play.add_argument("--seed", type=int, metavar="N", help="the same seed and choices give the same run")
    play.add_argument("--load", metavar="SAVE", help="go on with a save, by its id or name, or with the `latest`")
    _screen_arguments(play, argparse.SUPPRESS)
    saves = verbs.add_parser("saves", help="list the saves")
    saves.add_argument("--saves", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help="the folder of the saves")
    check = verbs.add_parser("check", help="say every mistake of a story at once")
    check.add_argument("story", nargs="?", type=Path, help="the folder of the story")
    map_ = verbs.add_parser("map", help="draw the graph of a story's scenes")
    map_.add_argument("story", nargs="?", type=Path, help="the folder of the story")
    map_.add_argument("--format", choices=MAP_FORMATS, help="default: by the file's name, else text")
    map_.add_argument("--output", type=Path, metavar="FILE", help="write it there instead of saying it")
    map_.add_argument("--runs", type=int, default=200, metavar="N", help="random runs that show where players go; 0: none")
    map_.add_argument("--seed", type=int, default=1, metavar="N", help="of the random runs")
    return parser


def _screen_arguments(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument("--plain", action="store_true", default=default or False, help="plain text, only ever appended")
    parser.add_argument("--no-mouse", action="store_true", default=default or False, help="leave the mouse to the terminal")
    parser.add_argument("--saves", type=Path, default=default, metavar="FOLDER", help="the folder of the saves")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line; returns its exit code."""
    try:
        chosen = _arguments().parse_args(arguments)
    except SystemExit as left:  # argparse leaves by itself after --help, --version and errors
        return int(left.code or 0)
    verb = {"saves": _saves, "check": _check, "map": _map}.get(chosen.verb, _play)
    from game.errors import HyosanError, SetError

    try:
        return verb(chosen)
    except HyosanError as error:
        print(f"hyosan: {error}", file=sys.stderr)
        return 2 if isinstance(error, SetError) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except ImportError as error:
        print(_libraries_missing(error), file=sys.stderr)
        return 1


def _libraries_missing(error: ImportError) -> str:
    line = "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/hyosan"
    return f"hyosan: the library `{error.name}` is missing. In the folder of the game, this installs and starts it:\n  {line}"


def shipped_story() -> Path:
    """The folder of the story that comes with the game: inside the package, else beside it in a checkout."""
    inside = PACKAGE / "scenes"
    return inside if (inside / "story.yaml").exists() else PACKAGE.parent / "scenes"


def _check(chosen: argparse.Namespace) -> int:
    from game.authoring.check import check

    return check(chosen.story or shipped_story(), print)


def _map(chosen: argparse.Namespace) -> int:
    from game.authoring.map import write_map

    story = chosen.story or shipped_story()
    return write_map(story, print, format=chosen.format, output=chosen.output, runs=chosen.runs, seed=chosen.seed)


def _store(chosen: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> Store:
    from game.saving.folder import find_saves_folder
    from game.saving.store import Store

    given = getattr(chosen, "saves", None)
    return Store(find_saves_folder(str(given) if given else None, environ, PACKAGE))


def _saves(chosen: argparse.Namespace) -> int:
    from game.authoring.saves import saves

    return saves(_store(chosen), print)


def open_story(folder: Path) -> Program:
    """The story in `folder`, ready to be played. Raises `StoryError` when it has errors."""
    from game.engine.program import Program
    from game.errors import StoryError
    from game.loading import load

    story, report = load(folder)
    if story is None:
        count = len(report.errors)
        raise StoryError(f"The story in {folder} cannot be played: {count} error{'s' * (count != 1)}.", report)
    return Program(story)


def _play(chosen: argparse.Namespace) -> int:
    from game.errors import StoryError

    try:
        program = open_story(getattr(chosen, "story", None) or shipped_story())
    except StoryError as error:
        print(error.report.draw(), file=sys.stderr)
        print(f"\nhyosan: {error}", file=sys.stderr)
        return 1
    from game.terminal.game import Game

    store = _store(chosen)
    game = Game(program, store, folder=store.folder, open_story=open_story)
    if chosen.verb == "play":
        _begin(game, store, chosen)
    return _show(game, chosen)


def _begin(game: Game, store: Store, chosen: argparse.Namespace) -> None:
    from game.errors import SaveError

    if chosen.load is None:
        game.begin(seed=chosen.seed, scene=chosen.scene, values=_values(game.program, chosen.values))
        return
    story = game.program.story.id
    if chosen.load == "latest":
        wanted = store.latest(story)
    else:
        wanted = next((slot for slot in store.slots(story) if chosen.load in (slot.id, slot.name)), None)
    if wanted is None:
        raise SaveError(f"There is no save `{chosen.load}` of this story; `hyosan saves` lists them.")
    game.resume(wanted.id)


def _values(program: Program, settings: Sequence[str]) -> dict[str, int]:
    """`NAME=VALUE`s as numbers. Raises `SetError`."""
    from game.diagnostics import did_you_mean
    from game.errors import SetError
    from game.language.domain import parse_value

    values: dict[str, int] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            raise SetError(f"`--set {setting}` needs NAME=VALUE, such as `--set noise=2`.")
        variable = program.story.variables.get(name.strip())
        if variable is None:
            raise SetError(f"There is no variable `{name}`. {did_you_mean(name.strip(), program.story.variables)}".rstrip())
        value = parse_value(variable.domain, text)
        if value is None:
            raise SetError(f"`{name}` cannot be `{text}`. {did_you_mean(text, getattr(variable.domain, 'words', ()))}".rstrip())
        values[variable.name] = value
    return values


def _show(game: Game, chosen: argparse.Namespace) -> int:
    from game.terminal.decide import full_screen_possible

    if chosen.plain or not full_screen_possible(os.environ, sys.stdin, sys.stdout):
        from game.terminal.plain import play_plain

        return play_plain(game, sys.stdin, sys.stdout)
    from game.terminal.app import play_full_screen

    return play_full_screen(game, mouse=not chosen.no_mouse)
