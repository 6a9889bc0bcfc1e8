"""The few sentences that every form of a retelling has: what the run was, what its picks changed, what there is of what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.telling.consequences import Pick
    from game.telling.retelling import Retelling
    from game.telling.summary import Share, Summary


def counted(number: int, one: str, many: str = "") -> str:
    """`1 turn`, `2 turns`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def outcome(run: Summary) -> str:
    """How far the run has come, in a sentence."""
    choices = counted(run.turn, "choice")
    return f"It ended with “{run.ending}”, after {choices}." if run.ending else f"It has not ended yet: {choices} so far."


def begins_late(run: Summary) -> str:
    """That the beginning of the run is not known; the empty string where it is."""
    if not run.since:
        return ""
    return f"What was before turn {run.since} is not known: the run was taken up from a save of an older version of the story."


def came_of(pick: Pick) -> str:
    """What came of a pick, in a few words."""
    said = [f"In the journal: {title}." for title in pick.noted]
    if pick.pages:
        said.append(f"It shows on {counted(pick.pages, 'later page')}.")
    if pick.opened:
        said.append(f"It opened the choice: {pick.opened}")
    return " ".join(said)


def share(share: Share) -> str:
    """`4 of 11 secrets`."""
    return f"{share.found} of {share.total} {share.what}"


def people(run: Summary) -> Iterator[tuple[str, str]]:
    """The name of each student, and how they are, where the story shows it."""
    for each in run.party:
        attributes = ", ".join(f"{label} {words}" for label, words in each.attributes)
        if attributes:
            yield each.name, attributes


def colophon(told: Retelling) -> str:
    """What one needs to play the same run again."""
    story = told.story
    return f"{story.title} {story.version}, seed {told.summary.seed}. The same seed and the same choices give the same run."
