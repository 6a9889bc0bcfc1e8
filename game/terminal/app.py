"""The way into the full screen. Something is on the screen at once; the libraries are imported behind it."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO

from game.terminal.decide import ascii_only
from game.terminal.door import one_line
from game.terminal.ending import HUNG_UP, INTERRUPTED, Ended, discard, end_now, on_ending
from game.terminal.game import Game
from game.terminal.layout import cells

_ENTER, _LEAVE = "\x1b[?1049h\x1b[2J", "\x1b[?1049l"


def play_full_screen(game: Game, *, mouse: bool = True, stdin: TextIO | None = None, stdout: TextIO | None = None) -> int:
    """Plays on the whole terminal. Returns the exit code: 0, 130 after Ctrl-C, 143 and 129 after SIGTERM and SIGHUP.

    Everything is kept, unlocked and the terminal restored by then, whatever happened. Without `mouse` it is off for this session.
    """
    stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
    if not mouse:
        game.preferences.now = game.settings.having("mouse", "off")
    try:
        with on_ending(end_now):
            left = _play(game, stdout)
    except KeyboardInterrupt:
        left = (INTERRUPTED, "", False)
    except Ended as ended:
        left = (ended.code, "", False)
    except BaseException:
        game.close()
        raise
    code, words, plain = left
    if plain:
        from game.terminal.plain import play_plain

        return play_plain(game, stdin, stdout)
    game.close()
    if code == HUNG_UP:
        discard(stdout)
    elif words:
        print(words, file=stdout)
    return code


def _play(game: Game, stdout: TextIO) -> tuple[int, str, bool]:
    """The exit code, last words, and whether the plain front end is to go on."""
    splash = _Splash(stdout)
    try:
        splash.show(game.program.story.title)
        from game.terminal.draw import ASCII, UNICODE
        from game.terminal.fullscreen import run
        from game.terminal.player import Player

        player = Player(game, ASCII if ascii_only(os.environ, stdout) else UNICODE)
        code = run(player)
    finally:
        splash.leave()
    left = player.left
    return (code, "", False) if left is None else (code, left.told, left.plain)


class _Splash:
    """The title in the middle of the alternate screen, until the first frame is drawn over it."""

    def __init__(self, stdout: TextIO) -> None:
        self._stdout = stdout

    def show(self, title: str) -> None:
        columns, rows = os.get_terminal_size(self._stdout.fileno())
        text = one_line(title)
        row, column = max(1, rows // 2), max(1, (columns - cells(text)) // 2 + 1)
        self._stdout.write(f"{_ENTER}\x1b[{row};{column}H{text}" if cells(text) <= columns else _ENTER)
        self._stdout.flush()

    def leave(self) -> None:
        """The first frame has the alternate screen by now, and prompt_toolkit has left it; leaving twice does no harm."""
        with contextlib.suppress(OSError):  # the terminal may be gone
            self._stdout.write(_LEAVE)
            self._stdout.flush()
