"""A headless Chromium for tests of pages: found, started with a profile of its own, and driven over its debugging pipe.

The protocol is the Chrome DevTools Protocol: JSON messages, each ended by a NUL, that the browser reads from descriptor 3 and
writes to descriptor 4 (`--remote-debugging-pipe`). No driver, no port and no library are needed. Mouse, keys and fingers are real
input, and a script that is asked for here runs although the page forbids scripts but its own.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NOT_INSTALLED = "no Chromium is installed here (Debian: apt-get install chromium)"
PATIENCE = 30.0
OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def find_chromium() -> str | None:
    """The program, from `HYOSAN_CHROMIUM` or from the path; None when there is none."""
    given = os.environ.get("HYOSAN_CHROMIUM")
    return given or next((path for path in map(shutil.which, NAMES) if path), None)


class Point(NamedTuple):
    x: float
    y: float


class Browser:
    """One tab. Use it as a context: the browser and its profile are gone afterwards."""

    def __init__(self, width: int = 1200, height: int = 800) -> None:
        program = find_chromium()
        assert program is not None, NOT_INSTALLED
        self._profile = tempfile.mkdtemp(prefix="hyosan-browser-")
        theirs_in, self._to = _pipe()
        self._from, theirs_out = _pipe()
        rootly = ["--no-sandbox"] if os.geteuid() == 0 else []
        arguments = [
            program,
            *OPTIONS,
            *rootly,
            f"--user-data-dir={self._profile}",
            f"--window-size={width},{height}",
            "about:blank",
        ]
        actions = [
            (os.POSIX_SPAWN_DUP2, theirs_in, 3),
            (os.POSIX_SPAWN_DUP2, theirs_out, 4),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        self._process = os.posix_spawn(program, arguments, os.environ, file_actions=actions, setpgroup=0)
        os.close(theirs_in)
        os.close(theirs_out)
        self._unread = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        self._attach()
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._to)
        os.close(self._from)
        with suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        shutil.rmtree(self._profile, ignore_errors=True)

    def _attach(self) -> None:
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(each for each in targets if each["type"] == "page")
        self._session = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: object) -> Any:
        """The answer to a command. Events that come before it are kept in `events`."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._read(deadline)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self.events.append(answer)

    def _read(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._from], [], [], max(deadline - time.monotonic(), 0))
            assert ready, "the browser did not answer in time"
            read = os.read(self._from, 1 << 16)
            assert read, "the browser is gone"
            self._unread += read
        message, _, self._unread = self._unread.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def open(self, file: Path, fragment: str = "") -> None:
        """Loads a file and waits until it stands."""
        self.events.clear()
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=file.resolve().as_uri() + fragment)
        self.wait_for("document.readyState === 'complete' && location.protocol === 'file:'")

    def ask(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait_for(self, script: str) -> None:
        """Asks until the expression holds."""
        deadline = time.monotonic() + PATIENCE
        while not self.ask(script):
            assert time.monotonic() < deadline, f"never true: {script}"
            time.sleep(0.02)

    def middle(self, selector: str) -> Point:
        """Where the middle of an element is on the screen."""
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = self.ask(f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])({box})")
        return Point(x, y)

    def click(self, at: Point) -> None:
        self.mouse("mousePressed", at, button="left", buttons=1, clickCount=1)
        self.mouse("mouseReleased", at, button="left", clickCount=1)

    def drag(self, start: Point, end: Point) -> None:
        self.mouse("mousePressed", start, button="left", buttons=1, clickCount=1)
        for step in range(1, 5):
            at = Point(start.x + (end.x - start.x) * step / 4, start.y + (end.y - start.y) * step / 4)
            self.mouse("mouseMoved", at, button="left", buttons=1)
        self.mouse("mouseReleased", end, button="left", clickCount=1)

    def wheel(self, at: Point, down: float) -> None:
        self.mouse("mouseWheel", at, deltaX=0, deltaY=down)

    def mouse(self, kind: str, at: Point, **more: object) -> None:
        self.send("Input.dispatchMouseEvent", type=kind, x=at.x, y=at.y, **more)

    def touch(self, kind: str, *points: Point) -> None:
        """`touchStart`, `touchMove` with each finger's place, or `touchEnd` with none."""
        fingers = [{"x": point.x, "y": point.y, "id": number} for number, point in enumerate(points)]
        self.send("Input.dispatchTouchEvent", type=kind, touchPoints=fingers)

    def press(self, key: str, words: str = "") -> None:
        """A key by its name (`ArrowLeft`, `Tab`, `+`); `words` is what it types."""
        codes = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        code = codes.get(key, ord(key[0].upper()))
        typed = words or {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=typed, windowsVirtualKeyCode=code)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def write(self, words: str) -> None:
        self.send("Input.insertText", text=words)

    def prefer(self, scheme: str) -> None:
        """`light` or `dark`."""
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def requests(self) -> list[str]:
        """What the page has asked the network for, itself aside."""
        self.ask("1")
        sent = [each["params"] for each in self.events if each.get("method") == "Network.requestWillBeSent"]
        return [each["request"]["url"] for each in sent if each.get("type") != "Document"]

    def complaints(self) -> list[str]:
        """Uncaught errors, and what the console or the page's policy has to say."""
        self.ask("1")
        thrown = [str(each["params"]) for each in self.events if each.get("method") == "Runtime.exceptionThrown"]
        return thrown + [each["params"]["entry"]["text"] for each in self.events if each.get("method") == "Log.entryAdded"]


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are numbered from 10: 3 and 4 are taken in the browser."""
    ends = os.pipe()
    low, high = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return low, high
