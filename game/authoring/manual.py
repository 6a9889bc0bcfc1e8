"""The manual: a page for each code of the checker, with samples that can be run.

A page is the file `pages/CODE.md`: the code as its heading, a line that says what it is about, then free text and samples. A
sample is one or more fenced blocks, right below one another, that begin with

    ```yaml wrong 3:11            what gives the code, at line 3, column 11 of this block
    ```yaml wrong warning 3:11    the same, as a warning (or a `note`)
    ```yaml right                 what does not, nor any error
    ```text wrong                 shown, but not run: what no page can hold, such as a file of 5 MiB

A block that begins with `# some/file.yaml` is that file. One that begins with `- ` are beats of the scene `kitchen`. Any other
one is `scenes.yaml`. What a sample does not bring along, the story in `pages/story.yaml` and `pages/yard.yaml` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from game.diagnostics import Diagnostic, Report, Severity
from game.loading import STORY_FILE, load_texts

PAGES = Path(__file__).resolve().parent / "pages"
START = "kitchen"
YARD_FILE = "yard.yaml"
SCENES_FILE = "scenes.yaml"

_BLOCK = re.compile(r"^```(\w+) (wrong|right)(?: (warning|note))?(?: (\d+):(\d+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"# (\S+\.yaml)\n")
_LEADS_AWAY = re.compile(r"- (goto|end):")
_HEAD = f"{START}:\n  script:\n"
_INDENT = "    "
_ONLY_STORY = f"{START}:\n  script:\n    - choose:\n        - pick: Again\n          goto: {START}\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `at` is the line and column of the mistake, where the block is said to have it."""

    text: str
    at: tuple[int, int] | None

    @property
    def file(self) -> str:
        """The file of the story that the block stands for."""
        named = _NAMED.match(self.text)
        return named[1] if named else SCENES_FILE

    @property
    def is_beats(self) -> bool:
        """Whether it is a piece of a script, and no file of its own."""
        return self.text.startswith("- ")

    def as_file(self) -> str:
        """The text of its file."""
        if not self.is_beats:
            return self.text
        lines = self.text.splitlines(keepends=True)
        away = "" if any(map(_LEADS_AWAY.match, lines)) else f"{_INDENT}- goto: yard\n"
        return _HEAD + "".join(_INDENT + line if line.strip() else line for line in lines) + away


@dataclass(frozen=True, slots=True)
class Sample:
    """Blocks that are one story. `runs` is false for what is only shown."""

    is_wrong: bool
    severity: Severity
    runs: bool
    blocks: tuple[Block, ...]

    @property
    def place(self) -> tuple[str, int, int] | None:
        """File, line and column of the mistake, as the page says."""
        return next(((block.file, *block.at) for block in self.blocks if block.at), None)

    def texts(self) -> Mapping[str, str]:
        """The files of the story, the standard ones included."""
        mine = {block.file: block.as_file() for block in self.blocks}
        if STORY_FILE not in mine:
            standard = {name: (PAGES / name).read_text(encoding="utf-8") for name in (STORY_FILE, YARD_FILE)}
            return {**standard, **mine}
        return mine if len(mine) > 1 else {SCENES_FILE: _ONLY_STORY, **mine}

    def check(self) -> Report:
        """What the checker says of these blocks, with places as a reader of the page counts them."""
        _, found = load_texts(self.texts())
        report = Report({block.file: block.text for block in self.blocks})
        beats = {block.file for block in self.blocks if block.is_beats}
        for diagnostic in found:
            report.add(_moved(diagnostic) if diagnostic.span.file in beats else diagnostic)
        return report


def _moved(found: Diagnostic) -> Diagnostic:
    """A diagnostic in beats, as if nothing stood around them."""
    span = found.span
    line, column = span.line - _HEAD.count("\n"), span.column - len(_INDENT)
    return replace(found, span=replace(span, line=max(1, line), column=max(1, column)))


class Part(NamedTuple):
    """A stretch of a page: its text, or the sample that ends there."""

    text: str
    sample: Sample | None


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a code; `about` is its line in the list."""

    code: str
    about: str
    parts: tuple[Part, ...]

    @property
    def samples(self) -> tuple[Sample, ...]:
        return tuple(part.sample for part in self.parts if part.sample is not None)


def codes(pages: Path = PAGES) -> list[str]:
    """The codes that have a page, sorted."""
    return sorted(path.stem for path in pages.glob("*.md"))


def read_page(code: str, pages: Path = PAGES) -> Page:
    """The page of `code`. Raises `FileNotFoundError` where there is none."""
    heading, about, rest = (pages / f"{code}.md").read_text(encoding="utf-8").split("\n\n", 2)
    return Page(heading.removeprefix("# "), " ".join(about.split()), tuple(_parts(rest)))


def _parts(text: str) -> Iterator[Part]:
    """The samples, each with the text before it, and the text after the last one."""
    done = 0
    for group in _groups(text):
        yield Part(text[done : group[0].start()], _sample(group))
        done = group[-1].end()
    yield Part(text[done:], None)


def _groups(text: str) -> Iterator[list[re.Match[str]]]:
    """Blocks that stand right below one another."""
    group: list[re.Match[str]] = []
    for block in _BLOCK.finditer(text):
        if group and (text[group[-1].end() : block.start()].strip() or block[2] != group[0][2]):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _sample(group: list[re.Match[str]]) -> Sample:
    blocks = tuple(Block(block[6], (int(block[4]), int(block[5])) if block[4] else None) for block in group)
    severity = next((block[3] for block in group if block[3]), "error")
    return Sample(group[0][2] == "wrong", Severity(severity), group[0][1] == "yaml", blocks)
