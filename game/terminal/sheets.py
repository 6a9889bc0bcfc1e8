"""The sheets of the game: menus, lists and pages, made from what there is, as values that both front ends can show."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from game.engine.state import Companion, Entry, View
from game.story.model import Story as StoryModel
from game.terminal.commands import COMMANDS, READING_KEYS, Where, key_text
from game.terminal.outcomes import Order, Row, Sheet
from game.terminal.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from game.saving.slots import SlotInfo

QUOTED_CELLS = 90


def counted(number: int, one: str, many: str = "") -> str:
    """`1 turn`, `2 turns`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


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


def journal(entries: Iterable[Entry]) -> Sheet:
    """Notes by kind, each kind in the order of noting."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.kind, []).append(entry)
    rows = [
        Row(entry.title, entry.text, f"{kind or 'note'}, turn {entry.turn}") for kind, found in grouped.items() for entry in found
    ]
    return Sheet("journal", "Journal", rows=tuple(rows), empty="Nothing yet. What you learn and promise will stand here.")


def party(companions: Iterable[Companion]) -> Sheet:
    """Who is with the player, with what is known of each."""
    rows = tuple(
        Row(
            " ".join(filter(None, (each.name, each.hangul))),
            each.about,
            ", ".join(f"{label} {words}" for label, words in each.attributes),
        )
        for each in companions
    )
    return Sheet("party", "Who is with you", rows=rows, empty="Nobody. You are on your own.")


def status(view: View, seed: int) -> Sheet:
    """The status line in words, and where the player is."""
    rows = [Row("Scene", view.title), Row("Place", view.place)] if view.place else [Row("Scene", view.title)]
    rows += [Row(item.label, item.text) for item in view.status]
    rows += [Row("Turn", str(view.turn)), Row("Seed", str(seed), "the same seed and choices give the same night")]
    return Sheet("status", "Where you are", rows=tuple(rows))


def endings(story: StoryModel, seen: frozenset[str]) -> Sheet:
    """Every ending: by its title when it was seen, else by its hint."""
    rows = tuple(
        Row(ending.title, "", "seen") if ending.id in seen else Row("Not seen yet", ending.hint)
        for ending in story.endings.values()
    )
    return Sheet("endings", "Endings", (endings_text(story, seen) + ".",), rows, "This story has no endings.")


def endings_text(story: StoryModel, seen: frozenset[str]) -> str:
    """`1 of 3 seen`."""
    return f"{len(seen & story.endings.keys())} of {len(story.endings)} seen"


def slots(kept: Iterable[SlotInfo], version: str) -> Sheet:
    """Everything that is kept, newest first; what cannot be read is listed with its reason."""
    rows = tuple(_slot(each, version) for each in kept)
    return Sheet("load", "Saves", rows=rows, empty="Nothing is kept yet. Every turn of a run is kept by itself.")


def _slot(slot: SlotInfo, version: str) -> Row:
    if slot.problem is not None:
        return Row(slot.name, "", moment_text(slot.saved_at), locked=slot.problem)
    where = ", ".join(filter(None, (slot.scene_title, f"turn {slot.turn}")))
    line = slot.last_line if len(slot.last_line) <= QUOTED_CELLS else slot.last_line[:QUOTED_CELLS].rstrip() + "…"
    story = "" if slot.story_version == version else f"story {slot.story_version}"
    aside = ", ".join(filter(None, (played_text(slot.played) + " played", moment_text(slot.saved_at), story)))
    return Row(slot.name, "\n".join(filter(None, (where, line))), aside, Order("load", slot.id))


def settings(kept: Settings, selected: int = 0) -> Sheet:
    """Each setting; picking one takes its next word."""
    rows = tuple(
        Row(f"{each.label}: {kept.words[each.name]}", each.help, ", ".join(each.words), Order("settings", each.name))
        for each in SETTINGS
    )
    return Sheet("settings", "Settings", ("Pick one to change it.",), rows, selected=selected)


def commands() -> Sheet:
    """The help of the plain front end: what can be typed."""
    intro = ("Type the number of an option, or some of its words. You can also type:",)
    rows = tuple(
        Row(_typed(command.name, command.argument), command.help, "or " + ", ".join(command.words) if command.words else "")
        for command in COMMANDS
    )
    return Sheet("help", "Help", intro, rows)


def keys(where: Where, *, in_ascii: bool) -> Sheet:
    """The help of the full screen for the place where it was asked for: which keys work, and what can be typed."""
    reading = [
        Row(", ".join(key_text(key, in_ascii=in_ascii) for key in each.keys), each.help)
        for each in READING_KEYS
        if where in each.where
    ]
    pressed = [
        Row(
            ", ".join(key_text(key, in_ascii=in_ascii) for key in command.keys),
            command.help,
            _typed(command.name, command.argument),
        )
        for command in COMMANDS
        if command.keys and (where == "story" or command.sheets)
    ]
    typed = [
        Row("", command.help, _typed(command.name, command.argument))
        for command in COMMANDS
        if not command.keys and where == "story"
    ]
    digits = Row("1 … 9" if not in_ascii else "1 to 9", "Take that option")
    intro = ("A letter that begins a word may be typed on: the first key is taken back. A Korean keyboard works as it is.",)
    return Sheet("help", "Keys for here", intro if where == "story" else (), (digits, *reading, *pressed, *typed))


def _typed(name: str, argument: str) -> str:
    return f"{name} {argument}".strip()
