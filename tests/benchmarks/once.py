"""One measurement in a process of its own; prints one line of JSON.

python -m tests.benchmarks.once load STORY        the story from its source, all checks included, ready to be played
python -m tests.benchmarks.once parse STORY       the same files through PyYAML's loader in C, without places or checks
python -m tests.benchmarks.once pace STORY        seconds of the processor for a turn around turn 100 and around turn 10,000
python -m tests.benchmarks.once states STORY      states a second of the prover's search state by state, at most 200,000
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median

from game.engine.program import Program
from game.loading import load
from game.saving.timeline import Beginning, Timeline
from game.stories import collect_rarely
from tests.benchmarks.play import minstd, program_of, text_of

MOST_STATES = 200_000
EARLY, LATE, WINDOW, STRETCH = 100, 10_000, 2_000, 50
BEFORE = 4


def loaded(folder: Path) -> dict[str, float]:
    began = time.perf_counter()
    story, report = load(folder)
    if story is None:
        sys.exit(report.draw())
    Program(story)
    return {"ms": (time.perf_counter() - began) * 1000}


def parsed(folder: Path) -> dict[str, float]:
    import yaml

    began = time.perf_counter()
    for path in sorted(folder.rglob("*.yaml")):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return {"ms": (time.perf_counter() - began) * 1000}


def pace(folder: Path) -> dict[str, float]:
    """Both windows in one play, which was played often enough before: all that is met is compiled and woven."""
    program = program_of(folder)
    collect_rarely()  # as the game does
    for _ in range(BEFORE):
        timeline, below = Timeline.begin(program, Beginning(1)), minstd(1)
        began, took = time.process_time(), []
        for turn in range(LATE + WINDOW):
            if turn % STRETCH == 0:
                now = time.process_time()
                took.append((now - began) / STRETCH)
                began = now
            view = program.look(timeline.state)
            text_of(view)
            offers = view.open_offers
            timeline.play(offers[below(len(offers))].id)
    stretches = {"early": EARLY, "late": LATE}
    return {name: median(took[at // STRETCH + 1 : (at + WINDOW) // STRETCH + 1]) for name, at in stretches.items()}


def states(folder: Path) -> dict[str, float]:
    from game.proving.explicit import search
    from game.proving.lowering import system_of
    from game.proving.slicing import restricted
    from game.proving.system import KINDS

    story, report = load(folder)
    if story is None:
        sys.exit(report.draw())
    system = restricted(system_of(story), KINDS)
    began = time.perf_counter()
    found = search(system, most=MOST_STATES, going_on=lambda: True)
    seconds = time.perf_counter() - began
    return {"states": found.count, "states_per_s": found.count / seconds}


if __name__ == "__main__":
    asked = {"load": loaded, "parse": parsed, "pace": pace, "states": states}
    print(json.dumps(asked[sys.argv[1]](Path(sys.argv[2]))))
