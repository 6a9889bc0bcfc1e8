"""Measures one thing beside others in turn, so that a machine whose speed drifts moves all of them."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
BARE = (sys.executable, "-c", "pass")

Timer = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Beside:
    """A floor or a peer: its median, and the median of ours divided by it, round by round."""

    value: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `reach` is what `reached` says of the figures; `noise` is how far our own rounds lie apart, as a part
    of their median; `command` makes this row alone.
    """

    name: str
    unit: str
    ours: float
    beside: Mapping[str, Beside]
    reach: str = ""
    reached: bool | None = None
    noise: float = 0.0
    command: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What all contenders gave in the rounds; ours is the first."""

    rounds: Sequence[Sequence[float]]
    names: Sequence[str]

    @property
    def ours(self) -> float:
        return statistics.median(values[0] for values in self.rounds)

    @property
    def noise(self) -> float:
        """Half of ours lie within so much of the median."""
        return statistics.median(abs(values[0] - self.ours) for values in self.rounds) / self.ours if self.ours else 0.0

    @property
    def beside(self) -> dict[str, Beside]:
        found = {}
        for number, name in enumerate(self.names[1:], start=1):
            value = statistics.median(values[number] for values in self.rounds)
            found[name] = Beside(value, statistics.median(values[0] / values[number] for values in self.rounds))
        return found


def compare(rounds: int, contenders: Mapping[str, Timer]) -> Compared:
    """Asks all contenders in turn, that many times and once before to warm up; the first of them is ours."""
    ask = tuple(contenders.values())
    found = [tuple(timer() for timer in ask) for _ in range(rounds + 1)]
    return Compared(found[1:], tuple(contenders))


def wall(command: Sequence[str | Path], *, keys: str = "", folder: Path = ROOT) -> Timer:
    """Seconds that the whole process takes."""

    def timer() -> float:
        start = time.perf_counter()
        run(command, keys=keys, folder=folder)
        return time.perf_counter() - start

    return timer


def told(command: Sequence[str | Path], key: str, *, folder: Path = ROOT) -> Timer:
    """What the process says under `key` in the JSON on its last line."""
    return lambda: float(answer(command, folder=folder)[key])


def answer(command: Sequence[str | Path], *, folder: Path = ROOT) -> dict[str, float]:
    """The JSON on the last line of what the process says."""
    found: dict[str, float] = json.loads(run(command, folder=folder).splitlines()[-1])
    return found


def run(command: Sequence[str | Path], *, keys: str = "", folder: Path = ROOT, codes: Sequence[int] = (0,)) -> str:
    """What the process says. Raises `RuntimeError` when it ends otherwise than with one of the `codes`."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [str(part) for part in command], input=keys.encode(), capture_output=True, check=False, cwd=folder, env=environ
    )
    if done.returncode not in codes:
        raise RuntimeError(
            f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr.decode('utf-8', 'replace')}"
        )
    return done.stdout.decode("utf-8", "replace")


def quantile(times: Sequence[float], part: float) -> float:
    """The value below which that part of the times lies."""
    return sorted(times)[int(len(times) * part)]
