"""Reads a save: all of it for playing on, or only its two ends for a list. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from game.errors import SaveDamagedError, SaveError, SaveMismatchError
from game.records import dataclass
from game.saving import record
from game.saving.disk_errors import cause
from game.saving.files import Files
from game.saving.framing import FORMAT, Chain, Damage, format_of, last_payloads, unframe
from game.saving.record import Closed, Header, Record, Standing
from game.saving.way import Way

MAX_BYTES = 64 << 20
MAX_RECORDS = 200_000
MAX_PARTS = 4_000_000
"""Commas, which bound how many values there are to be made: a journal of 200,000 turns has 2,400,000."""
HEAD_BYTES = 64 << 10
TAIL_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class SavedPlay:
    """What a save holds, up to its damage. `closed` is whether the last record says that the game was closed in order."""

    header: Header
    way: Way
    closed: bool
    standing: Standing | None
    chain: Chain
    size: int
    damage: Damage | None

    def trouble(self, turn: int) -> str:
        """What the player is told of this file when it leads up to `turn`; empty when all is well."""
        if self.damage is not None and self.damage.torn:
            return (
                f"The end of this save was not written in full, as after a power cut. You are at turn {turn}; one may be missing."
            )
        if self.damage is not None:
            return f"This save is damaged from line {self.damage.line} on. What stands before that is here, up to turn {turn}."
        if self.closed:
            return ""
        if self.header.autosave:
            return f"The game was not closed in order last time. Everything up to turn {turn} is here."
        return f"The end of this save is missing. What there is leads up to turn {turn}."


def read_play(files: Files, path: Path) -> SavedPlay:
    """The whole save.

    Raises `SaveDamagedError` when not even its header can be read, `SaveMismatchError` when it is newer than this game, and
    `SaveError` when the disk does not let us read it.
    """
    data = _bytes_of(files, path)
    frames = unframe(data)
    if not frames.payloads:
        raise _unreadable(data)
    header = _header(frames.payloads[0])
    way, last, damage = _followed(frames.payloads, frames.damage)
    standing = _last_standing(reversed(frames.payloads[1 : damage.line - 1 if damage else None]))
    return SavedPlay(header, way, isinstance(last, Closed), standing, frames.chain, len(data), damage)


def _bytes_of(files: Files, path: Path) -> bytes:
    try:
        if files.size(path) > MAX_BYTES:
            raise SaveDamagedError(f"This save is larger than {MAX_BYTES >> 20} MiB, which no playthrough is.")
        return files.read(path, 0, MAX_BYTES)
    except OSError as error:
        raise SaveError(f"This save cannot be read: {cause(error)}.") from error


def _followed(payloads: list[bytes], damage: Damage | None) -> tuple[Way, Record | None, Damage | None]:
    """The way that the records tell, and the last of them. A line may be whole and still not be a record that can come next."""
    if len(payloads) > MAX_RECORDS + 1:
        raise SaveDamagedError(f"This save has more than {MAX_RECORDS:,} records, which no playthrough has.")
    if sum(payload.count(b",") for payload in payloads) > MAX_PARTS:
        raise SaveDamagedError(f"This save is made of more than {MAX_PARTS:,} parts, which no playthrough is.")
    way = Way()
    found: Record | None = None
    for line, payload in enumerate(payloads[1:], start=2):
        try:
            following = record.decode(payload)
        except ValueError:
            following = None
        if following is None or not way.follow(following):
            return way, found, Damage(line, torn=False)
        found = following
    return way, found, damage


def _header(payload: bytes) -> Header:
    try:
        return record.decode_header(payload)
    except ValueError:
        raise SaveDamagedError("This save is damaged in its first line.") from None


def _unreadable(data: bytes) -> SaveError:
    """Why the first line of a file does not count."""
    version = format_of(data)
    if version is None:
        return SaveDamagedError("This file is not a save of this game, or it is damaged in its first line.")
    if version > FORMAT:
        return SaveMismatchError("This save was made by a newer version of the game. Update the game to open it.")
    return SaveDamagedError("This save is damaged in its first line.")


def _last_standing(payloads: Iterable[bytes]) -> Standing | None:
    """The newest `now`; a move of a whole-file save may have none."""
    for payload in payloads:
        try:
            standing = record.decode_standing(payload)
        except ValueError:
            continue
        if standing is not None:
            return standing
    return None


def glance(files: Files, path: Path) -> tuple[Header, Standing | None]:
    """The header and the newest standing, without reading what lies between. Raises like `read_play`."""
    try:
        size = files.size(path)
        if size > MAX_BYTES:
            raise SaveDamagedError(f"This save is larger than {MAX_BYTES >> 20} MiB, which no playthrough is.")
        head = files.read(path, 0, HEAD_BYTES)
        tail = head if size <= HEAD_BYTES else files.read(path, size - TAIL_BYTES, TAIL_BYTES)
    except OSError as error:
        raise SaveError(f"This save cannot be read: {cause(error)}.") from error
    first = unframe(head.partition(b"\n")[0] + b"\n")
    if not first.payloads:
        raise _unreadable(head)
    return _header(first.payloads[0]), _last_standing(last_payloads(tail))
