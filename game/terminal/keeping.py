"""What a player keeps: saves under a name, going back to them, throwing them away, and a run as a file to read."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from game.engine.program import Program
from game.errors import HyosanError, SaveError, SaveFullError, SaveLockedError
from game.saving.folder import APPLICATION, data_folder
from game.saving.slots import SlotInfo
from game.saving.store import Store
from game.session import Session
from game.telling.history import read_so_far
from game.telling.keeping import keep, keep_in
from game.telling.retelling import retell
from game.terminal import run_sheets, slots
from game.terminal.doors import Doors
from game.terminal.outcomes import Order, Outcome, Question, Reread, Row, Sheet, Story, Told
from game.terminal.settings import Settings

NOWHERE_TO_KEEP = "Nothing is kept in this session: it was started without a folder for saves."

RUNS = "runs"


class Kept(Protocol):
    """A game whose runs are kept, or not, when it has no store."""

    @property
    def program(self) -> Program: ...

    store: Store | None

    @property
    def session(self) -> Session | None: ...

    @property
    def settings(self) -> Settings: ...

    def running(self) -> Session:
        """The run. Raises `HyosanError` when there is none."""
        ...

    def resume(self, slot: str, *, copy: bool = False) -> None:
        """Goes on with a save. Raises the errors of saving."""
        ...

    def notice(self, words: str) -> None:
        """Something about saving that the player must be told."""
        ...


class Keeping:
    """A performer for each command about what is kept."""

    def __init__(self, game: Kept, doors: Doors) -> None:
        self._game = game
        self._doors = doors
        self.performers: Mapping[str, Callable[[str], Outcome]] = {
            "save": self._save, "name": self._ask_name, "load": self._load, "saves": self._load, "copy": self._copy,
            "delete": self._delete, "erase": self._erase, "continue": self._continue, "keep": self._keep,
            "view": self._view, "elsewhere": self._elsewhere,
        }  # fmt: skip

    def slots(self) -> tuple[SlotInfo, ...]:
        """What is kept of this story, the newest first."""
        store = self._game.store
        try:
            return store.slots(self._game.program.story.id) if store is not None else ()
        except SaveError as error:
            self._game.notice(str(error))
            return ()

    def names(self) -> tuple[str, ...]:
        """The names of what is kept."""
        return tuple(slot.name for slot in self.slots())

    def way_in(self, kept: tuple[SlotInfo, ...]) -> Row | None:
        """The row of the title screen that goes on with the run, or with the newest one that is kept."""
        if self._game.session is not None:
            return Row("Go on", "", self._game.session.view.title, Order("continue"))
        last = slots.latest(kept)
        if last is None:
            return None
        aside = f"{last.scene_title}, turn {last.turn}, {slots.moment_text(last.saved_at)}"
        return Row("Continue", "", aside, Order("continue"))

    def _save(self, name: str) -> Outcome:
        session = self._game.running()
        if self._game.store is None:
            return Told(NOWHERE_TO_KEEP)
        try:
            slot = session.save_as(name or _usual_name(session))
        except SaveFullError as error:
            return Told(f"{error} You can play on; `elsewhere` keeps the run in another folder.")
        return Told(f"Saved as “{slot.name}”.")

    def _ask_name(self, _: str) -> Outcome:
        return Question("Save", "Under which name?", "save", _usual_name(self._game.running()))

    def _load(self, wanted: str) -> Outcome:
        if not wanted:
            return self._sheet()
        found = slots.named(wanted, self.slots())
        if isinstance(found, str):
            return Told(found)
        if found.problem is not None:
            return Told(f"“{found.name}” cannot be loaded: {found.problem}")
        return self._open(found, f"Back in “{found.name}”.")

    def _sheet(self) -> Sheet:
        """Everything that is kept, and under it the checkpoints of the run."""
        kept = self.slots()
        return slots.sheet(kept, self._game.program.story.version, self._doors.checkpoints(kept))

    def _open(self, slot: SlotInfo, told: str) -> Outcome:
        try:
            self._game.resume(slot.id)
        except SaveLockedError as error:
            rows = (
                Row("Play a copy of it", order=Order("copy", slot.id)),
                Row("Only read it", order=Order("view", slot.id)),
                Row("Leave it", order=Order("close")),
            )
            return Sheet("locked", slot.name, (str(error),), rows)
        return Story(told)

    def _copy(self, slot: str) -> Outcome:
        self._game.resume(slot, copy=True)
        return Story("This is a copy; the other window keeps its own.")

    def _view(self, wanted: str) -> Outcome:
        """What was told in a save, turn by turn, as far as it is written by now. Nothing is played, and nothing locked."""
        if self._game.store is None:
            raise HyosanError(NOWHERE_TO_KEEP)
        slot, _, number = wanted.partition("/")  # which no file name has
        play = Session.resume(self._game.program, self._game.store, slot, keep=False)
        passages = tuple(read_so_far(play.passages, play.state.turn, soften=self._game.settings.soften))
        if number:
            return Reread(passages[min(int(number), len(passages) - 1)])
        return run_sheets.viewed(slot, play.view, passages)

    def _elsewhere(self, folder: str) -> Outcome:
        """Keeps the run, and what follows, in another folder."""
        session = self._game.running()
        if self._game.store is None or session.store is None:
            return Told(NOWHERE_TO_KEEP)
        if not folder:
            return Question("Elsewhere", "In which folder?", "elsewhere", str(_another_folder(self._game.store.folder)))
        store = Store(Path(folder).expanduser())
        if not session.move_to(store):
            return Told(f"It stays where it was. {' '.join(session.take_notices())}")
        self._game.store = store
        return Told(f"All of it is kept in {store.folder} now. `hyosan --saves {store.folder}` finds it again.")

    def _continue(self, _: str) -> Outcome:
        """The run that is under way, else the one that was played last."""
        last = None if self._game.session is not None else slots.latest(self.slots())
        if last is not None:
            return self._open(last, "You are back where you were.")
        self._game.running()
        return Story()

    def _delete(self, wanted: str) -> Outcome:
        """Asks before anything is thrown away."""
        if not wanted:
            return slots.deletable(self.slots())
        found = slots.named(wanted, self.slots())
        return Told(found) if isinstance(found, str) else slots.last_word(found)

    def _erase(self, slot: str) -> Outcome:
        """Throws a save away. Raises the errors of saving."""
        if self._game.store is None:
            raise HyosanError(NOWHERE_TO_KEEP)
        name = next((each.name for each in self.slots() if each.id == slot), slot)
        self._game.store.delete(slot)
        self._game.notice(f"“{name}” is thrown away.")
        return self._sheet()

    def _keep(self, name: str) -> Outcome:
        """Writes the run to a file to read: where `name` says, else beside the saves."""
        session, store = self._game.running(), self._game.store
        program = self._game.program
        told = retell(program, session.start, session.options, session.passages, session.state, soften=self._game.settings.soften)
        folder = store.folder / RUNS if store is not None else Path()
        written = keep(told, Path(name).expanduser()) if name else keep_in(told, folder)
        return Told(f"Written to {_short(written)}")


def _short(path: Path) -> str:
    """The path from the current folder when it is in there: what a player can type or click on, without a stop behind it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _another_folder(folder: Path) -> Path:
    """A folder to keep saves in that is not this one: the player's own, else one for a while."""
    usual = data_folder(os.environ, sys.platform) / "saves"
    return usual if usual != folder else Path(tempfile.gettempdir()) / f"{APPLICATION}-saves"


def _usual_name(session: Session) -> str:
    return f"{session.view.title}, turn {session.view.turn}"
