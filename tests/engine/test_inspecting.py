"""Why an option is open, locked or hidden, in the author's words and with the values that decide it."""

from __future__ import annotations

import pytest

from game.engine.inspecting import Explained, Standing, explain, inspect
from game.engine.program import Program
from game.engine.state import GameState
from tests.making import DECLARATIONS, begin, pick, program

SCENES = """
first:
  script:
    - choose:
        - pick: Look round
        - pick: Visit
          then:
            - visit: shed
    - goto: first

shed:
  script:
    - hub:
        - pick: Take the rope
          do: bag += rope
        - pick: Climb
          when: rope in bag and noise < 2
          locked: With what?
        - id: whisper
          pick: Whisper
          when: {condition}
        - pick: Leave
          leave: true
"""


def standing(condition: str, *options: str) -> tuple[Program, GameState, Standing]:
    made, state = begin(SCENES.replace("{condition}", condition))
    state = pick(made, state, "visit", *options)
    return made, state, inspect(made, state)


def guard(condition: str, *options: str) -> Explained:
    found = next(option for option in standing(condition, *options)[2].options if option.id == "whisper")
    assert found.guard is not None
    return found.guard


def test_the_place_of_the_stop_and_of_the_visit_that_led_to_it_are_known() -> None:
    found = standing("told")[2]
    assert (found.scene, str(found.place)) == ("shed", "scenes.yaml:13:7")
    assert [(scene, place.line) for scene, place in found.returns] == [("first", 8)]


def test_each_option_has_its_state() -> None:
    states = {option.id: option.state for option in standing("told", "take_the_rope")[2].options}
    assert states == {"take_the_rope": "used up", "climb": "open", "whisper": "hidden", "leave": "open"}
    states = {option.id: option.state for option in standing("told")[2].options}
    assert (states["take_the_rope"], states["climb"]) == ("open", "locked")


@pytest.mark.parametrize(
    ("condition", "text", "holds", "readings"),
    [
        ("told", "told", False, (("told", "false"),)),
        ("not told", "not told", True, (("told", "false"),)),
        ("noise > 2", "noise > 2", False, (("noise", "0"),)),
        ("clock < 23:00", "clock < 23:00", True, (("clock", "22:40"),)),
        ("first_told in [su_hyeok, ha_ri]", "first_told in [su_hyeok, ha_ri]", False, (("first_told", "nobody"),)),
        ("tag in bag", "tag in bag", False, (("bag", "[]"),)),
        ("count(bag) < 2", "count(bag) < 2", True, (("count(bag)", "0"),)),
        ("noise + 1 > 2", "noise + 1 > 2", False, (("noise + 1", "1"), ("noise", "0"))),
        ("turn > 5", "turn > 5", False, (("turn", "1"),)),
        ("noted(gate)", "noted(gate)", False, (("noted(gate)", "false"),)),
        ("seen(first)", "seen(first)", True, (("seen(first)", "true"),)),
        ("turns_since(shed) < 3", "turns_since(shed) < 3", True, (("turns_since(shed)", "0"),)),
        (
            "count(student where state == home) > 0",
            "count(student where state == home) > 0",
            False,
            (("count(student where state == home)", "0"),),
        ),
    ],
)
def test_a_condition_is_written_out_with_the_values_that_it_reads(
    condition: str, text: str, holds: bool, readings: tuple[tuple[str, str], ...]
) -> None:
    found = guard(condition)
    assert (found.text, found.holds, found.readings, found.parts) == (text, holds, readings, ())


def test_the_parts_of_a_condition_are_explained_each_by_itself() -> None:
    found = guard("told or (noise < 2 and not (tag in bag or rope in bag))", "take_the_rope")
    assert not found.holds
    told, rest = found.parts
    assert (told.text, told.holds) == ("told", False)
    quiet, empty = rest.parts
    assert (quiet.text, quiet.holds) == ("noise < 2", True)
    assert (empty.text, empty.holds) == ("not (tag in bag or rope in bag)", False)
    (either,) = empty.parts
    assert [(part.text, part.holds, part.readings) for part in either.parts] == [
        ("tag in bag", False, (("bag", "[rope]"),)),
        ("rope in bag", True, (("bag", "[rope]"),)),
    ]


def test_a_condition_that_is_explained_is_true_when_the_engine_says_so() -> None:
    made, state, found = standing("told or noise < 2")
    option = next(option for option in found.options if option.id == "whisper")
    assert option.guard is not None and option.guard.holds
    assert "whisper" in {offer.id for offer in made.look(state).open_offers}
    promise = explain(made, state, made.story.scenes["shed"].script[0].options[1].when)  # type: ignore[union-attr,arg-type]
    assert promise.parts[0].text == "rope in bag"


def test_a_storylet_that_fits_and_is_not_dealt_is_told_apart() -> None:
    declared = DECLARATIONS + "decks: {road: The road}\n"
    cards = "".join(
        f"{name}:\n  title: {name}\n  deck: road\n  priority: {number}\n  sticky: true\n  script:\n    - Fine.\n"
        for number, name in enumerate(("low", "high"))
    )
    made = program(
        f"first:\n  script:\n    - choose:\n        - deal: road\n          at most: 1\n    - goto: first\n{cards}", declared
    )
    states = {option.id: option.state for option in inspect(made, made.start(1).state).options}
    assert states == {"high": "open", "low": "not dealt"}


def test_events_say_whether_they_can_come_and_why_not() -> None:
    declared = DECLARATIONS + "events:\n  bell: {when: noise >= 2, visit: ring}\n  horn: {when: told, at: yard, visit: ring}\n"
    scenes = """first:
  script:
    - choose: [{pick: Wait, do: noise += 2}]
    - choose: [{pick: Go, end: fine}]
"""
    made = program(scenes + "ring:\n  script:\n    - It rings.\n", declared)
    state = made.start(1).state
    bell, horn = inspect(made, state).events
    assert (bell.here, bell.happened, bell.guard.text, bell.guard.holds) == (True, False, "noise >= 2", False)
    assert not horn.here
    bell, _ = inspect(made, pick(made, state, "wait")).events
    assert bell.happened


def test_where_the_story_is_over_there_is_no_stop() -> None:
    made, state = begin("first:\n  script:\n    - choose:\n        - {pick: Go, end: fine}\n")
    assert inspect(made, pick(made, state, "go")).place is None
