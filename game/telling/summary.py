"""A run in a page: how it ended, the choices that made it, what was learnt, and how much there is that was not.

It never says how: of what was missed only the number is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.engine.program import Program
from game.engine.state import Companion, Entered, Entry, GameState, Line, Status
from game.records import dataclass
from game.story.model import Story
from game.telling.consequences import Pick, picks

MOST_PICKS = 24
_OPENED_COUNTS = 3
_KINDS = {"note": "notes", "promise": "promises", "secret": "secrets"}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many: `what` they are, in the plural."""

    what: str
    found: int
    total: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run was. `choices` are those that changed most, in the order of the run. What was before the turn `since` is not
    known: there the run was taken up from a save of an older version of the story.
    """

    ending: str
    turn: int
    seed: int
    since: int
    choices: tuple[Pick, ...]
    journal: tuple[Entry, ...]
    party: tuple[Companion, ...]
    status: tuple[Status, ...]
    shares: tuple[Share, ...]


def summarise(
    program: Program, start: GameState, options: Sequence[str], passages: Iterable[tuple[Line, ...]], state: GameState
) -> Summary:
    """The summary of the run from `start` by `options` (ids) to `state`, which told `passages`."""
    view = program.look(state)
    journal = program.journal(state)
    return Summary(
        ending=view.ending_title,
        turn=state.turn,
        seed=state.seed,
        since=start.turn,
        choices=_weightiest(list(picks(program, start, options))),
        journal=journal,
        party=program.party(state),
        status=view.status,
        shares=(*_notes(program.story, journal), *_places(program.story, passages)),
    )


def _weightiest(found: list[Pick]) -> tuple[Pick, ...]:
    """The picks on which most of the run hung."""

    def weight(pick: Pick) -> int:
        return pick.pages + _OPENED_COUNTS * bool(pick.opened) + len(pick.noted)

    mattered = [pick for pick in found if pick.noted or pick.opened or pick.pages > 1]
    kept = sorted(mattered, key=weight, reverse=True)[:MOST_PICKS]
    return tuple(sorted(kept, key=lambda pick: pick.turn))


def _notes(story: Story, journal: tuple[Entry, ...]) -> Iterable[Share]:
    for kind, many in _KINDS.items():
        total = sum(note.kind == kind for note in story.notes.values())
        if total:
            yield Share(many, sum(entry.kind == kind for entry in journal), total)


def _places(story: Story, passages: Iterable[tuple[Line, ...]]) -> Iterable[Share]:
    """Scenes are counted, too: a place is soon seen, and a scene soon missed."""
    entered = {line.scene for lines in passages for line in lines if isinstance(line, Entered)}
    seen = {scene for scene in entered if scene in story.scenes}
    if story.places:
        yield Share("places", len({story.scenes[scene].place for scene in seen} - {None}), len(story.places))
    yield Share("scenes", len(seen), len(story.scenes))
