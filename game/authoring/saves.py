"""`hyosan saves`: what is kept, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from game.saving.slots import SlotInfo
from game.saving.store import Store


def saves(store: Store, say: Callable[[str], None]) -> int:
    """Says every save with its scene, turn, date and last line; one that cannot be read with its reason."""
    slots = store.slots()
    if not slots:
        say(f"There are no saves in {store.folder} yet.")
    for slot in slots:
        say(_described(slot))
    if slots:
        say(f"\nIn {store.folder}. `hyosan play --load NAME` goes on with one, `--load latest` with the first of the list.")
    return 0


def _described(slot: SlotInfo) -> str:
    saved = datetime.fromtimestamp(slot.saved_at).strftime("%Y-%m-%d %H:%M")
    if slot.problem is not None:
        return f"{slot.name}  ({slot.id}, {saved})\n  cannot be read: {slot.problem}"
    minutes = round(slot.played / 60)
    where = f"{slot.story_title} {slot.story_version}: {slot.scene_title}, turn {slot.turn}, {minutes} min played, {saved}"
    return f"{slot.name}  ({slot.id})\n  {where}\n  {slot.last_line}".rstrip()
