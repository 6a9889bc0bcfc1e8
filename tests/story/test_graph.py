"""The graph of a story: what is played where, and what goes round, in stories of any size."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence

import pytest

from game.story.graph import circles, graph_of
from tests.making import DECLARATIONS, program, read

MANY = 3000


def around(leads: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """Every name that is reached from this one in one step or more, the plain way."""
    found: set[str] = set()
    waiting = list(leads[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += leads[name]
    return found


@pytest.mark.parametrize("seed", range(60))
def test_those_on_one_circle_are_those_that_reach_each_other(seed: int) -> None:
    chance = random.Random(seed)
    names = [str(number) for number in range(chance.randint(1, 9))]
    leads = {name: chance.choices(names, k=chance.randrange(3)) for name in names}
    reached = {name: around(leads, name) | {name} for name in names}
    for name, found in circles(leads).items():
        assert set(found) == {other for other in reached[name] if name in reached[other]}
        assert len(found) == len(set(found))
    assert circles(leads).keys() == leads.keys()


def test_a_circle_may_be_longer_than_python_calls_can_be_nested() -> None:
    length = sys.getrecursionlimit() * 3
    (found,) = set(circles({str(number): [str((number + 1) % length)] for number in range(length)}).values())
    assert len(found) == length


def test_what_an_event_plays_and_visits_is_inside_of_it_and_where_it_jumps_it_is_over() -> None:
    made = program(
        """
        first: {script: [{choose: [{pick: Go on, goto: second}]}]}
        second: {script: [{visit: third}, {choose: [{pick: End it, end: fine}]}]}
        third: {script: [Here.]}
        curfew: {script: [Now., {visit: inner}]}
        inner: {script: [{if: told, then: [{goto: after}]}]}
        after: {script: [{end: fine}]}
        """,
        declarations=DECLARATIONS + "events: {curfew: {when: noise > 3, visit: curfew}}\n",
    )
    assert graph_of(made.story).played_outside_events("first") == {"first", "second", "third", "after"}


def test_scenes_that_visit_themselves_through_others_are_each_told() -> None:
    _, report = read("first: {script: [{visit: second}]}\nsecond: {script: [{visit: first}]}\nthird: {script: [{visit: third}]}")
    told = [found.message for found in report if found.code == "visit-circle"]
    assert [message.split("`")[1] for message in told] == ["first", "second", "third"]


@pytest.mark.parametrize(
    "scenes",
    [
        "first: {script: [{label: again}, It is dark., {goto: .again}]}",
        "first: {script: [It is dark., {goto: second.again}]}\nsecond: {script: [{end: fine}, {label: again}, {goto: .again}]}",
    ],
)
def test_a_circle_through_a_label_is_a_circle_too(scenes: str) -> None:
    _, report = read(scenes)
    assert [found.code for found in report.errors] == ["endless-circle"]


def test_a_way_that_ends_in_a_circle_of_others_is_told_once() -> None:
    many = "".join(f"s{number}: {{script: [{{goto: s{number + 1}}}]}}\n" for number in range(MANY))
    last = f"s{MANY}: {{script: [{{goto: s{MANY - 1}}}]}}\n"
    _, report = read(f"first: {{script: [{{goto: s0}}]}}\n{many}{last}")
    assert [found.message.split("`")[1] for found in report.errors] == [f"s{MANY - 1}"]


def test_more_events_than_a_choice_can_ask_for_are_refused_where_they_begin_to_be_too_many() -> None:
    events = "".join(f"  e{number}: {{when: noise > 3, visit: first}}\n" for number in range(1001))
    _, report = read("first: {script: [{end: fine}]}", DECLARATIONS + "events:\n" + events)
    (found,) = report.errors
    assert (found.code, found.message) == ("too-large", "1,001 events are too many")
    assert found.span.line == (DECLARATIONS + "events:\n" + events).rstrip("\n").count("\n") + 1
