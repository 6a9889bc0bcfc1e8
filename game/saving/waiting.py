"""The one thread that waits for the disk, so that the player does not have to. It is begun when it is first needed.

A thread that was there before costs an append a few microseconds; one that is begun for each costs more than it gains at the 95th
percentile. When the interpreter ends, it waits for what was begun.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache


@cache
def _thread_of(_process: int) -> ThreadPoolExecutor:
    """A thread does not come along when a process forks: each has its own."""
    return ThreadPoolExecutor(1, "hyosan-disk")


def begin(act: Callable[[], None]) -> Callable[[], None]:
    """Does `act` in the thread, after what was begun before. What is returned waits for it, and raises what it raised."""
    return _thread_of(os.getpid()).submit(act).result


def _finish() -> None:
    """A fork comes after all that was begun: the child would wait for ever for what its parent's thread is doing."""
    if _thread_of.cache_info().currsize:
        begin(lambda: None)()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_finish)
