"""The gallery shows what was reached by its title, and of the rest only the hints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from game.saving.store import Store
from game.terminal.game import Game
from game.terminal.outcomes import Order, Row, Sheet
from tests.making import DECLARATIONS, program

EARNING = DECLARATIONS + "achievements: {quiet: {title: Quiet hands}, loud: {title: Loud, hint: Shout.}}\n"
SCENES = """
    first:
      script:
        - choose: [{pick: Quietly, do: achieve quiet}, {pick: Loudly, do: achieve loud}]
        - choose: [{pick: On}]
        - end: fine
"""


def gallery(game: Game) -> Sheet:
    shown = game.perform(Order("endings"))
    assert isinstance(shown, Sheet)
    return shown


def told_rows(sheet: Sheet) -> tuple[Row, ...]:
    """The rows, whatever heading they stand under."""
    return tuple(replace(row, group="") for row in sheet.rows)


def test_achievements_stand_in_the_gallery_from_when_they_are_earned(tmp_path: Path) -> None:
    game = Game(program(SCENES, EARNING), Store(tmp_path), folder=tmp_path)
    assert told_rows(gallery(game)) == (Row("Not seen yet"), Row("Not earned yet"), Row("Not earned yet", "Shout."))
    game.begin(seed=1)
    game.perform(Order("choose", "quietly"))
    assert told_rows(gallery(game)) == (Row("Not seen yet"), Row("Quiet hands", "", "earned"), Row("Not earned yet", "Shout."))
    game.perform(Order("choose", "on"))
    shown = gallery(game)
    assert (shown.title, shown.intro) == ("Endings and achievements", ("Endings: 1 of 1 seen. Achievements: 1 of 2 earned.",))
    assert told_rows(shown)[0] == Row("Fine", "", "seen")
    game.close()


def test_a_story_without_achievements_has_a_gallery_of_endings_alone(tmp_path: Path) -> None:
    plain = SCENES.replace("achieve quiet", "told = true").replace("achieve loud", "noise = 5")
    game = Game(program(plain), Store(tmp_path), folder=tmp_path)
    assert (gallery(game).title, gallery(game).rows) == ("Endings", (Row("Not seen yet"),))
