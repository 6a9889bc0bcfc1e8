"""What a player has reached in a story, on disk: a small file beside the saves, framed like them.

    hyosan/1 5a0e7b31 {"endings":"page"}
    1 c07d54f2 {"ending":"alone"}
    2 4e0ff0d1 {"achievement":"quiet_hands"}
    3 90b7d2c4 {"last":{"grave_gift":"cider"}}

It is read and written whole, under the folder's lock: it hardly grows, and two windows may reach something at once. What an
older game wrote has endings only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from game.saving import strict_json
from game.saving.files import Files
from game.saving.framing import Chain, unframe
from game.saving.memory import Reached
from game.saving.slots import backup_of
from game.saving.whole_file import write_whole

MAX_BYTES = 1 << 20


def read(files: Files, folder: Path, story_id: str) -> Reached:
    """What was reached; what cannot be read counts as not reached."""
    try:
        return _all_reached(files, _path(folder, story_id))
    except OSError:
        return Reached()


def add(files: Files, folder: Path, story_id: str, fresh: Reached) -> None:
    """Adds what was reached just now. The caller holds the folder's lock. Raises `OSError`."""
    path = _path(folder, story_id)
    known = _all_reached(files, path)
    reached = known.and_then(fresh)
    if reached != known:
        payloads = [strict_json.encode(record) for record in _records(story_id, reached)]
        write_whole(files, path, Chain().frames(payloads), backup_of(path))


def _path(folder: Path, story_id: str) -> Path:
    return folder / reached_name(story_id)


def reached_name(story_id: str) -> str:
    """How the file of a story is called; the name of its backup begins so, too."""
    import hashlib

    return f"endings-{hashlib.sha256(story_id.encode()).hexdigest()[:10]}.reached"


def _records(story_id: str, reached: Reached) -> Iterator[Mapping[str, object]]:
    yield {"endings": story_id}
    yield from ({"ending": ending} for ending in reached.endings)
    yield from ({"achievement": achievement} for achievement in reached.achievements)
    if reached.last is not None:
        yield {"last": dict(reached.last)}


def _all_reached(files: Files, path: Path) -> Reached:
    """There is only ever more of it, so that the backup makes up for damage; only the last values may then be older ones."""
    return _reached(files, backup_of(path)).and_then(_reached(files, path))


def _reached(files: Files, path: Path) -> Reached:
    try:
        data = files.read(path, 0, MAX_BYTES)
    except FileNotFoundError:
        return Reached()
    found = Reached()
    for payload in unframe(data).payloads[1:]:
        try:
            record = strict_json.decode(payload)
        except ValueError:
            break
        found = found.and_then(_decoded(record))
    return found


def _decoded(record: object) -> Reached:
    """What a record says; nothing when it is of no known kind."""
    match record:
        case {"ending": str(ending)}:
            return Reached(endings=(ending,))
        case {"achievement": str(achievement)}:
            return Reached(achievements=(achievement,))
        case {"last": dict(values)}:
            return Reached(last=values)
    return Reached()
