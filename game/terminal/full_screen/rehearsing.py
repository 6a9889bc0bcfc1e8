"""An author's screen: it takes up what is saved, and has the mistakes of the files at its foot for as long as they are there."""

from __future__ import annotations

from collections.abc import Iterator

from game.telling.blocks import Block
from game.terminal.commands import BY_NAME, key_text
from game.terminal.full_screen import draw
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.viewport import Fragment, Measure
from game.terminal.layout import cells, clip
from game.terminal.outcomes import Mistake, Order
from game.terminal.rehearsal import Reading

ROWS_FOR_LINES = 16
PART_OF_SCREEN = 3
DRAWN_ANEW = frozenset(("title", "debug", "mistakes"))
"""Sheets that say what the files say."""
GUTTER = 10
"""What stands before the author's line at most: its number and a bar."""


def take_up(player: Player, reading: Reading) -> None:
    """The story was read again. What is typed and marked stays, and so does the page that is open."""
    rehearsal = player.game.rehearsal
    if rehearsal is None:
        return
    reloaded = rehearsal.take_up(player.game, reading)
    if player.game.session is not None:
        player.story.sync(stay=not reloaded.moved)
    if player.screen.name in DRAWN_ANEW:
        player.do(Order(player.screen.name))
    player.message = ""
    if not rehearsal.is_broken:
        _tell(player, reloaded.told)


def _tell(player: Player, text: str) -> None:
    """At the foot, where that has room and nobody types; else in the story."""
    if player.editor is None and cells(text) <= player.columns - 4:
        player.message = text
    else:
        player.story.add([Block("remark", text)])


def panel(player: Player, measure: Measure, rows: int) -> list[list[Fragment]]:
    """What to say, and the first mistakes as far as a third of the screen goes. Nothing when there are none."""
    rehearsal = player.game.rehearsal
    if rehearsal is None or not rehearsal.is_broken or player.screen.name == "mistakes":
        return []
    found = rehearsal.mistakes(measure.width - GUTTER)
    count = len(rehearsal.report.errors)
    key = key_text(BY_NAME["mistakes"].keys[0])
    head = f"{key}: {count} mistake{'s' * (count != 1)}; the story as it was plays on"
    lines = _first(found[:count], measure, rows // PART_OF_SCREEN) if rows >= ROWS_FOR_LINES else ()
    margin = " " * measure.left
    return [[("class:message", margin + clip(head, measure.width))], *([("", margin), *line] for line in lines)]


def _first(found: tuple[Mistake, ...], measure: Measure, room: int) -> Iterator[tuple[Fragment, ...]]:
    """The rows of the first mistakes: as many as there is room for, the first one in any case as far as it goes."""
    used = 0
    for mistake in found:
        drawn = draw.mistake_rows(mistake, measure)
        if used and used + len(drawn) > room:
            return
        used += len(drawn)
        yield from (row.fragments for row in drawn[:room])
