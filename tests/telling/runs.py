"""A small story of places and promises, and runs of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.engine.program import Program
from game.engine.state import GameState, Line, Move
from game.telling.retelling import Retelling, retell
from tests.making import program

DECLARATIONS = """
story: walk
title: The Walk
version: 1.2.0
start: tent
cast:
  on_jo: {name: On-jo}
  su_hyeok: {name: Su-hyeok, student: true}
each student:
  state: {one of: [with_you, hurt], start: with_you, show: words, label: Now}
variables:
  clock: {range: 22:40..07:00, show: time}
  told: flag
  rope: flag
  bag: {some of: [rice, wet_matches], show: bag}
  arrows: {range: 0..3, start: 3, show: bag}
places:
  tent: {name: The tent, about: Six bunks.}
  camp: {name: The camp}
  kitchen: {name: The kitchen}
  road: {name: The road}
  roof: {name: The roof, about: Far.}
notes:
  gate: {title: The gate, text: Ten past.}
  vow: {title: A vow, kind: promise, text: Come back.}
  grave: {title: A grave, kind: secret, text: It is empty.}
art:
  lamp:
    words: A lamp on a pole.
    picture: |
      _O_
       |<
sounds:
  siren: {words: A siren winds up.}
endings:
  roof: {title: The Roof}
"""

SCENES = """
tent:
  title: The tent
  at: tent
  script:
    - It is cold in here, and *somebody* sings.
    - choose:
        - {id: say, pick: Tell him, do: [told = true, clock += 10]}
        - {id: hush, pick: "Say nothing", do: clock += 10}
    - goto: camp
camp:
  title: The camp
  at: camp
  script:
    - label: gravel
    - Gravel, and a lamp.
    - art: lamp
    - sound: siren
    - choose:
        - {id: cook, pick: To the kitchen, then: [{visit: kitchen}], goto: .gravel}
        - {id: back, pick: Back to the tent, goto: tent}
        - {id: dark, pick: Into the dark, then: [{visit: nowhere}], goto: .gravel}
        - {id: go, pick: Out, goto: road}
kitchen:
  title: The kitchen
  at: kitchen
  script:
    - The pots are warm.
    - choose:
        - {id: take, pick: Take the rope, do: [rope = true, bag += rice, note gate]}
        - {id: leave, pick: Leave it}
nowhere:
  title: Somewhere
  script:
    - There is nothing here to see.
road:
  title: The road
  at: road
  script:
    - "{told: He walks beside you.|He walks behind you.}"
    - su_hyeok: Where to?
    - choose:
        - {id: climb, pick: Climb with the rope, when: rope}
        - {id: wait, pick: Wait, do: note vow}
    - "{told: He says so again.|He says nothing.}"
    - choose:
        - {id: on, pick: On}
    - goto: roof
roof:
  title: The roof
  at: roof
  script:
    - A roof.
    - end: roof
"""


@dataclass
class Run:
    """A run as the rest of the game has it."""

    program: Program
    start: GameState
    options: list[str] = field(default_factory=list)
    passages: list[tuple[Line, ...]] = field(default_factory=list)
    state: GameState | None = None

    @property
    def now(self) -> GameState:
        assert self.state is not None
        return self.state

    def retold(self) -> Retelling:
        return retell(self.program, self.start, self.options, self.passages, self.now)


def run(*options: str, scenes: str = SCENES, declarations: str = DECLARATIONS) -> Run:
    """The run in which these options are picked."""
    made = program(scenes, declarations)
    state = made.start(1).state
    played = Run(made, state, list(options), [state.passage], state)
    for option in options:
        state = made.play(state, Move(option)).state
        played.passages.append(state.passage)
    played.state = state
    return played
