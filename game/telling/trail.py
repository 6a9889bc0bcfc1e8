"""The player's map: the places of a run, in the order in which they were found, and the ways that were gone between them.

Only what was read counts, so that a map never tells of what is still to come. A passage says which scenes were entered, and
not from where: after a visit the play is back in an earlier scene without a word. So the way to a scene begins at the last
scene before it that leads there by the story's graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from game.engine.state import Entered, Line
from game.records import dataclass
from game.story.graph import Graph, graph_of
from game.story.model import Place, Story


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that was seen. `found_from` is the place from which it was first reached; `ways` lead there and back."""

    place: Place
    found_from: str
    ways: tuple[str, ...]
    here: bool


def trail(story: Story, passages: Iterable[tuple[Line, ...]], here: str) -> tuple[Stop, ...]:
    """The places of a run whose current scene is called `here` by its id, the first one first."""
    found_from: dict[str, str] = {}
    ways: dict[str, dict[str, None]] = {}
    for before, after in _steps(story, passages):
        found_from.setdefault(after, before)
        ways.setdefault(after, {})
        if before and before != after:
            ways[before][after] = ways[after][before] = None
    now = story.scenes[here].place or _last(story, passages)
    if now:
        found_from.setdefault(now, "")  # of a run that was taken up from an old save, not even the beginning is known
    return tuple(Stop(story.places[each], found_from[each], tuple(ways.get(each, ())), each == now) for each in found_from)


def _steps(story: Story, passages: Iterable[tuple[Line, ...]]) -> Iterator[tuple[str, str]]:
    """From which place to which each scene led; the empty string before the first. Scenes without a place are passed through."""
    graph = graph_of(story)
    entered: list[tuple[str, str]] = []
    for scene in _entered(story, passages):
        before = _way_in(scene, entered, graph)
        place = story.scenes[scene].place or before
        entered.append((scene, place))
        if place:
            yield before, place


def _way_in(scene: str, entered: list[tuple[str, str]], graph: Graph) -> str:
    """The place of the last scene that leads to this one; of the very last one when none does."""
    leading = (place for earlier, place in reversed(entered) if scene in graph.leads_to(earlier))
    return next(leading, entered[-1][1] if entered else "")


def _entered(story: Story, passages: Iterable[tuple[Line, ...]]) -> Iterator[str]:
    for passage in passages:
        for line in passage:
            if isinstance(line, Entered) and line.scene in story.scenes:
                yield line.scene


def _last(story: Story, passages: Iterable[tuple[Line, ...]]) -> str:
    places = [story.scenes[scene].place for scene in _entered(story, passages)]
    return next((place for place in reversed(places) if place), "")


@dataclass(frozen=True, slots=True)
class Twig:
    """A stop in the drawing: `stem` are the lines before its name, `under` those before further rows of the same stop."""

    stop: Stop
    stem: str
    under: str


def drawn(stops: tuple[Stop, ...]) -> Iterator[Twig]:
    """The stops as a tree by how they were found. The longest way is its trunk, straight down, of two that are as
    long the newer one; the others branch off it.
    """
    inside: dict[str, list[Stop]] = {}
    for stop in stops:
        inside.setdefault(stop.found_from, []).append(stop)
    for root in inside.get("", []):
        yield from _trunk(root, inside)


def _trunk(root: Stop, inside: Mapping[str, list[Stop]]) -> Iterator[Twig]:
    depths = _depths(root, inside)
    stop: Stop | None = root
    while stop is not None:
        branches = inside.get(stop.place.id, [])
        further = max(reversed(branches), key=lambda each: depths[each.place.id], default=None)
        stem = ("┌ " if stop is root else "├ ") if further else "" if stop is root else "└ "
        yield Twig(stop, stem, "│ " if further else "  ")
        yield from _branches([each for each in branches if each is not further], inside)
        stop = further


def _branches(stops: list[Stop], inside: Mapping[str, list[Stop]]) -> Iterator[Twig]:
    """Everything that branches off a stop of the trunk, which goes on below."""
    waiting = [(stop, "│  ", stop is stops[-1]) for stop in reversed(stops)]
    while waiting:
        stop, before, last = waiting.pop()
        under = before + ("   " if last else "│  ")
        yield Twig(stop, before + ("└─ " if last else "├─ "), under)
        inner = inside.get(stop.place.id, [])
        waiting += [(each, under, each is inner[-1]) for each in reversed(inner)]


def _depths(root: Stop, inside: Mapping[str, list[Stop]]) -> dict[str, int]:
    """How many places the longest way from each stop has."""
    order = [root]
    for stop in order:
        order += inside.get(stop.place.id, [])
    depths: dict[str, int] = {}
    for stop in reversed(order):
        depths[stop.place.id] = 1 + max((depths[each.place.id] for each in inside.get(stop.place.id, [])), default=0)
    return depths
