"""A scene's script as a flat list of steps: nested beats become jumps, so that a place in a story is one number.

The steps are data. The engine turns them into closures, and whoever reasons about all states reads the same steps.

    beat                 steps
    what only tells      Tell
    do                   Apply
    if c: A else: B      Branch(c, ->B) A Jump(->after) B
    goto                 Jump (to a label of this scene) or Leave
    label                Mark
    visit                Call
    deal                 Apply(opening) Deal(->otherwise) Deal(->after) ... Jump(->after) otherwise
    return               Return
    check                Roll(->failed) passed Jump(->after) failed
    choose, hub          Stop(bodies, after) Mark(option) body Jump(->after, or ->Stop in a hub) ...
    end                  Finish
    the end of a script  Return
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.records import dataclass, field, replace
from game.story import model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from game.diagnostics import Span
    from game.language.tree import Effect, Expression


@dataclass(frozen=True, slots=True)
class Tell:
    beat: model.Told


@dataclass(frozen=True, slots=True)
class Apply:
    """`places` are the effects' own, one for each."""

    effects: tuple[Effect, ...]
    places: tuple[Span, ...]


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
    """Remembers that the label was passed or the option picked."""

    label: str


@dataclass(frozen=True, slots=True)
class Roll:
    """Goes on with the next step when passed, else with `failed`."""

    check: model.Check
    failed: int


@dataclass(frozen=True, slots=True)
class Deal:
    """Plays the first card whose guard holds; its `Return` goes to the step after this one. Goes on with `none` without one.

    `cards` are by falling priority. Which of several equal ones comes first is in the dice, by the number in the slot `dice`.
    """

    address: str
    cards: tuple[model.Card, ...]
    dice: str | None
    none: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Waits for the player. `bodies` are where the options lead; with nothing to pick it goes on with `after`.

    Before it waits, the first of `events` that is due is visited, and its `Return` goes to this stop again; unless an event is
    being played, which the visits tell: just one that an event has made goes back to a stop. Where the play then waits, those of
    `arming`, the events that happen again, get ready whose condition does not hold.
    """

    choose: model.Choose
    bodies: tuple[int, ...]
    after: int
    events: tuple[model.Event, ...] = ()
    arming: tuple[model.Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Finish:
    ending: str


@dataclass(frozen=True, slots=True)
class Return:
    """Goes back from a visit: by `return`, or since the script has run out."""


Step = Tell | Apply | Branch | Jump | Leave | Call | Deal | Mark | Roll | Stop | Finish | Return


@dataclass(frozen=True, slots=True)
class Code:
    """The steps of a scene, and where its labels, stops and ways back are. Step 0 is its beginning.

    `places` says of each step which beat of the author's file it comes from.
    """

    scene: str
    steps: tuple[Step, ...]
    places: tuple[Span, ...]
    labels: Mapping[str, int]
    addresses: Mapping[str, int]


@dataclass(slots=True)
class _Flattener:
    scene: model.Scene
    events: tuple[model.Event, ...]
    steps: list[Step] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    local_jumps: list[tuple[int, str]] = field(default_factory=list)

    @property
    def here(self) -> int:
        return len(self.steps)

    def add(self, step: Step, place: Span) -> None:
        self.steps.append(step)
        self.places.append(place)

    def script(self, script: model.Script) -> None:
        for beat in script:
            self.beat(beat)

    def beat(self, beat: model.Beat) -> None:
        match beat:
            case model.Paragraph() | model.Speech() | model.ShowArt() | model.PlaySound() | model.Sensitive():
                self.add(Tell(beat), beat.span)
            case model.Do(effects, places, span):
                self.add(Apply(effects, places), span)
            case model.If(condition, then, otherwise):
                self._either(Branch(condition, -1), then, otherwise, beat.span)
            case model.Check(passed=passed, failed=failed):
                self._either(Roll(beat, -1), passed, failed, beat.span)
            case model.Goto(target):
                self._goto(target, beat.span)
            case model.Label(name):
                self.labels[name] = self.here
                self.add(Mark(name), beat.span)
            case model.Visit(address, scene):
                self.add(Call(address, scene), beat.span)
                self.addresses[address] = self.here
            case model.Deal():
                self._deal(beat)
            case model.Return():
                self.add(Return(), beat.span)
            case model.Choose():
                self._choose(beat)
            case model.End(ending):
                self.add(Finish(ending), beat.span)

    def _either(self, fork: Branch | Roll, then: model.Script, otherwise: model.Script, place: Span) -> None:
        at = self.here
        self.add(fork, place)
        self.script(then)
        skip = self.here
        if otherwise:
            self.add(Jump(-1), place)
        landing = self.here
        self.steps[at] = replace(fork, otherwise=landing) if isinstance(fork, Branch) else replace(fork, failed=landing)
        if otherwise:
            self.script(otherwise)
            self.steps[skip] = Jump(self.here)

    def _deal(self, deal: model.Deal) -> None:
        if deal.opening:
            self.add(Apply(deal.opening, (deal.span,) * len(deal.opening)), deal.span)
        at = self.here
        for address in deal.addresses:
            self.add(Deal(address, deal.cards, deal.dice, -1), deal.span)
            self.addresses[address] = self.here
        skip = self.here
        if deal.otherwise:
            self.add(Jump(-1), deal.span)
        landing = self.here
        self.script(deal.otherwise)
        if deal.otherwise:
            self.steps[skip] = Jump(self.here)
        for number, address in enumerate(deal.addresses):
            self.steps[at + number] = Deal(address, deal.cards, deal.dice, self.here if number else landing)

    def _goto(self, target: model.Target, place: Span) -> None:
        if target.scene == self.scene.id and target.label:
            self.local_jumps.append((self.here, target.label))
            self.add(Jump(-1), place)
        else:
            self.add(Leave(target), place)

    def _choose(self, choose: model.Choose) -> None:
        at = self.here
        self.addresses[choose.address] = at
        self.add(Stop(choose, (), -1), choose.span)
        bodies, leaving = [], []
        for option in choose.options:
            bodies.append(self.here)
            self._picked(option)
            self.script(option.script)
            if choose.hub and not option.leave:
                self.add(Jump(at), option.span)
            else:
                leaving.append(self.here)
                self.add(Jump(-1), option.span)
        for step in leaving:
            self.steps[step] = Jump(self.here)
        self.steps[at] = Stop(choose, tuple(bodies), self.here, *self._coming())

    def _picked(self, option: model.Option) -> None:
        """Remembers the option, under both of its names; one that a `goto` leads to has a label that does so."""
        named = {beat.name for beat in option.script[:1] if isinstance(beat, model.Label)}
        for name in dict.fromkeys((option.id, option.source)):
            if name not in named:
                self.add(Mark(name), option.span)

    def _coming(self) -> tuple[tuple[model.Event, ...], tuple[model.Event, ...]]:
        """The events that may come at a stop of this scene, and those that may get ready there."""
        own = tuple(event for event in self.events if event.interrupts(self.scene))
        return own, tuple(event for event in self.events if event.again)


def flatten(scene: model.Scene, events: Iterable[model.Event]) -> Code:
    """The scene's script as steps, the last of them a `Return`. `events` are those of the story, in their order."""
    flat = _Flattener(scene, tuple(events))
    flat.script(scene.script)
    flat.add(Return(), scene.span)
    for step, label in flat.local_jumps:
        flat.steps[step] = Jump(flat.labels[label])
    return Code(scene.id, tuple(flat.steps), tuple(flat.places), flat.labels, flat.addresses)
