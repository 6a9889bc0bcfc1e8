from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.engine.state import Noted, Paragraph, Picked, Speech
from game.saving.files import Files
from game.saving.read_before import KEPT_RUNS, MANY_BYTES, ReadBefore, path_of
from game.saving.store import Store

MOTH = (Picked("leave", "Leave it the lamp"), Paragraph("A moth has found the lamp."), Speech("dae_su", "Dae-su", "Adopt it."))
HILL = (Paragraph("You climb."),)


def record(folder: Path | None) -> ReadBefore:
    return ReadBefore(Files(), folder, "lamp")


def test_what_was_read_is_known_the_next_time(tmp_path: Path) -> None:
    record(tmp_path / "new folder").add(MOTH)
    again = record(tmp_path / "new folder")
    assert again.knows(MOTH)
    assert again.knows(MOTH[1:])
    assert not again.knows(HILL)
    assert not again.knows((Paragraph("A moth has found the lamp!"),))


def test_a_passage_without_text_is_nothing_new(tmp_path: Path) -> None:
    assert record(tmp_path).knows((Picked("on", "Go on"), Noted("gate", "The gate")))


def picks(record: ReadBefore, *options: str) -> None:
    """A new run that goes that way, all of it in the tent."""
    record.begin_run()
    for option in options:
        record.add((), "tent", option)


def way(record: ReadBefore, options: list[str], *gone: str) -> str | None:
    return record.next_on_the_way("tent", {option: gone.count(option) for option in options})


def test_the_way_of_the_last_run_is_gone_in_its_order(tmp_path: Path) -> None:
    picks(record(tmp_path), "look", "wait", "wait", "leave")
    again = record(tmp_path)
    options = ["leave", "wait", "look", "sing"]
    assert way(again, options) == "look"
    assert way(again, options, "look") == "wait"
    assert way(again, options, "look", "wait") == "wait"
    assert way(again, options, "look", "wait", "wait") == "leave"
    assert way(again, ["leave", "sing"]) == "leave"
    assert way(again, ["sing"]) is None
    assert again.next_on_the_way("hill", dict.fromkeys(options, 0)) is None


def test_the_newest_run_that_can_say_how_it_goes_on_is_followed(tmp_path: Path) -> None:
    picks(record(tmp_path), "left", "deep")
    picks(record(tmp_path), "right", "high")
    again = record(tmp_path)
    assert way(again, ["left", "right"]) == "right"
    assert way(again, ["deep"], "left") == "deep"
    assert [again.was_taken("tent", option) for option in ("left", "high", "sing")] == [True, True, False]


def test_what_is_picked_now_was_not_taken_before(tmp_path: Path) -> None:
    now = record(tmp_path)
    picks(now, "left")
    assert not now.was_taken("tent", "left")
    assert way(now, ["left"]) == "left"


def test_without_a_folder_it_is_known_as_long_as_the_play_lasts() -> None:
    now = record(None)
    now.add(MOTH)
    assert now.knows(MOTH)


def test_two_windows_add_to_the_same_file(tmp_path: Path) -> None:
    one, other = record(tmp_path), record(tmp_path)
    one.add(MOTH)
    other.add(HILL)
    one.add((), "tent", "left")
    again = record(tmp_path)
    assert again.knows((*MOTH, *HILL))
    assert way(again, ["left"]) == "left"


@pytest.mark.parametrize("cut", range(2, 40, 6))
def test_a_torn_line_costs_only_itself(cut: int, tmp_path: Path) -> None:
    record(tmp_path).add(MOTH)
    record(tmp_path).add(HILL)
    path = path_of(tmp_path, "lamp")
    os.truncate(path, path.stat().st_size - cut)
    record(tmp_path).add((), "tent", "left")
    again = record(tmp_path)
    assert way(again, ["left"]) == "left"
    assert not again.knows(HILL)


def test_no_changed_byte_makes_anything_else_known(tmp_path: Path) -> None:
    record(tmp_path).add(MOTH)
    path = path_of(tmp_path, "lamp")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        found = record(tmp_path)
        assert not found.knows(HILL)
        assert found.knows(MOTH) in (True, False)


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b'0c4b4e83 {"read":7}\n', b"\n\n x \n", b"ffffffff [[[[[[\n"])
def test_a_file_from_elsewhere_is_not_believed(data: bytes, tmp_path: Path) -> None:
    path_of(tmp_path, "lamp").write_bytes(data)
    assert not record(tmp_path).knows(MOTH)


def test_a_disk_that_takes_nothing_does_not_stop_the_play(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    now = record(tmp_path / "file")
    now.add(MOTH)
    now.add(HILL, "tent", "left")
    assert now.knows((*MOTH, *HILL))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_bytes(b"")
    path_of(tmp_path, "lamp").symlink_to(target)
    record(tmp_path).add(MOTH)
    assert target.read_bytes() == b""


def test_a_file_that_has_grown_large_is_written_anew(tmp_path: Path) -> None:
    now = record(tmp_path)
    now.add(MOTH)
    picks(now, "once")
    for number in range(KEPT_RUNS + 5):
        picks(now, f"turn_{number}")
    with path_of(tmp_path, "lamp").open("ab") as file:
        file.write(b"not a line of ours\n" * (MANY_BYTES // 18))
    assert record(tmp_path).is_large
    store = Store(tmp_path)
    for _ in range(2):
        again = store.read_before("lamp")
        assert again.knows(MOTH)
        assert way(again, ["once", "turn_34"]) == "turn_34"
        assert again.was_taken("tent", "once")
        assert again.was_taken("tent", "turn_0")
    assert not again.is_large
    assert path_of(tmp_path, "lamp").stat().st_size < 5_000
