"""Live reload: a play goes on under a story that was changed while it was played."""

from __future__ import annotations

import pytest

from game.engine.program import Program
from game.saving.carrying import carry
from game.saving.timeline import Beginning, Timeline
from game.session import Session
from tests.making import DECLARATIONS, program, told

SCENES = """
first:
  title: The tent
  script:
    - You wake.
    - choose:
        - pick: Get up
          do: noise += 1
        - pick: Lie still
    - goto: yard
yard:
  title: The yard
  script:
    - A lamp burns.
    - hub:
        - pick: Take the rope
          do: bag += rope
        - pick: Count the tents
          then: Twelve.
        - pick: Go on
          leave: true
    - goto: gate
gate:
  title: The gate
  script:
    - It is shut.
    - choose:
        - {pick: Wait, do: clock += 10}
        - {pick: Climb, end: fine}
    - goto: gate
"""


def changed(*edits: tuple[str, str], declarations: tuple[tuple[str, str], ...] = ()) -> Program:
    """The story with some of its words replaced."""
    scenes, declared = SCENES, DECLARATIONS
    for old, new in edits:
        assert old in scenes
        scenes = scenes.replace(old, new)
    for old, new in declarations:
        assert old in declared
        declared = declared.replace(old, new)
    return program(scenes, declared)


def played(*options: str, scene: str | None = None, values: dict[str, int] | None = None) -> Timeline:
    timeline = Timeline.begin(program(SCENES), Beginning(7, scene, values or {}))
    for option in options:
        timeline.play(option)
    return timeline


TO_GATE = ("get_up", "take_the_rope", "go_on")


def test_what_was_told_is_told_in_the_new_words_and_nothing_else_is_different() -> None:
    carried = carry(changed(("It is shut.", "It is shut, and it hums."), ("You wake.", "You are awake.")), played(*TO_GATE))
    assert (carried.is_whole, carried.told) == (True, "")
    assert told(carried.timeline.state) == ["It is shut, and it hums."]
    assert told(carried.timeline.start) == ["You are awake."]
    assert len(carried.timeline.steps) == 3


def test_what_a_pick_is_worth_now_counts() -> None:
    carried = carry(changed(("do: noise += 1", "do: noise += 3")), played(*TO_GATE))
    assert carried.is_whole
    assert carried.told == "Different now: noise 3 (it was 1)."


def test_a_scene_that_is_new_on_the_way_changes_nothing() -> None:
    extra = "extra:\n  script:\n    - end: fine\n"
    carried = carry(program(SCENES + extra), played(*TO_GATE))
    assert carried.is_whole and carried.timeline.state.at.scene == "gate"


def test_a_renamed_option_is_found_by_what_it_was() -> None:
    carried = carry(
        changed(("- pick: Take the rope", "- id: rope\n          was: take_the_rope\n          pick: Take it")), played(*TO_GATE)
    )
    assert (carried.is_whole, carried.told) == (True, "")
    assert [step.option for step in carried.timeline.steps] == ["get_up", "rope", "go_on"]


def test_a_renamed_scene_is_found_by_what_it_was() -> None:
    renamed = changed(("gate:\n", "wire:\n  was: gate\n"), ("goto: gate", "goto: wire"))
    carried = carry(renamed, played(*TO_GATE, "wait"))
    assert (carried.is_whole, carried.told) == (True, "")
    assert carried.timeline.state.at.scene == "wire"


def test_a_removed_option_where_you_stand_is_gone_and_you_stay() -> None:
    carried = carry(changed(("        - pick: Count the tents\n          then: Twelve.\n", "")), played("get_up"))
    assert carried.is_whole
    assert [offer.id for offer in carried.timeline.program.look(carried.timeline.state).offers] == ["take_the_rope", "go_on"]


def test_when_a_pick_on_the_way_is_gone_you_stay_with_what_you_have() -> None:
    fewer = changed(("        - pick: Take the rope\n          do: bag += rope\n", ""))
    carried = carry(fewer, played(*TO_GATE, "wait"))
    assert not carried.is_whole
    state = carried.timeline.state
    assert (state.at.scene, state.turn) == ("gate", 4)
    assert state.values[fewer.index["bag"]] == 1, "the rope that was taken"
    assert carried.told.startswith("Turn 2, `take_the_rope` in `yard`: it is not on offer there any more.")
    assert "You are where you were." in carried.told
    assert "cannot be taken back" in carried.told


def test_what_is_told_after_the_refused_pick_is_new_all_the_same() -> None:
    fewer = changed(("        - pick: Take the rope\n          do: bag += rope\n", ""), ("It is shut.", "It is open."))
    assert told(carry(fewer, played(*TO_GATE)).timeline.state) == ["It is open."]


def test_when_the_scene_you_stand_in_is_gone_you_are_where_the_last_pick_leads_now() -> None:
    without = SCENES[: SCENES.index("gate:\n  title")].replace("goto: gate", "goto: shed")
    shed = "shed:\n  title: The shed\n  script:\n    - Dark.\n    - choose:\n        - {pick: Out, end: fine}\n"
    carried = carry(program(without + shed), played(*TO_GATE, "wait"))
    assert carried.timeline.state.at.scene == "shed"
    assert "Turn 4, `wait` in `gate`: that scene is gone. You are at turn 3, in The shed." in carried.told


def test_when_the_picks_lead_elsewhere_that_is_told() -> None:
    carried = carry(changed(("    - goto: yard\n", "    - goto: gate\n")), played("get_up", "take_the_rope"))
    assert "Turn 2, `take_the_rope` in `yard`: the picks before it lead to `gate` now." in carried.told
    assert carried.timeline.state.at.scene == "yard", "the state before the last move still bears"


def test_a_smaller_domain_brings_values_into_it() -> None:
    small = changed(declarations=(("noise: {range: 0..5, show: meter}", "noise: {range: 0..2, show: meter}"),))
    carried = carry(small, played(*TO_GATE, values={"noise": 4}))
    assert carried.is_whole
    assert "noise 2 (it was 5)" in carried.told


def test_a_run_from_a_scene_with_values_begins_there_again() -> None:
    carried = carry(changed(("It is shut.", "It is open.")), played("wait", scene="gate", values={"noise": 3}))
    assert carried.timeline.beginning == Beginning(7, "gate", {"noise": 3})
    assert carried.is_whole and carried.timeline.state.turn == 1


def test_a_run_from_a_scene_that_is_gone_begins_at_the_start_of_the_story() -> None:
    without = SCENES[: SCENES.index("gate:\n  title")].replace("goto: gate", "end: fine")
    carried = carry(program(without), played("wait", scene="gate"))
    assert carried.timeline.state.at.scene == "first"
    assert carried.told.startswith("The run cannot begin at `gate` any more. You are at turn 0, in The tent.")


def test_moves_that_were_taken_back_can_be_made_again() -> None:
    timeline = played(*TO_GATE, "wait")
    timeline.undo()
    carried = carry(changed(("It is shut.", "It is open.")), timeline)
    assert carried.timeline.redo()
    assert carried.timeline.state.turn == 4


def test_a_run_that_has_ended_stays_at_its_end() -> None:
    carried = carry(changed(("It is shut.", "It is open.")), played(*TO_GATE, "climb"))
    assert (carried.is_whole, carried.told, carried.timeline.state.ending) == (True, "", "fine")


def test_what_was_cut_and_pasted_back_is_there_again() -> None:
    session = Session(played(*TO_GATE, "wait"), None)
    session.take_over(changed(("        - pick: Take the rope\n          do: bag += rope\n", "")))
    assert session.state.turn == 4 and not session.causes()[0].step
    assert session.take_over(program(SCENES)) == ""
    assert [session.undo() for _ in range(5)] == [True, True, True, True, False]


def test_who_has_played_on_since_does_not_lose_that() -> None:
    session = Session(played(*TO_GATE), None)
    session.take_over(changed(("        - pick: Take the rope\n          do: bag += rope\n", "")))
    session.choose("wait")
    session.take_over(program(SCENES))
    assert session.state.turn == 4


@pytest.mark.parametrize("moves", [300])
def test_a_long_play_is_carried_over_quickly_even_when_its_first_pick_is_gone(moves: int) -> None:
    carried = carry(changed(("- pick: Get up", "- pick: Stand up")), played(*TO_GATE, *["wait"] * moves))
    assert carried.timeline.state.turn == moves + 3
    assert len(carried.timeline.steps) == 1, "only the last move was made again"
