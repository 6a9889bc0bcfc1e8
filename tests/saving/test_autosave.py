"""When a play is written, in what, and what is asked of the disk for it: on a disk in memory that keeps a log."""

from __future__ import annotations

import errno
from itertools import pairwise
from pathlib import Path

import pytest

from game.saving import autosave
from game.saving.framing import unframe
from game.saving.record import Closed, Kept, Moved, Record, decode
from game.saving.saved_play import read_play
from game.saving.store import Store
from game.saving.timeline import STRIDE
from game.session import Session
from tests.saving.logged_disk import FOLDER, LoggedDisk
from tests.saving.playing import STORY, lighthouse, resume, wander

FOR_EVER = 1 << 40
NAME = "autosave-1-30bc4ba3a9.hyosan"


class Clock:
    """Seconds, each time one more."""

    def __init__(self) -> None:
        self.now = 1_790_000_000

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def disk() -> LoggedDisk:
    return LoggedDisk()


@pytest.fixture
def saves(disk: LoggedDisk) -> Store:
    return Store(FOLDER, disk, now=Clock())


def begun(saves: Store, turns: int = 0) -> Session:
    session = Session.begin(lighthouse(), saves, seed=1)
    wander(session, turns)
    return session


def journal(disk: LoggedDisk) -> Path:
    (name,) = (Path(name) for name in disk.names_now if name.endswith(".hyosan"))
    return name


def records(disk: LoggedDisk) -> list[Record]:
    found = unframe(disk.names_now[str(journal(disk))].now)
    assert found.damage is None
    return [decode(payload) for payload in found.payloads[1:]]


def done_to_saves(disk: LoggedDisk) -> list[str]:
    """What was done to journals; of what was read is kept without a sync."""
    about = journal(disk).name
    log = disk.done()
    if any(each.startswith("create read-") for each in log):
        log.remove("make_folder saves")
    return [each.replace(about, "it") for each in log if "read-" not in each]


def test_the_first_turn_makes_the_file_and_each_further_one_is_an_append(disk: LoggedDisk, saves: Store) -> None:
    session = begun(saves)
    assert disk.names_now == {}
    disk.log.clear()
    session.choose("climb")
    assert done_to_saves(disk) == [
        "make_folder saves", "lock .folder.lock", "lock .it.lock", "unlock .folder.lock", "remove .it.tmp", "create .it.tmp",
        "write .it.tmp", "sync .it.tmp", "close .it.tmp", "replace .it.tmp", "sync_folder saves", "open_to_append it",
        "lock .folder.lock", "unlock .folder.lock",
    ]  # fmt: skip
    session.choose("rest")
    assert done_to_saves(disk) == ["write it", "begin_to_sync it"]
    session.undo()
    assert done_to_saves(disk) == ["sync_data it", "write it", "begin_to_sync it"]
    session.close()
    assert done_to_saves(disk) == [
        "sync_data it", "write it", "begin_to_sync it", "sync_data it", "close it", "unlock .it.lock",
    ]  # fmt: skip
    assert disk.handles == {}
    assert session.take_notices() == ()


def test_a_play_that_was_only_looked_at_changes_nothing(disk: LoggedDisk, saves: Store) -> None:
    begun(saves, 3).close()
    before = disk.names_now[str(journal(disk))].now
    session = resume(saves)
    assert session.settle()
    session.close()
    assert disk.names_now[str(journal(disk))].now == before
    assert disk.locks == {}
    assert disk.handles == {}


def test_a_play_that_was_killed_is_closed_in_order_when_it_was_looked_at(disk: LoggedDisk, saves: Store) -> None:
    killed = begun(saves, 3)
    disk.locks.clear()
    resume(saves).close()
    assert isinstance(records(disk)[-1], Closed)
    assert killed.state.turn == 3


def test_what_was_moved_is_what_stands_there(disk: LoggedDisk, saves: Store) -> None:
    session = begun(saves)
    for option in ("climb", "rest", "climb"):
        session.choose(option)
    assert [each.option for each in records(disk) if isinstance(each, Moved)] == ["climb", "rest", "climb"]


def test_after_failures_it_is_tried_again_after_one_two_four_turns_and_at_last_every_thirty_third(
    disk: LoggedDisk, saves: Store
) -> None:
    disk.failing["create"] = (errno.ENOSPC, FOR_EVER)
    session, tries = begun(saves), []
    for turn in range(1, 140):
        wander(session, 1)
        if any(each.startswith("create ") and each.endswith(".tmp") for each in disk.done()):
            tries.append(turn)
    assert tries == [1, 3, 6, 11, 20, 37, 70, 103, 136]
    assert len(session.take_notices()) == 1
    disk.failing.clear()
    wander(session, 33)
    assert session.take_notices() == ("Saving works again: everything up to here is saved.",)
    disk.failing["write"] = (errno.ENOSPC, FOR_EVER)
    disk.done()
    tries.clear()
    for turn in range(1, 5):
        wander(session, 1)
        if any(each.startswith("create ") and each.endswith(".tmp") for each in disk.done()):
            tries.append(turn)
    assert tries == [3], "the first of them is the append that failed"
    assert len(session.take_notices()) == 1


def test_a_state_is_kept_after_every_fiftieth_turn_also_of_a_play_that_is_gone_on_with(disk: LoggedDisk, saves: Store) -> None:
    session = begun(saves, 2 * STRIDE + 10)
    session.close()
    assert sorted(_way(disk)) == [STRIDE + 1, 2 * STRIDE + 1, 2 * STRIDE + 10]
    session = resume(saves)
    wander(session, STRIDE + 1, seed=2)
    assert sorted(_way(disk)) == [STRIDE + 1, 2 * STRIDE + 1, 2 * STRIDE + 10, 3 * STRIDE + 10]


def _way(disk: LoggedDisk) -> list[int]:
    return list(read_play(disk, journal(disk)).way.kept)


def test_states_never_take_more_room_than_the_moves_between_them(
    disk: LoggedDisk, saves: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "STRIDE", 1)
    session = begun(saves, 40)
    assert session.settle()
    payloads = unframe(disk.names_now[str(journal(disk))].now).payloads[1:]
    states = [index for index, payload in enumerate(payloads) if isinstance(decode(payload), Kept)]
    assert len(states) > 2
    frame = 20
    for first, second in pairwise(states):
        moves = sum(len(payload) + frame for payload in payloads[first + 1 : second])
        last = len(payloads[second - 1]) + frame
        assert moves - last < len(payloads[first]) + frame, "as soon as there is room for it"
        assert moves > len(payloads[first]) - frame


def test_what_is_taken_back_never_has_a_state_kept(disk: LoggedDisk, saves: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind an undo it would be the state of another depth."""
    session = begun(saves, STRIDE + 1)
    for _ in range(3):
        session.undo()
        session.redo()
    session.close()
    assert resume(saves).state == session.state


@pytest.mark.parametrize(("limit", "room", "enough"), [("MAX_BYTES", 1 << 20, 4_000), ("MAX_RECORDS", autosave.ROOM_RECORDS, 20)])
def test_a_journal_that_has_no_room_left_is_written_anew_while_there_is_room(
    limit: str, room: int, enough: int, disk: LoggedDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, limit, room + enough)
    session = begun(Store(FOLDER, disk, now=Clock()), 2)
    disk.done()
    for _ in range(30):
        session.undo()
        session.redo()
    log = disk.done()
    assert any(each.startswith("replace ") for each in log)
    data = disk.names_now[str(journal(disk))].now
    grown = len(data) if limit == "MAX_BYTES" else data.count(b"\n")
    assert grown <= enough + (500 if limit == "MAX_BYTES" else 1), "it was written anew just in time"
    assert session.take_notices() == ()


def test_a_play_that_is_too_long_for_a_file_is_told_with_its_cause(
    disk: LoggedDisk, saves: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "MAX_RECORDS", autosave.ROOM_RECORDS + 3)
    session = begun(saves, 3)
    assert session.take_notices() == ()
    wander(session, 1)
    assert session.take_notices() != ()
    assert disk.handles == {}
    session.close()
    assert session.take_notices()[-1] == "What you did after turn 3 could not be saved."


def test_a_journal_that_cannot_be_appended_to_is_said_and_written_anew_on_the_way(disk: LoggedDisk, saves: Store) -> None:
    begun(saves, 3).close()
    disk.failing["open_to_append"] = (errno.EACCES, 1)
    session = resume(saves)
    assert "you have no right to write there" in session.take_notices()[0]
    wander(session, 2)
    assert session.take_notices() == ("Saving works again: everything up to here is saved.",)
    session.close()
    assert resume(saves).state == session.state


def test_an_error_of_a_sync_is_told_when_it_is_waited_for_and_at_the_end_all_is_on_the_disk(
    disk: LoggedDisk, saves: Store
) -> None:
    session = begun(saves, 2)
    disk.failing["sync_data"] = (errno.EIO, 1)
    assert session.settle()
    assert [each.partition(":")[0] for each in session.take_notices()] == [
        "Nothing can be saved in /saves",
        "Saving works again",
    ]
    disk.failing = {"sync_data": (errno.EIO, FOR_EVER), "create": (errno.EIO, FOR_EVER)}
    wander(session, 1)
    assert not session.settle()
    session.close()
    assert session.take_notices()[-1] == "What you did after turn 2 could not be saved."
    assert disk.handles == {}


def test_what_could_not_be_saved_is_told_from_the_last_turn_on_that_is_on_the_disk(disk: LoggedDisk, saves: Store) -> None:
    session = begun(saves, 5)
    disk.failing = {"write": (errno.ENOSPC, FOR_EVER), "create": (errno.ENOSPC, FOR_EVER)}
    wander(session, 2)
    session.close()
    assert session.take_notices()[-1] == "What you did after turn 5 could not be saved."


def test_that_the_end_of_a_play_did_not_come_to_the_disk_is_told(disk: LoggedDisk, saves: Store) -> None:
    session = begun(saves, 5)
    assert session.settle()
    disk.failing["sync_data"] = (errno.EIO, 1)
    session.close()
    assert "the disk reports an error" in session.take_notices()[0]


def test_a_play_whose_file_is_gone_at_its_end_is_closed_in_order_in_another_one(disk: LoggedDisk, saves: Store) -> None:
    session = begun(saves, 3)
    disk.remove(journal(disk))
    session.close()
    assert "saved there again" in session.take_notices()[0]
    assert isinstance(records(disk)[-1], Closed)
    assert disk.handles == {}
    back = resume(saves)
    assert back.state == session.state
    assert back.take_notices() == ()


def test_a_damaged_file_is_kept_once(disk: LoggedDisk, saves: Store) -> None:
    begun(saves, 5).close()
    path = str(journal(disk))
    disk.names_now[path].durable += b"torn"
    session = resume(saves)
    damaged = f"{path}.damaged"
    assert disk.names_now[damaged].now.endswith(b"torn")
    disk.failing["write"] = (errno.EIO, 1)
    wander(session, 4)
    session.close()
    assert [name for name in disk.names_now if ".damaged" in name] == [damaged]
    assert resume(saves).state == session.state


def test_a_folder_that_is_gone_gets_another_file_when_it_is_there_again(disk: LoggedDisk, saves: Store) -> None:
    """Its lock is gone with it."""
    session = begun(saves, 2)
    disk.failing = {"write": (errno.EIO, 1), "create": (errno.ENOENT, 1)}
    wander(session, 1)
    disk.failing = {"create": (errno.ENOENT, 1)}
    wander(session, 2)
    assert "unlock " + f".{journal(disk).name}.lock" in disk.log
    wander(session, 4)
    assert "Saving works again: everything up to here is saved." in session.take_notices()
    session.close()
    assert saves.latest(STORY) is not None
    assert resume(saves).state == session.state


def test_a_play_that_goes_elsewhere_lets_its_old_file_go(disk: LoggedDisk, saves: Store) -> None:
    session = begun(saves, 2)
    old = journal(disk).name
    other = Store(Path("/other"), disk)
    disk.done()
    assert session.move_to(other)
    log = disk.done()
    assert f"unlock .{old}.lock" in log
    assert f"close {old}" in log
    wander(session, 1)
    session.close()
    assert [slot.turn for slot in other.slots()] == [3]
    assert disk.handles == {}
    assert disk.locks == {}


def test_what_was_played_last_is_what_one_goes_on_with_although_others_have_saved_since(disk: LoggedDisk, saves: Store) -> None:
    first, second = begun(saves, 1), begun(saves, 2)
    second.close()
    first.choose("climb")
    first.close()
    latest = saves.latest(STORY)
    assert latest is not None
    assert (latest.turn, latest.generation) == (2, 3)
    first = resume(saves, latest.id)
    first.choose("rest")
    first.close()
    latest = saves.latest(STORY)
    assert latest is not None
    assert latest.generation == 4
