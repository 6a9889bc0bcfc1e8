"""A small story that has everything a front end must show, and ways to begin it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from game.engine.program import Program
from game.loading import load_texts
from game.saving.store import Store
from game.terminal.game import Game

DECLARATIONS = """
story: lamp
title: The Lamp
version: 1.0.0
about: One night, one lamp.
content note: Fear, and a moth.
carried: "A lamp{light < 40: , with {light} minutes in it|}."
start: tent
cast:
  on_jo:    {name: On-jo, hangul: 남온조}
  su_hyeok: {name: Su-hyeok, hangul: 이수혁, student: true, about: Walks last.}
  dae_su:   {name: 양대수, student: true}
each student:
  trust: {range: -2..3, start: 0, show: number}
variables:
  noise: {range: 0..5, start: 1, show: meter}
  clock: {range: 22:40..07:00, start: 22:40, show: time}
  light: {range: 0..90, start: 40, show: number, label: Torch}
  told: flag
  bag: {some of: [wet_matches, rope], show: bag}
  arrows: {range: 0..3, start: 3, show: bag}
places:
  camp: {name: The camp}
  hill: {name: 효산 hill}
notes:
  gate: {title: The gate, text: Ten past. They change at ten past.}
  debt: {title: A debt, kind: promise, text: You owe the cook a can.}
endings:
  dawn: {title: Dawn, hint: Wait for it.}
  alone: {title: Alone, hint: Nobody asked you to.}
achievements:
  nobody: {title: Of one mind, hint: Ask nobody.}
"""

SCENES = """
tent:
  title: The tent
  at: camp
  mood: cold
  look:
    lamp, light: It is *not* yours. 램프.
    moth: It has no business being alive.
  script:
    - |
      A moth has found the lamp. It is winter, and it has *no business* being alive. 나방 한 마리가 램프를 찾았다.
    - su_hyeok: Adopt it.
    - dae_su: 키우자, 우리 텐트에서. Seven of us then.
    - choose:
        - pick: Put it out of the tent
          do: [clock += 10, noise += 1, note gate, bag += wet_matches]
          then: It comes back before you have sat down.
        - pick: Leave it the lamp
          do: light -= 5
        - pick: Tell the cook
          when: told
          locked: You would have to know what to tell.
    - goto: hill

hill:
  title: The hill
  at: hill
  mood: dawn
  script:
    - You climb. It takes until the sky goes grey.
    - choose:
        - pick: Jump the ditch
          do: note debt
        - pick: Use the plank
          then: It holds.
    - goto: ridge

ridge:
  title: The ridge
  at: hill
  script:
    - choose:
        - {pick: Wait for the sun, end: dawn}
        - {pick: Go back alone, do: achieve nobody, end: alone}
        - {pick: Count the tents, goto: many}
        - {pick: Read the long letter, goto: letter}

letter:
  title: The letter
  at: hill
  script:
    - |
%s
    - choose:
        - {pick: Fold it up, goto: ridge}

many:
  title: Twelve tents
  at: camp
  script:
    - choose:
%s
"""

LETTER = "\n\n".join(
    f"      Paragraph {number} of the letter. " + "It goes on about the weather. " * 6 for number in range(1, 13)
)
TENTS = "\n".join(f"        - {{pick: Tent number {number}, goto: ridge}}" for number in range(1, 13))
TEXTS = {"story.yaml": DECLARATIONS, "scenes.yaml": SCENES % (LETTER, TENTS)}


open_games: list[Game] = []
"""Games that a test has made; each holds a file and a lock until it is closed."""


def lamp() -> Program:
    """The story, ready to be played."""
    story, report = load_texts(TEXTS)
    assert story is not None, report.draw()
    return Program(story)


def write_story(folder: Path) -> Path:
    """The story as a folder, for the command line."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def game(folder: Path | None, *, begun: bool = True, open_story: Callable[[Path], Program] | None = None) -> Game:
    """A game whose saves are in `folder`; begun with seed 7, or at the title screen."""
    store = Store(folder) if folder is not None else None
    made = Game(lamp(), store, folder=folder, open_story=open_story, new_seed=lambda: 7)
    if begun:
        made.begin(seed=7)
    open_games.append(made)
    return made
