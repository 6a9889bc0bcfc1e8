"""Disks that are really full, with any number of bytes free; disks that become read-only; files that may not grow."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.errors import SaveError
from game.saving.store import Store
from game.session import Session
from tests.faults.small_disk import NoDiskError, SmallDisk, small_disk
from tests.saving.playing import STORY, lighthouse, resume

TURNS = 60


@pytest.fixture(params=["tmpfs", "ext4"])
def disk(request: pytest.FixtureRequest) -> Iterator[SmallDisk]:
    try:
        with small_disk(request.param) as made:
            yield made
    except NoDiskError as error:
        pytest.skip(f"a small {request.param} needs root and the right to mount: {error}")


def fill(disk: SmallDisk, leave: int) -> Path:
    """Writes until only about so many bytes are free; returns the file that takes the place."""
    ballast = disk.folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while (left := disk.free() - leave) > 0:
            file.write(bytes(min(left, 1 << 16)))
    return ballast


def found(saves: Path) -> dict[str, tuple[str, ...]]:
    store = Store(saves)
    return {slot.name: tuple(resume(store, slot.id, copy=True).options) for slot in store.slots(STORY)}


@pytest.mark.parametrize("leave", range(0, 16 * 1024, 1024))
def test_whenever_the_disk_is_full_the_play_goes_on_says_so_and_is_saved_when_there_is_room(disk: SmallDisk, leave: int) -> None:
    saves = disk.folder / "saves"
    before = Session.begin(lighthouse(), Store(saves), seed=1)
    before.choose("climb")
    before.save_as("yours")
    before.close()
    ballast = fill(disk, leave)
    session = Session.begin(lighthouse(), Store(saves), seed=2)
    told: list[str] = []
    named: tuple[str, ...] | None = None
    for turn in range(TURNS):
        session.choose(("climb", "rest", "ask.min")[turn % 3])
        if turn % 7 == 0:
            try:
                session.save_as("mine")
                named = tuple(session.options)
            except SaveError as error:
                assert "the disk is full" in str(error)
        told += session.take_notices()
    assert found(saves)["yours"] == ("climb",)
    assert found(saves).get("mine") == named
    if tuple(session.options) not in found(saves).values():
        assert any("the disk is full" in each for each in told), told
    ballast.unlink()
    for _ in range(33):
        session.choose("climb")
    session.close()
    assert tuple(session.options) in found(saves).values()
    assert not any("could not be saved" in each for each in session.take_notices())


def test_a_disk_that_becomes_read_only_while_one_plays_is_said_and_loses_nothing(disk: SmallDisk) -> None:
    saves = disk.folder / "saves"
    session = Session.begin(lighthouse(), Store(saves), seed=1)
    for _ in range(5):
        session.choose("climb")
    session.close()
    disk.make_read_only()
    session = resume(Store(saves))
    session.choose("rest")
    with pytest.raises(SaveError, match="read-only"):
        session.save_as("mine")
    session.close()
    told = session.take_notices()
    assert any("the disk is read-only" in each for each in told), told
    assert told[-1] == "What you did after turn 5 could not be saved."
    assert list(found(saves).values()) == [("climb",) * 5]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are a POSIX matter")
@pytest.mark.parametrize("limit", [0, 100, 700, 1500, 3000, 6000])
def test_a_file_that_may_not_grow_is_said_and_keeps_what_it_holds(tmp_path: Path, limit: int) -> None:
    """The limit is the system's own (RLIMIT_FSIZE), in a child."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = play_with_limit(tmp_path, limit)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    (way,) = found(tmp_path).values() or ((),)
    assert way == ("climb",) * len(way)
    assert code == (0 if len(way) == TURNS else LOST)


LOST = 2


def play_with_limit(saves: Path, limit: int) -> int:
    """Plays on; the exit code that tells what the player was told."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    session = Session.begin(lighthouse(), Store(saves), seed=1)
    for _ in range(TURNS):
        session.choose("climb")
    session.close()
    told = " ".join(session.take_notices())
    assert "the file would be too large" in told
    return LOST if "could not be saved" in told else 0


def test_the_harness_finds_a_play_that_does_not_say_that_the_disk_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    from game.saving.autosave import Autosave

    monkeypatch.setattr(Autosave, "_failed", lambda *_: None)
    try:
        with small_disk("tmpfs") as made, pytest.raises(AssertionError):
            test_whenever_the_disk_is_full_the_play_goes_on_says_so_and_is_saved_when_there_is_room(made, 0)
    except NoDiskError as error:
        pytest.skip(f"a small tmpfs needs root and the right to mount: {error}")
