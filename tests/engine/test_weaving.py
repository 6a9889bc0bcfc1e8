"""Stretches that are run often are one function each: every state is the one that the closures of the steps give, to the byte."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from game.engine import running
from game.engine.machine import Compiler
from game.engine.program import Program
from game.engine.state import GameState, Move
from game.loading import load
from game.story.model import Story
from tests.making import DECLARATIONS, program
from tests.proving.stories import Author

SCENES = Path(__file__).parent.parent.parent / "scenes"
TURNS = 60


class StepByStep(Compiler):
    """Runs each step as the closure that it is."""

    runs_each_step = True


def step_by_step(story: Story) -> Program:
    made = Program(story)
    made._compiler = StepByStep(story, made.index)
    return made


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every stretch is woven when it is run for the first time."""
    monkeypatch.setattr(running, "OFTEN", 1)


def play_side_by_side(story: Story, chance: random.Random, turns: int = TURNS) -> int:
    """Plays at random; returns how many turns were the same in both, which is all of them."""
    woven, plain = Program(story), step_by_step(story)
    seed = chance.randrange(10**6)
    state = woven.start(seed).state
    assert state == plain.start(seed).state
    for turn in range(turns):
        offers = woven.look(state).open_offers
        assert woven.look(state).offers == plain.look(state).offers
        if not offers:
            return turn
        move = Move(chance.choice(offers).id)
        before, state = state, woven.play(state, move).state
        assert state == plain.play(before, move).state
    return turns


def test_stories_made_at_random_play_the_same() -> None:
    turns = [play_side_by_side(Author(seed).story(), random.Random(seed)) for seed in range(60)]
    assert sum(turns) > 500


def test_the_shipped_story_plays_the_same() -> None:
    story, report = load(SCENES)
    assert story is not None, report.draw()
    assert sum(play_side_by_side(story, random.Random(seed), turns=400) for seed in range(3)) > 300


SCENE = """
first:
  script:
    - label: again
    - |
      {noise} steps{told: , told}. {It is {clock}.|}

      {told:  At the ends  |}  {noise > 2: two  spaces|none}
    - do: noise += 1
    - if: noise >= 5
      then:
        - do: [told = true, noise = noise - 3]
    - choose:
        - {id: on, pick: Go on, goto: .again}
        - {id: loud, pick: "Be loud: {noise}", when: noise > 1 and not told, then: "A %s and a {{brace}} '''\\\"."}
        - {id: out, pick: Leave, when: "first_told in [nobody, ha_ri] or noise == 4", goto: second}
    - goto: first
second:
  title: Elsewhere
  script:
    - Here.
    - choose:
        - {id: back, pick: Back, goto: first}
"""


def test_texts_effects_and_guards_of_every_form_are_the_same() -> None:
    scene = SCENE.replace("{{brace}}", "brace")
    story = program(scene, DECLARATIONS).story
    assert sum(play_side_by_side(story, random.Random(seed)) for seed in range(20)) == 20 * TURNS


def states_after(made: Program, options: list[str]) -> list[GameState]:
    state = made.start(1).state
    found = [state]
    for option in options:
        state = made.play(state, Move(option)).state
        found.append(state)
    return found


def test_a_stretch_is_woven_in_the_middle_of_a_play(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "OFTEN", 5)
    story = program(SCENE.replace("{{brace}}", "brace"), DECLARATIONS).story
    options = ["on"] * 20
    assert states_after(Program(story), options) == states_after(step_by_step(story), options)


def test_stories_of_one_shape_share_their_code_and_nothing_of_them_stands_in_it() -> None:
    scenes = """
    first:
      script:
        - Secret words, {noise} of them.
        - choose: [{id: on, pick: On, when: noise >= 0, goto: second}, {id: off, pick: Off, goto: first}]
    second:
      script:
        - Other {noise} things.
        - choose: [{id: on, pick: On, when: noise >= 0, goto: first}, {id: off, pick: Off, goto: second}]
    """
    made = program(scenes, DECLARATIONS)
    states_after(made, ["on", "on", "on", "on"])
    loom = made._compiler.loom
    assert loom is not None
    words = {word for source in loom.shapes for word in re.findall(r"[A-Za-z_]\w*", source)}
    assert not words & {"Secret", "words", "Other", "things", "noise", "first", "second"}
    assert len([source for source in loom.shapes if "Paragraph" in source]) == 1
    numbers = {number for source in loom.shapes for number in re.findall(r"(?<![\w])\d+", source)}
    assert numbers == set()


def test_a_circle_without_a_choice_is_stuck_the_same_way() -> None:
    scenes = """
    first:
      script:
        - choose: [{id: on, pick: On, goto: second}]
    second:
      script:
        - do: noise += 1
        - goto: third
    third:
      script:
        - if: told
          then: [{end: fine}]
        - goto: second
    """
    story = program(scenes, DECLARATIONS).story
    woven, plain = states_after(Program(story), ["on"])[-1], states_after(step_by_step(story), ["on"])[-1]
    assert woven == plain
    assert "round and round" in woven.stuck
