from __future__ import annotations

from game.terminal.full_screen.trees import tree_rows
from game.terminal.full_screen.viewport import Measure
from game.terminal.layout import cells
from game.terminal.outcomes import Row

PLACES = (
    Row("The tent", "Six bunks, and a seventh that nobody sleeps in at all.", stem="┌ ", under="│ "),
    Row("The camp", "Gravel.", "you are here", stem="├ ", under="│ "),
    Row("부엌 kitchen", "Warm, as far as it goes, and it does not go far tonight.", stem="│  └─ ", under="│     "),
    Row("The road", stem="└ ", under="  "),
)


def drawn(width: int, *, in_ascii: bool = False) -> list[str]:
    rows = tree_rows(PLACES, Measure(width + 4, width, 2, ascii=in_ascii))
    return ["".join(text for _, text in row.fragments).rstrip() for row in rows]


def test_names_stand_in_a_tree_and_words_beside_them_in_a_column() -> None:
    assert drawn(54) == [
        "",
        "┌ The tent           Six bunks, and a seventh that",
        "│                    nobody sleeps in at all.",
        "├ The camp           you are here",
        "│                    Gravel.",
        "│  └─ 부엌 kitchen   Warm, as far as it goes, and it",
        "│                    does not go far tonight.",
        "└ The road",
    ]


def test_in_a_narrow_window_words_stand_under_the_names_and_the_lines_go_on() -> None:
    rows = drawn(26)
    assert rows[1:4] == ["┌ The tent", "│ Six bunks, and a seventh", "│ that nobody sleeps in at"]
    assert all(cells(row) <= 26 for row in rows)
    assert {row[0] for row in rows[2:-1]} == set("│├")


def test_in_ascii_there_are_no_other_lines() -> None:
    assert all(not set(row) & set("┌├└│─") for row in drawn(54, in_ascii=True))
    assert drawn(54, in_ascii=True)[3].startswith("+ The camp")


def test_a_very_narrow_window_cuts_names_and_stays_within() -> None:
    assert all(cells(row) <= 9 for row in drawn(9))
