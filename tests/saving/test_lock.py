from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from game.errors import SaveLockedError
from game.saving.lock import acquire
from game.saving.store import Store, lock_of
from tests.saving.playing import STORY, played, resume

HOLDER = """
import sys
from pathlib import Path
from game.saving.lock import acquire
lock = acquire(Path(sys.argv[1]), 0)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_window_cannot_have_the_lock(tmp_path: Path) -> None:
    lock = acquire(tmp_path / "lock", 0)
    with pytest.raises(SaveLockedError, match="another window"):
        acquire(tmp_path / "lock", 0)
    lock.release()
    acquire(tmp_path / "lock", 0).release()


def test_releasing_twice_does_not_take_the_lock_from_the_next_window(tmp_path: Path) -> None:
    first = acquire(tmp_path / "lock", 0)
    first.release()
    second = acquire(tmp_path / "lock", 0)
    first.release()
    with pytest.raises(SaveLockedError):
        acquire(tmp_path / "lock", 0)
    second.release()


def test_a_window_that_was_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(SaveLockedError):
            acquire(tmp_path / "lock", 0)
        holder.kill()
    acquire(tmp_path / "lock", 1).release()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_that_cannot_lock_does_not_keep_anybody_from_saving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _fail_with(monkeypatch, OSError(number, "no locks here"))
    acquire(tmp_path / "lock", 0).release()


def test_a_disk_without_flock_does_not_keep_anybody_from_saving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fail_with(monkeypatch, NotImplementedError("no flock"))
    acquire(tmp_path / "lock", 0).release()


def test_every_other_error_of_the_disk_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fail_with(monkeypatch, OSError(errno.EROFS, "read-only"))
    with pytest.raises(OSError, match="read-only"):
        acquire(tmp_path / "lock", 0)


def _fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    import filelock

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(filelock.BaseFileLock, "acquire", refuse)


def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path: Path) -> None:
    letter = tmp_path / "letter"
    letter.write_text("dear")
    (tmp_path / ".lock").symlink_to(letter)
    with pytest.raises(OSError, match="a lock is no link"):
        acquire(tmp_path / ".lock", 0.0)
    assert letter.read_text() == "dear"


def test_two_windows_that_write_to_one_file_because_its_lock_was_taken_away_each_keep_their_play(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = played(store, 3)
    assert first.settle()
    slot = store.slots(STORY)[0]
    lock_of(slot.path).unlink()
    second = resume(store, slot.id)
    second.choose("rest")
    second.take_notices()
    first.choose("climb")
    told = f"Another window plays on in {slot.path.name}. This play was saved whole in a file of its own."
    assert first.take_notices() == (told,)
    second.choose("climb")
    assert second.take_notices() == ()
    ways = {first.options, second.options}
    first.close()
    second.close()
    assert {resume(store, each.id, copy=True).options for each in store.slots(STORY)} == ways
