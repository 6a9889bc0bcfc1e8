"""Writes a reading list: a transcript for each run, and one text that leaves out what was read before.

`reading.txt` is what a proofreader reads: every turn that shows something for the first time, whole, and a line for
each stretch of turns that show nothing new. The transcripts hold the same runs in full, and can be kept as tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from game.authoring.testing.coverage import Coverage, coverage_of, listing
from game.authoring.testing.folder import write_text
from game.authoring.testing.plan import Setup
from game.authoring.testing.proofreading import FoundRun, explore, few_runs
from game.authoring.testing.reader import Matter, Reader
from game.authoring.testing.tracing import TracedProgram
from game.authoring.testing.transcript import SUFFIX, head_of, picked, rendered, set_out
from game.engine.state import Move
from game.errors import HyosanError

MOST_NAMED = 6
READING = "reading.txt"


class FolderInUseError(HyosanError):
    """The folder for a reading list has other things in it."""


@dataclass(slots=True)
class _Turns:
    """Turns of a run that show nothing new, waiting to be said in a line."""

    options: list[str] = field(default_factory=list)

    def take(self) -> Iterator[str]:
        if self.options:
            named = ", ".join(self.options[:MOST_NAMED]) + (", …" if len(self.options) > MOST_NAMED else "")
            many = f"{len(self.options)} turn{'s' * (len(self.options) != 1)}"
            yield f"[… {many} that you have read: {named}]"
            self.options.clear()


@dataclass(frozen=True, slots=True)
class ReadingList:
    """The runs that were chosen, how many were played, and what none of them shows."""

    runs: tuple[FoundRun, ...]
    played: int
    coverage: Coverage


def write_reading_list(program: TracedProgram, folder: Path, sources: dict[str, str], say: Callable[[str], None]) -> ReadingList:
    """Finds the runs and writes them into `folder`. Raises `OSError`, `FolderInUseError`."""
    _make_room(folder)
    say("Playing the story again and again; for a long one this takes about half a minute.")
    played = explore(program)
    runs = few_runs(played)
    everything = frozenset[int]().union(*(run.shown for run in played))
    coverage = coverage_of(program, everything, sources)
    seen, matter = set[int](), Matter(program)
    parts = []
    for number, run in enumerate(runs, 1):
        full, unread = _written(program, run, Reader(matter), seen)
        head = head_of(Setup(run.seed), list(run.picks), f"Run {number} of a reading list.", program.story)
        write_text(folder / f"run_{number:02}{SUFFIX}", rendered(head, tuple(full)))
        parts.append(f"######## Run {number} of {len(runs)}, seed {run.seed}\n\n" + set_out(unread))
    write_text(folder / READING, "\n\n\n".join(parts) + "\n")
    missing = "\n".join(listing(coverage.missing)).strip()
    write_text(folder / "not_shown.txt", (missing or "Every item of the story stands in the reading list.") + "\n")
    found = ReadingList(tuple(runs), len(played), coverage)
    for line in _said(found, folder):
        say(line)
    return found


def _make_room(folder: Path) -> None:
    """Removes the runs of an older reading list. A folder with other things in it is left alone: raises `FolderInUseError`."""
    if folder.exists() and any(folder.iterdir()) and not (folder / READING).exists():
        raise FolderInUseError(f"{folder} is not empty, and is no reading list. Give a new folder.")
    for old in folder.glob(f"run_*{SUFFIX}"):
        old.unlink()


def _written(program: TracedProgram, run: FoundRun, reader: Reader, seen: set[int]) -> tuple[list[str], list[str]]:
    """All blocks of a run, and those of the turns that show something which is not in `seen`; that is added to it."""
    waiting = _Turns()
    program.take_shown()
    state = program.start(run.seed).state
    full = list(reader.blocks(state))
    new = program.take_shown() - seen
    seen |= new
    unread = list(full) if new else []
    for option in run.picks:
        state = program.play(state, Move(option)).state
        blocks = [picked(state), *reader.blocks(state)]
        full += blocks
        new = program.take_shown() - seen
        seen |= new
        if new:
            unread += [*waiting.take(), *blocks]
        else:
            waiting.options.append(option)
    return full, [*unread, *waiting.take()]


def _said(found: ReadingList, folder: Path) -> Iterator[str]:
    counts = found.coverage.counts.values()
    every, shown_items = sum(pair[1] for pair in counts), sum(pair[0] for pair in counts)
    yield (
        f"{len(found.runs)} runs show all that {found.played} runs of a curious player have shown: "
        f"{shown_items} of {every} items. They are in {folder}; begin with reading.txt."
    )
    if every > shown_items:
        yield (
            f"{every - shown_items} items were never shown: not_shown.txt lists them. They may be out of reach, "
            "or only hard to find. That there is no smaller set of runs is not proved."
        )
