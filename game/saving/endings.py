"""Which endings of a story were ever reached: a small file beside the saves, framed like them.

    hyosan/1 5a0e7b31 {"endings":"page"}
    1 c07d54f2 {"ending":"alone"}

It is read and written whole, under the folder's lock: it grows by a line an ending, and two windows may reach one at once.
"""

from __future__ import annotations

from pathlib import Path

from game.saving import strict_json
from game.saving.files import Files
from game.saving.framing import Chain, unframe
from game.saving.slots import backup_of
from game.saving.whole_file import write_whole

MAX_BYTES = 1 << 20


def read(files: Files, folder: Path, story_id: str) -> frozenset[str]:
    """Those that were reached; what cannot be read counts as not reached."""
    try:
        return frozenset(_all_reached(files, _path(folder, story_id)))
    except OSError:
        return frozenset()


def add(files: Files, folder: Path, story_id: str, ending_id: str) -> None:
    """Adds an ending. The caller holds the folder's lock. Raises `OSError`."""
    path = _path(folder, story_id)
    reached = _all_reached(files, path)
    if ending_id in reached:
        return
    payloads = [strict_json.encode({"endings": story_id})]
    payloads += [strict_json.encode({"ending": ending}) for ending in (*reached, ending_id)]
    write_whole(files, path, Chain().frames(payloads), backup_of(path))


def _path(folder: Path, story_id: str) -> Path:
    import hashlib

    digest = hashlib.sha256(story_id.encode()).hexdigest()[:10]
    return folder / f"endings-{digest}.reached"


def _all_reached(files: Files, path: Path) -> list[str]:
    """In the order of reaching. There are only ever more of them, so that the backup makes up for damage."""
    return list(dict.fromkeys((*_reached(files, path), *_reached(files, backup_of(path)))))


def _reached(files: Files, path: Path) -> list[str]:
    try:
        data = files.read(path, 0, MAX_BYTES)
    except FileNotFoundError:
        return []
    found = []
    for payload in unframe(data).payloads[1:]:
        try:
            record = strict_json.decode(payload)
        except ValueError:
            break
        if isinstance(record, dict) and isinstance(record.get("ending"), str):
            found.append(record["ending"])
    return found
