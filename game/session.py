"""A playthrough: choosing, undo and redo, saving by itself and by name, going on where one was. It knows no screen."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

from game.engine.state import Move
from game.errors import SaveError, SetError
from game.saving.files import Files
from game.saving.memory import NOTHING_REACHED, reached_in, start_values
from game.saving.timeline import Beginning, Step, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from game.engine.program import Program
    from game.engine.state import GameState, Line, Turn, View
    from game.proving.outlook import Lookout
    from game.saving.autosave import Autosave
    from game.saving.causes import Causes, TracedTurn
    from game.saving.read_before import ReadBefore
    from game.saving.record import Standing
    from game.saving.restore import Restored
    from game.saving.slots import SlotInfo
    from game.saving.store import Opened, Store

LIMIT_OF_SEEDS = 10**18


class Session:
    """One play of a story, from `begin` or `resume` to `close`.

    With a store each turn is written when `choose`, `undo` and `redo` return, so that no kill takes it, and on the disk before
    the next, so that no power cut does; or a notice says why not. Without one nothing touches a disk. `clock` gives seconds from
    anywhere, never back. With a `lookout`, the state before a choice that puts an ending out of reach is kept as a checkpoint.
    """

    def __init__(
        self, timeline: Timeline, store: Store | None, played_before: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.program = timeline.program
        self.store = store
        self._timeline = timeline
        self._clock = clock
        self._began_at = clock() - played_before
        self._notices: list[str] = []
        self._autosave: Autosave | None = None
        self._is_closed = False
        self._view: View | None = None
        self._cut: tuple[Timeline, GameState] | None = None
        self._causes: Causes | None = None
        self.lookout: Lookout | None = None

    @classmethod
    def begin(
        cls,
        program: Program,
        store: Store | None,
        *,
        seed: int,
        scene: str | None = None,
        values: Mapping[str, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Session:
        """A new play. It is saved from its first turn on. Raises `SetError`.

        Variables that remember start with what the store knows of earlier runs, except where `values` says otherwise; all of
        these are kept in the save, so that the play is the same whatever is reached in between.
        """
        if abs(seed) >= LIMIT_OF_SEEDS:
            raise SetError("A seed has at most 18 digits.")
        remembering = store is not None and any(variable.remembers for variable in program.story.variables.values())
        known = start_values(program.story, store.reached(program.story.id)) if store is not None and remembering else {}
        timeline = Timeline.begin(program, Beginning(seed, scene, {**known, **(values or {})}))
        session = cls(timeline, store, clock=clock)
        session._remember()
        return session

    @classmethod
    def resume(
        cls,
        program: Program,
        store: Store,
        slot: str,
        *,
        copy: bool = False,
        keep: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> Session:
        """The play of a slot. A journal is gone on with; a named save, with `copy` also a journal, is copied and never changed.
        Without `keep` it is only read: nothing of what is played on is written.

        Raises `SaveLockedError` when another window plays it, `SaveMismatchError`, `SaveDamagedError`, `SaveError`.
        """
        from game.saving.restore import restore

        copy = copy or not keep
        opened = store.open(slot, to_continue=not copy)
        try:
            restored = restore(program, opened.play)
        except BaseException:
            opened.release()
            raise
        standing = opened.play.standing
        session = cls(restored.timeline, store if keep else None, standing.played if standing is not None else 0, clock)
        session._take_up(opened, restored, copy)
        return session

    def _take_up(self, opened: Opened, restored: Restored, copy: bool) -> None:
        """Goes on with the journal when it is ours and fits; says what the player must know."""
        trouble = "" if copy and opened.play.damage is None else opened.play.trouble(self.state.turn)
        told = [opened.instead, trouble, restored.notice]
        journal = self._journal()
        if opened.claim is not None and restored.rung == "exact" and journal is not None:
            kept = journal.go_on(opened.claim, opened.play)
            told.append(f"The damaged file is kept as {kept.name}." if kept else "")
        else:
            opened.release()
        self._notices[:0] = filter(None, told)

    @property
    def state(self) -> GameState:
        return self._timeline.state

    @property
    def view(self) -> View:
        """What there is to see."""
        if self._view is None:
            self._view = self.program.look(self.state)
        return self._view

    @property
    def passages(self) -> Sequence[tuple[Line, ...]]:
        """Everything that was told on the way to here, a passage a turn, the current one last."""
        return self._timeline.passages

    @property
    def start(self) -> GameState:
        """The state from which the known part of the play began: its first one, or where an old save could be taken up."""
        return self._timeline.start

    @property
    def options(self) -> Sequence[str]:
        """The ids of the options that were picked since `start`."""
        return tuple(step.option for step in self._timeline.steps)

    @property
    def can_undo(self) -> bool:
        return bool(self._timeline.steps)

    @property
    def can_redo(self) -> bool:
        return bool(self._timeline.undone)

    def choose(self, option: str) -> Turn:
        """Picks an option. Raises `MoveError`, and then nothing has changed."""
        journal, record = self._journal(), self._read_before
        before, scene = self.state, self.state.at.scene
        turn = self._timeline.play(option)
        self._view = None
        self._keep_checkpoint(before)
        if journal is not None:
            journal.moved()
        record.add(turn.state.passage, scene, option)
        self._remember()
        return turn

    def _keep_checkpoint(self, before: GameState) -> None:
        """Marks the state before the last choice, when an ending was open there for sure that is out of reach now."""
        lookout = self.lookout
        was, now = (lookout.at(before), lookout.at(self.state)) if lookout is not None else (None, None)
        if lookout is None or was is None or now is None:
            return
        closed = (was.open | was.perhaps) - now.open - now.perhaps
        if closed & was.open or (closed and lookout.reached(before, closed)):
            from game.saving.composing import standing_of

            at = int(self.store.now() if self.store is not None else time.time())
            standing = standing_of(self._timeline, self._played(), at, 0, before)
            self._timeline.checkpoints[len(self._timeline.steps) - 1] = standing

    @property
    def checkpoints(self) -> Sequence[tuple[int, Standing]]:
        """Where the play stood before choices that put an ending out of reach, each with its number of steps; the last first."""
        known = self._timeline.checkpoints.items()
        return sorted(((depth, now) for depth, now in known if depth < len(self._timeline.steps)), reverse=True)

    def at_checkpoint(self, depth: int, store: Store | None) -> Session:
        """The play as it stood there, as a play of its own; this one is left as it is."""
        return Session(self._timeline.until(depth), store, self._played(), self._clock)

    def undo(self) -> bool:
        """Goes back one turn; False when there is none."""
        journal = self._journal()
        if not self._timeline.undo():
            return False
        self._view = None
        if journal is not None:
            journal.undone()
        return True

    def redo(self) -> bool:
        """Makes the move again that was last taken back; False when there is none."""
        journal = self._journal()
        if not self._timeline.redo():
            return False
        self._view = None
        if journal is not None:
            journal.redone()
        self._remember()
        return True

    def take_over(self, program: Program) -> str:
        """Goes on under another version of the story, as near to where the play stands as can be; returns what is different.

        Only for a play that is not kept. Moves that this version refuses come back with the next one that takes them, as long as
        nothing else was done: who cuts a scene and pastes it elsewhere is where they were.
        """
        from game.saving.carrying import carry

        assert self.store is None, "a play that is kept stays with the story that it was begun with"
        cut, state = self._cut or (self._timeline, self.state)
        wanted = cut if state is self.state else self._timeline
        carried = carry(program, wanted)
        self.program, self._timeline = program, carried.timeline
        self._cut = None if carried.is_whole else (wanted, self.state)
        self._view = self._causes = None
        return carried.told

    def causes(self) -> tuple[TracedTurn, ...]:
        """What each turn from the beginning to here has changed, and by which lines of the story."""
        from game.saving.causes import Causes

        self._causes = self._causes or Causes(self.program)
        return self._causes.of(self._timeline)

    def was_taken(self, option: str) -> bool:
        """Whether this player took an option of this stop in an earlier play; what is taken back of this one does not count."""
        if "_read_before" not in self.__dict__ and (self.store is None or not self.store.has_read_before()):
            return False  # a first play needs none of what reads the record
        scene = self.state.at.scene
        if not self._read_before.was_taken(scene, option) or self._timeline.times(scene, option):
            return False
        return Step(option, scene) not in self._timeline.undone

    @property
    def can_skip(self) -> bool:
        """Whether this player was here before, and went on from here."""
        return self._way_before() is not None

    def skip(self) -> int:
        """Goes on as this player did before, to the next scene or the first text that was never read; in how many turns.

        An ending is not gone into: whoever was there already came back for something else.
        """
        title, turns, known = self.view.title, 0, True
        while known and self.view.title == title and (option := self._way_before()) is not None:
            ahead = self.program.play(self.state, Move(option)).state
            if ahead.ending is not None:
                break
            known = self._read_before.knows(ahead.passage)
            self.choose(option)
            turns += 1
        return turns

    def _way_before(self) -> str | None:
        """The option of this stop by which this player went on before, in the newest play that can say so."""
        scene = self.state.at.scene
        times = {offer.id: self._timeline.times(scene, offer.id) for offer in self.view.open_offers}
        return self._read_before.next_on_the_way(scene, times)

    @cached_property
    def _read_before(self) -> ReadBefore:
        from game.saving.read_before import ReadBefore

        story = self.program.story.id
        record = self.store.read_before(story) if self.store is not None else ReadBefore(Files(), None, story)
        if self._timeline.beginning is not None and not self._timeline.steps:
            record.begin_run()
        record.add(self.state.passage)
        return record

    def save_as(self, name: str) -> SlotInfo:
        """Saves the play under a name. Raises `SaveFullError` when that cannot be; nothing that was saved is lost then."""
        if self.store is None:
            raise SaveError("This play is not kept on a disk, so it cannot be saved.")
        self._wait()
        saved = self.store.save_as(name, self._timeline, self._played())
        if saved.doubt:
            self._notices.append(f"{saved.slot.name} is saved, but may not survive a power cut: {saved.doubt}.")
        return saved.slot

    def move_to(self, store: Store) -> bool:
        """Keeps the play in another folder from now on, all of it at once; whether that went well. Notices say why not, and then
        the play stays where it was. What was kept in the old folder stays there.
        """
        from game.saving.autosave import Autosave

        fresh = Autosave(store, self._timeline, self._played, self._notices)
        if not fresh.save_everything():
            return False
        if self._autosave is not None:
            self._autosave.let_go()
        self.store, self._autosave = store, fresh
        return True

    def take_notices(self) -> tuple[str, ...]:
        """What the player must be told; each is given out once."""
        told = tuple(self._notices)
        self._notices.clear()
        return told

    def settle(self) -> bool:
        """Whether all of the play is on the disk now: waits for it, and tries again what could not be saved."""
        return self._autosave is None or self._autosave.settle()

    def _wait(self) -> None:
        """What comes after a turn on the disk must not be there before it."""
        if self._autosave is not None:
            self._autosave.wait()

    def close(self) -> None:
        """Writes what is to be written and lets the save go. Twice does no harm; playing on would no longer be saved."""
        self._is_closed = True
        if self._autosave is not None:
            self._autosave.close()
            self._autosave = None

    def _journal(self) -> Autosave | None:
        """What keeps this play on disk, from its first turn on; None when nothing does."""
        if self._autosave is None and self.store is not None and not self._is_closed:
            from game.saving.autosave import Autosave

            self._autosave = Autosave(self.store, self._timeline, self._played, self._notices)
        return self._autosave

    def _played(self) -> int:
        return int(self._clock() - self._began_at)

    def _remember(self) -> None:
        """Keeps what the last turn has reached, beyond the run."""
        if self.store is None:
            return
        fresh = reached_in(self.program.story, self.state)
        if fresh == NOTHING_REACHED:
            return
        self._wait()
        try:
            self.store.record(self.program.story.id, fresh)
        except SaveError as error:
            what = "this ending was reached" if fresh.endings else "this achievement was earned"
            self._notices.append(f"That {what} could not be kept. {error}")
