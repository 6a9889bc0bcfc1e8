"""`hyosan saves --check STORY`: how each save would open under that version of its story. Nothing is written, none is locked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Literal

from game.engine.program import Program
from game.errors import SaveError
from game.records import dataclass
from game.saving.restore import Rung, restore
from game.saving.saved_play import read_play
from game.saving.slots import SlotInfo
from game.saving.store import Store

Result = Literal["stays", "earlier", "refused", "unreadable"]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a save opens: by which rung of the ladder, at which turn of those that it has, in which scene, and in which words."""

    slot: SlotInfo
    result: Result
    rung: Rung | None
    turn: int
    scene: str
    words: str


def check_saves(program: Program, store: Store, say: Callable[[str], None], *, form: str = "text") -> int:
    """Says how each save of the story opens. 1 when one does not, or opens before where it stood; else 0."""
    found = list(_openings(program, store))
    bad = sum(each.result in ("earlier", "refused") for each in found)
    if form == "json":
        story = {"id": program.story.id, "version": program.story.version, "fingerprint": program.story.fingerprint}
        say(json.dumps({"story": story, "saves": [_as_json(each) for each in found]}, ensure_ascii=False, indent=2))
        return 1 if bad else 0
    for each in found:
        say(_described(each))
    say(_summary(program, store, found))
    return 1 if bad else 0


def _openings(program: Program, store: Store) -> Iterator[Opening]:
    for slot in store.slots(program.story.id):
        if slot.problem is not None:
            yield Opening(slot, "unreadable", None, 0, "", slot.problem)
            continue
        try:
            play = read_play(store.files, slot.path)
        except SaveError as error:
            yield Opening(slot, "unreadable", None, 0, "", str(error))
            continue
        try:
            back = restore(program, play)
        except SaveError as error:
            yield Opening(slot, "refused", None, 0, "", str(error))
            continue
        state = back.timeline.state
        trouble = play.trouble(state.turn) if play.damage is not None else ""
        result: Result = "stays" if back.reached == back.total else "earlier"
        yield Opening(slot, result, back.rung, state.turn, state.at.scene, " ".join(filter(None, (trouble, back.notice))))


def _described(each: Opening) -> str:
    how = each.rung or {"refused": "does not open", "unreadable": "cannot be read"}[each.result]
    words = each.words or "Nothing is different."
    return f"{each.slot.name}  ({each.slot.id}, turn {each.slot.turn})\n  {how}: {words}"


def _summary(program: Program, store: Store, found: list[Opening]) -> str:
    if not found:
        return f"There are no saves of {program.story.title} in {store.folder}."
    counts = ((sum(each.result == result for each in found), words) for result, words in _WORDS)
    return f"\nOf {len(found)}: {', '.join(f'{number} {words}' for number, words in counts if number)}."


_WORDS: tuple[tuple[Result, str], ...] = (
    ("stays", "where they were"),
    ("earlier", "at an earlier turn"),
    ("refused", "not at all"),
    ("unreadable", "not to be read"),
)


def _as_json(each: Opening) -> dict[str, object]:
    return {
        "id": each.slot.id,
        "name": each.slot.name,
        "result": each.result,
        "rung": each.rung,
        "saved_turn": each.slot.turn,
        "turn": each.turn,
        "scene": each.scene,
        "words": each.words,
    }
