"""Listeners at the steps of a scene: each notes what its step shows, and then lets the step do what it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from game.authoring.testing.items import Inventory, Item, Kind, Tracer, words_of
from game.diagnostics import Span
from game.engine import code
from game.engine.running import CompiledScene, Run, StepFunction
from game.engine.state import Rolled
from game.language.evaluate import compile_expression
from game.story import model


@dataclass(frozen=True, slots=True)
class TracedText:
    """A thing to look at, a note, or an option: the item of its own, and what its words vary by."""

    number: int
    words: Tracer | None


@dataclass(frozen=True, slots=True)
class TracedOption:
    """What can be shown of an option: that it is picked and its words; its lock and the reason."""

    picked: TracedText
    locked: TracedText | None


@dataclass(slots=True)
class Listeners:
    """Makes the listeners of all scenes. What they hear goes into `shown`, as the numbers of items.

    entered  the item of each scene that is listened to
    options  by scene and address of a stop: what can be shown of each option
    looks    by scene: the things to look at
    """

    inventory: Inventory
    shown: set[int] = field(default_factory=set)
    entered: dict[str, int] = field(default_factory=dict)
    options: dict[tuple[str, str], Mapping[str, TracedOption]] = field(default_factory=dict)
    looks: dict[str, tuple[TracedText, ...]] = field(default_factory=dict)

    def listen(self, made: CompiledScene) -> None:
        """Puts listeners at the steps of a scene that was compiled."""
        scene = made.scene
        self.entered[scene.id] = self._number("scene", scene.id, scene.span, scene.title)
        self.looks[scene.id] = tuple(self._look(scene.id, look) for look in scene.looks)
        forks = (beat for beat in model.beats(scene.script) if isinstance(beat, model.If))  # in the order of their steps
        deals = {beat.address: beat for beat in model.beats(scene.script) if isinstance(beat, model.Deal)}
        for number, step in enumerate(made.code.steps):
            inner = self._listening(scene.id, step, made.step(number), forks)
            first = deals.get(step.address) if isinstance(step, code.Deal) else None
            made.steps[number] = self._deal(scene.id, first, inner) if first is not None else inner

    def _number(self, kind: Kind, scene: str, span: Span, name: str) -> int:
        return self.inventory.number(Item(kind, scene, span, name))

    def _look(self, scene: str, look: model.Look) -> TracedText:
        words = self.inventory.tracer_of_all([(part.text, part.span) for part in look.text], scene)
        return TracedText(self._number("look", scene, look.span, look.names[0]), words)

    def _listening(self, scene: str, step: code.Step, inner: StepFunction, forks: Iterator[model.If]) -> StepFunction:
        match step:
            case code.Tell(beat):
                return self._tell(scene, beat, inner)
            case code.Branch():
                return self._branch(scene, next(forks), inner)
            case code.Roll(check, _):
                return self._roll(scene, check, inner)
            case code.Stop():
                return self._stop(scene, step, inner)
            case _:
                return inner

    def _tell(self, scene: str, beat: model.Told, inner: StepFunction) -> StepFunction:
        """Both sides of what is sensitive count as shown: which of them is read is for the player to say."""
        shown = self.shown
        texts = [each for each in model.beats((beat,)) if isinstance(each, model.Paragraph | model.Speech)]
        numbers = {self._number("line", scene, each.span, words_of(each.text)) for each in texts}
        words = self.inventory.tracer_of_all([(each.text, each.span) for each in texts], scene)

        def tell(run: Run) -> int:
            shown.update(numbers)
            if words is not None:
                words(run.values, run.turn, run.seed, shown)
            return inner(run)

        return tell

    def _branch(self, scene: str, beat: model.If, inner: StepFunction) -> StepFunction:
        shown, holds = self.shown, compile_expression(beat.condition, self.inventory.index)
        then, otherwise = (self._number("if", scene, beat.span, side) for side in ("then", "else"))

        def branch(run: Run) -> int:
            shown.add(then if holds(run.values, run.turn) else otherwise)
            return inner(run)

        return branch

    def _roll(self, scene: str, check: model.Check, inner: StepFunction) -> StepFunction:
        shown = self.shown
        passed, failed = (self._number("check", scene, check.span, f"{side} of {check.id}") for side in ("pass", "fail"))

        def roll(run: Run) -> int:
            following = inner(run)
            last = run.passage[-1]
            shown.add(passed if isinstance(last, Rolled) and last.passed else failed)
            return following

        return roll

    def _deal(self, scene: str, beat: model.Deal, inner: StepFunction) -> StepFunction:
        shown = self.shown
        dealt, nothing = (self._number("deal", scene, beat.span, f"{side} of {beat.deck}") for side in ("some", "none"))

        def deal(run: Run) -> int:
            deep = len(run.returns)
            following = inner(run)
            shown.add(dealt if len(run.returns) > deep else nothing)
            return following

        return deal

    def _stop(self, scene: str, step: code.Stop, inner: StepFunction) -> StepFunction:
        shown, bodies = self.shown, {}
        traced = {option.id: self._option(scene, option) for option in step.choose.options}
        for option, body in zip(step.choose.options, step.bodies, strict=True):
            bodies[body] = traced[option.id].picked.number
        self.options[scene, step.choose.address] = traced

        def stop(run: Run) -> int:
            following = inner(run)
            if following in bodies:  # a fallback was taken
                shown.add(bodies[following])
            return following

        return stop

    def _option(self, scene: str, option: model.Option) -> TracedOption:
        name = words_of(option.pick) or "(fallback)"
        words = self.inventory.tracer(option.pick, scene, option.span)
        picked = TracedText(self._number("option", scene, option.span, f"{name} [{option.id}]"), words)
        if option.locked is None:
            return TracedOption(picked, None)
        reason = self.inventory.tracer(option.locked, scene, option.span)
        return TracedOption(picked, TracedText(self._number("locked", scene, option.span, f"{name} [{option.id}]"), reason))
