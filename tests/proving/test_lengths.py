"""How long a play can be: the bound that the places give, against the longest play of a story whose every state is looked at."""

from __future__ import annotations

import os

import pytest

from game.proving.budget import Budget
from game.proving.lengths import most_picks
from game.proving.lowering import system_of
from game.proving.proof import Proof
from game.proving.prover import prove
from game.proving.slicing import restricted
from game.proving.system import KINDS
from tests.proving.stories import Author, small

STORIES = int(os.environ.get("HYOSAN_PROVED_STORIES", "40"))
HUB = """
first:
  script:
    - hub:
        - {pick: Ask, %s}
        - {pick: Look, then: [{choose: [{pick: Closer}, {pick: Away}]}]}
        - {pick: Leave, leave: true}
    - choose: [{pick: One, end: good}, {pick: Other, end: bad}]
"""


def both_ways(text: str) -> tuple[Proof, Proof]:
    return prove(small(text), Budget(20)), prove(small(text), Budget(30), most_values=0)


@pytest.mark.parametrize("seed", range(STORIES))
def test_no_play_is_longer_than_the_bound_of_its_places(seed: int) -> None:
    story = Author(seed).story()
    proof = prove(story, Budget(10))
    bound = most_picks(restricted(system_of(story), KINDS))
    if proof.states is not None and bound.picks is not None:
        assert proof.most is not None
        assert proof.most <= bound.picks


def test_what_can_be_done_once_bounds_a_hub() -> None:
    by_state, by_goal = both_ways(HUB % "do: noise += 1")
    assert (by_state.most, by_state.at_most) == (5, 5)
    assert by_goal.at_most == 5
    assert by_goal.endless.answer == "never"


def test_what_can_be_done_again_with_nothing_changed_makes_a_play_endless() -> None:
    by_state, by_goal = both_ways(HUB % "sticky: true")
    assert (by_state.most, by_state.endless.answer) == (None, "can")
    assert (by_goal.at_most, by_goal.endless.answer) == (None, "can")
    assert by_goal.endless.met is not None
    assert by_goal.endless.met.place.at.scene == "first"


def test_what_can_be_done_again_only_as_long_as_a_number_lasts_is_not_called_endless() -> None:
    by_state, by_goal = both_ways(HUB % "sticky: true, when: 'noise < 3', do: noise += 1")
    assert by_state.most == 7
    assert (by_goal.at_most, by_goal.endless.answer) == (None, "open")
