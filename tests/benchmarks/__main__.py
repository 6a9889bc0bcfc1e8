"""Our speed beside the floors of Python and, where they are installed, beside the peers, as a table with ratios.

    python -m tests.benchmarks [--quick] [--rounds N] [--peers FOLDER] [--only ROW …]
                               [--json FILE] [--against FILE] [--picture FILE]

All that stands in a row is measured in turn, in one run: quote its ratios, not its absolutes. Nothing here fails on a slow
machine; `--against` says beside each row how it was in an earlier run's JSON. `--picture` draws the cost curves instead.
"""

from __future__ import annotations

import argparse
import compileall
import json
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from game.stories import collect_rarely
from tests.benchmarks import curves, inside
from tests.benchmarks.measuring import ROOT, Row, answer
from tests.benchmarks.peers import FASTEST, Stories
from tests.benchmarks.rows import Benchmarks


def groups(bench: Benchmarks) -> Mapping[str, Callable[[], Iterator[Row]]]:
    """The rows by the name that `--only` knows, in the order of the table."""
    return {
        "scene": bench.first_scene,
        "frame": bench.first_frame,
        "load": bench.source_to_playable,
        "crc": bench.same_text,
        "play": bench.turns_a_second,
        "layout": lambda: inside.layout(bench.stories.ours(bench.scenes), bench.rounds),
        "save": lambda: inside.autosave(saved_stories(bench), bench.scratch, fastest_turn(bench)),
        "memory": bench.memory,
        "states": bench.states,
        "faults": bench.planted_faults,
        "keys": lambda: inside.keys(bench.scratch, 20 if bench.quick else 100),
    }


def saved_stories(bench: Benchmarks) -> list[tuple[int, Path]]:
    sizes = (100,) if bench.quick else (100, bench.sizes[-1])
    return [(scenes, bench.stories.ours(scenes)) for scenes in sizes]


def fastest_turn(bench: Benchmarks) -> float | None:
    """Seconds of a turn of the fastest peer."""
    command = bench.stories.commands(100, "play", "20000").get(FASTEST)
    return 1 / answer(command, folder=bench.stories.peers or Path())["tps"] if command else None


def figure(value: float, unit: str = "") -> str:
    digits = 0 if value >= 1000 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def line(row: Row, before: Row | None) -> str:
    """The row as a line of a Markdown table."""
    if row.name.startswith("CRC"):
        ours, beside = f"{int(row.ours):08x}", ", ".join(f"{name} {int(each.value):08x}" for name, each in row.beside.items())
    else:
        ours = figure(row.ours, row.unit)
        beside = ", ".join(f"{name} {figure(each.value)} (× {each.ratio:.3g})" for name, each in row.beside.items())
    held = "" if row.reached is None else "yes" if row.reached else "no"
    was = f" | {row.ours / before.ours:.2f}" if before is not None and before.ours else ""
    return f"| {row.name} | {ours} ± {row.noise:.0%} | {beside} | {row.reach} | {held}{was} |"


def earlier(file: Path | None) -> dict[str, Row]:
    if file is None or not file.exists():
        return {}
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    return {row["name"]: Row(**{**row, "beside": {}}) for row in rows}


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Our speed beside floors and peers.")
    reader.add_argument("--quick", action="store_true", help="small stories and few rounds, for every change")
    reader.add_argument("--rounds", type=int, metavar="N", help="how often each is measured; else 7, with --quick 3")
    reader.add_argument("--peers", type=Path, metavar="FOLDER", help="where the peers' harness is installed")
    reader.add_argument("--only", nargs="+", metavar="ROW", default=[], help="just these groups of rows")
    reader.add_argument("--json", type=Path, metavar="FILE", help="keep the figures there")
    reader.add_argument("--against", type=Path, metavar="FILE", help="figures of an earlier run, to compare with")
    reader.add_argument("--picture", type=Path, metavar="FILE", help="draw the cost curves into this SVG, and nothing else")
    asked = reader.parse_args()
    collect_rarely()  # as the game does
    compileall.compile_dir(ROOT / "game", quiet=1)  # as after the first start, also where PYTHONDONTWRITEBYTECODE is set
    with tempfile.TemporaryDirectory() as scratch:
        stories = Stories(Path(scratch) / "stories", asked.peers.resolve() if asked.peers else None)
        bench = Benchmarks(stories, Path(scratch), quick=asked.quick, rounds=asked.rounds)
        if asked.picture:
            asked.picture.write_text(curves.picture(bench), encoding="utf-8")
            return
        known = groups(bench)
        unknown = set(asked.only) - set(known)
        if unknown:
            reader.error(f"there is no row `{min(unknown)}`; there are {', '.join(known)}")
        rows = table([known[name] for name in known if name in asked.only or not asked.only], earlier(asked.against))
    if asked.json:
        said = {"python": platform.python_version(), "machine": platform.machine(), "rows": [asdict(row) for row in rows]}
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(parts: list[Callable[[], Iterator[Row]]], before: Mapping[str, Row]) -> list[Row]:
    """Prints the rows as they come, and returns them."""
    print(f"| measure | ours | beside (× ours / theirs) | reach | reached |{' × before |' if before else ''}")
    print(f"|---|---|---|---|---|{'---|' if before else ''}")
    rows = []
    for part in parts:
        for row in part():
            rows.append(row)
            print(line(row, before.get(row.name)), flush=True)
    return rows


if __name__ == "__main__":
    main()
