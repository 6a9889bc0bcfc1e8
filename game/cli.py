"""`hyosan`: the only place where the parts are put together. Each verb imports what it needs when it is called.

Exit codes: 0 all is well, 1 findings or a story that cannot be played, 2 a wrong command line, 130 Ctrl-C, 143 and 129 signals.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from game import __version__

if TYPE_CHECKING:
    from game.engine.program import Program
    from game.saving.store import Store
    from game.terminal.game import Game

PACKAGE = Path(__file__).resolve().parent
VERBS = ("play", "saves", "check", "test", "map", "words", "diff", "explain", "schema", "new", "fmt")
LIBRARIES = ("yaml", "rich", "prompt_toolkit", "filelock")
MAP_FORMATS = ("html", "svg", "dot", "mermaid", "text")
TITLE = "The Light on the Roof"
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
    _test_arguments(verbs.add_parser("test", help="run a story's own tests and compare its blessed transcripts"))
    map_ = verbs.add_parser("map", help="draw the graph of a story's scenes")
    map_.add_argument("story", nargs="?", type=Path, help="the folder of the story")
    map_.add_argument("--format", choices=MAP_FORMATS, help="default: by the file's name, else text")
    map_.add_argument("--output", type=Path, metavar="FILE", help="write it there instead of saying it")
    map_.add_argument("--runs", type=_count, default=200, metavar="N", help="random runs that show where players go; 0: none")
    map_.add_argument("--seed", type=int, default=1, metavar="N", help="of the random runs")
    words = verbs.add_parser("words", help="measure a story: tempo, choices, echo, worn-out phrases")
    words.add_argument("story", nargs="?", type=Path, help="the folder of the story")
    words.add_argument("--runs", type=_count, default=200, metavar="N", help="random runs to measure; 0: only the text")
    words.add_argument("--seed", type=int, default=1, metavar="N", help="of the random runs")
    words.add_argument("--places", type=_count, default=5, metavar="N", help="places shown for each measure; 0: all")
    words.add_argument("--avoid", type=Path, metavar="FILE", help="a list of phrases on top of the story's words.txt")
    words.add_argument("--strict", action="store_true", help="exit with 1 when a measure fails")
    words.add_argument("--format", choices=("text", "json"), default="text")
    diff = verbs.add_parser("diff", help="what changed in the meaning of a story, and how old saves would load")
    diff.add_argument("old", help="a folder, or REVISION:FOLDER of git")
    diff.add_argument("new", help="a folder, or REVISION:FOLDER of git")
    diff.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    diff.add_argument(
        "--saves", dest="old_saves", type=Path, metavar="FOLDER", help="saves of the old story (default: made ones)"
    )
    explain = verbs.add_parser("explain", help="what a code of `check` means, with a wrong and a right example")
    explain.add_argument("code", nargs="?", metavar="CODE")
    schema = verbs.add_parser("schema", help="a JSON Schema, for editors with yaml-language-server")
    schema.add_argument("story", nargs="?", type=Path, help="a story whose names the editor is to complete")
    schema.add_argument("--output", type=Path, metavar="FILE", help="write it there, and say how an editor finds it")
    new = verbs.add_parser("new", help="make a small, complete, tested story to begin with")
    new.add_argument("folder", type=Path, help="where; it must be empty or not there yet")
    new.add_argument("--title", default="", help="its title; made from the folder's name when left out")
    fmt = verbs.add_parser("fmt", help="lay files out and repair what can mean only one thing, without touching a word")
    fmt.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders or files; without one, the current folder")
    fmt.add_argument("--check", action="store_true", help="change nothing; exit with 1 when something would change")
    fmt.add_argument("--diff", action="store_true", help="change nothing; show what would change")
    fmt.add_argument("--wrap", type=_columns, default=0, metavar="N", help="also wrap prose under `|` at N columns")
    return parser


def _columns(text: str) -> int:
    """A width that a line of prose can have."""
    columns = int(text)
    if not 20 <= columns <= 1000:
        raise argparse.ArgumentTypeError(f"{columns} is not between 20 and 1000")
    return columns


def _count(text: str) -> int:
    """A whole number that is not negative."""
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{number} is less than 0")
    return number


def _test_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", nargs="?", type=Path, help="the folder of the story")
    parser.add_argument("--only", metavar="NAME", help="a name, a part of one, or a pattern with *")
    parser.add_argument("--bless", action="store_true", help="take what the transcripts tell now, and show what changed")
    for flag, word, about in (
        ("--coverage", "missing", "what no test shows, by line, and the counts"),
        ("--coverage-all", "all", "every line, + shown, - not shown"),
        ("--coverage-summary", "summary", "the counts only"),
    ):
        parser.add_argument(flag, dest="coverage", action="store_const", const=word, help=about)
    parser.add_argument("--reading-list", type=Path, metavar="FOLDER", help="write few runs that show everything that was found")
    parser.add_argument("--record", type=int, metavar="SEED", help="make a transcript of a run by chance")
    parser.add_argument("--format", choices=("text", "json"), default="text")


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
    verb = _VERBS.get(chosen.verb, _play)
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
    except ModuleNotFoundError as error:
        if error.name not in LIBRARIES:
            raise
        print(_libraries_missing(error.name), file=sys.stderr)
        return 1


def _libraries_missing(name: str) -> str:
    line = "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/hyosan"
    return f"hyosan: the library `{name}` is missing. In the folder of the game, this installs and starts it:\n  {line}"


def shipped_story() -> Path:
    """The folder of the story that comes with the game: inside the package, else beside it in a checkout."""
    inside = PACKAGE / "scenes"
    return inside if (inside / "story.yaml").exists() else PACKAGE.parent / "scenes"


def _check(chosen: argparse.Namespace) -> int:
    from game.authoring.check import check

    return check(chosen.story or shipped_story(), print)


def _test(chosen: argparse.Namespace) -> int:
    from game.authoring.testing import Wishes, test

    wishes = Wishes(chosen.only, chosen.bless, chosen.coverage, chosen.reading_list, chosen.record, chosen.format)
    return test(chosen.story or shipped_story(), wishes, print)


def _words(chosen: argparse.Namespace) -> int:
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


def _diff(chosen: argparse.Namespace) -> int:
    from game.authoring.diff import diff

    complain = partial(print, file=sys.stderr)
    return diff(chosen.old, chosen.new, print, complain, form=chosen.format, saves=chosen.old_saves)


def _explain(chosen: argparse.Namespace) -> int:
    from game.authoring.explain import explain

    return explain(chosen.code, print)


def _schema(chosen: argparse.Namespace) -> int:
    from game.authoring.schema import schema

    return schema(chosen.story, chosen.output, print)


def _new(chosen: argparse.Namespace) -> int:
    from game.authoring.new import new

    return new(chosen.folder, print, chosen.title)


def _fmt(chosen: argparse.Namespace) -> int:
    from game.authoring.fmt import fmt

    return fmt(chosen.paths, print, check=chosen.check, diff=chosen.diff, wrap=chosen.wrap)


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
        return _show(chosen)
    except StoryError as error:
        print(error.report.draw(), file=sys.stderr)
        print(f"\nhyosan: {error}", file=sys.stderr)
        return 1


def _show(chosen: argparse.Namespace) -> int:
    from game.terminal import settings
    from game.terminal.decide import full_screen_possible

    store = _store(chosen)
    plain = chosen.plain or settings.read(store.folder).plain
    if plain or not full_screen_possible(os.environ, sys.stdin, sys.stdout):
        from game.terminal.plain import play_plain

        return play_plain(_game(store, chosen), sys.stdin, sys.stdout)
    from game.terminal.app import play_full_screen

    return play_full_screen(lambda: _game(store, chosen), mouse=not chosen.no_mouse, title=TITLE)


def _game(store: Store, chosen: argparse.Namespace) -> Game:
    """The story that was asked for, at the title or in the run that was asked for. Raises `StoryError` and others."""
    from game.terminal.game import Game

    program = open_story(getattr(chosen, "story", None) or shipped_story())
    game = Game(program, store, folder=store.folder, open_story=open_story)
    if chosen.verb == "play":
        _begin(game, store, chosen)
    return game


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


_VERBS: Mapping[str | None, Callable[[argparse.Namespace], int]] = {
    "saves": _saves,
    "check": _check,
    "test": _test,
    "map": _map,
    "words": _words,
    "diff": _diff,
    "explain": _explain,
    "schema": _schema,
    "new": _new,
    "fmt": _fmt,
}
