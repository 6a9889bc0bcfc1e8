"""The game as plain text: only ever appended, numbered options, no drawing; for screen readers, pipes and slow lines.

Needs no library. It announces what is new and nothing else; everything that the full screen shows can be asked for in words.
"""

from __future__ import annotations

import errno
import io
import os
import select
from typing import TYPE_CHECKING, TextIO

from game.terminal.announcing import CANCEL, Announcer
from game.terminal.decide import is_terminal
from game.terminal.ending import HUNG_UP, INTERRUPTED, Ended, discard, on_ending, undisturbed
from game.terminal.outcomes import Closed, Leave, Order, Sheet, Story, Told
from game.terminal.paper import Paper
from game.terminal.sentences import completions_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.terminal.game import Game
    from game.terminal.outcomes import Outcome

MAX_LINE = 4096
SETTINGS = "settings"


def play_plain(
    game: Game, stdin: TextIO | None, stdout: TextIO, environ: Mapping[str, str] = os.environ, *, stands: bool = False
) -> int:
    """Plays until the player leaves or the input ends. Returns the exit code; everything is kept and unlocked by then.

    `stands` says that what is shown first stands there already.
    """
    game.in_plain_text = True
    if isinstance(stdin, io.TextIOWrapper) and stdin.errors != "replace":
        stdin.reconfigure(errors="replace")
    player = _PlainPlayer(game, stdin, Paper(stdout, environ))
    try:
        with on_ending(player.end):
            return player.play(stands=stands)
    except Ended as ended:
        return ended.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        discard(stdout)
        return 0
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        discard(stdout)
        return HUNG_UP
    finally:
        with undisturbed():
            game.close()


class _PlainPlayer:
    """Reads lines, gives orders to the game, and says what came of them."""

    def __init__(self, game: Game, stdin: TextIO | None, page: Paper) -> None:
        self._waiting = False
        self._ended = 0
        self._game = game
        self._stdin = stdin
        self._page = page
        self._prompts = is_terminal(stdin)
        self._announcer = Announcer(game, page, self._wait if self._prompts else None)
        self._was_key = False

    def end(self, code: int) -> None:
        """A signal has come. The game ends where it waits for input, so that nothing is left half done."""
        self._ended = code
        if self._waiting:
            raise Ended(code)

    def play(self, *, stands: bool) -> int:
        if stands:
            self._announcer.go_on()
        else:
            self._announcer.begin()
        while (line := self._read()) is not None:
            outcome = self._answer(line)
            reloaded = None if isinstance(outcome, Leave) else self._game.look_at_files()
            if reloaded is None or (line.strip() and not (reloaded.moved and isinstance(outcome, Story))):
                self._announcer.show(outcome)
            if reloaded is not None:
                self._announcer.show_reloaded(reloaded)
            if isinstance(outcome, Leave):
                self._page.flush()
                return 0
        if self._game.is_kept:
            self._announcer.say("The input has ended. Everything is kept: at the next start, Continue goes on from here.")
        self._page.flush()
        return 0

    # -- input

    def _read(self) -> str | None:
        """The next line, or None at the end of the input."""
        if self._prompts and not self._is_typed_ahead():  # what was typed ahead stands above already
            self._page.prompt()
        self._page.flush()
        self._waiting = True
        try:
            if self._ended:
                raise Ended(self._ended)
            return self._line()
        finally:
            self._waiting = False

    def _is_typed_ahead(self) -> bool:
        """Whether the next line is there before it is asked for."""
        return self._stdin is not None and bool(_is_there(self._stdin, 0))

    def _line(self) -> str | None:
        if self._stdin is None or self._stdin.closed:
            return None
        while True:
            try:
                line = self._stdin.readline(MAX_LINE)
            except OSError:
                return None
            only_a_key, self._was_key = self._was_key and line in ("\n", "\r\n"), False
            if only_a_key:  # it brought the rest of the text, and asks for nothing
                continue
            if line.strip() or not line or self._prompts or self._announcer.question is not None:
                return line.rstrip("\r\n") if line else None

    def _answer(self, line: str) -> Outcome:
        question = self._announcer.take_question()
        if question is not None:
            answer = line.strip() or question.default
            if not answer or answer.casefold() == CANCEL:
                return Closed()
            return self._game.perform(Order(question.command, answer))
        sheet = self._announcer.open_sheet
        if line.endswith("\t"):
            return Told(completions_text(self._game.complete(line.rstrip("\t"), sheet)))
        understood = self._game.understand(line, sheet)
        if not isinstance(understood, Order):
            return understood
        if understood.command == SETTINGS and understood.argument:
            return self._set(understood, sheet)
        if sheet is not None and sheet.then is None and all(row.order != understood for row in sheet.orders):
            self._announcer.sheet = None  # something else was asked for: numbers are about the story again
        return self._game.perform(understood)

    def _set(self, order: Order, sheet: Sheet | None) -> Outcome:
        """A setting is changed: in the open list its row is told, else the list stays away, and numbers are what they were."""
        outcome = self._game.perform(order)
        if not isinstance(outcome, Sheet) or (sheet is not None and sheet.name == SETTINGS):
            return outcome
        return Told(f"{outcome.orders[outcome.selected].head}.")

    def _wait(self, seconds: float) -> bool:
        """Lets a sentence be read; whether the rest is to come at once: a line was typed, which is read when its turn comes."""
        if self._stdin is None:
            return True
        self._waiting = True
        try:
            if self._ended:
                raise Ended(self._ended)
            there = _is_there(self._stdin, seconds)
            self._was_key = bool(there)
            return there is not False  # what cannot be waited for is not waited for
        finally:
            self._waiting = False


def _is_there(stream: TextIO, seconds: float) -> bool | None:
    """Whether something can be read within so many seconds; None when nobody can say."""
    try:
        return bool(select.select([stream], [], [], seconds)[0])
    except (OSError, ValueError):
        return None
