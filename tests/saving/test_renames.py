from __future__ import annotations

from game.engine.state import Position
from game.saving.renames import Renames
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
