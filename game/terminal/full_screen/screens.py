"""The screens of the full-screen game, as contents of a viewport: the story with its whole history, and sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from game.engine.state import Line, View
from game.telling.blocks import Block, last_title, tell
from game.terminal.full_screen import draw
from game.terminal.full_screen.draw import Manner, Names
from game.terminal.full_screen.revealing import Revealing
from game.terminal.full_screen.theme import SPEAKER_COLOURS
from game.terminal.full_screen.trees import tree_rows
from game.terminal.full_screen.viewport import DrawnRow, Measure, Viewport
from game.terminal.game import Game
from game.terminal.layout import cells
from game.terminal.outcomes import Listed, Mistake, Question, Row, Sheet

LONG_NAME, USUAL_NAME = 18, 10


class StoryScreen:
    """Everything told so far, the current passage brighter than the rest, and the options at the end of it."""

    name = "story"

    def __init__(self, game: Game) -> None:
        self.game = game
        self.viewport = Viewport(self)
        self.selected = 0
        self.names = Names()
        self._speakers: dict[str, int] = {}
        self._passages: list[tuple[Line, ...]] = []
        self._ends: list[int] = []
        self._titles: list[str] = []
        self._blocks: list[Block] = []
        self._asides: list[Block] = []
        self._after: tuple[Block, ...] = ()
        self._options: Sheet = Sheet("story", "")
        self._looks = ""
        self._soften = False
        self.revealing: Revealing | None = None
        self.changed: frozenset[str] = frozenset()
        self.can_skip = False
        self._standing: dict[str, str] = {}
        self._turn = -1

    @property
    def orders(self) -> tuple[Row, ...]:
        return () if self.revealing is not None else self._options.orders

    def sync(self, *, stay: bool = False) -> None:
        """Takes over what the session tells. Only passages that are not here yet are looked at.

        With `stay`, what is marked and what is in view stays so.
        """
        session = self.game.session
        if session is None:
            return
        cast = self.game.program.story.cast.values()
        self._speakers = {member.id: number % SPEAKER_COLOURS for number, member in enumerate(cast)}
        widths = [cells(member.name) for member in cast]
        self.names = Names(*(max((width for width in widths if width <= most), default=most) for most in (LONG_NAME, USUAL_NAME)))
        self._take_over(session.passages)
        self._see_changes(session.view)
        self.can_skip = session.can_skip
        marked = self.orders[self.selected].order if self.selected < len(self.orders) else None
        if not stay:
            self._asides.clear()
        self._after = tuple(Block("remark", words) for words in self.game.after_words())
        self._options = self.game.choices()
        self._looks = "Look at: " + ", ".join(session.view.looks) if session.view.looks else ""
        self.selected = next((at for at, row in enumerate(self.orders) if stay and row.order == marked), 0)
        if not stay:
            self.viewport.show_from(self._current, self._current + self._is_picked(self._current))

    def _is_picked(self, block: int) -> bool:
        """Whether it only says again what the player has just picked."""
        return block + 1 < len(self._blocks) and self._blocks[block].kind == "picked"

    def _see_changes(self, view: View) -> None:
        """`changed` are the measures that the last choice has changed; nothing is, after an undo or a load."""
        standing = {item.name: item.text for item in view.status}
        if view.turn != self._turn:
            fresh = {name for name, text in standing.items() if self._standing.get(name) != text}
            self.changed = frozenset(fresh if view.turn == self._turn + 1 and self._turn >= 0 else ())
        self._standing, self._turn = standing, view.turn

    def heed_settings(self) -> None:
        """Tells everything again when the player has asked for less, or for all of it; what was being read stays in view."""
        if self.game.session is not None and self._soften != self.game.settings.soften:
            self._take_over(self.game.session.passages)

    def _take_over(self, passages: Sequence[tuple[Line, ...]]) -> None:
        if self._soften != self.game.settings.soften:
            self._soften = self.game.settings.soften
            self._passages.clear()
        known = len(self._passages)
        same = min(known, len(passages))
        while same and self._passages[same - 1] is not passages[same - 1]:
            same -= 1
        del self._passages[same:], self._ends[same:], self._titles[same:]
        del self._blocks[self._ends[-1] if self._ends else 0 :]
        for passage in passages[same:]:
            title = self._titles[-1] if self._titles else ""
            self._passages.append(passage)
            self._blocks += tell(passage, title, soften=self._soften)
            self._ends.append(len(self._blocks))
            self._titles.append(last_title(passage, title))
        if not same == known == len(passages):
            is_next = self.game.settings.by_sentence and same == known == len(passages) - 1
            self.revealing = Revealing(self._blocks, self._current) if is_next else None

    def reveal(self, *, all_of_it: bool = False) -> bool:
        """Brings the next sentence, or all of them; False when everything stands there already."""
        if self.revealing is None:
            return False
        self.revealing.go_on()
        if all_of_it or self.revealing.step is None:
            self.revealing = None
        return True

    def show_passage(self, number: int) -> None:
        """Brings a passage of before to the top."""
        self.viewport.show_from(self._ends[number - 1] if number else 0)

    def add(self, blocks: Sequence[Block]) -> None:
        """Puts something under the passage that is not part of it; it goes with the next turn."""
        first = len(self._blocks) + len(self._asides)
        self._asides += blocks
        self.viewport.show_from(first)

    @property
    def _current(self) -> int:
        return self._ends[-2] if len(self._ends) > 1 else 0

    def __len__(self) -> int:
        return len(self._blocks) + len(self._asides) + len(self._after) + len(self._options.rows) + bool(self._looks)

    def element_of(self, item: int) -> int:
        row = self.orders[item]
        return len(self._blocks) + len(self._asides) + len(self._after) + self._options.rows.index(row)

    def rows(self, element: int, measure: Measure) -> Sequence[DrawnRow]:
        rows = self._rows(element, measure)
        return rows if self.revealing is None else self.revealing.veiled(element, rows)

    def _rows(self, element: int, measure: Measure) -> Sequence[DrawnRow]:
        if element < len(self._blocks):
            return self._block_rows(self._blocks, element, measure, past=element < self._current)
        under = [*self._asides, *self._after]
        place = element - len(self._blocks)
        if place < len(under):
            return self._block_rows(under, place, measure, past=False, first=not element)
        place -= len(under)
        if place < len(self._options.rows):
            row = self._options.rows[place]
            number = sum(each.order is not None for each in self._options.rows[: place + 1])
            return draw.option_rows(row, number, measure, gap=place == 0)
        return draw.text_rows(self._looks, "class:hint", measure, gap=True)

    def _block_rows(
        self, blocks: Sequence[Block], at: int, measure: Measure, *, past: bool, first: bool = True
    ) -> Sequence[DrawnRow]:
        block = blocks[at]
        follows_on = at > 0 and blocks[at - 1].kind == block.kind and block.kind in ("speech", "remark")
        gap = not follows_on and not (at == 0 and first)
        how = Manner(gap, past, self._speakers.get(block.who, 0))
        return draw.block_rows(block, how, measure)


SENTENCE = re.compile(r"(?<=[.!?…])\s+")
Element = Callable[[Measure], Sequence[DrawnRow]]


class SheetScreen:
    """A sheet: its title, what is said about it, and its rows."""

    def __init__(self, sheet: Sheet, question: Question | None = None) -> None:
        self.sheet = sheet
        self.question = question
        self.name = sheet.name
        self.selected = min(sheet.selected, max(0, len(sheet.orders) - 1))
        self._elements = tuple(_elements(sheet))
        self.viewport = Viewport(self)
        if sheet.name != "title":  # of the title screen the menu must be in view, however small the window
            self.viewport.to_start()

    @property
    def orders(self) -> tuple[Row, ...]:
        return self.sheet.orders

    def __len__(self) -> int:
        return len(self._elements)

    def element_of(self, item: int) -> int:
        """All rows that can be picked are in the last element."""
        return len(self._elements) - (1 if item < len(self.orders) else 0)

    def rows(self, element: int, measure: Measure) -> Sequence[DrawnRow]:
        return self._elements[element](measure)


def _elements(sheet: Sheet) -> list[Element]:
    """The parts of a sheet, one below the other."""
    found: list[Element] = []
    if sheet.name == "title":
        return _title_elements(sheet)
    found.append(_paragraph(sheet.title, "class:title", gap=False))
    found += [_paragraph(text, "class:prose", gap=True) for text in sheet.intro]
    found += [_mistake(mistake) for mistake in sheet.mistakes]
    found += [_listed(line) for line in sheet.listing]
    if any(row.stem for row in sheet.rows):
        found.append(lambda measure: tree_rows(sheet.rows, measure))
    elif sheet.rows and all(row.order is not None and not row.text and not row.group for row in sheet.rows):
        found.append(lambda measure: draw.menu_rows(sheet.rows, measure, centred=False))
    elif sheet.rows:
        found.append(lambda measure: _table(sheet, measure))
    elif sheet.empty and not (sheet.mistakes or sheet.listing):
        found.append(_paragraph(sheet.empty, "class:prose", gap=True))
    return found


def _title_elements(sheet: Sheet) -> list[Element]:
    """The cover, the title, and under it the first sentence of what it is about; the menu; in small print the rest."""
    found: list[Element] = []
    cover = sheet.cover
    if cover is not None:
        found.append(lambda measure: draw.picture_rows(cover.picture, (cover.bright, cover.dim), measure))
        found.append(_paragraph(cover.words, "class:caption", gap=False, centred=True))
    shining = "class:art.bright" if cover is not None else "class:title"
    found.append(_paragraph(sheet.title, shining, gap=cover is not None, centred=True))
    first, _, rest = (part.strip() for part in SENTENCE.sub("\n", " ".join(sheet.intro), count=1).partition("\n"))
    found += [_paragraph(first, "class:prose", gap=False, centred=True)] if first else []
    found.append(lambda measure: draw.title_menu_rows(sheet.rows, rest, measure))
    return found


def _paragraph(text: str, style: str, *, gap: bool, centred: bool = False) -> Element:
    return lambda measure: draw.text_rows(text, style, measure, gap=gap, centred=centred)


def _mistake(mistake: Mistake) -> Element:
    return lambda measure: [draw.GAP_ROW, *draw.mistake_rows(mistake, measure)]


def _listed(line: Listed) -> Element:
    return lambda measure: draw.listed_rows(line, measure)


def _table(sheet: Sheet, measure: Measure) -> Sequence[DrawnRow]:
    from game.terminal.full_screen.tables import sheet_rows  # rich is slow to import, and the story needs none of it

    return sheet_rows(sheet, measure)
