"""What a player meets when the disk refuses. Every operation with every error is `tests.faults.test_every_error`'s."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from game.errors import SaveError, SaveFullError, SaveLockedError
from game.saving import store
from game.saving.files import Files
from game.saving.memory import Reached
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import STORY, journal_of, lighthouse, played, resume, wander

SYNCS = ("sync", "sync_data", "sync_folder")
CHANGES = ("make_folder", "lock", "create", "open_to_append", "write", "close", "replace", "link", "remove", *SYNCS)
OPERATIONS = ("names", "size", "read", "is_at", "size_of", *CHANGES)
FOR_EVER = 1 << 40
SEED = 5


class FailingFiles(Files):
    """Real files whose operations of these names fail from the `first`th on, `times` times. They never wait for the disk."""

    def __init__(self, number: int, first: int, times: int = 1, names: tuple[str, ...] = OPERATIONS) -> None:
        self.number = number
        self.range = range(first, first + times)
        self.failing = frozenset(names)
        self.count = 0

    def __getattribute__(self, name: str) -> object:
        if name not in OPERATIONS or name not in self.failing:
            return super().__getattribute__(name)
        self.count += 1
        if self.count in self.range:
            return self._close_and_fail if name == "close" else self._fail
        return self._do_nothing if name in SYNCS else super().__getattribute__(name)

    def _fail(self, *_: object) -> None:
        raise OSError(self.number, os.strerror(self.number))

    def _close_and_fail(self, handle: int) -> None:
        os.close(handle)
        self._fail()

    def _do_nothing(self, _: object) -> None:
        pass


class MiserlyFiles(Files):
    """Real files that take a few bytes at a time."""

    def write(self, handle: int, data: bytes) -> int:
        return super().write(handle, data[:7])


def loaded(folder: Path) -> dict[str, tuple[int, str]]:
    """Where every save of the folder leads: its turn, and its state."""
    found = {}
    for slot in Store(folder).slots():
        state = resume(Store(folder), slot.id, copy=True).state
        found[slot.name] = (state.turn, repr(state))
    return found


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_everything(tmp_path: Path) -> None:
    session = played(Store(tmp_path, MiserlyFiles()), 5)
    session.save_as("one")
    session.close()
    assert [turn for turn, _ in loaded(tmp_path).values()] == [5, 5]


def test_a_disk_that_takes_nothing_at_all_is_an_error_and_no_endless_loop(tmp_path: Path) -> None:
    class FullFiles(Files):
        def write(self, handle: int, data: bytes) -> int:
            return 0

    session = played(Store(tmp_path, FullFiles()), 2)
    assert "the disk reports an error" in session.take_notices()[0]


def test_a_save_that_cannot_be_deleted_says_why(tmp_path: Path) -> None:
    session = played(Store(tmp_path), 1)
    slot = session.save_as("one")
    with pytest.raises(SaveFullError, match="read-only"):
        Store(tmp_path, FailingFiles(errno.EROFS, 1, names=("remove",))).delete(slot.id)
    assert slot in Store(tmp_path).slots()


def test_endings_that_cannot_be_read_count_as_not_seen_and_are_never_overwritten(tmp_path: Path) -> None:
    Store(tmp_path).record(STORY, Reached(endings=("dark",)))
    failing = Store(tmp_path, FailingFiles(errno.EIO, 1, FOR_EVER, names=("read",)))
    assert failing.endings(STORY) == frozenset()
    with pytest.raises(SaveFullError):
        failing.record(STORY, Reached(endings=("light",)))
    assert Store(tmp_path).endings(STORY) == {"dark"}


def test_a_window_that_holds_the_folder_for_long_is_named_and_waited_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.02)
    saves = Store(tmp_path)
    lock = saves.files.lock(tmp_path / ".folder.lock")
    session = played(saves, 1)
    assert "Another window is saving just now" in session.take_notices()[0]
    lock.release()
    wander(session, 2)
    assert session.take_notices() == ("Saving works again: everything up to here is saved.",)


def test_a_failure_is_said_once_and_so_is_that_it_is_over(tmp_path: Path) -> None:
    files = FailingFiles(errno.ENOSPC, 0, 0)
    session = played(Store(tmp_path, files), 3)
    files.range = range(files.count, FOR_EVER)
    wander(session, 20)
    (notice,) = session.take_notices()
    assert "the disk is full" in notice
    assert str(tmp_path) in notice
    assert "You can play on" in notice
    files.range = range(0)
    wander(session, 20)
    assert session.take_notices() == ("Saving works again: everything up to here is saved.",)
    session.close()
    assert resume(Store(tmp_path)).state == session.state


def test_a_sync_that_failed_is_never_tried_again_on_the_same_file(tmp_path: Path) -> None:
    files = FailingFiles(errno.EIO, 0, 0, names=("sync_data",))
    session = played(Store(tmp_path, files), 3)
    before = journal_of(Store(tmp_path)).stat().st_ino
    assert session.settle()
    files.range = range(files.count + 1, files.count + 2)
    session.choose("climb")
    assert session.take_notices() == (), "the disk is still busy"
    session.choose("climb")
    assert "the disk reports an error" in session.take_notices()[0]
    wander(session, 3)
    assert session.take_notices() == ("Saving works again: everything up to here is saved.",)
    assert journal_of(Store(tmp_path)).stat().st_ino != before
    session.close()
    assert resume(Store(tmp_path)).state == session.state


def test_an_error_after_the_rename_is_no_failure_but_a_doubt(tmp_path: Path) -> None:
    files = FailingFiles(errno.EIO, 1, FOR_EVER, names=("sync_folder",))
    session = played(Store(tmp_path, files), 3)
    assert session.save_as("one").turn == 3
    first, second = session.take_notices()
    assert first == "The play is saved, but may not survive a power cut: the disk reports an error."
    assert second == "one is saved, but may not survive a power cut: the disk reports an error."
    session.close()
    assert [turn for turn, _ in loaded(tmp_path).values()] == [3, 3]


def test_where_there_are_no_hard_links_the_backup_is_a_copy(tmp_path: Path) -> None:
    files = FailingFiles(errno.EPERM, 1, FOR_EVER, names=("link",))
    session = played(Store(tmp_path, files), 1)
    first = session.save_as("one").path.read_bytes()
    session.choose("climb")
    slot = session.save_as("one")
    assert slot.path.with_name(slot.path.name + ".bak").read_bytes() == first


def test_a_save_under_a_name_that_cannot_be_written_is_refused_with_the_reason(tmp_path: Path) -> None:
    files = FailingFiles(errno.EROFS, 1, FOR_EVER, names=("create",))
    session = Session.begin(lighthouse(), Store(tmp_path, files), seed=1)
    with pytest.raises(SaveFullError, match="read-only"):
        session.save_as("one")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind the administrator")
def test_a_folder_that_cannot_be_written_to_can_still_be_played_from(tmp_path: Path) -> None:
    played(Store(tmp_path), 3).close()
    tmp_path.chmod(0o500)
    session = resume(Store(tmp_path))
    session.choose("climb")
    assert "no right to write" in " ".join(session.take_notices())
    session.close()
    tmp_path.chmod(0o700)
    assert resume(Store(tmp_path)).state.turn == 3


def test_what_could_not_be_saved_in_the_end_is_said_by_its_turn(tmp_path: Path) -> None:
    files = FailingFiles(errno.ENOSPC, 0, 0)
    session = played(Store(tmp_path, files), 3)
    assert session.settle()
    files.range = range(files.count, FOR_EVER)
    wander(session, 2)
    session.close()
    assert session.take_notices()[-1] == "What you did after turn 3 could not be saved."
    never = Session.begin(lighthouse(), Store(tmp_path / "other", files), seed=1)
    wander(never, 2)
    never.close()
    assert never.take_notices()[-1] == "What you did after turn 0 could not be saved."


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    folder.write_text("not a folder")
    session = Session.begin(lighthouse(), Store(folder), seed=1)
    session.choose("climb")
    assert "Nothing can be saved" in session.take_notices()[0]
    with pytest.raises(SaveError):
        Store(folder).slots()


def test_an_ending_that_cannot_be_kept_is_said_and_does_not_stop_the_play(tmp_path: Path) -> None:
    files = FailingFiles(errno.ENOSPC, 1, FOR_EVER, names=("create",))
    session = Session.begin(lighthouse(), Store(tmp_path, files), seed=1, scene="lamp_room")
    session.choose("give_up")
    assert session.state.ending == "dark"
    assert "this ending was reached could not be kept" in " ".join(session.take_notices())


def test_an_interrupt_in_the_middle_of_an_append_leaves_a_save_that_goes_on(tmp_path: Path) -> None:
    class InterruptedFiles(Files):
        interrupted = False

        def write(self, handle: int, data: bytes) -> int:
            if self.interrupted:
                self.interrupted = False
                raise KeyboardInterrupt
            return super().write(handle, data)

    files = InterruptedFiles()
    session = played(Store(tmp_path, files), 3)
    files.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        session.choose("climb")
    session.choose("climb")
    session.close()
    back = resume(Store(tmp_path))
    assert back.state == session.state
    assert back.take_notices() == ()


def test_a_folder_that_vanishes_while_one_plays_is_made_again_with_the_whole_play(tmp_path: Path) -> None:
    """The open file can still be written to and synced: without looking, nobody would notice that it is for nobody."""
    saves = Store(tmp_path / "saves")
    session = played(saves, 5)
    shutil.rmtree(saves.folder)
    session.choose("climb")
    (notice,) = session.take_notices()
    assert "is no longer in" in notice
    assert "saved there again" in notice
    session.choose("rest")
    assert session.take_notices() == ()
    with pytest.raises(SaveLockedError):
        resume(saves)
    session.close()
    assert resume(saves).state == session.state


def test_a_file_that_is_put_in_the_place_of_a_journal_is_left_alone(tmp_path: Path) -> None:
    """As by a program that keeps two computers the same."""
    store = Store(tmp_path)
    session = played(store, 5)
    path = journal_of(store)
    other = tmp_path / "from_elsewhere"
    other.write_bytes(path.read_bytes())
    other.replace(path)
    before = path.read_bytes()
    session.choose("climb")
    assert "is no longer in" in session.take_notices()[0]
    session.close()
    assert path.read_bytes() == before
    assert resume(store).state == session.state


def test_a_folder_that_is_gone_with_its_disk_is_waited_for(tmp_path: Path) -> None:
    saves = Store(tmp_path / "disk" / "saves")
    session = played(saves, 3)
    shutil.rmtree(tmp_path / "disk")
    (tmp_path / "disk").write_text("not mounted")
    wander(session, 3)
    (notice,) = session.take_notices()
    assert "there is a file where the folder should be" in notice or "the folder is not there" in notice
    (tmp_path / "disk").unlink()
    wander(session, 8)
    assert session.take_notices() == ("Saving works again: everything up to here is saved.",)
    session.close()
    assert resume(saves).state == session.state


def test_a_play_can_be_kept_in_another_folder_from_any_turn_on(tmp_path: Path) -> None:
    files = FailingFiles(errno.ENOSPC, 0, 0)
    full, free = Store(tmp_path / "full", files), Store(tmp_path / "free")
    session = played(full, 3)
    assert session.settle()
    files.range = range(files.count, FOR_EVER)
    wander(session, 2)
    assert "`elsewhere` keeps the run in another folder" in session.take_notices()[0]
    assert session.move_to(free)
    wander(session, 2)
    session.save_as("in the other folder")
    session.close()
    assert session.take_notices() == ()
    assert {slot.turn for slot in free.slots()} == {7}
    assert resume(free).state == session.state
    assert resume(Store(full.folder)).state.turn == 3, "what was kept before is where it was, and free"


def test_a_play_stays_where_it_is_when_the_other_folder_is_no_better(tmp_path: Path) -> None:
    session = played(Store(tmp_path / "saves"), 3)
    (tmp_path / "file").write_text("")
    assert not session.move_to(Store(tmp_path / "file" / "saves"))
    assert "there is a file where the folder should be" in session.take_notices()[0]
    wander(session, 2)
    session.close()
    assert resume(Store(tmp_path / "saves")).state.turn == 5
