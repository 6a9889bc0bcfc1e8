"""The way into the full screen. Something is on the screen at once; the story and the libraries are loaded behind it.

What is imported up here is waited for in front of an empty screen.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple, TextIO

from game.terminal.decide import ascii_only
from game.terminal.echo import without_echo
from game.terminal.ending import HUNG_UP, INTERRUPTED, Ended, discard, end_now, on_ending, undisturbed

if TYPE_CHECKING:
    from game.terminal.game import Game

    GameMaker = Callable[[Callable[[], None]], Game]

_ENTER, _LEAVE = "\x1b[?1049h\x1b[2J", "\x1b[?1049l"


class _Left(NamedTuple):
    """How the full screen was left: with a code and last words, or with a game that goes on as plain text."""

    code: int
    words: str = ""
    in_plain_text: Game | None = None


def play_full_screen(
    game: Game | GameMaker,
    *,
    title: str = "",
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
) -> int:
    """Plays on the whole terminal. Returns the exit code: 0, 130 after Ctrl-C, 128 and its number after a signal.

    A `game` that is yet to be made (it may raise) is made while `title` is on the screen already; it is given what to call before
    it does something that takes a second or more. When this returns or raises,
    everything is kept, unlocked and the terminal restored.
    """
    stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
    with ExitStack() as stack:
        try:
            with on_ending(end_now):
                left = _play(game, title, stdin, stdout, stack)
        except KeyboardInterrupt:
            left = _Left(INTERRUPTED)
        except Ended as ended:
            left = _Left(ended.code)
        if left.in_plain_text is not None:
            from game.terminal.plain import play_plain

            return play_plain(left.in_plain_text, stdin, stdout)
    if left.code == HUNG_UP:
        discard(stdout)
    elif left.words:
        print(left.words, file=stdout)
    return left.code


def _play(game: Game | GameMaker, title: str, stdin: TextIO, stdout: TextIO, stack: ExitStack) -> _Left:
    """Plays; closing the game is left to `stack`."""
    splash = _Splash(stdout)
    try:
        splash.show(title)
        with without_echo(stdin):
            made = game(splash.ask_for_patience) if callable(game) else game
            stack.callback(_close, made)
            from game.terminal.full_screen.fullscreen import run
            from game.terminal.full_screen.player import Player

            player = Player(made, in_ascii=ascii_only(os.environ, stdout))
        code = run(player)
    finally:
        splash.leave()
    if player.left is None:
        return _Left(code)
    return _Left(code, player.left.told, made if player.left.plain else None)


def _close(game: Game) -> None:
    with undisturbed():
        game.close()


class _Splash:
    """The title in the middle of the alternate screen, until the first frame is drawn over it."""

    def __init__(self, stdout: TextIO) -> None:
        self._stdout = stdout

    def show(self, title: str) -> None:
        """`title` is the program's own, in ASCII: nothing need be cleaned or measured for it."""
        self._stdout.write(_ENTER)
        self._put(title, 0)

    def ask_for_patience(self) -> None:
        """The story is read from its files, as once after each change of them."""
        self._put("Reading the story ...", 2)

    def _put(self, words: str, below: int) -> None:
        columns, rows = os.get_terminal_size(self._stdout.fileno())
        row, column = max(1, rows // 2 + below), max(1, (columns - len(words)) // 2 + 1)
        if len(words) <= columns:
            self._stdout.write(f"\x1b[{row};{column}H{words}")
        self._stdout.flush()

    def leave(self) -> None:
        """The first frame has the alternate screen by now, and prompt_toolkit has left it; leaving twice does no harm."""
        with contextlib.suppress(OSError):  # the terminal may be gone
            self._stdout.write(_LEAVE)
            self._stdout.flush()
