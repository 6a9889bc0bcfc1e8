"""The recipe, step by step: what is done in which order, and what is left behind when a step fails."""

from __future__ import annotations

import errno

import pytest

from game.saving.whole_file import write_new, write_whole
from tests.saving.logged_disk import FOLDER, LoggedDisk

PATH, KEPT = FOLDER / "one.hyosan", FOLDER / "one.hyosan.bak"
TEMPORARY = ".one.hyosan.tmp"


def disk_with(**files: bytes) -> LoggedDisk:
    image = {"one": PATH, "kept": KEPT, "temporary": FOLDER / TEMPORARY}
    return LoggedDisk(**vars(LoggedDisk.holding({str(image[name]): data for name, data in files.items()})))


def files_of(disk: LoggedDisk) -> dict[str, bytes]:
    return {path.rpartition("/")[2]: content.now for path, content in disk.names_now.items()}


def test_the_steps_come_in_an_order_in_which_no_power_cut_loses_anything() -> None:
    disk = disk_with(one=b"old", kept=b"older")
    assert write_whole(disk, PATH, b"new", KEPT) == ""
    assert disk.log == [
        f"remove {TEMPORARY}",
        f"create {TEMPORARY}",
        f"write {TEMPORARY}",
        f"sync {TEMPORARY}",
        f"close {TEMPORARY}",
        "remove one.hyosan.bak",
        "link one.hyosan",
        f"replace {TEMPORARY}",
        "sync_folder saves",
    ]
    assert files_of(disk) == {"one.hyosan": b"new", "one.hyosan.bak": b"old"}
    assert disk.handles == {}


def test_nothing_is_kept_of_what_is_not_to_be_kept() -> None:
    disk = disk_with(one=b"old")
    assert write_whole(disk, PATH, b"new") == ""
    assert files_of(disk) == {"one.hyosan": b"new"}


def test_what_a_kill_has_left_behind_is_no_obstacle() -> None:
    disk = disk_with(one=b"old", temporary=b"ne")
    assert write_whole(disk, PATH, b"new", KEPT) == ""
    assert files_of(disk) == {"one.hyosan": b"new", "one.hyosan.bak": b"old"}


@pytest.mark.parametrize("operation", ["create", "write", "sync", "remove", "replace"])
def test_when_a_step_fails_the_old_file_stands_and_nothing_else_is_left(operation: str) -> None:
    disk = disk_with(one=b"old")
    disk.failing[operation] = (errno.ENOSPC, 1)
    with pytest.raises(OSError, match="No space left"):
        write_whole(disk, PATH, b"new", KEPT)
    assert files_of(disk).pop("one.hyosan") == b"old"
    assert set(files_of(disk)) <= {"one.hyosan", "one.hyosan.bak"}
    assert disk.handles == {}


@pytest.mark.parametrize("operation", ["write", "sync"])
def test_a_new_file_that_cannot_be_finished_is_closed_and_taken_away(operation: str) -> None:
    disk = disk_with()
    disk.failing[operation] = (errno.EIO, 1)
    with pytest.raises(OSError, match="error"):
        write_new(disk, PATH, b"new")
    assert files_of(disk) == {}
    assert disk.handles == {}
    assert disk.log[-2:] == ["close one.hyosan", "remove one.hyosan"]


@pytest.mark.parametrize("also", ["close", "remove"])
def test_what_fails_while_a_failure_is_cleaned_up_does_not_hide_it(also: str) -> None:
    disk = disk_with(one=b"old")
    disk.failing = {"write": (errno.ENOSPC, 1), also: (errno.EIO, 9)}
    disk.skip["remove"] = 1
    with pytest.raises(OSError, match="No space left"):
        write_whole(disk, PATH, b"new", KEPT)
    assert files_of(disk)["one.hyosan"] == b"old"


def test_a_new_file_is_on_the_disk_before_it_is_let_go_and_never_put_over_another() -> None:
    disk = disk_with()
    write_new(disk, PATH, b"new")
    assert disk.done() == ["create one.hyosan", "write one.hyosan", "sync one.hyosan", "close one.hyosan"]
    assert disk.handles == {}
    with pytest.raises(FileExistsError):
        write_new(disk, PATH, b"newer")
    assert files_of(disk) == {"one.hyosan": b"new"}


def test_where_there_are_no_hard_links_a_copy_is_on_the_disk_before_the_rename() -> None:
    disk = disk_with(one=b"old", kept=b"older")
    disk.failing["link"] = (errno.EPERM, 1)
    assert write_whole(disk, PATH, b"new", KEPT) == ""
    assert files_of(disk) == {"one.hyosan": b"new", "one.hyosan.bak": b"old"}
    assert disk.log.index("sync one.hyosan.bak") < disk.log.index(f"replace {TEMPORARY}")


def test_where_there_was_nothing_nothing_is_kept() -> None:
    disk = disk_with()
    assert write_whole(disk, PATH, b"new", KEPT) == ""
    assert files_of(disk) == {"one.hyosan": b"new"}


def test_an_old_file_that_can_be_neither_linked_nor_read_is_not_replaced() -> None:
    disk = disk_with(one=b"old")
    disk.failing = {"link": (errno.EPERM, 1), "read": (errno.EIO, 1)}
    with pytest.raises(OSError, match="error"):
        write_whole(disk, PATH, b"new", KEPT)
    assert files_of(disk) == {"one.hyosan": b"old"}


def test_a_folder_that_cannot_be_synced_is_a_doubt_and_no_failure() -> None:
    disk = disk_with(one=b"old")
    disk.failing["sync_folder"] = (errno.EIO, 1)
    assert write_whole(disk, PATH, b"new", KEPT) == "the disk reports an error"
    assert files_of(disk) == {"one.hyosan": b"new", "one.hyosan.bak": b"old"}
