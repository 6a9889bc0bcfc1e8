"""The command line of `hyosan`: its verbs and what they take. Nothing is done here."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from game import __version__
from game.quick_arguments import Chosen, dest_of
from game.terminal.settings import SETTINGS

DESCRIPTION = "The Light on the Roof: a text adventure, and a workshop for writing such stories in YAML."
EPILOG = "Without a verb: the title screen. Stories are folders with a story.yaml; see scenes/README.md."


class _Usage(argparse.ArgumentParser):
    """Says what is wrong with a command line in a sentence, with the nearest verb. `words` is the whole line."""

    words: Sequence[str] = ()

    def error(self, message: str) -> NoReturn:
        from game.diagnostics import nearest

        flag = self._flag_of_play()
        if flag:
            self.exit(2, f"hyosan: `{flag}` belongs to the verb `play`.\nWrite `hyosan play {' '.join(self.words)}`.\n")
        wrong = message.partition("invalid choice: '")[2].partition("'")[0]
        close = nearest(wrong, VERBS) if wrong else ""
        advice = f"Did you mean `hyosan {close}`?" if close else "`hyosan --help` lists what there is."
        self.exit(2, f"hyosan: {message}\n{advice}\n")

    def _flag_of_play(self) -> str:
        """What only `play` takes, on a line without a verb: the title screen begins no run. Else the empty string."""
        if not self.words or any(word in VERBS for word in self.words):
            return ""
        play = _Usage(prog="hyosan play")
        _play(play)
        known, title = (set(re.findall(r"--[a-z-]+", each.format_usage())) for each in (play, self))
        flags = (word.partition("=")[0] for word in self.words if word.startswith("--"))
        return next((flag for flag in flags if flag in known - title), "")


def parse(words: Sequence[str]) -> Chosen:
    """What a command line asks for: `verb`, None for the title screen, and what that verb takes. Raises `SystemExit`."""
    return arguments(words).parse_args(words, Chosen())


def arguments(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of a command line. It knows the verbs that `words` could need: the first picture waits for this."""
    parser = _Usage(prog="hyosan", description=DESCRIPTION, epilog=EPILOG)
    parser.words = words
    parser.set_defaults(verb=None)
    parser.add_argument("--version", action="version", version=f"hyosan {__version__}")
    _screen(parser)
    if names := _needed(words):
        verbs = parser.add_subparsers(dest="verb", metavar="VERB", prog="hyosan")  # else it would measure the terminal
        for name in names:
            about, add = VERBS[name]
            add(verbs.add_parser(name, help=about, description=about))
    return parser


def _needed(words: Sequence[str]) -> Collection[str]:
    """The verb that stands first; else none where there are only flags, and all where there is more, or help is asked for."""
    if words and words[0] in VERBS:
        return words[:1]
    only_flags = all(word.startswith("-") and word not in ("-h", "--help") for word in words)
    return () if only_flags else VERBS


def _story(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", nargs="?", type=Path, help="the folder of the story (default: The Light on the Roof)")


def _runs(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--runs", type=_count, default=200, metavar="N", help=about)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the random runs")


def _screen(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """A flag for each setting, which holds for this session only; and where the saves are."""
    for setting in SETTINGS:
        flag, dest, about = f"--{setting.name.replace(' ', '-')}", dest_of(setting), f"{setting.label}: {setting.help}"
        if setting.is_switch:
            parser.add_argument(flag, dest=dest, action=argparse.BooleanOptionalAction, default=default, help=about)
        else:
            parser.add_argument(flag, dest=dest, choices=setting.words, metavar="WORD", default=default, help=about)
    parser.add_argument("--saves", type=Path, default=default, metavar="FOLDER", help="the folder of the saves")


def _play(parser: argparse.ArgumentParser) -> None:
    _story(parser)
    parser.add_argument("--from", dest="scene", metavar="SCENE", help="begin at this scene")
    parser.add_argument("--set", dest="values", metavar="NAME=VALUE", action="append", default=[], help="begin with this value")
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed and choices give the same run")
    parser.add_argument("--load", metavar="SAVE", help="go on with a save, by its id or name, or with the `latest`")
    about = "take up the story's files as they are saved, and stay where you are; nothing of the play is kept"
    parser.add_argument("--watch", action="store_true", help=about)
    about = "look into the play: `debug`, `set`, `go`; with --watch too; nothing of the play is kept"
    parser.add_argument("--debug", action="store_true", help=about)
    _screen(parser, argparse.SUPPRESS)


def _saves_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--saves", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help="the folder of the saves")


def _saves(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    about = "how each save would open under that version of its story; exit 1 when one opens earlier, or not at all"
    what.add_argument("--check", type=Path, metavar="STORY", help=about)
    about = "mend a damaged save as far as it goes, or all of them; the damaged file is kept"
    what.add_argument("--repair", nargs="?", const="", metavar="NAME", help=about)
    about = "write a save to a file of its own, to keep or to give away"
    what.add_argument("--export", nargs=2, metavar=("NAME", "FILE"), help=about)
    about = "check such a file and put it among the saves, under a name that is free"
    what.add_argument("--import", dest="import_file", type=Path, metavar="FILE", help=about)
    about = "the folder of the story for --import (default: The Light on the Roof)"
    parser.add_argument("--story", type=Path, metavar="FOLDER", help=about)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the list and of --check")
    _saves_folder(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("save", metavar="SAVE", help="a save by its id, name or file, or the `latest`")
    parser.add_argument("--html", type=Path, metavar="FILE", help="a web page that needs nothing else")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="Markdown")
    parser.add_argument("--text", type=Path, metavar="FILE", help="plain text; without any of these, to the standard output")
    parser.add_argument("--story", type=Path, metavar="FOLDER", help="the folder of its story (default: The Light on the Roof)")
    about = "tell less of what may be too much (default: as it is set in the game)"
    parser.add_argument("--soften", action=argparse.BooleanOptionalAction, default=None, help=about)
    _saves_folder(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    _story(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")


def _map(parser: argparse.ArgumentParser) -> None:
    _story(parser)
    formats = ("html", "svg", "dot", "mermaid", "text")
    parser.add_argument("--format", choices=formats, help="default: by the file's name, else text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it there instead of saying it")
    about = "mark what is proved: from what `prove --format json` has written to FILE, else it is proved now"
    parser.add_argument("--proof", nargs="?", type=Path, const="", metavar="FILE", help=about)
    _runs(parser, "random runs that show where players go; 0: none")


def _prove(parser: argparse.ArgumentParser) -> None:
    _story(parser)
    parser.add_argument(
        "--seconds",
        type=float,
        metavar="N",
        help="seconds that each of its two processes may take (default: 55; with --ship 300)",
    )
    about = "MiB of memory that they may take together (default: 2048)"
    parser.add_argument("--memory", type=_count, default=2048, metavar="N", help=about)
    parser.add_argument("--strict", action="store_true", help="exit with 1 also for what is never told, or is not decided")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="write saves and transcripts of what goes wrong there")
    about = (
        "write endings.proof into the story's folder, from which the game says how many endings are open; nothing else is asked"
    )
    parser.add_argument("--ship", action="store_true", help=about)
    about = "with --ship: write nothing; exit with 1 when endings.proof is not of this version of the story"
    parser.add_argument("--check", action="store_true", help=about)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _words(parser: argparse.ArgumentParser) -> None:
    _story(parser)
    _runs(parser, "random runs to measure; 0: only the text")
    parser.add_argument("--places", type=_count, default=5, metavar="N", help="places shown for each measure; 0: all")
    parser.add_argument("--avoid", type=Path, metavar="FILE", help="a list of phrases on top of the story's words.txt")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a measure fails")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", help="a folder, or REVISION:FOLDER of git")
    parser.add_argument("new", help="a folder, or REVISION:FOLDER of git")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    about = "saves of the old story to try (default: made ones)"
    parser.add_argument("--saves", dest="old_saves", type=Path, metavar="FOLDER", help=about)


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code; without one, all are listed")


def _reference(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--into", type=Path, metavar="FILE", help="write it between the marks of that page")


def _schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", nargs="?", type=Path, help="a story whose names the editor is to complete")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it there, and say how an editor finds it")


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where; it must be empty or not there yet")
    parser.add_argument("--title", default="", help="its title; made from the folder's name when left out")


def _fmt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders or files (default: the current folder)")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 when something would change")
    parser.add_argument("--diff", action="store_true", help="change nothing; show what would change")
    parser.add_argument("--wrap", type=_columns, default=0, metavar="N", help="also wrap prose under `|` at N columns")


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


def _test(parser: argparse.ArgumentParser) -> None:
    _story(parser)
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


VERBS: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "play": ("play a story from its beginning, from a scene, or from a save", _play),
    "saves": ("list the saves; check, mend, export and import them", _saves),
    "export": ("write a kept run as a web page, Markdown or text", _export),
    "new": ("make a small, complete, tested story to begin with", _new),
    "check": ("say every mistake of a story at once", _check),
    "content": ("list the content notes of a story, and what it can tell more softly", _story),
    "explain": ("what a code of `check` means, with a wrong and a right example", _explain),
    "fmt": ("lay files out and repair what can mean only one thing, without touching a word", _fmt),
    "reference": ("every key of the story language, as Markdown", _reference),
    "schema": ("a JSON Schema, for editors with yaml-language-server", _schema),
    "test": ("run a story's own tests and compare its blessed transcripts", _test),
    "prove": ("what holds in every state that any player can reach, and a play to what does not", _prove),
    "map": ("draw the graph of a story's scenes", _map),
    "words": ("measure a story: tempo, choices, echo, worn-out phrases", _words),
    "diff": ("what changed in the meaning of a story, and how old saves would load", _diff),
}
