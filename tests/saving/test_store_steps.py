"""What the store asks of the disk, in which order, and that no lock is left behind: on a disk in memory that keeps a log."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from game.errors import SaveDamagedError, SaveError, SaveFullError, SaveLockedError, SaveMismatchError
from game.saving.memory import Reached
from game.saving.read_before import MANY_BYTES, path_of
from game.saving.store import Store, lock_of
from game.session import Session
from tests.saving.logged_disk import FOLDER, LoggedDisk
from tests.saving.playing import STORY, edited_lighthouse, lighthouse, played, resume


@pytest.fixture
def disk() -> LoggedDisk:
    return LoggedDisk()


@pytest.fixture
def saves(disk: LoggedDisk) -> Store:
    return Store(FOLDER, disk, now=lambda: 1_790_000_000)


def named(saves: Store) -> str:
    """The id of a save that was made twice; no journal is left beside it."""
    session = played(saves, 1)
    session.save_as("one")
    slot = session.save_as("one")
    session.close()
    saves.delete(next(each.id for each in saves.slots() if each.autosave))
    return slot.id


@pytest.mark.parametrize(
    "act",
    [
        lambda saves: saves.claim(STORY),
        lambda saves: saves.record(STORY, Reached(endings=("dark",))),
        lambda saves: Session.begin(lighthouse(), saves, seed=1).save_as("one"),
    ],
    ids=["a journal", "an ending", "a named save"],
)
def test_the_folder_is_there_before_anything_is_put_into_it(
    act: Callable[[Store], object], disk: LoggedDisk, saves: Store
) -> None:
    act(saves)
    assert disk.log[:2] == ["make_folder saves", "lock .folder.lock"]
    assert FOLDER / ".folder.lock" not in disk.locks


def test_a_save_is_taken_away_under_both_locks_and_on_the_disk_when_it_is_said(disk: LoggedDisk, saves: Store) -> None:
    slot = named(saves)
    disk.done()
    saves.delete(slot)
    it = f"{slot}.hyosan"
    damaged = [f"remove {it}.damaged{number}" for number in ("", 2, 3, 4, 5)]
    assert disk.done() == [
        "lock .folder.lock", f"lock .{it}.lock", f"remove {it}", f"remove {it}.bak", *damaged, f"unlock .{it}.lock",
        f"remove .{it}.lock", "sync_folder saves", "unlock .folder.lock",
    ]  # fmt: skip
    assert saves.slots() == ()


@pytest.mark.parametrize("operation", ["remove", "sync_folder"])
def test_a_save_that_cannot_be_taken_away_leaves_no_lock(operation: str, disk: LoggedDisk, saves: Store) -> None:
    slot = named(saves)
    disk.failing[operation] = (errno.EROFS, 1)
    with pytest.raises(SaveFullError, match="read-only"):
        saves.delete(slot)
    assert disk.locks == {}


def test_a_save_that_is_played_in_another_window_is_not_taken_away(disk: LoggedDisk, saves: Store) -> None:
    slot = named(saves)
    path = saves.path_of(slot)
    lock = disk.lock(lock_of(path))
    with pytest.raises(SaveLockedError):
        saves.delete(slot)
    assert list(disk.locks) == [lock_of(path)]
    lock.release()


def test_a_journal_that_cannot_be_read_is_not_kept_locked(disk: LoggedDisk, saves: Store) -> None:
    played(saves, 3).close()
    (slot,) = saves.slots()
    disk.failing["read"], disk.skip["read"] = (errno.EIO, 1), 1
    with pytest.raises(SaveError, match="the disk reports an error"):
        saves.open(slot.id, to_continue=True)
    assert disk.locks == {}
    opened = saves.open(slot.id, to_continue=True)
    assert opened.claim is not None
    assert list(disk.locks) == [lock_of(slot.path)]
    opened.release()
    assert disk.locks == {}


def test_a_journal_of_another_story_is_refused_and_not_kept_locked(disk: LoggedDisk, saves: Store) -> None:
    played(saves, 3).close()
    (slot,) = saves.slots()
    with pytest.raises(SaveMismatchError):
        Session.resume(edited_lighthouse({"story: lighthouse": "story: windmill"}), saves, slot.id)
    assert disk.locks == {}


def test_who_only_looks_locks_nothing(disk: LoggedDisk, saves: Store) -> None:
    playing = played(saves, 3)
    (slot,) = saves.slots()
    disk.done()
    opened = saves.open(slot.id, to_continue=False)
    opened.release()
    assert (opened.claim, opened.instead) == (None, "")
    assert disk.done() == []
    playing.close()


def test_where_locks_cannot_be_made_a_journal_is_read_and_another_one_grows(
    disk: LoggedDisk, saves: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    played(saves, 3).close()

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(LoggedDisk, "lock", refuse)
    assert saves.open(saves.slots()[0].id, to_continue=True).claim is None


def test_a_damaged_save_is_opened_as_its_backup_and_as_nothing_where_both_are_damaged(disk: LoggedDisk, saves: Store) -> None:
    path = saves.path_of(named(saves))
    content = disk.names_now[str(path)]
    content.durable = b"X" + content.durable[1:]
    opened = saves.open(path.stem, to_continue=False)
    assert opened.claim is None
    assert opened.instead.endswith("What was saved under this name before was opened instead.")
    backup = disk.names_now[f"{path}.bak"]
    backup.durable = b""
    with pytest.raises(SaveDamagedError, match="not a save of this game, or it is damaged"):
        saves.open(path.stem, to_continue=False)


def test_a_generation_is_one_above_all_others_and_stays_when_it_is_the_newest(disk: LoggedDisk, saves: Store) -> None:
    assert saves.next_generation(STORY) == 1
    session = played(saves, 1)
    session.save_as("one")
    session.close()
    assert [slot.generation for slot in saves.slots()] == [3, 2]
    assert saves.next_generation(STORY) == 4
    assert saves.next_generation("windmill") == 1
    assert [saves.next_generation(STORY, own) for own in (1, 2, 3, 4)] == [4, 4, 3, 4]


def test_whether_anything_was_read_is_no_question_for_a_disk_that_does_not_answer(disk: LoggedDisk, saves: Store) -> None:
    played(saves, 1).close()
    assert saves.has_read_before() is True
    disk.failing["names"] = (errno.EIO, 1)
    assert saves.has_read_before() is False


@pytest.mark.parametrize(("size", "is_anew"), [(MANY_BYTES, False), (MANY_BYTES + 1, True)])
def test_a_record_of_what_was_read_is_written_anew_when_it_is_large(
    size: int, is_anew: bool, disk: LoggedDisk, saves: Store
) -> None:
    path = path_of(FOLDER, STORY)
    handle = disk.create(path)
    disk.write(handle, b"\n" * size)
    disk.close(handle)
    disk.done()
    assert saves.read_before(STORY).is_large is False
    assert any(each.startswith("replace ") for each in disk.log) is is_anew
    assert disk.locks == {}


def test_a_large_record_that_cannot_be_written_anew_is_used_as_it_is(disk: LoggedDisk, saves: Store) -> None:
    handle = disk.create(path_of(FOLDER, STORY))
    disk.write(handle, b"\n" * (MANY_BYTES + 1))
    lock = disk.lock(FOLDER / ".folder.lock")
    assert saves.read_before(STORY).is_large is True
    lock.release()
    disk.failing["create"] = (errno.EROFS, 1)
    assert saves.read_before(STORY).is_large is True
    assert disk.locks == {}


def test_ten_journals_are_kept_and_one_that_cannot_be_taken_away_can_wait(disk: LoggedDisk, saves: Store) -> None:
    for turns in range(1, 11):
        played(saves, turns).close()
    assert len(saves.slots()) == 10
    disk.failing["remove"], disk.skip["remove"] = (errno.EIO, 1), 1
    session = played(saves, 11)
    assert session.take_notices() == ()
    session.close()
    assert len(saves.slots()) == 11
    played(saves, 12).close()
    assert [slot.turn for slot in saves.slots()] == list(range(12, 2, -1))
    assert disk.locks == {}


def test_a_journal_in_another_window_is_passed_over_and_the_next_one_taken_away(disk: LoggedDisk, saves: Store) -> None:
    oldest = played(saves, 1)
    for turns in range(2, 13):
        played(saves, turns).close()
    assert [slot.turn for slot in saves.slots()] == [*range(12, 2, -1), 1]
    oldest.close()
    assert resume(saves).state.turn == 1


def test_a_new_journal_gets_the_number_of_its_generation_and_of_a_name_that_is_taken_the_next(
    disk: LoggedDisk, saves: Store
) -> None:
    first = saves.claim(STORY)
    assert (first.name, first.generation, first.path.parent) == ("Autosave 1", 1, FOLDER)
    handle = disk.create(first.path)
    disk.write(handle, b"cannot be read")
    second = saves.claim(STORY)
    assert (second.name, second.generation) == ("Autosave 2", 1)
    assert list(disk.locks) == [lock_of(first.path), lock_of(second.path)]


def test_the_lock_of_a_save_stands_beside_it_and_is_no_save() -> None:
    assert lock_of(Path("/saves/one.hyosan")) == Path("/saves/.one.hyosan.lock")
