"""States as a save keeps them. They must also fit the story of tomorrow, so nothing in them is counted that has a name.

The engine's own snapshot keeps each value as its number. Here the words of a one-of or some-of variable are written out, because
an author may put a new word before them; and all variables are written, because an author may change where they start. A stop
is called after its first option, which an author may take away: so all that it can offer is written behind it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TypeGuard

from game.engine.program import Program
from game.engine.state import GameState, Position
from game.language.domain import Domain, OneOf, SomeOf
from game.records import dataclass
from game.saving.renames import Renames
from game.story.model import Story, Variable

Written = int | str | list[str]


def encode(program: Program, state: GameState) -> dict[str, object]:
    """`state` as plain JSON types."""
    values: dict[str, Written] = {}
    for slot, value in zip(program.story.slots, state.values, strict=True):
        if slot.kind == "variable" or value != slot.start:
            values[slot.name] = written_slot(program.story, slot.name, value)
    data = {**program.encode(state), "at": _stop(program, state.at), "values": values}
    return {**data, "returns": [_stop(program, back) for back in state.returns]} if state.returns else data


def _stop(program: Program, at: Position) -> list[str]:
    return [at.scene, at.address, *program.options_at(at)]


def is_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two encoded states are the same one. What was told follows from the rest, and what a stop offers from its name,
    which is all that version 1 has.
    """
    return _essence(one) == _essence(other)


def _essence(data: Mapping[str, object]) -> dict[str, object]:
    at, returns = data.get("at"), data.get("returns")
    found = {**data, "passage": None, "at": at[:2] if isinstance(at, list) else at}
    if isinstance(returns, list):
        found["returns"] = [back[:2] if isinstance(back, list) else back for back in returns]
    return found


def written_slot(story: Story, name: str, value: int) -> Written:
    """The value of a slot, by its words where it is that of a variable which has words."""
    variable = story.variables.get(name)
    return value if variable is None else written(variable.domain, value)


def written(domain: Domain, value: int) -> Written:
    """A value by its words, where it has words."""
    if isinstance(domain, OneOf):
        return domain.words[value]
    if isinstance(domain, SomeOf):
        return [word for bit, word in enumerate(domain.words) if value >> bit & 1]
    return value


def fitted(variable: Variable, value: object) -> int:
    """The value of the variable that is nearest to what was written, which may be anything; its start when nothing is near."""
    domain = variable.domain
    if isinstance(domain, OneOf):
        return domain.words.index(value) if isinstance(value, str) and value in domain.words else variable.start
    if isinstance(domain, SomeOf):
        words = [word for word in domain.words if word in value] if isinstance(value, list) else None
        return variable.start if words is None else sum(1 << domain.words.index(word) for word in words[: domain.at_most])
    if not _is_whole(value):
        return variable.start
    return min(max(value, domain.low), domain.high)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A state, and the variables on the status line that could not keep their value."""

    state: GameState
    adapted: frozenset[str]


def decode(
    program: Program, renames: Renames, data: Mapping[str, object], picked: Iterable[str] = (), led: Position | None = None
) -> Decoded:
    """The state that was encoded with this or an older version of the story. Raises `SaveMismatchError`.

    Old names are followed, values brought into their range, new variables stand at their start, and what the story no longer
    knows is left out. What stays is checked by the engine, to the last id.

    `picked` are options that are known to have been on offer there. Where none of those that the state names is left, it stands
    where the same moves have `led` in this version, if that is in the same scene.
    """
    story, ending = program.story, data.get("ending")
    values, adapted = fitting(story, renames, data.get("values"))
    fresh: dict[str, object] = {
        "seed": data.get("seed"),
        "turn": data.get("turn"),
        "at": _stands(program, renames, data.get("at"), picked, led if ending is None and not data.get("stuck") else None),
        "returns": [_position(renames, back) for back in _list(data.get("returns"))],
        "values": values,
        "passage": [line for old in _list(data.get("passage")) if (line := _line(story, renames, old)) is not None],
        "ending": renames.endings.get(ending, ending) if isinstance(ending, str) else None,
        "stuck": data.get("stuck", ""),
    }
    return Decoded(program.decode(fresh), frozenset(adapted))


def fitting(story: Story, renames: Renames, found: object) -> tuple[dict[str, int], list[str]]:
    """Values by the slots of today, and the shown variables that could not keep theirs."""
    values: dict[str, int] = {}
    adapted = []
    slots = {slot.name: slot for slot in story.slots}
    for old, value in found.items() if isinstance(found, Mapping) else ():
        slot = slots.get(renames.slot(old))
        if slot is None:
            continue
        if slot.kind == "variable":
            variable = story.variables[slot.name]
            values[slot.name] = fitted(variable, value)
            if variable.show is not None and written(variable.domain, values[slot.name]) != value:
                adapted.append(slot.name)
        elif _is_whole(value) and value >= 0:
            values[slot.name] = value if slot.limit is None else min(value, slot.limit)
    return values, adapted


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _position(renames: Renames, value: object, picked: Iterable[str] = ()) -> list[str] | None:
    match value:
        case [str(scene), str(address), *options]:
            new = renames.position(Position(scene, address), [*filter(_is_text, options), *picked])
            return [new.scene, new.address]
    return None


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def _stands(program: Program, renames: Renames, value: object, picked: Iterable[str], led: Position | None) -> list[str] | None:
    found = _position(renames, value, picked)
    if found is None or led is None or led.scene != found[0] or program.options_at(Position(*found)):
        return found
    return [led.scene, led.address]


def _line(story: Story, renames: Renames, line: object) -> object:
    """A line of the last passage; None when what it tells of is no longer in the story. Speech keeps at least its words."""
    match line:
        case ["entered", str(scene)]:
            return ["entered", renames.scene(scene)] if renames.scene(scene) in story.scenes else None
        case ["speech", str(who), str(text)] if who not in story.cast:
            return ["text", text]
        case ["noted", str(note)]:
            return _told_of("noted", renames.notes.get(note, note), story.notes)
        case ["achieved", str(earned)]:
            return _told_of("achieved", renames.achievements.get(earned, earned), story.achievements)
        case ["ended", str(ending)]:
            return _told_of("ended", renames.endings.get(ending, ending), story.endings)
        case ["art", str(art)] if art not in story.art:
            return None
        case ["sound", str(sound)] if sound not in story.sounds:
            return None
        case ["sensitive", [*harsh], [*soft]]:
            sides = ([_line(story, renames, each) for each in side] for side in (harsh, soft))
            return ["sensitive", *([each for each in side if each is not None] for side in sides)]
    return line


def _told_of(what: str, name: str, known: Container[str]) -> list[str] | None:
    return [what, name] if name in known else None
