"""The whole screen as rows of fragments: the bar above, the window on the story or a sheet, the line of hints below.

Every text on the full screen comes through here, and through the door.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.records import dataclass
from game.story.model import Mood
from game.terminal.commands import BY_NAME, COMMANDS, key_text
from game.terminal.door import one_line
from game.terminal.full_screen import draw, edges
from game.terminal.full_screen.draw import SMALLEST_COLUMNS, SMALLEST_ROWS
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.rehearsing import panel
from game.terminal.full_screen.screens import SheetScreen
from game.terminal.full_screen.viewport import DrawnRow, Fragment, Measure
from game.terminal.layout import cells, clip, wrap

ROWS_FOR_RULES = 12
COLUMNS_FOR_ALL_HINTS = 60
NO_ITEM = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """`items` says for each row which item a click on it picks. The cursor marks what is selected or where one types."""

    rows: tuple[tuple[Fragment, ...], ...]
    items: tuple[int, ...]
    cursor: tuple[int, int]


def compose(player: Player, columns: int, rows: int) -> Frame:
    """What the screen shows at this size. The player learns from it what is in view."""
    player.columns = columns
    if columns < SMALLEST_COLUMNS or rows < SMALLEST_ROWS:
        return _too_small(columns, rows)
    measure = draw.measure_for(columns, rows, player.game.settings.width, player.story.names, in_ascii=player.signs.ascii)
    notes = panel(player, measure, rows)
    height = rows - sum(_edge_heights(player, rows)) - len(notes)
    drawn = player.screen.viewport.rows(measure, height)
    window, items, (x, y) = _window(player, drawn, measure, height)
    above, (*rules, foot) = _edges(player, measure, rows)
    below = [*rules, *notes, foot]
    cursor = (x, y + len(above))
    if player.editor is not None:
        cursor = (measure.left + cells(_typed_part(player, measure)[0]), rows - 1)
    all_items = (NO_ITEM,) * len(above) + items + (NO_ITEM,) * len(below)
    return Frame(tuple(_through_the_door(row) for row in (*above, *window, *below)), all_items, cursor)


def _edge_heights(player: Player, rows: int) -> tuple[int, int]:
    """How many rows stand above and below the window. A title needs none above, and in a low window there are no rules."""
    if player.screen.name == "title":
        return 0, 1
    return (2, 2) if rows >= ROWS_FOR_RULES else (1, 1)


def _edges(player: Player, measure: Measure, rows: int) -> tuple[list[list[Fragment]], list[list[Fragment]]]:
    """The rows above and below the window; the rules say whether there is more."""
    above, below = _edge_heights(player, rows)
    upper = [_bar(player, measure), edges.rule(measure, _above(player))]
    lower = [edges.rule(measure, _more(player)), _foot(player, measure)]
    return upper[:above], lower[-below:]


def _through_the_door(row: Sequence[Fragment]) -> tuple[Fragment, ...]:
    return tuple((style, one_line(text)) for style, text in row)


def mood(player: Player) -> Mood:
    """The mood of the scene on the screen; of the title, that of the scene in which the story begins."""
    story, view = player.game.program.story, player.game.view
    if view is None or player.screen.name == "title":
        return story.scenes[story.start].mood
    return view.mood


def _window(
    player: Player, drawn: list[DrawnRow], measure: Measure, height: int
) -> tuple[list[tuple[Fragment, ...]], tuple[int, ...], tuple[int, int]]:
    """The rows of the window with their margins, the item of each, and where the cursor stands."""
    selected = player.screen.selected if player.screen.orders and player.editor is None else NO_ITEM
    lower = (height - len(drawn)) * 2 // 5 if player.screen.name == "title" else 0
    rows: list[tuple[Fragment, ...]] = [()] * lower
    cursor = (measure.left, 0)
    for at, row in enumerate(drawn, lower):
        chosen = row.item == selected != NO_ITEM
        if chosen and row.lead:
            cursor = (measure.left + row.shift - 2, at)
        rows.append(_with_margin(row, measure, chosen=chosen))
    rows += [()] * (height - len(rows))
    items = (NO_ITEM,) * lower + tuple(row.item for row in drawn)
    items += (NO_ITEM,) * (height - len(items))
    return rows, items, cursor


def _with_margin(row: DrawnRow, measure: Measure, *, chosen: bool) -> tuple[Fragment, ...]:
    left = measure.left + row.shift
    if chosen:
        marker = "> " if row.lead else "  "
        picked = tuple((f"{style} class:chosen", text) for style, text in row.fragments)
        return (("", " " * (left - 2)), ("class:number class:chosen", marker), *picked)
    if row.tag is None:
        return (("", " " * left), *row.fragments)
    style, tag = row.tag
    shown = clip(tag, measure.left - 3 if measure.names else 1)
    gap = 2 if measure.names and len(tag) > 1 else 1
    return (("", " " * (measure.left - cells(shown) - gap)), (style, shown), ("", " " * gap), *row.fragments)


def _bar(player: Player, measure: Measure) -> list[Fragment]:
    view = player.game.view
    return edges.status_bar(view, measure, player.story.changed) if view is not None else []


def _above(player: Player) -> str:
    """What stands in the rule above the window: in the story who is with the player, if it is worth saying."""
    if player.screen is player.story:
        return player.game.view.company if player.game.view is not None else ""
    return "more above: PgUp" if player.screen.viewport.above and player.screen.name != "story" else ""


def _more(player: Player) -> str:
    return "more below: Space" if player.screen.viewport.below else ""


def _foot(player: Player, measure: Measure) -> list[Fragment]:
    if player.editor is not None:
        return _typing(player, measure)
    if player.message:
        return [("class:message", " " * measure.left + clip(player.message, measure.columns - measure.left - 1))]
    return edges.hints(*_hints(player), measure)


def _typing(player: Player, measure: Measure) -> list[Fragment]:
    """What is typed, and at the right what Enter would do."""
    before, after = _typed_part(player, measure)
    used = measure.left + cells(before) + cells(after)
    edge = min(measure.columns - 1, measure.left + measure.width)
    preview = player.preview()
    words = clip(preview, edge - used - 3) if preview else ""
    room = edge - used - cells(words)
    fill = [("class:typed", " " * room), ("class:hint", words)] if words and room > 1 else []
    return [("", " " * (measure.left - 2)), ("class:number", "> "), ("class:typed", before + after), *fill]


def _typed_part(player: Player, measure: Measure) -> tuple[str, str]:
    """What stands before and behind the cursor, as much as fits: the text moves along with the cursor."""
    if player.editor is None:
        return "", ""
    room = measure.columns - measure.left - 2
    before, after = player.editor.text[: player.editor.cursor], player.editor.text[player.editor.cursor :]
    while cells(before) > room - 1:
        before = before[1:]
    return before, clip(after, room - cells(before), "")


def _hints(player: Player) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The keys of here, as many as there is room for, and behind them those that always stand there."""
    if player.screen is player.story:
        shown = ("help", "undo", "skip", "journal", "party", "map", "things")
        pairs = [
            (key_text(command.keys[0]), _WORDS[command.name]) for name in shown for command in COMMANDS if command.name == name
        ]
        own = [(key_text(BY_NAME["debug"].keys[0]), "debug")] if player.game.rehearsal is not None else []
        useful = [pair for pair in pairs if _matters(player, pair[1])]
        menu = (key_text("escape"), "menu")  # from there, everything that is left out can be reached
        if player.columns < COLUMNS_FOR_ALL_HINTS:
            return [useful[0], menu, *useful[1:], *own], []
        return useful, [*own, menu, ("/", "type")]
    if player.screen.name == "title":
        return [("Enter", "pick"), ("?", "help"), ("Ctrl-Q", "quit")], []
    if isinstance(player.screen, SheetScreen) and player.screen.sheet.then is not None:
        pick = [("Enter", "pick"), (key_text("escape"), "read on")] if player.screen.orders else [("Enter", "begin")]
        return [*pick, ("?", "help")], []
    close = [(key_text("escape"), "close"), ("?", "help")]
    return ([("Enter", "pick"), *close] if player.screen.orders else close), []


def _matters(player: Player, hint: str) -> bool:
    """Whether a hint is of use yet: what cannot be done is not offered, nor a page that the story has nothing for."""
    session, story = player.game.session, player.game.program.story
    if session is None:
        return True
    match hint:
        case "look":
            return bool(session.view.looks)
        case "undo":
            return session.can_undo
        case "skip":
            return player.story.can_skip
        case "journal":
            return bool(story.notes)
        case "people":
            return any(member.student or member.now for member in story.cast.values())
        case "map":
            return bool(story.places)
        case _:
            return True


_WORDS = {"help": "help", "undo": "undo", "skip": "skip", "journal": "journal", "party": "people", "map": "map", "things": "look"}


def _too_small(columns: int, rows: int) -> Frame:
    """Says so, and how to go on, in as many words as there is room for."""
    text = (
        f"This window is {columns} by {rows}: too small for the story. From {SMALLEST_COLUMNS} by {SMALLEST_ROWS} on it is "
        "there again, where you were. Ctrl-C leaves; everything is kept."
    )
    lines = [text[start:end] for start, end in wrap(text, max(1, columns))][:rows]
    shown = tuple((("class:prose", line),) for line in lines)
    return Frame(shown + ((),) * (rows - len(shown)), (NO_ITEM,) * rows, (0, 0))
