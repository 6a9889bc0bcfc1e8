"""The rows of the table that are measured with whole processes or whole stories, ours beside the floors and the peers."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks.measuring import BARE, ROOT, Beside, Compared, Row, Timer, answer, compare, run, told, wall
from tests.benchmarks.peers import FASTEST, PEERS, Command, Stories, planted
from tests.benchmarks.screen import start_to
from tests.benchmarks.synthetic import write

PYTHON = (sys.executable, "-m")
SCRIPT = """\
import sys
from game.cli import main
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(main())
"""
"""As pip writes it since 2025. Older ones import `re` in it, for 0.6 of Python."""
LIBRARIES = (sys.executable, "-c", "import rich.console, prompt_toolkit.application, yaml")
APART = ("sh", "-c", '"$@"; exit $?', "sh")
"""Runs a command as the child of a small process: on Linux a child's peak of memory counts what its parent had at the fork."""
SHIPPED = ROOT / "scenes"
UNTIL_STAMPS_COUNT = 2.5
"""Seconds, a little more than the coarsest clock of a file system."""


_FINDING = re.compile(r"^\S+:\d+:\d+: (error|warning)\[(.*)$", re.MULTILINE)


class Benchmarks:
    """What is measured, and how often. `scratch` is for saves; on a real disk, or a sync costs nothing."""

    def __init__(self, stories: Stories, scratch: Path, *, quick: bool, rounds: int | None = None) -> None:
        self.stories = stories
        self.scratch = scratch
        self.rounds = rounds or (3 if quick else 7)
        self.sizes = (100,) if quick else (1_000, 10_000)
        self.scenes = self.sizes[0]
        self.turns = 20_000
        self.quick = quick

    def plain(self, story: Path) -> Command:
        """What a player types, by the script as pip installs it; `python -m` would import `runpy` first, for 0.4 of Python."""
        script = self.scratch / "hyosan"
        script.write_text(SCRIPT, encoding="utf-8")
        return (sys.executable, script, "play", story, "--plain", "--seed", "7", "--saves", self.scratch / "saves")

    def beside_peers(self, ours: Timer) -> Compared:
        """Turns a second, of ours and of all peers; bardic plays fewer turns, or it would take minutes."""
        timers: dict[str, Timer] = {"ours": ours}
        for name in PEERS:
            turns = self.turns // 20 if name == "bardic" else self.turns
            for command in self.stories.commands(self.scenes, "play", str(turns), only=(name,)).values():
                timers[name] = told(command, "tps", folder=self.stories.peers or Path())
        return compare(self.rounds, timers)

    # -- start

    def first_scene(self) -> Iterator[Row]:
        """The whole process, from the command to its end, with the first scene on its way.

        Of a story that lies there: one that was written in this moment could be written again under the same stamps, and so the
        index is not believed by its stamps alone (`game/indexing/stamps.py`); each start would read all of it.
        """
        for scenes in self.sizes:
            self.stories.ours(scenes)
        time.sleep(UNTIL_STAMPS_COUNT)
        for scenes in self.sizes:
            wall(self.plain(self.stories.ours(scenes)))()
            timers: dict[str, Timer] = {"ours": wall(self.plain(self.stories.ours(scenes))), "bare Python": wall(BARE)}
            asked = PEERS if scenes <= 1_000 else (FASTEST, "ChoiceScript")  # the others take seconds
            for name, command in self.stories.commands(scenes, "start", only=asked).items():
                timers[name] = wall(command, folder=self.stories.peers or Path())
            found = compare(self.rounds, timers)
            yield _row(f"first scene, plain, {scenes:,} scenes", "ms", found, 1000, most={"bare Python": 1.5, FASTEST: 0.7})
        found = compare(self.rounds, {"ours": wall(self.plain(SHIPPED)), "bare Python": wall(BARE)})
        yield _row("first scene, plain, shipped story", "ms", found, 1000, most={"bare Python": 1.5})

    def first_frame(self) -> Iterator[Row]:
        """The full screen in a pseudo-terminal, to the last byte of its first frame."""
        saves = self.scratch / "saves"
        found = compare(self.rounds, {"ours": lambda: start_to(b"Light", saves, ROOT), "bare Python": wall(BARE)})
        yield _row("splash, 80x24", "ms", found, 1000, most={"bare Python": 3})
        found = compare(
            self.rounds, {"ours": lambda: start_to(b"Enter", saves, ROOT), "importing the libraries": wall(LIBRARIES)}
        )
        more = (found.ours - found.beside["importing the libraries"].value) * 1000
        yield _row("first full frame, 80x24", "ms", found, 1000, reach="importing + 60 ms", reached=more <= 60)

    # -- load

    def source_to_playable(self) -> Iterator[Row]:
        """From the files of the author to the program, all checks included."""
        story = self.stories.ours(self.scenes)
        once = (*PYTHON, "tests.benchmarks.once")
        found = compare(
            min(self.rounds, 3),
            {"ours": told((*once, "load", story), "ms"), "CSafeLoader alone": told((*once, "parse", story), "ms")},
        )
        beside = found.beside
        for name in ("inkjs", "bardic"):
            if self.stories.has(name):
                took = self.stories.compile(self.scenes, name)["ms"]
                beside[name] = Beside(took, found.ours / took)
        most = {"inkjs": 0.1, "CSafeLoader alone": 0.5}
        yield _row(f"source to playable, {self.scenes:,} scenes", "ms", found, 1, most=most, beside=beside)

    # -- play

    def same_text(self) -> Iterator[Row]:
        """Everybody prints the same: no figure counts before the CRCs of all text and options agree."""
        for scenes in (100,) if self.quick else (100, *self.sizes):
            ours = self._verified(scenes, 2_000)
            crcs = {"ours": ours["crc"]}
            for name, command in self.stories.commands(scenes, "play", "2000", "1", "verify").items():
                crcs[name] = answer(command, folder=self.stories.peers or Path())["crc"]
            same = all(crc == ours["crc"] for crc in crcs.values())
            beside = {name: Beside(crc, float(crc == ours["crc"])) for name, crc in crcs.items() if name != "ours"}
            yield Row(f"CRC of 2,000 turns, {scenes:,} scenes", "", ours["crc"], beside, "the same", same if beside else None)

    def _verified(self, scenes: int, turns: int) -> Mapping[str, float]:
        return answer((*PYTHON, "tests.benchmarks.play", self.stories.ours(scenes), str(turns), "1", "verify"))

    def turns_a_second(self) -> Iterator[Row]:
        """Text to string, with undo kept; then the same in one process around turn 100 and turn 10,000."""
        story = self.stories.ours(self.scenes)
        self._index(story)
        ours = (*PYTHON, "tests.benchmarks.play", story, str(self.turns), "index")
        found = self.beside_peers(told(ours, "tps"))
        yield _row(f"turns a second, {self.scenes:,} scenes, from the first on", "", found, 1, least={FASTEST: 2, "inkjs": 20})
        found = self.beside_peers(told((*ours, "warm"), "tps"))
        yield _row(f"turns a second, {self.scenes:,} scenes, all met before", "", found, 1, least={FASTEST: 2, "inkjs": 20})
        paces = [answer((*PYTHON, "tests.benchmarks.once", "pace", story)) for _ in range(self.rounds)]
        compared = Compared([(each["late"], each["early"]) for each in paces], ("ours", "around turn 100"))
        yield _row("a turn around turn 10,000", "µs", compared, 1e6, most={"around turn 100": 1.1})

    def _index(self, story: Path) -> None:
        """Sees to it that the story has an index that is believed by its stamps."""
        time.sleep(UNTIL_STAMPS_COUNT)
        for _ in range(2):
            wall((*PYTHON, "tests.benchmarks.play", story, "1", "index"))()

    def memory(self) -> Iterator[Row]:
        """After 5,000 turns of the compiled story."""
        scenes = self.sizes[-1]
        self._index(self.stories.ours(scenes))
        ours = (*PYTHON, "tests.benchmarks.play", self.stories.ours(scenes), "5000", "index")
        timers = {"ours": told((*APART, *ours), "rss_mb")}
        for name, command in self.stories.commands(scenes, "play", "5000").items():
            timers[name] = told((*APART, *command), "rss_mb", folder=self.stories.peers or Path())
        found = compare(1, timers)
        close = found.beside.get(FASTEST)
        reached = None if close is None else found.ours <= close.value + 10
        yield _row(
            f"memory, {scenes:,} scenes, 5,000 turns", "MB", found, 1, reach="inkcpp + 10 MB; 0.25 of inkjs", reached=reached
        )

    # -- prove

    def states(self) -> Iterator[Row]:
        """The search state by state, beside one on inkjs' own API."""
        if self.stories.peers is None:
            story = self.stories.ours(100)
            yield Row("states explored a second", "", told(self._once("states", story), "states_per_s")(), {})
            return
        folder = self.stories.peers / "c1000"
        if not (folder / "model.json").exists():
            run([*self.stories.python, "gen.py", "1000", "c1000", "--chapters"], folder=self.stories.peers)
        ours = write(json.loads((folder / "model.json").read_text(encoding="utf-8")), self.stories.folder / "chapters")
        timers = {"ours": told(self._once("states", ours), "states_per_s")}
        if self.stories.has("inkjs"):
            if not (folder / "ink.json").exists():
                run(["node", "bench_inkjs.js", "compile", folder / "story.ink", folder / "ink.json"], folder=self.stories.peers)
            search = ("node", "bfs_inkjs.js", folder / "ink.json", "5000")
            timers["search on inkjs"] = told(search, "states_per_s", folder=self.stories.peers)
        found = compare(1, timers)
        yield _row("states explored a second, 1,000 scenes", "", found, 1, least={"search on inkjs": 300})

    def _once(self, what: str, story: Path) -> Command:
        return (*PYTHON, "tests.benchmarks.once", what, story)

    def planted_faults(self) -> Iterator[Row]:
        """Stories with one planted fault each: what `check` and `prove` say of them, and do not say of the clean one.

        The clean one has options that can never be picked. That is true, and so no false alarm.
        """
        if self.stories.peers is None:
            return
        said = {name: _findings(folder) for name, folder in planted(self.stories).items()}
        found = [name for name, findings in said.items() if findings - said["ok"]]
        alarms = [what for severity, what in said["ok"] if severity == "error" and not what.startswith("cannot-happen")]
        reach = f"all of {len(said) - 1}, no false alarm (there: {len(alarms)})"
        yield Row("planted faults found", "", len(found), {}, reach, len(found) == len(said) - 1 and not alarms)


def _findings(folder: Path) -> set[tuple[str, str]]:
    """Severity and message of everything that `check`, and then `prove`, says of the story."""
    said = [run((*PYTHON, "game", verb, folder), codes=(0, 1)) for verb in ("check", "prove")]
    return {(found[1], found[2]) for text in said for found in _FINDING.finditer(text)}


def _row(
    name: str,
    unit: str,
    found: Compared,
    scale: float,
    *,
    most: Mapping[str, float] | None = None,
    beside: Mapping[str, Beside] | None = None,
    least: Mapping[str, float] | None = None,
    reach: str = "",
    reached: bool | None = None,
) -> Row:
    """Our figure times `scale`, and whether our ratio to some others is at `most`, or at `least`, what is to be reached."""
    others = {name: Beside(each.value * scale, each.ratio) for name, each in (beside or found.beside).items()}
    bounds = [(name, "≤", bound, others[name].ratio <= bound) for name, bound in (most or {}).items() if name in others]
    bounds += [(name, "≥", bound, others[name].ratio >= bound) for name, bound in (least or {}).items() if name in others]
    wanted = reach or ", ".join(f"{sign} {bound:g} × {name}" for name, sign, bound, _ in bounds)
    held = reached if reach else (all(holds for *_, holds in bounds) if bounds else None)
    return Row(name, unit, found.ours * scale, others, wanted, held, found.noise)
