"""What outlasts a run: the endings and achievements that a player has reached in a story, and the values it ended with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.state import Achieved
from game.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.engine.state import GameState
    from game.saving.snapshots import Written
    from game.story.model import Story, Variable


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached, each once and in the order of reaching. `last` are values at the end of the newest finished run.

    Of them only those of variables that remember; None when no run has kept any.
    """

    endings: tuple[str, ...] = ()
    achievements: tuple[str, ...] = ()
    last: Mapping[str, object] | None = None

    def and_then(self, more: Reached) -> Reached:
        """This, and what came after it."""
        endings = tuple(dict.fromkeys((*self.endings, *more.endings)))
        achievements = tuple(dict.fromkeys((*self.achievements, *more.achievements)))
        return Reached(endings, achievements, self.last if more.last is None else more.last)


NOTHING_REACHED = Reached()


def called_now(story: Story, reached: Reached) -> Reached:
    """What was reached, by the ids that endings and achievements have now (`was:`)."""
    from game.saving.renames import older

    endings, achievements = older(story.endings), older(story.achievements)
    if not endings and not achievements:
        return reached
    return Reached(
        tuple(dict.fromkeys(endings.get(each, each) for each in reached.endings)),
        tuple(dict.fromkeys(achievements.get(each, each) for each in reached.achievements)),
        reached.last,
    )


def reached_in(story: Story, state: GameState) -> Reached:
    """What the last turn of a play has reached."""
    earned = tuple(line.achievement for line in state.passage if isinstance(line, Achieved))
    if state.ending is None:
        return Reached(achievements=earned)
    from game.saving.snapshots import written

    values = dict(zip((slot.name for slot in story.slots), state.values, strict=True))
    kept = [variable for variable in story.variables.values() if variable.remembers == "last"]
    last: dict[str, Written] = {each.name: written(each.domain, values[each.name]) for each in kept}
    return Reached((state.ending,), earned, last or None)


def start_values(story: Story, reached: Reached) -> dict[str, int]:
    """What the remembering variables start with in a new run; those that have nothing to remember are not in it."""
    reached = called_now(story, reached)
    found = ((each.name, _start_of(each, story, reached)) for each in story.variables.values())
    return {name: value for name, value in found if value is not None}


def _start_of(variable: Variable, story: Story, reached: Reached) -> int | None:
    from game.saving.snapshots import fitted

    if variable.remembers == "endings":
        return fitted(variable, len(story.endings.keys() & set(reached.endings)))
    if variable.remembers is None or reached.last is None:
        return None
    known = next((name for name in (variable.name, *variable.was) if name in reached.last), None)
    return None if known is None else fitted(variable, reached.last[known])
