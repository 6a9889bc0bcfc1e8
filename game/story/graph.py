"""The graph of a story: which scene leads to which, and what can run out of script."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.records import dataclass
from game.story.model import Beat, Choose, Deal, End, Goto, Label, Return, Script, Story, Target, Visit, beats, scripts_of


@dataclass(frozen=True, slots=True)
class Graph:
    """`jumps` and `visits` are the scenes that each scene leads to, in reading order; a storylet is visited by who deals it.

    `interrupts` are the scenes that events visit at the choices of each scene.
    """

    jumps: Mapping[str, tuple[Target, ...]]
    visits: Mapping[str, tuple[str, ...]]
    interrupts: Mapping[str, tuple[str, ...]]

    def leads_to(self, scene: str) -> set[str]:
        return {target.scene for target in self.jumps[scene]} | {*self.visits[scene], *self.interrupts[scene]}

    def reached_from(self, start: str) -> set[str]:
        """Every scene that jumps and visits lead to from `start`, conditions aside."""
        found, waiting = {start}, [start]
        while waiting:
            fresh = self.leads_to(waiting.pop()) - found
            found |= fresh
            waiting += fresh
        return found

    def visited_from(self, scene: str) -> set[str]:
        """Every scene that is played by visits from `scene`, directly or through others, events aside."""
        found: set[str] = set()
        waiting = [scene]
        while waiting:
            fresh = set(self.visits[waiting.pop()]) - found
            found |= fresh
            waiting += fresh
        return found

    def played_outside_events(self, start: str) -> set[str]:
        """The scenes that may be played while no event is. Where an event jumps to, it is over."""
        found: set[str] = set()
        waiting = {start}
        while waiting:
            found |= waiting
            events = {event for scene in found for event in self.interrupts[scene]}
            inside = events.union(*(self.visited_from(event) for event in events))
            onward = {target.scene for scene in found | inside for target in self.jumps[scene]}
            waiting = onward.union(*(self.visits[scene] for scene in found)) - found
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
    interrupts: dict[str, tuple[str, ...]] = {}
    for scene in story.scenes.values():
        found = list(beats(scene.script))
        jumps[scene.id] = tuple(beat.target for beat in found if isinstance(beat, Goto))
        visits[scene.id] = tuple(visited for beat in found for visited in visited_by(beat))
        stops = any(isinstance(beat, Choose) for beat in found)
        interrupts[scene.id] = tuple(event.scene for event in story.events.values() if stops and event.interrupts(scene))
    return Graph(jumps, visits, interrupts)


def visited_by(beat: Beat) -> tuple[str, ...]:
    """The scenes that a beat itself visits."""
    if isinstance(beat, Deal):
        return tuple(card.scene for card in beat.cards)
    return (beat.scene,) if isinstance(beat, Visit) else ()


def can_run_out(script: Script, offers: Callable[[Choose], bool]) -> bool:
    """Whether the end of a script can be reached, conditions aside.

    `offers` says whether a `choose` always has something to pick; one that may have nothing lets through. Whatever stands
    behind a label can be reached, since something may jump there. A `return` is an end of the script.
    """
    reachable = True
    for beat in script:
        reachable = reachable or any(isinstance(inner, Label) for inner in beats((beat,)))
        if reachable and any(isinstance(inner, Return) for inner in beats((beat,))):
            return True
        reachable = reachable and not _leads_on(beat, offers)
    return reachable


def _leads_on(beat: Beat, offers: Callable[[Choose], bool]) -> bool:
    """Whether nothing that stands behind the beat in its script is played after it."""
    if isinstance(beat, Goto | End):
        return True
    if isinstance(beat, Choose):
        leaving = [option.script for option in beat.options if option.leave or not beat.hub]
        return offers(beat) and not any(can_run_out(script, offers) for script in leaving)
    if isinstance(beat, Deal):
        return False  # what is dealt comes back
    inner = scripts_of(beat)
    return bool(inner) and not any(can_run_out(script, offers) for script in inner)
