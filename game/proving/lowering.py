"""A linked story as a system: each step of each scene is a place, once for each chain of visits in which it can be played.

The steps are those that the engine runs (`engine/code.py`). A visit is written out where it is made, since visits have no
circles; so the way back is known at every place, and what matters there is not mixed with what matters to another visitor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from game.diagnostics import Span
from game.engine import code
from game.engine.running import MAX_VISITS
from game.engine.state import Position
from game.language import folding, tree
from game.language.tree import Assign, Constant, Expression, Read
from game.proving.cells import Cells
from game.proving.everywhere import Everywhere, everywhere
from game.proving.hands import draws, equals_of, gathered
from game.proving.rolls import Roll, anew
from game.proving.stops import Stop
from game.proving.system import Edge, Item, Kind, Place, System, Watch
from game.proving.telling import Teller, edges_of, tell
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


def bounds_ahead(slot: str, value: tree.Arithmetic) -> tuple[bool, bool]:
    """Whether an assignment to a number can go over its lower and its upper bound: not over the one from which it goes away."""
    match value:
        case tree.Arithmetic("+" | "-" as sign, Read(read), Constant(by)) if read == slot:
            grows = by > 0 if sign == "+" else by < 0
            return not grows, grows
        case _:
            return True, True


@dataclass(slots=True)
class _Lowering:
    story: model.Story
    cells: Cells
    writer: Writer
    places: list[Place] = field(default_factory=list)
    numbers: dict[Key, int] = field(default_factory=dict)
    waiting: list[Key] = field(default_factory=list)
    codes: dict[str, code.Code] = field(default_factory=dict)

    def run(self) -> None:
        start = Place(Position(self.story.start, ""), ())
        self.places.append(start)
        start.edges.append(self._entering((), self.story.start, 0))
        while self.waiting:
            key = self.waiting.pop()
            self._fill(key)
            place = self.places[self.numbers[key]]
            if place.stuck:
                _, scene, number, _ = key
                place.watches.append(Watch(Item("stuck", scene, place.stuck, self.flat(scene).places[number]), None))

    def flat(self, scene: str) -> code.Code:
        known = self.codes.get(scene)
        if known is None:
            known = self.codes[scene] = code.flatten(self.story.scenes[scene], self.story.events.values())
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
        changes = (*self.cells.met(scene), *anew(self.cells, self.flat(scene)), *gathered(self.cells, self.flat(scene)))
        shown = self.story.scenes[scene]
        return Edge(self.number(returns, scene, step), None, changes, items=(Item("scene", scene, shown.title, shown.span),))

    def _fill(self, key: Key) -> None:
        """Gives the place of a step its edges and watches."""
        returns, scene, number, part = key
        place, step = self.places[self.numbers[key]], self.flat(scene).steps[number]

        def at(step: int, part: int = 0) -> int:
            return self.number(returns, scene, step, part)

        match step:
            case code.Leave() | code.Call() | code.Deal() | code.Return():
                place.edges += self._leading(returns, scene, step, place, at)
            case code.Jump(to):
                place.edges.append(Edge(at(to)))
            case code.Branch(condition, otherwise):
                place.edges += self._branch(scene, self.flat(scene).places[number], condition, at(number + 1), at(otherwise))
            case code.Roll(check, failed):
                roll = Roll(self.cells, self.flat(scene), number, check)
                place.edges += (
                    roll.thrown(lambda: at(number, 1), at(number + 1), at(failed))
                    if part == 0
                    else (roll.remembered(at(number + 1), at(failed)))
                )
            case code.Stop():
                self._stop(key, step, place, at)
            case code.Finish(ending):
                found = self.story.endings[ending]
                place.end = ending
                place.watches.append(Watch(Item("ending", "", found.title, found.span), None))
            case code.Tell() | code.Apply() | code.Mark():
                place.edges += self._passing(
                    scene, step, place, part, lambda done: at(number + 1) if done else at(number, part + 1)
                )

    def _leading(
        self, returns: tuple[Position, ...], scene: str, step: code.Step, place: Place, at: Callable[[int], int]
    ) -> Iterator[Edge]:
        """The edges of a step that leads into another scene, or back from one."""
        match step:
            case code.Leave(target):
                there = self.flat(target.scene).labels[target.label] if target.label else 0
                yield self._entering((), target.scene, there)
            case code.Call(address, callee):
                yield from self._visit((*returns, Position(scene, address)), callee, place)
            case code.Deal():
                yield from self._deal((*returns, Position(scene, step.address)), step, place, at(step.none))
            case _ if not returns:
                place.stuck = f"the script of {scene} runs out"
            case _:
                back = returns[-1]
                yield Edge(self.number(returns[:-1], back.scene, self.flat(back.scene).addresses[back.address]))

    def _passing(self, scene: str, step: code.Step, place: Place, part: int, after: Callable[[bool], int]) -> Iterator[Edge]:
        """The edges of a step that leads to the next one, or to its own next part when it has more."""
        match step:
            case code.Tell(beat):
                yield from edges_of(tell(self.cells, scene, beat, place.watches), after(True))
            case code.Apply(effects, spans) if effects:
                yield Edge(after(part + 1 == len(effects)), None, self._apply(scene, effects[part], spans[part], place))
            case code.Mark(label):
                yield Edge(after(True), None, self.cells.met(f"{scene}.{label}"))
            case _:
                yield Edge(after(True))

    def _apply(self, scene: str, effect: tree.Effect, span: Span, place: Place) -> tuple[Assign, ...]:
        """One effect is one place, since what it does to a bound depends on the effect before it."""
        changes = self.cells.changes(effect)
        if isinstance(effect, tree.Note):
            note = self.story.notes[effect.note]
            place.watches.append(Watch(Item("note", "", note.title, note.span), None))
        elif isinstance(effect, tree.Achieve):
            earned = self.story.achievements[effect.achievement]
            place.watches.append(Watch(Item("achievement", "", earned.title, earned.span), None))
        elif changes and isinstance(effect, tree.Assign) and isinstance(changes[0].value, tree.Arithmetic):
            words = self.writer.effects([effect])[0]
            place.watches += self._clamps(scene, effect, changes[0].value, words, span)
        return changes

    def _clamps(self, scene: str, effect: tree.Assign, value: tree.Arithmetic, words: str, span: Span) -> Iterator[Watch]:
        """What is watched for at an assignment: that it goes over the bounds to which it can go."""
        variable = self.story.variables.get(effect.slot)
        meant = variable.clamps if variable is not None else None
        low, high = bounds_ahead(effect.slot, value)
        if low:
            kind: Kind = "stay" if meant in ("low", "both") else "clamp"
            yield Watch(Item(kind, scene, words, span, (0,)), folding.compare("<", value, Constant(effect.low)))
        if high:
            kind = "stay" if meant in ("high", "both") else "clamp"
            yield Watch(Item(kind, scene, words, span, (1,)), folding.compare(">", value, Constant(effect.high)))

    def _branch(self, scene: str, span: Span, condition: Expression, then: int, otherwise: int) -> Iterator[Edge]:
        holds = self.cells.expression(condition)
        for side, guard, target in (("then", holds, then), ("else", folding.negate(holds), otherwise)):
            yield Edge(target, guard, items=(Item("if", scene, side, span),))

    def _visit(self, returns: tuple[Position, ...], callee: str, place: Place) -> Iterator[Edge]:
        if len(returns) > MAX_VISITS:
            place.stuck = f"the visits nest more than {MAX_VISITS} deep at the visit of {callee}"
        else:
            yield self._entering(returns, callee, 0)

    def _deal(self, returns: tuple[Position, ...], step: code.Deal, place: Place, none: int) -> Iterator[Edge]:
        """The first card that fits; among those of the same priority the dice say which."""
        better: Expression = folding.TRUE
        for _, group in groupby(step.cards, key=lambda card: card.priority if step.dice is not None else id(card)):
            cards = [(card, self.cells.expression(card.guard)) for card in group]
            for card, fits in cards:
                dealt = tuple(change for effect in card.effects for change in self.cells.changes(effect))
                for edge in self._visit(returns, card.scene, place):
                    yield replace(edge, guard=folding.both((better, fits)), changes=dealt + edge.changes)
            better = folding.both((better, *(folding.negate(fits) for _, fits in cards)))
        yield Edge(none, better)

    def _stop(self, key: Key, step: code.Stop, place: Place, at: Callable[..., int]) -> None:
        """Part 0 is the arrival, where events may come; part 1 waits. From 2 on an order is drawn, when dice have to say one."""
        returns, scene, number, part = key
        place.at = Position(scene, step.choose.address)
        stop = Stop(self.cells, scene, step, [at(body) for body in step.bodies])
        equals = list(equals_of(scene, step.choose))
        comes = bool(step.events or step.arming or equals)
        if part > 1:
            place.edges += draws(equals, part - 2, lambda draw: at(number, draw + 2), at(number, 1))
            return
        if part == 0 and comes:
            place.edges += self._events(returns, step, place, stop.offers, at(number, 2 if equals else 1))
        if part == 0:
            place.edges += stop.passing_by(at(step.after))
        if part == 1 or not comes:
            place.stop = True
            place.edges += stop.picks()
            stop.watch(place.watches)
            self._looks(scene, place, stop.offers)
        place.edges[:] = [edge for edge in place.edges if edge.guard != folding.FALSE]

    def _events(
        self, returns: tuple[Position, ...], step: code.Stop, place: Place, offers: Expression, waiting: int
    ) -> Iterator[Edge]:
        """The first event that is due; with none the play waits, and events that may happen again get ready."""
        quiet = offers
        if not any(self._is_stop(back) for back in returns):
            for event in step.events:
                due = self.cells.expression(event.due)
                for edge in self._visit((*returns, place.at), event.scene, place):
                    changes = self.cells.changes(event.happening) + edge.changes
                    yield replace(edge, guard=folding.both((quiet, due)), changes=changes)
                quiet = folding.both((quiet, folding.negate(due)))
        armed = tuple(
            Assign(event.slot, folding.both((Read(event.slot), self.cells.expression(event.condition))), 0, 1)
            for event in step.arming
        )
        yield Edge(waiting, None if quiet == folding.TRUE else quiet, armed)

    def _is_stop(self, back: Position) -> bool:
        stops = (step for step in self.flat(back.scene).steps if isinstance(step, code.Stop))
        return any(step.choose.address == back.address for step in stops)

    def _looks(self, scene: str, place: Place, offers: Expression) -> None:
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
        for earned in self.story.achievements.values():
            yield Item("achievement", "", earned.title, earned.span)
        for ending in self.story.endings.values():
            yield Item("ending", "", ending.title, ending.span)
