from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import Paragraph
from game.errors import MoveError, SaveError, SaveLockedError, SetError
from game.loading import load_texts
from game.saving.files import Files
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import STORY, choose_all, journal_of, lighthouse, played, renamed_lighthouse, resume, wander

UP = ("climb", "climb", "climb", "go_into_the_lamp_room")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_play_without_a_store_touches_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = Session.begin(lighthouse(), None, seed=1)
    choose_all(session, [*UP, "give_up"])
    assert session.state.ending == "dark"
    with pytest.raises(SaveError, match="not kept"):
        session.save_as("one")
    session.close()
    assert list(tmp_path.iterdir()) == []


def test_a_play_that_has_not_begun_leaves_no_save(store: Store) -> None:
    Session.begin(lighthouse(), store, seed=1).close()
    assert store.slots() == ()


def test_every_turn_is_on_the_disk_when_it_is_over(store: Store) -> None:
    session = Session.begin(lighthouse(), store, seed=1)
    for turn in range(1, 30):
        wander(session, 1, seed=turn)
        assert resume(store, copy=True).state == session.state


def test_undo_and_redo_are_on_the_disk_too(store: Store) -> None:
    session = played(store, 4)
    assert session.undo()
    assert resume(store, copy=True).state == session.state
    assert resume(store, copy=True).can_redo
    assert session.redo()
    assert resume(store, copy=True).state == session.state


class CountedFiles(Files):
    """Real files that remember what was asked of them."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattribute__(self, name: str) -> object:
        if name in vars(Files):
            self.calls.append(name)
        return super().__getattribute__(name)


def test_a_turn_is_one_append_and_one_sync_and_an_append_to_what_was_read(tmp_path: Path) -> None:
    files = CountedFiles()
    session = played(Store(tmp_path, files), 55)
    assert session.settle()
    files.calls.clear()
    for _ in range(120):
        wander(session, 1)
        session.settle()
    for act in (session.undo, session.redo, session.settle):
        act()
    calls = " ".join(call for call in files.calls if call != "sync_data")  # another thread's
    assert calls.replace(" open_to_append write close", "") == " ".join(["size_of", "write", "is_at", "begin_to_sync"] * 122)
    assert files.calls.count("sync_data") == 122


def test_going_on_gives_the_same_view_and_the_same_transcript(store: Store) -> None:
    session = played(store, 130)
    session.close()
    back = resume(store)
    assert back.view == session.view
    assert list(back.passages) == list(session.passages)
    assert back.take_notices() == ()


def test_undo_works_back_to_the_first_turn_after_loading(store: Store) -> None:
    session = played(store, 130)
    slot = session.save_as("one")
    session.close()
    for back in (resume(store), resume(store, slot.id)):
        assert sum(1 for _ in iter(back.undo, False)) == 130
        assert back.state == Session.begin(lighthouse(), None, seed=1).state
        assert len(back.passages) == 1
        assert not back.can_undo
        assert sum(1 for _ in iter(back.redo, False)) == 130
        assert back.state == session.state
        back.close()


def test_a_play_can_be_left_and_gone_on_with_many_times(store: Store) -> None:
    in_one_go = played(store, 0)
    wander_each = [(5, 1), (1, 2), (60, 3), (3, 4)]
    session = played(store, 0)
    for turns, seed in wander_each:
        wander(in_one_go, turns, seed)
        wander(session, turns, seed)
        session.undo()
        in_one_go.undo()
        session.close()
        session = resume(store, session_slot(store))
        assert session.state == in_one_go.state
    assert session.take_notices() == ()


def session_slot(store: Store) -> str:
    latest = max(store.slots(STORY), key=lambda slot: slot.generation)
    return latest.id


def test_a_named_save_is_never_changed_by_playing_on(store: Store) -> None:
    session = played(store, 5)
    slot = session.save_as("one")
    session.close()
    before = slot.path.read_bytes()
    back = resume(store, slot.id)
    wander(back, 10)
    back.undo()
    back.close()
    assert slot.path.read_bytes() == before
    assert len([each for each in store.slots() if each.autosave]) == 2


def test_opening_a_named_save_without_playing_leaves_no_new_journal(store: Store) -> None:
    session = played(store, 5)
    slot = session.save_as("one")
    session.close()
    resume(store, slot.id).close()
    assert len(store.slots()) == 2


def test_a_second_window_is_told_and_can_play_a_copy(store: Store) -> None:
    session = played(store, 5)
    with pytest.raises(SaveLockedError, match="play a copy"):
        resume(store)
    copy = resume(store, copy=True)
    assert copy.take_notices() == ()
    copy.choose("climb")
    session.choose("rest")
    copy.close()
    session.close()
    assert sorted(slot.turn for slot in store.slots()) == [6, 6]
    assert {Session.resume(lighthouse(), store, slot.id).passages[-1] for slot in store.slots()} == {
        copy.passages[-1],
        session.passages[-1],
    }


def test_two_windows_can_begin_at_the_same_time(store: Store) -> None:
    sessions = [played(store, 0, seed=seed) for seed in range(4)]
    for session in sessions:
        wander(session, 3)
    for session in sessions:
        session.close()
    assert len(store.slots()) == 4


def test_a_refused_move_changes_nothing(store: Store) -> None:
    session = played(store, 2)
    before = journal_of(store).read_bytes()
    with pytest.raises(MoveError):
        session.choose("go_into_the_lamp_room")
    assert session.state.turn == 2
    assert journal_of(store).read_bytes() == before


def test_a_scene_or_value_that_the_story_does_not_have_is_refused(store: Store) -> None:
    with pytest.raises(SetError):
        Session.begin(lighthouse(), store, seed=1, scene="cellar")
    with pytest.raises(SetError):
        Session.begin(lighthouse(), store, seed=1, values={"steps": 999})
    assert store.slots() == ()


def test_a_seed_that_a_save_could_not_hold_is_refused(store: Store) -> None:
    with pytest.raises(SetError, match="18 digits"):
        Session.begin(lighthouse(), store, seed=10**18)
    session = played(store, 3, seed=1 - 10**18)
    session.close()
    assert resume(store).state == session.state


def test_a_passage_that_is_too_long_to_be_kept_with_its_state_is_made_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.saving.composing.LONGEST_STATE", 100)
    session = played(store, 60)
    session.close()
    assert b'"passage":[]' in journal_of(store).read_bytes()
    back = resume(store)
    assert back.take_notices() == ()
    assert back.view == session.view


def test_an_ending_is_remembered_also_when_the_play_goes_back(store: Store) -> None:
    session = played(store, 0)
    choose_all(session, [*UP, "give_up"])
    assert store.endings(STORY) == {"dark"}
    session.undo()
    choose_all(session, ["take_the_oil", "take_the_matches", "light_the_lamp"])
    assert store.endings(STORY) == {"dark", "light"}
    session.close()
    assert resume(store).view.ending_title == "Light"


def test_time_is_counted_over_all_evenings(store: Store) -> None:
    now = [1000.0]
    session = Session.begin(lighthouse(), store, seed=1, clock=lambda: now[0])
    now[0] += 60
    session.choose("climb")
    session.close()
    now[0] += 9999
    again = Session.resume(lighthouse(), store, store.slots()[0].id, clock=lambda: now[0])
    now[0] += 30
    again.choose("climb")
    again.close()
    assert store.slots()[0].played == 90


def test_the_view_follows_every_change(store: Store) -> None:
    session = played(store, 1)
    assert session.view.turn == 1
    session.undo()
    assert session.view.turn == 0
    session.redo()
    assert session.view.turn == 1
    assert session.view is session.view
    session.choose("climb")
    assert session.view.turn == 2


def test_closing_twice_does_no_harm(store: Store) -> None:
    session = played(store, 3)
    session.close()
    before = journal_of(store).read_bytes()
    session.close()
    assert journal_of(store).read_bytes() == before


def test_a_game_that_was_not_closed_in_order_says_so_and_has_lost_nothing(store: Store) -> None:
    session = played(store, 7)
    path = journal_of(store)
    (store.folder / "copy.hyosan").write_bytes(path.read_bytes())
    back = resume(store, "copy")
    assert back.state == session.state
    assert back.take_notices() == ("The game was not closed in order last time. Everything up to turn 7 is here.",)
    assert back.take_notices() == ()
    back.close()
    assert resume(store, "copy").take_notices() == ()


def test_a_torn_tail_is_cut_off_and_said(store: Store) -> None:
    session = played(store, 7)
    session.close()
    path = journal_of(store)
    whole = path.read_bytes()
    torn = whole[: whole.rindex(b'{"do":"state"') + 40]
    path.write_bytes(torn)
    back = resume(store)
    assert back.state == session.state
    notices = " ".join(back.take_notices())
    assert "not written in full" in notices
    damaged = path.with_name(path.name + ".damaged")
    assert f"The damaged file is kept as {damaged.name}." in notices
    assert damaged.read_bytes() == torn
    back.choose("climb")
    back.close()
    after = resume(store)
    assert after.state.turn == 8
    assert after.take_notices() == ()


def test_damage_in_the_middle_keeps_what_stands_before_it_and_the_damaged_file(store: Store) -> None:
    played(store, 30).close()
    path = journal_of(store)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[20] = lines[20].replace(b'"option"', b'"opt1on"')
    path.write_bytes(b"".join(lines))
    back = resume(store)
    assert back.state.turn == 19
    assert "damaged from line 21 on" in " ".join(back.take_notices())
    assert path.with_name(path.name + ".damaged").read_bytes() == b"".join(lines)
    back.close()
    assert resume(store).state.turn == 19


def test_each_damaged_file_is_kept(store: Store) -> None:
    played(store, 5).close()
    path = journal_of(store)
    for _ in range(3):
        path.write_bytes(path.read_bytes()[:-5])
        resume(store).close()
    assert len([each for each in store.folder.iterdir() if ".damaged" in each.name]) == 3


def test_a_copy_of_a_damaged_journal_leaves_it_alone(store: Store) -> None:
    played(store, 5).close()
    path = journal_of(store)
    torn = path.read_bytes()[:-5]
    path.write_bytes(torn)
    copy = resume(store, copy=True)
    assert "not written in full" in " ".join(copy.take_notices())
    copy.choose("climb")
    copy.close()
    assert path.read_bytes() == torn


def test_when_the_story_has_changed_the_old_save_stays_and_a_new_one_begins(store: Store) -> None:
    session = played(store, 60)
    session.close()
    path = journal_of(store)
    before = path.read_bytes()
    back = resume(store, program=renamed_lighthouse())
    assert "has changed since this was saved" in " ".join(back.take_notices())
    back.choose("climb")
    back.close()
    assert path.read_bytes() == before
    newest = store.slots()[0]
    assert (newest.turn, newest.story_version) == (61, "2.0.0")
    assert resume(store, program=renamed_lighthouse()).take_notices() == ()


def test_a_turn_writes_as_little_late_in_a_play_as_early(tmp_path: Path) -> None:
    store = Store(tmp_path, HastyFiles())
    session = played(store, 60)
    sizes = [journal_of(store).stat().st_size]
    for _ in range(10):
        wander(session, 200)
        sizes.append(journal_of(store).stat().st_size)
    grown = [after - before for before, after in pairwise(sizes)]
    assert max(grown) < 1.1 * min(grown)
    assert max(grown) < 200 * 300


def test_a_journal_that_has_no_room_left_is_written_anew_without_what_was_taken_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.saving.autosave.MAX_RECORDS", 60)
    session = played(store, 20)
    for _ in range(40):
        session.undo()
        session.choose("climb")
    session.close()
    assert session.take_notices() == ()
    assert len(journal_of(store).read_bytes().splitlines()) < 60
    assert resume(store).state == session.state


def test_a_play_that_is_longer_than_a_save_can_be_says_so_and_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.saving.autosave.MAX_RECORDS", 60)
    session = played(store, 80)
    session.close()
    assert session.state.turn == 80
    notices = session.take_notices()
    assert "the file would be too large" in notices[0]
    assert "could not be saved" in notices[-1]
    assert 40 < resume(store).state.turn < 60


class HastyFiles(Files):
    """Real files that do not wait for the disk: ten thousand syncs take seconds."""

    def sync_data(self, handle: int) -> None:
        pass


def test_ten_thousand_turns_come_back(tmp_path: Path) -> None:
    store = Store(tmp_path, HastyFiles())
    session = played(store, 10_000)
    session.close()
    back = resume(store)
    assert back.state == session.state
    assert len(back.passages) == 10_001
    assert isinstance(back.passages[0][-1], Paragraph)


def test_a_new_play_skips_along_the_last_one_to_the_next_scene(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = Session.begin(hub_program(), store, seed=1)
    for option in ("look", "look_again", "leave", "climb"):
        first.choose(option)
    first.close()
    again = Session.begin(hub_program(), store, seed=2)
    assert again.can_skip
    assert again.was_taken("look")
    assert again.skip() == 3
    assert again.view.title == "The hill"
    assert again.state.turn == 3
    assert again.undo()
    assert again.view.title == "The tent"


def test_skipping_stops_at_text_that_was_never_read(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = Session.begin(hub_program(), store, seed=1)
    for option in ("look", "leave"):
        first.choose(option)
    first.close()
    again = Session.begin(hub_program(), store, seed=1, values={"cold": 1})
    assert again.skip() == 1
    assert "It is colder." in str(again.view.passage)


def test_skipping_never_ends_a_play_and_never_goes_in_circles(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = Session.begin(hub_program(), store, seed=1)
    for option in ("wait", "wait", "leave", "climb"):
        first.choose(option)
    assert first.view.ending is not None
    first.close()
    again = Session.begin(hub_program(), store, seed=1)
    assert again.skip() == 3
    assert again.skip() == 0
    assert again.view.title == "The hill"
    assert again.view.ending is None
    circle = Session.begin(hub_program(), None, seed=1)
    circle.choose("wait")
    assert circle.skip() == 0


def test_without_a_way_before_there_is_nothing_to_skip(tmp_path: Path) -> None:
    session = Session.begin(hub_program(), Store(tmp_path), seed=1)
    assert not session.can_skip
    assert session.skip() == 0
    session.choose("wait")
    assert not session.was_taken("wait")


def hub_program() -> Program:
    story, report = load_texts({"story.yaml": HUB, "scenes.yaml": HUB_SCENES})
    assert story is not None, report.draw()
    return Program(story)


HUB = """
story: hub
title: A hub
version: 1.0.0
start: tent
variables:
  cold: flag
endings:
  dawn: {title: Dawn, hint: Wait.}
"""
HUB_SCENES = """
tent:
  title: The tent
  script:
    - A tent.
    - hub:
        - {id: look, pick: Look, then: "Canvas.{cold: It is colder.}"}
        - {id: look_again, pick: Look again, when: seen(tent.look), then: Canvas again.}
        - {id: wait, pick: Wait, sticky: true, then: You wait.}
        - {id: leave, pick: Leave, goto: hill}
hill:
  title: The hill
  script:
    - A hill.
    - choose:
        - {id: climb, pick: Climb, end: dawn}
"""
