from __future__ import annotations

from game.terminal.full_screen.tables import sheet_rows
from game.terminal.full_screen.viewport import DrawnRow, Measure
from game.terminal.layout import cells
from game.terminal.outcomes import Order, Row, Sheet

PEOPLE = Sheet(
    "party",
    "People",
    rows=(
        Row(
            "Su-hyeok 이수혁", "Gave up fighting. Walks last. Sleeps in his *shoes*, and says that it is for the cold.", "Trust 1"
        ),
        Row("Dae-su 양대수", "Carries most things, jokes about the rest.", "Trust 0"),
    ),
)
SAVES = Sheet(
    "load",
    "Saves",
    rows=(
        Row("one", "The tent, turn 3\nIt was late.", "14 min", Order("load", "one")),
        Row("broken", locked="It cannot be read."),
        Row("텐트", "The hill, turn 9", "1 h 02 min", Order("load", "two")),
    ),
)


def text(row: DrawnRow) -> str:
    return "".join(words for _, words in row.fragments)


def drawn(sheet: Sheet, width: int) -> list[DrawnRow]:
    return list(sheet_rows(sheet, Measure(width + 4, width, 2)))


def test_columns_stand_under_each_other_also_with_hangul() -> None:
    rows = [text(row) for row in drawn(PEOPLE, 72)]
    starts = {cells(row[: row.index(words)]) for row in rows for words in ("Gave up", "Carries") if words in row}
    assert len(starts) == 1
    assert [row.split()[0] for row in rows if "Trust" in row] == ["Trust", "Trust"]  # under the name: few rows for many people
    assert all(cells(row) <= 72 for row in rows)


def test_in_a_narrow_window_everything_is_in_one_column() -> None:
    rows = [text(row) for row in drawn(PEOPLE, 30)]
    assert rows[1].strip() == "Su-hyeok 이수혁"
    assert rows[2].startswith("Gave up fighting.")
    assert all(cells(row) <= 30 for row in rows)


def test_rows_that_can_be_picked_are_numbered_and_know_their_item() -> None:
    rows = drawn(SAVES, 72)
    leads = {row.item: text(row).split()[:2] for row in rows if row.lead}
    assert leads == {0: ["1", "one"], 1: ["2", "텐트"]}
    assert [row.item for row in rows if "It was late." in text(row)] == [0]
    assert [row.item for row in rows if "cannot be read" in text(row)] == [-1]


def test_styles_are_classes_of_our_themes_and_emphasis_is_one_of_them() -> None:
    styles = {style: words for row in drawn(PEOPLE, 72) for style, words in row.fragments if words.strip()}
    assert styles["class:prose class:emphasis"] == "shoes"
    assert {"class:head", "class:prose", "class:aside"} <= set(styles)


def test_text_is_no_markup_and_drives_no_terminal() -> None:
    sheet = Sheet("x", "X", rows=(Row("[bold]head[/]", ":smile: \x1b[31mred [link=file:///]x[/link]", "a"),))
    shown = "".join(text(row) for row in drawn(sheet, 72))
    assert "[bold]head[/]" in shown
    assert ":smile: [31mred [link=file:///]x[/link]" in " ".join(shown.split())
    assert "\x1b" not in shown


def test_rows_of_one_line_stand_close_together_among_taller_ones() -> None:
    sheet = Sheet(
        "status",
        "Where you are",
        rows=(
            Row("Place", "The camp"),
            Row("Time", "22:40"),
            Row("Seed", "7", "the same seed and choices give the same night, always"),
        ),
    )
    rows = [text(row).split()[:1] for row in drawn(sheet, 60)]
    assert rows[1:5] == [["Place"], ["Time"], [], ["Seed"]]


def test_numbers_of_one_and_two_digits_end_under_each_other() -> None:
    rows = tuple(Row(f"thing {number}", "turn 1", order=Order("reread", str(number))) for number in range(1, 12))
    found = [text(row) for row in drawn(Sheet("history", "Read", rows=rows), 60)]
    assert {row.index("thing") for row in found if "thing" in row} == {found[-1].index("thing")}
    assert found[1].startswith(" 1 ")
    assert found[-1].startswith("11 ")
