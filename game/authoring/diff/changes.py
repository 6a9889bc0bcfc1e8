"""What a diff finds: changes, each of a stable kind, with its places in the old and the new story; and their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from game.diagnostics import Span

Section = Literal["breaks", "rules", "fresh", "names", "texts", "about"]

SECTIONS: Mapping[Section, str] = {
    "breaks": "Gone, or out of reach",
    "rules": "Plays differently",
    "fresh": "New",
    "names": "Renamed",
    "texts": "Texts",
    "about": "Around the story",
}
"""The headings, in the order of what matters to players: what breaks their play first."""

KINDS: Mapping[str, Section] = {
    "story-id": "breaks",
    "start-scene": "breaks",
    "scene-gone": "breaks",
    "scene-unreached": "breaks",
    "ending-gone": "breaks",
    "ending-unreached": "breaks",
    "option-gone": "breaks",
    "variable-gone": "breaks",
    "variable-kind": "breaks",
    "variable-narrower": "breaks",
    "option-narrower": "rules",
    "option-changed": "rules",
    "option-wider": "rules",
    "option-use": "rules",
    "option-locked": "rules",
    "option-moved": "rules",
    "exit": "rules",
    "effect": "rules",
    "roll": "rules",
    "variable-start": "rules",
    "variable-wider": "rules",
    "storylet": "rules",
    "deck": "rules",
    "event": "rules",
    "choice": "rules",
    "order": "rules",
    "label": "rules",
    "scene-new": "fresh",
    "scene-reached": "fresh",
    "ending-new": "fresh",
    "ending-reached": "fresh",
    "option-new": "fresh",
    "variable-new": "fresh",
    "scene-renamed": "names",
    "option-renamed": "names",
    "variable-renamed": "names",
    "text": "texts",
    "text-order": "texts",
    "text-when": "texts",
    "text-new": "texts",
    "text-gone": "texts",
    "look": "texts",
    "scene-about": "about",
    "variable-shown": "about",
    "ending-about": "about",
    "note": "about",
    "achievement": "about",
    "place": "about",
    "art": "about",
    "sound": "about",
    "cast": "about",
    "always": "about",
    "story-about": "about",
}
"""Every kind of change, and where it is told; within a section, in this order."""

_QUOTED = re.compile("`[^`]*`|“[^”]*”")
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Change:
    """`what` is a sentence, `details` are lines below it. What is new has no place in the old story, what is gone none now."""

    kind: str
    what: str
    old: Span | None
    new: Span | None
    details: tuple[str, ...] = ()

    @property
    def section(self) -> Section:
        return KINDS[self.kind]

    @property
    def order(self) -> tuple[int, bool, Span]:
        """By kind, then as the new story reads; what is only in the old one comes last."""
        nowhere = Span("", 0, 0)
        return _RANK[self.kind], self.new is None, self.new or self.old or nowhere


def ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes by their importance, those that one line under an `each` made for each student as one."""
    together: dict[tuple[str, str, Span | None, Span | None], list[Change]] = {}
    for change in changes:
        key = (change.kind, _QUOTED.sub("", change.what), change.old, change.new)
        together.setdefault(key, []).append(change)
    return tuple(sorted((_one(same) for same in together.values()), key=lambda change: change.order))


def _one(same: list[Change]) -> Change:
    different = list(dict.fromkeys(same))
    first = different[0]
    if len(different) == 1:
        return first
    return replace(first, details=(*first.details, f"And so for {len(different) - 1} more of the same `each`."))
