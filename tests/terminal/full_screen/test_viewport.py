from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from game.terminal.full_screen.viewport import GAP, DrawnRow, Measure, Viewport
from game.terminal.layout import wrap


class Texts:
    """Texts as contents; counts how many were drawn."""

    def __init__(self, texts: list[str], items: int = 0) -> None:
        self.texts = texts
        self.items = items
        self.drawn = 0

    def __len__(self) -> int:
        return len(self.texts)

    def rows(self, element: int, measure: Measure) -> Sequence[DrawnRow]:
        self.drawn += 1
        text = self.texts[element]
        item = element - (len(self.texts) - self.items)
        gap = [DrawnRow((), GAP)] if element else []
        return gap + [
            DrawnRow((("", text[start:end]),), start, item if item >= 0 else -1, item >= 0 and not start)
            for start, end in wrap(text, measure.width)
        ]


def measure(width: int) -> Measure:
    return Measure(width, width, 0)


def shown(viewport: Viewport, width: int, height: int) -> list[str]:
    return ["".join(text for _, text in row.fragments) for row in viewport.rows(measure(width), height)]


def numbered(count: int) -> Texts:
    return Texts([f"text number {number} of them" for number in range(count)])


def test_the_end_is_in_view_at_first() -> None:
    viewport = Viewport(numbered(50))
    assert shown(viewport, 30, 3) == ["text number 48 of them", "", "text number 49 of them"]
    assert viewport.above
    assert not viewport.below


def test_a_short_text_stands_at_the_top() -> None:
    viewport = Viewport(numbered(1))
    assert shown(viewport, 30, 5) == ["text number 0 of them"]
    assert not viewport.above
    assert not viewport.below


def test_a_long_history_costs_what_the_window_shows() -> None:
    contents = numbered(100_000)
    viewport = Viewport(contents)
    shown(viewport, 30, 20)
    viewport.page(-1)
    shown(viewport, 30, 20)
    viewport.to_start()
    assert shown(viewport, 30, 20)[0] == "text number 0 of them"
    assert contents.drawn < 500


def test_pages_meet_in_a_row_and_go_back_to_the_same_place() -> None:
    viewport = Viewport(numbered(40))
    shown(viewport, 30, 10)
    viewport.page(-2)
    before = shown(viewport, 30, 10)
    viewport.page(-1)
    assert shown(viewport, 30, 10)[-1] == before[0]
    viewport.page(1)
    assert shown(viewport, 30, 10) == before


def test_scrolling_stops_at_both_ends() -> None:
    viewport = Viewport(numbered(9))
    end = shown(viewport, 30, 5)
    viewport.scroll(1000)
    assert shown(viewport, 30, 5) == end
    viewport.scroll(-1000)
    assert shown(viewport, 30, 5)[0] == "text number 0 of them"
    assert viewport.below
    assert not viewport.above


def test_at_the_end_what_is_added_comes_into_view_and_elsewhere_the_place_is_kept() -> None:
    contents = numbered(9)
    viewport = Viewport(contents)
    shown(viewport, 30, 5)
    contents.texts.append("new")
    assert shown(viewport, 30, 5)[-1] == "new"
    viewport.scroll(-4)
    before = shown(viewport, 30, 5)
    contents.texts.append("newer")
    assert shown(viewport, 30, 5) == before


@given(st.integers(12, 60), st.integers(12, 60), st.integers(0, 60))
def test_the_same_words_stay_at_the_top_when_the_width_changes(before: int, after: int, back: int) -> None:
    contents = Texts([" ".join(f"w{text}_{word}" for word in range(40)) for text in range(8)])
    viewport = Viewport(contents)
    shown(viewport, before, 10)
    viewport.scroll(-10 - back)
    first = next(iter(shown(viewport, before, 10)[0].split()), None)
    again = shown(viewport, after, 10)
    if viewport.below and first is not None:
        assert first in again[0].split()
    assert len(again) == 10


def test_what_is_new_is_shown_from_its_beginning_when_it_is_too_long() -> None:
    contents = Texts(["old " * 20, "new " * 200, "last"])
    viewport = Viewport(contents)
    viewport.show_from(1)
    assert shown(viewport, 20, 8)[0].startswith("new")
    assert viewport.below


def test_what_is_new_and_short_is_shown_with_what_was_before() -> None:
    contents = Texts(["old", "new", "last"])
    viewport = Viewport(contents)
    viewport.show_from(1)
    assert shown(viewport, 20, 8) == ["old", "", "new", "", "last"]


def test_what_is_known_already_leaves_the_window_where_that_lets_all_the_rest_in() -> None:
    contents = Texts(["old", "picked", "new", "last"])
    viewport = Viewport(contents)
    viewport.show_from(1, needed=2)
    assert shown(viewport, 20, 3) == ["new", "", "last"]
    assert not viewport.below


def test_what_is_known_already_stays_where_the_rest_does_not_fit_without_it() -> None:
    viewport = Viewport(Texts(["old", "picked", "new " * 40, "last"]))
    viewport.show_from(1, needed=2)
    assert "picked" in shown(viewport, 20, 4)
    assert viewport.below


def test_what_is_added_under_a_new_text_does_not_hide_its_beginning() -> None:
    viewport = Viewport(Texts(["old " * 20, " ".join(f"new{number}" for number in range(200)), "a remark"]))
    viewport.show_from(1)
    viewport.show_from(2)
    assert shown(viewport, 20, 8)[0].startswith("new0 ")
    viewport.show_from(2)
    assert shown(viewport, 20, 8)[-1] == "a remark"


def test_a_window_that_grows_is_filled() -> None:
    viewport = Viewport(numbered(20))
    shown(viewport, 30, 5)
    viewport.scroll(-3)
    assert len(shown(viewport, 30, 20)) == 20
    assert shown(viewport, 30, 20)[-1] == "text number 19 of them"


def test_an_item_is_brought_into_view_from_both_sides() -> None:
    contents = Texts([f"option {number}" for number in range(20)], items=20)
    viewport = Viewport(contents)
    viewport.to_start()
    shown(viewport, 20, 5)
    viewport.reveal(9, 9)
    assert shown(viewport, 20, 5)[-1] == "option 9"
    assert 9 in viewport.items
    viewport.reveal(2, 2)
    assert shown(viewport, 20, 5)[0] in ("", "option 2")
    assert 2 in viewport.items


def test_an_item_taller_than_the_window_is_shown_from_its_beginning() -> None:
    contents = Texts(["first", "word " * 60, "last"], items=3)
    viewport = Viewport(contents)
    viewport.to_start()
    shown(viewport, 20, 5)
    viewport.reveal(1, 1)
    assert 1 in viewport.items or shown(viewport, 20, 5)[0].startswith("word")


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=12),
    st.lists(
        st.tuples(st.sampled_from(["scroll", "page", "start", "end", "reveal", "from", "grow"]), st.integers(-12, 12)),
        max_size=12,
    ),
    st.integers(8, 40),
    st.integers(1, 12),
)
def test_whatever_is_done_the_window_shows_neighbouring_rows(
    lengths: list[int], moves: list[tuple[str, int]], width: int, height: int
) -> None:
    contents = Texts(["x " * length for length in lengths], items=1)
    viewport = Viewport(contents)
    for move, by in moves:
        viewport.rows(measure(width), height)
        if move == "scroll":
            viewport.scroll(by)
        elif move == "page":
            viewport.page(by)
        elif move == "start":
            viewport.to_start()
        elif move == "end":
            viewport.to_end()
        elif move == "reveal":
            viewport.reveal(len(contents) - 1, 0)
        elif move == "from":
            viewport.show_from(abs(by))
        else:
            contents.texts.append("more " * abs(by))
    everything = [row for element in range(len(contents)) for row in contents.rows(element, measure(width))]
    window = viewport.rows(measure(width), height)
    assert len(window) == min(height, len(everything))
    assert any(window == everything[at : at + len(window)] for at in range(len(everything)))
