"""`hyosan saves --export`, `--import` and `--repair`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from game.engine.program import Program
from game.errors import SaveError
from game.saving.exchange import export_play, import_play
from game.saving.repair import needs_repair, repair
from game.saving.store import Store

Say = Callable[[str], None]


def export_save(store: Store, wanted: str, file: Path, say: Say) -> int:
    """Writes a save to a file of its own. Raises `SaveError`."""
    slot = store.find(wanted)
    written = export_play(store, slot.id, file)
    say(f"“{slot.name}” is written to {written}. `hyosan saves --import {written}` takes it in, there or elsewhere.")
    return 0


def import_save(store: Store, program: Program, file: Path, say: Say) -> int:
    """Takes a file in as a save. Raises `SaveError`."""
    found = import_play(store, program, file)
    slot = found.slot
    say(f"Imported as “{slot.name}”: {slot.scene_title}, turn {slot.turn}. `hyosan play --load {slot.id}` goes on with it.")
    for words in filter(None, (found.told, _doubted(found.doubt))):
        say(words)
    return 0


def repair_saves(store: Store, wanted: str | None, say: Say) -> int:
    """Mends one save, or all that are damaged; 1 when something could not be mended. Raises `SaveError`."""
    slots = [store.find(wanted).id] if wanted else [slot.id for slot in store.slots() if needs_repair(store, slot.id)]
    if not slots:
        say(f"Nothing in {store.folder} is damaged.")
    failed = 0
    for slot in slots:
        try:
            found = repair(store, slot)
        except SaveError as error:
            say(f"{slot}: {error}")
            failed += 1
            continue
        kept = f" The damaged file is kept as {found.kept_as}." if found.kept_as else ""
        say(f"{found.name}: {found.told}{kept}")
        if found.doubt:
            say(_doubted(found.doubt))
    return 1 if failed else 0


def _doubted(doubt: str) -> str:
    return f"It is saved, but may not survive a power cut: {doubt}." if doubt else ""
