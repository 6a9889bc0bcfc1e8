"""The map in a terminal: acts, their scenes from the top of the picture to its foot, and where each leads. 80 cells wide."""

from __future__ import annotations

from collections.abc import Iterator

from game.authoring.map.chart import Chart, Node, act_title
from game.authoring.map.layout import Drawing
from game.authoring.map.proved import ALL_OPEN, said_of
from game.authoring.map.runs import Traffic
from game.authoring.map.svg import fitted, percent
from game.diagnostics import cells

WIDTH = 80
NAME = 34
MARKS = (
    ("> start", "* every way to an ending passes here", "v visited: comes back"),
    ("! nothing leads here", "@ begins again", "# ending", "~ comes by itself"),
    ("-> goes to", "<> visits and comes back", "=> ends"),
)
PROVED_MARKS = (("0 no play comes here", "x a play can get stuck here"), ("| a choice here can put an ending out of reach",))
ARROWS = {"goto": "->", "visit": "<>", "end": "=>"}


def outline(drawing: Drawing, traffic: Traffic | None) -> str:
    """The map as plain lines. Only ASCII is added to the words of the story."""
    return "\n".join(line.rstrip() for line in _lines(drawing, traffic)) + "\n"


def _lines(drawing: Drawing, traffic: Traffic | None) -> Iterator[str]:
    chart = drawing.chart
    yield fitted(f"{chart.title} {chart.version}".rstrip(), WIDTH)
    yield f"{len(chart.scenes)} scenes, {len(chart.edges)} arrows, {len(chart.endings)} endings" + (
        f"; shares of {traffic.words}" if traffic is not None else ""
    )
    yield from ("  " + "   ".join(row) for row in (*MARKS, *(PROVED_MARKS if chart.is_proved else ())))
    titles = {node.id: node.title for node in chart.endings}
    onward: dict[str, list[str]] = {key: [] for key in chart.nodes}
    for edge in chart.edges:
        onward[edge.source].append(f"{ARROWS[edge.kind]} {chart.nodes[edge.target].id}")
    for act in chart.acts:
        yield ""
        yield fitted(f"== {act_title(act)} ", WIDTH).ljust(WIDTH, "=")
        members = [node for node in chart.nodes.values() if node.act == act]
        for node in sorted(members, key=lambda node: (drawing.boxes[node.key].y, drawing.boxes[node.key].x)):
            yield _line(node, traffic)
            yield from _wrapped(onward[node.key], " " * 8)
            for words in (each for each in said_of(node, titles) if each != ALL_OPEN):
                yield from _wrapped(f"- {words}".split(" "), " " * 8, between=" ")
    yield from _summary(chart, traffic)


def _line(node: Node, traffic: Traffic | None) -> str:
    """`*   camp_hub                           An hour of light                     100%`."""
    share = percent(traffic, traffic.met.get(node.key, 0)) if traffic is not None else ""
    name = fitted(node.id, NAME)
    title = fitted(node.title, WIDTH - NAME - 11)
    return f"{_marks(node):<4}{name:<{NAME}} {title}{' ' * (WIDTH - NAME - 10 - cells(title))}{share:>5}"


def _marks(node: Node) -> str:
    marks = (
        (node.start, ">"),
        (node.is_ending, "#"),
        (node.bottleneck and not node.start, "*"),
        (node.visited, "v"),
        (node.repeats, "@"),
        (bool(node.events), "~"),
        (not node.reached, "!"),
        (node.is_never, "0"),
        (node.is_dead_end, "x"),
        (node.is_losing, "|"),
    )
    return "".join(mark for holds, mark in marks if holds)


def _wrapped(words: list[str], indent: str, between: str = "  ") -> Iterator[str]:
    """The words, as many in a line as there is room for; none is broken."""
    line = ""
    for word in words:
        word = fitted(word, WIDTH - len(indent))  # noqa: PLW2901  # an id may be longer than a line
        if line and len(indent) + cells(line) + len(between) + cells(word) > WIDTH:
            yield indent + line
            line = ""
        line += (between if line else "") + word
    if line:
        yield indent + line


def _summary(chart: Chart, traffic: Traffic | None) -> Iterator[str]:
    lost = [node.id for node in chart.nodes.values() if not node.reached]
    if lost:
        yield from ("", f"Nothing leads to {len(lost)} of them:", *_wrapped(lost, "    "))
    if traffic is not None and traffic.unended:
        yield from ("", f"{traffic.unended} of {traffic.runs} random runs came to no ending.")
