"""The mistakes of the story's files at the foot of an author's screen, for as long as the story as it was plays on."""

from __future__ import annotations

from collections.abc import Iterator

from game.terminal.commands import BY_NAME, key_text
from game.terminal.full_screen import draw
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.viewport import Fragment, Measure
from game.terminal.layout import clip
from game.terminal.outcomes import Mistake

ROWS_FOR_LINES = 16
PART_OF_SCREEN = 3
GUTTER = 10
"""What stands before the author's line at most: its number and a bar."""


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
