"""What outlasts a run: endings, achievements, and the values with which variables that remember begin the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import Achieved
from game.loading import load_texts
from game.saving.files import Files
from game.saving.memory import Reached, start_values
from game.saving.saved_play import read_play
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import choose_all, resume

STORY = """
story: graves
title: Graves
version: "{version}"
start: slope
variables:
  runs: {{range: 0..2, remembers: endings}}
  {gift}: {{one of: [{gifts}], start: nothing, remembers: last{was}}}
  flowers: {{range: 0..{flowers}, start: 1, remembers: last}}
  bag: {{some of: [rope, food], remembers: last}}
  noise: {{range: 0..5}}
achievements:
  quiet: {{title: Quiet hands, hint: Without a sound.}}
  first: {{title: A beginning}}
endings: {{home: {{title: Home}}, away: {{title: Away}}, third: {{title: Third}}}}
"""
SCENE = """
slope:
  script:
    - do: [achieve first]
    - "{{runs: The first time.|Once before.|Often.}} {{{gift}}}, {{flowers}}, {{bag}}, {{noise}}"
    - choose:
        - pick: Leave the cider
          do: [{gift} = cider, flowers += 2, bag += rope, bag += food, noise = 4]
          end: home
        - pick: Quietly
          do: [achieve quiet, {gift} = can, flowers = 0]
          then:
            - do: achieve quiet
            - choose: [{{pick: On, end: away}}]
        - pick: Third
          end: third
"""


def graves(
    gift: str = "gift", gifts: str = "nothing, can, cider", was: str = "", flowers: int = 9, version: str = "1"
) -> Program:
    texts = {
        "story.yaml": STORY.format(gift=gift, gifts=gifts, was=was, flowers=flowers, version=version),
        "slope.yaml": SCENE.format(gift=gift),
    }
    story, report = load_texts(texts)
    assert story is not None, report.draw()
    return Program(story)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def told(session: Session) -> str:
    return " ".join(getattr(line, "text", "") for line in session.state.passage).strip()


def finished(store: Store | None, *options: str, program: Program | None = None) -> None:
    session = Session.begin(program or graves(), store, seed=1)
    choose_all(session, options)
    assert session.state.ending is not None
    session.close()


def test_the_first_run_begins_with_plain_starts(store: Store) -> None:
    assert told(Session.begin(graves(), store, seed=1)) == "The first time. nothing, 1, nothing, 0"


def test_a_new_run_remembers_how_many_endings_there_were_and_how_the_last_one_ended(store: Store) -> None:
    finished(store, "leave_the_cider")
    assert told(Session.begin(graves(), store, seed=1)) == "Once before. cider, 3, rope and food, 0"
    finished(store, "leave_the_cider")
    assert told(Session.begin(graves(), store, seed=1)) == "Once before. cider, 5, rope and food, 0"
    finished(store, "quietly", "on")
    assert told(Session.begin(graves(), store, seed=1)) == "Often. can, 0, rope and food, 0"
    finished(store, "third")
    assert told(Session.begin(graves(), store, seed=1)) == "Often. can, 0, rope and food, 0"


def test_a_run_that_was_not_finished_is_not_remembered(store: Store) -> None:
    session = Session.begin(graves(), store, seed=1)
    session.choose("quietly")
    session.close()
    assert told(Session.begin(graves(), store, seed=1)) == "The first time. nothing, 1, nothing, 0"


def test_a_given_value_goes_before_what_is_remembered(store: Store) -> None:
    finished(store, "leave_the_cider")
    session = Session.begin(graves(), store, seed=1, values={"flowers": 8, "runs": 0})
    assert told(session) == "The first time. cider, 8, rope and food, 0"


def test_a_play_without_a_store_remembers_nothing(store: Store) -> None:
    finished(store, "leave_the_cider")
    assert told(Session.begin(graves(), None, seed=1)) == "The first time. nothing, 1, nothing, 0"


def test_a_save_comes_back_as_it_was_whatever_was_reached_since(store: Store) -> None:
    finished(store, "leave_the_cider")
    session = Session.begin(graves(), store, seed=1)
    session.choose("quietly")
    slot = session.save_as("one")
    assert read_play(Files(), slot.path).header.values == {"runs": 1, "gift": "cider", "flowers": 3, "bag": ["rope", "food"]}
    finished(store, "third")
    back = resume(store, slot.id, graves())
    assert back.take_notices() == ()
    assert (back.state, back.passages) == (session.state, session.passages)


def test_values_find_their_variables_also_in_a_newer_story(store: Store) -> None:
    finished(store, "leave_the_cider")
    newer = graves("present", "flower, nothing, can, cider", was=", was: gift", flowers=2, version="2")
    assert told(Session.begin(newer, store, seed=1)) == "Once before. cider, 2, rope and food, 0"


def test_a_value_that_fits_no_more_is_the_plain_start() -> None:
    strange = Reached(last={"gift": "brandy", "flowers": "many", "bag": 7, "gone": 1})
    assert start_values(graves().story, strange) == {"runs": 0, "gift": 0, "flowers": 1, "bag": 0}


def test_an_ending_that_the_story_no_longer_has_is_not_counted() -> None:
    assert start_values(graves().story, Reached(endings=("home", "gone"))) == {"runs": 1}


def test_a_damaged_memory_never_stops_a_run(store: Store) -> None:
    finished(store, "leave_the_cider")
    finished(store, "quietly", "on")
    path = next(path for path in store.folder.iterdir() if path.suffix == ".reached")
    data = path.read_bytes()
    for offset in range(0, len(data), 3):
        path.write_bytes(data[:offset] + bytes([data[offset] ^ 4]) + data[offset + 1 :])
        assert told(Session.begin(graves(), store, seed=1)).startswith(
            ("Once before. cider, 3", "Often. can, 0", "Often. cider, 3")
        )
    for path in store.folder.glob("*.reached*"):
        path.write_bytes(b"X")
    assert told(Session.begin(graves(), store, seed=1)) == "The first time. nothing, 1, nothing, 0"


def test_achievements_are_kept_beside_the_endings(store: Store) -> None:
    session = Session.begin(graves(), store, seed=1)
    assert store.reached("graves") == Reached(achievements=("first",))
    session.choose("quietly")
    assert session.state.passage[-1] == Achieved("quiet", "Quiet hands")
    assert store.reached("graves").achievements == ("first", "quiet")
    session.undo()
    session.choose("third")
    reached = store.reached("graves")
    assert (reached.achievements, reached.endings) == (("first", "quiet"), ("third",))
    assert store.endings("graves") == {"third"}


def test_an_achievement_that_cannot_be_kept_is_told(store: Store) -> None:
    session = Session.begin(graves(), store, seed=1)
    lock = store.files.lock(store.folder / ".folder.lock")
    try:
        session.choose("quietly")
    finally:
        lock.release()
    assert any("achievement" in notice for notice in session.take_notices())


def test_what_an_older_game_wrote_is_read_on(store: Store) -> None:
    store.record("graves", Reached(endings=("home",)))
    finished(store, "quietly", "on")
    assert store.reached("graves") == Reached(("home", "away"), ("first", "quiet"), {"gift": "can", "flowers": 0, "bag": []})
