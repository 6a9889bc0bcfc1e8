"""`hyosan saves`: everything that is kept, newest first."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from game.saving.slots import SlotInfo
from game.saving.store import Store


def saves(store: Store, say: Callable[[str], None], *, form: str = "text") -> int:
    """Says every save with its scene, act, turn, time played, date and last line; one that cannot be read with its reason."""
    slots = store.slots()
    if form == "json":
        say(json.dumps({"folder": str(store.folder), "saves": [_as_json(slot) for slot in slots]}, ensure_ascii=False, indent=2))
        return 0
    if not slots:
        say(f"There are no saves in {store.folder} yet.")
    for slot in slots:
        say(_described(slot))
    if slots:
        say(f"\nIn {store.folder}. `hyosan play --load NAME` goes on with one, `--load latest` with the first of the list.")
    if any(slot.problem is not None for slot in slots):
        say("`hyosan saves --repair NAME` mends what can be mended.")
    return 0


def _described(slot: SlotInfo) -> str:
    if slot.problem is not None:
        return f"{slot.name}  ({slot.id})\n  cannot be read: {slot.problem}"
    place = ", ".join(filter(None, dict.fromkeys((slot.act, slot.scene_title, f"turn {slot.turn}"))))
    where = f"{slot.story_title} {slot.story_version}: {place}, {round(slot.played / 60)} min played, {_moment(slot)}"
    return f"{slot.name}  ({slot.id})\n  {where}\n  {slot.last_line}".rstrip()


def _moment(slot: SlotInfo) -> str:
    try:
        return datetime.fromtimestamp(slot.saved_at).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return "at no date that this clock knows"


def _as_json(slot: SlotInfo) -> dict[str, object]:
    if slot.problem is not None:
        return {"id": slot.id, "name": slot.name, "file": slot.path.name, "problem": slot.problem}
    return {
        "id": slot.id,
        "name": slot.name,
        "file": slot.path.name,
        "story": slot.story,
        "story_title": slot.story_title,
        "story_version": slot.story_version,
        "act": slot.act,
        "scene": slot.scene_title,
        "turn": slot.turn,
        "last_line": slot.last_line,
        "seconds_played": slot.played,
        "saved_at": slot.saved_at,
        "autosave": slot.autosave,
    }
