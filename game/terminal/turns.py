"""What moves the story: picking an option, taking it back, going the way of an earlier run, beginning anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.engine.state import Entered, Picked, Sounded, as_read
from game.terminal.outcomes import Sheet, Story, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.engine.program import Program
    from game.proving.outlook import Lookout
    from game.session import Session
    from game.terminal.outcomes import Outcome
    from game.terminal.rehearsal import Rehearsal
    from game.terminal.settings import Settings


class Playing(Protocol):
    """A game in which a run may be under way."""

    @property
    def program(self) -> Program: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def rehearsal(self) -> Rehearsal | None: ...

    @property
    def lookout(self) -> Lookout | None: ...

    def running(self) -> Session:
        """The run. Raises `HyosanError` when there is none."""
        ...

    def begin(self) -> None:
        """A new run. Raises the errors of saving."""
        ...


class Turns:
    """A performer for each. The story's content note stands before the first scene until `note_shown`."""

    def __init__(self, playing: Playing, *, note_shown: bool) -> None:
        self.note_shown = note_shown
        self._playing = playing
        self.performers: Mapping[str, Callable[[str], Outcome]] = {
            "choose": self._choose, "undo": self._undo, "redo": self._redo, "skip": self._skip, "again": self._again,
            "restart": self._restart, "read on": self._read_on,
        }  # fmt: skip

    def _choose(self, option: str) -> Outcome:
        session = self._watched()
        session.choose(option)
        return self._announced(self._read_on(""))

    def _watched(self) -> Session:
        """The run, with an eye on what is put out of reach where the player wants checkpoints; an author's play keeps nothing."""
        session = self._playing.running()
        session.lookout = (
            self._playing.lookout if self._playing.settings.checkpoints and self._playing.rehearsal is None else None
        )
        return session

    def _undo(self, _: str) -> Outcome:
        session = self._playing.running()
        words = _picked(session)
        return Story(f"Taken back: {words}") if session.undo() else Told("There is nothing to take back.")

    def _redo(self, _: str) -> Outcome:
        session = self._playing.running()
        return Story("Forward again.") if session.redo() else Told("There is nothing to go forward to.")

    def _skip(self, _: str) -> Outcome:
        """Forward on the way of an earlier run."""
        turns = self._watched().skip()
        if not turns:
            return Told("There is nothing to skip: from here, you have not gone on before.")
        from game.telling.words import counted

        return self._announced(Story(f"Skipped {counted(turns, 'turn')}, as you went before. Skip again, or undo."))

    def _announced(self, story: Story) -> Outcome:
        """The passage, or first what it is to be announced with."""
        ahead = self._ahead()
        if not ahead:
            return story
        from game.terminal import sheets

        return sheets.ahead(ahead)

    def _again(self, _: str) -> Outcome:
        """A new run; the content note was read in the old one."""
        self._playing.begin()
        self.note_shown = True
        return self._skip("") if self._playing.running().can_skip else Story()

    def _restart(self, _: str) -> Outcome:
        self._playing.begin()
        return self.first_scene()

    def first_scene(self) -> Outcome:
        notes = tuple(filter(None, (self._playing.program.story.content_note, *self._ahead())))
        if not notes or self.note_shown or self._playing.running().view.turn:
            return self._read_on("")
        self.note_shown = True
        return Sheet("note", "Before the first scene", notes, then=self._read_on(""))

    def _read_on(self, _: str) -> Story:
        """The passage, met for the first time: if the player asks for the bell, it rings where there is something to hear."""
        passage = as_read(self._playing.running().view.passage, soften=self._playing.settings.soften)
        return Story(rings=self._playing.settings.bell and any(isinstance(line, Sounded) for line in passage))

    def _ahead(self) -> tuple[str, ...]:
        """What the passage that comes now is to be announced with, to a player who asks for it; each scene once in a run."""
        if not self._playing.settings.content_notes:
            return ()
        passages = self._playing.running().passages
        noted = [line for line in passages[-1] if isinstance(line, Entered) and line.content_note]
        met = {line.scene for lines in passages[:-1] for line in lines if isinstance(line, Entered)} if noted else set()
        return tuple(dict.fromkeys(line.content_note for line in noted if line.scene not in met))


def _picked(session: Session) -> str:
    return next((line.text for line in session.view.passage if isinstance(line, Picked)), "the last choice")
