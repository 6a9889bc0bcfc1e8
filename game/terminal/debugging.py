"""The debug view of an author's play: where it stands, why each option is open or not, what every value is and what gave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from game.diagnostics import Span
from game.engine.inspecting import Explained, ExplainedEvent, ExplainedOption, Standing, inspect, slot_text, slot_words
from game.engine.program import Program
from game.engine.state import GameState
from game.engine.tracing import Changed
from game.saving.causes import TracedTurn
from game.session import Session
from game.terminal.outcomes import Listed, Sheet

VARIABLES = "Variables (as the run began where no turn is named)"
MOST_STEPS = 6
"""How deep a condition is taken apart."""


def sheet(session: Session, wanted: str = "") -> Sheet:
    """All that there is to know; with `wanted`, only what these words stand in, or the part that is called so."""
    program, turns = session.program, session.causes()
    standing = inspect(program, session.state)
    parts = [
        ("Where you are", list(_where(session, standing))),
        ("Options", [_option(option) for option in standing.options]),
        ("Events", [_event(event) for event in standing.events]),
        ("The last turn", _last_turn(program, turns)),
        (VARIABLES, [[line] for line in _values(program, session.state, turns, remembered=False)]),
        ("Remembered", [[line] for line in _values(program, session.state, turns, remembered=True)]),
    ]
    return Sheet("debug", "Debug", listing=tuple(_put_together(parts, wanted)), empty=f"There is nothing about `{wanted}`.")


def _put_together(parts: Iterable[tuple[str, list[list[Listed]]]], wanted: str) -> Iterator[Listed]:
    """Each part that has something in it, under its heading."""
    for heading, groups in parts:
        named = wanted.casefold() in heading.casefold()
        found = [group for group in groups if named or any(wanted.casefold() in line.text.casefold() for line in group)]
        if found:
            yield Listed(heading, 0)
            for group in found:
                yield from group


def _at(place: Span) -> str:
    return f"{place.file}:{place.line}"


def _where(session: Session, standing: Standing) -> Iterator[list[Listed]]:
    state = session.state
    stop = f"the choice at {_at(standing.place)}" if standing.place is not None else state.stuck or "the story is over"
    yield [Listed(f"{standing.scene}: {stop}")]
    yield [Listed(f"then back to {scene}, {_at(place)}") for scene, place in standing.returns]
    yield [Listed(f"turn {state.turn}, seed {state.seed}")]


def _option(option: ExplainedOption) -> list[Listed]:
    head = Listed(f"{option.id}: {option.state}, {_at(option.place)}", quiet=option.state in ("used up", "fallback"))
    return [head, *(_explained(option.guard, 2) if option.guard is not None else ())]


def _event(event: ExplainedEvent) -> list[Listed]:
    state = "not in this scene" if not event.here else "has happened" if event.happened else "waits"
    return [Listed(f"{event.id}: {state}, {_at(event.place)}", quiet=state != "waits"), *_explained(event.guard, 2)]


def _explained(condition: Explained, depth: int) -> Iterator[Listed]:
    """The condition with its truth, and below it its parts: `noise > 2: false (noise is 1)`."""
    said = [f"{name} is {value}" for name, value in condition.readings if name != condition.text]
    values = f" ({', '.join(said)})" if said else ""
    yield Listed(f"{condition.text}: {'true' if condition.holds else 'false'}{values}", depth)
    if depth < MOST_STEPS:
        for part in condition.parts:
            yield from _explained(part, depth + 1)


def _last_turn(program: Program, turns: tuple[TracedTurn, ...]) -> list[list[Listed]]:
    last = turns[-1]
    if last.step is None:
        return [[Listed("The run has just begun.", quiet=True)]] if not last.changes else list(_changes(program, last))
    picked = [Listed(f"turn {last.turn}: {last.step.option} in {last.step.scene}")]
    return [picked, *(list(_changes(program, last)) or [[Listed("It has changed nothing.", quiet=True)]])]


def _changes(program: Program, turn: TracedTurn) -> Iterator[list[Listed]]:
    """Each change of the turn in the order in which they came, with the value before and after."""
    for change in turn.changes:
        before, after = (_text(program, turn.state, change.slot, value) for value in (change.before, change.after))
        yield [Listed(f"{slot_words(change.slot)}: {before} -> {after}, {_at(change.place)}")]


def _text(program: Program, state: GameState, slot: str, value: int) -> str:
    """What the slot would be with that value."""
    values = list(state.values)
    values[program.index[slot]] = value
    return slot_text(program, slot, values, state.turn)


def _values(program: Program, state: GameState, turns: tuple[TracedTurn, ...], *, remembered: bool) -> Iterator[Listed]:
    last = _last_changes(turns)
    for slot in program.story.slots:
        value = state.values[program.index[slot.name]]
        if (slot.kind != "variable") is not remembered or (remembered and value == slot.start):
            continue
        cause = f", {_cause(*last[slot.name])}" if slot.name in last else ""
        text = f"{slot_words(slot.name)}: {slot_text(program, slot.name, state.values, state.turn)}"
        yield Listed(f"{text}{cause}", quiet=slot.name not in last)


def _last_changes(turns: Iterable[TracedTurn]) -> Mapping[str, tuple[TracedTurn, Changed]]:
    """What changed each slot last."""
    return {change.slot: (turn, change) for turn in turns for change in turn.changes}


def _cause(turn: TracedTurn, change: Changed) -> str:
    when = f"by turn {turn.turn}, {turn.step.option} in {turn.step.scene}" if turn.step is not None else "at the beginning"
    return f"{when}, {_at(change.place)}"
