"""How long the prover may take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Budget:
    """Seconds of the processor for everything: a busy machine takes longer, and decides as much.

    `tell` is given what is being done, and how much of it (0 to 1).
    """

    seconds: float
    tell: Callable[[str, float], None] = lambda _what, _share: None
    began: float = field(default_factory=time.process_time)

    @property
    def used(self) -> float:
        return time.process_time() - self.began

    def until(self, share: float) -> Callable[[], bool]:
        """Whether less than this share of the seconds is used."""
        return lambda: self.used < share * self.seconds

    def of(self, share: float) -> Callable[[], bool]:
        """Whether less than this share has been used from now on, and not all of it altogether."""
        begin = self.used
        return lambda: self.used - begin < share * self.seconds and self.used < self.seconds
