"""The full screen as a machine: keys go in, screens change. Knows no library, so that it can be tried without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from game.engine.state import GameState
from game.telling.blocks import Block
from game.terminal import sheets
from game.terminal.commands import Command, Where, commands_of, key_text
from game.terminal.full_screen.draw import ASCII, UNICODE, Signs
from game.terminal.full_screen.editor import Editor
from game.terminal.full_screen.korean import latin_keys
from game.terminal.full_screen.revealing import Step
from game.terminal.full_screen.screens import SheetScreen, StoryScreen
from game.terminal.full_screen.typeahead import INVERSE, LETTER_KEYS, Begun, words_here
from game.terminal.game import Game
from game.terminal.layout import cells
from game.terminal.outcomes import Aside, Closed, Leave, Order, Outcome, Question, Reread, Sheet, Story, Told

_HOW_TO_ANSWER = f"{key_text('enter')} takes what stands below, {key_text('c-u')} empties it, {key_text('escape')} leaves it."


class Player:
    """What is on the screen. `left` is set when the game is over for this session."""

    def __init__(self, game: Game, *, in_ascii: bool = False) -> None:
        self.game = game
        self._only_ascii = in_ascii
        self.story = StoryScreen(game)
        self.screens: list[StoryScreen | SheetScreen] = []
        self.editor: Editor | None = None
        self.message = ""
        self.columns = 80
        self.left: Leave | None = None
        self.rings = False
        self._begun: Begun | None = None
        self.show(game.opening())

    @property
    def signs(self) -> Signs:
        """How lines and signs are drawn: as it was set, unless the terminal can show nothing but ASCII."""
        return ASCII if self._only_ascii or self.game.settings.in_ascii else UNICODE

    @property
    def screen(self) -> StoryScreen | SheetScreen:
        return self.screens[-1]

    # -- what the game answers

    def do(self, order: Order) -> None:
        if order.command == "help":
            where: Where = "typing" if self.editor is not None else "story" if self.screen is self.story else "sheet"
            self.show(sheets.keys(where, in_ascii=self.signs.ascii, authors=self.game.rehearsal is not None))
        else:
            self.show(self.game.perform(order))

    def show(self, outcome: Outcome) -> None:
        self.message = ""
        match outcome:
            case Told(text):
                self._tell(text)
            case Aside(title, paragraphs):
                self._to_story()
                self.story.add([Block("picked", title), *(Block("prose", paragraph) for paragraph in paragraphs)])
            case Story(told, rings):
                self.rings = rings
                self._show_story(told)
            case Sheet():
                self._open(SheetScreen(outcome))
            case Question():
                self._ask(outcome)
            case Reread(passage):
                self._to_story()
                self.story.show_passage(passage.number)
                self.message = f"Turn {passage.turn}. {key_text('end')} goes back to where you are."
            case Closed():
                self.cancel()
            case Leave():
                self.left = outcome
        self.story.heed_settings()
        for notice in self.game.take_notices():
            self._notify(notice)

    def _tell(self, text: str) -> None:
        if not self.message and cells(text) <= self.columns - 4:
            self.message = text
        elif self.screens and self.screen is self.story:
            self.story.add([Block("remark", text)])
        else:
            self._open(SheetScreen(Sheet("told", "A word", (text,))))

    def _notify(self, notice: str) -> None:
        """Something about saving: it stands in the story until the next turn, and not only until the next key."""
        if self.screens and self.screen is self.story:
            self.story.add([Block("remark", notice)])
        else:
            self._tell(notice)

    def _show_story(self, told: str) -> None:
        self.screens = [self.story]
        self.editor = None
        self.story.sync()
        if told:
            self._tell(told)

    def _to_story(self) -> None:
        if self.game.session is not None and self.screens != [self.story]:
            self.screens = [self.story]

    def _open(self, screen: SheetScreen) -> None:
        if screen.name == "title":
            self.screens = [screen]
        elif self.screens and self.screen.name == screen.name:
            self.screens[-1] = screen
        else:
            if not self.screens and self.game.session is not None:
                self.story.sync()
                self.screens = [self.story]
            self.screens.append(screen)

    def _ask(self, question: Question) -> None:
        self._open(SheetScreen(Sheet("question", question.title, (question.text, _HOW_TO_ANSWER)), question))
        self.editor = Editor(question.default, len(question.default))

    # -- keys that read and pick

    @property
    def comes(self) -> Step | None:
        """How far the passage has come that is coming by the sentence; None when all of it stands there."""
        revealing = self.story.revealing if self.screen is self.story else None
        return revealing.step if revealing is not None else None

    def hasten(self) -> bool:
        """Any key brings the rest of a passage, and does nothing else; False when all of it stands there already."""
        return self.comes is not None and self.story.reveal(all_of_it=True)

    def accept(self) -> None:
        self._begun = None
        if self.editor is not None:
            self._submit()
            return
        orders = self.screen.orders
        if orders and self.screen.selected in self.screen.viewport.items:
            order = orders[self.screen.selected].order
            if order is not None:
                self.do(order)
        elif self.screen.viewport.below:
            self.page(1)
        elif self.screen is not self.story:
            self.cancel()

    def cancel(self) -> None:
        """Closes the uppermost thing that is open; in the story it opens the menu. An answer below it, which covers what Esc does
        there, is only taken away: whoever was refused a word wants to go on, and not to a menu.
        """
        self._begun = None
        answered, self.message = self.message, ""
        if answered and self.editor is None and self.screen is self.story:
            return
        if self.editor is not None:
            self.editor = None
            if not self._answering:
                return
        if self.screen is self.story:
            self.do(Order("menu"))
        elif len(self.screens) > 1:
            closed = self.screens.pop()
            then = closed.sheet.then if isinstance(closed, SheetScreen) else None
            self._uncovered(then)
        elif self.game.session is not None:
            self.show(Story())

    def _uncovered(self, then: Story | None) -> None:
        if then is not None:
            self.show(then)
        elif self.screen.name == "title":
            self.do(Order("title"))

    def move(self, by: int) -> None:
        """To the next or the last row that can be picked; where there is none, or it is out of view, a row of text."""
        self._begun = None
        screen = self.screen
        orders, viewport = screen.orders, screen.viewport
        target = screen.selected + by
        if self.editor is not None or not orders or not 0 <= target < len(orders) or screen.selected not in viewport.items:
            viewport.scroll(by)
            return
        screen.selected = target
        viewport.reveal(screen.element_of(target), target)

    def tab(self, by: int) -> None:
        """While a line is typed: what it could become. Else like the arrows."""
        if self.editor is None or self._answering:
            self.move(by)
        else:
            self.editor.complete(by, partial(self.game.complete, sheet=self.open_sheet))

    def page(self, by: int) -> None:
        self._begun = None
        self.screen.viewport.page(by)

    def wheel(self, rows: int) -> None:
        self.screen.viewport.scroll(rows)

    def first(self) -> None:
        self._begun = None
        self.screen.viewport.to_start()

    def last(self) -> None:
        self._begun = None
        self.screen.viewport.to_end()

    def click(self, item: int) -> None:
        """The mouse has picked a row."""
        self._begun = None
        orders = self.screen.orders
        if self.editor is None and 0 <= item < len(orders):
            self.screen.selected = item
            order = orders[item].order
            if order is not None:
                self.do(order)

    # -- keys that write

    def press(self, key: str) -> None:
        """A key of the table of commands that is no letter."""
        self._begun = None
        for command in commands_of(authors=self.game.rehearsal is not None):
            if key in command.keys and self._works_here(command):
                self._command(command)

    def type(self, typed: str) -> None:
        """Letters, digits and signs, as they are typed or pasted."""
        self.message = ""
        if self.editor is not None:
            self.editor.put(typed)
        elif typed.isdecimal() and len(typed) == 1:
            self._digit(typed)
        elif not self._is_word_going_on(typed) and not self._is_key(typed):
            self.open_editor(typed)

    def open_editor(self, text: str = "") -> None:
        self._begun = None
        if self.editor is None:
            self.editor = Editor()
        self.editor.put(text)

    def edit(self, change: Callable[[Editor], None]) -> None:
        """A key that changes what is typed; rubbing out the last character closes the line."""
        if self.editor is not None:
            change(self.editor)
            if not self.editor.text and not self._answering:
                self.editor = None

    def _digit(self, digit: str) -> None:
        """A digit picks at once, unless a second one could follow."""
        self._begun = None
        number = int(digit)
        if 0 < number * 10 <= len(self.screen.orders):
            self.open_editor(digit)
        elif number <= len(self.screen.orders) and self.screen.viewport.hides(number - 1):
            self._bring_into_view(number - 1)
        else:
            self._understood(digit)

    def _bring_into_view(self, item: int) -> None:
        """Marks it, so that what was never seen is not picked."""
        self.screen.selected = item
        self.screen.viewport.reveal(self.screen.element_of(item), item)
        self.message = f"{item + 1} is marked; {key_text('enter')} picks it."

    def _is_key(self, typed: str) -> bool:
        """Whether that was a letter key; it has acted then."""
        command = LETTER_KEYS.get(typed) or LETTER_KEYS.get(latin_keys(typed))
        if command is None:
            return False
        if isinstance(self.screen, SheetScreen) and self.screen.name == command.name:
            self.cancel()
        elif self._works_here(command):
            before, screens = self._state, tuple(self.screens)
            words = words_here(self.screens[0].orders, self.game.view)
            self._command(command)
            self._begun = Begun(typed, command, words, screens, self._state is not before)
        else:
            return False
        return True

    @property
    def _state(self) -> GameState | None:
        return self.game.session.state if self.game.session is not None else None

    def _is_word_going_on(self, typed: str) -> bool:
        """Whether `typed` goes on with the word that the last letter key began; that key is taken back then."""
        begun, self._begun = self._begun, None
        if begun is None or not begun.goes_on_with(typed):
            return False
        if begun.moved:
            self.do(Order(INVERSE[begun.command.name]))
        self.screens = list(begun.screens)
        self.open_editor(begun.typed + typed)
        return True

    def _works_here(self, command: Command) -> bool:
        """Keys of the story also work over a sheet that has nothing to pick: it is closed by then."""
        return command.sheets or self.screen is self.story or (self._over_story() and not self.screen.orders)

    def _over_story(self) -> bool:
        return self.screens[0] is self.story

    def _command(self, command: Command) -> None:
        if not command.sheets and self.screen is not self.story:
            self._to_story()
        self.do(Order(command.name))

    def _submit(self) -> None:
        editor, self.editor = self.editor, None
        text = editor.text if editor is not None else ""
        screen = self.screen
        if isinstance(screen, SheetScreen) and screen.question is not None:
            self.screens.pop()
            self._to_story()
            if text.strip():
                self.do(Order(screen.question.command, text.strip()))
        elif text.strip():
            self._understood(text)

    def _understood(self, text: str) -> None:
        understood = self.game.understand(text, self.open_sheet)
        if isinstance(understood, Order):
            self.do(understood)
        else:
            self.show(understood)

    @property
    def _answering(self) -> bool:
        return isinstance(self.screen, SheetScreen) and self.screen.question is not None

    @property
    def open_sheet(self) -> Sheet | None:
        """The sheet that typed words are about, if one is open."""
        return self.screen.sheet if isinstance(self.screen, SheetScreen) else None

    def preview(self) -> str:
        """What Enter would do with what is typed so far, else what Tab would make of it."""
        if self.editor is None or self._answering or not self.editor.text.strip():
            return ""
        understood = self.game.understand(self.editor.text, self.open_sheet)
        if isinstance(understood, Order):
            row = next((row for row in self.screen.orders if row.order == understood), None)
            words = row.head if row is not None else f"{understood.command} {understood.argument}".strip()
            return f"Enter: {words}"
        found = self.game.complete(self.editor.text, self.open_sheet)
        return f"Tab: {found[0]}" if found else ""
