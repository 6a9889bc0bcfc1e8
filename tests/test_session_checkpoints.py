"""A checkpoint is kept before a choice that puts an ending out of reach: in the play, in its journal, and through changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine.program import Program
from game.proving.budget import Budget
from game.proving.endings_file import FILE, encode
from game.proving.outlook import Lookout
from game.proving.shipping import proof_of
from game.saving.store import Store
from game.session import Session
from tests.proving.stories import small

pytest.importorskip("dd", reason="the proof is made with the library `dd`")

WAY = """
first:
  title: The fork
  script:
    - There are two ways.
    - choose: [{pick: Left, do: way = left}, {pick: Right, do: way = right}, {pick: Pace, goto: first}]
    - choose: [{pick: Wait, do: noise += 1}, {pick: Sing, do: noise += 2}]
    - choose:
        - {pick: Good, when: way == left, end: good}
        - {pick: Bad, end: bad}
"""


def watched(folder: Path) -> tuple[Program, Lookout]:
    """The story, and what reads the proof that lies in the folder."""
    story = small(WAY)
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_bytes(encode(proof_of(story, Budget(30))))
    program = Program(story)
    return program, Lookout(program, folder)


def begun(tmp_path: Path, *options: str) -> Session:
    program, lookout = watched(tmp_path / "story")
    session = Session.begin(program, Store(tmp_path / "saves"), seed=1)
    session.lookout = lookout
    for option in options:
        session.choose(option)
    return session


def kept(session: Session) -> list[tuple[int, int, str]]:
    return [(depth, now.turn, now.title) for depth, now in session.checkpoints]


def latest(session: Session, *, copy: bool = False) -> Session:
    assert session.store is not None
    slot = session.store.latest(session.program.story.id)
    assert slot is not None
    return Session.resume(session.program, session.store, slot.id, copy=copy)


def test_a_choice_that_closes_nothing_keeps_no_checkpoint(tmp_path: Path) -> None:
    assert kept(begun(tmp_path, "left", "wait")) == []


def test_the_state_before_a_choice_that_closes_an_ending_is_a_checkpoint(tmp_path: Path) -> None:
    session = begun(tmp_path, "right", "sing")
    assert kept(session) == [(0, 0, "The fork")]
    assert session.checkpoints[0][1].line == "There are two ways."


def test_the_last_choice_of_all_closes_the_others(tmp_path: Path) -> None:
    assert [depth for depth, *_ in kept(begun(tmp_path, "left", "wait", "bad"))] == [2]


def test_without_a_proof_there_are_none(tmp_path: Path) -> None:
    session = Session.begin(Program(small(WAY)), None, seed=1)
    session.lookout = Lookout(session.program, tmp_path)
    session.choose("right")
    assert kept(session) == []


def test_checkpoints_are_in_the_journal_and_come_back_with_it(tmp_path: Path) -> None:
    session = begun(tmp_path, "right", "sing")
    found = kept(session)
    assert kept(latest(session, copy=True)) == found
    session.close()
    again = latest(session)
    assert kept(again) == found
    again.choose("bad")
    assert kept(again) == found


def test_checkpoints_are_in_a_save_under_a_name_and_in_the_run_that_begins_from_it(tmp_path: Path) -> None:
    session = begun(tmp_path, "right", "sing")
    slot = session.save_as("here")
    assert session.store is not None
    other = Session.resume(session.program, session.store, slot.id)
    assert kept(other) == kept(session)
    other.choose("bad")
    other.close()
    assert kept(latest(other)) == kept(session)


def test_a_door_that_is_not_gone_through_after_all_leaves_no_checkpoint(tmp_path: Path) -> None:
    session = begun(tmp_path, "right")
    session.undo()
    assert kept(session) == []
    session.redo()
    assert kept(session) == [(0, 0, "The fork")]
    session.undo()
    session.choose("left")
    assert kept(session) == []
    assert kept(latest(session, copy=True)) == []
    session.choose("wait")
    session.choose("good")
    assert kept(session) == kept(latest(session, copy=True)) == [(2, 2, "The fork")]


def test_from_a_checkpoint_a_copy_is_played_and_the_run_is_left_as_it_is(tmp_path: Path) -> None:
    session = begun(tmp_path, "right", "sing", "bad")
    store = session.store
    copy = session.at_checkpoint(0, store)
    session.close()
    assert (copy.state.turn, copy.state.at) == (0, session.start.at)
    for option in ("left", "wait", "good"):
        copy.choose(option)
    copy.close()
    assert copy.state.ending == "good"
    assert store is not None
    endings = {Session.resume(copy.program, store, slot.id, keep=False).state.ending for slot in store.slots("small")}
    assert endings == {"good", "bad"}


def test_a_checkpoint_survives_a_new_version_of_the_story(tmp_path: Path) -> None:
    session = begun(tmp_path, "right", "sing")
    session.close()
    assert session.store is not None
    slot = session.store.latest("small")
    assert slot is not None
    changed = Program(small(WAY.replace("There are two ways.", "There are two ways, and it rains.")))
    resumed = Session.resume(changed, session.store, slot.id, copy=True)
    assert [depth for depth, *_ in kept(resumed)] == [0]
    assert resumed.at_checkpoint(0, None).state.turn == 0


def test_a_long_play_keeps_its_checkpoints_when_it_is_written_anew(tmp_path: Path) -> None:
    session = begun(tmp_path, *["pace"] * 120, "right", "sing")
    assert kept(session) == [(120, 120, "The fork")]
    slot = session.save_as("all of it")
    assert session.store is not None
    again = Session.resume(session.program, session.store, slot.id)
    assert kept(again) == kept(latest(session, copy=True)) == kept(session)
    assert [offer.id for offer in again.at_checkpoint(120, None).view.open_offers] == ["left", "right", "pace"]
