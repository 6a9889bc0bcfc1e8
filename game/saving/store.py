"""A folder of saves: what there is, and every change to it. Where to find the folder is `folder.find_saves_folder`'s.

Two kinds of locks: a journal's own is held as long as its play goes on; the folder's is held for the moment of one change. Files
beside a save: `.bak` is what a named save has replaced, `.damaged` what a journal was before its damage was cut off.
"""

from __future__ import annotations

import contextlib
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from game.errors import SaveDamagedError, SaveError, SaveLockedError
from game.records import dataclass
from game.saving.disk_errors import cause, not_written
from game.saving.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from game.saving.lock import Lock
    from game.saving.memory import Reached
    from game.saving.read_before import ReadBefore
    from game.saving.saved_play import SavedPlay
    from game.saving.slots import SlotInfo
    from game.saving.timeline import Timeline

MAX_AUTOSAVES = 10
MAX_DAMAGED = 5
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A journal that is ours: its name and file, and the lock that says so."""

    name: str
    path: Path
    lock: Lock
    generation: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A save as it was read. `claim` is there when it may be gone on with; `instead` is why its backup was read, if it was."""

    play: SavedPlay
    claim: Claim | None
    instead: str = ""

    def release(self) -> None:
        if self.claim is not None:
            self.claim.lock.release()


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that is in place. `doubt` is why it may not survive a power cut, or empty."""

    slot: SlotInfo
    doubt: str


class Store:
    """The saves of a folder. `files` and `now` are there for tests to take their place."""

    def __init__(self, folder: Path, files: Files | None = None, now: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.files = files or Files()
        self.now = now

    def slots(self, story_id: str | None = None) -> tuple[SlotInfo, ...]:
        """The saves of a story (of all), the newest first; those that cannot be read come last, in every list."""
        from game.saving.slots import read_slot

        names = sorted(self._names())
        paths = (self.folder / name for name in names if _is_slot(name))
        found = [read_slot(self.files, path) for path in paths]
        mine = [slot for slot in found if story_id is None or slot.problem is not None or slot.story == story_id]
        return tuple(sorted(mine, key=lambda slot: (slot.problem is None, slot.generation, slot.saved_at), reverse=True))

    def _names(self) -> list[str]:
        try:
            return self.files.names(self.folder)
        except OSError as error:
            raise SaveError(f"The saves in {self.folder} cannot be listed: {cause(error)}.") from error

    def latest(self, story_id: str) -> SlotInfo | None:
        """Where the player was: the newest journal, else the newest named save."""
        readable = [slot for slot in self.slots(story_id) if slot.problem is None]
        return next((slot for slot in readable if slot.autosave), readable[0] if readable else None)

    def next_generation(self, story_id: str, own: int = 0) -> int:
        """One above every save of the story; `own` again when that is the newest already."""
        from game.saving.record import MAX_COUNT

        newest = max((slot.generation for slot in self.slots(story_id)), default=0)
        return own if own and own >= newest else min(MAX_COUNT, newest + 1)

    def path_of(self, slot: str) -> Path:
        """The file of a slot's id. Raises `SaveError` for what is no id of a save that is there."""
        from game.saving.slots import SUFFIX

        name = slot + SUFFIX
        if not _is_slot(name) or name not in self._names():
            raise SaveError("There is no such save.")
        return self.folder / name

    def open(self, slot: str, *, to_continue: bool) -> Opened:
        """Reads a save. `to_continue` asks for a journal's lock too; named saves are only ever copied, and need none.

        Raises `SaveLockedError` when another window plays it, and what `read_play` raises.
        """
        from game.saving.saved_play import read_play

        path = self.path_of(slot)
        lock = self._lock_to_continue(path) if to_continue else None
        if lock is None:
            return Opened(*self._read(path))
        try:
            play = read_play(self.files, path)
            return Opened(play, Claim(play.header.name, path, lock, self.next_generation(play.header.story)))
        except BaseException:
            lock.release()
            raise

    def _lock_to_continue(self, path: Path) -> Lock | None:
        """The lock of a journal; None for a named save, and where the disk does not let us write: there one can only read."""
        from game.saving.slots import read_slot

        slot = read_slot(self.files, path)
        if not slot.autosave:
            return None
        try:
            return self.files.lock(lock_of(path))
        except OSError:
            return None

    def _read(self, path: Path) -> tuple[SavedPlay, None, str]:
        """A save, or its backup and why."""
        from game.saving.saved_play import read_play
        from game.saving.slots import backup_of

        try:
            return read_play(self.files, path), None, ""
        except SaveDamagedError as damaged:
            try:
                backup = read_play(self.files, backup_of(path))
            except SaveError:
                raise damaged from None
            return backup, None, f"{damaged} What was saved under this name before was opened instead."

    def claim(self, story_id: str) -> Claim:
        """A name, a file and a lock for a new journal. Raises `SaveLockedError` or `OSError`."""
        self.files.make_folder(self.folder)
        with self.changing():
            generation = self.next_generation(story_id)
            name, path = self._free_name(story_id, generation)
            return Claim(name, path, self.files.lock(lock_of(path)), generation)

    def _free_name(self, story_id: str, first: int) -> tuple[str, Path]:
        """A name that no file has, not even one that cannot be read: it may be mended one day."""
        from game.saving.slots import file_name

        taken = self._names()
        for number in count(first):
            name = f"Autosave {number}"
            path = self.folder / file_name(name, story_id, autosave=True)
            if path.name not in taken:
                break
        return name, path

    def save_as(self, name: str, timeline: Timeline, played: int) -> Saved:
        """Saves the play under a name; what had it becomes the backup. Raises `SaveFullError` when nothing was changed."""
        from game.saving import composing
        from game.saving.slots import backup_of, file_name, slot_info, tidy_name
        from game.saving.whole_file import write_whole

        name, story = tidy_name(name), timeline.program.story.id
        path = self.folder / file_name(name, story, autosave=False)
        try:
            self.files.make_folder(self.folder)
            with self.changing():
                header = composing.header_of(timeline, name, autosave=False, created=int(self.now()))
                now = composing.standing_of(timeline, played, int(self.now()), self.next_generation(story))
                composed = composing.compose(header, composing.closed_records(timeline, now))
                doubt = write_whole(self.files, path, composed.data, backup_of(path))
        except OSError as error:
            raise not_written(self.folder, error) from error
        return Saved(slot_info(path, header, now), doubt)

    def delete(self, slot: str) -> None:
        """Takes a save away, with its backup. Raises `SaveLockedError` while it is being played, `SaveFullError`."""
        path = self.path_of(slot)
        try:
            with self.changing():
                self._remove(path)
                self.files.sync_folder(self.folder)
        except OSError as error:
            raise not_written(self.folder, error) from error

    def _remove(self, path: Path) -> None:
        from game.saving.slots import backup_of

        lock = self.files.lock(lock_of(path))
        try:
            for name in (path, backup_of(path), *_damaged_names(path)):
                self.files.remove(name)
        finally:
            lock.release()
        self.files.remove(lock_of(path))

    def prune(self, story_id: str) -> None:
        """Takes the oldest journals of a story away beyond `MAX_AUTOSAVES`; never one that is being played. Errors can wait."""
        journals = [slot for slot in self.slots(story_id) if slot.autosave and slot.problem is None]
        with contextlib.suppress(OSError, SaveLockedError), self.changing():
            for slot in journals[MAX_AUTOSAVES:]:
                with contextlib.suppress(SaveLockedError):
                    self._remove(slot.path)

    def find(self, wanted: str, story_id: str | None = None) -> SlotInfo:
        """The save of that id or name. Raises `SaveError` when there is none, or more than one of that name."""
        slots = self.slots(story_id)
        found = [slot for slot in slots if slot.id == wanted] or [slot for slot in slots if slot.name == wanted]
        if not found:
            raise SaveError(f"There is no save `{wanted}`; `hyosan saves` lists them.")
        if len(found) > 1:
            raise SaveError(
                f"There are {len(found)} saves called `{wanted}`. Say which by its id: {', '.join(slot.id for slot in found)}."
            )
        return found[0]

    def free_damaged_name(self, path: Path) -> Path:
        """A name to keep a damaged file by that no other has. Raises `SaveError` when all of them are taken."""
        from game.saving.slots import DAMAGED

        name = self.damaged_name(path)
        if name.name in self.files.names(self.folder):
            raise SaveError(
                f"{MAX_DAMAGED} damaged files of this save are kept already. Take one of {path.name}{DAMAGED}… away first."
            )
        return name

    def damaged_name(self, path: Path) -> Path:
        """A name to keep a damaged journal by: the first that is free, else the last one again."""
        taken = self.files.names(self.folder)
        names = _damaged_names(path)
        return next((name for name in names if name.name not in taken), names[-1])

    def reached(self, story_id: str) -> Reached:
        """The endings and achievements of a story that were ever reached here, and the values of the last run."""
        from game.saving import reached

        return reached.read(self.files, self.folder, story_id)

    def endings(self, story_id: str) -> frozenset[str]:
        """The endings of a story that were ever reached here."""
        return frozenset(self.reached(story_id).endings)

    def record(self, story_id: str, fresh: Reached) -> None:
        """Remembers what was reached just now. Raises `SaveFullError` or `SaveLockedError`."""
        from game.saving import reached

        try:
            self.files.make_folder(self.folder)
            with self.changing():
                reached.add(self.files, self.folder, story_id, fresh)
        except OSError as error:
            raise not_written(self.folder, error) from error

    def has_read_before(self) -> bool:
        """Whether anything was ever read here, of whatever story."""
        try:
            return any(name.startswith("read-") for name in self.files.names(self.folder))
        except OSError:
            return False

    def read_before(self, story_id: str) -> ReadBefore:
        """What was ever read of a story here, and which options were taken."""
        from game.saving.read_before import ReadBefore

        record = ReadBefore(self.files, self.folder, story_id)
        if record.is_large:
            with contextlib.suppress(OSError, SaveLockedError), self.changing():
                record.write_anew()
        return record

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Holds the lock of the folder."""
        try:
            lock = self.files.lock(self.folder / ".folder.lock", PATIENCE)
        except SaveLockedError:
            raise SaveLockedError("Another window is saving just now. Try again in a moment.") from None
        try:
            yield
        finally:
            lock.release()


def _is_slot(name: str) -> bool:
    from game.saving.slots import SUFFIX

    return name.endswith(SUFFIX) and not name.startswith(".") and name.isprintable()


def lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _damaged_names(path: Path) -> list[Path]:
    from game.saving.slots import DAMAGED

    return [path.with_name(f"{path.name}{DAMAGED}{count if count > 1 else ''}") for count in range(1, MAX_DAMAGED + 1)]
