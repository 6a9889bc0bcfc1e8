"""Stories of any size for the prover, with all that it has to reason about: loops, hubs, storylets, rolls, guarded options.

A story is made of chapters of twenty scenes. A chapter reads and writes only some of the variables, as the chapters of written
stories do, and one that the whole story shares: on it depends how the story ends. From everywhere some ending can be reached.
Guards are drawn at random, so a few options can never be picked, and the prover has to find out which.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

CHAPTER = 20
"""Scenes in a chapter; `LOOP` leads back to its first one, and the last ones are storylets that `DEALER` deals."""
LOOP, HUB, ROLL, DEALER = 3, 7, 11, 15
HIGHEST = 3
"""Variables go from 0 to this."""
_SIGNS = (">=", "<", "==", "!=")


@dataclass(frozen=True, slots=True)
class Size:
    """How many scenes (whole chapters) and variables (one is shared by all chapters)."""

    scenes: int
    variables: int

    def __post_init__(self) -> None:
        if self.scenes < CHAPTER or self.scenes % CHAPTER:
            raise ValueError(f"{self.scenes} scenes are not whole chapters of {CHAPTER}")
        if not 2 <= self.variables <= 2 * self.scenes:  # with more, some would never be asked for
            raise ValueError(f"{self.variables} variables: {self.scenes} scenes have from 2 to {2 * self.scenes}")

    @property
    def chapters(self) -> int:
        return self.scenes // CHAPTER


def write(size: Size, folder: Path, seed: int = 1) -> Path:
    """The story of this size and seed as `story.yaml` and one file for each chapter; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text("\n".join(_head(size)) + "\n", encoding="utf-8")
    for number in range(size.chapters):
        lines = _Chapter(size, number, seed).lines()
        (folder / f"chapter_{number:04}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _head(size: Size) -> Iterator[str]:
    yield from ("story: proved", "title: Proved", "start: s0", "cast:", "  she: {name: She}", "variables:")
    yield from (f"  v{number}: {{range: 0..{HIGHEST}}}" for number in range(size.variables))
    yield from ("decks:", *(f"  d{number}: Chapter {number}" for number in range(size.chapters)))
    yield from ("endings:", "  well: {title: Well}", "  badly: {title: Badly}", "always:", f"  - v0 <= {HIGHEST}")


class _Chapter:
    """Writes one chapter. Its variables are taken in turn, so that each of them is read and written."""

    def __init__(self, size: Size, number: int, seed: int) -> None:
        self.chance = random.Random(f"{seed} {number}")
        self.number, self.first = number, number * CHAPTER
        self.last = number == size.chapters - 1
        others = size.variables - 1
        own = min(others, max(3, -(-others // size.chapters)))
        pool = [0, *(1 + (number * own + each) % others for each in range(own))]
        self.read, self.written = cycle(pool), islice(cycle(pool), len(pool) // 2, None)

    def lines(self) -> Iterator[str]:
        for place in range(CHAPTER):
            yield from (f"s{self.first + place}:", *(f"  {line}" for line in self.scene(place)))

    def scene(self, place: int) -> Iterator[str]:
        if place > DEALER:
            yield from self.storylet(place)
            return
        yield from ("script:", f'  - "Scene {self.first + place}. {{v{next(self.read)} > 1: It burns.|It is out.}}"')
        if place == ROLL:
            odds = "{0: 20, 1: 50, 3: 90}"
            yield from (f"  - check: {{of: v{next(self.read)}, odds: {odds}}}", f"    pass: [{{do: {self.effect()}}}]")
            yield f"    fail: [{{do: {self.effect()}}}]"
        if place == HUB:
            yield from ("  - hub:", *self.option("Ask", "sticky: true"), *self.option("Ask again"), *self.option("Take it"))
            yield from ("      - {pick: Go, leave: true}", f"  - goto: s{self.first + place + 1}")
            return
        if place == DEALER:
            yield from (f"  - deal: d{self.number}", "    at most: 2", "    else: Nothing comes.", "  - choose:")
            yield from ("      - pick: Look back", f"        when: {self.condition()}", "        once: true")
            yield from (f"        goto: s{self.first}", *self.onward())
            return
        yield "  - choose:"
        yield from self.option("Go on", f"goto: s{self.first + place + 1}", guarded=False)
        yield from self.option("Go another way", f"goto: {self.forward(place)}")
        back = self.chance.randint(0, place)
        yield from self.option("Go back", f"goto: s{self.first + (0 if place == LOOP else back)}")

    def storylet(self, place: int) -> Iterator[str]:
        yield from (f"deck: d{self.number}", f"priority: {self.chance.randint(0, 1)}")
        guard = self.condition()
        yield from (f"when: {guard}", "script:", "  - choose:", "      - pick: Take part", f"        do: {self.effect(guard)}")
        yield "      - pick: Look on"

    def onward(self) -> Iterator[str]:
        """The way out of the chapter."""
        if not self.last:
            yield from ("      - pick: Leave", f"        goto: s{self.first + CHAPTER}")
            return
        yield from ("      - {pick: Leave well, when: v0 >= 2, end: well}", "      - {pick: Leave, end: badly}")

    def option(self, words: str, *more: str, guarded: bool = True) -> Iterator[str]:
        guard = self.condition() if guarded else ""
        yield f"      - pick: {words}"
        if guard:
            yield f"        when: {guard}"
        yield from (f"        do: {self.effect(guard)}", *(f"        {line}" for line in more))

    def forward(self, place: int) -> str:
        return f"s{self.first + self.chance.randint(place + 1, min(place + 3, DEALER))}"

    def condition(self) -> str:
        tests = [self.test() for _ in range(self.chance.randint(1, 2))]
        return self.chance.choice((" and ", " or ")).join(tests)

    def test(self) -> str:
        return f"v{next(self.read)} {self.chance.choice(_SIGNS)} {self.chance.randint(1, HIGHEST)}"

    def effect(self, guard: str = "") -> str:
        """What changes; nothing is added to what is guarded, or it could be that the range always ends there."""
        slot, amount = next(self.written), self.chance.randint(1, HIGHEST)
        return f"v{slot} {'=' if f'v{slot} ' in guard else self.chance.choice(('=', '+=', '-='))} {amount}"
