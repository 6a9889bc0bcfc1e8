"""What is still open in a run, and the way back to before something closed: read off the proof beside the story, when asked.

Never which endings: how many. A checkpoint is kept by the session (`Session.lookout`); here one finds it and plays on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from game.engine.program import Program
from game.errors import HyosanError, SaveError
from game.saving.slots import SlotInfo
from game.saving.store import Store
from game.session import Session
from game.telling.words import counted
from game.terminal.outcomes import Outcome, Story, Told
from game.terminal.slots import Checkpoint, latest

if TYPE_CHECKING:
    from game.proving.outlook import Lookout, Outlook
    from game.terminal.rehearsal import Rehearsal


class Playing(Protocol):
    """A game in which something may be out of reach."""

    @property
    def program(self) -> Program: ...

    @property
    def store(self) -> Store | None: ...

    @property
    def session(self) -> Session | None: ...

    @property
    def rehearsal(self) -> Rehearsal | None: ...

    def running(self) -> Session:
        """The run. Raises `HyosanError` when there is none."""
        ...

    def play_from(self, play: Session, depth: int) -> None:
        """Goes on with a copy of the play from one of its checkpoints."""
        ...


class Doors:
    """Performers for what is asked about open endings, and for going back to a checkpoint. `folder` is the story's, or None."""

    def __init__(self, playing: Playing, folder: Path | None) -> None:
        self.folder = folder
        self._playing = playing
        self._lookout: tuple[Program, Path, Lookout] | None = None
        self.performers: Mapping[str, Callable[[str], Outcome]] = {"doors": self._doors, "checkpoint": self._checkpoint}

    @property
    def lookout(self) -> Lookout | None:
        """What reads the proof beside the story that is played; None where there is no place for one."""
        program, folder = self._playing.program, self.folder
        if folder is None:
            return None
        if self._lookout is None or self._lookout[0] is not program or self._lookout[1] != folder:
            from game.proving.outlook import Lookout  # the first scene needs none of it

            self._lookout = (program, folder, Lookout(program, folder))
        return self._lookout[2]

    def checkpoints(self, kept: tuple[SlotInfo, ...]) -> tuple[Checkpoint, ...]:
        """Those of the run that is under way, else of the one that was played last; the last first."""
        last = latest(kept) if self._playing.session is None else None
        try:
            run = self._run(last.id if last is not None else "")
        except HyosanError:  # what is wrong with it is told to whoever opens it
            return ()
        slot = last.id if last is not None else ""
        return tuple(Checkpoint(slot, depth, now) for depth, now in run.checkpoints) if run is not None else ()

    def _run(self, slot: str) -> Session | None:
        """A kept run, only to be read, or the one that is under way. Raises the errors of saving."""
        if not slot or self._playing.store is None:
            return self._playing.session
        return Session.resume(self._playing.program, self._playing.store, slot, keep=False)

    def _checkpoint(self, wanted: str) -> Outcome:
        slot, _, depth = wanted.partition("/")
        play = self._run(slot)
        if play is None or int(depth) not in dict(play.checkpoints):
            raise SaveError("There is no such checkpoint any more.")
        self._playing.play_from(play, int(depth))
        return Story("This is a copy, from before a door closed. The run as it went on is kept.")

    def _doors(self, _: str) -> Outcome:
        session, lookout = self._playing.running(), self.lookout
        if session.state.ending is not None:
            return Told("This run is over. `saves` lists the moments of it that are kept.")
        outlook = lookout.looked_into(session.state) if lookout is not None else None
        if outlook is None:  # only an author can do something about it
            problem = lookout.problem if lookout is not None and self._playing.rehearsal is not None else ""
            said = f"How many endings are open from here cannot be said in this version of the story. {problem}"
            return Told(said.strip())
        return Told(told(outlook, len(self._playing.program.story.endings), len(session.checkpoints)))


def told(outlook: Outlook, endings: int, checkpoints: int) -> str:
    """How many endings are open, and not which. Where the proof cannot decide, both bounds are said."""
    sure, most = len(outlook.open), len(outlook.open | outlook.perhaps)
    of = f"of the {counted(endings, 'ending')}"
    if sure == most == endings:
        said = f"From here, all {of} can still be reached."
    elif sure == most:
        said = f"From here, {sure} {of} can still be reached."
    elif sure:
        said = f"From here, at least {sure} {of} can still be reached, and at most {most}."
    else:
        said = f"From here, at most {most} {of} can still be reached."
    listed = "lists it" if checkpoints == 1 else "lists them"
    kept = f" {counted(checkpoints, 'moment')} before a door closed: `saves` {listed}." if checkpoints else ""
    return said + kept
