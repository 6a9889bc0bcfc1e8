"""A scene's script as a flat list of steps: nested beats become jumps, so that a place in a story is one number.

The steps are data. The engine turns them into closures, and whoever reasons about all states reads the same steps.

    beat                 steps
    text, speech         Tell
    do                   Apply
    if c: A else: B      Branch(c, ->B) A Jump(->after) B
    goto                 Jump (to a label of this scene) or Leave
    label                Mark
    visit                Call
    check                Roll(->failed) passed Jump(->after) failed
    choose, hub          Stop(bodies, after) body Jump(->after, or ->Stop in a hub) ...
    end                  Finish
    the end of a script  Return
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from game.language.tree import Effect, Expression
from game.story import model


@dataclass(frozen=True, slots=True)
class Tell:
    beat: model.Paragraph | model.Speech


@dataclass(frozen=True, slots=True)
class Apply:
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Goes on with the next step when the condition holds, else with `otherwise`."""

    condition: Expression
    otherwise: int


@dataclass(frozen=True, slots=True)
class Jump:
    to: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Goes to another scene for good."""

    target: model.Target


@dataclass(frozen=True, slots=True)
class Call:
    """Plays another scene; its `Return` goes to the step after this one."""

    address: str
    scene: str


@dataclass(frozen=True, slots=True)
class Mark:
    label: str


@dataclass(frozen=True, slots=True)
class Roll:
    """Goes on with the next step when passed, else with `failed`."""

    check: model.Check
    failed: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Waits for the player. `bodies` are where the options lead; with nothing to pick it goes on with `after`."""

    choose: model.Choose
    bodies: tuple[int, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Finish:
    ending: str


@dataclass(frozen=True, slots=True)
class Return:
    """The script has run out."""


Step = Tell | Apply | Branch | Jump | Leave | Call | Mark | Roll | Stop | Finish | Return


@dataclass(frozen=True, slots=True)
class Code:
    """The steps of a scene, and where its labels, stops and ways back are. Step 0 is its beginning."""

    scene: str
    steps: tuple[Step, ...]
    labels: Mapping[str, int]
    addresses: Mapping[str, int]


@dataclass(slots=True)
class _Flattener:
    scene: str
    steps: list[Step] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    local_jumps: list[tuple[int, str]] = field(default_factory=list)

    @property
    def here(self) -> int:
        return len(self.steps)

    def script(self, script: model.Script) -> None:
        for beat in script:
            self.beat(beat)

    def beat(self, beat: model.Beat) -> None:
        match beat:
            case model.Paragraph() | model.Speech():
                self.steps.append(Tell(beat))
            case model.Do(effects):
                self.steps.append(Apply(effects))
            case model.If(condition, then, otherwise):
                self._either(Branch(condition, -1), then, otherwise)
            case model.Check(passed=passed, failed=failed):
                self._either(Roll(beat, -1), passed, failed)
            case model.Goto(target):
                self._goto(target)
            case model.Label(name):
                self.labels[name] = self.here
                self.steps.append(Mark(name))
            case model.Visit(address, scene):
                self.steps.append(Call(address, scene))
                self.addresses[address] = self.here
            case model.Choose():
                self._choose(beat)
            case model.End(ending):
                self.steps.append(Finish(ending))

    def _either(self, fork: Branch | Roll, then: model.Script, otherwise: model.Script) -> None:
        at = self.here
        self.steps.append(fork)
        self.script(then)
        skip = self.here
        if otherwise:
            self.steps.append(Jump(-1))
        landing = self.here
        self.steps[at] = replace(fork, otherwise=landing) if isinstance(fork, Branch) else replace(fork, failed=landing)
        if otherwise:
            self.script(otherwise)
            self.steps[skip] = Jump(self.here)

    def _goto(self, target: model.Target) -> None:
        if target.scene == self.scene and target.label:
            self.local_jumps.append((self.here, target.label))
            self.steps.append(Jump(-1))
        else:
            self.steps.append(Leave(target))

    def _choose(self, choose: model.Choose) -> None:
        at = self.here
        self.addresses[choose.address] = at
        self.steps.append(Stop(choose, (), -1))
        bodies, leaving = [], []
        for option in choose.options:
            bodies.append(self.here)
            self.script(option.script)
            if choose.hub and not option.leave:
                self.steps.append(Jump(at))
            else:
                leaving.append(self.here)
                self.steps.append(Jump(-1))
        for step in leaving:
            self.steps[step] = Jump(self.here)
        self.steps[at] = Stop(choose, tuple(bodies), self.here)


def flatten(scene: model.Scene) -> Code:
    """The scene's script as steps, the last of them a `Return`."""
    flat = _Flattener(scene.id)
    flat.script(scene.script)
    flat.steps.append(Return())
    for step, label in flat.local_jumps:
        flat.steps[step] = Jump(flat.labels[label])
    return Code(scene.id, tuple(flat.steps), flat.labels, flat.addresses)
