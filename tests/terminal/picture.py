"""The picture in README.md: what the program itself draws. `python -m tests.terminal.picture` puts it there anew."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests.terminal.driving import ROOT, Terminal, command

README = ROOT / "README.md"
MARKED = re.compile(r"(<!-- picture: .*? -->\n).*?(<!-- /picture -->)", re.DOTALL)


def picture() -> str:
    """The first scene on a screen of 80 by 24, without its empty rows."""
    with tempfile.TemporaryDirectory() as scratch:
        arguments = command(Path(scratch), "play", str(ROOT / "scenes"), "--seed", "7")
        with Terminal(arguments) as terminal:
            terminal.expect("Before the first scene")
            terminal.press("enter")
            terminal.expect("The night before")
            terminal.settle()
            terminal.press("pagedown")
            terminal.settle()
            lines = [line.rstrip() for line in terminal.lines]
            terminal.press("ctrl-q")
            terminal.wait()
    return "\n".join(lines).strip("\n")


def with_picture(readme: str, drawn: str) -> str:
    """The README with this picture in it."""
    return MARKED.sub(lambda found: f"{found[1]}```\n{drawn}\n```\n{found[2]}", readme)


if __name__ == "__main__":
    README.write_text(with_picture(README.read_text(encoding="utf-8"), picture()), encoding="utf-8")
    sys.exit(0)
