"""Saves that were written by released versions load for ever, exactly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from game.saving.store import Store
from game.session import Session
from tests.saving.playing import STORY, lighthouse
from tests.saving.write_golden import write_golden

SAVES = Path(__file__).parent.parent / "saves"
VERSIONS = sorted(path.name for path in SAVES.iterdir() if path.is_dir())
EXPECTED = {
    # name: turn, what can be made again, an ending, the last words, what is said on opening
    "지우와 함께": (1, 2, None, "It is 22:41, and the weather is wind.", ""),
    "Autosave 1": (1, 2, None, "It is 22:41, and the weather is wind.", ""),
    "Autosave 4": (8, 0, "light", "Far out, something turns towards you.", ""),
    "Autosave 5": (120, 0, None, "", "not closed in order"),
}


def test_there_is_a_folder_for_every_format() -> None:
    assert VERSIONS == ["v1"]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("version", VERSIONS)
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
    assert len(session.passages) == turn + 1
    assert sum(1 for _ in iter(session.redo, False)) == redone


def test_an_ending_that_was_reached_in_an_older_version_counts(tmp_path: Path) -> None:
    assert Store(SAVES / "v1").endings(STORY) == {"light"}


def test_what_is_written_today_is_the_format_of_the_newest_folder(tmp_path: Path) -> None:
    write_golden(tmp_path)
    for path in sorted((SAVES / VERSIONS[-1]).iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
