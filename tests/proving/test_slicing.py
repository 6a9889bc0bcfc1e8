"""What is left of a system for some items: all that happens to them is as it was in the whole."""

from __future__ import annotations

import os
import random

import pytest

from game.proving.explicit import Compiled, search
from game.proving.lowering import system_of
from game.proving.plays import Plays
from game.proving.slicing import restricted, sliced
from game.proving.system import KINDS, System
from tests.proving.stories import Author, small

STORIES = int(os.environ.get("HYOSAN_PROVED_STORIES", "40"))


def whole_of(seed: int) -> System:
    return restricted(system_of(Author(seed).story()), KINDS)


@pytest.mark.parametrize("seed", range(STORIES // 2))
def test_in_a_slice_an_item_happens_just_when_it_does_in_the_whole(seed: int) -> None:
    system = whole_of(seed)
    found = search(system, most=20_000)
    if not found.complete:
        pytest.skip("too many states to look at each")
    chance = random.Random(seed)
    for item in chance.sample(system.items, min(6, len(system.items))):
        part = search(sliced(system, [item]).system)
        assert (item in part.met) == (item in found.met), item
        if item in found.met:
            assert part.met[item].depth == found.met[item].depth


@pytest.mark.parametrize("seed", range(STORIES // 2))
def test_a_play_of_a_slice_is_one_of_the_whole_and_the_other_way_round(seed: int) -> None:
    system = whole_of(seed)
    compiled = Compiled.of(system)
    items = random.Random(seed).sample(system.items, min(5, len(system.items)))
    part = sliced(system, items)
    inside = Plays(Compiled.of(part.system), random.Random(seed))
    for _ in range(30):
        inside.play(inside.rarest)
    for item, met in inside.met.items():
        plays = Plays(compiled, random.Random(1))
        plays.follow(part.lifted(met.whole, compiled))
        assert item in plays.met
    plays = Plays(compiled, random.Random(seed))
    for _ in range(30):
        trail = plays.play(plays.rarest)
        again = Plays(Compiled.of(part.system), random.Random(1))
        again.follow(part.projected(trail, compiled))
        followed = Plays(compiled, random.Random(1))
        followed.follow(trail)
        assert again.met.keys() == followed.met.keys() & set(items)


def test_what_only_leads_to_other_words_is_no_part_of_the_slice_of_the_endings() -> None:
    text = """
first:
  script:
    - choose:
        - {pick: Light it, do: lamp = true}
        - {pick: Leave it, do: noise += 1}
    - if: lamp
      then: It burns.
      else: "{noise > 1: Loud.|Dark.}"
    - end: good
"""
    system = restricted(system_of(small(text)), KINDS)
    part = sliced(system, [item for item in system.items if item.kind == "ending"]).system
    assert [cell.name for cell in part.cells] == ["noise"] or part.cells == ()
    assert len(part.places) < len(system.places)
    assert all(not edge.changes for place in part.places for edge in place.edges)
