"""Everything that a player can ask for, in one table: names, other words, keys, help. Both front ends and the help page
are drawn from it; `Game` has one performer for each command.

Keys are written as prompt_toolkit names them. A key of one letter also works with its Korean jamo.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from game.records import dataclass

Where = Literal["story", "sheet", "typing"]


@dataclass(frozen=True, slots=True)
class Command:
    """`argument` names what may follow it. `sheets` tells whether its key works while a sheet is open, too."""

    name: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    argument: str
    help: str
    sheets: bool = False


GROUPS: Mapping[str, tuple[Command, ...]] = {
    "In the scene": (
        Command("look", ("l", "x", "examine", "repeat"), (), "THING", "Look closer, at no cost; alone: this page again"),
        Command("things", (), ("l",), "", "What there is to look at"),
        Command("why", (), (), "OPTION", "Why an option is not open"),
        Command("undo", ("u", "back"), ("u",), "", "Take back a choice, as often as you like"),
        Command("redo", ("r",), ("r",), "", "Go forward again after an undo"),
        Command("skip", (), ("c-n", "f6"), "", "Go on as you did before, to a new scene or to text you have not read"),
    ),
    "About the run": (
        Command("journal", ("j", "notes", "promises", "secrets"), ("j",), "", "What you know, and what you owe"),
        Command("party", ("p", "people", "who"), ("p",), "NAME", "Who is here, and how they are; else where you read of NAME"),
        Command("bag", ("b", "i", "inventory", "carrying"), ("b",), "", "What you carry"),
        Command("map", ("m", "places", "ways"), ("m",), "", "The places you have seen, and the ways between them"),
        Command("status", ("s", "time", "where"), ("s",), "", "Where you are, and the measures of the night"),
        Command("history", ("f", "find", "search", "log"), ("f", "c-f"), "WORDS", "What you have read, or words in it"),
        Command("summary", ("choices",), (), "", "What your choices have changed"),
        Command("pages", (), (), "", "All of these, to pick from"),
        Command("endings", ("e", "gallery"), ("e",), "", "Endings you have seen, hints at the others"),
        Command("doors", ("outlook",), (), "", "How many endings are still open from here; not which"),
    ),
    "To keep": (
        Command("save", (), ("c-s", "f2"), "NAME", "Keep this moment; every turn is kept by itself"),
        Command("load", ("restore", "open"), ("c-o", "f3"), "NAME", "Go to a kept moment", sheets=True),
        Command("saves", ("slots",), (), "", "Everything that is kept"),
        Command("delete", ("forget",), (), "NAME", "Throw a kept moment away; you are asked first"),
        Command("elsewhere", (), (), "FOLDER", "Keep this run, and all that follows, in another folder"),
        Command("keep", ("export", "transcript"), (), "FILE", "Write this run to a file: .html, .md or .txt"),
    ),
    "The game": (
        Command("help", ("?", "h", "keys", "commands"), ("?", "f1"), "", "What you can do here", sheets=True),
        Command("restart", ("new", "begin"), (), "", "Begin a new run; this one is kept"),
        Command("again", (), (), "", "Begin a new run and skip what you have read"),
        Command("menu", (), ("q",), "", "Save, load, settings, title screen, quit"),
        Command("continue", ("resume",), (), "", "Back to the story, where you were"),
        Command("title", (), (), "", "Back to the title screen; the run is kept"),
        Command("settings", ("options", "set"), (",", "f4"), "NAME", "Colours, width, mouse, plain text", sheets=True),
        Command("folder", (), (), "PATH", "Play the story in another folder"),
        Command("mouse", (), ("f9",), "", "On or off; off lets the terminal select text", sheets=True),
        Command("plain", (), (), "", "Text only, made for screen readers"),
        Command("quit", ("exit", "bye", "q"), ("c-q",), "", "Leave; everything is kept", sheets=True),
    ),
}
"""The commands as the help shows them: what is asked for most comes first."""

COMMANDS = tuple(command for group in GROUPS.values() for command in group)

AUTHORS_COMMANDS = (
    Command(
        "debug", (), ("f12",), "[WORDS]", "Where you are, why options are open or not, every value and its cause", sheets=True
    ),
    Command("mistakes", (), ("f8",), "", "What is to be said of the story's files", sheets=True),
    Command("set", (), (), "NAME = VALUE", "This scene anew, with another value"),
    Command("go", (), (), "SCENE", "That scene, with all that you have"),
)
"""What only an author's play has (`play --watch`, `play --debug`)."""
NOTHING_KEPT = "This is an author's play: nothing of it is kept. Without --watch and --debug, every turn is."


@dataclass(frozen=True, slots=True)
class ReadingKey:
    """Keys that move about in what is on the screen."""

    name: str
    keys: tuple[str, ...]
    help: str
    where: tuple[Where, ...]


READING_KEYS = (
    ReadingKey("previous", ("up", "s-tab"), "The option before", ("story", "sheet")),
    ReadingKey("next", ("down", "tab"), "The next option", ("story", "sheet")),
    ReadingKey("accept", ("enter",), "Take the marked option, or read on", ("story", "sheet")),
    ReadingKey("page_up", ("pageup",), "A page back, as far as the beginning", ("story", "sheet")),
    ReadingKey("page_down", ("pagedown", " "), "A page on", ("story", "sheet")),
    ReadingKey("first", ("home",), "The very beginning", ("story", "sheet")),
    ReadingKey("last", ("end",), "The end: where you are now", ("story", "sheet")),
    ReadingKey("type", ("/",), "Type words: of an option, a thing, a command", ("story", "sheet")),
    ReadingKey("accept", ("enter",), "Do what is typed", ("typing",)),
    ReadingKey("complete", ("tab",), "What the line could become; again: the next", ("typing",)),
    ReadingKey("cancel", ("escape",), "Close what is open; in the story: the menu", ("story", "sheet", "typing")),
)

_SHOWN = {
    "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc", "enter": "Enter", "home": "Home",
    "end": "End", "tab": "Tab", "s-tab": "Shift-Tab", " ": "Space", ",": "comma",
}  # fmt: skip
_SHOWN_IN_ASCII = {**_SHOWN, "up": "Up", "down": "Down"}


def key_text(key: str, *, in_ascii: bool = False) -> str:
    """A key as a player reads it: `c-s` is Ctrl-S."""
    shown = (_SHOWN_IN_ASCII if in_ascii else _SHOWN).get(key)
    if shown is not None:
        return shown
    return f"Ctrl-{key[2:].upper()}" if key.startswith("c-") else key.upper() if len(key) > 1 else key


def words_of_commands() -> Iterator[tuple[str, Command]]:
    """Every word that can be typed for a command, with the command."""
    for command in COMMANDS:
        for word in (command.name, *command.words):
            yield word, command


BY_WORD = dict(words_of_commands())
AUTHORS_WORDS = {word: command for command in AUTHORS_COMMANDS for word in (command.name, *command.words)}
BY_NAME = {command.name: command for command in (*COMMANDS, *AUTHORS_COMMANDS)}


def commands_of(*, authors: bool) -> tuple[Command, ...]:
    """All that can be asked for, in an author's play or in a player's."""
    return (*COMMANDS, *AUTHORS_COMMANDS) if authors else COMMANDS


def groups_of(*, authors: bool) -> Mapping[str, tuple[Command, ...]]:
    """The same by groups."""
    return {**GROUPS, "For the author": AUTHORS_COMMANDS} if authors else GROUPS
