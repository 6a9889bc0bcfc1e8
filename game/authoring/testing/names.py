"""The names that a condition of a test may use: those of the linked story.

A test may ask for what the story itself never asks for, such as `seen(yard.dae_su)`. Such slots are put behind those of the
story, so that the engine keeps them during the tests and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from game.language.scope import Remembered, Scope
from game.story.model import LIMITS, Choose, Label, Option, Scene, Slot, Story, beats, slot_name


@dataclass(slots=True)
class Names:
    """The scope of a story's tests. `asked` are the slots that tests ask for and the story does not have."""

    story: Story
    scope: Scope = field(init=False)
    asked: dict[str, Slot] = field(default_factory=dict)

    def __post_init__(self) -> None:
        story = self.story
        options = frozenset(name for scene in story.scenes.values() for name in _option_names(scene))
        self.scope = Scope(
            variables={name: variable.domain for name, variable in story.variables.items()},
            attributes={name.partition(".")[0]: each.domain for name, each in story.variables.items() if "." in name},
            students=tuple(member.id for member in story.students),
            cast={member.id: member.name for member in story.cast.values()},
            notes=frozenset(story.notes),
            achievements=frozenset(story.achievements),
            targets=options | frozenset(name for scene in story.scenes.values() for name in _label_names(scene)),
            ask=self._ask,
        )

    def _ask(self, kind: Remembered, target: str) -> str:
        name = slot_name(kind, target)
        self.asked.setdefault(name, Slot(name, kind, limit=LIMITS.get(kind)))
        return name

    def story_to_test(self) -> Story:
        """The story with everything that its tests ask for remembered."""
        known = {slot.name for slot in self.story.slots}
        return replace(self.story, slots=(*self.story.slots, *(slot for name, slot in self.asked.items() if name not in known)))


def options_of(scene: Scene) -> Iterator[Option]:
    """Every option of a scene, in reading order."""
    for beat in beats(scene.script):
        if isinstance(beat, Choose):
            yield from beat.options


def _option_names(scene: Scene) -> Iterator[str]:
    for option in options_of(scene):
        yield f"{scene.id}.{option.id}"
        yield f"{scene.id}.{option.source}"


def _label_names(scene: Scene) -> Iterator[str]:
    yield scene.id
    yield from (f"{scene.id}.{beat.name}" for beat in beats(scene.script) if isinstance(beat, Label))
