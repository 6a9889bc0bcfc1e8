"""Mistakes in decks, storylets and events: each has a code, points at its place, and says what to type."""

from __future__ import annotations

from textwrap import dedent

import pytest

from game.diagnostics import Report
from tests.making import DECLARATIONS, read

DECLARED = f"{DECLARATIONS}decks: {{road: What happens on the road}}\n"
FIRST = "first: {script: [{deal: road}, {choose: [{pick: Go}]}, {end: fine}]}\n"
DOG = "dog: {deck: road, script: [A dog.]}\n"
TORCH = "torch: {script: [A torch.]}\n"


def pointed_at(text: str, report: Report, code: str) -> tuple[str, str]:
    """What the only diagnostic of this code points at, and what it says."""
    found = [each for each in report if each.code == code]
    assert len(found) == 1, report.draw()
    span = found[0].span
    line = text.split("\n")[span.line - 1]
    return line[span.column - 1 : span.column - 1 + span.length], f"{found[0].message} {found[0].advice}"


SCENES: dict[str, tuple[str, str, str]] = {
    # what is wrong: (code, the text that the place points at, a word of the message or the advice)
    FIRST.replace("road", "raod", 1) + DOG: ("unknown-deck", "raod", "Did you mean `road`?"),
    FIRST + DOG + "cat: {deck: raod, script: [x]}": ("unknown-deck", "raod", "`road`"),
    FIRST.replace("pick: Go", "deal: raod") + DOG: ("unknown-deck", "raod", "`road`"),
    FIRST + DOG + "cat: {priority: 2, script: [x, {visit: dog}]}": ("clashing-keys", "priority", "`deck:`"),
    FIRST + DOG + "cat: {pick: Take the cat, script: [x]}": ("clashing-keys", "pick", "`deck:`"),
    FIRST + DOG + "cat: {deck: road, sticky: true, at most: 2, script: [x]}": ("clashing-keys", "sticky", "Keep one"),
    FIRST + "cat: {deck: road, at most: 0, script: [x]}": ("bad-limit", "0", "From 1"),
    FIRST.replace("deal: road", "deal: road, at most: -1") + DOG: ("bad-limit", "-1", "from 1 to"),
    FIRST + "cat: {deck: road, at most: two, script: [x]}": ("wrong-shape", "two", "whole number"),
    FIRST + "cat: {deck: road, when: nois > 2, script: [x]}": ("unknown-name", "nois", "`noise`"),
    FIRST + "cat: {deck: road, pick: '{nois}', script: [x]}": ("unknown-name", "nois", "`noise`"),
    FIRST + "cat: {deck: road, when: noise > 5, script: [x]}": ("never-dealt", "cat", "holds for no value"),
    FIRST.replace("{deal: road}, ", "") + DOG: ("never-dealt", "road", "`- deal: road`"),
    FIRST.replace("pick: Go}", "pick: Dog}, {deal: road}") + DOG: ("double-name", "road", "called `dog`"),
    FIRST: ("empty-deck", "road", "`deck: road`"),
    FIRST.replace("pick: Go", "pick: Go, at most: 2") + DOG: ("clashing-keys", "at most", "belongs to `deal`"),
    FIRST.replace("pick: Go", "deal: road, pick: Go") + DOG: ("clashing-keys", "pick", "scenes of the deck"),
    FIRST.replace("pick: Go", "deal: road, leave: true") + DOG: ("clashing-keys", "leave", "hub"),
    FIRST.replace("pick: Go", "deal: road, goto: first, end: fine") + DOG: ("clashing-keys", "end", "one place"),
    FIRST.replace("pick: Go", "pick: Go, return: true, end: fine") + DOG: ("clashing-keys", "end", "one place"),
    "first: {script: [{choose: [{pick: Go, return: true}]}, {end: fine}]}": ("nowhere-to-return", "true", "nobody visits"),
    "first: {script: [{goto: second}]}\nsecond: {script: [{return: true}]}": ("nowhere-to-return", "true", "`visit`"),
    "first: {script: [{visit: second}, {goto: second}]}\nsecond: {script: [{if: told, then: {return: true}}, {end: fine}]}": (
        "no-way-on",
        "true",
        "has a `return`",
    ),
    "first: {script: [{visit: second}, {end: fine}]}\nsecond: {script: [{return: 'false'}]}": ("wrong-shape", "'false'", "true"),
}


@pytest.mark.parametrize(("scenes", "expected"), SCENES.items())
def test_a_mistake_in_a_deck_or_a_return_is_said(scenes: str, expected: tuple[str, str, str]) -> None:
    code, where, word = expected
    _, report = read(scenes, DECLARED)
    in_scenes = any(each.code == code and each.span.file != "story.yaml" for each in report)
    what, said = pointed_at(scenes if in_scenes else DECLARED, report, code)
    assert what == where
    assert word.casefold() in said.casefold()


def test_a_deck_that_is_declared_nowhere_is_said_with_where_to_declare_it() -> None:
    _, report = read(FIRST + DOG)
    assert {each.advice for each in report if each.code == "unknown-deck"} == {"Declare it under `decks:` in story.yaml."}


EVENTS: dict[str, tuple[str, str, str]] = {
    "{when: told, visit: trch}": ("unknown-scene", "trch", "`torch`"),
    "{when: tld, visit: torch}": ("unknown-name", "tld", "`told`"),
    "{when: told, visit: torch, at: yrad}": ("unknown-place", "yrad", "`yard`"),
    "{when: told, visit: torch, at: [yard, yrad]}": ("unknown-place", "yrad", "`yard`"),
    "{visit: torch}": ("missing-key", "watch", "when it is due"),
    "{when: told}": ("missing-key", "{when: told}", "`visit`"),
    "{since: frist, turns: 3, visit: torch}": ("unknown-scene", "frist", "`first`"),
    "{since: first.dor, turns: 3, visit: torch}": ("unknown-label", "first.dor", "door"),
    "{since: .door, turns: 3, visit: torch}": ("unknown-scene", ".door", "no scene"),
    "{since: first, visit: torch}": ("clashing-keys", "since", "turns: 3`"),
    "{when: told, turns: 3, visit: torch}": ("clashing-keys", "turns", "`since"),
    "{since: first, turns: 0, visit: torch}": ("bad-limit", "0", "never comes"),
    "{when: noise > 5, visit: torch}": ("never-due", "watch", "no value"),
    "{when: told, visit: torch, at: yard}": ("comes-nowhere", "watch", "no choice"),
    "{when: told, visit: first}": ("visit-circle", "watch", "`events: false`"),
    "{when: told, visit: outer}": ("visit-circle", "watch", "may come in `first`"),
    "{when: told, visits: torch}": ("unknown-key", "visits", "`visit`"),
    "soon": ("wrong-shape", "soon", "`visit`"),
}
PLAYED = """
first:
  script: [{label: door}, {choose: [{pick: Go, end: fine}, {pick: Visit, then: [{visit: torch}, {visit: outer}]}]}, {end: fine}]
outer: {script: [x]}
"""


@pytest.mark.parametrize(("event", "expected"), EVENTS.items())
def test_a_mistake_in_an_event_is_said(event: str, expected: tuple[str, str, str]) -> None:
    code, where, word = expected
    declared = f"{DECLARATIONS}events:\n  watch: {event}\n"
    scenes = PLAYED + TORCH
    if "outer" in event:
        scenes = scenes.replace("{visit: outer}", "x").replace("outer: {script: [x]}", "outer: {script: [{visit: first}]}")
    _, report = read(scenes, declared)
    what, said = pointed_at(declared, report, code)
    assert what == where
    assert word.casefold() in said.casefold()


def test_a_scene_that_is_dealt_where_it_leads_to_visits_itself() -> None:
    _, report = read(FIRST + "dog: {deck: road, script: [{visit: first}]}", DECLARED)
    assert [each.span.line for each in report if each.code == "visit-circle"] == [1, 2]


def test_what_only_events_play_may_wait_for_the_player_and_be_visited_by_them() -> None:
    declared = f"{DECLARATIONS}events: {{watch: {{when: told, visit: torch}}}}\n"
    scenes = """
        first: {script: [{choose: [{pick: Tell, do: told = true}, {pick: Go}]}, {end: fine}]}
        torch: {script: [{choose: [{pick: Hide}]}, {visit: guard}]}
        guard: {script: [{choose: [{pick: Breathe}]}]}
    """
    _, report = read(scenes, declared)
    assert "visit-circle" not in {each.code for each in report}


def test_where_an_event_jumps_to_other_events_may_come() -> None:
    declared = f"{DECLARATIONS}events: {{watch: {{when: told, visit: torch}}, flood: {{when: told, visit: yard}}}}\n"
    scenes = """
        first: {script: [{choose: [{pick: Tell, do: told = true}, {pick: Go}]}, {end: fine}]}
        torch: {script: [{goto: yard}]}
        yard: {script: [{choose: [{pick: Breathe}]}, {end: fine}]}
    """
    _, report = read(scenes, declared)
    assert "may come in `yard`" in pointed_at(dedent(declared), report, "visit-circle")[1]


def test_a_scene_that_a_deck_or_an_event_leads_to_is_not_unreachable() -> None:
    declared = f"{DECLARED}events: {{watch: {{when: told, visit: torch}}}}\n"
    story, report = read(FIRST + DOG + TORCH, declared)
    assert story is not None, report.draw()
    assert "unreachable-scene" not in {each.code for each in report}


def test_a_variable_that_only_a_storylet_or_an_event_asks_for_is_read() -> None:
    declared = DECLARED.replace("variables:\n", "variables:\n  a: flag\n  b: flag\n  c: flag\n")
    declared += "events: {watch: {when: a, visit: torch}}\n"
    scenes = FIRST + TORCH + "dog: {deck: road, when: b, pick: 'Dog{c:s}', script: [x]}"
    _, report = read(scenes, declared)
    assert not [each.message for each in report if each.code == "never-read" and each.message[-2] in "abc"]
