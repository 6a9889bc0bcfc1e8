"""Plays a story as the peers do, and prints one line of JSON: turns a second, memory, and on request a CRC of all that was shown.

    python -m tests.benchmarks.play STORY TURNS [SEED] [verify] [warm] [index]

A turn is what a front end asks for: the text of the passage as one string, the words of the options, and a pick. Every turn can
be taken back. The picks are drawn by the peers' generator (MINSTD, Park and Miller 1988), so that the CRC is theirs when the
texts and options are theirs, to the word. With `warm` the turns were played before: the peers' files are compiled, and our scenes
are when they are first met. With `index` the story comes from its index, as a player has it and as the peers play what they have
compiled; what reads the files is then not even imported.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from game.engine.program import Program
from game.engine.state import Paragraph, View
from game.saving.timeline import Beginning, Timeline
from game.stories import collect_rarely, open_story


@dataclass(frozen=True, slots=True)
class Played:
    """What a play came to; `tps` are turns a second."""

    turns: int
    ms: float
    tps: float
    ends: int
    chars: int
    crc: int
    rss_mb: float


def minstd(seed: int) -> Callable[[int], int]:
    """The peers' generator: each call gives a number below its argument."""
    state = seed

    def below(count: int) -> int:
        nonlocal state
        state = state * 16807 % 2147483647
        return state % count

    return below


def text_of(view: View) -> str:
    """The passage as one string."""
    return "\n".join([line.text for line in view.passage if isinstance(line, Paragraph)])


def play(program: Program, turns: int, seed: int, *, verify: bool) -> Played:
    """Plays that many turns with undo kept, from the start again after each ending."""
    below, beginning = minstd(seed), Beginning(1)
    timeline = Timeline.begin(program, beginning)
    crc = ends = chars = 0
    began = time.perf_counter()
    for _ in range(turns):
        view = program.look(timeline.state)
        text = text_of(view)
        offers = view.open_offers
        names = [offer.text for offer in offers]
        chars += len(text)
        if verify:
            crc = zlib.crc32(" ".join((text + " | " + " | ".join(names)).split()).encode(), crc)
        if offers:
            timeline.play(offers[below(len(offers))].id)
        else:
            ends += 1
            timeline = Timeline.begin(program, beginning)
    seconds = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Played(turns, seconds * 1000, turns / seconds, ends, chars, crc, most)


def program_of(folder: Path) -> Program:
    """The story in a folder, ready to be played. Ends the process with the report when it has mistakes."""
    from game.loading import load

    story, report = load(folder)
    if story is None:
        sys.exit(report.draw())
    return Program(story)


if __name__ == "__main__":
    story, count, *rest = sys.argv[1:]
    seeds = [int(each) for each in rest if each.isdecimal()]
    program, seed = (open_story if "index" in rest else program_of)(Path(story)), seeds[0] if seeds else 1
    collect_rarely()  # as the game does
    if "warm" in rest:
        for _ in range(2):
            play(program, int(count), seed, verify=False)
    made = play(program, int(count), seed, verify="verify" in rest)
    print(json.dumps(asdict(made)))
