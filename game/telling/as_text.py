"""A retelling as plain text, wrapped for reading."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from game.language.characters import clean
from game.telling import words
from game.telling.blocks import Block
from game.telling.emphasis import without_marks
from game.telling.retelling import Retelling

WIDTH = 72


def as_text(told: Retelling) -> str:
    """The whole run as one text, ended by a newline."""
    return "\n\n".join(filter(None, _paragraphs(told))) + "\n"


def _paragraphs(told: Retelling) -> Iterator[str]:
    yield _filled(told.story.title.upper())
    yield _filled(words.outcome(told.summary))
    yield _filled(words.begins_late(told.summary))
    for act in told.acts:
        if act.title:
            yield f"\n{_filled(act.title)}\n{'=' * min(WIDTH, len(act.title))}"
        for scene in act.scenes:
            if scene.title:
                yield f"\n{_filled(scene.title)}\n{'-' * min(WIDTH, len(scene.title))}"
            yield from map(_block, scene.blocks)
    yield from _summary(told)


def _block(block: Block) -> str:
    plain = without_marks(block.text)
    match block.kind:
        case "speech":
            return _filled(f"{block.speaker}: {plain}", hang="  ")
        case "picked":
            return _filled(f"> {plain}", hang="  ")
        case "picture":
            return "\n".join([*map(clean, block.picture), _filled(f"[{plain}]")])
        case "remark":
            return _filled(f"[{plain}]")
        case _:
            return "\n".join(map(_filled, plain.split("\n")))


def _summary(told: Retelling) -> Iterator[str]:
    run = told.summary
    if run.choices:
        yield "\nThe choices that made it\n------------------------"
    for pick in run.choices:
        yield _filled(f"{pick.turn}. {without_marks(pick.words)}", hang="   ") + "\n" + _filled(words.came_of(pick), "   ", "   ")
    facts = [f"{name}: {how}" for name, how in words.people(run)]
    facts += [words.share(each) for each in run.shares] if run.ending else []
    if facts:
        yield "\n" + "\n".join(map(_filled, facts))
    yield _filled(words.colophon(told))


def _filled(text: str, indent: str = "", hang: str = "") -> str:
    return textwrap.fill(
        " ".join(clean(text).split()),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
