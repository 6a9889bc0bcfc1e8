"""Plays a story: `start`, `play(state, move)`, `look(state)`. Pure functions of frozen values; no file, clock or screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.diagnostics import did_you_mean
from game.engine import dice
from game.engine.machine import Compiler
from game.engine.running import Run, drive
from game.engine.state import (
    Companion,
    Entry,
    Offer,
    Paragraph,
    Picked,
    Position,
    Status,
    Turn,
    View,
)
from game.errors import MoveError, SetError
from game.language.domain import (
    Flag,
    OneOf,
    Range,
    SomeOf,
    clock_text,
    contains,
    listed,
    value_text,
    word_text,
    words_in,
)
from game.language.evaluate import compile_expression, compile_template
from game.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.engine.code import Code
    from game.engine.running import CompiledOption, CompiledScene, CompiledStop
    from game.engine.state import (
        GameState,
        Move,
    )
    from game.language.domain import (
        Domain,
    )
    from game.language.evaluate import Number
    from game.story.model import Always, Member, Scene, Story, Variable


@dataclass(frozen=True, slots=True)
class _Showing:
    """A variable that is shown, its cell in a state, and on what condition."""

    variable: Variable
    cell: int
    when: Number | None

    def holds(self, state: GameState) -> bool:
        return self.when is None or bool(self.when(state.values, state.turn))


class Program:
    """A story ready to be played. Scenes are compiled when they are first met, and the newest state knows the stop at which it
    waits, so that nobody looks for that (0.1 of a turn, `tests.benchmarks --only play`); nothing else in here ever changes.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self.index = {slot.name: cell for cell, slot in enumerate(story.slots)}
        self._variables = tuple((name, self.index[name]) for name in story.variables)
        self._compiler = Compiler(story, self.index)
        self._newest: tuple[GameState, CompiledScene, CompiledStop] | None = None
        self._company = compile_template(story.company, self.index, dice.order) if story.company else None
        self._carried = compile_template(story.carried, self.index, dice.order) if story.carried else None
        self._shown = tuple(self._showing(variable) for variable in story.variables.values() if variable.show is not None)

    def _showing(self, variable: Variable) -> _Showing:
        when = compile_expression(variable.show_when, self.index) if variable.show_when is not None else None
        return _Showing(variable, self.index[variable.name], when)

    def start(self, seed: int, scene: str | None = None, values: Mapping[str, int] | None = None) -> Turn:
        """A new play, at the story's start or at `scene`, with `values` for some slots. Raises `SetError`."""
        first = scene or self.story.start
        if first not in self.story.scenes:
            raise SetError(f"There is no scene `{first}`. {did_you_mean(first, self.story.scenes)}".rstrip())
        cells = [slot.start for slot in self.story.slots]
        for name, value in (values or {}).items():
            cells[self._cell_of(name, value)] = value
        compiled = self._compiler.scene(first)
        run = Run(seed, 0, cells, compiled, [], [], Position(first, ""))
        compiled.enter(run)
        drive(run, 0)
        state = self._frozen(run)
        return Turn(state, state.values, self._variables)

    def _frozen(self, run: Run) -> GameState:
        state = run.freeze()
        if run.stop is not None and state.ending is None and not state.stuck:
            self._newest = (state, run.scene, run.stop)
        return state

    def _cell_of(self, name: str, value: int) -> int:
        variable, cell = self.story.variables.get(name), self.index.get(name)
        if cell is None:
            raise SetError(f"There is no variable `{name}`. {did_you_mean(name, self.story.variables)}".rstrip())
        limit = self.story.slots[cell].limit
        if not (contains(variable.domain, value) if variable else value >= 0 and (limit is None or value <= limit)):
            raise SetError(f"`{name}` cannot be {value}.")
        return cell

    def play(self, state: GameState, move: Move) -> Turn:
        """The turn after `move`. Raises `MoveError` when the state does not offer that option."""
        scene, stop = self._stop(state)
        option = _open_option(stop, move.option, state) if stop is not None else None
        if option is None or scene is None:
            raise MoveError(f"`{move.option}` is not on offer here.")
        values = list(state.values)
        picked = option.picked or Picked(option.id, option.words(values, state.turn, state.seed))
        run = Run(state.seed, state.turn + 1, values, scene, list(state.returns), [picked], state.at)
        drive(run, option.body)
        return Turn(self._frozen(run), state.values, self._variables)

    def _stop(self, state: GameState) -> tuple[CompiledScene | None, CompiledStop | None]:
        newest = self._newest
        if newest is not None and newest[0] is state:
            return newest[1], newest[2]
        if state.ending is not None or state.stuck:
            return None, None
        scene = self._compiler.scene(state.at.scene)
        return scene, scene.stop(state.at.address)

    def options_at(self, at: Position) -> tuple[str, ...]:
        """The ids of all that a stop can ever offer, in its order; none where nobody picks anything."""
        stop = self._compiler.scene(at.scene).stop(at.address)
        return tuple(option.id for option in stop.options if not option.fallback) if stop is not None else ()

    def code_of(self, scene: str) -> Code:
        """The steps of a scene, as they are played."""
        return self._compiler.scene(scene).code

    def look(self, state: GameState) -> View:
        """What there is to see. Looking changes nothing."""
        stop = self._stop(state)[1]
        return View(state, self._offers(stop, state) if stop is not None else (), self)

    def scene(self, state: GameState) -> Scene:
        """The scene in which a state is."""
        return self._compiler.scene(state.at.scene).scene

    def _offers(self, stop: CompiledStop, state: GameState) -> tuple[Offer, ...]:
        if stop.offered is not None:
            return stop.offered(state.values, state.turn).offers
        seed, turn, cells = state.seed, state.turn, list(state.values)
        found = []
        for option in stop.shown(cells, turn, seed):
            if option.fallback or option.hidden(cells):
                continue
            if option.guard is None or option.guard(cells, turn):
                found.append(option.known or Offer(option.id, option.words(cells, turn, seed), None))
            elif option.reason is not None:
                found.append(Offer(option.id, option.words(cells, turn, seed), option.reason(cells, turn, seed)))
        return tuple(found)

    def place(self, scene: Scene) -> str:
        """The name of the place where a scene is, or an empty text."""
        return self.story.places[scene.place].name if scene.place else ""

    def ending_title(self, ending: str | None) -> str:
        """How an ending is called; an empty text for None."""
        return self.story.endings[ending].title if ending is not None else ""

    def company(self, state: GameState) -> str:
        """Who is with the player, in the words of the story."""
        return self._company(list(state.values), state.turn, state.seed).strip() if self._company is not None else ""

    def status(self, state: GameState) -> tuple[Status, ...]:
        """The items of the status line."""
        shown = (each for each in self._shown if each.variable.show != "bag" and "." not in each.variable.name)
        return tuple(_status_item(each.variable, state.values[each.cell]) for each in shown if each.holds(state))

    def examine(self, state: GameState, name: str) -> tuple[Paragraph, ...]:
        """What one sees when looking at a thing of the scene; no turn passes. Raises `MoveError`."""
        looks = self.story.scenes[state.at.scene].looks
        wanted = " ".join(name.casefold().split())
        for look in looks:
            if wanted in look.names:
                texts = (compile_template(part.text, self.index, dice.order) for part in look.text)
                told = (words(list(state.values), state.turn, state.seed).strip() for words in texts)
                return tuple(Paragraph(text) for text in told if text)
        known = [each for look in looks for each in look.names]
        raise MoveError(f"There is no “{name}” to look at here. {did_you_mean(wanted, known)}".rstrip())

    def journal(self, state: GameState) -> tuple[Entry, ...]:
        """The notes, in the order in which they were made."""
        made = [(state.values[self.index[note.slot]], note) for note in self.story.notes.values()]
        entries = (
            Entry(
                note.id,
                note.title,
                note.kind,
                compile_template(note.text, self.index, dice.order)(list(state.values), state.turn, state.seed).strip(),
                since - 1,
            )
            for since, note in made
            if since > 0
        )
        return tuple(sorted(entries, key=lambda entry: entry.turn))

    def party(self, state: GameState) -> tuple[Companion, ...]:
        """The students with those of their attributes that have a `show`, and whoever else the story has words for now (`now`);
        in the order of the cast.
        """
        told = ((member, self._now(member, state)) for member in self.story.cast.values())
        return tuple(
            Companion(member.id, member.name, member.hangul, member.about, now, self._attributes(member.id, state))
            for member, now in told
            if member.student or now
        )

    def _now(self, member: Member, state: GameState) -> str:
        return compile_template(member.now, self.index, dice.order)(list(state.values), state.turn, state.seed).strip()

    def _attributes(self, student: str, state: GameState) -> tuple[tuple[str, str], ...]:
        mine = (each for each in self._shown if each.variable.name.partition(".")[2] == student and each.holds(state))
        return tuple((each.variable.label, _words(each.variable.domain, state.values[each.cell])) for each in mine)

    def carried(self, state: GameState) -> str:
        """What the player has on them, in the words of the story's `carried`; empty when it says nothing."""
        return self._carried(list(state.values), state.turn, state.seed).strip() if self._carried is not None else ""

    def bag(self, state: GameState) -> tuple[str, ...]:
        """What is carried, thing by thing: the variables with `show: bag` that are not empty, in the order of the story."""
        shown = (each for each in self._shown if each.variable.show == "bag" and "." not in each.variable.name)
        return tuple(item for each in shown if each.holds(state) for item in _items(each.variable, state.values[each.cell]))

    def broken_promise(self, state: GameState) -> Always | None:
        """The first `always` of the story that does not hold in this state."""
        for promise in self.story.always:
            if not compile_expression(promise.condition, self.index)(state.values, state.turn):
                return promise
        return None

    def encode(self, state: GameState) -> dict[str, object]:
        """The state as plain JSON types, values by the stable names of the slots."""
        from game.engine import snapshot

        return snapshot.encode(self.story, state)

    def decode(self, data: Mapping[str, object]) -> GameState:
        """The state that `encode` wrote. Raises `SaveMismatchError` when it does not fit this story, to the last id."""
        from game.engine import snapshot

        state = snapshot.decode(self.story, data)
        if not self._can_go_on(state) or not self._are_ways_back(state.returns):
            raise snapshot.mismatch("it stands at a place that the story does not have")
        return state

    def _can_go_on(self, state: GameState) -> bool:
        """Whether it is over, or stands at a stop that has something to pick: another version may have locked all of it."""
        if state.ending is not None or state.stuck:
            return True
        stop = self._stop(state)[1]
        return stop is not None and stop.offers(list(state.values), state.turn)

    def _are_ways_back(self, returns: tuple[Position, ...]) -> bool:
        """Whether visits can have made all of them. Back to a stop leads only an event, and no event comes during another."""
        scenes = [self._compiler.scene(back.scene) for back in returns]
        stops = [scene for scene, back in zip(scenes, returns, strict=True) if self._compiler.is_stop(back)]
        events = self.story.events.values()
        may_be = len(stops) <= 1 and all(any(event.interrupts(scene.scene) for event in events) for scene in stops)
        return may_be and all(back.address in scene.code.addresses for scene, back in zip(scenes, returns, strict=True))


def _open_option(stop: CompiledStop, wanted: str, state: GameState) -> CompiledOption | None:
    values, turn = state.values, state.turn
    if stop.offered is not None:
        for option in stop.offered(values, turn).options:
            if option.id == wanted:
                return option
        return None
    for option in stop.shown(list(values), turn, state.seed) if stop.hands else stop.options:
        if option.id == wanted and not option.fallback and option.open(values, turn):
            return option
    return None


def _words(domain: Domain, value: int) -> str:
    """A value as a player reads it."""
    match domain:
        case Flag():
            return "yes" if value else "no"
        case OneOf(words):
            return word_text(words[value])
        case SomeOf(words):
            return listed([word_text(word) for word in words_in(words, value)])
        case Range(time=True):
            return clock_text(value)
        case _:
            return value_text(domain, value)


def _items(variable: Variable, value: int) -> tuple[str, ...]:
    match variable.domain:
        case SomeOf(words):
            return tuple(word_text(word) for word in words_in(words, value))
        case Flag():
            return (variable.label,) if value else ()
        case Range() if not value:
            return ()
        case domain:
            return (f"{variable.label}: {_words(domain, value)}",)


def _status_item(variable: Variable, value: int) -> Status:
    domain = variable.domain
    style = "words" if variable.show is None or variable.show == "bag" else variable.show
    item = Status(variable.name, variable.label, _words(domain, value), style)
    if style == "meter" and isinstance(domain, Range):
        most = domain.high - domain.low
        return replace(item, text=f"{value} of {domain.high}", level=value - domain.low, most=most)
    return replace(item, text=f"{item.text} {variable.unit}") if variable.unit else item
