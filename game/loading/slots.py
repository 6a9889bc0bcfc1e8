"""Hands out the cells of the state: variables first, then what something in the story asks to be remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from game.language.tree import Variant, walk
from game.records import dataclass, field
from game.story.model import LIMITS, Slot, SlotKind, Variable, slot_name


@dataclass(slots=True)
class Slots:
    """The slots of a story, in the order in which they were asked for."""

    found: dict[str, Slot] = field(default_factory=dict)
    steps: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, variables: Iterable[Variable]) -> Slots:
        return cls({each.name: Slot(each.name, "variable", each.start, each.domain.high) for each in variables})

    def ask(self, kind: SlotKind, target: str, limit: int | None = None) -> str:
        """The name of the slot that remembers `kind` of `target`, and counts at most to `limit` where that is given."""
        name = slot_name(kind, target)
        self.found.setdefault(name, Slot(name, kind, 0, LIMITS.get(kind, limit)))
        return name

    def step(self, scene: str) -> str:
        """The slot of the next varying text of the scene."""
        self.steps[scene] += 1
        return self.ask("step", f"{scene}#{self.steps[scene]}")

    def bound(self, tree: object) -> None:
        """Notes how far the varying texts in `tree` count, so that their slots have a finite domain (all but shuffles')."""
        for node in walk(tree) if not _is_plain(tree) else ():
            if isinstance(node, Variant) and node.kind != "shuffle":
                most = len(node.alternatives) - (node.kind != "once")
                self.found[node.slot] = Slot(node.slot, "step", 0, max(most, 1))


def _is_plain(tree: object) -> bool:
    """Most texts are one string: nothing in them counts."""
    return isinstance(tree, tuple) and len(tree) == 1 and isinstance(tree[0], str)
