"""The story that the tests of saving play, and ways to play it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from game.engine.program import Program
from game.loading import load, load_texts
from game.saving.store import Store
from game.session import Session

HERE = Path(__file__).parent
STORY = "lighthouse"


@cache
def lighthouse() -> Program:
    """The story as it was first published."""
    return _program(HERE / "story")


@cache
def renamed_lighthouse() -> Program:
    """The story after its author has renamed scenes, options and variables with `was:`, and added some."""
    return _program(HERE / "story_renamed")


def _program(folder: Path) -> Program:
    story, report = load(folder)
    assert story is not None, report.draw()
    return Program(story)


def edited_lighthouse(edits: Mapping[str, str]) -> Program:
    """The first story with some of its words replaced."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / "story").glob("*.yaml"))}
    for old, new in edits.items():
        assert any(old in text for text in texts.values()), f"{old!r} is not in the story"
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    story, report = load_texts(texts)
    assert story is not None, report.draw()
    return Program(story)


def choose_all(session: Session, options: Iterable[str]) -> None:
    for option in options:
        session.choose(option)


def wander(session: Session, turns: int, seed: int = 1) -> None:
    """Plays on at random, staying on the stairs: that goes on for ever."""
    chance = random.Random(seed)
    for _ in range(turns):
        open_ids = [offer.id for offer in session.view.open_offers if offer.id != "go_into_the_lamp_room"]
        session.choose(chance.choice(open_ids))


def played(store: Store, turns: int = 5, *, seed: int = 1) -> Session:
    """A session that is some turns old."""
    session = Session.begin(lighthouse(), store, seed=seed)
    wander(session, turns, seed)
    return session


def journal_of(store: Store) -> Path:
    """The file of the newest journal."""
    return next(slot.path for slot in store.slots() if slot.autosave)


def resume(store: Store, slot: str | None = None, program: Program | None = None, *, copy: bool = False) -> Session:
    """Goes on with a slot, or with the latest."""
    latest = store.latest(STORY)
    wanted = slot or (latest.id if latest is not None else "")
    return Session.resume(program or lighthouse(), store, wanted, copy=copy)
