"""The shipped story: it has no mistakes, it can be played by anybody in any way, and each of its endings has a run."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.language.tree import walk
from game.loading import load
from game.saving.memory import Reached, start_values
from game.story.model import Choose, Paragraph, Script, Speech, Story, beats, scripts_of
from tests import walkthroughs

SCENES = Path(__file__).parent.parent.parent / "scenes"
RUNS = int(os.environ.get("HYOSAN_RANDOM_RUNS", "1000"))
MAX_TURNS = 600


@cache
def program() -> Program:
    story, report = load(SCENES)
    assert story is not None, report.draw()
    return Program(story)


def test_the_checker_has_nothing_to_say() -> None:
    _, report = load(SCENES)
    assert report.draw() == ""


def played_at_random(seed: int) -> tuple[list[GameState], Counter[str]]:
    """One player in ten has come to every ending before."""
    chance = random.Random(seed)
    reached = Reached(tuple(program().story.endings) if seed % 10 == 9 else ())
    states = [program().start(seed, values=start_values(program().story, reached)).state]
    picked: Counter[str] = Counter()
    for _ in range(MAX_TURNS):
        view = program().look(states[-1])
        if not view.open_offers:
            break
        offer = chance.choice(view.open_offers)
        picked[f"{view.scene}.{offer.id}"] += 1
        states.append(program().play(states[-1], Move(offer.id)).state)
    return states, picked


@pytest.mark.parametrize("part", range(8))
def test_random_players_always_reach_an_ending_and_no_promise_of_the_story_breaks(part: int) -> None:
    for seed in range(part, RUNS, 8):
        states, _ = played_at_random(seed)
        assert states[-1].ending is not None, f"seed {seed}: {states[-1].at} {states[-1].stuck}"
        for state in states:
            broken = program().broken_promise(state)
            assert broken is None, f"seed {seed}, turn {state.turn}, {state.at}: {broken.text if broken else ''}"
            assert all("{" not in line.text for line in state.passage if hasattr(line, "text"))


def test_random_players_reach_every_ending() -> None:
    endings = Counter(played_at_random(seed)[0][-1].ending for seed in range(300))
    assert set(endings) == set(program().story.endings)


@pytest.mark.parametrize("run", walkthroughs.every(), ids=lambda run: run.name)
def test_a_walkthrough_comes_to_its_ending(run: walkthroughs.Walkthrough) -> None:
    state = run.begin(program())
    for option, _ in walkthroughs.moves(program(), run):
        state = program().play(state, Move(option)).state
    assert state.ending == run.ending


def test_every_ending_has_a_walkthrough() -> None:
    assert {run.ending for run in walkthroughs.every()} == set(program().story.endings)


def _words(story: Story) -> int:
    texts = [piece for scene in story.scenes.values() for beat in beats(scene.script) for piece in _texts(beat)]
    return sum(len(re.findall(r"[\w'’-]+", text)) for text in texts)


def _texts(beat: object) -> list[str]:
    templates = [beat.text] if isinstance(beat, Paragraph | Speech) else []
    if isinstance(beat, Choose):
        templates = [option.pick for option in beat.options]
    return [piece for template in templates for piece in _strings(template)]


def _strings(template: object) -> list[str]:
    parts = list(template) if isinstance(template, tuple) else []
    own = [part for part in parts if isinstance(part, str)]
    inner = [text for part in parts if not isinstance(part, str) for node in walk(part) for text in _leaves(node)]
    return own + inner


def _leaves(node: object) -> list[str]:
    found: list[str] = []
    for name in ("then", "otherwise"):
        found += [part for part in getattr(node, name, ()) if isinstance(part, str)]
    for alternative in getattr(node, "alternatives", ()):
        found += [part for part in alternative if isinstance(part, str)]
    return found


def _passages(script: Script) -> int:
    """Scripts in which something is told before the next stop."""
    own = sum(
        isinstance(beat, Paragraph | Speech) and (number == 0 or not isinstance(script[number - 1], Paragraph | Speech))
        for number, beat in enumerate(script)
    )
    return own + sum(_passages(inner) for beat in script for inner in scripts_of(beat))


def test_the_story_is_as_long_as_its_first_release_should_be() -> None:
    story = program().story
    options = {
        (scene.id, option.source)
        for scene in story.scenes.values()
        for beat in beats(scene.script)
        for option in (beat.options if isinstance(beat, Choose) else ())
    }
    assert _words(story) >= 10_000
    assert sum(_passages(scene.script) for scene in story.scenes.values()) >= 120
    assert len(options) >= 200


def test_the_tests_and_transcripts_of_the_story_pass() -> None:
    from game.authoring.testing import Wishes, test

    said: list[str] = []
    assert test(SCENES, Wishes(), said.append) == 0, "\n".join(said)
    assert len(list(SCENES.rglob("*.transcript"))) >= 3
