"""Mends a damaged save on disk, as far as it goes. The damaged file is always kept."""

from __future__ import annotations

from pathlib import Path

from game.errors import SaveDamagedError, SaveError
from game.records import dataclass
from game.saving import composing
from game.saving.disk_errors import cause, not_written
from game.saving.record import Standing
from game.saving.salvage import Salvaged, salvage
from game.saving.saved_play import MAX_BYTES, read_play
from game.saving.slots import backup_of, read_slot
from game.saving.store import Store, lock_of
from game.saving.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a save. `kept_as` is the name of the damaged file, empty when nothing had to be done; `told` says how far it
    went, `doubt` why it may not survive a power cut, or nothing.
    """

    name: str
    kept_as: str
    told: str
    doubt: str = ""


def needs_repair(store: Store, slot: str) -> bool:
    """Whether a save is damaged, or cannot be read at all. Raises `SaveError` when the disk does not let us look."""
    try:
        return read_play(store.files, store.path_of(slot)).damage is not None
    except SaveDamagedError:
        return True


def repair(store: Store, slot: str) -> Repaired:
    """Mends a save. Raises `SaveLockedError` while it is played, `SaveDamagedError` when nothing can be done, `SaveError`."""
    path = store.path_of(slot)
    try:
        lock = store.files.lock(lock_of(path))
        try:
            if not needs_repair(store, slot):
                return Repaired(read_slot(store.files, path).name, "", "It is not damaged.")
            return _repair(store, path)
        finally:
            lock.release()
    except OSError as error:
        raise not_written(store.folder, error) from error


def _repair(store: Store, path: Path) -> Repaired:
    data = _bytes_of(store, path)
    found = salvage(data)
    if found is None:
        return _from_backup(store, path)
    now = found.standing or Standing(found.turn, "", "", "", 0, found.header.created, 0)
    if now.turn != found.turn:
        now = Standing(found.turn, "", "", "", now.played, now.at, now.generation)
    composed = composing.compose(found.header, composing.records_of(found.way, now))
    return _put(store, path, composed.data, found.header.name, _told(found))


def _bytes_of(store: Store, path: Path) -> bytes:
    try:
        size = store.files.size(path)
        if size > MAX_BYTES:
            raise SaveDamagedError(f"{path.name} is larger than {MAX_BYTES >> 20} MiB, which no playthrough is.")
        return store.files.read(path, 0, MAX_BYTES)
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read: {cause(error)}.") from error


def _told(found: Salvaged) -> str:
    bits = f"{found.mended} line{'s' * (found.mended != 1)} with one wrong bit put right"
    if not found.lost:
        return f"{bits.capitalize()}; nothing is lost. It leads to turn {found.turn}."
    lost = f"{found.lost} line{'s' * (found.lost != 1)} could not be read"
    what = f"{bits}, {lost}" if found.mended else lost
    way = ", from a state that was kept on the way: what was before it cannot be taken back" if found.cut else ""
    return f"{what.capitalize()}. It leads to turn {found.turn}{way}."


def _from_backup(store: Store, path: Path) -> Repaired:
    backup = backup_of(path)
    try:
        play = read_play(store.files, backup)
    except SaveError:
        raise SaveDamagedError(f"{path.name}: its first line cannot be read, and without it nothing can be opened.") from None
    if play.damage is not None:
        raise SaveDamagedError(f"{path.name}: its first line cannot be read, and its backup is damaged, too.")
    told = "Nothing in it can be read. What was saved under this name before stands in its place."
    return _put(store, path, _bytes_of(store, backup), play.header.name, told)


def _put(store: Store, path: Path, data: bytes, name: str, told: str) -> Repaired:
    with store.changing():
        keep_as = store.free_damaged_name(path)
        doubt = write_whole(store.files, path, data, keep_as)
    return Repaired(name, keep_as.name, told, doubt)
