"""Small stories for the prover: written by a test, or made at random from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from game.loading import load
from game.proving.lowering import system_of
from game.proving.system import System
from game.story.model import Story

HEAD = """
story: small
title: Small
start: first
cast:
  on_jo: {name: On-jo}
  ana: {name: Ana, student: true}
  ben: {name: Ben, student: true}
each student:
  mood: {range: 0..2}
variables:
  lamp: flag
  noise: {range: 0..3}
  way: {one of: [none, left, right]}
  bag: {some of: [rope, food, can], at most: 2}
notes:
  debt: {title: A debt, text: "{lamp: Paid.|Not paid.}"}
places: {here: {name: Here}}
endings:
  good: {title: Good, hint: Be good.}
  bad: {title: Bad, hint: Be bad.}
"""


def story_of(text: str) -> Story:
    """The story whose only file this is. Fails with the checker's words when it has errors."""
    with TemporaryDirectory() as folder:
        head, _, scenes = text.partition("\n---\n")
        Path(folder, "story.yaml").write_text(head, encoding="utf-8")
        Path(folder, "scenes.yaml").write_text(scenes, encoding="utf-8")
        story, report = load(Path(folder))
    assert story is not None, report.draw()
    return story


def small(scenes: str, more: str = "") -> Story:
    """A story with the variables of `HEAD`, and these scenes."""
    return story_of(HEAD + more + "\n---\n" + scenes)


@cache
def system(scenes: str, more: str = "") -> System:
    return system_of(small(scenes, more))


CONDITIONS = (
    "lamp", "not lamp", "noise > 1", "noise == 0", "noise <= 2", "way == left", "way in [left, right]", "rope in bag",
    "count(bag) < 2", "mood.ana > mood.ben", "any(student where mood == 2)", "noted(debt)", "turn > 3", "turn * noise > 4",
    "turns_since(second) < 2", "seen(second)", "lamp or noise > 2", "seen(first) and mood.ben >= 1", "noise + mood.ana == 2",
    "count(student where mood > 0) == 1", "times(second) > 1",
)  # fmt: skip
EFFECTS = (
    "lamp = true", "lamp = false", "noise += 1", "noise -= 1", "noise = mood.ana", "way = left", "way = right", "bag += rope",
    "bag += [food, can]", "bag -= rope", "mood.ana += 1", "mood.ben += 2", "mood.ben = noise", "note debt", "noise = 3 - noise",
)  # fmt: skip
TEXTS = ("Words.", "{One.|Two.|Three.}", "{&a|b}", "{!once|twice}", "{~x|y}", "{lamp: {deep|deeper}|no}", "{noise > 1: loud}")
SCENES = ("first", "second", "third", "fourth")


class Author:
    """Writes a story at random; the same one for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.made = 0

    def story(self) -> Story:
        scenes = [line for name in SCENES[: self.chance.randint(2, 4)] for line in self.scene(name)]
        scenes += ["aside:", "  script:", *self.script(2, 1, jumps=False)]
        text = "\n".join(scenes)
        for missing in SCENES:
            if f"{missing}:" not in scenes:
                text = text.replace(missing, "second")
        return small(text + "\n")

    def scene(self, name: str) -> Iterator[str]:
        yield f"{name}:"
        yield "  at: here"
        yield "  script:"
        yield from self.script(2, 2, jumps=True)
        yield "    - choose:"
        yield "        - pick: Leave"
        yield f"          {self.leaving()}"
        if self.chance.random() < 0.6:
            yield f'        - {{pick: Other, when: "{self.condition()}", {self.leaving()}}}'
        yield "    - end: bad"

    def leaving(self) -> str:
        return self.chance.choice(["end: good", "end: bad", *(f"goto: {name}" for name in SCENES)])

    def condition(self) -> str:
        return self.chance.choice(CONDITIONS)

    def script(self, indent: int, depth: int, *, jumps: bool) -> Iterator[str]:
        for _ in range(self.chance.randint(1, 3)):
            yield from (" " * 2 * indent + line for line in self.beat(depth, jumps=jumps))

    def beat(self, depth: int, *, jumps: bool) -> Iterator[str]:
        kinds = ["do", "do", "text", "if", "choose", "hub", "check"] if depth else ["do", "text"]
        kind = self.chance.choice([*kinds, "visit"] if jumps else kinds)
        if kind == "do":
            yield f"- do: [{', '.join(self.chance.sample(EFFECTS, self.chance.randint(1, 2)))}]".replace("[food, can]", "food")
        elif kind == "text":
            yield f'- "{self.chance.choice(TEXTS)}"'
        elif kind == "visit":
            yield "- visit: aside"
        elif kind == "if":
            yield f'- if: "{self.condition()}"'
            yield "  then:"
            yield from self.script(2, depth - 1, jumps=jumps)
        elif kind == "check":
            yield f"- check: {self.chance.choice(['{of: noise, under: 1, odds: {1: 50, 2: 0}}', '30'])}"
            yield "  pass:"
            yield from self.script(2, depth - 1, jumps=jumps)
            yield "  fail: Missed."
        else:
            yield from self.options(kind, depth, jumps=jumps)

    def options(self, kind: str, depth: int, *, jumps: bool) -> Iterator[str]:
        yield f"- {kind}:"
        for _ in range(self.chance.randint(1, 3)):
            self.made += 1
            yield f"    - pick: Option {self.made}"
            if self.chance.random() < 0.5:
                yield f'      when: "{self.condition()}"'
            if self.chance.random() < 0.3:
                yield "      once: true" if kind == "choose" else "      leave: true"
            yield "      then:"
            yield from self.script(4, depth - 1, jumps=jumps)
