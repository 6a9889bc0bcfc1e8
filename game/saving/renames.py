"""Older names of a story's scenes, options and variables, from `was:`: how an old save finds the new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from game.engine.state import Position
from game.story.model import Choose, Scene, Story, beats

_TARGETED = ("seen ", "since ", "times ", "visits ", "step ", "dealt ", "deals ", "hand ")
_EVENT = "event "


@dataclass(frozen=True, slots=True)
class Renames:
    """Without anything in them every name stays as it is.

    scenes     old scene id -> scene id           options  (scene id, old option id) -> option id
    variables  old name -> name                   stops    (scene id, option id) -> address of the stop that offers it
    events     old event id -> event id
    """

    scenes: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[tuple[str, str], str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    stops: Mapping[tuple[str, str], str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, story: Story) -> Renames:
        """Those of the story. A name that is in use again is not a renamed one."""
        scenes = {was: scene.id for scene in story.scenes.values() for was in scene.was if was not in story.scenes}
        variables = {was: each.name for each in story.variables.values() for was in each.was if was not in story.variables}
        options: dict[tuple[str, str], str] = {}
        stops: dict[tuple[str, str], str] = {}
        for scene in story.scenes.values():
            _note_options(scene, options, stops)
        events = {was: each.id for each in story.events.values() for was in each.was if was not in story.events}
        return cls(scenes, options, variables, stops, events)

    def scene(self, name: str) -> str:
        return self.scenes.get(name, name)

    def option(self, scene: str, name: str) -> str:
        """`name` in the (new) scene, by its new name."""
        return self.options.get((scene, name), name)

    def slot(self, name: str) -> str:
        """The slot of that old name by its new name: `seen old_yard.old_label` -> `seen yard.old_label`."""
        kind = next((kind for kind in _TARGETED if name.startswith(kind)), None)
        if name.startswith(_EVENT):
            return _EVENT + self.events.get(name.removeprefix(_EVENT), name.removeprefix(_EVENT))
        if kind is None:
            return self.variables.get(name, name)
        target = name[len(kind) :]
        mark = "#" if "#" in target else "."
        scene, dot, rest = target.partition(mark)
        new = self.scene(scene)
        if kind == "hand ":
            deal, _, storylet = rest.rpartition("#")
            return f"{kind}{new}#{deal}#{self.scene(storylet)}"
        return f"{kind}{new}{dot}{self.option(new, rest) if mark == '.' else rest}"

    def position(self, at: Position) -> Position:
        """The place of that old name; a stop is also found by any option that it offers."""
        scene = self.scene(at.scene)
        if at.address.startswith("visit "):
            callee, mark, count = at.address[len("visit ") :].partition("#")
            return Position(scene, f"visit {self.scene(callee)}{mark}{count}")
        return Position(scene, self.stops.get((scene, at.address), at.address))


def _note_options(scene: Scene, options: dict[tuple[str, str], str], stops: dict[tuple[str, str], str]) -> None:
    chooses = [beat for beat in beats(scene.script) if isinstance(beat, Choose)]
    present = {option.id for choose in chooses for option in choose.options}
    for choose in chooses:
        for option in choose.options:
            older = [was for was in option.was if was not in present]
            options.update(((scene.id, was), option.id) for was in older)
            for name in (option.source, option.id, *older):
                stops.setdefault((scene.id, name), choose.address)
    stops.update(((scene.id, choose.address), choose.address) for choose in chooses)
