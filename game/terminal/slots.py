"""What is kept, as a player sees it: the list, and finding one by its name."""

from __future__ import annotations

import time
from collections.abc import Iterable

from game.records import dataclass
from game.saving.record import Standing
from game.saving.slots import SlotInfo
from game.terminal.outcomes import Order, Row, Sheet
from game.terminal.understanding import normal

QUOTED_CHARACTERS = 90
BEFORE = "Before a door closed"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a run stood before a choice that put an ending out of reach. `slot` is empty for the run that is under way."""

    slot: str
    depth: int
    now: Standing


def played_text(seconds: float) -> str:
    """A length of time as a player reads it."""
    minutes = int(seconds) // 60
    if minutes < 1:
        return "under a minute"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def moment_text(at: float) -> str:
    """A moment (epoch seconds) in local time; the empty string when the clock cannot say it."""
    try:
        return time.strftime("%d %b %Y %H:%M", time.localtime(at)).lstrip("0")
    except (ValueError, OverflowError, OSError):
        return ""


def sheet(kept: Iterable[SlotInfo], version: str, checkpoints: Iterable[Checkpoint] = ()) -> Sheet:
    """Everything that is kept; what cannot be read is listed with its reason. `version` is that of the story that is played.

    Under it the checkpoints of one run.
    """
    rows = (*(_row(each, version) for each in kept), *map(_checkpoint_row, checkpoints))
    intro = ("Going on with one keeps the others. `delete NAME` throws one away.",) if rows else ()
    return Sheet("load", "Saves", intro, rows, "Nothing is kept yet. Every turn of a run is kept by itself.")


def deletable(kept: Iterable[SlotInfo]) -> Sheet:
    """What can be thrown away, also what cannot be read."""
    rows = tuple(
        Row(each.name, each.problem or _where(each), moment_text(each.saved_at), Order("delete", each.id)) for each in kept
    )
    return Sheet("delete", "Throw away", ("You are asked before anything is gone.",), rows, "Nothing is kept yet.")


def last_word(slot: SlotInfo) -> Sheet:
    """The question before a save is thrown away. What does no harm comes first."""
    rows = (Row("Keep it", order=Order("close")), Row("Throw it away", "", "it cannot be brought back", Order("erase", slot.id)))
    about = ". ".join(filter(None, (_where(slot), slot.last_line)))
    return Sheet("erase", f"Throw “{slot.name}” away?", (about,) if about else (), rows)


def _where(slot: SlotInfo) -> str:
    return (
        ", ".join(filter(None, dict.fromkeys((slot.act, slot.scene_title, f"turn {slot.turn}")))) if slot.problem is None else ""
    )


def _quoted(line: str) -> str:
    return line if len(line) <= QUOTED_CHARACTERS else line[:QUOTED_CHARACTERS].rstrip() + "…"


def _row(slot: SlotInfo, version: str) -> Row:
    if slot.problem is not None:
        return Row(slot.name, locked=slot.problem)
    story = "" if slot.story_version == version else f"story {slot.story_version}"
    aside = ", ".join(filter(None, (played_text(slot.played) + " played", moment_text(slot.saved_at), story)))
    return Row(slot.name, "\n".join(filter(None, (_where(slot), _quoted(slot.last_line)))), aside, Order("load", slot.id))


def _checkpoint_row(checkpoint: Checkpoint) -> Row:
    now = checkpoint.now
    where = ", ".join(filter(None, (now.act, now.title, f"turn {now.turn}")))
    aside = ", ".join(filter(None, (played_text(now.played) + " played", moment_text(now.at))))
    order = Order("checkpoint", f"{checkpoint.slot}/{checkpoint.depth}")  # a slash is in no name of a file
    return Row(where, _quoted(now.line), aside, order, group=BEFORE)


def latest(kept: Iterable[SlotInfo]) -> SlotInfo | None:
    """Where the player was: the newest journal, else the newest named save. `kept` has the newest first."""
    readable = [slot for slot in kept if slot.problem is None]
    return next((slot for slot in readable if slot.autosave), readable[0] if readable else None)


def named(wanted: str, kept: tuple[SlotInfo, ...]) -> SlotInfo | str:
    """The slot with that id or name, or the only one whose name begins so; else what to say."""
    typed = normal(wanted)
    for found in (
        [slot for slot in kept if wanted in (slot.id, slot.name)],
        [slot for slot in kept if normal(slot.name) == typed],
        [slot for slot in kept if typed and normal(slot.name).startswith(typed)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            return f"“{wanted}” could be {' or '.join(f'“{slot.name}”' for slot in found[:4])}. Type more of its name."
    return f"There is no save called “{wanted}”. `saves` lists what there is."
