"""`python -m tests.benchmarks [--quick]`: start, load, turn, save, redraw, each beside a floor measured in the same run.

Whole processes are run in turn (floor, ours, floor, ours …), so that a machine whose speed drifts moves both; what is printed is
the median, and the median of the ratios round by round. Nothing here fails on a slow machine.
"""

from __future__ import annotations

import compileall
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from game.engine.program import Program
from game.engine.state import Move
from game.loading import load
from game.saving.store import Store
from game.session import Session
from tests.benchmarks.screen import DOWN, PAGE_DOWN, PAGE_UP, UP, key_to_frame, start_to

ROOT = Path(__file__).parent.parent.parent
SCENES = ROOT / "scenes"
PLAY = [sys.executable, "-m", "game", "play", "--plain", "--seed", "7"]
BARE = [sys.executable, "-c", "pass"]
LIBRARIES = [sys.executable, "-c", "import rich.console, prompt_toolkit.application, yaml"]

Timer = Callable[[], float]


def seconds(command: list[str], keys: str = "") -> float:
    """How long a whole process takes."""
    start = time.perf_counter()
    subprocess.run(command, input=keys.encode(), stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    return time.perf_counter() - start


def interleaved(rounds: int, ours: Timer, floor: Timer) -> tuple[float, float, float]:
    """Medians of both, and of the ratio round by round."""
    pairs = [(ours(), floor()) for _ in range(rounds + 1)][1:]
    mine, theirs = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(theirs), statistics.median(a / b for a, b in pairs)


def load_once() -> float:
    start = time.perf_counter()
    load(SCENES)
    return time.perf_counter() - start


def parse_once() -> float:
    """The floor of loading: the library's own loader in C over the same files, without places or checks."""
    import yaml

    texts = [path.read_bytes() for path in sorted(SCENES.rglob("*.yaml"))]
    start = time.perf_counter()
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    return time.perf_counter() - start


def turns(program: Program, count: int) -> float:
    """Seconds for `count` turns: play, then look."""
    chance = random.Random(1)
    state = program.start(1).state
    start = time.perf_counter()
    for _ in range(count):
        offers = program.look(state).open_offers
        state = program.play(state, Move(chance.choice(offers).id)).state if offers else program.start(1).state
    return time.perf_counter() - start


def saved_turns(program: Program, folder: Path, count: int) -> Iterator[float]:
    """Seconds of each turn of a session that saves itself."""
    chance = random.Random(1)
    session = Session.begin(program, Store(folder), seed=1)
    for _ in range(count):
        offers = session.view.open_offers
        start = time.perf_counter()
        if offers:
            session.choose(chance.choice(offers).id)
        else:
            session.undo()
        yield time.perf_counter() - start
    session.close()


def appends(folder: Path, count: int) -> Iterator[float]:
    """Seconds of each append of a line with fdatasync: the floor of saving a turn."""
    descriptor = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for _ in range(count):
        start = time.perf_counter()
        os.write(descriptor, b"x" * 200 + b"\n")
        os.fdatasync(descriptor)
        yield time.perf_counter() - start
    os.close(descriptor)


def row(name: str, ours: str, floor: str, ratio: float) -> None:
    print(f"{name:<38}{ours:>24}{floor:>24}{ratio:>9.3f}", flush=True)


def milliseconds(value: float) -> str:
    return f"{value * 1000:.1f} ms"


def main(quick: bool) -> None:
    rounds, many = (3, 2_000) if quick else (11, 20_000)
    compileall.compile_dir(ROOT / "game", quiet=1)  # as after the first start, also where PYTHONDONTWRITEBYTECODE is set
    print(f"{'':<38}{'ours':>24}{'floor':>24}{'ratio':>9}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        saves = ["--saves", scratch]
        mine, bare, ratio = interleaved(rounds, lambda: seconds([*PLAY, *saves]), lambda: seconds(BARE))
        row("start: first scene, plain", milliseconds(mine), f"bare Python {milliseconds(bare)}", ratio)
        mine, bare, ratio = interleaved(rounds, lambda: start_to(b"Light", folder, ROOT), lambda: seconds(BARE))
        row("start: splash, 80x24", milliseconds(mine), f"bare Python {milliseconds(bare)}", ratio)
        mine, bare, ratio = interleaved(rounds, lambda: start_to(b"Enter", folder, ROOT), lambda: seconds(LIBRARIES))
        row("start: first full frame, 80x24", milliseconds(mine), f"libraries {milliseconds(bare)}", ratio)
        small = (long_play(folder / "long")[0],)
        mine, bare, ratio = interleaved(rounds, lambda: start_to(b"menu", folder, ROOT, small), lambda: seconds(LIBRARIES))
        row("start: first full frame, small story", milliseconds(mine), f"libraries {milliseconds(bare)}", ratio)
        mine, bare, ratio = interleaved(rounds, load_once, parse_once)
        row("load: shipped story, all checks", milliseconds(mine), f"CSafeLoader {milliseconds(bare)}", ratio)
        story, _ = load(SCENES)
        assert story is not None
        program = Program(story)
        mine, bare, ratio = interleaved(rounds, lambda: turns(program, many) / many, lambda: seconds(BARE))
        row("turn: play and look", f"{mine * 1e6:.1f} us", f"bare Python {milliseconds(bare)}", ratio)
        count = 500 if quick else 3000
        each, floor = (statistics.median(times) for times in (saved_turns(program, folder, count), appends(folder, count)))
        row("save: a turn, played and on the disk", milliseconds(each), f"append+sync {milliseconds(floor)}", each / floor)
        for name, keys, play in (
            ("arrow", (DOWN, UP), ("--seed", "7")),
            ("arrow, 2,000 turns", (DOWN, UP), long_play(folder / "long")),
            ("page, 2,000 turns", (PAGE_UP, PAGE_UP, PAGE_DOWN), long_play(folder / "long")),
            ("choose, 2,000 turns", (b"1", b"2"), long_play(folder / "long")),
        ):
            for size in ((80, 24), (200, 60)):
                kept = folder / "long" if "turns" in name else folder
                frames = key_to_frame(kept, ROOT, play, size=size, keys=keys, count=20 if quick else 100)
                middle, late = frames[len(frames) // 2], frames[int(len(frames) * 0.95)]
                said = f"{milliseconds(middle)}, p95 {milliseconds(late)}"
                row(f"{name}, {size[0]}x{size[1]}", said, f"bare Python {milliseconds(bare)}", middle / bare)


def long_play(folder: Path) -> tuple[str, ...]:
    """What to play to be 2,000 turns into a story that was made for it."""
    story = folder / "story"
    if not story.exists():
        story.mkdir(parents=True)
        (story / "story.yaml").write_text("story: long\ntitle: Long\nstart: here\ncast: {she: {name: She}}\n", encoding="utf-8")
        (story / "scenes.yaml").write_text(LONG, encoding="utf-8")
        loaded, report = load(story)
        assert loaded is not None, report.draw()
        session = Session.begin(Program(loaded), Store(folder), seed=1)
        for number in range(2_000):
            session.choose(("on", "back")[number % 2])
        session.close()
    return (str(story), "--load", "latest")


LONG = """
here:
  title: Here
  script:
    - label: again
    - |
      It goes on for longer than anybody would have thought, and where it turns there is another turning, and a lamp.

      The second paragraph is there because there is always one, and it says what the first has left out, more or less.
    - she: Is this still the same road?
    - choose:
        - {id: on, pick: Go on to where the next lamp is, then: Another lamp.}
        - {id: back, pick: Go back to where the last lamp was, then: The same lamp.}
        - {id: stay, pick: Stay where you are}
    - goto: .again
"""


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
