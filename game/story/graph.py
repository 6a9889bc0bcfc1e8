"""The graph of a story: which scene leads to which, and what can run out of script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from game.story.model import Beat, Choose, End, Goto, Label, Script, Story, Target, Visit, beats, scripts_of


@dataclass(frozen=True, slots=True)
class Graph:
    """`jumps` and `visits` are the scenes that each scene leads to, in reading order."""

    jumps: Mapping[str, tuple[Target, ...]]
    visits: Mapping[str, tuple[str, ...]]

    def leads_to(self, scene: str) -> set[str]:
        return {target.scene for target in self.jumps[scene]} | set(self.visits[scene])

    def reached_from(self, start: str) -> set[str]:
        """Every scene that jumps and visits lead to from `start`, conditions aside."""
        found, waiting = {start}, [start]
        while waiting:
            fresh = self.leads_to(waiting.pop()) - found
            found |= fresh
            waiting += fresh
        return found

    @property
    def jumped_to(self) -> set[str]:
        """The scenes that a `goto` leads to (one to a label of the same scene does not count: it leaves no visit)."""
        every = ((scene, target) for scene, targets in self.jumps.items() for target in targets)
        return {target.scene for scene, target in every if target.scene != scene or not target.label}


def graph_of(story: Story) -> Graph:
    """The graph of all scenes."""
    jumps: dict[str, tuple[Target, ...]] = {}
    visits: dict[str, tuple[str, ...]] = {}
    for scene in story.scenes.values():
        found = list(beats(scene.script))
        jumps[scene.id] = tuple(beat.target for beat in found if isinstance(beat, Goto))
        visits[scene.id] = tuple(beat.scene for beat in found if isinstance(beat, Visit))
    return Graph(jumps, visits)


def can_run_out(script: Script, offers: Callable[[Choose], bool]) -> bool:
    """Whether the end of a script can be reached, conditions aside.

    `offers` says whether a `choose` always has something to pick; one that may have nothing lets through. Whatever stands
    behind a label can be reached, since something may jump there.
    """
    reachable = True
    for beat in script:
        reachable = reachable or any(isinstance(inner, Label) for inner in beats((beat,)))
        reachable = reachable and not _leads_on(beat, offers)
    return reachable


def _leads_on(beat: Beat, offers: Callable[[Choose], bool]) -> bool:
    """Whether nothing that stands behind the beat in its script is played after it."""
    if isinstance(beat, Goto | End):
        return True
    if isinstance(beat, Choose):
        leaving = [option.script for option in beat.options if option.leave or not beat.hub]
        return offers(beat) and not any(can_run_out(script, offers) for script in leaving)
    inner = scripts_of(beat)
    return bool(inner) and not any(can_run_out(script, offers) for script in inner)
