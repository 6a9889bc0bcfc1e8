"""The power goes (ext4 in a file, stopped by ioctl) at any moment of a play: what was reported as saved is there afterwards.

Half of the cuts come before a certain operation of the play, the others by the clock, from another thread, as in the middle of a
sync. What is reported after the power is gone is no promise: nobody can have read it. (A sync that is under way while the ioctl
stops the file system may even come back without an error, on Linux 6.18 in 5 of 100 cuts.)
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from game.errors import SaveError
from game.saving import autosave, whole_file
from game.saving.files import Files
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.faults.planted import unlink_then_rename
from tests.faults.small_disk import NoDiskError, SmallDisk, small_disk
from tests.saving.playing import STORY, lighthouse

CUTS = budget(200)
LIVES_OF_A_DISK = 20
LONGEST_LIFE = 0.01
MANY_OPERATIONS = 60
CHANGES = ("create", "write", "sync", "sync_data", "replace", "link", "remove", "sync_folder")


class CountingFiles(Files):
    """Real files that call `cut` before the `at`th operation that changes something."""

    def __init__(self, cut: Callable[[], None], at: int) -> None:
        self.cut, self.at = cut, at
        self.number = count(1)  # an object that two threads may ask

    def __getattribute__(self, name: str) -> object:
        if name in CHANGES and next(self.number) == self.at:
            self.cut()
        return super().__getattribute__(name)


class Player:
    """Plays on a disk until it breaks, and knows what it was promised, over all of its lives: the last turn only when
    something has waited for it, which is the next turn, a named save, or the end."""

    def __init__(self, disk: SmallDisk) -> None:
        self.disk = disk
        self.saves = disk.folder / "saves"
        self.has_power = True
        self.way: tuple[str, ...] = ()
        self.ways: set[tuple[str, ...]] = {self.way}
        self.way_of_one: tuple[str, ...] | None = None
        self.next_way_of_one: tuple[str, ...] | None = None

    def cut_power(self) -> None:
        self.has_power = False
        self.disk.cut_power()

    def live(self, files: Files, chance: random.Random) -> None:
        """Goes on with the latest for as long as there is power."""
        found = Store(self.saves, files)
        session: Session | None = None
        try:
            latest = found.latest(STORY)
            session = Session.resume(lighthouse(), found, latest.id) if latest else Session.begin(lighthouse(), found, seed=1)
            while self.has_power:
                self.act(session, chance)
        except SaveError:
            if self.has_power:
                raise
        if session is not None:
            session.close()

    def act(self, session: Session, chance: random.Random) -> None:
        """One action, and what is promised by it: nothing before it has come back."""
        luck = chance.random()
        if luck < 0.15 and session.can_undo:
            self.turn(session.undo, self.way[:-1])
        elif luck < 0.3:
            self.next_way_of_one = self.way
            session.save_as("one")
            if self.has_power:
                self.way_of_one = self.way
                self.ways = {self.way}
        else:
            option = chance.choice(("climb", "rest", "ask.min"))
            self.turn(lambda: session.choose(option), (*self.way, option))

    def turn(self, act: Callable[[], object], to: tuple[str, ...]) -> None:
        self.ways.add(to)
        act()
        if self.has_power:
            self.ways, self.way = {self.way, to}, to

    def lost(self) -> str:
        """What of the promises is not on the disk, or empty. What is there is what is promised from now on."""
        found = Store(self.saves)
        try:
            latest = found.latest(STORY)
            way = tuple(Session.resume(lighthouse(), found, latest.id, copy=True).options) if latest else ()
            one = next((slot for slot in found.slots(STORY) if slot.name == "one"), None)
            way_of_one = tuple(Session.resume(lighthouse(), found, one.id).options) if one else None
        except SaveError as error:
            return str(error)
        if way not in self.ways or way_of_one not in {self.way_of_one, self.next_way_of_one}:
            return f"promised: {self.ways}, as one: {self.way_of_one}; found: {way}, as one: {way_of_one}"
        self.way, self.ways = way, {way}
        self.way_of_one = self.next_way_of_one = way_of_one
        return ""


def cut_often(cuts: int, make: type[CountingFiles] = CountingFiles) -> Iterator[str]:
    """What each of the cuts has lost: mostly nothing."""
    for first in range(0, cuts, LIVES_OF_A_DISK):
        with small_disk("ext4") as disk:
            player = Player(disk)
            for seed in range(first, min(cuts, first + LIVES_OF_A_DISK)):
                live_and_cut(player, random.Random(seed), make)
                disk.come_back()
                player.has_power = True
                lost = player.lost()
                yield lost
                if lost:
                    break


def live_and_cut(player: Player, chance: random.Random, make: type[CountingFiles]) -> None:
    if chance.random() < 0.5:
        player.live(make(player.cut_power, chance.randrange(1, MANY_OPERATIONS)), chance)
        return
    timer = threading.Timer(chance.random() * LONGEST_LIFE, player.cut_power)
    timer.start()
    player.live(make(lambda: None, 0), chance)
    timer.join()


@pytest.fixture(scope="module", autouse=True)
def _a_disk_can_be_mounted() -> None:
    try:
        with small_disk("ext4") as disk:
            disk.cut_power()
    except (NoDiskError, OSError) as error:
        pytest.skip(f"power cuts need root, a loop device and ext4: {error}")


def test_no_power_cut_loses_what_was_reported_as_saved() -> None:
    assert [lost for lost in cut_often(CUTS) if lost] == []


class NoFolderSync(CountingFiles):
    def sync_folder(self, folder: Path) -> None:
        pass


class NoDataSync(CountingFiles):
    def sync_data(self, handle: int) -> None:
        pass


@pytest.mark.parametrize("planted", [NoFolderSync, NoDataSync])
def test_the_harness_finds_a_sync_that_is_missing(planted: type[CountingFiles]) -> None:
    assert any(cut_often(100, planted))


def test_the_harness_finds_a_save_that_is_unlinked_before_it_is_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_file, "write_whole", unlink_then_rename)
    monkeypatch.setattr(autosave, "write_whole", unlink_then_rename)
    assert any(cut_often(200))
