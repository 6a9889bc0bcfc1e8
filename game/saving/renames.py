"""Older names of what a story has, from `was:`: how an old save finds the new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from game.engine.state import Position
from game.records import dataclass, field
from game.story.model import Achievement, Choose, Deck, Ending, Event, JournalNote, Place, Scene, Story, beats

_TARGETED = ("seen ", "since ", "times ", "visits ", "step ", "dealt ", "deals ", "hand ")
_EVENT, _NOTE, _ACHIEVEMENT = "event ", "note ", "achievement "
_DEAL = "deal "


@dataclass(frozen=True, slots=True)
class Renames:
    """Without anything in them every name stays as it is.

    scenes     old scene id -> scene id           options  (scene id, old option id) -> option id
    variables  old name -> name                   stops    (scene id, option id) -> address of the stop that offers it
    events     old event id -> event id           decks    old deck id -> deck id
    notes      old note id -> note id             endings  old ending id -> ending id
    achievements  old achievement id -> its id    places   old place id -> place id
    """

    scenes: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[tuple[str, str], str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    stops: Mapping[tuple[str, str], str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    achievements: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, story: Story) -> Renames:
        """Those of the story. A name that is in use again is not a renamed one."""
        scenes = older(story.scenes)
        variables = {was: each.name for each in story.variables.values() for was in each.was if was not in story.variables}
        options: dict[tuple[str, str], str] = {}
        stops: dict[tuple[str, str], str] = {}
        for scene in story.scenes.values():
            _note_options(scene, options, stops)
        return cls(
            scenes, options, variables, stops, older(story.events), older(story.decks), older(story.notes), older(story.endings),
            older(story.achievements), older(story.places),
        )  # fmt: skip

    def scene(self, name: str) -> str:
        return self.scenes.get(name, name)

    def option(self, scene: str, name: str) -> str:
        """`name` in the (new) scene, by its new name."""
        return self.options.get((scene, name), name)

    def deck(self, name: str) -> str:
        return self.decks.get(name, name)

    def slot(self, name: str) -> str:
        """The slot of that old name by its new name: `seen old_yard.old_label` -> `seen yard.old_label`."""
        kind = next((kind for kind in _TARGETED if name.startswith(kind)), None)
        if kind is None:
            for kind, names in ((_EVENT, self.events), (_NOTE, self.notes), (_ACHIEVEMENT, self.achievements)):
                if name.startswith(kind):
                    return kind + names.get(name[len(kind) :], name[len(kind) :])
            return self.variables.get(name, name)
        target = name[len(kind) :]
        mark = "#" if "#" in target else "."
        scene, dot, rest = target.partition(mark)
        new = self.scene(scene)
        if kind == "hand ":
            deal, _, storylet = rest.rpartition("#")
            return f"{kind}{new}#{self._deal(deal)}#{self.scene(storylet)}"
        if kind == "deals ":
            return f"{kind}{new}#{self._deal(rest)}"
        return f"{kind}{new}{dot}{self.option(new, rest) if mark == '.' else rest}"

    def position(self, at: Position, options: Iterable[str] = ()) -> Position:
        """The place of that old name. A stop is found by its address and the `options` that it had (old ids): where they have
        come apart, it is the one that has most of them.
        """
        scene = self.scene(at.scene)
        if at.address.startswith("visit "):
            callee, mark, count = at.address[len("visit ") :].partition("#")
            return Position(scene, f"visit {self.scene(callee)}{mark}{count}")
        address = at.address
        if address.startswith(_DEAL):
            address = _DEAL + self._deal(address.removeprefix(_DEAL))
        names = dict.fromkeys((address, *options))
        found = Counter(self.stops[scene, name] for name in names if (scene, name) in self.stops)
        return Position(scene, max(found, key=lambda stop: found[stop], default=address))

    def _deal(self, name: str) -> str:
        """The name of a `deal` in its scene: `old_road#1` -> `road#1`."""
        deck, mark, rest = name.partition("#")
        return f"{self.deck(deck)}{mark}{rest}"


_Named = Scene | Event | Deck | JournalNote | Ending | Achievement | Place


def older(things: Mapping[str, _Named]) -> dict[str, str]:
    """Old ids and what is called so now. An id that is in use again is not a renamed one."""
    return {was: each.id for each in things.values() for was in each.was if was not in things}


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
