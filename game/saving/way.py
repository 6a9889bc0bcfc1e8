"""The records of a save, followed to their end: which moves stand, which were taken back, and where a state was kept."""

from __future__ import annotations

from collections.abc import Mapping

from game.records import dataclass, field
from game.saving.record import Checkpoint, Kept, Moved, Record, Redone, Standing, Undone
from game.saving.timeline import Step

Data = Mapping[str, object]


@dataclass(slots=True)
class Way:
    """`kept` are encoded states by the number of moves that lead to them; one at 0 is the state that the save begins from.
    `checkpoints` are where the play stood before moves that closed something, by the same number.
    """

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    kept: dict[int, Data] = field(default_factory=dict)
    checkpoints: dict[int, Standing] = field(default_factory=dict)

    def follow(self, record: Record) -> bool:
        """Takes the next record in; False when it cannot come next (it undoes where nothing was done)."""
        match record:
            case Moved(option, scene):
                if self.undone:
                    self._forget_undone()
                self.done.append(Step(option, scene))
            case Undone():
                if not self.done:
                    return False
                self.undone.append(self.done.pop())
            case Redone():
                if not self.undone:
                    return False
                self.done.append(self.undone.pop())
            case Checkpoint(now):
                if self.undone:
                    self._forget_undone()
                self.checkpoints[len(self.done)] = now
            case Kept(state):
                self.kept[len(self.done)] = state
        return True

    def _forget_undone(self) -> None:
        """Another move leads elsewhere: states that were kept beyond here are of a way that nobody can take again."""
        self.undone.clear()
        self.kept = {depth: state for depth, state in self.kept.items() if depth <= len(self.done)}
        self.checkpoints = {depth: now for depth, now in self.checkpoints.items() if depth < len(self.done)}

    def kept_until_now(self) -> list[tuple[int, Data]]:
        """The states that were kept on the way to here, the newest first."""
        return sorted(((depth, state) for depth, state in self.kept.items() if depth <= len(self.done)), reverse=True)
