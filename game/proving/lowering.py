"""A linked story as a system: each step of each scene is a place, once for each chain of visits in which it can be played.

The steps are those that the engine runs (`engine/code.py`). A visit is written out where it is made, since visits have no
circles; so the way back is known at every place, and what matters there is not mixed with what matters to another visitor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from game.engine import code
from game.engine.machine import MAX_VISITS
from game.engine.state import Position
from game.language import folding, tree
from game.language.tree import Assign, Constant, Expression, Read
from game.proving.cells import Cells
from game.proving.everywhere import Everywhere, everywhere
from game.proving.rolls import Rolls
from game.proving.system import Edge, Item, Kind, Place, System, Watch
from game.proving.telling import Teller, edges_of, words_of
from game.story import model
from game.story.writing import Writer

Key = tuple[tuple[Position, ...], str, int, int]
"""Where the visits go back to, the scene, the step, and which part of a step that has several."""


def system_of(story: model.Story) -> System:
    """Everything that can happen in the story, with all that can be watched for."""
    lowering = _Lowering(story, Cells.of(story), Writer.of(story))
    lowering.run()
    places = lowering.places
    everywhere(places, lowering.anywhere())
    items: dict[Item, None] = {}
    for place in places:
        items.update((item, None) for edge in place.edges for item in edge.items)
        items.update((watch.item, None) for watch in place.watches)
    items.update((item, None) for item in lowering.unmet())
    return System(tuple(lowering.cells.cells.values()), places, tuple(sorted(items, key=_reading_order)))


def _reading_order(item: Item) -> tuple[object, ...]:
    return (item.span, item.kind, item.name, item.path)


@dataclass(slots=True)
class _Lowering:
    story: model.Story
    cells: Cells
    writer: Writer
    places: list[Place] = field(default_factory=list)
    numbers: dict[Key, int] = field(default_factory=dict)
    waiting: list[Key] = field(default_factory=list)
    codes: dict[str, code.Code] = field(default_factory=dict)
    beats: dict[tuple[str, int], model.If | model.Do] = field(default_factory=dict)

    def run(self) -> None:
        start = Place(Position(self.story.start, ""), ())
        self.places.append(start)
        start.edges.append(self._entering((), self.story.start, 0))
        while self.waiting:
            self._fill(self.waiting.pop())

    def code(self, scene: str) -> code.Code:
        known = self.codes.get(scene)
        if known is None:
            known = self.codes[scene] = code.flatten(self.story.scenes[scene])
            beats = (beat for beat in model.beats(self.story.scenes[scene].script) if isinstance(beat, model.If | model.Do))
            steps = (number for number, step in enumerate(known.steps) if isinstance(step, code.Branch | code.Apply))
            self.beats.update(((scene, number), beat) for number, beat in zip(steps, beats, strict=True))
        return known

    def number(self, returns: tuple[Position, ...], scene: str, step: int, part: int = 0) -> int:
        """The place of a step; it is filled later when it is new."""
        key = (returns, scene, step, part)
        known = self.numbers.get(key)
        if known is None:
            known = self.numbers[key] = len(self.places)
            self.places.append(Place(Position(scene, ""), returns))
            self.waiting.append(key)
        return known

    def _entering(self, returns: tuple[Position, ...], scene: str, step: int) -> Edge:
        """The edge into a scene: it counts as entered, and its dice fall anew."""
        put = self.cells.put
        changes = (*put(f"seen {scene}", 1), *put(f"since {scene}", 0), *Rolls(self.cells, self.code(scene)).anew())
        shown = self.story.scenes[scene]
        return Edge(self.number(returns, scene, step), None, changes, items=(Item("scene", scene, shown.title, shown.span),))

    def _fill(self, key: Key) -> None:
        returns, scene, number, part = key
        place, step = self.places[self.numbers[key]], self.code(scene).steps[number]

        def at(step: int, part: int = 0) -> int:
            return self.number(returns, scene, step, part)

        match step:
            case code.Tell(beat):
                ways = Teller(self.cells, scene, beat.span, place.watches).tell(beat.text)
                place.edges.extend(edges_of(ways, at(number + 1)))
            case code.Apply(()):
                place.edges.append(Edge(at(number + 1)))
            case code.Apply(effects):
                last = part + 1 == len(effects)
                self._apply(scene, number, effects[part], place, at(number + 1) if last else at(number, part + 1))
            case code.Branch(condition, otherwise):
                place.edges += self._branch(scene, number, condition, at(number + 1), at(otherwise))
            case code.Jump(to):
                place.edges.append(Edge(at(to)))
            case code.Leave(target):
                step_there = self.code(target.scene).labels[target.label] if target.label else 0
                place.edges.append(self._entering((), target.scene, step_there))
            case code.Call(address, callee):
                self._call(place, (*returns, Position(scene, address)), callee)
            case code.Mark(label):
                changes = (*self.cells.put(f"seen {scene}.{label}", 1), *self.cells.put(f"since {scene}.{label}", 0))
                place.edges.append(Edge(at(number + 1), None, changes))
            case code.Roll(check, failed):
                rolls = Rolls(self.cells, self.code(scene))
                place.edges += rolls.edges(check, number, part, lambda: at(number, 1), at(number + 1), at(failed))
            case code.Stop():
                self._stop(scene, step, place, at)
            case code.Finish(ending):
                found = self.story.endings[ending]
                place.end = ending
                place.watches.append(Watch(Item("ending", "", found.title, found.span), None))
            case code.Return():
                self._return(place, returns, scene)

    def _apply(self, scene: str, number: int, effect: tree.Effect, place: Place, target: int) -> None:
        """One effect is one place, since what it does to a bound depends on the effect before it."""
        changes = self.cells.changes(effect)
        place.edges.append(Edge(target, None, changes))
        if isinstance(effect, tree.Note):
            note = self.story.notes[effect.note]
            place.watches.append(Watch(Item("note", "", note.title, note.span), None))
        elif isinstance(effect, tree.Assign) and isinstance(changes[0].value, tree.Arithmetic):
            value, low, high = changes[0].value, Constant(effect.low), Constant(effect.high)
            over = folding.either((folding.compare("<", value, low), folding.compare(">", value, high)))
            words = self.writer.effects([effect])[0]
            place.watches.append(Watch(Item("clamp", scene, words, self.beats[scene, number].span), over))

    def _branch(self, scene: str, number: int, condition: Expression, then: int, otherwise: int) -> Iterator[Edge]:
        fork, holds = self.beats[scene, number], self.cells.expression(condition)
        for side, guard, target in (("then", holds, then), ("else", folding.negate(holds), otherwise)):
            yield Edge(target, guard, items=(Item("if", scene, side, fork.span),))

    def _call(self, place: Place, returns: tuple[Position, ...], callee: str) -> None:
        if len(returns) > MAX_VISITS:
            place.stuck = f"the visits nest more than {MAX_VISITS} deep at `visit: {callee}`"
        else:
            place.edges.append(self._entering(returns, callee, 0))

    def _return(self, place: Place, returns: tuple[Position, ...], scene: str) -> None:
        if not returns:
            place.stuck = f"the script of {scene} runs out"
            return
        back = returns[-1]
        place.edges.append(Edge(self.number(returns[:-1], back.scene, self.code(back.scene).addresses[back.address])))

    def _stop(self, scene: str, step: code.Stop, place: Place, at: Callable[[int], int]) -> None:
        place.stop, place.at = True, Position(scene, step.choose.address)
        options = [_Option(self.cells, scene, option, at(body)) for option, body in zip(step.choose.options, step.bodies, strict=True)]
        offers = folding.either(option.open for option in options if not option.option.fallback)
        nothing = folding.negate(offers)
        for option in options:
            if option.option.fallback:
                place.edges.append(option.edge(folding.both((nothing, option.open)), picked=False))
                nothing = folding.both((nothing, folding.negate(option.open)))
            else:
                place.edges.append(option.edge(option.open, picked=True))
                option.watch(place.watches, offers)
        place.edges.append(Edge(at(step.after), nothing))
        place.edges[:] = [edge for edge in place.edges if edge.guard != folding.FALSE]
        for look in self.story.scenes[scene].looks:
            place.watches.append(Watch(Item("look", scene, look.names[0], look.span), offers))
            for text in look.text:
                Teller(self.cells, scene, text.span, place.watches).tell(text.text, offers)

    def anywhere(self) -> Iterator[Everywhere]:
        """What is watched for wherever a player can stand: what must always hold, and the texts of the notes."""
        for promise in self.story.always:
            broken = folding.negate(self.cells.expression(promise.condition))
            yield Everywhere(Item("always", "", promise.text, promise.span), broken)
        for note in self.story.notes.values():
            watches: list[Watch] = []
            noted = folding.compare(">", Read(note.slot), Constant(0))
            Teller(self.cells, "", note.span, watches).tell(note.text, noted)
            yield from (Everywhere(watch.item, watch.condition or folding.TRUE) for watch in watches)

    def unmet(self) -> Iterator[Item]:
        """What no place is for: scenes, notes and endings to which nothing leads whatever the conditions."""
        for scene in self.story.scenes.values():
            yield Item("scene", scene.id, scene.title, scene.span)
        for note in self.story.notes.values():
            yield Item("note", "", note.title, note.span)
        for ending in self.story.endings.values():
            yield Item("ending", "", ending.title, ending.span)


@dataclass(frozen=True, slots=True)
class _Option:
    """An option of a stop, as the machine offers and takes it."""

    cells: Cells
    scene: str
    option: model.Option
    body: int

    @property
    def there(self) -> Expression:
        """Whether it has not been used up."""
        once = Read(f"seen {self.scene}.{self.option.id}")
        return folding.negate(once) if self.option.once else folding.TRUE

    @property
    def when(self) -> Expression:
        return self.cells.expression(self.option.when) if self.option.when is not None else folding.TRUE

    @property
    def open(self) -> Expression:
        return folding.both((self.there, self.when))

    @property
    def name(self) -> str:
        return f"{words_of(self.option.pick) or '(fallback)'} [{self.option.id}]"

    def item(self, kind: Kind) -> Item:
        return Item(kind, self.scene, self.name, self.option.span)

    def edge(self, guard: Expression, *, picked: bool) -> Edge:
        names = dict.fromkeys(f"seen {self.scene}.{name}" for name in (self.option.id, self.option.source))
        marks = [change for name in names for change in self.cells.put(name, 1)]
        passing = self.cells.passing if picked else ()
        pick = self.option.id if picked else None
        changes: tuple[Assign, ...] = (*passing, *marks)
        return Edge(self.body, None if guard == folding.TRUE else guard, changes, pick, items=(self.item("option"),))

    def watch(self, watches: list[Watch], offers: Expression) -> None:
        """What can be seen of it."""
        here = folding.both((offers, self.there))
        shown = folding.both((offers, self.open))
        if self.option.when is not None:
            closed = folding.both((self.there, folding.negate(self.when)))
            watches.append(Watch(self.item("closed"), closed))
        if self.option.locked is not None:
            locked = folding.both((here, folding.negate(self.when)))
            watches.append(Watch(self.item("locked"), locked))
            Teller(self.cells, self.scene, self.option.span, watches).tell(self.option.locked, locked)
            shown = here
        Teller(self.cells, self.scene, self.option.span, watches).tell(self.option.pick, shown)
