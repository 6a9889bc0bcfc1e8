"""The real program in a process of its own: through pipes, or on a terminal whose screen is kept by pyte.

Both front ends are driven by the same few words, so that a behaviour can be asked of both.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

from tests.terminal.story import write_story

ROOT = Path(__file__).parent.parent.parent
SECONDS = 20.0
KEYS = {
    "enter": "\r", "esc": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "home": "\x1b[H",
    "end": "\x1b[F", "ctrl-c": "\x03",
    "ctrl-q": "\x11", "ctrl-s": "\x13", "ctrl-o": "\x0f", "ctrl-z": "\x1a", "backspace": "\x7f",
}  # fmt: skip


def command(folder: Path, *arguments: str) -> list[str]:
    """The command line that plays the test story with its saves in `folder`; by default a new run with seed 7."""
    story = folder / "story"
    if not story.exists():
        write_story(story)
    rest = arguments or ("play", str(story), "--seed", "7")
    return [sys.executable, "-m", "game", *rest, "--saves", str(folder / "saves")]


def environment(**changes: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "HYOSAN", "COLUMNS", "LINES", "NO_COLOR"))
    }
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **changes}


class Screen(pyte.Screen):
    """Keeps what pyte draws; a sequence that pyte does not know must not end the test."""

    def write_process_input(self, data: str) -> None:
        """Answers to questions of the program go nowhere: ours asks none."""


class Terminal:
    """A program on a terminal of its own. `raw` is every byte that it has written."""

    def __init__(
        self, arguments: Sequence[str], columns: int = 80, rows: int = 24, environ: Mapping[str, str] | None = None
    ) -> None:
        self.columns, self.rows = columns, rows
        self.raw = b""
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._outer, inner = pty.openpty()
        self.resize(columns, rows)
        before = termios.tcgetattr(inner)
        self.process = subprocess.Popen(
            list(arguments), stdin=inner, stdout=inner, stderr=inner, env=dict(environ or environment()),
            preexec_fn=_own_terminal,  # noqa: PLW1509 - a test has one thread
        )  # fmt: skip
        self._inner = inner
        self._before = before

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._inner)
        if self._outer >= 0:
            os.close(self._outer)

    # -- what a person does

    def press(self, *keys: str) -> None:
        """Keys by name, or characters."""
        for key in keys:
            os.write(self._outer, KEYS.get(key, key).encode())

    def type(self, words: str) -> None:
        """Opens the line to type into, writes words and presses Enter."""
        self.press("/", words, "enter")

    def click(self, column: int, row: int) -> None:
        """A click of the left button, counted from 1, as a terminal reports it (SGR mouse mode)."""
        self.press(f"\x1b[<0;{column};{row}M", f"\x1b[<0;{column};{row}m")

    def wheel(self, button: int) -> None:
        """64 turns the wheel up, 65 down."""
        self.press(f"\x1b[<{button};10;10M")

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        fcntl.ioctl(self._outer, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """The window is closed."""
        os.close(self._inner)
        os.close(self._outer)
        self._inner = os.open(os.devnull, os.O_RDONLY)
        self._outer = -1

    # -- what a person sees

    @property
    def lines(self) -> list[str]:
        """The rows of the screen. A wide character takes two cells; the second one is empty."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())

    def expect(self, words: str | Callable[[], bool]) -> None:
        """Waits until the words are on the screen, wherever rows break."""
        seen = words if callable(words) else lambda: words in self.text
        deadline = time.monotonic() + SECONDS
        while not seen():
            left = deadline - time.monotonic()
            assert left > 0, f"waited in vain for {words!r}; the screen:\n" + "\n".join(self.lines)
            self._read(min(left, 0.5))

    def settle(self, seconds: float = 0.15) -> None:
        """Reads until nothing has come for a while."""
        while self._read(seconds):
            pass

    def wait(self) -> int:
        """The exit code, 128 + n after a signal n that was not handled; everything that was written is read."""
        deadline = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "does not end; the screen:\n" + "\n".join(self.lines)
            if self._outer >= 0:
                self._read(0.05)
            else:
                time.sleep(0.02)
        if self._outer >= 0:
            self.settle(0.05)
        code = self.process.returncode
        return code if code >= 0 else 128 - code

    def is_restored(self) -> bool:
        """Whether the terminal is as it was: its settings, the main screen, the mouse off, the cursor shown."""
        return termios.tcgetattr(self._inner) == self._before and self.is_left()

    def is_left(self) -> bool:
        """Whether it shows the main screen again and echoes lines, as a shell needs it."""
        modes = re.findall(rb"\x1b\[\?([\d;]+)([hl])", self.raw)
        last = {number: on == b"h" for numbers, on in modes for number in numbers.split(b";")}
        on = {number for number in (b"1049", b"1000", b"1002", b"1003", b"1006", b"1015", b"2004") if last.get(number)}
        local = termios.tcgetattr(self._inner)[3]
        return not on and last.get(b"25", True) and bool(local & termios.ICANON) and bool(local & termios.ECHO)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._outer], [], [], seconds)
        if not ready:
            return False
        with contextlib.suppress(OSError):
            data = os.read(self._outer, 65536)
            self.raw += data
            self._stream.feed(data)
            return bool(data)
        return False


def _own_terminal() -> None:
    """In the child: the terminal becomes its own, so that Ctrl-C and closing the window reach it."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Pipe:
    """A program between two pipes, as a screen reader or a script has it."""

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        self.raw = b""
        self._said = 0
        self.process = subprocess.Popen(
            list(arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environ or environment()),
        )

    def __enter__(self) -> Pipe:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def say(self, line: str) -> None:
        self._said = len(self.raw)
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    @property
    def text(self) -> str:
        """What was written since the last line that was said."""
        return " ".join(self.raw[self._said :].decode().split())

    def expect(self, words: str) -> None:
        deadline = time.monotonic() + SECONDS
        while words not in self.text:
            left = deadline - time.monotonic()
            assert left > 0 and self._read(left), f"waited in vain for {words!r}; what came:\n{self.text}"

    def wait(self) -> int:
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        while self._read(SECONDS):
            pass
        code = self.process.wait(SECONDS)
        return code if code >= 0 else 128 - code

    def _read(self, seconds: float) -> bool:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        data = os.read(self.process.stdout.fileno(), 65536) if ready else b""
        self.raw += data
        return bool(data)


class Driver:
    """The same words for both front ends."""

    def __init__(self, program: Terminal | Pipe) -> None:
        self.program = program

    def expect(self, words: str) -> None:
        self.program.expect(words)

    @property
    def text(self) -> str:
        return self.program.text

    def pick(self, number: int) -> None:
        if isinstance(self.program, Terminal):
            self.program.press(str(number))
        else:
            self.program.say(str(number))

    def say(self, words: str) -> None:
        if isinstance(self.program, Terminal):
            self.program.type(words)
        else:
            self.program.say(words)

    def close(self) -> None:
        """Closes a page or a menu; in plain text a page needs no closing."""
        if isinstance(self.program, Terminal):
            self.program.press("esc")

    def leave(self) -> int:
        self.say("quit")
        return self.program.wait()


@contextlib.contextmanager
def driven(front_end: str, folder: Path, *arguments: str) -> Iterator[Driver]:
    """The program with one of the front ends: `plain` or `full`. In the full screen the content note is passed."""
    if front_end == "plain":
        with Pipe([*command(folder, *arguments), "--plain"]) as pipe:
            yield Driver(pipe)
        return
    with Terminal(command(folder, *arguments)) as terminal:
        if not arguments:
            terminal.expect("Before the first scene")
            terminal.press("enter")
        yield Driver(terminal)
