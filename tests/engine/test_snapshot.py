"""A state goes into plain data and comes back the same; data that does not fit the story is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from game.errors import SaveMismatchError
from tests.making import begin, offered, pick

SCENES = """
    first:
      script:
        - "Hello {~a|b}."
        - choose: [{id: go, pick: Go, do: [noise += 2, bag += rope, note gate]}]
        - visit: inner
        - end: fine
    inner:
      script:
        - su_hyeok: Wait.
        - check: {of: noise, odds: {0: 50}, show: true}
        - choose: [{id: duck, pick: Duck}]
"""


def snapshot() -> tuple[Any, Any, dict[str, Any]]:
    made, state = begin(SCENES)
    state = pick(made, state, "go")
    return made, state, json.loads(json.dumps(made.encode(state)))


def test_a_state_comes_back_to_the_byte() -> None:
    made, state, data = snapshot()
    back = made.decode(data)
    assert back == state
    assert offered(made, back) == ["duck"]
    assert pick(made, back, "duck") == pick(made, state, "duck")


def test_an_ended_state_comes_back() -> None:
    made, state, _ = snapshot()
    ended = pick(made, state, "duck")
    assert made.decode(json.loads(json.dumps(made.encode(ended)))) == ended


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seed", "7"),
        ("seed", True),
        ("turn", -1),
        ("turn", 10**30),
        ("at", ["nowhere", "go"]),
        ("at", ["first", "nowhere"]),
        ("at", ["inner"]),
        ("at", 3),
        ("returns", [["first", "go"]]),
        ("returns", [["first", "visit inner#9"]]),
        ("returns", "first"),
        ("returns", [["first", "visit inner#1"]] * 40),
        ("values", []),
        ("values", {"noise": 99}),
        ("values", {"noise": -1}),
        ("values", {"bag": 7}),
        ("values", {"nonsense": 1}),
        ("values", {"noise": "2"}),
        ("values", {"noise": 1.5}),
        ("ending", "other"),
        ("ending", []),
        ("stuck", 3),
        ("passage", "x"),
        ("passage", [["text"]]),
        ("passage", [["text", 3]]),
        ("passage", [["speech", "nobody", "x"]]),
        ("passage", [["unknown", "x"]]),
        ("passage", [["entered", {}]]),
        ("passage", [[]]),
        ("passage", [{}]),
    ],
)
def test_data_that_does_not_fit_is_refused(key: str, value: object) -> None:
    made, _, data = snapshot()
    with pytest.raises(SaveMismatchError):
        made.decode({**data, key: value})


@pytest.mark.parametrize("key", ["seed", "turn", "at", "values"])
def test_data_without_what_a_state_needs_is_refused(key: str) -> None:
    made, _, data = snapshot()
    del data[key]
    with pytest.raises(SaveMismatchError):
        made.decode(data)


def test_text_from_a_save_cannot_drive_the_terminal() -> None:
    made, _, data = snapshot()
    state = made.decode({**data, "passage": [["text", "a\x1b[2Jb"]]})
    assert "\x1b" not in repr(state.passage[0])


def test_a_state_with_nothing_left_to_pick_is_refused() -> None:
    """Another version of the story may have locked every option of the stop: nobody is left standing there."""
    _, state = begin("first: {script: [{choose: [{id: go, pick: Go}]}, {end: fine}]}")
    made, _ = begin("first: {script: [{choose: [{id: go, pick: Go, when: told}]}, {end: fine}]}")
    with pytest.raises(SaveMismatchError):
        made.decode(made.encode(state))
