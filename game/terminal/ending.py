"""How a session ends from outside: SIGTERM, SIGQUIT, SIGHUP when the window is closed, a terminal or a reader that is gone."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

INTERRUPTED = 128 + 2
HUNG_UP = 128 + 1
ENDING = tuple(signal.Signals[name] for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))
_PATIENCE = "Waiting for the disk, so that no power cut can take what you played. Ctrl-C again does not wait."


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

    with _handled_by(handle, *ENDING):
        yield


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """For what is done at the end: while this lasts, no further signal tears it. Closing a window often sends several.

    It may have to wait for a slow disk. Who presses Ctrl-C then is told so, and the next Ctrl-C leaves at once, as does SIGQUIT:
    the system has all that was played by then, but a power cut may still take the last turn.
    """
    told = False

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal told
        name = signal.Signals(number).name
        if name == "SIGQUIT" or (name == "SIGINT" and told):
            os._exit(128 + number)
        if name == "SIGINT":
            told = True
            with contextlib.suppress(OSError, ValueError):
                print(_PATIENCE, file=sys.stderr, flush=True)

    with _handled_by(handle, signal.SIGINT, *ENDING):
        yield


@contextlib.contextmanager
def _handled_by(handle: Callable[[int, FrameType | None], None], *numbers: int) -> Iterator[None]:
    before = {number: signal.signal(number, handle) for number in numbers}
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
