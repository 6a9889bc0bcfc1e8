"""Which line of the author's files gave a slot the value that it has."""

from __future__ import annotations

from game.engine.state import GameState, Move
from game.engine.tracing import Changed, TracingProgram
from tests.making import DECLARATIONS, program

SCENES = """
first:
  script:
    - do: noise += 1
    - choose:
        - pick: Whistle
          do:
            - noise += 1
            - clock += 5
            - told = true
          then:
            - if: noise >= 2
              then:
                - visit: echo
            - do: note gate
        - pick: Wait
    - goto: .again
    - label: again
    - "{One.|Two.}"
    - choose:
        - {pick: Wait again, goto: .again}
        - {pick: Stop, when: "seen(first.whistle) and seen(echo) and seen(first.again)", end: fine}
        - {pick: Go, end: fine}

echo:
  script:
    - do: noise += 2
"""


def traced(*options: str) -> tuple[TracingProgram, GameState, list[tuple[Changed, ...]]]:
    made = TracingProgram(program(SCENES).story)
    turn, changes = made.trace_start(1, None, {})
    found, state = [changes], turn.state
    for option in options:
        turn, changes = made.trace(state, Move(option))
        found.append(changes)
        state = turn.state
    return made, state, found


def lines(changes: tuple[Changed, ...]) -> list[str]:
    return [f"{each.slot} {each.before}->{each.after} :{each.place.line}" for each in changes]


def test_the_beginning_has_its_lines() -> None:
    assert lines(traced()[2][0]) == ["noise 0->1 :4"]


def test_each_effect_has_the_line_that_it_stands_in_and_a_visited_scene_its_own() -> None:
    changes = lines(traced("whistle")[2][1])
    assert changes == [
        "seen first.whistle 0->1 :6",
        "noise 1->2 :8",
        "clock 1360->1365 :9",
        "told 0->1 :10",
        "seen echo 0->1 :14",
        "noise 2->4 :27",
        "note gate 0->2 :15",
        "seen first.again 0->1 :18",
        "step first#1 0->1 :19",
    ]


def test_a_turn_leads_to_the_same_state_as_without_tracing() -> None:
    _, state, _ = traced("whistle", "wait_again", "wait_again")
    plain = program(SCENES)
    other = plain.start(1).state
    for option in ("whistle", "wait_again", "wait_again"):
        other = plain.play(other, Move(option)).state
    assert state == other


def test_a_turn_without_effects_has_changed_nothing() -> None:
    assert traced("wait", "wait_again", "wait_again")[2][3] == ()


def test_an_event_s_effects_have_their_own_lines() -> None:
    declared = DECLARATIONS + "events:\n  bell: {when: noise >= 2, visit: echo}\n"
    scenes = """first:
  script:
    - choose: [{pick: Shout, do: noise += 2}]
    - choose: [{pick: Go, end: fine}]
"""
    made = TracingProgram(program(scenes + "echo:\n  script:\n    - do: told = true\n", declared).story)
    turn, _ = made.trace_start(1, None, {})
    _, changes = made.trace(turn.state, Move("shout"))
    assert "noise 0->2 :3" in lines(changes)
    assert "told 0->1 :7" in lines(changes)
