"""Compiles the steps of a scene: each becomes a closure `run -> number of the next step`, made when it is first run."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from game.engine import code, dice
from game.engine.running import (
    HALT,
    MAX_VISITS,
    CompiledHand,
    CompiledOption,
    CompiledScene,
    CompiledStop,
    Memory,
    counted,
    ordering,
)
from game.engine.state import Achieved, Ended, Noted, Offer, Paragraph, Picked, Position, Rolled
from game.engine.telling import entered, maker, weight
from game.language import tree
from game.language.evaluate import compile_effect, compile_expression, compile_template, known_text
from game.records import dataclass, field
from game.story import model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from game.engine.running import (
        Run,
        StepFunction,
    )
    from game.engine.state import Line
    from game.engine.weaving import Loom
    from game.language.evaluate import Change, Number


MOST_COMPILED = 1_000
"""So many scenes are kept ready, with what was decoded of them: 20 KB each."""


@dataclass(slots=True)
class Compiler:
    """Compiles scenes when they are first met. `index` says which cell of the state each slot is."""

    story: model.Story
    index: Mapping[str, int]
    compiled: dict[str, CompiledScene] = field(default_factory=dict)
    loom: Loom | None = None

    runs_each_step = False  # of the class, and so without a type: no field
    """Whether also the steps run that do nothing: somebody may listen at them. Then no scene is let go."""

    def scene(self, scene_id: str) -> CompiledScene:
        """The scene, compiled now or before. The ones that were not asked for the longest are let go."""
        compiled = self.compiled
        found = compiled.get(scene_id)
        if found is None:
            return self._compile(scene_id)
        if len(compiled) == MOST_COMPILED:
            compiled[scene_id] = compiled.pop(scene_id)
        return found

    def _compile(self, scene_id: str) -> CompiledScene:
        scene = self.story.scenes[scene_id]
        flat = code.flatten(scene, self.story.events.values())
        cells = (self._memory(scene_id), self._cell("visits", scene_id))
        made = self.compiled[scene_id] = CompiledScene(scene, flat, entered(self.story, scene), self._step, *cells)
        if len(self.compiled) > MOST_COMPILED and not self.runs_each_step:
            del self.compiled[next(iter(self.compiled))]
        return made

    def _cell(self, kind: str, target: str) -> int | None:
        return self.index.get(f"{kind} {target}")

    def _memory(self, target: str) -> Memory:
        return Memory(self._cell("seen", target), self._cell("since", target), self._cell("times", target))

    def landing(self, scene: CompiledScene, number: int) -> int:
        """The first step from `number` on that does something."""
        steps, passed = scene.code.steps, number
        while not self.runs_each_step:
            step = steps[passed]
            if isinstance(step, code.Jump) and step.to > passed:
                passed = step.to
            elif isinstance(step, code.Mark) and not self._memory(f"{scene.scene.id}.{step.label}").is_asked_for:
                passed += 1
            else:
                break
        return passed

    def _step(self, scene: CompiledScene, number: int) -> StepFunction:
        """What is run as this step: where something goes on often, it is the whole stretch from there (`weaving.py`)."""
        made = self.closure(scene, number)
        return (
            made
            if self.runs_each_step or number not in scene.entries
            else counted(made, lambda scene: self._woven(scene, number))
        )

    def _woven(self, scene: CompiledScene, number: int) -> StepFunction:
        from game.engine.weaving import Loom

        self.loom = self.loom or Loom(self)
        made = scene.steps[number] = self.loom.stretch(scene, number)
        return made

    def closure(self, scene: CompiledScene, number: int) -> StepFunction:
        """The step as a closure."""
        step = scene.code.steps[number]
        following = self.landing(scene, number + 1) if number + 1 < len(scene.code.steps) else HALT
        match step:
            case code.Tell(beat):
                return self._tell(beat, following)
            case code.Apply(effects):
                return self._apply(effects, following)
            case code.Branch(condition, otherwise):
                return self._branch(condition, following, self.landing(scene, otherwise))
            case code.Jump(to):
                return self._jump(scene, number, to)
            case code.Leave(target):
                return self._leave(number, target)
            case code.Call(address, callee):
                return self._call(number, Position(scene.scene.id, address), callee)
            case code.Deal(address):
                return self._deal(number, Position(scene.scene.id, address), step)
            case code.Mark(label):
                return self._mark(f"{scene.scene.id}.{label}", following)
            case code.Roll(check, failed):
                return self._roll(scene, check, following, self.landing(scene, failed))
            case code.Stop():
                return self._stop(scene, number, step)
            case code.Finish(ending):
                return self._finish(ending)
            case code.Return():
                return lambda run: self._return(run, number)

    def _branch(self, condition: tree.Expression, following: int, otherwise: int) -> StepFunction:
        test = compile_expression(condition, self.index)
        return lambda run: following if test(run.values, run.turn) else otherwise

    def _jump(self, scene: CompiledScene, number: int, to: int) -> StepFunction:
        landing = self.landing(scene, to)
        if to > number:
            return lambda _: landing
        steps = number - to + 1
        return lambda run: landing if run.hop(steps) else HALT

    def _paragraph(self, beat: model.Paragraph, following: int) -> StepFunction:
        joins_last, joins_next = beat.joins_last, beat.joins_next
        words = compile_template(beat.text, self.index, dice.order, joins=joins_last or joins_next)
        known = known_text(beat.text)
        if known is None or joins_last or joins_next:

            def tell(run: Run) -> int:
                run.paragraph(words(run.values, run.turn, run.seed), joins_last=joins_last, joins_next=joins_next)
                return following

            return tell
        line, size = Paragraph(known.strip()), len(known.strip())

        def tell_known(run: Run) -> int:
            if run.join is None and size:
                run.open_paragraph = len(run.passage)
                run.passage.append(line)
                run.told += size
            else:
                run.paragraph(known, joins_last=False, joins_next=False)
            return following

        return tell_known

    def _tell(self, beat: model.Told, following: int) -> StepFunction:
        if isinstance(beat, model.Paragraph):
            return self._paragraph(beat, following)
        make = maker(self.story, self.index, beat)

        def tell(run: Run) -> int:
            line = make(run.values, run.turn, run.seed)
            if line is not None:
                run.tell(line)
                run.told += weight(line)
            return following

        return tell

    def _apply(self, effects: tuple[tree.Effect, ...], following: int) -> StepFunction:
        given = [effect for effect in effects if isinstance(effect, tree.Note | tree.Achieve)]
        changes = [compile_effect(effect, self.index) for effect in effects]
        if not given and len(changes) == 1:
            only = changes[0]

            def change(run: Run) -> int:
                only(run.values, run.turn)
                return following

            return change
        cells = [(self.index[effect.slot], self._given(effect)) for effect in given]

        def apply(run: Run) -> int:
            fresh = [line for cell, line in cells if not run.values[cell]]
            for each in changes:
                each(run.values, run.turn)
            for line in fresh:
                run.tell(line)
            return following

        return apply

    def _given(self, effect: tree.Note | tree.Achieve) -> Line:
        """What is told when the effect happens for the first time."""
        if isinstance(effect, tree.Note):
            return Noted(effect.note, self.story.notes[effect.note].title)
        return Achieved(effect.achievement, self.story.achievements[effect.achievement].title)

    def _leave(self, number: int, target: model.Target) -> StepFunction:
        name, label = target.scene, target.label
        steps = number + 1

        def leave(run: Run) -> int:
            if not run.hop(steps):
                return HALT
            run.returns.clear()
            scene = self.scene(name)
            scene.enter(run)
            return scene.code.labels[label] if label else 0

        return leave

    def _call(self, number: int, back: Position, callee: str) -> StepFunction:
        return lambda run: self._visit(run, number, back, callee)

    def _visit(self, run: Run, number: int, back: Position, callee: str) -> int:
        """Begins a scene whose `Return` goes `back`; step `number` does so."""
        if not run.hop(number + 1):
            return HALT
        if len(run.returns) >= MAX_VISITS:
            return run.halt(f"the visits nest more than {MAX_VISITS} deep at the visit of {callee} in {back.scene}")
        run.returns.append(back)
        self.scene(callee).enter(run)
        return 0

    def _deal(self, number: int, back: Position, step: code.Deal) -> StepFunction:
        order = ordering(f"{back.scene}/{back.address}", [card.priority for card in step.cards], self._dice(step.dice))
        cards = [
            (compile_expression(card.guard, self.index), [compile_effect(each, self.index) for each in card.effects], card.scene)
            for card in step.cards
        ]

        def deal(run: Run) -> int:
            for card in order(run.values, run.seed):
                guard, changes, scene = cards[card]
                if guard(run.values, run.turn):
                    for change in changes:
                        change(run.values, run.turn)
                    return self._visit(run, number, back, scene)
            return step.none

        return deal

    def _dice(self, slot: str | None) -> int | None:
        return self.index[slot] if slot is not None else None

    def _return(self, run: Run, number: int) -> int:
        if not run.returns:
            return run.halt(f"the script of {run.scene.scene.id} has run out")
        if not run.hop(number + 1):
            return HALT
        back = run.returns.pop()
        run.scene = self.scene(back.scene)
        return run.scene.code.addresses[back.address]

    def _mark(self, target: str, following: int) -> StepFunction:
        memory = self._memory(target)

        def mark(run: Run) -> int:
            memory.note(run)
            return following

        return mark

    def _roll(self, scene: CompiledScene, check: model.Check, passed: int, failed: int) -> StepFunction:
        of = compile_expression(check.of, self.index) if check.of is not None else None
        name, visits = f"{scene.scene.id}/{check.id}", scene.visits

        def roll(run: Run) -> int:
            chance = chance_of(check, of(run.values, run.turn) if of is not None else None)
            count = run.values[visits] if visits is not None else 0
            lucky = dice.percentile(run.seed, name, count) < chance
            run.tell(Rolled(check.id, chance, lucky, check.show), shown=check.show)
            return passed if lucky else failed

        return roll

    def _stop(self, scene: CompiledScene, number: int, step: code.Stop) -> StepFunction:
        scene_id, address = scene.scene.id, step.choose.address
        bodies = [self.landing(scene, body) for body in step.bodies]
        scene.entries.update(bodies)
        options = tuple(self._option(scene_id, *pair) for pair in zip(step.choose.options, bodies, strict=True))
        sure = any(not option.fallback and option.guard is None and option.taken is None for option in options)
        made = CompiledStop(options, self.landing(scene, step.after), tuple(self._hands(scene_id, step.choose.options)), sure)
        scene.stops[address] = made
        here = Position(scene_id, address)
        come = self._events(number, here, step) if step.events or step.arming else None

        def stop(run: Run) -> int:
            if made.sure or made.offers(run.values, run.turn):
                first = come(run) if come is not None else HALT
                if first == HALT:
                    run.at, run.stop = here, made
                return first
            for option in made.options:
                if option.fallback and option.open(run.values, run.turn):
                    return option.body
            return made.after

        return stop

    def _hands(self, scene: str, options: tuple[model.Option, ...]) -> Iterator[CompiledHand]:
        first = 0
        for hand, dealt in groupby(options, key=lambda option: option.hand):
            priorities = [option.priority for option in dealt]
            last = first + len(priorities)
            if hand is not None:
                order = ordering(f"{scene}/{hand.address}", priorities, self._dice(hand.dice))
                yield CompiledHand(first, last, hand.at_most, order)
            first = last

    def _events(self, number: int, here: Position, step: code.Stop) -> StepFunction:
        """Visits the first event that is due; with none, `HALT`."""
        from game.language import folding  # few stories have events

        coming = [self._event(event, event.due, event.happening) for event in step.events]
        arming = [self._event(event, folding.negate(event.condition), event.arming) for event in step.arming]

        def come(run: Run) -> int:
            for scene, test, change in coming if not self._in_event(run) else ():
                if test(run.values, run.turn):
                    change(run.values, run.turn)
                    return self._visit(run, number, here, scene)
            for _, test, change in arming:
                if test(run.values, run.turn):
                    change(run.values, run.turn)
            return HALT

        return come

    def _event(self, event: model.Event, condition: tree.Expression, effect: tree.Effect) -> tuple[str, Number, Change]:
        return event.scene, compile_expression(condition, self.index), compile_effect(effect, self.index)

    def _in_event(self, run: Run) -> bool:
        """Whether an event is being played: only what it visits goes back to a stop."""
        return any(self.is_stop(back) for back in run.returns)

    def is_stop(self, at: Position) -> bool:
        """Whether the player can be waited for there."""
        return self.scene(at.scene).is_stop(at.address)

    def _option(self, scene: str, option: model.Option, body: int) -> CompiledOption:
        known = known_text(option.pick)
        return CompiledOption(
            option.id,
            option.fallback,
            compile_template(option.pick, self.index, dice.order),
            compile_expression(option.when, self.index) if option.when is not None else None,
            compile_template(option.locked, self.index, dice.order) if option.locked is not None else None,
            self.index[f"seen {scene}.{option.id}"] if option.once else None,
            body,
            Offer(option.id, known, None) if known is not None else None,
            Picked(option.id, known) if known is not None else None,
        )

    def _finish(self, ending: str) -> StepFunction:
        line = Ended(ending, self.story.endings[ending].title)

        def finish(run: Run) -> int:
            run.ending = ending
            run.tell(line)
            return HALT

        return finish


def chance_of(check: model.Check, value: int | None) -> int:
    """The chance in 100 that the check passes when its `of` has this value."""
    if value is None:
        return check.odds[0][1]
    if check.under is not None and value < check.under:
        return 100
    best = check.odds[0][1]
    for key, chance in check.odds:
        if key > value:
            break
        best = chance
    return best
