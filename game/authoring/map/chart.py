"""The chart of a story: scenes and endings, what leads from one to the other, and what is to be marked.

What conditions allow is left out here: an arrow says that a beat stands there, not that some player can take it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from game.authoring.map.dominance import dominators, immediate_dominators, reached_from
from game.diagnostics import Span
from game.language.characters import clean
from game.story.graph import graph_of
from game.story.model import Choose, Deal, End, Goto, Option, Scene, Script, Story, Visit, scripts_of

EdgeKind = Literal["goto", "visit", "end"]


@dataclass(frozen=True, slots=True)
class Way:
    """One beat that leads somewhere: the label it goes to, and the innermost option that it stands in."""

    label: str
    option: Option | None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from a scene to a scene or an ending; `ways` are its beats in reading order."""

    source: str
    target: str
    kind: EdgeKind
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """What is proved of a scene or an ending.

    never      no play comes here               dead_end  a play can get stuck here, or no ending can be reached from here
    unpicked   options that are never picked    losing    choices and rolls that can put endings out of reach, with those
    open       the endings that can be open here, None when that is not known
    """

    never: bool = False
    dead_end: bool = False
    unpicked: tuple[str, ...] = ()
    losing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A scene or an ending. `key` is the scene's id, or `ending ID`, since both may have the same id.

    reached      something leads there from the start, conditions aside
    visited      only a `visit` leads there: the player comes back
    bottleneck   every way from the start to any ending passes here; a visit is a way only where it does not come back
    gates        the endings to which every way passes here
    repeats      the scene goes to its own beginning
    deck         the deck in which the scene offers itself, or empty
    events       the events by which it comes by itself
    proved       what is proved of all plays here, None when no proof was asked
    """

    key: str
    id: str
    title: str
    act: str
    is_ending: bool
    span: Span
    start: bool = False
    reached: bool = True
    visited: bool = False
    bottleneck: bool = False
    gates: tuple[str, ...] = ()
    repeats: bool = False
    deck: str = ""
    events: tuple[str, ...] = ()
    proved: Proved | None = None

    @property
    def is_never(self) -> bool:
        """Whether it is proved that no play comes here."""
        return self.proved is not None and self.proved.never

    @property
    def is_dead_end(self) -> bool:
        """Whether a play can get stuck here."""
        return self.proved is not None and self.proved.dead_end

    @property
    def is_losing(self) -> bool:
        """Whether a choice here can put an ending out of reach."""
        return self.proved is not None and bool(self.proved.losing)


@dataclass(frozen=True, slots=True)
class Chart:
    """`acts` are in the order in which a player comes to them; `nodes` in the order of the story's files, endings last.

    `interrupts` are the scenes that events play at the choices of each scene. They are no arrows: an event may come anywhere.
    """

    title: str
    version: str
    start: str
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    acts: tuple[str, ...]
    interrupts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_proved: bool = False

    @property
    def scenes(self) -> list[Node]:
        return [node for node in self.nodes.values() if not node.is_ending]

    @property
    def endings(self) -> list[Node]:
        return [node for node in self.nodes.values() if node.is_ending]


def ending_key(ending: str) -> str:
    return f"ending {ending}"


def act_title(act: str) -> str:
    """`0_graves` -> `Graves`: a folder's name as a heading, without the number that puts it in order."""
    number, _, rest = act.partition("_")
    name = rest if number.isdigit() and rest else act
    return clean(name.replace("_", " ").strip(), lines=1, length=60).capitalize() or "Scenes"


def chart_of(story: Story) -> Chart:
    """The chart of a story. Every title in it is fit to be shown: one line, nothing that drives a terminal."""
    edges = tuple(edge for scene in story.scenes.values() for edge in _edges_from(scene))
    interrupts = graph_of(story).interrupts
    onward = _adjacency(story, edges, interrupts)
    reached = reached_from(story.start, onward)
    acts = _acts_in_order(story, reached)
    nodes = {scene.id: _scene_node(scene, story) for scene in story.scenes.values()}
    nodes |= _ending_nodes(story, edges, acts)
    return Chart(
        title=_one_line(story.title),
        version=_one_line(story.version),
        start=story.start,
        nodes=_marked(nodes, edges, onward, story.start, reached),
        edges=edges,
        acts=acts,
        interrupts=interrupts,
    )


def _one_line(text: str) -> str:
    return " ".join(clean(text, length=200).split())


def _scene_node(scene: Scene, story: Story) -> Node:
    title, deck = _one_line(scene.title) or scene.id, scene.storylet.deck if scene.storylet is not None else ""
    events = tuple(event.id for event in story.events.values() if event.scene == scene.id)
    return Node(scene.id, scene.id, title, scene.act, False, scene.span, deck=deck, events=events)


def _ending_nodes(story: Story, edges: tuple[Edge, ...], acts: tuple[str, ...]) -> dict[str, Node]:
    """An ending belongs to the last of the acts that it ends; one that nothing leads to, to the last act."""
    found: dict[str, Node] = {}
    for ending in story.endings.values():
        key = ending_key(ending.id)
        ended = [acts.index(story.scenes[edge.source].act) for edge in edges if edge.target == key]
        act = acts[max(ended, default=len(acts) - 1)] if acts else ""
        found[key] = Node(key, ending.id, _one_line(ending.title) or ending.id, act, True, ending.span)
    return found


def _edges_from(scene: Scene) -> Iterator[Edge]:
    """The arrows of a scene, several beats that lead to the same place in the same way being one."""
    found: dict[tuple[str, EdgeKind], list[Way]] = {}
    for target, kind, way in _ways(scene.script, None):
        if target != scene.id or not way.label:  # a jump inside of the scene is no arrow
            found.setdefault((target, kind), []).append(way)
    for (target, kind), ways in found.items():
        yield Edge(scene.id, target, kind, tuple(ways))


def _ways(script: Script, option: Option | None) -> Iterator[tuple[str, EdgeKind, Way]]:
    for beat in script:
        if isinstance(beat, Goto):
            yield beat.target.scene, "goto", Way(beat.target.label, option)
        elif isinstance(beat, Visit):
            yield beat.scene, "visit", Way("", option)
        elif isinstance(beat, Deal):
            yield from ((card.scene, "visit", Way("", option)) for card in beat.cards)
            yield from _ways(beat.otherwise, option)
        elif isinstance(beat, End):
            yield ending_key(beat.ending), "end", Way("", option)
        elif isinstance(beat, Choose):
            for inner in beat.options:
                yield from _ways(inner.script, inner)
        else:
            for held in scripts_of(beat):
                yield from _ways(held, option)


def _adjacency(story: Story, edges: tuple[Edge, ...], interrupts: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    onward: dict[str, list[str]] = {scene: list(interrupts[scene]) for scene in story.scenes}
    onward |= {ending_key(ending): [] for ending in story.endings}
    for edge in edges:
        onward[edge.source].append(edge.target)
    return onward


def _acts_in_order(story: Story, reached: Mapping[str, int]) -> tuple[str, ...]:
    """Acts by the first of their scenes that is reached from the start; then those of which none is."""
    first = {scene.act: len(reached) for scene in story.scenes.values()}
    for scene in story.scenes.values():
        first[scene.act] = min(first[scene.act], reached.get(scene.id, len(reached)))
    return tuple(sorted(first, key=first.__getitem__))


def _marked(
    nodes: Mapping[str, Node], edges: tuple[Edge, ...], onward: Mapping[str, list[str]], start: str, reached: Mapping[str, int]
) -> dict[str, Node]:
    ended = [node for node in nodes.values() if node.is_ending and node.key in reached]
    gates: dict[str, list[str]] = {key: [] for key in nodes}
    last_passed = immediate_dominators(start, onward)
    for ending in ended:
        for key in dominators(last_passed, ending.key):
            gates[key].append(ending.id)
    gone_to = {edge.target for edge in edges if edge.kind != "visit" and edge.target != edge.source}
    led_to = {edge.target for edge in edges} | {node.key for node in nodes.values() if node.events}
    repeating = {edge.source for edge in edges if edge.source == edge.target}
    return {
        key: replace(
            node,
            start=key == start,
            reached=key in reached,
            visited=not node.is_ending and key in led_to - gone_to and key != start,
            bottleneck=bool(ended) and not node.is_ending and len(gates[key]) == len(ended),
            gates=tuple(ending for ending in gates[key] if ending != node.id or not node.is_ending),
            repeats=key in repeating,
        )
        for key, node in nodes.items()
    }
