"""The graph of a story: which scene leads to which, and what can run out of script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from game.records import dataclass
from game.story.model import Beat, Choose, Deal, End, Goto, Label, Return, Script, Story, Target, Visit, beats, scripts_of


@dataclass(frozen=True, slots=True)
class Graph:
    """`jumps` and `visits` are the scenes that each scene leads to, in reading order; a storylet is visited by who deals it.

    `interrupts` are the scenes that events visit at the choices of each scene, each once.
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
        inside: set[str] = set()
        waiting = [start]
        while waiting:
            scene = waiting.pop()
            if scene in found:
                continue
            found.add(scene)
            waiting += [*(target.scene for target in self.jumps[scene]), *self.visits[scene]]
            playing = list(self.interrupts[scene])
            while playing:
                event = playing.pop()
                if event not in inside:
                    inside.add(event)
                    waiting += (target.scene for target in self.jumps[event])
                    playing += self.visits[event]
        return found

    def visiting_themselves(self) -> set[str]:
        """The scenes that visit themselves, directly or through others: those on a circle of visits."""
        return {name for name, around in circles(self.visits).items() if len(around) > 1 or name in self.visits[name]}

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
    coming: dict[str | None, tuple[str, ...]] = {}
    for scene in story.scenes.values():
        found = list(beats(scene.script))
        jumps[scene.id] = tuple(beat.target for beat in found if isinstance(beat, Goto))
        visits[scene.id] = tuple(visited for beat in found for visited in visited_by(beat))
        interrupts[scene.id] = ()
        if scene.events and any(isinstance(beat, Choose) for beat in found):
            if scene.place not in coming:
                here = (event.scene for event in story.events.values() if event.interrupts(scene))
                coming[scene.place] = tuple(dict.fromkeys(here))
            interrupts[scene.id] = coming[scene.place]
    return Graph(jumps, visits, interrupts)


def circles(leads: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """For each name those from which it is reached and which it reaches, itself among them.

    After R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Computing 1 (1972), without recursion.
    """
    found: dict[str, tuple[str, ...]] = {}
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_names: list[str] = []
    for start in leads:
        way = [(start, iter(leads[start]))] if start not in number else []
        while way:
            name, onward = way[-1]
            if name not in number:
                number[name] = lowest[name] = len(number)
                open_names.append(name)
            for next_name in onward:
                if next_name not in number:
                    way.append((next_name, iter(leads[next_name])))
                    break
                if next_name not in found:
                    lowest[name] = min(lowest[name], number[next_name])
            else:
                way.pop()
                if way:
                    lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[name])
                if lowest[name] == number[name]:
                    around = [open_names.pop()]
                    while around[-1] != name:
                        around.append(open_names.pop())
                    found.update(dict.fromkeys(around, tuple(around)))
    return found


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
        reachable = reachable or _has(Label, beat)
        if reachable and _has(Return, beat):
            return True
        reachable = reachable and not _leads_on(beat, offers)
    return reachable


def _has(kind: type[Label | Return], beat: Beat) -> bool:
    """Whether the beat, or one in it, is of that kind."""
    return isinstance(beat, kind) or any(_has(kind, inner) for script in scripts_of(beat) for inner in script)


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
