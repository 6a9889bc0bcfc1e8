"""Scenes that come by themselves: when an event is due, where it may come, and what it leaves as it was."""

from __future__ import annotations

import pytest

from game.engine.program import Program
from game.engine.state import GameState, Position
from game.errors import SaveMismatchError
from tests.making import DECLARATIONS, begin, offered, pick, told

HUB = """
first:
  at: yard
  script:
    - hub:
        - {pick: Noise, sticky: true, do: noise += 1}
        - {pick: Quiet, sticky: true, do: noise = 0}
        - {pick: Wait, sticky: true, do: clock += 30}
        - {pick: Inside, goto: inside}
        - {pick: Go, end: fine}
    - end: fine
inside:
  script:
    - label: door
    - hub:
        - {pick: Shout, sticky: true, do: noise += 1}
        - {pick: Hush, sticky: true, do: noise = 0}
        - {pick: Out, goto: first}
    - end: fine
"""


def story(events: str, scenes: str = "") -> tuple[Program, GameState]:
    declared = "".join(f"  {line.strip()}\n" for line in events.strip().splitlines())
    return begin(HUB + scenes, declarations=f"{DECLARATIONS}events:\n{declared}")


def test_an_event_comes_at_the_choice_where_it_is_due_and_goes_back_to_it_once() -> None:
    made, state = story("siren: {when: 'clock >= 23:30', visit: siren}", "siren: {script: [A siren.]}")
    before = offered(made, state)
    state = pick(made, state, "wait")
    assert told(state) == []
    state = pick(made, state, "wait")
    assert told(state) == ["A siren."]
    assert offered(made, state) == before
    assert state.returns == ()
    assert told(pick(made, state, "wait")) == []


def test_an_event_that_is_due_at_the_start_comes_before_the_first_choice() -> None:
    _, state = story("siren: {when: not told, visit: siren}", "siren: {script: [A siren.]}")
    assert told(state) == ["A siren."]


def test_an_event_comes_only_where_it_may() -> None:
    made, state = story("torch: {when: noise >= 1, at: yard, visit: torch}", "torch: {script: [A torch.]}")
    state = pick(made, state, "inside", "shout", "shout")
    assert told(state) == []
    assert told(pick(made, state, "out")) == ["A torch."]


def test_no_event_comes_at_the_choices_of_a_scene_that_does_not_want_it() -> None:
    made, state = begin(
        HUB.replace("inside:\n", "inside:\n  events: false\n") + "torch: {script: [A torch.]}",
        declarations=DECLARATIONS + "events: {torch: {when: noise >= 1, visit: torch}}\n",
    )
    state = pick(made, state, "inside", "shout")
    assert told(state) == []
    assert told(pick(made, state, "out")) == ["A torch."]


def test_turns_are_counted_from_a_scene_or_a_label_and_a_when_may_stand_beside() -> None:
    events = """
        far: {since: inside, turns: 3, visit: far}
        near: {since: inside.door, turns: 1, when: noise >= 1, visit: near}
    """
    made, state = story(events, "far: {script: [Far.]}\nnear: {script: [Near.]}")
    state = pick(made, state, "wait", "wait", "wait", "inside")
    heard = []
    for move in ("hush", "shout", "shout", "shout"):
        state = pick(made, state, move)
        heard.append(told(state))
    assert heard == [[], ["Near."], ["Far."], []]


def test_events_that_are_due_together_come_in_the_order_of_the_file() -> None:
    events = """
        second: {when: noise >= 1, visit: second}
        first: {when: noise >= 1, visit: third}
    """
    made, state = story(events, "second: {script: [Two.]}\nthird: {script: [Three.]}")
    assert told(pick(made, state, "noise")) == ["Two.", "Three."]


def test_an_event_comes_again_only_after_its_condition_has_not_held_at_a_choice() -> None:
    made, state = story("torch: {when: noise >= 2, again: true, visit: torch}", "torch: {script: [A torch.]}")
    heard = []
    for move in ("noise", "noise", "noise", "quiet", "noise", "noise", "noise"):
        state = pick(made, state, move)
        heard.append(told(state))
    assert heard == [[], ["A torch."], [], [], [], ["A torch."], []]


def test_an_event_gets_ready_to_come_again_also_where_it_may_not_come() -> None:
    made, state = story("torch: {when: noise >= 1, again: true, at: yard, visit: torch}", "torch: {script: [A torch.]}")
    state = pick(made, state, "noise")
    state = pick(made, state, "inside", "hush", "shout")
    assert told(pick(made, state, "out")) == ["A torch."]


def test_two_events_that_start_each_other_do_not_go_round_for_ever() -> None:
    events = """
        on: {when: told, again: true, visit: off}
        off: {when: not told, again: true, visit: on}
    """
    made, state = story(events, "off: {script: [Off., {do: told = false}]}\non: {script: [On., {do: told = true}]}")
    assert told(state) == ["On.", "Off."]
    assert not state.stuck
    assert offered(made, state)


WAITS = """
torch:
  script:
    - A torch.
    - choose: [{pick: Hide, do: clock += 120}, {pick: Run, goto: inside}]
    - visit: guard
    - It goes.
guard: {script: [A guard., {choose: [{pick: Breathe}]}]}
siren: {script: [A siren.]}
"""
TWO = """
    torch: {when: noise >= 1, visit: torch}
    siren: {when: 'clock >= 23:30', visit: siren}
"""


def test_no_event_comes_during_another_whatever_that_visits_and_comes_afterwards() -> None:
    made, state = story(TWO, WAITS)
    state = pick(made, state, "noise")
    assert (told(state), state.returns) == (["A torch."], (Position("first", "noise"),))
    state = pick(made, state, "hide")
    assert told(state) == ["A guard."]
    assert len(state.returns) == 2
    state = pick(made, state, "breathe")
    assert told(state) == ["It goes.", "A siren."]
    assert state.at == Position("first", "noise")


def test_an_event_that_leaves_by_goto_is_over() -> None:
    made, state = story(TWO, WAITS)
    state = pick(made, state, "wait", "wait", "noise", "run")
    assert state.at.scene == "inside"
    assert state.returns == ()


def test_an_event_ends_at_once_with_return() -> None:
    scenes = "torch: {script: [A torch., {return: true}, Never.]}"
    made, state = story("torch: {when: noise >= 1, visit: torch}", scenes)
    assert told(pick(made, state, "noise")) == ["A torch."]


def test_no_event_comes_where_nothing_can_be_picked() -> None:
    made, state = begin(
        "first: {script: [{choose: [{pick: Go, do: noise += 1}]}, {choose: [{pick: Locked, when: told}]}, Over., {end: fine}]}\n"
        "torch: {script: [A torch.]}",
        declarations=DECLARATIONS + "events: {torch: {when: noise >= 1, visit: torch}}\n",
    )
    assert told(pick(made, state, "go")) == ["Over."]


def test_a_play_in_the_middle_of_an_event_can_be_kept_and_goes_on() -> None:
    made, state = story(TWO, WAITS)
    state = pick(made, state, "noise", "hide")
    again = made.decode(made.encode(state))
    assert again == state
    assert told(pick(made, again, "breathe")) == ["It goes.", "A siren."]


def test_a_state_whose_visits_no_event_can_have_made_is_refused() -> None:
    made, state = story(TWO, WAITS)
    data = made.encode(pick(made, state, "noise", "hide"))
    for returns in (
        [["first", "noise"], ["first", "noise"]],
        [["torch", "nowhere"]],
        [["first", "noise"], ["guard", "breathe"], ["torch", "visit guard#1"]],
    ):
        with pytest.raises(SaveMismatchError):
            made.decode({**data, "returns": returns})
    plain, stood = begin(HUB)
    with pytest.raises(SaveMismatchError):
        plain.decode({**plain.encode(stood), "returns": [["first", "noise"]]})


def test_a_save_at_a_stop_stays_there_although_an_event_of_a_new_version_is_due() -> None:
    plain, state = begin(HUB)
    state = pick(plain, state, "wait", "wait")
    made, _ = story("siren: {when: 'clock >= 23:30', visit: siren}", "siren: {script: [A siren.]}")
    again = made.decode(plain.encode(state))
    assert again.at == state.at
    assert told(pick(made, again, "noise")) == ["A siren."]


def test_turns_are_counted_from_an_option_each_time_it_is_picked() -> None:
    made, state = story("late: {since: first.wait, turns: 2, visit: late}", "late: {script: [Late.]}")
    heard = []
    for move in ("noise", "noise", "wait", "noise", "wait", "noise", "noise"):
        state = pick(made, state, move)
        heard.append(told(state))
    assert heard == [[], [], [], [], [], [], ["Late."]]
