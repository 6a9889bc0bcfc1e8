"""What both front ends share: the program, the playthrough, and every command with words for its result."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from game.errors import HyosanError, SaveLockedError, StoryError
from game.saving.memory import NOTHING_REACHED, called_now
from game.session import Session
from game.terminal.outcomes import Closed, Leave, Order, Question, Row, Sheet, Told
from game.terminal.preferences import Preferences
from game.terminal.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from game.engine.program import Program
    from game.engine.state import Offer, View
    from game.proving.outlook import Lookout
    from game.saving.memory import Reached
    from game.saving.store import Store
    from game.terminal.doors import Doors
    from game.terminal.keeping import Keeping
    from game.terminal.outcomes import Outcome
    from game.terminal.pages import Pages
    from game.terminal.rehearsal import Rehearsal, Reloaded
    from game.terminal.settings import Settings

SEED_BYTES = 4
TAKEN = "taken before"
_NO_RUN = "No run is under way. Pick one from the menu, or type `new`."


def fresh_seed() -> int:
    """A seed for a run that nobody has asked to be repeatable."""
    return int.from_bytes(os.urandom(SEED_BYTES), "big")


class Game:
    """One player at one screen. `folder` keeps the settings, `given` are those of this session; `open_story` reads the story in
    another folder.

    What is proved of the story lies in `story_folder`. A front end that is plain text says so in `in_plain_text`. In a
    `rehearsal` nothing is kept; saves are only read.
    """

    def __init__(
        self,
        program: Program,
        store: Store | None,
        *,
        folder: Path | None = None,
        open_story: Callable[[Path], Program] | None = None,
        new_seed: Callable[[], int] = fresh_seed,
        given: Mapping[str, str] = MappingProxyType({}),
        rehearsal: Rehearsal | None = None,
        story_folder: Path | None = None,
    ) -> None:
        self.program = program
        self.store = store
        self.rehearsal = rehearsal
        self.session: Session | None = None
        self.in_plain_text = False
        self._open_story = open_story
        self._new_seed = new_seed
        self._turns = Turns(self, note_shown=rehearsal is not None)  # an author knows it
        self._notices: list[str] = []
        self._story_folder = story_folder
        self.preferences = Preferences(folder, self._notices, given)
        self._performers: dict[str, Callable[[str], Outcome]] = {
            **self._turns.performers, "menu": self._menu, "title": self._title,
            "settings": self.preferences.change, "mouse": self.preferences.turn_mouse, "folder": self._other_story,
            "plain": self._plain, "help": self._help, "close": self._close, "quit": self._quit,
            **(rehearsal.performers(self) if rehearsal is not None else {}),
        }  # fmt: skip

    @cached_property
    def _pages(self) -> Pages:
        from game.terminal.pages import Pages

        return Pages(self)

    @cached_property
    def _keeping(self) -> Keeping:
        from game.terminal.keeping import Keeping

        return Keeping(self, self._doors)

    @cached_property
    def _doors(self) -> Doors:
        from game.terminal.doors import Doors

        return Doors(self, self._story_folder)

    @property
    def lookout(self) -> Lookout | None:
        """What says which endings are open, if the story has a place for that."""
        return self._doors.lookout

    def _performer(self, command: str) -> Callable[[str], Outcome]:
        """What performs the command. Those of pages and of saves are only looked at when no other has it: the first scene needs
        none of them.
        """
        found = self._performers.get(command) or self._pages.performers.get(command) or self._keeping.performers.get(command)
        return found or self._doors.performers[command]

    # -- playthroughs

    def begin(self, *, seed: int | None = None, scene: str | None = None, values: Mapping[str, int] | None = None) -> None:
        """A new run. Raises `SetError` and the errors of saving."""
        chosen = self._new_seed() if seed is None else seed
        self._replace(lambda: Session.begin(self.program, self._keeps_in, seed=chosen, scene=scene, values=values))

    def resume(self, slot: str, *, copy: bool = False) -> None:
        """Goes on with a kept run, or a copy of it, by the id of its slot. Raises the errors of saving."""
        if self.store is None:
            from game.terminal.keeping import NOWHERE_TO_KEEP

            raise HyosanError(NOWHERE_TO_KEEP)
        store = self.store
        self._replace(lambda: Session.resume(self.program, store, slot, copy=copy, keep=self.rehearsal is None))
        self._turns.note_shown = True

    def play_from(self, play: Session, depth: int) -> None:
        """Goes on with a copy of the play from one of its checkpoints."""
        fresh = play.at_checkpoint(depth, self._keeps_in)
        self._replace(lambda: fresh)

    def _replace(self, make: Callable[[], Session]) -> None:
        """Closes the old run when the new one stands. Only a run that is locked, perhaps by ourselves, is closed before."""
        try:
            fresh = make()
        except SaveLockedError:
            if self.session is None:
                raise
            self.close()
            fresh = make()
        self.close()
        self.session = fresh

    @property
    def _keeps_in(self) -> Store | None:
        return self.store if self.rehearsal is None else None

    def take_over(self, program: Program) -> str:
        """Another version of the story is played from now on, where the run stands; returns what is different. In a rehearsal."""
        self.program = program
        return self.session.take_over(program) if self.session is not None else ""

    def close(self) -> None:
        """Everything is written and unlocked. May be called again."""
        if self.session is not None:
            self.session.close()
            self.session = None

    # -- what there is to see

    @property
    def settings(self) -> Settings:
        return self.preferences.now

    @property
    def view(self) -> View | None:
        return self.session.view if self.session is not None else None

    def opening(self) -> Outcome:
        """What the player sees first: the title, or the run that was begun or resumed already."""
        return self._title("") if self.session is None else self._turns.first_scene()

    def choices(self) -> Sheet:
        """The numbered rows under the passage: the options of the scene, or what to do at the end of a run."""
        session = self.session
        if session is None:
            return Sheet("story", "")
        view = session.view
        if view.ending is None and not view.stuck:
            return Sheet("story", view.title, rows=tuple(self._offer(session, offer) for offer in view.offers))
        from game.terminal import sheets

        return Sheet("story", view.title, rows=sheets.after_the_end(can_undo=session.can_undo))

    def after_words(self) -> tuple[str, ...]:
        """What is said under the last passage of a run: a summary, or why there is no way on."""
        session, story = self.session, self.program.story
        if session is None or (session.view.ending is None and not session.view.stuck):
            return ()
        if session.view.stuck:
            return (f"The story has no way on from here. {session.view.stuck}", "You can take back your last choice.")
        from game.telling.words import counted
        from game.terminal import sheets

        notes = len(self.program.journal(session.state))
        summary = f"{counted(session.view.turn, 'choice')}, {counted(notes, 'note')} in your journal."
        return (summary, f"Endings: {sheets.endings_text(story, self.reached())}.", f"The seed was {session.state.seed}.")

    @property
    def is_kept(self) -> bool:
        """Whether there is something to go on with: a run is kept from its first turn on."""
        return self._keeps_in is not None and self.session is not None and (self.session.state.turn > 0 or self.session.can_redo)

    def take_notices(self) -> tuple[str, ...]:
        """What the player must be told about saving; each is given once."""
        own = tuple(self._notices)
        self._notices.clear()
        return own + (self.session.take_notices() if self.session is not None else ())

    def notice(self, words: str) -> None:
        """Something that the player must be told with the next answer."""
        self._notices.append(words)

    def look_at_files(self) -> Reloaded | None:
        """In an author's play: what became of the files that have changed; None when there is nothing to tell."""
        if self.rehearsal is None or not self.rehearsal.has_changed():
            return None
        reloaded = self.rehearsal.take_up(self, self.rehearsal.read())
        return reloaded if reloaded.told else None

    # -- what the player wants

    def understand(self, text: str, sheet: Sheet | None = None) -> Order | Told | Closed:
        """What typed words ask for: on `sheet` when one with rows to pick from is open, else in the scene."""
        from game.terminal.understanding import Here, understand

        authors = self.rehearsal is not None
        if sheet is not None and (sheet.orders or self.session is None):
            return understand(text, Here(sheet.rows, closable=sheet.name != "title", asks=sheet.asks, authors=authors))
        looks = self.session.view.looks if self.session is not None else ()
        return understand(text, Here(self.choices().rows, looks, closable=sheet is not None, authors=authors))

    def complete(self, text: str, sheet: Sheet | None = None) -> tuple[str, ...]:
        """The lines that `text` could become, in the place where it is typed (as for `understand`)."""
        from game.terminal.completing import completions, settings_words

        rows = sheet.rows if sheet is not None and sheet.orders else self.choices().rows
        arguments: dict[str, Callable[[], Iterable[str]]] = {
            "look": lambda: self.session.view.looks if self.session is not None else (),
            "party": lambda: (each.name for each in self.program.party(self.session.state)) if self.session is not None else (),
            "why": lambda: (row.head for row in rows if row.locked is not None),
            "load": self._keeping.names,
            "delete": self._keeping.names,
            "settings": settings_words,
        }
        return completions(text, rows, arguments)

    def perform(self, order: Order) -> Outcome:
        """Does it. What went wrong is told; what is kept on disk is not touched by a failure."""
        running = self.session is not None
        try:
            return self._performer(order.command)(order.argument)
        except HyosanError as error:
            if running and self.session is None:  # the old run is kept and closed, the new one did not open
                self._notices.append(str(error))
                return self._title("")
            return Told(str(error))

    def _offer(self, session: Session, offer: Offer) -> Row:
        if offer.locked is not None:
            return Row(offer.text, locked=offer.locked)
        taken = self.settings.marks and session.was_taken(offer.id)
        return Row(offer.text, aside=TAKEN if taken else "", order=Order("choose", offer.id))

    def _close(self, _: str) -> Outcome:
        return Closed()

    def _title(self, _: str) -> Outcome:
        from game.terminal import sheets

        kept = self._keeping.slots()
        plain = () if self.in_plain_text else (Row("Plain text", "", "for screen readers", Order("plain")),)
        return sheets.title(self.program.story, self._keeping.way_in(kept), len(kept), self.reached(), plain)

    def _menu(self, _: str) -> Outcome:
        from game.terminal import sheets

        return self._title("") if self.session is None else sheets.menu(kept=self._keeps_in is not None)

    def _other_story(self, path: str) -> Outcome:
        if self._open_story is None:
            return Told("Another story can be given on the command line.")
        if not path:
            return Question("Story folder", "Which folder holds the story? (It has a story.yaml.)", "folder")
        try:
            program = self._open_story(Path(path).expanduser())
        except StoryError as error:
            return Sheet("report", str(error), tuple(error.report.draw().split("\n\n")))
        self.close()
        self.program, self._turns.note_shown = program, self.rehearsal is not None
        self._doors.folder = Path(path).expanduser()
        if self.rehearsal is not None:
            self.rehearsal.follow(Path(path).expanduser())
        return self._title("")

    def _plain(self, _: str) -> Outcome:
        """Whoever needs plain text needs it the next time, too."""
        if self.in_plain_text:
            return Told("This is the plain text already. `settings plain off` brings the full screen back at the next start.")
        self.preferences.set("plain", "on")
        return Leave(plain=True)

    def _quit(self, _: str) -> Outcome:
        """That a run is kept is said when it is on the disk."""
        if self.is_kept and not self.running().settle():
            return Leave(" ".join((*self.take_notices(), "What you did last is not saved.")))
        return Leave("Kept. At the next start, Continue goes on from here." if self.is_kept else "")

    def _help(self, _: str) -> Outcome:
        from game.terminal import sheets

        return sheets.commands(authors=self.rehearsal is not None)

    def running(self) -> Session:
        """The run that is under way. Raises `HyosanError` when there is none."""
        if self.session is None:
            raise HyosanError(_NO_RUN)
        return self.session

    def reached(self) -> Reached:
        """What of this story was ever reached here."""
        if self.store is None:
            return NOTHING_REACHED
        return called_now(self.program.story, self.store.reached(self.program.story.id))
