"""Whatever an author cuts out of a story while it is played, the play goes on somewhere, and can be looked into."""

from __future__ import annotations

import os
import random
from functools import cache
from pathlib import Path

import pytest

from game.engine.program import Program
from game.loading import load_texts
from game.session import Session
from game.terminal import debugging

STORIES = Path(__file__).parents[1] / "stories" / "valid"
RELOADS = int(os.environ.get("HYOSAN_RELOADS", "12"))


@cache
def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}


def folders() -> list[Path]:
    """The stories that are whole without their pictures."""
    return [folder for folder in sorted(STORIES.iterdir()) if folder.is_dir() and load_texts(texts(folder))[0] is not None]


def cut(files: dict[str, str], chance: random.Random) -> Program | None:
    """The story without a line and all that stands under it; None when that cannot be played."""
    name = chance.choice(sorted(files))
    lines = files[name].split("\n")
    first = chance.randrange(len(lines))
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > depth):
        last += 1
    story, _ = load_texts({**files, name: "\n".join((*lines[:first], *lines[last:]))})
    return None if story is None else Program(story)


def wander(session: Session, turns: int, chance: random.Random) -> None:
    for _ in range(turns):
        offers = session.view.open_offers
        if offers:
            session.choose(chance.choice(offers).id)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_play_goes_on_under_a_story_from_which_anything_was_cut(folder: Path) -> None:
    chance = random.Random(folder.name)
    story, report = load_texts(texts(folder))
    assert story is not None, report.draw()
    session = Session.begin(Program(story), None, seed=1)
    reloads = 0
    while reloads < RELOADS:
        wander(session, 4, chance)
        program = cut(texts(folder), chance)
        if program is None:
            continue
        reloads += 1
        session.take_over(program)
        assert session.view.open_offers or session.view.ending or session.view.stuck
        assert debugging.sheet(session).listing
        if not session.view.open_offers:
            session = Session.begin(program, None, seed=reloads)
