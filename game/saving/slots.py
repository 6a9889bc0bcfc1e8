"""What a list of saves shows, and how their files are called."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from game.errors import SaveDamagedError, SaveError
from game.language.characters import clean
from game.records import dataclass
from game.saving.files import Files
from game.saving.record import MAX_NAME, Header, Standing
from game.saving.saved_play import glance

SUFFIX = ".hyosan"
BACKUP = ".bak"
DAMAGED = ".damaged"
MAX_SLUG = 40


@dataclass(frozen=True, slots=True)
class SlotInfo:
    """A save in a list. `id` opens it. `problem` is why it cannot be opened, or None; with one, only the file may be known.

    `saved_at` is in seconds since 1970 and `played` in seconds. A higher `generation` is newer, whatever the clock said.
    """

    id: str
    name: str
    path: Path
    story: str
    story_title: str
    story_version: str
    turn: int
    scene_title: str
    act: str
    last_line: str
    saved_at: int
    played: int
    autosave: bool
    generation: int
    problem: str | None


def read_slot(files: Files, path: Path) -> SlotInfo:
    """The save at `path`, read from its two ends; as its backup when only that can be read, with its problem when neither can."""
    try:
        return slot_info(path, *glance(files, path))
    except SaveError as error:
        problem = str(error)
        if isinstance(error, SaveDamagedError):
            try:
                return slot_info(path, *glance(files, backup_of(path)))
            except SaveError:
                pass
        return SlotInfo(path.stem, clean(path.stem), path, "", "", "", 0, "", "", "", 0, 0, False, 0, problem)


def slot_info(path: Path, header: Header, now: Standing | None) -> SlotInfo:
    now = now or Standing(0, "", "", "", 0, header.created, 0)
    return SlotInfo(
        id=path.stem,
        name=header.name,
        path=path,
        story=header.story,
        story_title=header.title,
        story_version=header.version,
        turn=now.turn,
        scene_title=now.title,
        act=now.act,
        last_line=now.line,
        saved_at=now.at,
        played=now.played,
        autosave=header.autosave,
        generation=now.generation,
        problem=None,
    )


def tidy_name(name: str) -> str:
    """A name as it is kept: on one line, composed (NFC), safe to print. Raises `SaveError` when nothing is left."""
    tidy = " ".join(clean(unicodedata.normalize("NFC", name)).split())[:MAX_NAME].rstrip()
    if not tidy:
        raise SaveError("A save needs a name.")
    return tidy


def file_name(name: str, story: str, *, autosave: bool) -> str:
    """An ASCII name that says something, and ten hex digits that keep two saves apart whose names look alike."""
    import hashlib

    digest = hashlib.sha256(f"{story}\0{autosave:d}\0{name}".encode()).hexdigest()[:10]
    return f"{_slug(name)}-{digest}{SUFFIX}"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return "-".join(words)[:MAX_SLUG].rstrip("-") or "save"


def backup_of(path: Path) -> Path:
    """Where the save is kept that a named save has replaced."""
    return path.with_name(path.name + BACKUP)
