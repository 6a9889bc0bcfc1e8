"""How a session ends from outside: SIGTERM, SIGQUIT, SIGHUP when the window is closed, a terminal or a reader that is gone."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

INTERRUPTED = 128 + 2
HUNG_UP = 128 + 1
ENDING = tuple(signal.Signals[name] for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))


class Ended(BaseException):
    """A signal asked the process to end. `code` is what it is to exit with."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@contextlib.contextmanager
def on_ending(act: Callable[[int], None]) -> Iterator[None]:
    """While this lasts, `act` is called with the exit code when such a signal arrives; it may raise `Ended`."""

    def handle(number: int, _: FrameType | None) -> None:
        act(128 + number)

    before = {number: signal.signal(number, handle) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_now(code: int) -> None:
    raise Ended(code)


def discard(stream: TextIO) -> None:
    """Nobody reads any more. What is left in the buffer goes nowhere, so that the end of the interpreter is quiet."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
