"""From a save back to a play, also when the story has changed since: a ladder whose every rung is tried before the next.

1. exact      The story is the same: all moves are made again, and every kept state must come out.
2. carried    The newest kept state, old names followed (`was:`), new variables at their start, and the moves after it.
              Its stop is the one that has most of the options that it had, else where the same moves lead.
              When the moves from the very beginning lead to the same state, they are the way: undo goes back to the first.
3. replayed   The moves from the beginning, up to the first that the story refuses.
4. checkpoint The newest kept state that still fits, and the moves after it, where that leads further than rung 3.

A move counts as refused also when the play stands in another scene than it did then: an id such as `wait` may exist there too.
Below the first rung the player is told, and the save is left as it is.

A save may be from anywhere, and have moves that lead through as much story as its author liked: what is made again is limited
by the time that it takes and by how much it tells. Beyond that, the newest kept state has to do.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from game.engine.program import Program
from game.engine.state import GameState, Line
from game.engine.telling import weight
from game.errors import MoveError, SaveDamagedError, SaveMismatchError, SetError
from game.records import dataclass, replace
from game.saving import snapshots
from game.saving.record import Header
from game.saving.renames import Renames
from game.saving.saved_play import SavedPlay
from game.saving.timeline import Beginning, Step, Timeline

Rung = Literal["exact", "carried", "replayed", "checkpoint"]
MAX_SECONDS = 20.0
MAX_CHARACTERS = 64 << 20


class Patience:
    """How much is made again: seconds of the processor, and characters that are told (the play keeps all of them)."""

    def __init__(self, seconds: float = MAX_SECONDS, characters: int = MAX_CHARACTERS) -> None:
        self._until = time.process_time() + seconds
        self._characters = characters
        self.is_over = False

    def bears(self, passage: Iterable[Line]) -> bool:
        """Whether one more turn may be made again after this passage."""
        self._characters -= sum(weight(line) for line in passage)
        self.is_over = self.is_over or self._characters < 0 or time.process_time() >= self._until
        return not self.is_over


@dataclass(frozen=True, slots=True)
class Restored:
    """A play as it came back, by which rung, and what the player must be told. `reached` is how many of the `total` moves of the
    save it comes to.
    """

    timeline: Timeline
    rung: Rung
    reached: int
    total: int
    notice: str = ""


def restore(program: Program, saved: SavedPlay, patience: Patience | None = None) -> Restored:
    """The play of the save. Raises `SaveMismatchError` when it is of another story, or when nothing of it fits."""
    header, patience = saved.header, patience or Patience()
    if header.story != program.story.id:
        raise SaveMismatchError(f"This save belongs to another story: {header.title}.")
    if header.based and 0 not in saved.way.kept:
        raise SaveDamagedError("This save is damaged: the state that it begins from is missing.")
    if header.fingerprint == program.story.fingerprint:
        timeline = _exact(program, saved, patience)
        if timeline is not None:
            return Restored(timeline, "exact", len(timeline.steps), len(saved.way.done))
    return _changed(program, Renames.of(program.story), saved, patience)


def begin_again(program: Program, renames: Renames, header: Header, base: Mapping[str, object] | None) -> Timeline:
    """The play before its first move, from its header or from the state that it was taken up in.

    Raises `SaveMismatchError`, `SetError`.
    """
    if base is not None:
        return Timeline(program, snapshots.decode(program, renames, base).state, None)
    fitting, _ = snapshots.fitting(program.story, renames, header.values)
    scene = None if header.scene is None else renames.scene(header.scene)
    return Timeline.begin(program, Beginning(header.seed, scene, fitting))


def _base(saved: SavedPlay) -> Mapping[str, object] | None:
    return saved.way.kept[0] if saved.header.based else None


def follow(timeline: Timeline, moves: Iterable[Step], renames: Renames, patience: Patience) -> Iterator[int]:
    """Makes the moves again, yielding how many steps there are after each; stops before the first that is refused."""
    for move in moves:
        if not patience.bears(timeline.state.passage):
            return
        scene = timeline.state.at.scene
        if renames.scene(move.scene) != scene:
            return
        try:
            timeline.play(renames.option(scene, move.option))
        except MoveError:
            return
        yield len(timeline.steps)


def _exact(program: Program, saved: SavedPlay, patience: Patience) -> Timeline | None:
    """The play with all its moves, or None when the story leads elsewhere now. What was told follows from the rest."""
    way, renames = saved.way, Renames()
    try:
        timeline = begin_again(program, renames, saved.header, _base(saved))
    except (SaveMismatchError, SetError):
        return None
    for depth in follow(timeline, way.done, renames, patience):
        kept = way.kept.get(depth)
        if kept is not None and not snapshots.is_same(snapshots.encode(program, timeline.state), kept):
            return None
    if len(timeline.steps) < len(way.done):
        return None
    timeline.undone.extend(way.undone)
    timeline.checkpoints = {depth: now for depth, now in way.checkpoints.items() if depth <= len(way.done)}
    return timeline


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A play that was restored one way: how many of the save's moves it comes to, from which on, and what could not be kept."""

    timeline: Timeline
    reached: int
    since: int
    adapted: frozenset[str]


def _changed(program: Program, renames: Renames, saved: SavedPlay, patience: Patience) -> Restored:
    """The lower rungs. Raises `SaveMismatchError` when none of them bears."""
    total = len(saved.way.done)
    replay = _replay(program, renames, saved, patience)
    point = _checkpoint(program, renames, saved, replay)
    best, rung = _better(replay, point, total)
    if best is not None:
        known = saved.way.checkpoints.items()
        best.timeline.checkpoints = {at - best.since: now for at, now in known if best.since <= at < best.reached}
    if best is None and patience.is_over:
        raise SaveMismatchError(f"{_TOO_MUCH} and there is no kept state in it to begin from. It was left as it is.")
    if best is None:
        raise SaveMismatchError("The story has changed so much that this save does not fit it any more. It was left as it is.")
    return Restored(best.timeline, rung, best.reached, total, _what_changed(program, saved, best, given_up=patience.is_over))


def _better(replay: _Attempt | None, point: _Attempt | None, total: int) -> tuple[_Attempt | None, Rung]:
    """Which of the two to go on with, and which rung that is."""
    if point is not None and point.reached == total:
        if replay is not None and replay.reached == total and _agree(replay.timeline, point.timeline, point.since):
            return replace(replay, adapted=point.adapted), "carried"
        return point, "carried"
    if replay is not None and (point is None or replay.reached >= point.reached):
        return replay, "replayed"
    return point, "checkpoint"


def _agree(one: Timeline, other: Timeline, depth: int) -> bool:
    """Whether `one` after `depth` steps is where `other` begins, as far as a player can tell."""
    return _essence(one, one.state_at(depth)) == _essence(other, other.start)


def _essence(timeline: Timeline, state: GameState) -> tuple[object, ...]:
    """What a play is to a player; what the engine remembers for itself may differ. Variables are a story's first slots."""
    variables = len(timeline.program.story.variables)
    return state.turn, state.at, state.returns, state.ending, state.values[:variables]


def _replay(program: Program, renames: Renames, saved: SavedPlay, patience: Patience) -> _Attempt | None:
    """The moves from the beginning, as far as they go; None when they are too many to be made again."""
    if patience.is_over:
        return None
    try:
        timeline = begin_again(program, renames, saved.header, _base(saved))
    except (SaveMismatchError, SetError):
        return None
    for _ in follow(timeline, saved.way.done, renames, patience):
        pass
    return _Attempt(timeline, len(timeline.steps), 0, frozenset())


def _checkpoint(program: Program, renames: Renames, saved: SavedPlay, replay: _Attempt | None) -> _Attempt | None:
    """The newest kept state that fits, and the moves after it, as far as they go."""
    for depth, data in saved.way.kept_until_now():
        picked = [step.option for step in saved.way.done[depth : depth + 1]]
        led = replay.timeline.state_at(depth).at if replay is not None and depth <= replay.reached else None
        try:
            decoded = snapshots.decode(program, renames, data, picked, led)
        except SaveMismatchError:
            continue
        timeline = Timeline(program, decoded.state, None)
        for _ in follow(timeline, saved.way.done[depth:], renames, Patience()):
            pass
        return _Attempt(timeline, depth + len(timeline.steps), depth, decoded.adapted)
    return None


def _what_changed(program: Program, saved: SavedPlay, best: _Attempt, *, given_up: bool) -> str:
    """What the player is told, in a few short sentences."""
    view = program.look(best.timeline.state)
    said = [f"{_TOO_MUCH} and some of them were left out." if given_up else _why(program, saved)]
    if best.reached == len(saved.way.done):
        said.append("You are where you were.")
    else:
        why = "" if given_up else "What you did next is not possible any more, so "
        said.append(f"{why}{'You' if given_up else 'you'} are at turn {view.turn}, in {view.title}.")
    said += [f"Different now: {item.label} ({item.text})." for item in view.status if item.name in best.adapted]
    if best.timeline.beginning is None:
        said.append("You cannot take back what was before this save's last resting point.")
    said.append("The old save is kept as it was; from here you play on in a new one.")
    return " ".join(said)


_TOO_MUCH = f"This save has more moves than can be made again in {MAX_SECONDS:.0f} seconds,"


def _why(program: Program, saved: SavedPlay) -> str:
    story, header = program.story, saved.header
    if header.fingerprint == story.fingerprint:
        return "The game has changed since this was saved."
    versions = f" (it was {header.version}, it is {story.version})" if header.version != story.version else ""
    return f"{story.title} has changed since this was saved{versions}."
