"""The rows that are measured inside of one process: layout, saving, and keys in a pseudo-terminal."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from game.engine.program import Program
from game.engine.state import Paragraph
from game.loading import load
from game.saving.files import Files
from game.saving.store import Store
from game.session import Session
from game.terminal.layout import wrapped
from tests.benchmarks.measuring import BARE, ROOT, Beside, Compared, Row, Timer, compare, quantile, wall
from tests.benchmarks.play import minstd, program_of
from tests.benchmarks.screen import DOWN, PAGE_DOWN, PAGE_UP, UP, key_to_frame

COLUMNS = 80
LINE_BYTES = 210
EARLY, LATE = 100, 10_000


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def layout(story: Path, rounds: int) -> Iterator[Row]:
    """The texts of a scene to rows of eighty cells, beside rich with its defaults and with one `Text`."""
    from rich.console import Console
    from rich.text import Text

    program = program_of(story)
    state = program.start(1).state
    texts = [line.text for line in state.passage if isinstance(line, Paragraph)]
    console = Console(file=io.StringIO(), width=COLUMNS, force_terminal=False)
    many = 50

    def each_of(show: Callable[[str], object]) -> Timer:
        return lambda: timed(lambda: [show(text) for _ in range(many) for text in texts]) / many

    def with_rich(text: str) -> None:
        console.file = io.StringIO()
        console.print(text)

    def as_text(text: str) -> None:
        console.file = io.StringIO()
        console.print(Text(text))

    contenders = {
        "ours": each_of(lambda text: "\n".join(wrapped(text, COLUMNS))),
        "rich's print": each_of(with_rich),
        "rich's Text": each_of(as_text),
    }
    found = compare(rounds * 3, contenders)
    beside = {name: Beside(each.value * 1e6, each.ratio) for name, each in found.beside.items()}
    yield Row(
        "laying out a scene",
        "µs",
        found.ours * 1e6,
        beside,
        "≤ 0.1 × rich's print",
        beside["rich's print"].ratio <= 0.1,
        found.noise,
    )


class HurriedFiles(Files):
    """Files whose syncs are left out while one is only on the way to the turn that is measured."""

    hurried = False

    def sync_data(self, handle: int) -> None:
        if not self.hurried:
            super().sync_data(handle)


@dataclass(frozen=True, slots=True)
class Turns:
    """Seconds of each turn, not saved and saved, and of a bare append with fdatasync beside it."""

    unsaved: list[float]
    saved: list[float]
    bare: list[float]

    @property
    def saving(self) -> list[float]:
        """What saving added to each."""
        return [saved - unsaved for saved, unsaved in zip(self.saved, self.unsaved, strict=True)]


class Saved:
    """A play that saves itself, side by side with one that does not and with bare appends."""

    def __init__(self, program: Program, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.files = HurriedFiles()
        self.store = Store(folder / "saves", self.files)
        self.program = program
        self.saved, self.unsaved = (Session.begin(program, each, seed=1) for each in (self.store, None))
        self.below = minstd(1)
        self.bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def hurry(self, count: int) -> None:
        """Plays that many turns, saved as any, that nobody measures."""
        self.files.hurried = True
        for _ in range(count):
            offers = self.saved.view.open_offers
            option = offers[self.below(len(offers))].id
            for session in (self.saved, self.unsaved):
                session.choose(option)
        self.files.hurried = False

    def turns(self, count: int) -> Turns:
        """Plays that many turns, each beside one that is not saved and a bare append with fdatasync.

        A player reads before the next key: by then the turn is on the disk, which another thread waits for.
        """
        sync = getattr(os, "fdatasync", os.fsync)
        found = Turns([], [], [])
        for _ in range(count):
            offers = self.saved.view.open_offers
            option = offers[self.below(len(offers))].id
            found.unsaved.append(timed(lambda: self.unsaved.choose(option)))  # noqa: B023 - called at once
            found.saved.append(timed(lambda: self.saved.choose(option)))  # noqa: B023 - called at once
            self.saved.settle()
            found.bare.append(timed(lambda: (os.write(self.bare, b"x" * LINE_BYTES), sync(self.bare))))
        return found

    def resume(self) -> float:
        """Seconds to take the play up again, in a program that has met nothing yet."""
        self.saved.close()
        slot = self.store.latest(self.program.story.id)
        assert slot is not None
        fresh = Program(self.program.story)
        return timed(lambda: Session.resume(fresh, self.store, slot.id).close())


def autosave(stories: list[tuple[int, Path]], folder: Path, turn: float | None) -> Iterator[Row]:
    """What saving adds to a turn, early and late in a play; and how long the play takes to load. `turn` is one of inkcpp's."""
    for scenes, story in stories:
        saved = Saved(program_of(story), folder / f"autosave_{scenes}")
        windows = {}
        for until in (EARLY, LATE):
            saved.hurry(max(0, until - saved.saved.state.turn))
            windows[until] = saved.turns(500)
        first = quantile(windows[EARLY].saving, 0.95)
        for until, turns in windows.items():
            ours, floor = quantile(turns.saving, 0.95), quantile(turns.bare, 0.95)
            yield Row(
                f"autosave around turn {until:,}, {scenes:,} scenes, p95", "µs", ours * 1e6,
                {"append + fdatasync": Beside(floor * 1e6, ours / floor), f"turn {EARLY}": Beside(first * 1e6, ours / first)},
                "≤ 2 × an append", ours / floor <= 2,
            )  # fmt: skip
        seconds = saved.resume()
        beside = {"inkcpp's turn": Beside(turn * 1000, seconds / turn)} if turn else {}
        reached = seconds / turn <= 100 if turn else None
        yield Row(
            f"replay of {LATE:,} turns, {scenes:,} scenes", "ms", seconds * 1000, beside, "≤ 100 × a turn of inkcpp", reached
        )


def keys(scratch: Path, count: int) -> Iterator[Row]:
    """From a key to the last byte of the frame that it changes."""
    bare = compare(3, {"ours": wall(BARE)}).ours
    for name, pressed, play in (
        ("arrow", (DOWN, UP), ("--seed", "7")),
        ("arrow, 2,000 turns", (DOWN, UP), long_play(scratch / "long")),
        ("page, 2,000 turns", (PAGE_UP, PAGE_UP, PAGE_DOWN), long_play(scratch / "long")),
        ("choose, 2,000 turns", (b"1", b"2"), long_play(scratch / "long")),
    ):
        for size in ((80, 24), (200, 60)):
            kept = scratch / "long" if "turns" in name else scratch
            frames = key_to_frame(kept, ROOT, play, size=size, keys=pressed, count=count)
            found = Compared([(quantile(frames, 0.5), bare)], ("ours", "bare Python"))
            yield Row(
                f"{name}, {size[0]}x{size[1]}", "ms", found.ours * 1000,
                {"p95": Beside(quantile(frames, 0.95) * 1000, found.ours / quantile(frames, 0.95))},
            )  # fmt: skip


def long_play(folder: Path) -> tuple[str, ...]:
    """What to play to be 2,000 turns into a story that was made for it."""
    story = folder / "story"
    if not story.exists():
        story.mkdir(parents=True)
        (story / "story.yaml").write_text("story: long\ntitle: Long\nstart: here\ncast: {she: {name: She}}\n", encoding="utf-8")
        (story / "scenes.yaml").write_text(LONG, encoding="utf-8")
        loaded, report = load(story)
        assert loaded is not None, report.draw()
        session = Session.begin(Program(loaded), Store(folder), seed=1)
        for number in range(2_000):
            session.choose(("on", "back")[number % 2])
        session.close()
    return (str(story), "--load", "latest")


LONG = """
here:
  title: Here
  script:
    - label: again
    - |
      It goes on for longer than anybody would have thought, and where it turns there is another turning, and a lamp.

      The second paragraph is there because there is always one, and it says what the first has left out, more or less.
    - she: Is this still the same road?
    - choose:
        - {id: on, pick: Go on to where the next lamp is, then: Another lamp.}
        - {id: back, pick: Go back to where the last lamp was, then: The same lamp.}
        - {id: stay, pick: Stay where you are}
    - goto: .again
"""
