"""What both front ends share: the program, the playthrough, and every command with words for its result."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from game.engine.program import Program
from game.engine.state import Picked, View
from game.errors import HyosanError, StoryError
from game.saving.slots import SlotInfo
from game.saving.store import Store
from game.session import Session
from game.terminal import settings as kept_settings
from game.terminal import sheets
from game.terminal.outcomes import Aside, Closed, Leave, Order, Outcome, Question, Row, Sheet, Story, Told
from game.terminal.picture import PICTURES
from game.terminal.understanding import Here, normal, understand

SEED_BYTES = 4
_NOWHERE_TO_KEEP = "Nothing is kept in this session: it was started without a folder for saves."
_NO_RUN = "No run is under way. Pick one from the menu, or type `new`."


def fresh_seed() -> int:
    """A seed for a run that nobody has asked to be repeatable."""
    return int.from_bytes(os.urandom(SEED_BYTES), "big")


class Game:
    """One player at one screen. `folder` keeps the settings; `open_story` reads the story in another folder."""

    def __init__(
        self,
        program: Program,
        store: Store | None,
        *,
        folder: Path | None = None,
        open_story: Callable[[Path], Program] | None = None,
        new_seed: Callable[[], int] = fresh_seed,
    ) -> None:
        self.program = program
        self.store = store
        self.session: Session | None = None
        self.settings = kept_settings.read(folder)
        self._folder = folder
        self._open_story = open_story
        self._new_seed = new_seed
        self._note_shown = False
        self._notices: list[str] = []
        self._performers: dict[str, Callable[[str], Outcome]] = {
            "choose": self._choose, "look": self._look, "things": self._things, "undo": self._undo, "redo": self._redo,
            "journal": self._journal, "party": self._party, "status": self._status, "save": self._save, "load": self._load,
            "saves": self._load, "endings": self._endings, "restart": self._restart, "menu": self._menu, "title": self._title,
            "settings": self._settings, "folder": self._other_story, "mouse": self._mouse, "plain": self._plain,
            "quit": self._quit, "help": self._help, "name": self._ask_name, "continue": self._continue,
        }  # fmt: skip

    # -- playthroughs

    def begin(self, *, seed: int | None = None, scene: str | None = None, values: Mapping[str, int] | None = None) -> None:
        """A new run. Raises `SetError` and the errors of saving."""
        chosen = self._new_seed() if seed is None else seed
        self._replace(lambda: Session.begin(self.program, self.store, seed=chosen, scene=scene, values=values))

    def resume(self, slot: str) -> None:
        """Goes on with a kept run, by the id of its slot. Raises the errors of saving."""
        if self.store is None:
            raise HyosanError(_NOWHERE_TO_KEEP)
        store = self.store
        self._replace(lambda: Session.resume(self.program, store, slot))
        self._note_shown = True

    def _replace(self, make: Callable[[], Session]) -> None:
        """The old run is closed first: it may be the one that is opened again. It stays closed when that fails."""
        self.close()
        self.session = make()

    def close(self) -> None:
        """Everything is written and unlocked. May be called again."""
        if self.session is not None:
            self.session.close()
            self.session = None

    # -- what there is to see

    @property
    def view(self) -> View | None:
        return self.session.view if self.session is not None else None

    def opening(self) -> Outcome:
        """What the player sees first: the title, or the run that was begun or resumed already."""
        return self._title("") if self.session is None else self._first_scene()

    def choices(self) -> Sheet:
        """The numbered rows under the passage: the options of the scene, or what to do at the end of a run."""
        session = self.session
        if session is None:
            return Sheet("story", "")
        view = session.view
        if view.ending is None and not view.stuck:
            rows = tuple(_offer(offer.id, offer.text, offer.locked) for offer in view.offers)
            return Sheet("story", view.title, rows=rows)
        return Sheet("story", view.title, rows=self._after_the_end(session))

    def after_words(self) -> tuple[str, ...]:
        """What is said under the last passage of a run: a summary, or why there is no way on."""
        session, story = self.session, self.program.story
        if session is None or (session.view.ending is None and not session.view.stuck):
            return ()
        if session.view.stuck:
            return (f"The story has no way on from here. {session.view.stuck}", "You can take back your last choice.")
        notes = len(self.program.journal(session.state))
        summary = f"{sheets.counted(session.view.turn, 'choice')}, {sheets.counted(notes, 'note')} in your journal."
        return (summary, f"Endings: {sheets.endings_text(story, self._endings_seen())}.", f"The seed was {session.state.seed}.")

    def _after_the_end(self, session: Session) -> tuple[Row, ...]:
        back = (Row("Take back the last choice", order=Order("undo")),) if session.can_undo else ()
        return (
            *back,
            Row("Begin a new run", order=Order("restart")),
            Row("Endings", order=Order("endings")),
            Row("Title screen", order=Order("title")),
            Row("Quit", order=Order("quit")),
        )

    def take_notices(self) -> tuple[str, ...]:
        """What the player must be told about saving; each is given once."""
        own, self._notices = tuple(self._notices), []
        return own + (self.session.take_notices() if self.session is not None else ())

    # -- what the player wants

    def understand(self, text: str, sheet: Sheet | None = None) -> Order | Told | Closed:
        """What typed words ask for: on `sheet` when one is open, else in the scene."""
        if sheet is not None:
            return understand(text, Here(sheet.rows, closable=sheet.name != "title"))
        view = self.view
        return understand(text, Here(self.choices().rows, view.looks if view is not None else ()))

    def perform(self, order: Order) -> Outcome:
        """Does it. What went wrong is told; what is kept on disk is not touched by a failure."""
        try:
            return self._performers[order.command](order.argument)
        except HyosanError as error:
            return Told(str(error))

    def _choose(self, option: str) -> Outcome:
        session = self._running()
        session.choose(option)
        return Story()

    def _look(self, thing: str) -> Outcome:
        session = self._running()
        if not thing:
            return Story()
        return Aside(tuple(paragraph.text for paragraph in self.program.examine(session.state, thing)))

    def _things(self, _: str) -> Outcome:
        rows = tuple(Row(thing, order=Order("look", thing)) for thing in self._running().view.looks)
        return Sheet("things", "Look at", rows=rows, empty="There is nothing here to look at more closely.")

    def _undo(self, _: str) -> Outcome:
        session = self._running()
        words = _picked(session)
        return Story(f"Taken back: {words}") if session.undo() else Told("There is nothing to take back.")

    def _redo(self, _: str) -> Outcome:
        session = self._running()
        return Story("Forward again.") if session.redo() else Told("There is nothing to go forward to.")

    def _journal(self, _: str) -> Outcome:
        return sheets.journal(self.program.journal(self._running().state))

    def _party(self, _: str) -> Outcome:
        return sheets.party(self.program.party(self._running().state))

    def _status(self, _: str) -> Outcome:
        session = self._running()
        return sheets.status(session.view, session.state.seed)

    def _endings(self, _: str) -> Outcome:
        return sheets.endings(self.program.story, self._endings_seen())

    def _save(self, name: str) -> Outcome:
        session = self._running()
        if self.store is None:
            return Told(_NOWHERE_TO_KEEP)
        slot = session.save_as(name or f"{session.view.title}, turn {session.view.turn}")
        return Told(f"Saved as “{slot.name}”.")

    def _ask_name(self, _: str) -> Outcome:
        session = self._running()
        default = f"{session.view.title}, turn {session.view.turn}"
        return Question("Save", "Under which name?", "save", default)

    def _load(self, wanted: str) -> Outcome:
        kept = self._slots()
        if not wanted:
            return sheets.slots(kept, self.program.story.version)
        found = _slot_named(wanted, kept)
        if isinstance(found, str):
            return Told(found)
        if found.problem is not None:
            return Told(f"“{found.name}” cannot be loaded: {found.problem}")
        self.resume(found.id)
        return Story(f"Back in “{found.name}”.")

    def _restart(self, _: str) -> Outcome:
        self.begin()
        return self._first_scene()

    def _first_scene(self) -> Outcome:
        note = self.program.story.content_note
        if not note or self._note_shown or self._running().view.turn:
            return Story()
        self._note_shown = True
        return Sheet("note", "Before the first scene", (note,), then=Story())

    def _continue(self, _: str) -> Outcome:
        last = None if self.session is not None else _last(self._slots())
        return Story() if last is None and self._running() else self._load(last.id if last is not None else "")

    def _title(self, _: str) -> Outcome:
        story, kept = self.program.story, self._slots()
        rows = (
            *self._ways_in(kept),
            Row("New run", order=Order("restart")),
            *((Row("Load", "", sheets.counted(len(kept), "save"), Order("load")),) if kept else ()),
            Row("Endings", "", sheets.endings_text(story, self._endings_seen()), Order("endings")),
            Row("Settings", order=Order("settings")),
            *((Row("Story folder", "", "play another story", Order("folder")),) if self._open_story else ()),
            Row("Quit", order=Order("quit")),
        )
        return Sheet("title", story.title, (story.about,) if story.about else (), rows, picture=PICTURES.get(story.id))

    def _ways_in(self, kept: tuple[SlotInfo, ...]) -> tuple[Row, ...]:
        if self.session is not None:
            return (Row("Go on", "", self.session.view.title, Order("continue")),)
        last = _last(kept)
        if last is None:
            return ()
        aside = f"{last.scene_title}, turn {last.turn}, {sheets.moment_text(last.saved_at)}"
        return (Row("Continue", "", aside, Order("continue")),)

    def _menu(self, _: str) -> Outcome:
        if self.session is None:
            return self._title("")
        rows = (
            Row("Go on", order=Order("continue")),
            Row("Save under a name", order=Order("name")),
            Row("Load", order=Order("load")),
            Row("Endings", order=Order("endings")),
            Row("Settings", order=Order("settings")),
            Row("Title screen", order=Order("title")),
            Row("Quit", "", "everything is kept" if self.store is not None else "", Order("quit")),
        )
        return Sheet("menu", "Menu", rows=rows)

    def _settings(self, wanted: str) -> Outcome:
        """`theme` takes the next word, `theme dark` takes that one."""
        name, _, word = wanted.partition(" ")
        setting = kept_settings.BY_NAME.get(name)
        if setting is None:
            return sheets.settings(self.settings) if not name else Told(_settings_there_are())
        if word and word not in setting.words:
            return Told(f"{setting.label} can be: {', '.join(setting.words)}.")
        self._set(name, word or self.settings.next_word(name))
        return sheets.settings(self.settings, list(kept_settings.BY_NAME).index(name))

    def _set(self, name: str, word: str) -> None:
        self.settings = self.settings.having(name, word)
        if self._folder is not None and (problem := kept_settings.write(self._folder, self.settings)):
            self._notices.append(f"The setting holds for this session only: {problem}")

    def _mouse(self, _: str) -> Outcome:
        self._set("mouse", self.settings.next_word("mouse"))
        return Told("The mouse is on." if self.settings.mouse else "The mouse is off: the terminal selects text again.")

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
        self.program, self._note_shown = program, False
        return self._title("")

    def _plain(self, _: str) -> Outcome:
        return Leave(plain=True)

    def _quit(self, _: str) -> Outcome:
        return Leave("Kept. `continue` goes on from here." if self.session is not None and self.store is not None else "")

    def _help(self, _: str) -> Outcome:
        return sheets.commands()

    def _running(self) -> Session:
        if self.session is None:
            raise HyosanError(_NO_RUN)
        return self.session

    def _slots(self) -> tuple[SlotInfo, ...]:
        return self.store.slots(self.program.story.id) if self.store is not None else ()

    def _endings_seen(self) -> frozenset[str]:
        return self.store.endings(self.program.story.id) if self.store is not None else frozenset()


def _offer(option: str, text: str, locked: str | None) -> Row:
    return Row(text, locked=locked) if locked is not None else Row(text, order=Order("choose", option))


def _picked(session: Session) -> str:
    return next((line.text for line in session.view.passage if isinstance(line, Picked)), "the last choice")


def _last(kept: tuple[SlotInfo, ...]) -> SlotInfo | None:
    return next((slot for slot in kept if slot.problem is None), None)


def _settings_there_are() -> str:
    return "Settings are: " + ", ".join(kept_settings.BY_NAME) + "."


def _slot_named(wanted: str, kept: tuple[SlotInfo, ...]) -> SlotInfo | str:
    """The slot with that id or name, or the only one whose name begins so; else what to say."""
    typed = normal(wanted)
    for found in (
        [slot for slot in kept if wanted in (slot.id, slot.name)],
        [slot for slot in kept if normal(slot.name) == typed],
        [slot for slot in kept if normal(slot.name).startswith(typed)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            return f"“{wanted}” could be {' or '.join(f'“{slot.name}”' for slot in found[:4])}. Type more of its name."
    return f"There is no save called “{wanted}”. `saves` lists what there is."
