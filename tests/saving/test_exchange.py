"""A playthrough as one file: out of one folder and into another, and nothing of a stranger's file is believed unchecked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game.errors import SaveError
from game.saving import strict_json
from game.saving.exchange import export_play, import_play
from game.saving.framing import Chain, unframe
from game.saving.saved_play import read_play
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import choose_all, edited_lighthouse, lighthouse, played, resume


@pytest.fixture
def mine(tmp_path: Path) -> Store:
    return Store(tmp_path / "mine")


@pytest.fixture
def yours(tmp_path: Path) -> Store:
    return Store(tmp_path / "yours")


def exported(store: Store, session: Session, name: str = "With Ji-u") -> Path:
    slot = session.save_as(name)
    return export_play(store, slot.id, store.folder.parent / "given.hyosan")


def test_a_playthrough_goes_from_one_folder_to_another_with_its_way(mine: Store, yours: Store) -> None:
    session = played(mine, 120)
    session.undo()
    file = exported(mine, session)
    found = import_play(yours, lighthouse(), file)
    assert (found.slot.name, found.slot.turn, found.told, found.doubt) == ("With Ji-u", 119, "", "")
    there = resume(yours, found.slot.id)
    assert there.state == session.state
    assert len(there.passages) == 120
    assert there.redo()
    assert there.state.turn == 120


def test_a_journal_that_is_being_played_can_be_given_away(mine: Store, yours: Store) -> None:
    session = played(mine, 7)
    file = export_play(mine, mine.slots()[0].id, mine.folder.parent)
    assert file.parent == mine.folder.parent
    slot = import_play(yours, lighthouse(), file).slot
    assert (slot.name, slot.autosave) == ("Autosave 1", False)
    assert resume(yours, slot.id).state == session.state
    session.choose("rest")


def test_nothing_that_is_there_is_ever_overwritten(mine: Store, yours: Store) -> None:
    session = played(mine, 3)
    file = exported(mine, session)
    with pytest.raises(SaveError, match="is there already"):
        export_play(mine, mine.find("With Ji-u").id, file)
    before = {path.name: path.read_bytes() for path in mine.folder.glob("*.hyosan")}
    names = [import_play(mine, lighthouse(), file).slot.name for _ in range(3)]
    assert names == ["With Ji-u (2)", "With Ji-u (3)", "With Ji-u (4)"]
    assert {name: (mine.folder / name).read_bytes() for name in before} == before


def test_an_import_under_a_changed_story_says_what_is_different_and_keeps_the_whole_way(mine: Store, yours: Store) -> None:
    session = played(mine, 3)
    choose_all(session, ["rest", "climb"])
    file = exported(mine, session)
    found = import_play(yours, edited_lighthouse({"You sit down.": "You sit."}), file)
    assert "has changed since this was saved" in found.told
    assert resume(yours, found.slot.id).state == session.state, "under the story that it was saved with nothing is lost"


def test_a_save_of_another_story_is_refused_by_its_title(mine: Store, yours: Store) -> None:
    file = exported(mine, played(mine, 3))
    windmill = edited_lighthouse({"story: lighthouse": "story: windmill"})
    with pytest.raises(SaveError, match=r"another story: The Lighthouse\. Give the folder"):
        import_play(yours, windmill, file)
    assert not yours.folder.exists()


def forged(file: Path, change: Callable[[list[dict[str, object]]], None]) -> None:
    """Changes the records of a file and makes its checksums right again."""
    records = [json.loads(payload) for payload in unframe(file.read_bytes()).payloads]
    change(records)
    file.write_bytes(Chain().frames([strict_json.encode(record) for record in records]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda records: records[1].update(option=7), "damaged from line 2"),
        (lambda records: records[1].update(more=1), "damaged from line 2"),
        (lambda records: records.insert(1, {"do": "undo"}), "damaged from line 2"),
        (lambda records: records.insert(1, {"do": "exec", "state": {}}), "damaged from line 2"),
        (lambda records: records[0].update(seed="1"), "damaged in its first line"),
        (lambda records: records[0].update(created=-1), "damaged in its first line"),
        (lambda records: records[0].update(based=True), "begins from is missing"),
        (lambda records: records[0].update(story="../../etc"), "another story"),
    ],
)
def test_a_forged_file_is_refused_and_nothing_is_written(
    mine: Store, yours: Store, change: Callable[[list[dict[str, object]]], None], words: str
) -> None:
    file = exported(mine, played(mine, 3))
    forged(file, change)
    with pytest.raises(SaveError, match=words):
        import_play(yours, lighthouse(), file)
    assert not yours.folder.exists() or not list(yours.folder.glob("*.hyosan"))


def test_a_name_cannot_lead_out_of_the_folder_or_drive_the_terminal(mine: Store, yours: Store) -> None:
    file = exported(mine, played(mine, 3))
    forged(file, lambda records: records[0].update(name="../../\x1b[2Jrun\u202e", title="\x1b]0;x\x07", version="\x9b31m"))
    slot = import_play(yours, lighthouse(), file).slot
    assert slot.path.parent == yours.folder
    assert slot.path.read_bytes().isascii()
    assert "\x1b" not in slot.name + slot.story_title + slot.story_version
    assert b"\x1b" not in slot.path.read_bytes()


def test_what_the_list_shows_of_an_import_comes_from_the_story_and_not_from_the_file(mine: Store, yours: Store) -> None:
    file = exported(mine, played(mine, 3))
    lies = {"turn": 900, "title": "The end", "act": "", "line": "You have won.", "played": 1, "at": 2, "generation": 1 << 37}
    forged(file, lambda records: records[-1].update(now=lies))
    slot = import_play(yours, lighthouse(), file).slot
    assert (slot.turn, slot.scene_title) == (3, "The stairs")
    assert slot.generation == 1
    assert slot.last_line != "You have won."


@pytest.mark.parametrize("kind", ["missing", "folder", "fifo", "huge", "empty"])
def test_what_is_no_file_of_a_playthrough_is_refused_at_once(tmp_path: Path, yours: Store, kind: str) -> None:
    file = tmp_path / "given.hyosan"
    if kind == "folder":
        file.mkdir()
    elif kind == "fifo":
        os.mkfifo(file)
    elif kind == "huge":
        with file.open("wb") as made:
            made.truncate(1 << 40)
    elif kind == "empty":
        file.touch()
    with pytest.raises(SaveError):
        import_play(yours, lighthouse(), file)


def test_a_file_of_more_parts_than_a_play_has_is_refused_before_they_are_made(mine: Store, yours: Store) -> None:
    file = exported(mine, played(mine, 1))
    header = unframe(file.read_bytes()).payloads[0].decode()
    state = '{"do":"state","state":{"a":[' + "0," * 1_900_000 + "0]}}"
    file.write_bytes(Chain().frames([header, *[state] * 3]))
    with pytest.raises(SaveError, match=r"more than 4,000,000 parts"):
        import_play(yours, lighthouse(), file)


def test_the_checkpoints_of_a_run_go_with_it(mine: Store, yours: Store) -> None:
    file = exported(mine, played(mine, 3))
    now = {"turn": 1, "title": "The stairs", "act": "", "line": "", "played": 0, "at": 1, "generation": 1}
    forged(file, lambda records: records.insert(2, {"do": "checkpoint", "now": now}))
    slot = import_play(yours, lighthouse(), file).slot
    assert list(read_play(yours.files, slot.path).way.checkpoints) == [1]
