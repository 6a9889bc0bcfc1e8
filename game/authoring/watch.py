"""`hyosan play --watch` on a story that cannot be played yet: says why, and waits until its author has mended it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from game.loading import load
from game.loading.watching import Watch

SECONDS_BETWEEN_LOOKS = 0.2


def wait_until_playable(folder: Path, say: Callable[[str], None], pause: Callable[[float], None] = time.sleep) -> None:
    """Returns at once when the story has no errors; else says them, anew after each change, until it has none."""
    watch = Watch(folder)
    while True:
        watch.take()
        story, report = load(folder)
        if story is not None:
            return
        say(report.draw())
        say(f"\nThe story in {folder} cannot be played yet. It begins as soon as that is mended; Ctrl-C leaves.\n")
        while not watch.has_settled():
            pause(SECONDS_BETWEEN_LOOKS)
