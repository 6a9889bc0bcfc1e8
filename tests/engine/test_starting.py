from __future__ import annotations

import pytest

from game.engine.starting import read_settings, taken_along
from game.errors import SetError
from tests.making import begin, pick, program

SCENES = """
first:
  script:
    - choose:
        - pick: Shout
          do: [noise += 2, note gate, bag += rope, first_told = ha_ri]
    - choose:
        - {pick: Go, goto: second}
second:
  script:
    - hub:
        - pick: Knock
        - {pick: Ask, when: "noted(gate) and seen(first.shout) and turns_since(first) < 5 and times(second) < 5"}
        - {pick: Leave, end: fine}
"""


def test_values_are_read_as_an_author_writes_them() -> None:
    story = program(SCENES).story
    settings = [
        "noise=2",
        "clock = 23:10",
        "told=true",
        "first_told=ha_ri",
        "bag = [rope, tag]",
        "seen(first.shout)=true",
        "times(second)=3",
    ]
    assert read_settings(story, settings) == {
        "noise": 2, "clock": 1390, "told": 1, "first_told": 2, "bag": 5, "seen first.shout": 1, "times second": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("noise", "`noise` needs NAME=VALUE, such as `noise=2`."),
        ("nois=2", "There is no variable `nois`. Did you mean `noise`?"),
        ("noise=9", "`noise` cannot be `9`. It is from 0 to 5."),
        ("clock=12:00", "`clock` cannot be `12:00`. It is from 22:40 to 07:00."),
        ("told=yes", "`told` cannot be `yes`. It is true or false."),
        ("first_told=ha-ri", "`first_told` cannot be `ha-ri`. Did you mean `ha_ri`?"),
        ("seen(first.shot)=true", "Nothing in the story asks for `seen(first.shot)`. Did you mean `first.shout`?"),
        ("times(second)=10", "`times(second)` cannot be `10`. It is from 0 to 9."),
        ("noted(gate)=2", "`noted(gate)` cannot be `2`. It is true or false."),
    ],
)
def test_what_cannot_be_set_is_said_with_what_can(setting: str, said: str) -> None:
    with pytest.raises(SetError) as caught:
        read_settings(program(SCENES).story, [setting])
    assert str(caught.value) == said


def test_another_play_can_begin_with_all_that_one_has_come_to() -> None:
    made, state = begin(SCENES)
    state = pick(made, state, "shout", "go", "knock")
    again = made.start(9, "second", taken_along(made.story, state)).state
    assert again.turn == 0
    variables = [made.index[name] for name in made.story.variables]
    assert [again.values[cell] for cell in variables] == [state.values[cell] for cell in variables]
    assert [offer.id for offer in made.look(again).open_offers] == ["ask", "leave"]
