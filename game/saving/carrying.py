"""A play under another version of its story while both are in memory: what live reload does.

Whoever changes a story wants to see what it says now. So, other than for a save, the moves are made again from the beginning
wherever that can be:

1. all of them, by the ids of the options (old names followed);
2. where one is refused: the state before the last move, and that move again, so that what is told is new; else the newest state
   that bears, as far as it leads; undo ends there;
3. where that leads no further: the moves up to the refused one.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.engine.inspecting import slot_text
from game.engine.program import Program
from game.errors import SaveMismatchError, SetError
from game.records import dataclass
from game.saving import composing, snapshots
from game.saving.renames import Renames
from game.saving.restore import Patience, begin_again, follow
from game.saving.timeline import Beginning, Step, Timeline

MOST_STATES_TRIED = 200
MOST_CHANGES_TOLD = 4


@dataclass(frozen=True, slots=True)
class Carried:
    """The play under the new story. `is_whole` says that every move was made again; `told` what is different for the player."""

    timeline: Timeline
    is_whole: bool
    told: str


def carry(program: Program, old: Timeline) -> Carried:
    """The play of `old` under the story of `program`, as near to where it stood as can be. `old` is left as it is."""
    renames = Renames.of(program.story)
    replay = _replay(program, old, renames)
    if replay is not None and len(replay.steps) == len(old.steps):
        replay.undone.extend(_renamed(step, renames) for step in old.undone)
        return Carried(replay, True, _told(old, replay, renames, []))
    reached = -1 if replay is None else len(replay.steps)
    why = [_gone_beginning(old) if replay is None else _refusal(replay, old.steps[reached], renames)]
    depth, point = _furthest(program, old, renames, reached)
    if point is not None:
        why += ["What led there stays as it was; it cannot be taken back."] if depth else []
        return Carried(point, False, _told(old, point, renames, why))
    begun = replay or Timeline.begin(program, Beginning(old.start.seed))
    return Carried(begun, False, _told(old, begun, renames, why))


def _replay(program: Program, old: Timeline, renames: Renames) -> Timeline | None:
    """The moves from the beginning, up to the first that is refused; None when there is no such beginning any more."""
    header = composing.header_of(old, "", autosave=False, created=0)
    base = snapshots.encode(old.program, old.start) if old.beginning is None else None
    try:
        timeline = begin_again(program, renames, header, base)
    except (SaveMismatchError, SetError):
        return None
    for _ in follow(timeline, old.steps, renames, Patience()):
        pass
    return timeline


def _furthest(program: Program, old: Timeline, renames: Renames, reached: int) -> tuple[int, Timeline | None]:
    """The play from one of the old states on that leads furthest, if that is beyond `reached` moves; and which state it was."""
    best: tuple[int, Timeline | None] = (0, None)
    for depth in _depths(len(old.steps), max(0, reached)):
        try:
            state = snapshots.decode(program, renames, snapshots.encode(old.program, old.state_at(depth))).state
        except SaveMismatchError:
            continue
        timeline = Timeline(program, state, None)
        for _ in follow(timeline, old.steps[depth:], renames, Patience()):
            pass
        if depth + len(timeline.steps) > reached:
            best, reached = (depth, timeline), depth + len(timeline.steps)
        if reached == len(old.steps):
            break
    return best


def _depths(moves: int, fewest: int) -> Iterator[int]:
    """Which states to try: before the last move, after it, and then further and further back."""
    if moves > fewest:
        yield moves - 1
    yield moves
    yield from range(moves - 2, max(fewest, moves - MOST_STATES_TRIED) - 1, -1)


def _renamed(step: Step, renames: Renames) -> Step:
    scene = renames.scene(step.scene)
    return Step(renames.option(scene, step.option), scene)


def _gone_beginning(old: Timeline) -> str:
    scene = old.beginning.scene if old.beginning is not None else None
    return f"The run cannot begin at `{scene}` any more." if scene else "The run cannot begin where it began any more."


def _refusal(replay: Timeline, step: Step, renames: Renames) -> str:
    """Why a move cannot be made again where the replay has come to."""
    new, state = _renamed(step, renames), replay.state
    head = f"Turn {len(replay.steps) + 1}, `{new.option}` in `{new.scene}`:"
    story = replay.program.story
    if new.scene not in story.scenes:
        return f"{head} that scene is gone."
    if state.ending is not None or state.stuck:
        return f"{head} the story is over before it."
    if state.at.scene != new.scene:
        return f"{head} the picks before it lead to `{state.at.scene}` now."
    return f"{head} it is not on offer there any more."


def _told(old: Timeline, new: Timeline, renames: Renames, why: list[str]) -> str:
    """What is different for the player, in a few sentences; empty when nothing is."""
    before, after = old.state, new.state
    stop = renames.position(before.at, old.program.options_at(before.at))
    stays = stop == after.at and before.turn == after.turn
    title = new.program.story.scenes[after.at.scene].title
    if why or not stays:
        where = "You are where you were." if stays else f"You are at turn {after.turn}, in {title}."
        why = [*why, where]
    changes = list(_changes(old, new, renames))
    if changes:
        more = f" and {len(changes) - MOST_CHANGES_TOLD} more" if len(changes) > MOST_CHANGES_TOLD else ""
        why = [*why, f"Different now: {', '.join(changes[:MOST_CHANGES_TOLD])}{more}."]
    return " ".join(why)


def _changes(old: Timeline, new: Timeline, renames: Renames) -> Iterator[str]:
    """The variables that have another value than they had."""
    for name in old.program.story.variables:
        now = renames.variables.get(name, name)
        if now in new.program.story.variables:
            before = slot_text(old.program, name, old.state.values, old.state.turn)
            after = slot_text(new.program, now, new.state.values, new.state.turn)
            if before != after:
                yield f"{now} {after} (it was {before})"
