"""Times the full screen from outside: through a pseudo-terminal, from the start or a key to the last byte of the frame."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

QUIET = 0.05
"""A frame is over when nothing has come for this long; the wait itself is not counted."""


Keys = Sequence[bytes]
DOWN, UP, PAGE_UP, PAGE_DOWN = b"\x1b[B", b"\x1b[A", b"\x1b[5~", b"\x1b[6~"


@contextmanager
def game_on_a_screen(
    saves: Path, root: Path, columns: int = 80, rows: int = 24, play: Sequence[str] = ("--seed", "7")
) -> Iterator[tuple[int, float]]:
    """The game in a pseudo-terminal of that size: its descriptor, and when it was started."""
    start = time.perf_counter()
    child, descriptor = pty.fork()
    if child == 0:
        os.chdir(root)
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        arguments = [sys.executable, "-m", "game", "play", *play, "--saves", str(saves)]
        os.execve(sys.executable, arguments, environ)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        yield descriptor, start
    finally:
        os.kill(child, signal.SIGTERM)
        drain(descriptor, 2)
        os.waitpid(child, 0)
        os.close(descriptor)


def drain(descriptor: int, patience: float) -> tuple[bytes, float]:
    """What comes until nothing has come for QUIET seconds, and when its last byte came. Waits `patience` for the first."""
    found, last, wait = b"", time.perf_counter(), patience
    while select.select([descriptor], [], [], wait)[0]:
        try:
            data = os.read(descriptor, 65536)
        except OSError:
            break
        if not data:
            break
        found, last, wait = found + data, time.perf_counter(), QUIET
    return found, last


def start_to(words: bytes, saves: Path, root: Path, play: Sequence[str] = ("--seed", "7")) -> float:
    """Seconds from starting the process to the last byte of the screen that first shows `words`."""
    with game_on_a_screen(saves, root, play=play) as (descriptor, start):
        found, last = b"", start
        while words not in found:
            more, last = drain(descriptor, 10)
            if not more:
                raise RuntimeError(f"the screen never showed {words!r}")
            found += more
        return last - start


def key_to_frame(saves: Path, root: Path, play: Sequence[str], *, size: tuple[int, int], keys: Keys, count: int) -> list[float]:
    """Seconds from a key to the last byte of what it changes, sorted; the `keys` are pressed in turn, `count` of them."""
    found = []
    with game_on_a_screen(saves, root, *size, play) as (descriptor, _):
        drain(descriptor, 10)
        for key in (b"\r", b"\x1b[F"):
            os.write(descriptor, key)
            drain(descriptor, 1)
        for number in range(count):
            time.sleep(0.02)
            sent = time.perf_counter()
            os.write(descriptor, keys[number % len(keys)])
            changed, last = drain(descriptor, 1)
            if changed:
                found.append(last - sent)
    return sorted(found)
