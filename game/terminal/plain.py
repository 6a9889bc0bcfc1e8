"""The game as plain text: only ever appended, numbered options, no drawing; for screen readers, pipes and slow lines.

Needs no library. It announces what is new and nothing else; everything that the full screen shows can be asked for in words.
"""

from __future__ import annotations

import errno
import io
import os
import select
from typing import TYPE_CHECKING, TextIO

from game.telling.blocks import Block, last_title, tell
from game.telling.emphasis import without_marks
from game.terminal.decide import is_terminal
from game.terminal.ending import HUNG_UP, INTERRUPTED, Ended, discard, on_ending
from game.terminal.outcomes import (
    Aside,
    Closed,
    Leave,
    Order,
    Question,
    Reread,
    Sheet,
    Story,
    Told,
)
from game.terminal.paper import MOST_COLUMNS, Paper
from game.terminal.sentences import block_text, completions_text, row_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.engine.state import Line
    from game.telling.history import Passage
    from game.terminal.game import Game
    from game.terminal.outcomes import (
        Listed,
        Mistake,
        Outcome,
        Row,
    )
    from game.terminal.rehearsal import Reloaded

MAX_LINE = 4096
CANCEL = "cancel"
SETTINGS = "settings"
MISTAKES_AT_ONCE = 3


def play_plain(game: Game, stdin: TextIO | None, stdout: TextIO, environ: Mapping[str, str] = os.environ) -> int:
    """Plays until the player leaves or the input ends. Returns the exit code; everything is kept and unlocked by then."""
    game.in_plain_text = True
    if isinstance(stdin, io.TextIOWrapper) and stdin.errors != "replace":
        stdin.reconfigure(errors="replace")
    player = _PlainPlayer(game, stdin, Paper(stdout, environ))
    try:
        with on_ending(player.end):
            return player.play()
    except Ended as ended:
        return ended.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        discard(stdout)
        return 0
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        discard(stdout)
        return HUNG_UP
    finally:
        game.close()


class _PlainPlayer:
    """Reads lines, gives orders to the game, and says what came of them."""

    def __init__(self, game: Game, stdin: TextIO | None, page: Paper) -> None:
        self._waiting = False
        self._ended = 0
        self._game = game
        self._stdin = stdin
        self._page = page
        self._prompts = is_terminal(stdin)
        self._sheet: Sheet | None = None
        self._question: Question | None = None
        self._title = ""
        self._status: dict[str, str] = {}
        self._looks: tuple[str, ...] = ()
        self._told: tuple[Line, ...] = ()
        self._hurried = True
        self._was_key = False

    def end(self, code: int) -> None:
        """A signal has come. The game ends where it waits for input, so that nothing is left half done."""
        self._ended = code
        if self._waiting:
            raise Ended(code)

    def play(self) -> int:
        self._show_first()
        while (line := self._read()) is not None:
            outcome = self._answer(line)
            reloaded = None if isinstance(outcome, Leave) else self._game.look_at_files()
            if reloaded is None or (line.strip() and not (reloaded.moved and isinstance(outcome, Story))):
                self._show(outcome)
            if reloaded is not None:
                self._show_reloaded(reloaded)
            if isinstance(outcome, Leave):
                self._page.flush()
                return 0
        if self._game.is_kept:
            self._say("The input has ended. Everything is kept: at the next start, Continue goes on from here.")
        self._page.flush()
        return 0

    def _show_first(self) -> None:
        outcome = self._game.opening()
        if not isinstance(outcome, Sheet) or outcome.name != "title":
            self._page.paragraph(self._game.program.story.title)
        if self._game.rehearsal is not None and (folder := self._game.rehearsal.folder) is not None:
            self._say(f"The files in {folder} are under watch: press Enter after saving to see what they say now.")
        self._show(outcome)

    # -- input

    def _read(self) -> str | None:
        """The next line, or None at the end of the input."""
        if self._prompts and not self._is_typed_ahead():  # what was typed ahead stands above already
            self._page.prompt()
        self._page.flush()
        self._waiting = True
        try:
            if self._ended:
                raise Ended(self._ended)
            return self._line()
        finally:
            self._waiting = False

    def _is_typed_ahead(self) -> bool:
        """Whether the next line is there before it is asked for."""
        return self._stdin is not None and bool(_is_there(self._stdin, 0))

    def _line(self) -> str | None:
        if self._stdin is None or self._stdin.closed:
            return None
        while True:
            try:
                line = self._stdin.readline(MAX_LINE)
            except OSError:
                return None
            only_a_key, self._was_key = self._was_key and line in ("\n", "\r\n"), False
            if only_a_key:  # it brought the rest of the text, and asks for nothing
                continue
            if line.strip() or not line or self._prompts or self._question is not None:
                return line.rstrip("\r\n") if line else None

    def _answer(self, line: str) -> Outcome:
        question, self._question = self._question, None
        if question is not None:
            answer = line.strip() or question.default
            if not answer or answer.casefold() == CANCEL:
                return Closed()
            return self._game.perform(Order(question.command, answer))
        sheet = self._open_sheet()
        if line.endswith("\t"):
            return Told(completions_text(self._game.complete(line.rstrip("\t"), sheet)))
        understood = self._game.understand(line, sheet)
        if not isinstance(understood, Order):
            return understood
        if understood.command == SETTINGS and understood.argument:
            return self._set(understood, sheet)
        if sheet is not None and sheet.then is None and all(row.order != understood for row in sheet.orders):
            self._sheet = None  # something else was asked for: numbers are about the story again
        return self._game.perform(understood)

    def _set(self, order: Order, sheet: Sheet | None) -> Outcome:
        """A setting is changed: in the open list its row is told, else the list stays away, and numbers are what they were."""
        outcome = self._game.perform(order)
        if not isinstance(outcome, Sheet) or (sheet is not None and sheet.name == SETTINGS):
            return outcome
        return Told(f"{outcome.orders[outcome.selected].head}.")

    def _open_sheet(self) -> Sheet | None:
        """The menu that numbers are about; without a run that is the title screen."""
        if self._sheet is None and self._game.session is None:
            title = self._game.opening()
            return title if isinstance(title, Sheet) else None
        return self._sheet

    # -- output

    def _wait(self, seconds: float) -> None:
        """Lets a sentence be read. A line that is typed meanwhile brings the rest at once, and is read when its turn comes."""
        if self._hurried or self._stdin is None:
            return
        self._waiting = True
        try:
            if self._ended:
                raise Ended(self._ended)
            there = _is_there(self._stdin, seconds)
            self._hurried, self._was_key = there is not False, bool(there)  # what cannot be waited for is not waited for
        finally:
            self._waiting = False

    def _show(self, outcome: Outcome) -> None:
        for notice in self._game.take_notices():
            self._say(notice)
        match outcome:
            case Told(text):
                self._say(text)
            case Aside(_, paragraphs):
                for paragraph in paragraphs:
                    self._say(without_marks(paragraph))
            case Story():
                self._show_story(outcome)
            case Sheet():
                self._show_sheet(outcome)
            case Question():
                self._question = outcome
                usual = f"Empty: {outcome.default}. " if outcome.default else ""
                self._say(f"{outcome.text} ({usual}`{CANCEL}` leaves it.)")
            case Reread(passage):
                self._reread(passage)
            case Closed():
                self._close_sheet()
            case Leave(told):
                self._say(told)

    def _show_reloaded(self, reloaded: Reloaded) -> None:
        """In an author's play, files have changed: what became of it, and the scene where it is another."""
        rehearsal = self._game.rehearsal
        if reloaded.moved and self._game.session is not None:
            self._show_story(Story(reloaded.told))
        else:
            self._say(reloaded.told)
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

    def _say(self, text: str) -> None:
        if text:
            self._page.paragraph(text)

    def _show_sheet(self, sheet: Sheet) -> None:
        """A sheet; of the menu that is open already, only the rows that have become others."""
        before, self._sheet = self._sheet, sheet if sheet.orders else self._sheet
        changed = _changed_rows(before, sheet)
        if changed:
            for number, row in changed:
                self._page.paragraph(row_sentence(row, number), "   ")
            return
        self._page.paragraph(sheet.title)
        for text in (*sheet.intro, *((sheet.cover.words,) if sheet.cover is not None else ())):
            self._say(text)
        self._show_mistakes(sheet.mistakes)
        self._show_listing(sheet.listing)
        self._show_rows(sheet.rows)
        self._say("" if sheet.rows or sheet.mistakes or sheet.listing or not sheet.empty else sheet.empty)
        if not sheet.orders and sheet.then is not None:
            self._show_story(sheet.then)

    def _close_sheet(self) -> None:
        closed, self._sheet = self._sheet, None
        if closed is not None and closed.then is not None:
            self._show_story(closed.then)
        elif self._game.session is None:
            self._show(self._game.opening())
        else:
            self._show_rows(self._game.choices().rows)

    def _reread(self, passage: Passage) -> None:
        """A page of before. The list that it was picked from stays open, so that the next number is about that."""
        self._say(f"Turn {passage.turn}, {passage.before}:")
        first, *rest = passage.blocks or (Block("heading", passage.before),)
        for block in rest if first.kind == "heading" else passage.blocks:
            self._page.paragraph(block_text(block))
        self._say("A number reads another turn; `back` goes on with the story.")

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
        self._sheet = None
        if story.rings:
            self._page.ring()
        self._say(story.told)
        before = "" if story.told else self._title
        self._hurried = not (self._prompts and self._game.settings.by_sentence and view.passage is not self._told)
        for block in tell(view.passage, before, soften=self._game.settings.soften):
            if self._hurried:
                self._page.paragraph(block_text(block))
            else:
                self._page.by_sentence(block_text(block), self._wait)
        self._told = view.passage
        self._title = last_title(view.passage, before or view.title)
        for words in self._game.after_words():
            self._say(words)
        company = {"": f"{view.company}."} if view.company else {}
        self._show_news(view.looks, {**company, **{item.name: f"{item.label} {item.text}." for item in view.status}})
        self._show_rows(self._game.choices().rows)

    def _show_news(self, looks: tuple[str, ...], status: dict[str, str]) -> None:
        """What is on the edge of the full screen, when it is not what it was."""
        self._say(" ".join(words for name, words in status.items() if self._status.get(name) != words))
        if looks and looks != self._looks:
            self._say("You can look at: " + ", ".join(looks) + ".")
        self._status, self._looks = status, looks


def _is_there(stream: TextIO, seconds: float) -> bool | None:
    """Whether something can be read within so many seconds; None when nobody can say."""
    try:
        return bool(select.select([stream], [], [], seconds)[0])
    except (OSError, ValueError):
        return None


def _changed_rows(before: Sheet | None, sheet: Sheet) -> list[tuple[int, Row]]:
    """The rows that say something else than before, with their numbers, where the same things can be picked from both."""
    if before is None or [row.order for row in before.rows] != [row.order for row in sheet.rows] or before.name != sheet.name:
        return []
    return [(number, row) for number, (old, row) in enumerate(zip(before.orders, sheet.orders, strict=True), 1) if old != row]
