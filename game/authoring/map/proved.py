"""What a proof says of the scenes of a chart: what never comes, where a play gets stuck, where endings close and are open.

From the JSON of `hyosan prove`, and the proof that lies beside the story (`hyosan prove --ship`). Both are of one version of the
story, and refused for another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from game.authoring.map.chart import Chart, Node, Proved, ending_key
from game.errors import HyosanError
from game.proving.endings_file import OpenEndings
from game.story.model import Story

ALL_OPEN = "every ending can be open here"
NEVER = 1
"""The way into a set that is empty."""


def read_findings(path: Path, story: Story) -> object:
    """The JSON that `hyosan prove --format json` has written. Raises `HyosanError` when it is of no such version."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise HyosanError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or "items" not in data:
        raise HyosanError(f"{path} is not what `hyosan prove --format json` writes.")
    if data.get("fingerprint") != story.fingerprint:
        raise HyosanError(f"{path} is of another version of the story; `hyosan prove --format json > {path}` makes it anew.")
    return data


def with_proof(chart: Chart, story: Story, findings: object, open_endings: OpenEndings | None) -> Chart:
    """The chart with its nodes marked by what is proved."""
    found = _Findings(story, findings)
    ahead = _open_in(chart, open_endings) if open_endings is not None else {}
    nodes = {key: replace(node, proved=found.of(node, ahead.get(key))) for key, node in chart.nodes.items()}
    return replace(chart, nodes=nodes, is_proved=True)


class _Findings:
    """The findings by scene. What has not the form that is expected says nothing."""

    def __init__(self, story: Story, data: object) -> None:
        self.never: set[str] = set()
        self.stuck: set[str] = set()
        self.unpicked: dict[str, list[str]] = {}
        self.losing: dict[str, dict[str, list[str]]] = {}
        places = {str(scene.span): scene.id for scene in story.scenes.values()}
        titles = {str(ending.span): ending_key(ending.id) for ending in story.endings.values()}
        for item in _objects(data, "items"):
            match item:
                case {"kind": "scene", "scene": str(scene), "answer": "never"}:
                    self.never.add(scene)
                case {"kind": "ending", "place": str(place), "answer": "never"}:
                    self.never.add(titles.get(place, ""))
                case {"kind": "stuck", "scene": str(scene), "answer": "can"}:
                    self.stuck.add(scene)
                case {"kind": "option", "scene": str(scene), "name": str(name), "answer": "never"}:
                    if not name.startswith("(fallback)"):
                        self.unpicked.setdefault(scene, []).append(name.rpartition("[")[2].rstrip("]"))
        for fault in _objects(data, "faults"):
            match fault:
                case {"code": "no-ending-ahead" | "endless-circle", "place": str(place)}:
                    self.stuck.add(places.get(place, ""))
        for ending in _objects(data, "endings"):
            for point in _objects(ending, "lost at"):
                match point:
                    case {"scene": str(scene), "option": str(option), "fallen": str(fallen)}:
                        choice = f"`{option}`" if option else f"a roll ({fallen})"
                        self.losing.setdefault(scene, {}).setdefault(choice, []).append(str(ending["ending"]))

    def of(self, node: Node, ahead: tuple[str, ...] | None) -> Proved:
        losing = {} if node.is_ending else self.losing.get(node.id, {})
        return Proved(
            never=node.key in self.never,
            dead_end=node.key in self.stuck,
            unpicked=() if node.is_ending else tuple(self.unpicked.get(node.id, ())),
            losing={option: tuple(dict.fromkeys(endings)) for option, endings in losing.items()},
            open=ahead,
        )


def _objects(data: object, key: str) -> Iterator[Mapping[str, object]]:
    found = data.get(key) if isinstance(data, dict) else None
    yield from (each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()


def _open_in(chart: Chart, proof: OpenEndings) -> dict[str, tuple[str, ...]]:
    """The endings that can be open in each scene: at one of its stops, or else where it leads."""
    found: dict[str, set[str]] = {}
    for key, ways in proof.places.items():
        here = found.setdefault(key.partition(" ")[0], set())
        here.update(ending for number, ending in enumerate(proof.endings) if ways[2 * number] != NEVER)
    passed = {key for key in chart.nodes if key not in found}
    for ending in proof.endings:
        found[ending_key(ending)] = {ending}
    leads: dict[str, list[str]] = {}
    for edge in chart.edges:
        leads.setdefault(edge.source, []).append(edge.target)
    while True:
        more = {key: _union(found.get(each, set()) for each in leads.get(key, ())) for key in passed}
        if all(more[key] <= found.get(key, set()) for key in passed):
            return {key: tuple(each for each in proof.endings if each in here) for key, here in found.items()}
        for key, here in more.items():
            found[key] = found.get(key, set()) | here


def _union(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)


def said_of(node: Node, titles: Mapping[str, str]) -> list[str]:
    """What is proved of a node, in sentences without a stop. `titles` are those of the endings."""
    proved = node.proved
    if proved is None:
        return []
    said = ["no play comes here"] if proved.never else []
    said += ["a play can get stuck here"] if proved.dead_end else []
    said += [f"`{option}` is never picked" for option in proved.unpicked]
    for choice, endings in proved.losing.items():
        said.append(f"{choice} can put {' and '.join(titles.get(each, each) for each in endings)} out of reach")
    if proved.open is not None and not node.is_ending:
        closed = [title for ending, title in titles.items() if ending not in proved.open]
        said.append(f"out of reach here: {', '.join(closed)}" if closed else ALL_OPEN)
    return said
