"""What a save costs, beside a bare append in the same run.

    python -m tests.saving.cost [TURNS] [FOLDER]

The folder should be on a real disk: in memory a sync costs nothing.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from game.saving.store import Store
from game.session import Session
from tests.saving.playing import STORY, lighthouse

BYTES = 210


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def quantile(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)] * 1e6


def measure(turns: int, folder: Path) -> None:
    """Plays three times side by side: without a disk, with autosave, and a bare append and sync for each turn.

    Between two turns the player reads: by then a turn is on the disk, which another thread waits for.
    """
    store = Store(folder / "saves")
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    saved, unsaved = (Session.begin(lighthouse(), each, seed=1) for each in (store, None))
    chance, saving, appending = random.Random(1), [], []
    sync = getattr(os, "fdatasync", os.fsync)
    for _ in range(turns):
        option = chance.choice(("climb", "rest", "ask.min"))
        engine = timed(partial(unsaved.choose, option))
        saving.append(timed(partial(saved.choose, option)) - engine)
        saved.settle()
        appending.append(timed(lambda: (os.write(bare, b"x" * BYTES), sync(bare))))
    saved.close()
    part = min(1000, turns // 2)
    for name, span in (("first", slice(1, part)), ("last", slice(-part, None))):
        for level in (0.5, 0.95):
            one, other = quantile(saving[span], level), quantile(appending[span], level)
            ratio = f"{one / other:.2f} × a bare append ({one:.0f} µs, {other:.0f} µs)"
            print(f"autosave, {name} {part} turns, p{level * 100:.0f}: {ratio}")
    slot = store.latest(STORY)
    assert slot is not None
    print(f"file: {slot.path.stat().st_size / turns:.0f} bytes a turn")
    print(f"loading: {timed(lambda: Session.resume(lighthouse(), store, slot.id)) * 1000:.0f} ms for {turns} turns")
    print(f"listing: {timed(store.slots) * 1000:.2f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as scratch:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, Path(scratch))
