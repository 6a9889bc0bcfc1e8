"""A linked story, and what several rules ask of it, worked out once: its graph, its beats, its conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from game.loading.rules.coverage import Coverage
from game.story.graph import Graph, graph_of
from game.story.model import Beat, Story, beats

Kind = TypeVar("Kind", bound=Beat)


class Overview:
    """What a rule looks at."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.coverage = Coverage(story)

    @cached_property
    def graph(self) -> Graph:
        return graph_of(self.story)

    @cached_property
    def beats(self) -> Mapping[str, tuple[Beat, ...]]:
        """Every beat of each scene, nested ones included, in reading order."""
        return {name: tuple(beats(scene.script)) for name, scene in self.story.scenes.items()}

    def all(self, kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
        """All beats of that kind, each with its scene."""
        return ((name, beat) for name, found in self.beats.items() for beat in found if isinstance(beat, kind))
