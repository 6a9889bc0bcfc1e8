"""Plays at random of every valid story: what is loaded is as it was saved, undo is the inverse, replay leads to the same."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.loading import load
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.faults.crash_model import MemoryDisk
from tests.properties.story_makers import VALID

STORIES = sorted(path.parent for path in VALID.glob("*/story.yaml"))
STEPS = budget(20_000)
LENGTH = 60


@cache
def program_of(folder: Path) -> Program:
    story, report = load(folder)
    assert story is not None, report.draw()
    return Program(story)


def play(program: Program, seed: int) -> int:
    """One play, forth and back, also from its end, left and gone on with; the number of its steps."""
    disk, chance, steps = MemoryDisk(), random.Random(seed), 0
    store = Store(Path("/saves"), disk)
    session = Session.begin(program, store, seed=seed)
    states = [session.state]
    while steps < LENGTH and (session.view.open_offers or session.can_undo):
        steps += 1
        luck = chance.random()
        is_at_end = not session.view.open_offers
        if 0.15 <= luck < 0.2 and session.can_undo:
            session = come_back(session, store)
        elif (luck < 0.15 or is_at_end) and session.can_undo:
            session.undo()
            assert session.state == states[-2], "undo is not the inverse"
            if chance.random() < 0.5:
                session.redo()
                assert session.state == states[-1], "redo is not undo's inverse"
            else:
                states.pop()
        else:
            session.choose(chance.choice(session.view.open_offers).id)
            states.append(session.state)
    replay(program, session, states)
    if session.can_undo:
        come_back(session, store).close()
    return steps


def come_back(session: Session, store: Store) -> Session:
    """The same play after it was left."""
    session.close()
    assert session.take_notices() == ()
    latest = store.latest(session.program.story.id)
    assert latest is not None
    back = Session.resume(session.program, store, latest.id)
    assert back.take_notices() == ()
    assert (back.state, back.view, tuple(back.passages)) == (session.state, session.view, tuple(session.passages))
    return back


def replay(program: Program, session: Session, states: list[GameState]) -> None:
    state = program.start(states[0].seed).state
    for option, expected in zip(("", *session.options), states, strict=True):
        if option:
            state = program.play(state, Move(option)).state
        assert state == expected, "replay leads elsewhere"


def play_all(folder: Path, steps: int) -> int:
    done = seed = 0
    while done < steps:
        done += max(1, play(program_of(folder), seed))
        seed += 1
    return done


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_what_is_saved_is_what_is_loaded_and_undo_and_replay_are_exact(folder: Path) -> None:
    assert play_all(folder, STEPS // len(STORIES)) >= STEPS // len(STORIES)


def test_the_harness_finds_an_undo_that_goes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    from game.saving.timeline import Timeline

    right = Timeline.state_at
    monkeypatch.setattr(Timeline, "state_at", lambda timeline, depth: right(timeline, max(0, depth - 1)))
    with pytest.raises(AssertionError, match="undo"):
        play_all(STORIES[0], 500)


def test_the_harness_finds_a_redo_that_is_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    from game.saving.autosave import Autosave

    monkeypatch.setattr(Autosave, "redone", lambda _: None)
    with pytest.raises(AssertionError):
        play_all(STORIES[0], 2000)


def test_the_harness_finds_dice_that_remember_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from game.engine import dice

    chance = random.Random(1)
    monkeypatch.setattr(dice, "percentile", lambda *_: chance.randrange(100))
    with pytest.raises(AssertionError):
        play_all(next(folder for folder in STORIES if folder.name == "night_watch"), 2000)
