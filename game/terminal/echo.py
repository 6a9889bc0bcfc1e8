"""What a player types while the game is not yet listening: the terminal would write it over the splash."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TextIO


@contextlib.contextmanager
def without_echo(stdin: TextIO) -> Iterator[None]:
    """While this lasts, the terminal does not write what is typed; it is not lost, and is read later."""
    try:
        import termios
    except ImportError:  # Windows, where nothing is echoed that nobody reads
        yield
        return
    try:
        before = termios.tcgetattr(stdin.fileno())
    except (OSError, ValueError, termios.error):  # no terminal
        yield
        return
    quiet = before[:]
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(stdin.fileno(), termios.TCSANOW, quiet)
    try:
        yield
    finally:
        with contextlib.suppress(OSError, termios.error):  # the terminal may be gone
            termios.tcsetattr(stdin.fileno(), termios.TCSANOW, before)
