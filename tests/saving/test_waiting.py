"""The disk is waited for by another thread: a key never waits for it, and whatever comes after a turn on the disk does."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from game.saving import waiting
from game.saving.files import Files
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import lighthouse, played, resume


class SlowFiles(Files):
    """Real files whose `sync_data` takes until `release`. `log` has what was done to the files of saves, in order."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.log: list[str] = []
        self.error: OSError | None = None

    def write(self, handle: int, data: bytes) -> int:
        if not data.startswith(b"\n"):  # what was read is kept without ever waiting for it
            self.log.append("write")
        return super().write(handle, data)

    def replace(self, source: Path, target: Path) -> None:
        self.log.append("replace")
        super().replace(source, target)

    def sync_data(self, handle: int) -> None:
        assert self.free.wait(60)
        self.log.append("synced")
        if self.error is not None:
            raise self.error

    def release_in_a_moment(self) -> None:
        threading.Timer(0.05, self.free.set).start()


def busy(folder: Path) -> tuple[SlowFiles, Session]:
    """A play whose second turn is on its way to the disk."""
    files = SlowFiles()
    session = played(Store(folder, files), 1)
    files.log.clear()
    session.choose("climb")
    assert files.log == ["write"], "the turn has come back, and the disk is busy"
    return files, session


@pytest.mark.parametrize(
    ("act", "log"),
    [
        (lambda session: session.choose("rest"), ["write"]),
        (lambda session: session.undo(), ["write"]),
        (lambda session: session.save_as("one"), ["write", "replace"]),
        (lambda session: session.settle(), []),
        (lambda session: session.close(), ["write", "synced"]),
    ],
    ids=["the next turn", "undo", "a named save", "a question whether all is kept", "the end of the play"],
)
def test_what_comes_after_a_turn_waits_for_it(act: Callable[[Session], object], log: list[str], tmp_path: Path) -> None:
    files, session = busy(tmp_path)
    files.release_in_a_moment()
    act(session)
    assert files.log[:2] == ["write", "synced"]
    if log[-1:] != ["write"]:  # else the next one may be on the disk by now, or not
        assert files.log[2:] == log
    session.close()
    assert resume(Store(tmp_path)).state == session.state


def test_an_error_of_the_disk_is_told_at_the_next_turn_and_all_is_saved_anew(tmp_path: Path) -> None:
    files, session = busy(tmp_path)
    files.error = OSError(errno.EIO, os.strerror(errno.EIO))
    files.free.set()
    assert session.take_notices() == ()
    session.choose("climb")
    assert "the disk reports an error" in session.take_notices()[0]
    session.close()
    assert session.take_notices()[0] == "Saving works again: everything up to here is saved."
    assert resume(Store(tmp_path)).state == session.state


def test_an_error_of_the_disk_after_the_last_turn_is_told_at_the_end(tmp_path: Path) -> None:
    files, session = busy(tmp_path)
    files.error = OSError(errno.EIO, os.strerror(errno.EIO))
    files.free.set()
    assert session.settle(), "it was saved anew"
    told = session.take_notices()
    assert "the disk reports an error" in told[0]
    assert told[1] == "Saving works again: everything up to here is saved."


def test_who_interrupts_the_waiting_has_all_of_the_play_saved_anew_at_the_end(tmp_path: Path) -> None:
    class InterruptedFiles(Files):
        interrupts = 0

        def begin_to_sync(self, handle: int) -> Callable[[], None]:
            right = super().begin_to_sync(handle)

            def wait() -> None:
                self.interrupts -= 1
                if self.interrupts >= 0:
                    raise KeyboardInterrupt
                right()

            return wait

    files = InterruptedFiles()
    session = played(Store(tmp_path, files), 3)
    session.choose("climb")
    files.interrupts = 2  # the second is for the file that is let go then
    with pytest.raises(KeyboardInterrupt):
        session.choose("rest")
    session.close()
    assert session.state.turn == 5
    assert resume(Store(tmp_path)).state == session.state


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are a POSIX matter")
def test_a_child_waits_for_its_own_turns_and_not_for_its_parents(tmp_path: Path) -> None:
    """A fork comes after what is on its way to the disk, and a thread does not come along."""
    files, session = busy(tmp_path / "parent")
    files.release_in_a_moment()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            own = Session.begin(lighthouse(), Store(tmp_path / "child"), seed=1)
            for option in ("climb", "rest"):
                own.choose(option)
            code = 0 if files.log == ["write", "synced"] and own.settle() else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    session.choose("rest")
    session.close()
    assert [resume(Store(tmp_path / name)).state.turn for name in ("parent", "child")] == [3, 2]


def test_what_was_begun_is_done_in_order_and_its_error_is_raised_as_often_as_it_is_asked() -> None:
    done: list[int] = []
    ends = [waiting.begin(lambda number=number: done.append(number)) for number in range(20)]  # type: ignore[misc]
    ends[-1]()
    assert done == list(range(20))

    def fail() -> None:
        raise OSError(errno.EIO, "no")

    end = waiting.begin(fail)
    for _ in range(2):
        with pytest.raises(OSError, match="no"):
            end()
