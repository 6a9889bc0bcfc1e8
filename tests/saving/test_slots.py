from __future__ import annotations

import pytest

from game.saving.record import Header, Standing
from game.saving.slots import SlotInfo, file_name, read_slot, slot_info
from tests.saving.logged_disk import FOLDER, LoggedDisk

PATH = FOLDER / "given to me.hyosan"
HEADER = Header("lighthouse", "The Lighthouse", "1.0.0", "f", 1, None, {}, "one", autosave=True, based=False, created=77)


def test_of_a_save_without_a_standing_is_known_what_its_header_says() -> None:
    expected = SlotInfo("given to me", "one", PATH, "lighthouse", "The Lighthouse", "1.0.0", 0, "", "", "", 77, 0, True, 0, None)
    assert slot_info(PATH, HEADER, None) == expected


def test_what_a_list_shows_is_what_the_newest_record_says() -> None:
    found = slot_info(PATH, HEADER, Standing(5, "The stairs", "Two", "It is late.", 60, 99, 7))
    assert (found.turn, found.scene_title, found.act, found.last_line) == (5, "The stairs", "Two", "It is late.")
    assert (found.played, found.saved_at, found.generation) == (60, 99, 7)


@pytest.mark.parametrize("name", ["given to me.hyosan", "given\x1b[2J to me.hyosan"])
def test_of_a_file_that_is_no_save_only_its_name_is_known_and_why(name: str) -> None:
    path, shown = FOLDER / name, name.removesuffix(".hyosan").replace("\x1b", "")
    disk = LoggedDisk.holding({str(path): b"no save"})
    found = read_slot(disk, path)
    assert found.problem is not None
    assert found == SlotInfo(path.stem, shown, path, "", "", "", 0, "", "", "", 0, 0, False, 0, found.problem)


def test_a_journal_and_a_save_of_one_name_and_those_of_two_stories_are_different_files() -> None:
    names = {file_name("one", story, autosave=autosave) for story in ("lighthouse", "windmill") for autosave in (True, False)}
    assert len(names) == 4
