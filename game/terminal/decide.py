"""What the surroundings can do, decided before any library is imported: full screen or plain, line drawing.

Nothing in here imports anything that Python has not, so that the plain game starts at once.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_TERMS_WITHOUT_A_CURSOR = frozenset({"", "dumb", "unknown"})


def full_screen_possible(environ: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None) -> bool:
    """Whether a full screen can be drawn: both ends are a terminal, and it is one that can move its cursor."""
    if not (is_terminal(stdin) and is_terminal(stdout)):
        return False
    return sys.platform == "win32" or environ.get("TERM", "") not in _TERMS_WITHOUT_A_CURSOR


def is_terminal(stream: TextIO | None) -> bool:
    """Whether `stream` is open and a terminal. A process may be started with its ends closed."""
    try:
        return stream is not None and not stream.closed and os.isatty(stream.fileno())
    except (OSError, ValueError):
        return False


def ascii_only(environ: Mapping[str, str], stdout: TextIO | None = None) -> bool:
    """Whether lines and signs must be drawn in ASCII: the locale is C, the stream cannot say anything else, or it is the console
    of Linux, whose fonts have few signs.
    """
    if environ.get("TERM") == "linux":
        return True
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    if locale in ("C", "POSIX"):
        return True
    encoding = getattr(stdout, "encoding", None) or "utf-8"
    return "utf" not in encoding.lower()
