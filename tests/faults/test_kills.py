"""The game is killed (kill -9) at random moments: at most the turn on its way is lost."""

from __future__ import annotations

import os
import random
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game.errors import SaveError
from game.saving import autosave, store
from game.saving.files import Files
from game.saving.slots import SlotInfo
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.faults.planted import in_place
from tests.saving.playing import STORY, lighthouse

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")

KILLS = budget(50)
LONGEST_LIFE = 0.03
MESSAGE = struct.Struct("II")


def live(saves: Store, report: int, seed: int) -> None:
    """Goes on with the play until somebody kills it; tells through a pipe which turn is saved, and under the name which."""
    chance = random.Random(seed)
    latest = saves.latest(STORY)
    session = Session.resume(lighthouse(), saves, latest.id) if latest else Session.begin(lighthouse(), saves, seed=1)
    named = 0
    while True:
        luck = chance.random()
        if luck < 0.1 and session.can_undo:
            session.undo()
        elif luck < 0.2:
            named = session.save_as("one").turn
        else:
            session.choose(chance.choice(("climb", "rest", "ask.min")))
        os.write(report, MESSAGE.pack(session.state.turn, named))


def kill_once(saves: Store, seed: int) -> tuple[int, int]:
    """Lets a game live for a moment and kills it; the last turns that it told to be saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            live(saves, writing, seed)
        finally:
            os._exit(1)
    os.close(writing)
    told = os.read(reading, MESSAGE.size)
    time.sleep(random.Random(seed).random() * LONGEST_LIFE)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the game failed by itself"
    while part := os.read(reading, 1 << 16):
        told += part
    os.close(reading)
    turn, named = list(MESSAGE.iter_unpack(told[: len(told) // MESSAGE.size * MESSAGE.size]))[-1]
    return turn, named


def kill_often(folder: Path, files: Callable[[], Files], kills: int) -> int:
    """How many of the kills lost more than the turn on its way, or a named save."""
    lost = 0
    for seed in range(kills):
        before = named_save(Store(folder))
        turn, named = kill_once(Store(folder, files()), seed)
        lost += not survives(Store(folder), turn, named or (before.turn if before is not None else 0))
    return lost


def named_save(saves: Store) -> SlotInfo | None:
    return next((slot for slot in saves.slots(STORY) if slot.name == "one"), None)


def survives(saves: Store, turn: int, named: int) -> bool:
    """Whether the play and the named save are where they were said to be, give or take what was on its way."""
    try:
        latest = saves.latest(STORY)
        if latest is None or abs(Session.resume(lighthouse(), saves, latest.id, copy=True).state.turn - turn) > 1:
            return False
        one = named_save(saves)
        if one is None:
            return not named
        opened = Session.resume(lighthouse(), saves, one.id)
        return opened.state.turn == one.turn and opened.take_notices() == () and one.turn in {named, turn}
    except SaveError:
        return False


def test_a_kill_at_any_moment_loses_at_most_the_turn_on_its_way(tmp_path: Path) -> None:
    assert kill_often(tmp_path, Files, KILLS) == 0


class HoardingFiles(Files):
    """The planted bug: appends are gathered in memory, five at a time."""

    def __init__(self) -> None:
        self.hoard: list[bytes] = []
        self.appending: set[int] = set()

    def open_to_append(self, path: Path) -> int:
        handle = super().open_to_append(path)
        self.appending.add(handle)
        return handle

    def write(self, handle: int, data: bytes) -> int:
        if handle not in self.appending:
            return super().write(handle, data)
        self.hoard.append(data)
        if len(self.hoard) == 5:
            super().write(handle, b"".join(self.hoard))
            self.hoard.clear()
        return len(data)


def test_the_harness_finds_turns_that_are_held_back_in_memory(tmp_path: Path) -> None:
    assert kill_often(tmp_path, HoardingFiles, 20) > 0


def test_the_harness_finds_a_save_that_is_written_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow_in_place(files: Files, path: Path, data: bytes, keep_as: Path | None = None) -> str:
        files.remove(path)
        time.sleep(0.01)
        return in_place(files, path, data, keep_as)

    monkeypatch.setattr(store, "write_whole", slow_in_place)
    monkeypatch.setattr(autosave, "write_whole", slow_in_place)
    assert kill_often(tmp_path, Files, 20) > 0
