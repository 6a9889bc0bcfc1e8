"""Small stories for tests: a standard `story.yaml` and the scenes that a test is about."""

from __future__ import annotations

from textwrap import dedent

from game.diagnostics import Report
from game.engine.program import Program
from game.engine.state import GameState, Line, Move, Paragraph, Speech
from game.loading import load_texts
from game.story.model import Story

DECLARATIONS = """
story: small
title: Small
start: first
cast:
  on_jo: {name: On-jo}
  su_hyeok: {name: Su-hyeok, hangul: 이수혁, student: true}
  ha_ri: {name: Ha-ri, student: true}
each student:
  trust: {range: -2..3, start: 0}
  state: {one of: [with_you, home], start: with_you, show: words}
variables:
  noise: {range: 0..5, show: meter}
  clock: {range: 22:40..07:00, show: time}
  told: flag
  first_told: {one of: [nobody, su_hyeok, ha_ri]}
  bag: {some of: [rope, food, tag], at most: 2}
places: {yard: {name: The yard}}
notes:
  gate: {title: The gate, text: "Ten past. {told: He knows.|He does not.}"}
endings:
  fine: {title: Fine}
"""


def read(scenes: str, declarations: str = DECLARATIONS) -> tuple[Story | None, Report]:
    """The story of these scenes, and its report."""
    return load_texts({"story.yaml": declarations, "scenes.yaml": dedent(scenes)})


def program(scenes: str, declarations: str = DECLARATIONS) -> Program:
    """The scenes, ready to be played; fails with the whole report when they have errors."""
    story, report = read(scenes, declarations)
    assert story is not None, report.draw()
    return Program(story)


def begin(scenes: str, *, seed: int = 1, declarations: str = DECLARATIONS) -> tuple[Program, GameState]:
    """A program and the state at its first stop."""
    made = program(scenes, declarations)
    return made, made.start(seed).state


def pick(made: Program, state: GameState, *options: str) -> GameState:
    """The state after these picks."""
    for option in options:
        state = made.play(state, Move(option)).state
    return state


def told(state: GameState) -> list[str]:
    """The prose and speech of the last passage."""
    return [_words(line) for line in state.passage if isinstance(line, Paragraph | Speech)]


def _words(line: Line) -> str:
    if isinstance(line, Speech):
        return f"{line.name}: {line.text}"
    assert isinstance(line, Paragraph)
    return line.text


def offered(made: Program, state: GameState) -> list[str]:
    """The ids of the options that can be picked."""
    return [offer.id for offer in made.look(state).open_offers]
