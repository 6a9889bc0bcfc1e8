"""A letter is two things: a key (`j` opens the journal) and the beginning of a word (`jump`).

The key acts at once. When the next letter shows that a word was meant, what the key did is taken back and both letters stand
in the line to type into; no clock decides. So every letter key must be one whose effect can be taken back: it opens a sheet,
or it is undo or redo.
"""

from __future__ import annotations

from collections.abc import Iterable

from game.engine.state import View
from game.records import dataclass
from game.terminal.commands import BY_WORD, COMMANDS, Command
from game.terminal.full_screen.korean import latin_keys
from game.terminal.full_screen.screens import SheetScreen, StoryScreen
from game.terminal.outcomes import Row
from game.terminal.understanding import normal

INVERSE = {"undo": "redo", "redo": "undo"}
LETTER_KEYS = {key: command for command in COMMANDS for key in command.keys if len(key) == 1}


@dataclass(frozen=True, slots=True)
class Begun:
    """A letter key that has just acted: what was typed, which words it could have begun, which screens were open, and
    whether the play has moved.
    """

    typed: str
    command: Command
    words: frozenset[str]
    screens: tuple[StoryScreen | SheetScreen, ...]
    moved: bool

    def goes_on_with(self, typed: str) -> bool:
        """Whether one of the words goes on so."""
        begun = latin_keys(self.typed + typed).casefold()
        return any(word.startswith(begun) for word in self.words)


def words_here(rows: Iterable[Row], view: View | None) -> frozenset[str]:
    """The words of commands, of the options among `rows` and of things to look at."""
    words = {word for row in rows for word in normal(row.head).split()}
    things = map(normal, view.looks) if view is not None else ()
    return frozenset({*BY_WORD, *words, *things})
