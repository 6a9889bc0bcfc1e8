"""How long the prover may take, and how much memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MEMORY = 2 << 30
"""Bytes that all processes of the prover may take together."""
_STATM = Path("/proc/self/statm")


@dataclass(slots=True)
class Budget:
    """Seconds of the processor for everything: a busy machine takes longer, and decides as much.

    `tell` is given what is being done, and how much of it (0 to 1). `memory` is in bytes; what comes to it is given up.
    """

    seconds: float
    tell: Callable[[str, float], None] = lambda _what, _share: None
    began: float = field(default_factory=time.process_time)
    memory: int = MEMORY

    @property
    def used(self) -> float:
        return time.process_time() - self.began

    @property
    def has_room(self) -> bool:
        """Whether there is memory left."""
        return resident_memory() < self.memory

    def until(self, share: float) -> Callable[[], bool]:
        """Whether less than this share of the seconds is used."""
        return lambda: self.used < share * self.seconds and self.has_room

    def of(self, share: float) -> Callable[[], bool]:
        """Whether less than this share has been used from now on, and not all of it altogether."""
        begin = self.used
        return lambda: self.used - begin < share * self.seconds and self.used < self.seconds and self.has_room


def resident_memory() -> int:
    """How much memory the process has now, in bytes; where the system does not say it, how much it had at most."""
    try:
        import resource

        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    except (ImportError, OSError):
        return peak_memory()


def peak_memory() -> int:
    """How much memory the process had at most, in bytes; 0 where the system does not say it."""
    try:
        import resource
        import sys

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    except ImportError:
        return 0
