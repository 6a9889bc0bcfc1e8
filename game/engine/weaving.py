"""Joins steps that are run again and again into one Python function, from an entry to the next stop or jump.

Replays, searches and random plays run the same stretches thousands of times, and there most of a turn went into calling a closure
for each step and each node of its trees: 5 of 9 µs, and 1.5 of 5 when they are one function. A player who reads never gets here:
a stretch is woven when it is run for the `OFTEN`th time: writing one costs as much as running it twenty times.

A woven stretch does what its closures do, to the byte (`tests/engine/test_weaving.py` plays both side by side). Where it has no
words of its own it calls the closure of the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent
from types import CodeType, FunctionType
from typing import Any, Protocol

from game.engine import code, dice
from game.engine.running import (
    HALT,
    MAX_CHARACTERS,
    MAX_LINES,
    CompiledOption,
    CompiledScene,
    CompiledStop,
    Offered,
    Offering,
    StepFunction,
)
from game.engine.state import Paragraph, Position
from game.language.evaluate import Number, known_text
from game.language.spacing import tidy
from game.language.tree import Achieve, Effect, Expression, Note
from game.language.weaving import Weaver
from game.records import dataclass, field
from game.story import model

MOST_STEPS = 40
"""A stretch ends after so many steps at the latest; both ways of a branch count."""
MOST_SHAPES = 2_000
MAX_DEPTH = 12

MOST_CONDITIONS = 16
"""On so many may depend what a stop offers, for that to be woven."""


class Closures(Protocol):
    """What there is before anything is woven: the compiler of `machine.py`."""

    index: Mapping[str, int]

    def scene(self, scene_id: str) -> CompiledScene: ...

    def landing(self, scene: CompiledScene, number: int) -> int: ...

    def closure(self, scene: CompiledScene, number: int) -> StepFunction: ...


@dataclass(slots=True)
class Loom:
    """Weaves stretches. Those of one shape are one piece of code with other constants, compiled once."""

    compiler: Closures
    shapes: dict[str, CodeType] = field(default_factory=dict)

    def stretch(self, scene: CompiledScene, number: int) -> StepFunction:
        """The steps from `number` on as one function; the closure of that step where nothing is to be gained."""
        if not isinstance(scene.code.steps[number], code.Tell | code.Apply | code.Branch | code.Mark | code.Leave):
            return self.compiler.closure(scene, number)
        strand = _Strand(self.compiler, scene, Weaver(self.compiler.index, dice.order))
        body = "values = run.values; turn = run.turn; passage = run.passage\n" + "\n".join(strand.lines(number, 0))
        for stop in strand.stops:
            self._weave_guards(scene, stop)
        made: StepFunction = self._made("run", body, strand.weaver.constants)  # type: ignore[assignment]  # as written
        return made

    def _weave_guards(self, scene: CompiledScene, stop: code.Stop) -> None:
        compiled = scene.stops[stop.choose.address]
        for option, made in zip(stop.choose.options, compiled.options, strict=True):
            if option.when is not None:
                made.guard = self._guard(option.when)
        compiled.offered = compiled.offered or self._offered(stop, compiled)

    def _offered(self, stop: code.Stop, compiled: CompiledStop) -> Offered | None:
        """What is on offer, in one call and without touching an option: which of them are open is a number, and for each number
        that came up there is the answer. Half of a look went into asking each option (`tests.benchmarks --only play`).
        """
        weaver = Weaver(self.compiler.index, dice.order)
        conditions: list[str] = []
        asked: list[tuple[CompiledOption, int | None]] = []
        for option, made in zip(stop.choose.options, compiled.options, strict=True):
            if option.fallback:
                continue
            if made.known is None or made.reason is not None:
                return None
            tests = [weaver.expression(option.when)] if option.when is not None else []
            tests += [f"values[{weaver.constant(made.taken)}] <= {weaver.constant(0)}"] if made.taken is not None else []
            if tests:
                conditions.append(f"({weaver.constant(1 << len(conditions))} if {' and '.join(tests)} else {weaver.constant(0)})")
            asked.append((made, len(conditions) - 1 if tests else None))
        if compiled.hands or len(conditions) > MOST_CONDITIONS:
            return None
        answers = weaver.constant(_Answers(asked))
        body = f"return {answers}[{' + '.join(conditions) or weaver.constant(0)}]"
        offered: Offered = self._made("values, turn", body, weaver.constants)  # type: ignore[assignment]  # as written
        return offered

    def _guard(self, condition: Expression) -> Number:
        weaver = Weaver(self.compiler.index, dice.order)
        body = f"return {weaver.expression(condition)}"
        made: Number = self._made("values, turn", body, weaver.constants)  # type: ignore[assignment]  # as written
        return made

    def _made(self, parameters: str, body: str, constants: list[object]) -> object:
        """A function with these constants. There is nothing in its source but the words of this module and of its `Weaver`.

        The constants are defaults of parameters, which lie side by side. As cells of a closure they were an object each, all over
        the memory: a tenth of the time of a turn among a thousand scenes (`tests.benchmarks --only play`).
        """
        names = "".join(f", c{number}=None" for number in range(len(constants)))
        source = f"def woven({parameters}{names}):\n{indent(body, ' ')}\n"
        code = self.shapes.get(source) or self._compiled(source)
        return FunctionType(code, _KNOWN, "woven", tuple(constants))

    def _compiled(self, source: str) -> CodeType:
        made: dict[str, Any] = {}
        exec(compile(source, "<woven>", "exec"), made)
        found: CodeType = made["woven"].__code__
        if len(self.shapes) < MOST_SHAPES:
            self.shapes[source] = found
        return found


_KNOWN: dict[str, Any] = {
    "__builtins__": {}, "len": len, "tidy": tidy, "Paragraph": Paragraph, "HALT": HALT, "MAX_LINES": MAX_LINES,
    "MAX_CHARACTERS": MAX_CHARACTERS, "NOTHING": 0, "NOWHERE": -1,
}  # fmt: skip
"""All the names that woven code can look up."""


class _Answers(dict[int, Offering]):
    """What is on offer, by the bits of the conditions that hold. Each option is `asked` for with the number of its condition."""

    __slots__ = ("_asked",)

    def __init__(self, asked: list[tuple[CompiledOption, int | None]]) -> None:
        self._asked = asked

    def __missing__(self, bits: int) -> Offering:
        options = tuple([option for option, bit in self._asked if bit is None or bits >> bit & 1])
        made = self[bits] = Offering(tuple([option.known for option in options if option.known is not None]), options)
        return made


@dataclass(slots=True)
class _Strand:
    """One stretch on its way to be source. `stops` are those at which it may come to wait."""

    compiler: Closures
    scene: CompiledScene
    weaver: Weaver
    stops: list[code.Stop] = field(default_factory=list)
    left: int = MOST_STEPS

    def lines(self, number: int, depth: int) -> list[str]:
        """Statements for the steps from `number` on. The last of them returns."""
        found: list[str] = []
        while True:
            number = self.compiler.landing(self.scene, number)
            step = self.scene.code.steps[number]
            self.left -= 1
            if self.left < 0 or depth > MAX_DEPTH:
                return [*found, f"return {self.weaver.constant(number)}"]
            match step:
                case code.Tell(beat):
                    found += self._tell(beat, number)
                case code.Apply(effects) if not any(isinstance(effect, Note | Achieve) for effect in effects):
                    found += self._apply(effects)
                case code.Apply() | code.Mark():
                    found.append(f"{self._closure(number)}(run)")
                case code.Branch(condition, otherwise):
                    found.append(f"if {self.weaver.expression(condition)}:")
                    found += [f" {line}" for line in self.lines(number + 1, depth + 1)]
                    number = otherwise
                    continue
                case code.Leave(target):
                    return [*found, *self._leave(number, target)]
                case code.Stop():
                    return [*found, *self._stop(step, number)]
                case _:
                    return [*found, f"return {self._closure(number)}(run)"]
            number += 1

    def _closure(self, number: int) -> str:
        """The closure of a step. That of a stop there is once, with its options."""
        is_stop = isinstance(self.scene.code.steps[number], code.Stop)
        return self.weaver.constant(self.scene.step(number) if is_stop else self.compiler.closure(self.scene, number))

    def _apply(self, effects: tuple[Effect, ...]) -> list[str]:
        return [line for effect in effects for line in self.weaver.effect(effect)]

    def _tell(self, beat: model.Told, number: int) -> list[str]:
        if not isinstance(beat, model.Paragraph) or beat.joins_last or beat.joins_next:
            return [f"{self._closure(number)}(run)"]
        constant, known = self.weaver.constant, known_text(beat.text)
        if known is None:
            told, size, line = [f"text = {self.weaver.text(beat.text)}.strip()"], "len(text)", "Paragraph(text)"
        elif known.strip():
            text = constant(known.strip())
            told, size, line = [f"text = {text}"], constant(len(known.strip())), constant(Paragraph(known.strip()))
        else:
            return [f"{self._closure(number)}(run)"]
        return [
            *told,
            "if run.join is None and text:",
            " run.open_paragraph = len(passage)",
            f" passage.append({line})",
            f" run.told += {size}",
            "else:",
            " run.paragraph(text, joins_last=False, joins_next=False)",
        ]

    def _leave(self, number: int, target: model.Target) -> list[str]:
        scene, constant = self.compiler.scene(target.scene), self.weaver.constant
        first = scene.code.labels[target.label] if target.label else 0
        return [
            f"run.steps_left -= {constant(number + 1)}",
            "if run.steps_left < NOTHING or len(passage) > MAX_LINES or run.told > MAX_CHARACTERS:",
            " run.hop(NOTHING)",
            " return HALT",
            "if run.returns:",
            " run.returns.clear()",
            *self._enter(scene),
            f"return {constant(first)}",
        ]

    def _enter(self, scene: CompiledScene) -> list[str]:
        """What `CompiledScene.enter` does; from which scene, and so whether the heading is another one, is known here."""
        constant = self.weaver.constant
        found = [f"run.scene = {constant(scene)}", f"passage.append({constant(scene.entered)})"]
        if scene.memory.is_asked_for:
            found.append(f"{constant(scene.memory)}.note(run)")
        if scene.visits is not None:
            found.append(f"values[{constant(scene.visits)}] += {constant(1)}")
        if scene.is_seen_after(self.scene):
            found += ["run.join = None", "run.open_paragraph = NOWHERE"]
        return found

    def _stop(self, step: code.Stop, number: int) -> list[str]:
        made = self.scene.stop(step.choose.address)
        self.stops.append(step)
        if made is None or not made.sure or step.events or step.arming:
            return [f"return {self._closure(number)}(run)"]
        here = Position(self.scene.scene.id, step.choose.address)
        constant = self.weaver.constant
        return [f"run.at = {constant(here)}", f"run.stop = {constant(made)}", "return HALT"]
