from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from game.loading.watching import Watch, stamps


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "camp").mkdir()
    (tmp_path / "story.yaml").write_text("story: small\n")
    (tmp_path / "camp" / "tent.yaml").write_text("tent:\n")
    return tmp_path


def test_only_files_of_the_story_are_under_watch(folder: Path) -> None:
    for name in ("_draft.yaml", ".hidden.yaml", "notes.txt", "tent.yaml~"):
        (folder / name).write_text("something")
    assert sorted(stamps(folder)) == ["camp/tent.yaml", "story.yaml"]


def test_pictures_belong_to_the_story(folder: Path) -> None:
    watch = Watch(folder)
    (folder / "art").mkdir()
    (folder / "art" / "fence.txt").write_text("|||")
    assert watch.take() == ("art/fence.txt",)


def test_nothing_has_changed_until_somebody_writes(folder: Path) -> None:
    watch = Watch(folder)
    assert not watch.has_changed()
    (folder / "camp" / "tent.yaml").write_text("tent: {}\n")
    assert watch.has_changed()
    assert watch.take() == ("camp/tent.yaml",)
    assert not watch.has_changed()


def test_a_file_that_is_new_or_gone_is_a_change(folder: Path) -> None:
    watch = Watch(folder)
    (folder / "camp" / "tent.yaml").rename(folder / "camp" / "kitchen.yaml")
    assert watch.take() == ("camp/kitchen.yaml", "camp/tent.yaml")


def test_a_file_that_is_replaced_by_another_of_the_same_size_and_time_is_a_change(folder: Path) -> None:
    file, other = folder / "story.yaml", folder / "new"
    watch, found = Watch(folder), file.stat()
    other.write_text("story: large\n")
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.replace(file)
    assert watch.has_changed()


def test_a_file_that_is_being_written_is_let_alone_until_it_stays_as_it_is(folder: Path) -> None:
    watch = Watch(folder)
    with (folder / "camp" / "tent.yaml").open("a") as half:
        half.write("  script:\n")
        half.flush()
        assert not watch.has_settled()
        half.write("    - Half a sente")
        half.flush()
        assert not watch.has_settled()
    assert watch.has_settled()
    assert watch.has_settled(), "until it is taken"


def test_what_is_written_while_it_is_read_is_a_change_again(folder: Path) -> None:
    watch = Watch(folder)
    (folder / "story.yaml").write_text("story: one\n")
    watch.take()
    (folder / "story.yaml").write_text("story: another\n")
    assert watch.has_changed()


def test_a_folder_that_is_gone_has_no_files_and_does_no_harm(folder: Path) -> None:
    watch = Watch(folder)
    shutil.rmtree(folder)
    assert watch.has_changed()
    assert set(watch.take()) == {"camp/tent.yaml", "story.yaml"}


def test_a_link_in_a_circle_is_not_followed_for_ever(folder: Path) -> None:
    (folder / "camp" / "round").symlink_to(folder)
    assert "story.yaml" in stamps(folder)


def test_another_folder_can_be_put_under_watch(folder: Path, tmp_path: Path) -> None:
    watch = Watch(folder)
    watch.move_to(folder / "camp")
    (folder / "story.yaml").write_text("story: other\n")
    assert not watch.has_changed()
