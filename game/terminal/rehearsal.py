"""An author's play (`play --watch`, `play --debug`): it follows the files of its story, and can be looked into.

Nothing of it is kept, so that it cannot touch what a player has saved: no journal, no save under a name, no ending. A save that
is opened in it is a copy.

While a file is broken, the story that was read last plays on, and the mistakes stand on the screen until they are mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from game.diagnostics import Report, Severity, drawn
from game.engine.program import Program
from game.engine.starting import read_settings, taken_along
from game.engine.state import View
from game.records import dataclass
from game.session import Session
from game.telling.words import counted
from game.terminal import debugging
from game.terminal.commands import NOTHING_KEPT
from game.terminal.outcomes import Mistake, Outcome, Sheet, Story, Told

if TYPE_CHECKING:
    from game.loading.watching import Watch

Read = Callable[[Path], tuple[Program | None, Report]]
SHEET_COLUMNS = 64
MOST_FILES_NAMED = 3
_BY_WEIGHT = tuple(Severity)


class Rehearsed(Protocol):
    """A game that an author plays."""

    @property
    def program(self) -> Program: ...

    @property
    def view(self) -> View | None: ...

    def take_over(self, program: Program) -> str:
        """Another version of the story is played from now on; returns what is different."""
        ...

    def running(self) -> Session:
        """The run. Raises `HyosanError` when there is none."""
        ...

    def begin(self, *, seed: int | None = None, scene: str | None = None, values: Mapping[str, int] | None = None) -> None:
        """A new run. Raises `SetError`."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """The story as its files are now: None when there are errors. `files` are those that have changed."""

    program: Program | None
    report: Report
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What became of a reading. `told` says it in words; `moved` is whether there is something else to see where one stands."""

    told: str
    moved: bool = False


class Rehearsal:
    """The author's side of a play. `read` reads a story's folder; `report` is what there was to say when it was opened.

    Without a `watch` the story stays as it was opened.
    """

    def __init__(self, read: Read, report: Report, watch: Watch | None = None) -> None:
        self.report = report
        self._read = read
        self._watch = watch
        self._drawn: tuple[Report, int, tuple[Mistake, ...]] | None = None

    def open(self, folder: Path) -> Program | None:
        """The story that is played first, None when it has errors; what is to be said of it is in `report`."""
        program, self.report = self._read(folder)
        return program

    @property
    def is_broken(self) -> bool:
        """Whether the files cannot be played as they are, so that what is played is older than they are."""
        return bool(self.report.errors)

    @property
    def folder(self) -> Path | None:
        """The folder under watch, if any."""
        return self._watch.folder if self._watch is not None else None

    def follow(self, folder: Path) -> None:
        """The story of another folder is played from now on."""
        self.report = Report()
        if self._watch is not None:
            self._watch.move_to(folder)

    def has_changed(self) -> bool:
        """Whether the files are others than those that are played."""
        return self._watch is not None and self._watch.has_changed()

    def has_settled(self) -> bool:
        """The same, when nobody is writing them just now."""
        return self._watch is not None and self._watch.has_settled()

    def read(self) -> Reading:
        """Reads the story again. It touches nothing else, and may be done in another thread."""
        assert self._watch is not None
        files = self._watch.take()
        return Reading(*self._read(self._watch.folder), files)

    def take_up(self, game: Rehearsed, reading: Reading) -> Reloaded:
        """Plays on with what was read, if it can be played."""
        was_broken, self.report = self.is_broken, reading.report
        if reading.program is None:
            found = counted(len(reading.report.errors), "mistake")
            return Reloaded(f"{found} in the files: you play on in the story as it was. `mistakes` lists all.")
        if reading.program.story.fingerprint == game.program.story.fingerprint:
            return Reloaded("Mended: the story is as it was." if was_broken else "")
        before = game.view
        different = game.take_over(reading.program)
        warnings = sum(each.severity is Severity.WARNING for each in reading.report)
        said = [
            f"Reloaded: {_listed(reading.files)}.",
            different,
            f"{counted(warnings, 'warning')}: `mistakes` lists {'it' if warnings == 1 else 'them'}." if warnings else "",
        ]
        return Reloaded(" ".join(filter(None, said)), game.view != before)

    def mistakes(self, columns: int) -> tuple[Mistake, ...]:
        """What is to be said of the files, errors before warnings; an author's line is shown as far as `columns` go."""
        if self._drawn is None or self._drawn[0] is not self.report or self._drawn[1] != columns:
            self._drawn = self.report, columns, tuple(_drawn(self.report, columns))
        return self._drawn[2]

    def performers(self, game: Rehearsed) -> dict[str, Callable[[str], Outcome]]:
        """What an author can ask for, and what cannot be had here."""
        return {
            "mistakes": self._mistakes,
            "debug": lambda wanted: debugging.sheet(game.running(), wanted),
            "set": lambda setting: _set(game, setting),
            "go": lambda scene: _go(game, scene),
            **dict.fromkeys(("save", "name", "delete", "erase"), self._keeps_nothing),
        }

    def _mistakes(self, _: str) -> Outcome:
        title = "Mistakes in the files" if self.is_broken else "To be said of the files"
        intro = ("You play on in the story as it was before them.",) if self.is_broken else ()
        empty = "Nothing: the story is as its files say."
        return Sheet("mistakes", title, intro, empty=empty, mistakes=self.mistakes(SHEET_COLUMNS))

    def _keeps_nothing(self, _: str) -> Outcome:
        return Told(NOTHING_KEPT)


def _set(game: Rehearsed, setting: str) -> Outcome:
    """The scene begins anew with all that the run has come to, and this value. In a visit it is the scene that has made it."""
    story, state = game.program.story, game.running().state
    changed = read_settings(story, [setting])
    scene = state.returns[0].scene if state.returns else state.at.scene
    game.begin(seed=state.seed, scene=scene, values={**taken_along(story, state), **changed})
    return Story(f"{' '.join(setting.split())}. {story.scenes[scene].title} begins anew with it.")


def _go(game: Rehearsed, scene: str) -> Outcome:
    """The scene begins with all that the run has come to."""
    story, state = game.program.story, game.running().state
    game.begin(seed=state.seed, scene=scene, values=taken_along(story, state))
    return Story(f"{story.scenes[scene].title} begins, with all that you have.")


def _drawn(report: Report, columns: int) -> Iterator[Mistake]:
    lines = {file: text.split("\n") for file, text in report.sources.items()}
    for found in sorted(report, key=lambda each: _BY_WEIGHT.index(each.severity)):
        each = drawn(found, lines, columns)
        yield Mistake(each.head, each.pointed, each.advice)


def _listed(files: tuple[str, ...]) -> str:
    more = len(files) - MOST_FILES_NAMED
    return ", ".join(files[:MOST_FILES_NAMED]) + (f" and {more} more" if more > 0 else "")
