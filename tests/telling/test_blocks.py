from __future__ import annotations

from game.engine.state import Ended, Entered, Line, Noted, Paragraph, Picked, Pictured, Rolled, Sensitive, Sounded, Speech
from game.telling.blocks import Block, last_title, tell

LINES: tuple[Line, ...] = (
    Picked("go", "Go on"),
    Entered("yard", "The yard"),
    Paragraph("It is *cold*."),
    Entered("yard_2", "The yard"),
    Speech("ha_ri", "Ha-ri", "Quiet."),
    Rolled("latch", 60, passed=True, shown=True),
    Rolled("secret", 10, passed=False, shown=False),
    Noted("gate", "The gate"),
    Ended("dawn", "Dawn"),
)


def test_every_line_that_is_for_the_player_becomes_a_block() -> None:
    assert list(tell(LINES)) == [
        Block("picked", "Go on"),
        Block("heading", "The yard"),
        Block("prose", "It is *cold*."),
        Block("speech", "Quiet.", "ha_ri", "Ha-ri"),
        Block("remark", "A roll of the dice, 60 in 100: it holds."),
        Block("remark", "In your journal: The gate."),
        Block("ending", "The end: Dawn"),
    ]


def test_a_heading_stands_only_where_the_title_changes() -> None:
    assert [block.kind for block in tell(LINES, "The yard")].count("heading") == 0
    assert last_title(LINES, "The camp") == "The yard"
    assert last_title(LINES[:1], "The camp") == "The camp"


def test_a_scene_without_a_heading_goes_on_under_the_last_one() -> None:
    lines: tuple[Line, ...] = (
        Entered("yard", "The yard"),
        Entered("wind", "", FENCE),
        Paragraph("Wind."),
        Entered("yard", "The yard"),
    )
    assert [block.kind for block in tell(lines)] == ["heading", "picture", "prose"]
    assert last_title(lines[:2], "") == "The yard"


def test_a_failed_roll_is_said_in_words() -> None:
    (block,) = tell([Rolled("latch", 60, passed=False, shown=True)])
    assert block.text == "A roll of the dice, 60 in 100: it does not hold."


FENCE = Pictured("fence", ("|--|",), "A fence.")


def test_a_picture_of_a_scene_stands_under_its_heading() -> None:
    lines: tuple[Line, ...] = (Entered("yard", "The yard", FENCE), Paragraph("Cold."))
    drawn = Block("picture", "A fence.", picture=("|--|",))
    assert list(tell(lines)) == [Block("heading", "The yard"), drawn, Block("prose", "Cold.")]
    assert list(tell(lines, "The yard")) == [Block("prose", "Cold.")]


def test_of_what_is_sensitive_one_side_is_told() -> None:
    line = Sensitive((Paragraph("Hard."), FENCE), (Paragraph("Soft."), Sounded("siren", "A siren.")))
    assert [block.text for block in tell([line])] == ["Hard.", "A fence."]
    assert [block.text for block in tell([line], soften=True)] == ["Soft.", "[A siren.]"]
