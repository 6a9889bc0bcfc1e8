"""A window on rows that are drawn only when they are looked at: a transcript of any length costs what the screen shows.

The place is kept as (element, character), not as a number of rows, so that a resize keeps the same words at the top. While
the reader stands at the end, the place is "the end": what is added comes into view.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from game.records import dataclass

Fragment = tuple[str, str]
"""A style (class names) and the text that has it."""

GAP, NAME = -2, -1
"""Where the row above an element starts, and the row of a name that has one of its own."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Where text stands in a window `columns` wide: `width` cells from `left` on. `names` cells of the margin hold speakers,
    or else `voice` cells before what they say. The window is `height` rows high,
    and its terminal may know `ascii` only.
    """

    columns: int
    width: int
    left: int
    names: int = 0
    voice: int = 0
    height: int = 24
    ascii: bool = False


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of the screen. `start` rises within an element (`GAP` for the space above it,
    `NAME` for who speaks). `item` is the number of the thing
    that can be picked here, -1 for none; its first row is its `lead`. `tag` stands in the margin, which is `shift` cells wider.
    `text_from` characters stand before the text.
    """

    fragments: tuple[Fragment, ...]
    start: int = 0
    item: int = -1
    lead: bool = False
    tag: Fragment | None = None
    shift: int = 0
    text_from: int = 0


class Content(Protocol):
    """What a window looks at: a number of elements, each of which can be drawn at a measure."""

    def __len__(self) -> int: ...

    def rows(self, element: int, measure: Measure) -> Sequence[DrawnRow]: ...


Spot = tuple[int, int]
"""An element and a row of it."""


class Viewport:
    """Where in `content` the reader is. `rows(…)` is what to draw; `above`, `below` and `items` say then whether there is
    more, and of which items the first row is in view.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        self.above = False
        self.below = False
        self.items: frozenset[int] = frozenset()
        self._is_drawn = False
        self._place: Spot | None = None
        self._first_new: tuple[int, int] | None = None
        self._measure = Measure(80, 72, 4)
        self._height = 20

    def rows(self, measure: Measure, height: int) -> list[DrawnRow]:
        """The rows in view, at most `height`."""
        self._measure, self._height, self._is_drawn = measure, height, True
        self._turn_to_the_new()
        top = self._top()
        shown = self._from(top, height + 1)
        self.above = top != (0, 0) and len(self.content) > 0
        self.below = len(shown) > height
        self.items = frozenset(row.item for row in shown[:height] if row.lead)
        return shown[:height]

    def hides(self, item: int) -> bool:
        """Whether an item is out of view, in a window of the size that was drawn last."""
        return self._is_drawn and all(row.item != item or not row.lead for row in self.rows(self._measure, self._height))

    def show_from(self, element: int, needed: int | None = None) -> None:
        """When it is drawn next: the end, if everything from `element` on fits; else the beginning of `element`.

        What stands there before `needed` is known already: it may leave the window when then all the rest fits.
        """
        new = (element, element if needed is None else needed)
        self._first_new = new if self._first_new is None else min(new, self._first_new)

    def _turn_to_the_new(self) -> None:
        if self._first_new is not None:
            self._place, self._first_new = self._begin(*self._first_new), None

    def _begin(self, element: int, needed: int) -> Spot | None:
        if element >= len(self.content):
            return None
        row = 1 if needed > element and self._drawn(needed)[0].start == GAP else 0  # nor is the space above it needed
        fits = len(self._from((needed, row), self._height + 1)) <= self._height
        return None if fits else (element, 0)

    def to_end(self) -> None:
        self._place = self._first_new = None

    def to_start(self) -> None:
        self._place, self._first_new = (0, GAP), None

    def scroll(self, rows: int) -> None:
        """Moves by `rows`, downwards when positive; stops at both ends."""
        self._turn_to_the_new()
        top = self._moved(self._top(), rows)
        if len(self._from(top, self._height + 1)) <= self._height:
            self._place = None
        else:
            self._place = (top[0], self._drawn(top[0])[top[1]].start)

    def page(self, pages: int) -> None:
        """Moves by whole pages; one row of the last page stays in view."""
        self.scroll(pages * max(1, self._height - 1))

    def reveal(self, element: int, item: int) -> None:
        """Brings all rows of an item into view, or its first ones when it is taller than the window."""
        self._turn_to_the_new()
        rows = [at for at, row in enumerate(self._drawn(element)) if row.item == item]
        if not rows:
            return
        first, last = (element, rows[0]), (element, rows[-1])
        top = self._top()
        if first < top:
            self._set(first)
        elif last not in self._spots(top, self._height):
            self._set(max(self._moved(last, 1 - self._height), top))
            if first < self._top():
                self._set(first)

    def _set(self, spot: Spot) -> None:
        self._place = (spot[0], self._drawn(spot[0])[spot[1]].start)
        self.scroll(0)

    def _drawn(self, element: int) -> Sequence[DrawnRow]:
        return self.content.rows(element, self._measure)

    def _top(self) -> Spot:
        if self._place is not None and self._place[0] < len(self.content):
            element, start = self._place
            rows = self._drawn(element)
            top = (element, max(0, bisect_right(rows, start, key=lambda row: row.start) - 1))
            if len(self._from(top, self._height)) == self._height:
                return top
        return self._top_at_end()

    def _top_at_end(self) -> Spot:
        """The first row of the last page, found from the end backwards."""
        count = len(self.content)
        left = self._height
        for element in range(count - 1, -1, -1):
            rows = len(self._drawn(element))
            if rows >= left:
                return (element, rows - left)
            left -= rows
        return (0, 0)

    def _moved(self, spot: Spot, by: int) -> Spot:
        element, row = spot[0], spot[1] + by
        while row < 0 and element > 0:
            element -= 1
            row += len(self._drawn(element))
        while element < len(self.content) - 1 and row >= len(self._drawn(element)):
            row -= len(self._drawn(element))
            element += 1
        return (element, max(0, min(row, len(self._drawn(element)) - 1))) if len(self.content) else (0, 0)

    def _spots(self, top: Spot, most: int) -> list[Spot]:
        found: list[Spot] = []
        first = top[1]
        for element in range(top[0], len(self.content)):
            found += [(element, row) for row in range(first, len(self._drawn(element)))]
            first = 0
            if len(found) >= most:
                break
        return found[:most]

    def _from(self, top: Spot, most: int) -> list[DrawnRow]:
        return [self._drawn(element)[row] for element, row in self._spots(top, most)]
