"""What the values of each cell show: all that can happen still does, and much of what cannot is gone."""

from __future__ import annotations

import os

import pytest

from game.proving.explicit import search
from game.proving.lowering import system_of
from game.proving.possible import Possible, pruned
from game.proving.slicing import restricted
from game.proving.system import KINDS, System
from tests.proving.stories import HEAD, Author, small, story_of

STORIES = int(os.environ.get("HYOSAN_PROVED_STORIES", "40"))
CLOCK = """
first:
  script:
    - do: noise = 2
    - choose:
        - {pick: Wait, do: noise -= 1}
        - {pick: Knock, do: lamp = true}
    - choose:
        - {pick: Shout, when: noise > 2, end: bad}
        - {pick: Shine, when: lamp, do: noise += 1, end: good}
        - {pick: Go, end: good}
"""


def whole_of(text: str) -> System:
    return restricted(system_of(small(text)), KINDS)


@pytest.mark.parametrize("seed", range(STORIES // 2))
def test_all_that_can_happen_happens_in_what_is_left_with_as_few_picks(seed: int) -> None:
    system = restricted(system_of(Author(seed).story()), KINDS)
    found = search(system, most=20_000)
    if not found.complete:
        pytest.skip("too many states to look at each")
    left = search(restricted(pruned(system), KINDS))
    assert {item: met.depth for item, met in left.met.items()} == {item: met.depth for item, met in found.met.items()}


@pytest.mark.parametrize("seed", range(STORIES // 2))
def test_every_value_that_a_state_has_is_in_the_sets(seed: int) -> None:
    system = restricted(system_of(Author(seed).story()), KINDS)
    found, possible = search(system, most=5_000), Possible.of(system)
    assert possible is not None
    for number, states in enumerate(found.states):
        for node in states.values():
            for at, cell in enumerate(system.cells):
                field = possible.conditions.fields.get(cell.name)
                if field is not None and found.compiled.live.live[number] >> at & 1:
                    assert possible.sets[number] & field.put(node.state[at]), cell.name


def test_an_option_that_the_values_close_is_gone_and_its_clamp_with_it() -> None:
    system = whole_of(CLOCK)
    left = pruned(system).happens
    gone = {(item.kind, item.name) for item in system.happens - left}
    assert ("option", "Shout [shout]") in gone
    assert ("clamp", "noise -= 1") in gone
    assert ("clamp", "noise += 1") in gone
    assert ("option", "Shine [shine]") not in gone


@pytest.mark.parametrize(("clamps", "kinds"), [("low", {"stay", "clamp"}), ("both", {"stay"}), ("high", {"clamp", "stay"})])
def test_an_assignment_is_watched_at_the_bounds_to_which_it_can_go_and_the_story_says_where_it_may_stay(
    clamps: str, kinds: set[str]
) -> None:
    head = HEAD.replace("noise: {range: 0..3}", f"noise: {{range: 0..3, clamps at: {clamps}}}")
    system = system_of(story_of(head + "\n---\n" + CLOCK))
    watched = {(item.name, item.path): item.kind for item in system.items if item.kind in ("clamp", "stay")}
    assert watched.keys() == {("noise -= 1", (0,)), ("noise += 1", (1,))}
    assert set(watched.values()) == kinds
    assert watched["noise -= 1", (0,)] == ("clamp" if clamps == "high" else "stay")


def test_what_two_cells_have_to_do_with_each_other_is_not_seen() -> None:
    """The lamp is lit just where it is not quiet; the values by themselves do not say so, and nothing is taken out."""
    text = CLOCK.replace("when: noise > 2", "when: noise == 1 and lamp")
    system = whole_of(text)
    assert ("option", "Shout [shout]") in {(item.kind, item.name) for item in pruned(system).happens}


def test_a_circle_that_counts_comes_to_an_end() -> None:
    """The count of turns goes far, and each time round brings one value more."""
    system = whole_of("first: {script: [choose: [{pick: Wait, goto: first}, {pick: Go, when: turn * noise > 4, end: good}]]}\n")
    assert Possible.of(system) is not None


def test_without_a_budget_the_system_stays_as_it_is() -> None:
    system = whole_of(CLOCK)
    assert pruned(system, lambda: False) is system
