"""The power goes at every moment of a play, in every way: nothing that was reported as saved is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from math import log
from pathlib import Path

import pytest

from game.errors import SaveError
from game.saving import autosave, whole_file
from game.saving.autosave import Autosave
from game.saving.journal import Journal
from game.saving.memory import Reached
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.faults.crash_model import Image, MemoryDisk
from tests.faults.planted import in_place, unlink_then_rename
from tests.saving.playing import STORY, lighthouse

FOLDER = Path("/saves")


@dataclass
class Promises:
    """What the player was told: the turn that is saved, and those of the named saves; two while the next is on its way.

    The last turn is on its way until something waits for it: the next turn, a named save, the end of the play.
    """

    turns: set[int] = field(default_factory=set)
    named: dict[str, set[int]] = field(default_factory=dict)
    endings: set[str] = field(default_factory=set)


class LostError(Exception):
    """A power cut would have lost something that was promised."""


@dataclass
class CuttingDisk(MemoryDisk):
    """Collects every state that a power cut may leave, with what had been promised by then."""

    promises: Promises = field(default_factory=Promises)
    seen: dict[bytes, None] = field(default_factory=dict)
    checked: int = 0

    def stepped(self) -> None:
        super().stepped()
        for image in self.crash_states():
            key = sha256(repr((sorted(image.items()), self.promises)).encode()).digest()
            if key not in self.seen:
                self.seen[key] = None
                self.checked += 1
                for lost in check(image, self.promises):
                    raise LostError(lost)


def check(image: Image, promises: Promises) -> Iterator[str]:
    """What is wrong with the saves of a disk after the power cut. Playing on changes a disk, so each question has its own."""
    for name, turns in promises.named.items():
        found = store_of(image)
        slots = [slot for slot in found.slots(STORY) if slot.name == name]
        if len(slots) != 1 or slots[0].turn not in turns or not opens(found, slots[0].id, turns):
            yield f"{name}: promised {turns}, found {slots}"
    found = store_of(image)
    if not promises.endings <= found.endings(STORY):
        yield f"endings: promised {promises.endings}, found {found.endings(STORY)}"
    if promises.turns:
        latest = found.latest(STORY)
        if latest is None or not opens(found, latest.id, promises.turns):
            yield f"the play: promised {promises.turns}, found {latest}"


def store_of(image: Image) -> Store:
    return Store(FOLDER, MemoryDisk.holding(image))


def opens(found: Store, slot: str, turns: set[int]) -> bool:
    """Whether the save opens at one of these turns, can be played on, and then opens again."""
    try:
        session = Session.resume(lighthouse(), found, slot)
        if session.state.turn not in turns:
            return False
        offers = session.view.open_offers
        if offers:
            session.choose(offers[0].id)
            session.close()
            latest = found.latest(STORY)
            return latest is not None and Session.resume(lighthouse(), found, latest.id).state == session.state
    except SaveError:
        return False
    return True


@dataclass
class Evening:
    """A play on the disk, move by move, that notes what was promised when."""

    disk: CuttingDisk

    def __post_init__(self) -> None:
        self.saves = Store(FOLDER, self.disk, now=lambda: 1_790_000_000)
        self.promises = self.disk.promises
        self.session = Session.begin(lighthouse(), self.saves, seed=1, clock=lambda: 0)

    def turn(self, act: Callable[[], object], to: int) -> None:
        before = {self.session.state.turn} if self.promises.turns else set()
        if before:
            self.promises.turns = self.promises.turns | {to}
        act()
        self.promises.turns = {*before, to}
        assert self.session.take_notices() == ()

    def pick(self, option: str) -> None:
        self.turn(lambda: self.session.choose(option), self.session.state.turn + 1)

    def climb(self) -> None:
        self.pick("climb")

    def undo(self) -> None:
        if self.session.can_undo:
            self.turn(self.session.undo, self.session.state.turn - 1)

    def redo(self) -> None:
        if self.session.can_redo:
            self.turn(self.session.redo, self.session.state.turn + 1)

    def save(self) -> None:
        turn, named = self.session.state.turn, self.promises.named
        if "one" in named:
            named["one"] = named["one"] | {turn}
        self.session.save_as("one")
        named["one"] = {turn}
        self.settled()

    def settled(self) -> None:
        if self.promises.turns:
            self.promises.turns = {self.session.state.turn}

    def leave(self) -> None:
        self.session.close()
        self.settled()
        self.disk.stepped()

    def come_back(self) -> None:
        self.leave()
        latest = self.saves.latest(STORY)
        if latest is not None:
            self.session = Session.resume(lighthouse(), self.saves, latest.id, clock=lambda: 0)

    def reach_an_ending(self) -> None:
        self.saves.record(STORY, Reached(endings=(ending := f"ending{len(self.promises.endings)}",)))
        self.promises.endings = {*self.promises.endings, ending}


SEQUENCES = budget(216)
ACTIONS = (Evening.climb, Evening.undo, Evening.redo, Evening.save, Evening.come_back, Evening.reach_an_ending)
A_LONG_EVENING = (*[Evening.climb] * 4, *[Evening.undo] * 2, Evening.save, Evening.redo, Evening.save, *ACTIONS * 2)


def play(disk: CuttingDisk, actions: Iterable[Callable[[Evening], None]]) -> CuttingDisk:
    evening = Evening(disk)
    for action in actions:
        action(evening)
    evening.leave()
    return disk


def test_no_power_cut_at_any_moment_of_a_long_evening_loses_what_was_reported() -> None:
    assert play(CuttingDisk(), A_LONG_EVENING).checked > 80


def test_no_power_cut_loses_anything_whatever_was_done_in_which_order() -> None:
    """All sequences of three actions; of six with HYOSAN_BUDGET=216."""
    checked = 0
    seen: dict[bytes, None] = {}
    length = int(log(SEQUENCES, len(ACTIONS)) + 1e-9)
    for actions in product(ACTIONS, repeat=length):
        checked += play(CuttingDisk(seen=seen), (Evening.climb, *actions)).checked
    assert checked > 150


def test_a_power_cut_while_a_torn_save_is_mended_loses_nothing_more() -> None:
    disk = MemoryDisk()
    store_before = Store(FOLDER, disk)
    session = Session.begin(lighthouse(), store_before, seed=1)
    for option in ("climb", "climb", "rest"):
        session.choose(option)
    path = store_before.slots()[0].path
    torn = disk.names_now[str(path)].now + b'4 0123abcd {"do":"move","opt'
    mending = CuttingDisk.holding({str(path): torn})
    assert isinstance(mending, CuttingDisk)
    mending.promises.turns = {3}
    back = Session.resume(lighthouse(), Store(FOLDER, mending), path.stem)
    mending.promises.turns = {3, 4}
    back.choose("climb")
    back.close()
    mending.promises.turns = {4}
    mending.stepped()
    assert mending.checked > 10
    assert mending.names_now[f"{path}.damaged"].now == torn


class NoSync(CuttingDisk):
    def sync(self, handle: int) -> None:
        self.stepped()


class NoDataSync(CuttingDisk):
    def sync_data(self, handle: int) -> None:
        self.stepped()


class NoFolderSync(CuttingDisk):
    def sync_folder(self, folder: Path) -> None:
        self.stepped()


@pytest.mark.parametrize("planted", [NoSync, NoDataSync, NoFolderSync])
def test_the_harness_finds_a_sync_that_is_missing(planted: type[CuttingDisk]) -> None:
    with pytest.raises(LostError):
        play(planted(), A_LONG_EVENING)


def appends_at_once(self: Journal) -> None:
    """The planted bug: what the append before has not yet brought to the disk is not waited for."""
    self._synced = None


def lets_go(self: Autosave) -> None:
    """The planted bug: at the end of the play nobody waits."""
    self._journal = None


@pytest.mark.parametrize(
    ("where", "name", "planted"), [(Journal, "settle", appends_at_once), (Autosave, "close", lets_go)], ids=["next", "quit"]
)
def test_the_harness_finds_that_nobody_waits(
    where: type, name: str, planted: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, planted)
    with pytest.raises(LostError):
        play(CuttingDisk(), [Evening.climb] * 3)


@pytest.mark.parametrize("planted", [in_place, unlink_then_rename])
def test_the_harness_finds_a_write_that_is_not_atomic(planted: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_file, "write_whole", planted)
    monkeypatch.setattr(autosave, "write_whole", planted)
    with pytest.raises(LostError):
        play(CuttingDisk(), A_LONG_EVENING)


def test_the_model_leaves_what_was_synced_and_only_that() -> None:
    disk = MemoryDisk()
    handle = disk.create(Path("/saves/a"))
    disk.write(handle, b"first")
    assert {} in disk.crash_states()
    disk.sync(handle)
    disk.sync_folder(FOLDER)
    assert list(disk.crash_states()) == [{"/saves/a": b"first"}]
    disk.write(handle, b"next")
    found = [image["/saves/a"] for image in disk.crash_states()]
    assert found == [b"first", b"firstne", b"first\0\0\0\0", b"firstnext"]


def test_the_model_knows_that_a_rename_is_one_step() -> None:
    disk = MemoryDisk.holding({"/saves/a": b"old", "/saves/b": b"new"})
    disk.replace(Path("/saves/b"), Path("/saves/a"))
    assert list(disk.crash_states()) == [{"/saves/a": b"old", "/saves/b": b"new"}, {"/saves/a": b"new"}]
