"""A playthrough as one file, out of the folder of saves and into another one.

What comes in may be from a stranger: it is read as strictly as any save, every move of it is made again in the story before
anything is written, and what is written is made anew from what was understood, byte for byte. It never takes the place of a
save that is there.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

from game.engine.program import Program
from game.errors import SaveError, SaveMismatchError
from game.records import dataclass, replace
from game.saving import composing
from game.saving.disk_errors import cause, not_written
from game.saving.record import MAX_NAME, Header, Standing
from game.saving.restore import restore
from game.saving.saved_play import SavedPlay, read_play
from game.saving.slots import SUFFIX, SlotInfo, file_name, slot_info, tidy_name
from game.saving.store import Store
from game.saving.whole_file import write_new, write_whole


@dataclass(frozen=True, slots=True)
class Imported:
    """The save that a file became. `told` is what there is to say of how it opens, `doubt` why it may not survive a power cut."""

    slot: SlotInfo
    told: str
    doubt: str


def export_play(store: Store, slot: str, target: Path) -> Path:
    """Writes a save to a file of its own, or into a folder under its own name; returns the file. A file that is there is left
    alone. Raises `SaveError`.
    """
    play = read_play(store.files, store.path_of(slot))
    if play.damage is not None:
        raise SaveError(f"This save is damaged from line {play.damage.line} on. `hyosan saves --repair {slot}` mends it first.")
    file = target / f"{slot}{SUFFIX}" if target.is_dir() else target
    data = _written(play, replace(play.header, autosave=False))
    try:
        write_new(store.files, file, data)
    except FileExistsError:
        raise SaveError(f"{file} is there already. Give another name.") from None
    except OSError as error:
        raise SaveError(f"{file} could not be written: {cause(error)}.") from error
    return file


def _written(play: SavedPlay, header: Header) -> bytes:
    now = play.standing or Standing(len(play.way.done), "", "", "", 0, header.created, 0)
    return composing.compose(header, composing.records_of(play.way, now)).data


def import_play(store: Store, program: Program, file: Path) -> Imported:
    """Checks a file and puts it among the saves, under a name that is free. Raises `SaveError` when anything is wrong with it."""
    play = read_play(store.files, file)
    if play.damage is not None:
        raise SaveError(f"{file.name} is damaged from line {play.damage.line} on. Nothing was imported.")
    if play.header.story != program.story.id:
        raise SaveMismatchError(
            f"{file.name} is a save of another story: {play.header.title}. Give the folder of that one with `--story FOLDER`."
        )
    restored = restore(program, play)
    found = play.standing
    try:
        store.files.make_folder(store.folder)
        with store.changing():
            name = _free_name(store, play.header.name, program.story.id)
            generation = store.next_generation(program.story.id)
            saved_at = found.at if found is not None else play.header.created
            now = composing.standing_of(restored.timeline, found.played if found is not None else 0, saved_at, generation)
            header = replace(play.header, name=name, autosave=False)
            path = store.folder / file_name(name, program.story.id, autosave=False)
            doubt = write_whole(store.files, path, composing.compose(header, composing.records_of(play.way, now)).data)
    except OSError as error:
        raise not_written(store.folder, error) from error
    return Imported(slot_info(path, header, now), restored.notice, doubt)


def _free_name(store: Store, wanted: str, story: str) -> str:
    """The name of the save, or that name and a number: what no save here is called, readable or not."""
    try:
        name = tidy_name(wanted)
    except SaveError:
        name = "Imported"
    shown = {slot.name for slot in store.slots()}
    taken = set(store.files.names(store.folder))
    for number in count(1):
        end = f" ({number})" if number > 1 else ""
        candidate = f"{name[: MAX_NAME - len(end)].rstrip()}{end}"
        if candidate not in shown and file_name(candidate, story, autosave=False) not in taken:
            break
    return candidate
