"""Visits may not go in a circle: each would wait for the next to come back, for ever."""

from __future__ import annotations

from game.diagnostics import Report
from game.story.graph import Graph, graph_of
from game.story.model import Story

CODE = "visit-circle"
ADVICE = "One of them must go on with `goto`, which does not wait."


def check(story: Story, report: Report) -> None:
    """Scenes that visit themselves, directly or through others."""
    graph = graph_of(story)
    for name, scene in story.scenes.items():
        if name in _visited_from(graph, name):
            report.error(CODE, scene.span, f"`{name}` visits itself, directly or through the scenes that it visits", ADVICE)


def _visited_from(graph: Graph, scene: str) -> set[str]:
    found: set[str] = set()
    waiting = [scene]
    while waiting:
        fresh = set(graph.visits[waiting.pop()]) - found
        found |= fresh
        waiting += fresh
    return found
