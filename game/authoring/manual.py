"""The manual: a page for each code of the checker, with samples that can be run.

A page is the file `pages/CODE.md`: the code as its heading, a line that says what it is about, then free text and samples. A
sample is one or more fenced blocks, right below one another (see `samples`), that begin with

    ```yaml wrong 3:11            what gives the code, at line 3, column 11 of this block
    ```yaml wrong warning 3:11    the same, as a warning (or a `note`)
    ```yaml right                 what does not, nor any error
    ```test wrong 2:1             a test of the story above it, if there is one; so a `transcript`, and a list of `words`
    ```text wrong                 shown, but not run: what no page can hold, such as a file of 5 MiB
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from game.authoring.samples import PAGES, Block, Sample
from game.diagnostics import Severity

_BLOCK = re.compile(r"^```(\w+) (wrong|right)(?: (warning|note))?(?: (\d+):(\d+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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
    blocks = tuple(Block(block[6], (int(block[4]), int(block[5])) if block[4] else None, block[1]) for block in group)
    severity = next((block[3] for block in group if block[3]), "error")
    return Sample(group[0][2] == "wrong", Severity(severity), group[0][1] != "text", blocks)
