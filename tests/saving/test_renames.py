from __future__ import annotations

from pathlib import Path

from game.engine.program import Program
from game.engine.state import Position
from game.loading import load_texts
from game.saving.memory import Reached, called_now
from game.saving.renames import Renames
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import edited_lighthouse, lighthouse, renamed_lighthouse


def test_a_story_without_older_names_renames_nothing() -> None:
    renames = Renames.of(lighthouse().story)
    assert (renames.scenes, renames.options, renames.variables) == ({}, {}, {})


def test_every_older_name_leads_to_its_new_one() -> None:
    renames = Renames.of(renamed_lighthouse().story)
    assert renames.scene("stairs") == "staircase"
    assert renames.option("lamp_room", "take_the_oil") == "take_the_can"
    assert renames.slot("trust.min") == "faith.min"
    assert renames.slot("seen lamp_room.take_the_oil") == "seen lamp_room.take_the_can"
    assert renames.slot("step stairs#3") == "step staircase#3"
    assert renames.slot("note promise") == "note promise"
    assert renames.position(Position("stairs", "climb")) == Position("staircase", "climb")


def test_an_older_name_that_is_in_use_again_means_the_new_thing() -> None:
    edits = {
        "pick: Rest": "id: sit\n          was: [rest, climb]\n          pick: Rest",
        "lit: flag": "lit: {flag: true, was: clock}",
    }
    renames = Renames.of(edited_lighthouse(edits).story)
    assert renames.option("stairs", "rest") == "sit"
    assert renames.option("stairs", "climb") == "climb"
    assert renames.slot("clock") == "clock"


def test_an_option_of_another_scene_keeps_its_name() -> None:
    renames = Renames.of(renamed_lighthouse().story)
    assert renames.option("storm", "rest") == "rest"


def test_options_for_each_student_are_renamed_each() -> None:
    edits = {"- id: ask\n": "- id: talk\n          was: ask\n"}
    renames = Renames.of(edited_lighthouse(edits).story)
    assert renames.option("stairs", "ask.min") == "talk.min"


def test_the_ways_back_and_the_memory_of_a_deck_follow_its_new_name() -> None:
    renames = Renames(decks={"way": "road"}, scenes={"dog": "stray_dog", "fork": "crossing"})
    assert renames.position(Position("fork", "deal way#1.2")) == Position("crossing", "deal road#1.2")
    assert renames.slot("deals fork#way#1") == "deals crossing#road#1"
    assert renames.slot("hand fork#way#2#dog") == "hand crossing#road#2#stray_dog"
    assert renames.position(Position("fork", "deal inn#1")) == Position("crossing", "deal inn#1")


def test_a_stop_is_the_one_that_has_most_of_the_options_that_it_had() -> None:
    first, second, third = ("yard", "stay"), ("yard", "leave"), ("yard", "shout")
    renames = Renames(stops={first: "stay", second: "leave", third: "leave"})
    assert renames.position(Position("yard", "stay"), ["stay", "leave", "shout"]) == Position("yard", "leave")
    assert renames.position(Position("yard", "stay"), ["stay", "leave"]) == Position("yard", "stay"), "of two alike the first"
    assert renames.position(Position("yard", "gone"), ["gone"]) == Position("yard", "gone")


def test_notes_achievements_and_endings_are_followed_by_their_old_ids() -> None:
    renames = Renames(notes={"debt": "owed"}, achievements={"quiet": "hush"}, endings={"home": "at_home"})
    assert renames.slot("note debt") == "note owed"
    assert renames.slot("note gate") == "note gate"
    assert renames.slot("achievement quiet") == "achievement hush"


OLDER = """
story: short
title: Short
start: first
variables: {runs: {range: 0..9, remembers: endings}}
notes: {debt: {title: A debt, text: A tin.}}
achievements: {quiet: {title: Quiet}}
endings: {home: {title: Home}}
places: {camp: {name: The camp}}
"""
SCENES = """
first:
  at: camp
  script:
    - "Runs: {runs}"
    - choose: [{pick: Note it, do: [note debt, achieve quiet], then: [Noted.]}]
    - choose: [{pick: Go home, when: noted(debt), end: home}]
"""
NEWER = (
    ("debt: {", "owed: {was: debt, "),
    ("quiet: {", "hush: {was: [silent, quiet], "),
    ("home: {", "at_home: {was: home, "),
    ("camp: {", "tents: {was: camp, "),
    ("note debt", "note owed"),
    ("noted(debt)", "noted(owed)"),
    ("achieve quiet", "achieve hush"),
    ("end: home", "end: at_home"),
    ("at: camp", "at: tents"),
)


def short(*edits: tuple[str, str]) -> Program:
    texts = {"story.yaml": OLDER, "scenes.yaml": SCENES}
    for old, new in edits:
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    story, report = load_texts(texts)
    assert story is not None, report.draw()
    return Program(story)


def test_a_run_keeps_its_notes_and_its_end_when_they_are_called_otherwise(tmp_path: Path) -> None:
    store = Store(tmp_path)
    session = Session.begin(short(), store, seed=1)
    session.choose("note_it")
    noted = session.save_as("noted")
    session.choose("go_home")
    ended = session.save_as("ended")
    session.close()
    newer = short(*NEWER)
    back = Session.resume(newer, store, noted.id)
    assert [note.title for note in newer.journal(back.state)] == ["A debt"]
    assert {type(line).__name__ for line in back.state.passage} >= {"Noted", "Achieved"}
    back.choose("go_home")
    assert back.state.ending == "at_home"
    assert Session.resume(newer, store, ended.id).state.ending == "at_home"


def test_what_was_reached_counts_under_its_new_name(tmp_path: Path) -> None:
    store = Store(tmp_path)
    session = Session.begin(short(), store, seed=1)
    session.choose("note_it")
    session.choose("go_home")
    session.close()
    newer = short(*NEWER)
    found = called_now(newer.story, store.reached("short"))
    assert (found.endings, found.achievements) == (("at_home",), ("hush",))
    begun = Session.begin(newer, store, seed=1)
    assert "Runs: 1" in repr(begun.state.passage)
    again = called_now(newer.story, Reached(("home", "at_home", "gone"), ("silent", "quiet")))
    assert (again.endings, again.achievements) == (("at_home", "gone"), ("hush",))
