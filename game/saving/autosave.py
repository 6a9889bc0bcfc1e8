"""Keeps a play on disk turn by turn, for as long as the disk lets it.

    no file yet ──first turn──> growing ──an error──> waiting ──a few turns later, on a fresh file──> growing

Each turn is written when its call returns, and on the disk before the next is written: only the waiting is another thread's. An
error never stops the play: everything is in memory, nothing that was on disk is touched, and the player is told once (of a sync
that fails, at the next turn). A new try writes the whole play to a fresh file, because what a sync failed on may be lost to the
system however often one asks again.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable
from pathlib import Path

from game.errors import SaveError
from game.records import dataclass, replace
from game.saving import composing
from game.saving.disk_errors import cause
from game.saving.framing import FORMAT
from game.saving.journal import Journal, SharedError
from game.saving.record import Closed, Moved, Record, Redone, Standing, Undone, encode_all
from game.saving.saved_play import MAX_BYTES, MAX_RECORDS, SavedPlay
from game.saving.store import Claim, Store
from game.saving.timeline import STRIDE, Timeline
from game.saving.whole_file import write_whole

ROOM_BYTES = 1 << 20
ROOM_RECORDS = 10
LONGEST_PAUSE = 32


@dataclass(slots=True)
class _Pause:
    """How many turns to wait before the next try: 1, 2, 4 … after each failure in a row."""

    length: int = 0
    left: int = 0

    def begin(self) -> None:
        self.length = min(self.length * 2 or 1, LONGEST_PAUSE)
        self.left = self.length

    def is_over(self) -> bool:
        """Whether to try now; each question is a turn."""
        self.left -= 1
        return self.left < 0


class Autosave:
    """The journal of one play. `played` gives the seconds played so far; troubles are told in `notices`."""

    def __init__(self, store: Store, timeline: Timeline, played: Callable[[], int], notices: list[str]) -> None:
        self._store = store
        self._timeline = timeline
        self._played = played
        self._notices = notices
        self._claim: Claim | None = None
        self._created = int(store.now())
        self._journal: Journal | None = None
        self._damaged = False
        self._kept_as: Path | None = None
        self._pause = _Pause()
        self._behind = False
        self._turn_written = self._turn_on_disk = timeline.state.turn
        self._needs_closing = False
        self._since_snapshot = 0
        self._snapshot_size = 0
        self._size_at_snapshot = 0

    def go_on(self, claim: Claim, play: SavedPlay) -> Path | None:
        """Goes on with a journal that was read. A damaged one, and one of an older format, is first written anew; returns what
        keeps the damaged file."""
        self._claim, self._created = claim, play.header.created
        self._needs_closing = not play.closed
        if play.damage is None and play.chain.format == FORMAT:
            self._open(claim.path, play)
            return None
        self._damaged = play.damage is not None
        self._write_fresh()
        return self._kept_as

    def _open(self, path: Path, play: SavedPlay) -> None:
        try:
            self._journal = Journal(self._store.files, path, play.chain, play.size)
            self._size_at_snapshot = play.size
        except OSError as error:
            self._failed(cause(error))

    def moved(self) -> None:
        """The player has made a move."""
        step = self._timeline.steps[-1]
        self._add(Moved(step.option, step.scene, self._now()))

    def undone(self) -> None:
        """The player has taken a move back."""
        self._add(Undone(self._now()))

    def redone(self) -> None:
        """The player has made a move again."""
        self._add(Redone(self._now()))

    def wait(self) -> None:
        """Returns when what was written is on the disk. Where that fails, the player is told, and it counts as not written."""
        if self._journal is None:
            return
        journal, self._journal = self._journal, None
        was_behind, self._behind = self._behind, True  # also when the waiting is interrupted
        try:
            journal.settle()
        except OSError as error:
            self._failed(cause(error))
        else:
            self._journal, self._behind, self._turn_on_disk = journal, was_behind, self._turn_written

    def settle(self) -> bool:
        """Whether all of the play is on the disk: waits for it, and makes a last try when it is behind."""
        self.wait()
        if self._behind:
            self._write_fresh()
        return not self._behind

    def close(self) -> None:
        """Marks the journal as closed in order, after a last try when it is behind; lets it go. All of it is on the disk then."""
        if not self.settle():
            self._notices.append(f"What you did after turn {self._turn_on_disk} could not be saved.")
        for _ in range(2):  # where the file was taken away, the play is in another one by now, and that is to be closed
            if self._journal is not None and self._needs_closing:
                self._become_newest()
                self._append(self._journal, [*composing.kept_here(self._timeline), Closed(self._now())])
        self.wait()
        self.let_go()

    def _become_newest(self) -> None:
        """What was played last is what one goes on with, also when other windows have saved since this one began."""
        if self._claim is not None:
            with contextlib.suppress(SaveError):
                generation = self._store.next_generation(self._timeline.program.story.id, self._claim.generation)
                self._claim = replace(self._claim, generation=generation)

    def _now(self) -> Standing:
        generation = self._claim.generation if self._claim is not None else 0
        return composing.standing_of(self._timeline, self._played(), int(self._store.now()), generation)

    def _add(self, record: Record) -> None:
        self.wait()
        self._behind = True
        if self._journal is not None and self._has_room(self._journal):
            self._append(self._journal, [*self._due_before(self._journal, record), record])
        elif self._journal is not None or self._pause.is_over():
            self._write_fresh()

    def _has_room(self, journal: Journal) -> bool:
        return journal.size < MAX_BYTES - ROOM_BYTES and journal.lines < MAX_RECORDS - ROOM_RECORDS

    def _due_before(self, journal: Journal, record: Record) -> list[Record]:
        """What is kept of the state before a move: all of it now and then, and that it was a checkpoint."""
        due = self._due_snapshot(journal, record)
        steps = len(self._timeline.steps)
        return [
            *due,
            *(composing.checkpoint_before(self._timeline, steps, is_kept=bool(due)) if isinstance(record, Moved) else ()),
        ]

    def _due_snapshot(self, journal: Journal, record: Record) -> list[Record]:
        """The state before a move, now and then: as often as it makes the file at most twice as long."""
        self._since_snapshot += 1
        grown = journal.size - self._size_at_snapshot
        if self._since_snapshot <= STRIDE or grown < self._snapshot_size or not isinstance(record, Moved):
            return []
        kept = composing.keep(self._timeline, self._timeline.state_at(len(self._timeline.steps) - 1))
        self._snapshot_size = len(encode_all([kept])[0])
        self._since_snapshot, self._size_at_snapshot = 1, journal.size + self._snapshot_size
        return [kept]

    def _append(self, journal: Journal, records: list[Record]) -> None:
        self._journal = None
        try:
            journal.append(encode_all(records))
        except FileNotFoundError:
            self._begin_elsewhere(
                f"{journal.path.name} is no longer in {self._store.folder}. The whole play was saved there again."
            )
        except SharedError:
            self._begin_elsewhere(
                f"Another window plays on in {journal.path.name}. This play was saved whole in a file of its own."
            )
        except OSError as error:
            self._failed(cause(error))
        else:
            self._journal = journal
            self._behind, self._turn_written = False, self._timeline.state.turn
            self._needs_closing = not isinstance(records[-1], Closed)

    def _begin_elsewhere(self, why: str) -> None:
        """The file was taken away, or is somebody else's by now: the whole play goes to a file of another name."""
        self._forget_file()
        self._write_fresh()
        if not self._behind:
            self._notices.append(why)

    def _forget_file(self) -> None:
        if self._claim is not None:
            self._claim.lock.release()
            self._claim = None
        self._damaged = False

    def save_everything(self) -> bool:
        """The whole play at once, without waiting for its next turn; whether that went well."""
        self._behind = True
        self._write_fresh()
        return not self._behind

    def let_go(self) -> None:
        """Leaves the journal as it is, for somebody else to go on with."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        self._forget_file()

    def _write_fresh(self) -> None:
        """The whole play to a fresh file, which then grows; the first time under a new name."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        try:
            doubt = self._write_whole()
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                self._forget_file()  # with its folder; the next try makes another one
            self._failed(cause(error))
        except SaveError as error:
            self._failed(str(error).rstrip("."))
        else:
            self._succeeded(doubt)

    def _write_whole(self) -> str:
        is_new = self._claim is None
        claim = self._claim = self._claim or self._store.claim(self._timeline.program.story.id)
        header = composing.header_of(self._timeline, claim.name, autosave=True, created=self._created)
        records = composing.open_records(self._timeline, self._now())
        composed = composing.compose(header, records)
        if len(composed.data) > MAX_BYTES - ROOM_BYTES or len(records) > MAX_RECORDS - ROOM_RECORDS:
            raise OSError(errno.EFBIG, "too long a play")
        keep_as = self._store.damaged_name(claim.path) if self._damaged else None
        doubt = write_whole(self._store.files, claim.path, composed.data, keep_as)
        self._damaged, self._kept_as = False, keep_as
        self._journal = Journal(self._store.files, claim.path, composed.chain, len(composed.data))
        self._since_snapshot, self._size_at_snapshot = 0, self._journal.size
        if is_new:
            self._store.prune(self._timeline.program.story.id)
        return doubt

    def _succeeded(self, doubt: str) -> None:
        self._turn_written = self._turn_on_disk = self._timeline.state.turn
        self._behind, self._needs_closing = False, True
        if self._pause.length:
            self._notices.append("Saving works again: everything up to here is saved.")
        if doubt:
            self._notices.append(f"The play is saved, but may not survive a power cut: {doubt}.")
        self._pause = _Pause()

    def _failed(self, why: str) -> None:
        if not self._pause.length:
            self._notices.append(
                f"Nothing can be saved in {self._store.folder}: {why}. You can play on; what was saved before is not lost, "
                "and saving is tried again as you play. `elsewhere` keeps the run in another folder."
            )
        self._pause.begin()
