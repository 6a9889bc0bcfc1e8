"""What comes of an order, said as plain text: only what is new, lists numbered, nothing drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.telling.blocks import Block, last_title, tell
from game.telling.emphasis import without_marks
from game.terminal.first_page import Notes
from game.terminal.outcomes import Aside, Closed, Leave, Question, Reread, Sheet, Story, Told
from game.terminal.paper import MOST_COLUMNS, Paper
from game.terminal.sentences import block_text, row_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.engine.state import Line
    from game.telling.history import Passage
    from game.terminal.game import Game
    from game.terminal.outcomes import Listed, Mistake, Outcome, Row
    from game.terminal.rehearsal import Reloaded

CANCEL = "cancel"
MISTAKES_AT_ONCE = 3


class Announcer:
    """Writes on `page`. `sheet` is the list that numbers are about, `question` what the next line answers.

    `wait` lets a sentence be read for so many seconds, and says whether the rest is to come at once; None where nobody reads.
    """

    def __init__(self, game: Game, page: Paper, wait: Callable[[float], bool] | None) -> None:
        self.sheet: Sheet | None = None
        self.question: Question | None = None
        self._game = game
        self._page = page
        self._wait = wait
        self._title = ""
        self._status: dict[str, str] = {}
        self._looks: tuple[str, ...] = ()
        self._told: tuple[Line, ...] = ()
        self._hurried = True

    def begin(self) -> None:
        """What the player sees first, under the title of the story."""
        outcome, rehearsal = self._game.opening(), self._game.rehearsal
        if not isinstance(outcome, Sheet) or outcome.name != "title":
            self._page.paragraph(self._game.program.story.title)
        if rehearsal is not None and rehearsal.folder is not None:
            self.say(f"The files in {rehearsal.folder} are under watch: press Enter after saving to see what they say now.")
        self.show(outcome)

    def go_on(self) -> None:
        """The same where it stands there already: from now on only what is new is announced."""
        notices, page = self._game.take_notices(), self._page
        self._page = Notes()
        self.begin()
        self._page = page
        for notice in notices:
            self.say(notice)

    @property
    def open_sheet(self) -> Sheet | None:
        """The menu that numbers are about; without a run that is the title screen."""
        if self.sheet is None and self._game.session is None:
            title = self._game.opening()
            return title if isinstance(title, Sheet) else None
        return self.sheet

    def take_question(self) -> Question | None:
        """The question that was asked last; it is answered once."""
        question, self.question = self.question, None
        return question

    def show(self, outcome: Outcome) -> None:
        for notice in self._game.take_notices():
            self.say(notice)
        match outcome:
            case Told(text):
                self.say(text)
            case Aside(_, paragraphs):
                for paragraph in paragraphs:
                    self.say(without_marks(paragraph))
            case Story():
                self._show_story(outcome)
            case Sheet():
                self._show_sheet(outcome)
            case Question():
                self.question = outcome
                usual = f"Empty: {outcome.default}. " if outcome.default else ""
                self.say(f"{outcome.text} ({usual}`{CANCEL}` leaves it.)")
            case Reread(passage):
                self._reread(passage)
            case Closed():
                self._close_sheet()
            case Leave(told):
                self.say(told)

    def show_reloaded(self, reloaded: Reloaded) -> None:
        """In an author's play, files have changed: what became of it, and the scene where it is another."""
        rehearsal = self._game.rehearsal
        if reloaded.moved and self._game.session is not None:
            self._show_story(Story(reloaded.told))
        else:
            self.say(reloaded.told)
        if rehearsal is not None and rehearsal.is_broken:
            self._show_mistakes(rehearsal.mistakes(MOST_COLUMNS)[:MISTAKES_AT_ONCE])

    def _show_mistakes(self, mistakes: tuple[Mistake, ...]) -> None:
        for mistake in mistakes:
            self._page.line(mistake.head)
            self._page.as_it_is(mistake.pointed)
            for line in mistake.advice:
                self._page.line(line)
            self._page.blank()

    def _show_listing(self, listing: tuple[Listed, ...]) -> None:
        for line in listing:
            if not line.depth and line is not listing[0]:
                self._page.blank()
            indent = "  " * line.depth
            self._page.line(indent + line.text, indent + "    ")
        if listing:
            self._page.blank()

    def say(self, text: str) -> None:
        if text:
            self._page.paragraph(text)

    def _show_sheet(self, sheet: Sheet) -> None:
        """A sheet; of the menu that is open already, only the rows that have become others."""
        before, self.sheet = self.sheet, sheet if sheet.orders else self.sheet
        changed = _changed_rows(before, sheet)
        if changed:
            for number, row in changed:
                self._page.paragraph(row_sentence(row, number), "   ")
            return
        self._page.paragraph(sheet.title)
        for text in (*sheet.intro, *((sheet.cover.words,) if sheet.cover is not None else ())):
            self.say(text)
        self._show_mistakes(sheet.mistakes)
        self._show_listing(sheet.listing)
        self._show_rows(sheet.rows)
        self.say("" if sheet.rows or sheet.mistakes or sheet.listing or not sheet.empty else sheet.empty)
        if not sheet.orders and sheet.then is not None:
            self._show_story(sheet.then)

    def _close_sheet(self) -> None:
        closed, self.sheet = self.sheet, None
        if closed is not None and closed.then is not None:
            self._show_story(closed.then)
        elif self._game.session is None:
            self.show(self._game.opening())
        else:
            self._show_rows(self._game.choices().rows)

    def _reread(self, passage: Passage) -> None:
        """A page of before. The list that it was picked from stays open, so that the next number is about that."""
        self.say(f"Turn {passage.turn}, {passage.before}:")
        first, *rest = passage.blocks or (Block("heading", passage.before),)
        for block in rest if first.kind == "heading" else passage.blocks:
            self._page.paragraph(block_text(block))
        self.say("A number reads another turn; `back` goes on with the story.")

    def _show_rows(self, rows: tuple[Row, ...]) -> None:
        number, group = 0, ""
        for row in rows:
            number += row.order is not None
            if row.group != group:
                self._page.line(f"{row.group}:" if row.group else "")
            group = row.group
            self._page.line(row_sentence(row, number), "   ")
        if rows:
            self._page.blank()

    def _show_story(self, story: Story) -> None:
        """The passage and what can be done. After a pick the heading stands only when the scene's title has changed."""
        view = self._game.view
        if view is None:
            return
        self.sheet = None
        if story.rings:
            self._page.ring()
        self.say(story.told)
        before = "" if story.told else self._title
        self._hurried = self._wait is None or not self._game.settings.by_sentence or view.passage is self._told
        for block in tell(view.passage, before, soften=self._game.settings.soften):
            if self._hurried:
                self._page.paragraph(block_text(block))
            else:
                self._page.by_sentence(block_text(block), self._let_read)
        self._told = view.passage
        self._title = last_title(view.passage, before or view.title)
        for words in self._game.after_words():
            self.say(words)
        company = {"": f"{view.company}."} if view.company else {}
        self._show_news(view.looks, {**company, **{item.name: f"{item.label} {item.text}." for item in view.status}})
        self._show_rows(self._game.choices().rows)

    def _show_news(self, looks: tuple[str, ...], status: dict[str, str]) -> None:
        """What is on the edge of the full screen, when it is not what it was."""
        self.say(" ".join(words for name, words in status.items() if self._status.get(name) != words))
        if looks and looks != self._looks:
            self.say("You can look at: " + ", ".join(looks) + ".")
        self._status, self._looks = status, looks

    def _let_read(self, seconds: float) -> None:
        """After a sentence: the next one comes when this one has had its time."""
        if not self._hurried and self._wait is not None:
            self._hurried = self._wait(seconds)


def _changed_rows(before: Sheet | None, sheet: Sheet) -> list[tuple[int, Row]]:
    """The rows that say something else than before, with their numbers, where the same things can be picked from both."""
    if before is None or [row.order for row in before.rows] != [row.order for row in sheet.rows] or before.name != sheet.name:
        return []
    return [(number, row) for number, (old, row) in enumerate(zip(before.orders, sheet.orders, strict=True), 1) if old != row]
