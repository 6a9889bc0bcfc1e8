"""The game is killed (kill -9) at any moment: at most the turn on its way is lost.

Half of the kills come before a certain operation on files, or in the middle of a write; the others by the clock. The child writes
into a pipe what it is about to do and, when that has come back, that it is done. Nothing waits for the disk: what a process has
written outlives it, and power cuts are another harness's. So there are more kills a second, and more of them between operations.
"""

from __future__ import annotations

import gc
import os
import random
import signal
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import pytest

from game.errors import SaveError
from game.saving import autosave, whole_file
from game.saving.files import Files
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.faults.planted import in_place, unlink_then_rename
from tests.saving.playing import STORY, lighthouse, played

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")

KILLS = budget(2000)
LIVES_OF_A_FOLDER = 15
LONGEST_LIFE = 0.006
MANY_OPERATIONS = 40
MANY_ACTIONS = 500
PARTS = 4
CHANGES = ("create", "write", "close", "replace", "link", "remove", "sync_folder")
MESSAGE = struct.Struct("III")
ABOUT_TO_PLAY, ABOUT_TO_SAVE, DONE = range(3)
NOTHING = 0


class FastFiles(Files):
    """Real files that never wait for the disk, and kill their process before their `fatal`th change, or halfway in it."""

    def __init__(self, fatal: int = 0) -> None:
        self.left = fatal

    def __getattribute__(self, name: str) -> object:
        if name in CHANGES:
            self.left -= 1
            if self.left == 0 and name != "write":
                os.kill(os.getpid(), signal.SIGKILL)
        return super().__getattribute__(name)

    def write(self, handle: int, data: bytes) -> int:
        if self.left == 0:
            super().write(handle, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(handle, data)

    def sync(self, handle: int) -> None:
        pass

    def sync_data(self, handle: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass


def digest(options: Sequence[str]) -> int:
    """The way of a play as a number; the way of no play is `NOTHING`."""
    return crc32(" ".join(options).encode(), 1)


@dataclass
class Promised:
    """What may be found: the ways of the play and of the save `one` that were reported, and those that were on their way."""

    play: set[int]
    one: set[int]

    def take_in(self, messages: bytes) -> None:
        whole = len(messages) // MESSAGE.size * MESSAGE.size
        for kind, play, one in MESSAGE.iter_unpack(messages[:whole]):
            if kind == DONE:
                self.play, self.one = {play}, {one}
            elif kind == ABOUT_TO_PLAY:
                self.play.add(play)
            else:
                self.one.add(play)
                if NOTHING in self.play:  # where there is no journal yet, the newest save is the named one
                    self.play.add(play)


def live(saves: Store, report: int, seed: int) -> None:
    """Goes on with the play until somebody kills it; after many actions it does so itself."""

    def tell(kind: int, play: int, one: int = 0) -> None:
        os.write(report, MESSAGE.pack(kind, play, one))

    chance = random.Random(seed)
    latest = saves.latest(STORY)
    session = Session.resume(lighthouse(), saves, latest.id) if latest else Session.begin(lighthouse(), saves, seed=1)
    way, one = list(session.options), way_of(saves, "one")
    for _ in range(MANY_ACTIONS):
        luck = chance.random()
        if luck < 0.15 and way:
            tell(ABOUT_TO_PLAY, digest(way[:-1]))
            session.undo()
            way.pop()
        elif luck < 0.3:
            tell(ABOUT_TO_SAVE, digest(way))
            session.save_as("one")
            one = digest(way)
        else:
            way.append(chance.choice(("climb", "rest", "ask.min")))
            tell(ABOUT_TO_PLAY, digest(way))
            session.choose(way[-1])
        assert not any("Nothing can be saved" in notice for notice in session.take_notices())
        tell(DONE, digest(way), one)
    os.kill(os.getpid(), signal.SIGKILL)


def way_of(saves: Store, name: str) -> int:
    """Where a save leads; the play when it has no name. Raises `SaveError` when it does not open."""
    found = saves.latest(STORY) if not name else next((slot for slot in saves.slots(STORY) if slot.name == name), None)
    return digest(Session.resume(lighthouse(), saves, found.id, copy=True).options) if found is not None else NOTHING


def kill_once(saves: Store, seed: int, after: float) -> bytes:
    """Lets a game live until it kills itself, or for so many seconds; what it told until then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            gc.disable()  # it would touch, and so copy, every page that the child shares with its parent
            os.close(reading)
            live(saves, writing, seed)
        finally:
            os._exit(1)
    os.close(writing)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    told = b""
    while part := os.read(reading, 1 << 16):
        told += part
    os.close(reading)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the game failed by itself"
    return told


def kill_often(folder: Path, kills: Sequence[int], make: type[FastFiles] = FastFiles) -> Iterator[str]:
    """What each of the kills has lost beyond the turn on its way, or the named save on its way: mostly nothing."""
    played(Store(folder / "warm", FastFiles()), 1).save_as("one")  # so that no child has to import anything
    for first in range(0, len(kills), LIVES_OF_A_FOLDER):
        saves = folder / str(first)
        promised = Promised({digest(()), NOTHING}, {NOTHING})
        for seed in kills[first : first + LIVES_OF_A_FOLDER]:
            chance = random.Random(seed)
            by_the_clock = chance.random() < 0.5
            fatal = 0 if by_the_clock else chance.randrange(1, MANY_OPERATIONS)
            told = kill_once(Store(saves, make(fatal)), seed, chance.random() * LONGEST_LIFE if by_the_clock else 0)
            promised.take_in(told)
            lost = what_is_lost(Store(saves, FastFiles()), promised)
            yield lost
            if lost:
                break


def what_is_lost(saves: Store, promised: Promised) -> str:
    """Empty when the promises were kept; what is found is what is promised from now on."""
    try:
        play, one = way_of(saves, ""), way_of(saves, "one")
    except SaveError as error:
        return str(error)
    if play not in promised.play or one not in promised.one:
        return f"promised {promised}, found {play}, {one}"
    promised.play, promised.one = {play}, {one}
    return ""


@pytest.mark.parametrize("part", range(PARTS))
def test_a_kill_at_any_moment_loses_at_most_the_turn_on_its_way(tmp_path: Path, part: int) -> None:
    kills = range(part, KILLS, PARTS)
    found = list(kill_often(tmp_path, kills))
    assert len(found) == len(kills)
    assert [lost for lost in found if lost] == []


class HoardingFiles(FastFiles):
    """The planted bug: appends are gathered in memory, five at a time."""

    def __init__(self, fatal: int = 0) -> None:
        super().__init__(fatal)
        self.hoard: list[bytes] = []
        self.appending: set[int] = set()

    def open_to_append(self, path: Path) -> int:
        handle = super().open_to_append(path)
        if path.suffix == ".hyosan":
            self.appending.add(handle)
        return handle

    def write(self, handle: int, data: bytes) -> int:
        if handle not in self.appending or self.left == 0:
            return super().write(handle, data)
        self.hoard.append(data)
        if len(self.hoard) == 5:
            super().write(handle, b"".join(self.hoard))
            self.hoard.clear()
        return len(data)


def test_the_harness_finds_turns_that_are_held_back_in_memory(tmp_path: Path) -> None:
    assert any(kill_often(tmp_path, range(60), HoardingFiles))


@pytest.mark.parametrize("planted", [in_place, unlink_then_rename])
def test_the_harness_finds_a_write_that_is_not_atomic(planted: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_file, "write_whole", planted)
    monkeypatch.setattr(autosave, "write_whole", planted)
    assert any(kill_often(tmp_path, range(200)))
