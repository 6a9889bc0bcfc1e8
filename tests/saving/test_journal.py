"""A journal line by line: what is asked of the disk for an append, and that an error leaves it closed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from game.saving.framing import Chain, unframe
from game.saving.journal import Journal, SharedError
from tests.saving.logged_disk import FOLDER, LoggedDisk

PATH = FOLDER / "one.hyosan"


@pytest.fixture
def disk() -> LoggedDisk:
    return LoggedDisk()


@pytest.fixture
def journal(disk: LoggedDisk) -> Journal:
    """A journal with a header and a line."""
    chain = Chain()
    data = chain.frames(["header", "first"])
    disk.close(_created(disk, data))
    made = Journal(disk, PATH, chain, len(data))
    disk.done()
    return made


def _created(disk: LoggedDisk, data: bytes) -> int:
    handle = disk.create(PATH)
    disk.write(handle, data)
    disk.sync(handle)
    return handle


def lines(disk: LoggedDisk) -> list[bytes]:
    found = unframe(disk.names_now[str(PATH)].now)
    assert found.damage is None
    return found.payloads


def test_an_append_is_one_write_and_is_waited_for_before_the_next(disk: LoggedDisk, journal: Journal) -> None:
    journal.append(["second", "third"])
    assert disk.done() == ["write one.hyosan", "begin_to_sync one.hyosan"]
    journal.append(["fourth"])
    assert disk.done() == ["sync_data one.hyosan", "write one.hyosan", "begin_to_sync one.hyosan"]
    journal.settle()
    journal.settle()
    assert disk.done() == ["sync_data one.hyosan"]
    assert lines(disk) == [b"header", b"first", b"second", b"third", b"fourth"]
    assert journal.lines == 5
    assert journal.size == len(disk.names_now[str(PATH)].now)


def test_a_journal_that_is_closed_has_waited_and_takes_nothing_more(disk: LoggedDisk, journal: Journal) -> None:
    journal.append(["second"])
    disk.done()
    journal.close()
    journal.close()
    journal.settle()
    assert disk.done() == ["sync_data one.hyosan", "close one.hyosan"]
    with pytest.raises(ValueError, match="closed"):
        journal.append(["third"])
    assert lines(disk) == [b"header", b"first", b"second"]


@pytest.mark.parametrize("other", [b"more", b""])
def test_a_file_that_somebody_else_has_written_to_gets_nothing(disk: LoggedDisk, journal: Journal, other: bytes) -> None:
    content = disk.names_now[str(PATH)]
    content.durable = content.durable + other if other else content.durable[:-1]
    before = content.now
    with pytest.raises(SharedError):
        journal.append(["second"])
    assert content.now == before
    assert disk.handles == {}


@pytest.mark.parametrize("in_its_place", [False, True])
def test_a_file_that_is_gone_is_said(disk: LoggedDisk, journal: Journal, in_its_place: bool) -> None:
    disk.remove(PATH)
    if in_its_place:
        disk.close(disk.create(PATH))
    with pytest.raises(FileNotFoundError):
        journal.append(["second"])
    assert disk.handles == {}
    assert "begin_to_sync one.hyosan" not in disk.log


@pytest.mark.parametrize("operation", ["size_of", "write", "is_at"])
def test_after_an_error_it_is_closed(disk: LoggedDisk, journal: Journal, operation: str) -> None:
    disk.failing[operation] = (errno.EIO, 1)
    with pytest.raises(OSError, match="error"):
        journal.append(["second"])
    assert disk.handles == {}
    with pytest.raises(ValueError, match="closed"):
        journal.append(["second"])


@pytest.mark.parametrize("asks", ["settle", "append"])
def test_a_sync_that_failed_is_told_once_and_not_tried_again(disk: LoggedDisk, journal: Journal, asks: str) -> None:
    journal.append(["second"])
    disk.failing["sync_data"] = (errno.EIO, 1)
    disk.done()
    with pytest.raises(OSError, match="error"):
        journal.settle() if asks == "settle" else journal.append(["third"])
    assert disk.handles == {}
    journal.settle()
    assert disk.done() == ["sync_data one.hyosan", "close one.hyosan"]


@pytest.mark.parametrize("operation", ["sync_data", "close"])
def test_letting_it_go_is_never_an_error(disk: LoggedDisk, journal: Journal, operation: str) -> None:
    journal.append(["second"])
    disk.failing[operation] = (errno.EIO, 1)
    journal.close()
    assert disk.handles == {}


def test_what_is_no_longer_there_cannot_be_opened(disk: LoggedDisk) -> None:
    with pytest.raises(FileNotFoundError):
        Journal(disk, Path("/saves/other.hyosan"), Chain(), 0)
