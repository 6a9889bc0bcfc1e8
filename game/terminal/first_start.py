"""The question that is asked once, before anything is drawn: no code can tell whether a screen reader is running.

It is asked as plain text on the normal screen, where every screen reader reads it.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TextIO

from game.terminal.paper import Paper
from game.terminal.settings import Settings, is_kept, write

ASKED = (
    "This game draws on the whole screen. If you use a screen reader, or like it better so, it can be told as plain text, line "
    "by line, with everything in it."
)
ANSWERS = ("  Enter   the whole screen", "  p       plain text")
ONCE = "This is asked only once. `hyosan --plain`, or `settings plain` in the game, changes it at any time."


def ask_once(title: str, folder: Path, stdin: TextIO, stdout: TextIO) -> None:
    """Asks how to play, and keeps the answer in the settings of `folder`; where there are some already, does nothing.

    Raises `KeyboardInterrupt`. At the end of the input nothing is kept, and it is asked again.
    """
    if is_kept(folder):
        return
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(errors="replace")  # not possible any more once something was read
    page = Paper(stdout, os.environ)
    page.blank()
    page.paragraph(title)
    page.paragraph(ASKED)
    for words in ANSWERS:
        page.line(words, " " * 10)
    page.blank()
    page.line(ONCE)
    page.prompt()
    page.flush()
    answer = stdin.readline()
    if answer:
        plain = answer.strip().casefold() in ("p", "plain", "plain text", "ㅔ")
        write(folder, Settings().having("plain", "on" if plain else "off"))
