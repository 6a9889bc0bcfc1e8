"""What an author wants to know of a state: where it stands, and why each option is open, locked or hidden. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Literal

from game.diagnostics import Span
from game.engine import code, dice
from game.engine.program import Program
from game.engine.state import GameState, Position
from game.language import tree
from game.language.domain import Flag, value_text
from game.language.evaluate import compile_expression, compile_template
from game.records import dataclass
from game.story.model import Event, Option
from game.story.writing import Writer

OptionState = Literal["open", "locked", "hidden", "used up", "not dealt", "fallback"]


@dataclass(frozen=True, slots=True)
class Explained:
    """A condition in the author's words, whether it holds, the values that it reads, and the parts that it is made of."""

    text: str
    holds: bool
    readings: tuple[tuple[str, str], ...] = ()
    parts: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedOption:
    """An option of the stop. `guard` is its `when` (and the `where` of its `each`), None where there is none."""

    id: str
    words: str
    state: OptionState
    guard: Explained | None
    place: Span


@dataclass(frozen=True, slots=True)
class ExplainedEvent:
    """An event of the story: `here` is whether it may come at this stop, `happened` whether it has and must wait."""

    id: str
    here: bool
    happened: bool
    guard: Explained
    place: Span


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a play stands: the stop's place in the files (None when the story is over), and the visits it goes back to."""

    scene: str
    place: Span | None
    returns: tuple[tuple[str, Span], ...]
    options: tuple[ExplainedOption, ...]
    events: tuple[ExplainedEvent, ...]


def inspect(program: Program, state: GameState) -> Standing:
    """Where the state stands, and what is to be said of each option there."""
    returns = tuple((back.scene, _place_of(program, back)) for back in reversed(state.returns))
    stop = _step_at(program, state.at)
    if state.ending is not None or state.stuck or not isinstance(stop, code.Stop):
        return Standing(state.at.scene, None, returns, (), ())
    offered = {offer.id for offer in program.look(state).offers}
    options = tuple(_option(program, state, option, offered) for option in stop.choose.options)
    events = tuple(_event(program, state, event) for event in program.story.events.values())
    return Standing(state.at.scene, stop.choose.span, returns, options, events)


def _event(program: Program, state: GameState, event: Event) -> ExplainedEvent:
    here = event.interrupts(program.story.scenes[state.at.scene])
    happened = bool(state.values[program.index[event.slot]])
    return ExplainedEvent(event.id, here, happened, explain(program, state, event.condition), event.span)


def _step_at(program: Program, at: Position) -> code.Step | None:
    found = program.code_of(at.scene)
    number = found.addresses.get(at.address)
    return found.steps[number] if number is not None else None


def _place_of(program: Program, back: Position) -> Span:
    """The place of the beat that a visit comes back behind, or of the stop that an event comes back to."""
    found = program.code_of(back.scene)
    number = found.addresses[back.address]
    return found.places[number if isinstance(found.steps[number], code.Stop) else max(0, number - 1)]


def _option(program: Program, state: GameState, option: Option, offered: Set[str]) -> ExplainedOption:
    values = list(state.values)
    words = compile_template(option.pick, program.index, dice.order)(values, state.turn, state.seed)
    guard = explain(program, state, option.when) if option.when is not None else None
    return ExplainedOption(option.id, words, _option_state(program, state, option, guard, offered), guard, option.span)


def _option_state(program: Program, state: GameState, option: Option, guard: Explained | None, offered: Set[str]) -> OptionState:
    if option.once and state.values[program.index[f"seen {state.at.scene}.{option.id}"]]:
        return "used up"
    if option.fallback:
        return "fallback"
    if guard is None or guard.holds:
        return "open" if option.id in offered else "not dealt"
    return "locked" if option.locked is not None else "hidden"


def explain(program: Program, state: GameState, condition: tree.Expression) -> Explained:
    """Why the condition holds in this state, or why not."""
    return _Explaining(program, state, Writer.of(program.story)).explain(condition)


@dataclass(frozen=True, slots=True)
class _Explaining:
    program: Program
    state: GameState
    writer: Writer

    def explain(self, condition: tree.Expression) -> Explained:
        text, holds = self.writer.condition(condition), bool(self.value(condition))
        if isinstance(condition, tree.Logic):
            return Explained(text, holds, (), tuple(map(self.explain, condition.parts)))
        if isinstance(condition, tree.Not) and isinstance(condition.operand, tree.Logic):
            return Explained(text, holds, (), (self.explain(condition.operand),))
        return Explained(text, holds, tuple(dict.fromkeys(self.readings(condition))))

    def value(self, expression: tree.Expression) -> int:
        return int(compile_expression(expression, self.program.index)(self.state.values, self.state.turn))

    def readings(self, node: tree.Expression) -> Iterator[tuple[str, str]]:
        """What the condition depends on, each with its value: counts and sums as a whole, and the names in a sum."""
        match node:
            case tree.Constant():
                return
            case tree.Not(operand) | tree.Among(operand) | tree.Contains(operand):
                yield from self.readings(operand)
            case tree.Comparison(_, left, right):
                yield from self.readings(left)
                yield from self.readings(right)
            case tree.Read(slot):
                yield slot_words(slot), slot_text(self.program, slot, self.state.values, self.state.turn)
            case tree.Arithmetic(_, left, right):
                yield self.writer.number(node), str(self.value(node))
                yield from self.readings(left)
                yield from self.readings(right)
            case _:
                yield self.writer.number(node), str(self.value(node))


def slot_words(slot: str) -> str:
    """What a slot keeps, as a condition would ask for it; of a varying text, its number in the scene."""
    kind, space, target = slot.partition(" ")
    return _ASKED[kind].format(target) if kind in _ASKED and space else slot


_ASKED = {
    "seen": "seen({})", "note": "noted({})", "since": "turns_since({})", "times": "times({})", "achievement": "achieved {}",
    "step": "text {}", "visits": "entered {}",
}  # fmt: skip


def slot_text(program: Program, slot: str, values: Sequence[int], turn: int) -> str:
    """The value of a slot as an author writes it: a word, a time, `true`, a number."""
    value = values[program.index[slot]]
    variable = program.story.variables.get(slot)
    if variable is not None:
        return value_text(variable.domain, value)
    kind = program.story.slots[program.index[slot]].kind
    if kind in ("seen", "note", "achievement", "event"):
        return value_text(Flag(), int(bool(value)))
    if kind == "since":
        return str(compile_expression(tree.TurnsSince(slot), program.index)(values, turn))
    return str(value)
