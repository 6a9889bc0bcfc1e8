"""How `hyosan prove` scales over generated stories (`proving_stories.py`), as a table and as a picture.

    python -m tests.benchmarks.proving_curves [--scenes N …] [--variables N …] [--seconds N] [--picture FILE]

One chart over the scenes, with the fewest of the variables; one over the variables, with the fewest scenes. Each point is the
real command in a process of its own, with a new story and nothing kept of earlier proofs. Where it ran out of its budget fewer
than 100 % of the questions are decided, and the picture says at which sizes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.curves import Chart, Curve, draw
from tests.benchmarks.measuring import ROOT
from tests.benchmarks.proving_stories import Size, write


@dataclass(frozen=True, slots=True)
class Proved:
    """One run of the command. `seconds` are of the clock, `processor` and `memory` (MiB, at most) of all its processes.

    `decided` is the part of the `questions` that was decided; `trap` is whether some ending lies ahead of every state.
    """

    size: Size
    seconds: float
    processor: float
    memory: float
    states: int | None
    raw: str
    questions: int
    decided: float
    trap: str


def measure(size: Size, seconds: float, folder: Path) -> Proved:
    """Proves a story of that size, made in `folder`; `seconds` of the processor is what each of the prover's processes has."""
    story = write(size, folder)
    command = (sys.executable, "-m", "game", "prove", "--format", "json", "--seconds", str(seconds), str(story))
    said = folder / "proof.out"
    began = time.perf_counter()
    with said.open("wb") as out:
        environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: some option can never be picked
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return of_proof(size, time.perf_counter() - began, used, json.loads(said.read_text(encoding="utf-8")))


def of_proof(size: Size, seconds: float, used: Any, proof: Any) -> Proved:
    """What is kept of a proof in JSON; `used` is what the system says of the process."""
    asked = len(proof["items"]) + 2  # and a way on to an ending, and no circle
    decided = 1 - proof["undecided"] / asked
    processor = used.ru_utime + used.ru_stime
    trap = proof["ending always ahead"]
    return Proved(size, seconds, processor, proof["peak MiB"], proof["states"], proof["raw states"], asked, decided, trap)


def table(rows: Sequence[Proved]) -> str:
    """The rows in Markdown."""
    head = (
        "| scenes | variables | raw states | looked at | seconds | of processor | MiB | questions | decided | an ending ahead |"
    )
    return "\n".join([head, "|" + "---|" * 10, *(_row(row) for row in rows)])


def _row(row: Proved) -> str:
    states = "not each" if row.states is None else f"{row.states:,}"
    figures = f"{row.seconds:.1f} | {row.processor:.1f} | {row.memory:.0f} | {row.questions:,} | {row.decided:.1%}"
    return f"| {row.size.scenes:,} | {row.size.variables} | {row.raw} | {states} | {figures} | {row.trap} |"


def charts(rows: Sequence[Proved]) -> list[Chart]:
    """Over scenes and over variables; a chart with a single point is left out."""
    scenes, variables = min(row.size.scenes for row in rows), min(row.size.variables for row in rows)
    over_scenes = sorted((row for row in rows if row.size.variables == variables), key=lambda row: row.size.scenes)
    over_variables = sorted((row for row in rows if row.size.scenes == scenes), key=lambda row: row.size.variables)
    drawn = [
        _chart(f"hyosan prove, {variables} variables", "scenes", over_scenes, lambda row: row.size.scenes),
        _chart(f"hyosan prove, {scenes} scenes", "variables", over_variables, lambda row: row.size.variables),
    ]
    return [chart for chart in drawn if len(chart.curves[0].points) > 1]


def _chart(title: str, across: str, rows: Sequence[Proved], x: Callable[[Proved], float]) -> Chart:
    figures: dict[str, Callable[[Proved], float]] = {
        "seconds": lambda row: row.seconds,
        "processor seconds": lambda row: row.processor,
        "memory of all processes (MiB)": lambda row: row.memory,
        "questions decided (%)": lambda row: max(row.decided * 100, 0.1),
    }
    short = [f"{x(row):,}" for row in rows if row.decided < 1]
    said = f"; out of budget at {', '.join(short)}" if short else ""
    return Chart(title + said, across, [Curve(name, [(x(row), of(row)) for row in rows]) for name, of in figures.items()])


def sizes(scenes: Sequence[int], variables: Sequence[int]) -> list[Size]:
    """Every number of scenes with the fewest variables, and every number of variables with the fewest scenes."""
    pairs = [(each, min(variables)) for each in sorted(scenes)] + [(min(scenes), each) for each in sorted(variables)]
    return [Size(*pair) for pair in dict.fromkeys(pairs)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.proving_curves")
    parser.add_argument(
        "--scenes", type=int, nargs="+", default=[100, 300, 1_000, 3_000, 10_000], metavar="N", help="multiples of 20"
    )
    parser.add_argument("--variables", type=int, nargs="+", default=[10, 50, 200], metavar="N")
    parser.add_argument("--seconds", type=float, default=20, metavar="N", help="for each of the prover's processes (20)")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="writes the curves there, as SVG")
    asked = parser.parse_args()
    rows = []
    for size in sizes(asked.scenes, asked.variables):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(size, asked.seconds, Path(folder)))
        print(_row(rows[-1]), file=sys.stderr, flush=True)
        if asked.picture:  # after each, so that what was measured is seen when a later one takes too long
            asked.picture.parent.mkdir(parents=True, exist_ok=True)
            asked.picture.write_text(draw(charts(rows)), encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
