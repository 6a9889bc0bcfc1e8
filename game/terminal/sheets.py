"""The sheets of the game: menus, lists and pages, made from what there is, as values that both front ends can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from game.engine.state import Companion, Entry, View
from game.saving.memory import Reached
from game.story.model import Story as StoryModel
from game.telling.words import counted
from game.terminal.commands import NOTHING_KEPT, READING_KEYS, Command, Where, groups_of, key_text
from game.terminal.outcomes import Order, Row, Sheet, Story
from game.terminal.settings import SETTINGS, Settings


def journal(entries: Iterable[Entry], scenes: Mapping[int, str]) -> Sheet:
    """Notes by kind, each kind in the order of noting: what is owed first, then what others do not know. `scenes` has the title
    of the scene for each turn, as far as it is known.
    """
    grouped: dict[str, list[Entry]] = {kind: [] for kind in _KINDS}
    for entry in entries:
        grouped.setdefault(entry.kind, []).append(entry)
    rows = [
        Row(
            entry.title,
            entry.text,
            ", ".join(filter(None, (scenes.get(entry.turn), f"turn {entry.turn}"))),
            group=_KINDS.get(kind, kind),
        )
        for kind, found in grouped.items()
        for entry in found
    ]
    return Sheet("journal", "Journal", rows=tuple(rows), empty="Nothing yet. What you learn and promise will stand here.")


_KINDS = {"promise": "Promises", "secret": "Secrets", "note": "Notes"}


def party(companions: Iterable[Companion]) -> Sheet:
    """Who is with the player, with what is known of each."""
    rows = tuple(
        Row(
            " ".join(filter(None, (each.name, each.hangul))),
            "\n".join(filter(None, (each.about, each.now))),
            ", ".join(f"{label} {words}" for label, words in each.attributes),
        )
        for each in companions
    )
    return Sheet("party", "People", rows=rows, empty="Nobody. You are on your own.")


def bag(carried: str, items: Iterable[str]) -> Sheet:
    """What is carried: what the story says of it, then a thing a row."""
    rows = tuple(Row(item[:1].upper() + item[1:]) for item in items)
    return Sheet("bag", "What you carry", (carried,) if carried else (), rows, empty="" if carried else "Nothing.")


def status(view: View, seed: int) -> Sheet:
    """The status line in words, and where the player is."""
    rows = [Row("Scene", view.title), Row("Place", view.place)] if view.place else [Row("Scene", view.title)]
    rows += [Row(item.label, item.text) for item in view.status]
    rows += [Row(view.company)] if view.company else []
    rows += [Row("Turn", str(view.turn)), Row("Seed", str(seed), "the same seed and choices give the same night")]
    return Sheet("status", "Where you are", rows=tuple(rows))


def endings(story: StoryModel, reached: Reached) -> Sheet:
    """Every ending and achievement: by its title when it was reached, else by its hint."""
    group = "Endings" if story.achievements else ""
    rows = [_reached(each.title, each.hint, "seen", group, got=each.id in reached.endings) for each in story.endings.values()]
    rows += [
        _reached(each.title, each.hint, "earned", "Achievements", got=each.id in reached.achievements)
        for each in story.achievements.values()
    ]
    if not story.achievements:
        return Sheet("endings", "Endings", (endings_text(story, reached) + ".",), tuple(rows), "This story has no endings.")
    earned = len(story.achievements.keys() & set(reached.achievements))
    intro = f"Endings: {endings_text(story, reached)}. Achievements: {earned} of {len(story.achievements)} earned."
    return Sheet("endings", "Endings and achievements", (intro,), tuple(rows))


def _reached(title: str, hint: str, how: str, group: str, *, got: bool) -> Row:
    """A row of the gallery. What was not reached is known only by its hint."""
    return Row(title, "", how, group=group) if got else Row(f"Not {how} yet", hint, group=group)


def endings_text(story: StoryModel, reached: Reached) -> str:
    """`1 of 3 seen`."""
    return f"{len(story.endings.keys() & set(reached.endings))} of {len(story.endings)} seen"


def title(story: StoryModel, way_in: Row | None, saves: int, reached: Reached, more: tuple[Row, ...]) -> Sheet:
    """The title screen. `way_in` goes on with a run, if there is one; `more` stands before the way out."""
    rows = (
        way_in,
        Row("New run", order=Order("restart")),
        Row("Load", "", counted(saves, "save"), Order("load")) if saves else None,
        Row("Endings", "", endings_text(story, reached), Order("endings")),
        Row("Settings", order=Order("settings")),
        *more,
        Row("Quit", order=Order("quit")),
    )
    about = (story.about,) if story.about else ()
    return Sheet(
        "title", story.title, about, tuple(filter(None, rows)), cover=story.art[story.cover] if story.cover is not None else None
    )


def pages() -> Sheet:
    """Everything that can be read about a run, for those who only use arrows, digits or the mouse."""
    rows = (
        Row("Journal", order=Order("journal")),
        Row("People", order=Order("party")),
        Row("What you carry", order=Order("bag")),
        Row("Map", order=Order("map")),
        Row("Where you are", order=Order("status")),
        Row("Things to look at", order=Order("things")),
        Row("What you have read", order=Order("history")),
        Row("What your choices changed", order=Order("summary")),
        Row("How many endings are open", order=Order("doors")),
        Row("Help", order=Order("help")),
    )
    return Sheet("pages", "Pages", rows=rows)


def menu(*, kept: bool) -> Sheet:
    """What is not of the story, from inside a run."""
    rows = (
        Row("Go on", order=Order("continue")),
        Row("Pages", "", "journal, people, bag, map …", Order("pages")),
        Row("Save under a name", order=Order("name")),
        Row("Load", order=Order("load")),
        Row("Endings", order=Order("endings")),
        Row("Settings", order=Order("settings")),
        Row("Title screen", order=Order("title")),
        Row("Quit", "", "everything is kept" if kept else "", Order("quit")),
    )
    return Sheet("menu", "Menu", rows=rows)


def ahead(notes: tuple[str, ...]) -> Sheet:
    """What is ahead, for a player who has asked to be told; nothing of the passage is shown yet."""
    rows = (Row("Read on", order=Order("read on")), Row("Take back the choice", order=Order("undo")))
    return Sheet("ahead", "Ahead", notes, rows, then=Story())


def after_the_end(*, can_undo: bool) -> tuple[Row, ...]:
    """What can be done when a run is over. The first does no harm: it is what an Enter too many picks."""
    rows = (
        Row("What your choices changed", order=Order("summary")),
        Row("Endings", order=Order("endings")),
        Row("Keep this run as a page", order=Order("keep")),
        Row("Begin a new run", order=Order("restart")),
        Row("Begin a new run and skip what you have read", order=Order("again")),
        Row("Take back the last choice", order=Order("undo")) if can_undo else None,
        Row("Title screen", order=Order("title")),
        Row("Quit", order=Order("quit")),
    )
    return tuple(filter(None, rows))


def settings(kept: Settings, selected: int = 0) -> Sheet:
    """Each setting; picking one takes its next word."""
    rows = tuple(Row(f"{each.label}: {kept.words[each.name]}", "", each.help, Order("settings", each.name)) for each in SETTINGS)
    return Sheet("settings", "Settings", ("Pick one to change it.",), rows, selected=selected)


def commands(*, authors: bool = False) -> Sheet:
    """The help of the plain front end: what can be typed."""
    intro = (
        "Type the number of an option, or some of its words. You can also type the words below, or as much of one as is clear. "
        "A Tab at the end of a line asks what it could become.",
        *((NOTHING_KEPT,) if authors else ()),
    )
    rows = tuple(
        Row(_typed(command), command.help, "or " + ", ".join(command.words) if command.words else "", group=group)
        for group, found in groups_of(authors=authors).items()
        for command in found
    )
    return Sheet("help", "Help", intro, rows)


def keys(where: Where, *, in_ascii: bool, authors: bool = False) -> Sheet:
    """The help of the full screen for the place where it was asked for: which keys work, and what can be typed."""
    reading = [Row(_keys(each.keys, in_ascii), each.help, group="Here") for each in READING_KEYS if where in each.where]
    digits = () if where == "typing" else (Row("1 to 9", "Take that option", group="Here"),)
    asked = [
        Row(", ".join(filter(None, (_keys(_pressed(command, where), in_ascii), _typed(command)))), command.help, group=group)
        for group, found in groups_of(authors=authors).items()
        for command in found
        if where != "sheet" or (command.sheets and command.keys)
    ]
    intro = (*_WHAT_TO_TYPE[where], *((NOTHING_KEPT,) if authors else ()))
    more = (
        Row("A word", "A letter that begins one may be typed on: what its key did is taken back", group="Besides"),
        Row("한글" if not in_ascii else "Korean", "A Korean keyboard works as it is, key for key", group="Besides"),
        Row("*" if in_ascii else "·", "Behind the number of an option: you took it in an earlier run", group="Besides"),
    )
    return Sheet("help", "Keys for here", intro, (*digits, *reading, *asked, *(more if where == "story" else ())))


_WHAT_TO_TYPE: Mapping[Where, tuple[str, ...]] = {
    "story": (),
    "typing": ("Words of an option, of a thing to look at, or one of the commands: as much of them as is clear.",),
    "sheet": (),
}


def _pressed(command: Command, where: Where) -> tuple[str, ...]:
    """Its keys that work there: while a line is typed, letters are letters."""
    return tuple(key for key in command.keys if where != "typing" or len(key) > 1)


def _keys(keys: tuple[str, ...], in_ascii: bool) -> str:
    return ", ".join(key_text(key, in_ascii=in_ascii) for key in keys)


def _typed(command: Command) -> str:
    return f"{command.name} {command.argument}".strip()
