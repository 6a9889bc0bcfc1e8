"""`hyosan new`: a small story that is complete, checks, plays to both of its endings, and shows most of what there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from game.diagnostics import printable
from game.language.characters import clean
from game.loading.draft import slug
from game.loading.syntax.typed import quoted

TEMPLATE = Path(__file__).parent / "template"
USAGE = 2
MAX_TITLE = 80

_ID_LINE = re.compile(r"(?m)^story: \S+( *)")
_TITLE_LINE = re.compile(r"(?m)^title: .*$")


def new(folder: Path, say: Callable[[str], None], title: str = "") -> int:
    """Makes a story in `folder`, which is made too, or must be empty. Without a `title` it is called after the folder.

    Returns 0; 2 when the folder is not fit for it; 1 when it cannot be written. Nothing that is there is ever changed.
    """
    name = Path(folder).resolve().name
    title = " ".join(clean(title or _in_words(name), length=MAX_TITLE).split()) or "A new story"
    try:
        wrong = _unfit(folder)
        if wrong:
            say(printable(f"hyosan new: {wrong}"))
            return USAGE
        for file, text in _files(title):
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        say(printable(f"hyosan new: {error.filename or folder} cannot be written: {reason}. Choose another folder."))
        return 1
    say(_next_steps(folder, title))
    return 0


def _unfit(folder: Path) -> str:
    """Why no story can be begun in `folder`; empty when one can."""
    if folder.is_dir():
        there = sorted(path.name for path in folder.iterdir())
        return f"{folder} is not empty: there is {there[0]}. Give the name of a new folder." if there else ""
    return f"{folder} is a file. Give the name of a new folder." if folder.exists() or folder.is_symlink() else ""


def _files(title: str) -> Iterator[tuple[str, str]]:
    """The files of the template, by their path in it, with the title and the id of this story."""
    for path in sorted(TEMPLATE.rglob("*")):
        if path.is_file() and not any(part.startswith(("_", ".")) for part in path.relative_to(TEMPLATE).parts):
            text = path.read_text(encoding="utf-8")
            yield path.relative_to(TEMPLATE).as_posix(), _titled(text, title) if path.name == "story.yaml" else text


def _titled(text: str, title: str) -> str:
    """A `story.yaml` with another title, and an id made from that."""
    text = _ID_LINE.sub(lambda found: f"story: {slug(title) or 'my_story'}{found[1]}", text, count=1)
    return _TITLE_LINE.sub(lambda _: f"title: {quoted(title)}", text, count=1)


def _in_words(name: str) -> str:
    """`my-first_story` as a title: `My first story`."""
    words = " ".join(re.split(r"[\s_.-]+", name)).strip()
    return words[:1].upper() + words[1:]


def _next_steps(folder: Path, title: str) -> str:
    shown = printable(str(folder))
    shown = f'"{shown}"' if " " in shown else shown
    commands = (
        (f"hyosan play {shown} --watch", "play it, and change it while you play"),
        (f"hyosan check {shown}", "say every mistake at once"),
        (f"hyosan test {shown}", "play its tests"),
    )
    width = max(len(command) for command, _ in commands)
    listed = "\n".join(f"  {command.ljust(width)}  {what}" for command, what in commands)
    return f"{title}: a story of five scenes is in {shown}. What next:\n\n{listed}\n\nIts README.md goes on from there."
