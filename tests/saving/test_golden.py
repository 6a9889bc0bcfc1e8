"""Saves that were written by released versions load for ever, exactly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from game.saving.framing import FORMAT, format_of
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import STORY, lighthouse
from tests.saving.write_golden import write_golden

SAVES = Path(__file__).parent.parent / "saves"
VERSIONS = sorted((path.name for path in SAVES.iterdir() if path.is_dir()), key=lambda name: int(name[1:]))
SINCE = {"In the storm": 2}
"""What older folders do not have yet."""
EXPECTED = {
    # name: turn, what can be made again, an ending, the last words, what is said on opening
    "지우와 함께": (1, 2, None, "It is 22:41, and the weather is wind.", ""),
    "Autosave 1": (1, 2, None, "It is 22:41, and the weather is wind.", ""),
    "Autosave 4": (8, 0, "light", "Far out, something turns towards you.", ""),
    "Autosave 5": (120, 0, None, "", "not closed in order"),
    "In the storm": (5, 0, None, "", ""),
}
SAVED = [(version, name) for version in VERSIONS for name in EXPECTED if SINCE.get(name, 1) <= int(version[1:])]


def test_there_is_a_folder_for_every_format() -> None:
    assert [f"v{version}" for version in range(1, FORMAT + 1)] == VERSIONS


@pytest.mark.parametrize(("version", "name"), SAVED)
def test_a_save_of_an_older_version_opens_exactly(tmp_path: Path, version: str, name: str) -> None:
    folder = tmp_path / version
    shutil.copytree(SAVES / version, folder)
    store = Store(folder)
    slot = next(slot for slot in store.slots(STORY) if slot.name == name)
    turn, redone, ending, words, notice = EXPECTED[name]
    session = Session.resume(lighthouse(), store, slot.id)
    notices = " ".join(session.take_notices())
    assert (session.state.turn, session.state.ending) == (turn, ending)
    assert slot.last_line.endswith(words)
    assert notice in notices
    assert "has changed" not in notices
    assert len(session.passages) == turn + 1 - session.start.turn
    assert sum(1 for _ in iter(session.redo, False)) == redone


@pytest.mark.parametrize("version", VERSIONS)
def test_an_ending_that_was_reached_in_an_older_version_counts(version: str) -> None:
    assert Store(SAVES / version).endings(STORY) == {"light"}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_journal_of_an_older_version_is_gone_on_with_in_the_newest(tmp_path: Path, version: str) -> None:
    folder = tmp_path / version
    shutil.copytree(SAVES / version, folder)
    store = Store(folder)
    slot = next(slot for slot in store.slots(STORY) if slot.name == "Autosave 5")
    session = Session.resume(lighthouse(), store, slot.id)
    session.choose("rest")
    session.close()
    assert format_of(slot.path.read_bytes()) == FORMAT
    again = Session.resume(lighthouse(), store, slot.id)
    assert (again.state, again.take_notices()) == (session.state, ())
    assert len(again.passages) == 122


def test_what_is_written_today_is_the_format_of_the_newest_folder(tmp_path: Path) -> None:
    write_golden(tmp_path)
    for path in sorted((SAVES / VERSIONS[-1]).iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
