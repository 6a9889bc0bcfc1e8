"""Runs the steps of a scene: each becomes a closure `run -> number of the next step`, made when the scene is first met.

A `Run` is the only thing here that changes, and it lives for one turn: it is made from a frozen state, walks from stop to
stop, and is frozen again. Rules that hold at every step:

- A step returns the number of the next step of `run.scene`, or `HALT`.
- Whoever changes `run.scene` returns a step of the new scene.
- Only `enter` counts a scene as entered; coming back from a visit does not.
- A run that takes more than `MAX_STEPS` steps, or tells more than `MAX_LINES`, is stuck: an author's mistake, said and undoable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from game.engine import code, dice
from game.engine.state import Ended, Entered, GameState, Line, Noted, Paragraph, Position, Rolled, Speech
from game.language import tree
from game.language.evaluate import compile_effect, compile_expression, compile_template
from game.story import model

HALT = -1
MAX_STEPS = 10_000
MAX_LINES = 1_000
MAX_VISITS = 32


@dataclass(slots=True)
class Run:
    """One turn on its way."""

    seed: int
    turn: int
    values: list[int]
    scene: CompiledScene
    returns: list[Position]
    passage: list[Line]
    at: Position
    ending: str | None = None
    stuck: str = ""
    join: str | None = None
    """The space at the end of a paragraph that joins the next one, or None when it joins none."""
    open_paragraph: int = -1
    """Where in the passage the paragraph stands that a text may join, or -1: something else was shown since."""

    def freeze(self) -> GameState:
        at = self.at if self.ending is None and not self.stuck else Position(self.scene.scene.id, "")
        return GameState(
            self.seed, self.turn, at, tuple(self.returns), tuple(self.values), tuple(self.passage), self.ending, self.stuck
        )

    def tell(self, line: Line, *, shown: bool = True) -> None:
        """Adds a line. One that no player sees does not come between two texts that join."""
        self.passage.append(line)
        if shown:
            self.join, self.open_paragraph = None, -1

    def paragraph(self, text: str, *, joins_last: bool, joins_next: bool) -> None:
        """Tells a text; what stands beside its `<>`, a space or none, stands between the two texts."""
        words, at = text.strip(), self.open_paragraph
        last = self.passage[at] if at >= 0 and (joins_last or self.join is not None) else None
        if words and isinstance(last, Paragraph):
            space = self.join or (" " if text.startswith(" ") else "")
            self.passage[at] = Paragraph(f"{last.text}{space}{words}")
        elif words:
            self.tell(Paragraph(words))
            self.open_paragraph = len(self.passage) - 1
        if words:
            self.join = None
        if joins_next:
            self.join = " " if self.join or text.endswith(" ") else ""

    def halt(self, why: str) -> int:
        self.stuck = why
        return HALT


StepFunction = Callable[[Run], int]
Guard = Callable[[list[int], int], int]


@dataclass(slots=True)
class CompiledOption:
    """An option with its words, guard and reason as functions of the state. `taken` is its slot when it is for once."""

    id: str
    fallback: bool
    words: Callable[[list[int], int, int], str]
    guard: Guard | None
    reason: Callable[[list[int], int, int], str] | None
    taken: int | None
    marks: tuple[int, ...]
    body: int

    def hidden(self, values: list[int]) -> bool:
        return self.taken is not None and values[self.taken] > 0

    def open(self, values: list[int], turn: int) -> bool:
        return not self.hidden(values) and (self.guard is None or bool(self.guard(values, turn)))


@dataclass(slots=True)
class CompiledStop:
    options: tuple[CompiledOption, ...]
    after: int

    def offers(self, values: list[int], turn: int) -> bool:
        return any(not option.fallback and option.open(values, turn) for option in self.options)


@dataclass(slots=True)
class CompiledScene:
    """A scene ready to run."""

    scene: model.Scene
    code: code.Code
    steps: list[StepFunction]
    stops: dict[str, CompiledStop]
    seen: int | None
    since: int | None
    visits: int | None

    def enter(self, run: Run) -> None:
        """Makes this the scene that runs, from its beginning, and counts it. The same title again is no new heading."""
        heading = self.scene.title != run.scene.scene.title
        run.scene = self
        self.count(run)
        run.tell(Entered(self.scene.id, self.scene.title), shown=heading)

    def count(self, run: Run) -> None:
        if self.seen is not None:
            run.values[self.seen] = 1
        if self.since is not None:
            run.values[self.since] = run.turn + 1
        if self.visits is not None:
            run.values[self.visits] += 1


@dataclass(slots=True)
class Compiler:
    """Compiles scenes when they are first met. `index` says which cell of the state each slot is."""

    story: model.Story
    index: Mapping[str, int]
    compiled: dict[str, CompiledScene] = field(default_factory=dict)

    def scene(self, scene_id: str) -> CompiledScene:
        """The scene, compiled now or before."""
        found = self.compiled.get(scene_id)
        return found if found is not None else self._compile(scene_id)

    def _compile(self, scene_id: str) -> CompiledScene:
        scene = self.story.scenes[scene_id]
        flat = code.flatten(scene)
        cells = (self._cell(kind, scene_id) for kind in ("seen", "since", "visits"))
        made = CompiledScene(scene, flat, [], {}, *cells)
        self.compiled[scene_id] = made
        for number, step in enumerate(flat.steps):
            made.steps.append(self._step(made, step, number + 1))
        return made

    def _cell(self, kind: str, target: str) -> int | None:
        return self.index.get(f"{kind} {target}")

    def _step(self, scene: CompiledScene, step: code.Step, following: int) -> StepFunction:
        match step:
            case code.Tell(beat):
                return self._paragraph(beat, following) if isinstance(beat, model.Paragraph) else self._speech(beat, following)
            case code.Apply(effects):
                return self._apply(effects, following)
            case code.Branch(condition, otherwise):
                test = compile_expression(condition, self.index)
                return lambda run: following if test(run.values, run.turn) else otherwise
            case code.Jump(to):
                return lambda _: to
            case code.Leave(target):
                return self._leave(target)
            case code.Call(address, callee):
                return self._call(Position(scene.scene.id, address), callee)
            case code.Mark(label):
                return self._mark(f"{scene.scene.id}.{label}", following)
            case code.Roll(check, failed):
                return self._roll(scene, check, following, failed)
            case code.Stop():
                return self._stop(scene, step)
            case code.Finish(ending):
                return self._finish(ending)
            case code.Return():
                return self._return

    def _paragraph(self, beat: model.Paragraph, following: int) -> StepFunction:
        joins_last, joins_next = beat.joins_last, beat.joins_next
        words = compile_template(beat.text, self.index, dice.order, joins=joins_last or joins_next)

        def tell(run: Run) -> int:
            run.paragraph(words(run.values, run.turn, run.seed), joins_last=joins_last, joins_next=joins_next)
            return following

        return tell

    def _speech(self, beat: model.Speech, following: int) -> StepFunction:
        words = compile_template(beat.text, self.index, dice.order)
        who, name = beat.who, self.story.cast[beat.who].name

        def tell(run: Run) -> int:
            text = words(run.values, run.turn, run.seed).strip()
            if text:
                run.tell(Speech(who, name, text))
            return following

        return tell

    def _apply(self, effects: tuple[tree.Effect, ...], following: int) -> StepFunction:
        notes = [effect for effect in effects if isinstance(effect, tree.Note)]
        changes = [compile_effect(effect, self.index) for effect in effects]
        if not notes and len(changes) == 1:
            only = changes[0]

            def change(run: Run) -> int:
                only(run.values, run.turn)
                return following

            return change
        cells = [(self.index[note.slot], Noted(note.note, self.story.notes[note.note].title)) for note in notes]

        def apply(run: Run) -> int:
            fresh = [line for cell, line in cells if not run.values[cell]]
            for each in changes:
                each(run.values, run.turn)
            for line in fresh:
                run.tell(line)
            return following

        return apply

    def _leave(self, target: model.Target) -> StepFunction:
        def leave(run: Run) -> int:
            run.returns.clear()
            scene = self.scene(target.scene)
            scene.enter(run)
            return scene.code.labels[target.label] if target.label else 0

        return leave

    def _call(self, back: Position, callee: str) -> StepFunction:
        def call(run: Run) -> int:
            if len(run.returns) >= MAX_VISITS:
                return run.halt(f"the visits nest more than {MAX_VISITS} deep at `visit: {callee}` in {back.scene}")
            run.returns.append(back)
            self.scene(callee).enter(run)
            return 0

        return call

    def _return(self, run: Run) -> int:
        if not run.returns:
            return run.halt(f"the script of {run.scene.scene.id} has run out")
        back = run.returns.pop()
        run.scene = self.scene(back.scene)
        return run.scene.code.addresses[back.address]

    def _mark(self, target: str, following: int) -> StepFunction:
        seen, since = self._cell("seen", target), self._cell("since", target)

        def mark(run: Run) -> int:
            if seen is not None:
                run.values[seen] = 1
            if since is not None:
                run.values[since] = run.turn + 1
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

    def _stop(self, scene: CompiledScene, step: code.Stop) -> StepFunction:
        scene_id, address = scene.scene.id, step.choose.address
        made = CompiledStop(
            tuple(self._option(scene_id, *pair) for pair in zip(step.choose.options, step.bodies, strict=True)), step.after
        )
        scene.stops[address] = made
        here = Position(scene_id, address)

        def stop(run: Run) -> int:
            if made.offers(run.values, run.turn):
                run.at = here
                return HALT
            for option in made.options:
                if option.fallback and option.open(run.values, run.turn):
                    return take(option, run)
            return made.after

        return stop

    def _option(self, scene: str, option: model.Option, body: int) -> CompiledOption:
        marks = {self._cell("seen", f"{scene}.{name}") for name in (option.id, option.source)}
        return CompiledOption(
            option.id,
            option.fallback,
            compile_template(option.pick, self.index, dice.order),
            compile_expression(option.when, self.index) if option.when is not None else None,
            compile_template(option.locked, self.index, dice.order) if option.locked is not None else None,
            self.index[f"seen {scene}.{option.id}"] if option.once else None,
            tuple(sorted(mark for mark in marks if mark is not None)),
            body,
        )

    def _finish(self, ending: str) -> StepFunction:
        line = Ended(ending, self.story.endings[ending].title)

        def finish(run: Run) -> int:
            run.ending = ending
            run.tell(line)
            return HALT

        return finish


def take(option: CompiledOption, run: Run) -> int:
    """Marks the option as picked; returns the step where it leads."""
    for mark in option.marks:
        run.values[mark] = 1
    return option.body


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


def drive(run: Run, step: int) -> None:
    """Walks on from `step` until something halts the run."""
    for _ in range(MAX_STEPS):
        step = run.scene.steps[step](run)
        if step < 0:
            return
        if len(run.passage) > MAX_LINES:
            break
    run.halt(f"the story goes round and round in {run.scene.scene.id} without a choice")
