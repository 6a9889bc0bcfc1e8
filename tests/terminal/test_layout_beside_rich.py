"""Our own wrapping and cell widths are rich's, to the cell, over every text of the shipped story at several widths."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from game.language.tree import walk
from game.loading import load
from game.terminal.layout import cells, wrapped

SCENES = Path(__file__).parent.parent.parent / "scenes"
WIDTHS = (20, 33, 48, 72, 88)
HANGUL = ("남온조", "이수혁", "효산고등학교", "옥상에 불을 피웠다", "가", "불빛", "…", "(한) 글,")


@cache
def texts() -> tuple[str, ...]:
    """Every text of the story, the words of its variables and people included, and some with Hangul put in between the words."""
    story, report = load(SCENES)
    assert story is not None, report.draw()
    found = {piece for scene in story.scenes.values() for piece in strings(scene)}
    found |= {f"{member.name} {member.hangul} {member.about}" for member in story.cast.values()}
    english = sorted(text for text in found if len(text) > 40)
    return (*sorted(found), *with_hangul(english[:300]))


def strings(scene: object) -> Iterator[str]:
    """The texts in a scene, without the marks around what varies."""
    for node in walk(scene):
        for name in ("text", "pick", "locked", "then", "otherwise", "title"):
            value = getattr(node, name, None)
            if isinstance(value, str):
                yield value
            elif isinstance(value, tuple):
                yield from (piece for piece in value if isinstance(piece, str))


def with_hangul(english: list[str]) -> Iterator[str]:
    chance = random.Random(1)
    for text in english:
        words = text.split(" ")
        for _ in range(1 + len(words) // 4):
            words.insert(chance.randrange(len(words) + 1), chance.choice(HANGUL))
        yield " ".join(words)


def test_the_corpus_is_the_story() -> None:
    assert len(texts()) > 3_000
    assert sum(map(len, texts())) > 200_000
    assert sum(cells(text) > len(text) for text in texts()) > 250


def test_a_text_takes_as_many_cells_as_rich_says() -> None:
    assert [text for text in texts() if cells(text) != cell_len(text)] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_break_where_rich_breaks_them(width: int) -> None:
    console = Console(width=width)
    different = []
    for text in texts():
        ours = [row.rstrip() for row in wrapped(text.strip(), width)]
        theirs = [row.plain.rstrip() for row in Text(text.strip()).wrap(console, width)]
        if ours != theirs and text.strip():
            different.append((ours, theirs))
    assert different == []
