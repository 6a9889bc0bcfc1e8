from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from game.engine.program import Program
from game.engine.state import Entered, GameState, Move, Paragraph, Position, Speech
from game.errors import SaveMismatchError
from game.saving import snapshots, strict_json
from game.saving.renames import Renames
from tests.saving.playing import edited_lighthouse, lighthouse, renamed_lighthouse

RENAMES = Renames.of(renamed_lighthouse().story)


def a_state(*options: str) -> GameState:
    program = lighthouse()
    state = program.start(4).state
    for option in options:
        state = program.play(state, Move(option)).state
    return state


def values_of(program: Program, state: GameState) -> Mapping[str, int]:
    return {slot.name: value for slot, value in zip(program.story.slots, state.values, strict=True)}


def through_json(state: GameState) -> Mapping[str, object]:
    data = strict_json.decode(strict_json.encode(snapshots.encode(lighthouse(), state)).encode())
    assert isinstance(data, dict)
    return data


LAMP_ROOM = ("climb", "climb", "climb", "go_into_the_lamp_room")


def test_every_state_of_a_long_play_comes_back() -> None:
    program, chance = lighthouse(), random.Random(1)
    state = program.start(9).state
    for _ in range(300):
        offers = program.look(state).open_offers
        if not offers:
            state = program.start(chance.randrange(99)).state
            continue
        state = program.play(state, Move(chance.choice(offers).id)).state
        assert snapshots.decode(program, Renames(), through_json(state)).state == state


def test_words_are_kept_as_words() -> None:
    data = through_json(a_state(*LAMP_ROOM, "take_the_oil", "look_at_the_storm"))
    values = data["values"]
    assert isinstance(values, dict)
    assert values["weather"] == "storm"
    assert values["bag"] == ["oil"]


def test_a_new_word_before_the_others_changes_nothing() -> None:
    decoded = snapshots.decode(
        renamed_lighthouse(), RENAMES, through_json(a_state(*LAMP_ROOM, "take_the_oil", "look_at_the_storm"))
    )
    status = {item.label: item.text for item in renamed_lighthouse().look(decoded.state).status}
    assert status["Weather"] == "storm"
    assert decoded.adapted == frozenset()


def test_a_variable_that_now_starts_elsewhere_keeps_its_value() -> None:
    later = edited_lighthouse({"steps: {range: 0..200, start: 0,": "steps: {range: 0..200, start: 5,"})
    assert later.start(1).state.values[later.index["steps"]] == 5
    assert snapshots.decode(later, Renames(), through_json(a_state("rest"))).state.values[later.index["steps"]] == 0


def test_old_names_are_followed_everywhere() -> None:
    old = a_state(*LAMP_ROOM, "take_the_oil")
    new = snapshots.decode(renamed_lighthouse(), RENAMES, through_json(old)).state
    values = values_of(renamed_lighthouse(), new)
    assert values["climbed"] == 3
    assert values["faith.ji_u"] == 0
    assert values["seen lamp_room.take_the_can"] == 1
    assert values["visits staircase"] == values_of(lighthouse(), old)["visits stairs"]
    assert values["afraid"] == 1, "a new variable stands at its start"


def test_a_play_that_waits_at_a_renamed_stop_still_waits_there() -> None:
    new = snapshots.decode(renamed_lighthouse(), RENAMES, through_json(a_state("climb"))).state
    assert new.at.scene == "staircase"
    assert "sit" in [offer.id for offer in renamed_lighthouse().look(new).offers]


def test_a_visit_comes_back_to_its_renamed_scene() -> None:
    story = {"lamp_room:": "top:\n  was: lamp_room", "goto: lamp_room": "goto: top", "visit: storm": "visit: gale"}
    story["\nstorm:\n"] = "\ngale:\n  was: storm\n"
    later = edited_lighthouse(story)
    old = a_state(*LAMP_ROOM, "look_at_the_storm")
    assert old.returns == (Position("lamp_room", "visit storm#1"),)
    new = snapshots.decode(later, Renames.of(later.story), through_json(old)).state
    assert new.returns == (Position("top", "visit gale#1"),)
    after = later.play(new, Move("hold_on")).state
    assert after.at.scene == "top"


def test_a_stop_is_found_by_any_of_its_options() -> None:
    climb = "    - choose:\n        - pick: Climb"
    later = edited_lighthouse({climb: climb.replace("Climb", "Sing\n          goto: .landing\n        - pick: Climb")})
    new = snapshots.decode(later, Renames.of(later.story), through_json(a_state("rest"))).state
    assert new.at == Position("stairs", "sing")


def test_a_value_out_of_its_range_is_brought_into_it_and_said() -> None:
    later = edited_lighthouse({"steps: {range: 0..200": "steps: {range: 0..2"})
    decoded = snapshots.decode(later, Renames(), through_json(a_state("climb", "climb", "climb")))
    assert decoded.state.values[later.index["steps"]] == 2
    assert decoded.adapted == {"steps"}


def test_words_that_are_gone_fall_back_to_the_start() -> None:
    edits = {
        "[calm, wind, storm]": "[calm, wind, gale]",
        "weather = storm": "weather = gale",
        "[matches, oil, rope]": "[matches, rope]",
    }
    edits["do: bag += oil"] = "do: bag += rope"
    later = edited_lighthouse(edits)
    decoded = snapshots.decode(
        later, Renames(), through_json(a_state(*LAMP_ROOM, "take_the_oil", "take_the_matches", "look_at_the_storm"))
    )
    values = values_of(later, decoded.state)
    assert values["weather"] == 0
    assert values["bag"] == 1, "only the matches are left"


def test_what_was_told_last_loses_only_what_the_story_no_longer_knows() -> None:
    data = dict(through_json(a_state("ask.ji_u")))
    data["passage"] = [
        ["entered", "stairs"],
        ["entered", "cellar"],
        ["speech", "captain", "Aye."],
        ["noted", "debt"],
        ["ended", "drowned"],
        ["text", "The sea."],
    ]
    told = snapshots.decode(lighthouse(), Renames(), data).state.passage
    assert told == (Entered("stairs", "The stairs"), Paragraph("Aye."), Paragraph("The sea."))


def test_texts_of_a_snapshot_cannot_drive_a_terminal() -> None:
    data = {**through_json(a_state()), "passage": [["text", "\x1b[2J\u202eboo"], ["speech", "keeper", "\x07hi"]]}
    told = snapshots.decode(lighthouse(), Renames(), data).state.passage
    assert told == (Paragraph("[2Jboo"), Speech("keeper", "The keeper", "hi"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("at", ["cellar", "climb"]),
        ("at", ["stairs", "no_such_stop"]),
        ("at", None),
        ("at", [[], {}]),
        ("seed", "1"),
        ("turn", -1),
        ("turn", True),
        ("returns", [["stairs", "visit storm#1"]]),
        ("returns", [["lamp_room", "take_the_matches"]]),
        ("returns", [["lamp_room", "visit storm#1"]] * 33),
        ("passage", [["dance"]]),
        ("passage", [[["text"], "x"]]),
        ("passage", [["text", {}]]),
        ("stuck", 7),
    ],
)
def test_a_state_that_no_play_can_have_is_refused(key: str, value: object) -> None:
    with pytest.raises(SaveMismatchError):
        snapshots.decode(lighthouse(), Renames(), {**through_json(a_state()), key: value})


@pytest.mark.parametrize("ending", ["drowned", ["light"], {"light": 1}, 7])
def test_an_ending_that_the_story_does_not_have_is_never_taken_over(ending: object) -> None:
    try:
        state = snapshots.decode(lighthouse(), Renames(), {**through_json(a_state()), "ending": ending}).state
    except SaveMismatchError:
        return
    assert state.ending is None


@pytest.mark.parametrize("value", [None, "many", [1], {"a": 1}, 10**15, -5, True])
def test_a_value_that_is_anything_at_all_becomes_one_of_the_domain(value: object) -> None:
    program = lighthouse()
    values = dict.fromkeys(("steps", "clock", "weather", "bag", "lit", "trust.min"), value)
    state = snapshots.decode(program, Renames(), {**through_json(a_state()), "values": values}).state
    assert program.decode(program.encode(state)) == state


def test_two_states_are_the_same_whatever_their_stops_offer_and_whatever_was_told() -> None:
    one = {"turn": 3, "at": ["stairs", "climb", "climb"], "returns": [["yard", "go", "go", "stay"]], "passage": [["text", "a"]]}
    other = {"turn": 3, "at": ["stairs", "climb", "rest"], "returns": [["yard", "go", "wait"]], "passage": []}
    assert snapshots.is_same(one, other)
    assert not snapshots.is_same(one, {**other, "returns": [["yard", "stay", "go"]]})
    assert not snapshots.is_same(one, {**other, "at": ["stairs", "rest"]})
    assert not snapshots.is_same(one, {**other, "turn": 4})
