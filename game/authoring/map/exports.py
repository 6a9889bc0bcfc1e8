"""The chart in the languages of other tools: DOT (Graphviz) and Mermaid.

Words of the story stand between quotes in both, escaped as each of them asks; ids are made here, so that no id of a story can be
taken for a keyword (`end`, `graph`, `style`).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from game.authoring.map.chart import Chart, Edge, Node, act_title
from game.authoring.map.proved import said_of
from game.authoring.map.runs import Traffic
from game.authoring.map.svg import PROVED_SIGNS, anchor, percent, signs_of
from game.language.characters import clean

MERMAID_MAX_EDGES = 500
"""More edges than this Mermaid refuses to draw, unless the site that draws them allows more (`maxEdges`)."""


def dot(chart: Chart, traffic: Traffic | None) -> str:
    """The chart for Graphviz: `dot -Tsvg map.dot`. Acts are clusters."""
    lines = [f"digraph {_dot_text(chart.title)} {{", '  rankdir=TB; node [shape=box, fontname="sans-serif"];']
    for number, act in enumerate(chart.acts):
        lines.append(f"  subgraph cluster_{number} {{ label={_dot_text(act_title(act))};")
        lines += [f"    {_dot_node(chart, node, traffic)}" for node in chart.nodes.values() if node.act == act]
        lines.append("  }")
    lines += _dot_legend(chart)
    lines += [f"  {_dot_edge(chart, edge, traffic)}" for edge in chart.edges]
    return "\n".join([*lines, "}", ""])


def _dot_legend(chart: Chart) -> list[str]:
    """What the signs of a proof mean; the tooltip of each node says more."""
    if not chart.is_proved:
        return []
    return [f"  label={_dot_text('Proved of all plays: ' + ', '.join(PROVED_SIGNS) + '.')};"]


def _dot_text(words: str) -> str:
    """A quoted string, for DOT. A backslash begins an escape there (`\\N` is the name of the node), so it is doubled."""
    return '"' + clean(words).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(node: Node, traffic: Traffic | None) -> str:
    signs = signs_of(node)
    share = f" {percent(traffic, traffic.met.get(node.key, 0))}" if traffic is not None else ""
    return f"{node.title}{' ' if signs else ''}{signs}{share}{_open(node)}"


def _open(node: Node) -> str:
    """How many endings can be open there."""
    proved = node.proved
    return f" ({len(proved.open)} open)" if proved is not None and proved.open is not None and not node.is_ending else ""


def _dot_node(chart: Chart, node: Node, traffic: Traffic | None) -> str:
    looks = {
        "shape=ellipse, color=firebrick": node.is_ending,
        'style="rounded,dashed"': node.visited,
        "color=seagreen, penwidth=2": node.start,
        "color=goldenrod, penwidth=2": node.bottleneck and not node.start,
        "color=red, style=dotted": not node.reached or node.is_never,
        "color=red, penwidth=3": node.is_dead_end,
    }
    chosen = [look for look, holds in looks.items() if holds]
    said = said_of(node, {each.id: each.title for each in chart.endings})
    chosen += [f"tooltip={_dot_text('; '.join(said))}"] if said else []
    return f"{_dot_text(anchor(node))} [{', '.join([f'label={_dot_text(_label(node, traffic))}', *chosen])}];"


def _dot_edge(chart: Chart, edge: Edge, traffic: Traffic | None) -> str:
    looks = ["style=dashed, arrowtail=open, dir=both"] if edge.kind == "visit" else []
    if traffic is not None:
        share = traffic.share(traffic.taken.get((edge.source, edge.target), 0))
        looks.append(f"penwidth={0.5 + 5 * share:.1f}")
    source, target = (_dot_text(anchor(chart.nodes[key])) for key in (edge.source, edge.target))
    attributes = f" [{', '.join(looks)}]" if looks else ""
    return f"{source} -> {target}{attributes};"


def mermaid(chart: Chart, traffic: Traffic | None) -> str:
    """The chart for Mermaid. Acts are subgraphs; visits are dotted, with a head at both ends."""
    return "\n".join([*_mermaid(chart, traffic), ""])


def _mermaid(chart: Chart, traffic: Traffic | None) -> Iterator[str]:
    names = {key: f"n{number}" for number, key in enumerate(chart.nodes)}
    yield "flowchart TD"
    if len(chart.edges) > MERMAID_MAX_EDGES:
        yield f"  %% {len(chart.edges)} edges: Mermaid draws {MERMAID_MAX_EDGES} unless `maxEdges` of its site says more"
    for number, act in enumerate(chart.acts):
        yield f'  subgraph act{number}["{_mermaid_text(act_title(act))}"]'
        for node in chart.nodes.values():
            if node.act == act:
                opening, closing = ("([", "])") if node.is_ending else ("(", ")") if node.visited else ("[", "]")
                yield f'    {names[node.key]}{opening}"{_mermaid_text(_label(node, traffic))}"{closing}'
        yield "  end"
    if chart.is_proved:
        yield f"  %% Proved of all plays: {', '.join(PROVED_SIGNS)}."
    arrows = {"goto": "-->", "visit": "<-.->", "end": "==>"}
    for edge in chart.edges:
        yield f"  {names[edge.source]} {arrows[edge.kind]} {names[edge.target]}"
    yield "  classDef start stroke:#1f7a4a,stroke-width:3px"
    yield "  classDef gate stroke:#a16207,stroke-width:3px"
    yield "  classDef lost stroke:#b91c1c,stroke-dasharray:3 3"
    if chart.is_proved:
        yield "  classDef stuck stroke:#b91c1c,stroke-width:4px"
    for node in chart.nodes.values():
        marked = (
            "start"
            if node.start
            else "lost"
            if not node.reached or node.is_never
            else "stuck"
            if node.is_dead_end
            else "gate"
            if node.bottleneck
            else ""
        )
        if marked:
            yield f"  class {names[node.key]} {marked}"


def _mermaid_text(words: str) -> str:
    """Words between quotes, for Mermaid: HTML and Markdown are read in there, so whatever could begin some is an entity.

    Entities are `#quot;` and `#35;`, a hash for an ampersand.
    """
    marked = {"#": "#35;", "`": "#96;", "\\": "#92;", "\n": " ", "*": "#42;", "_": "#95;"}
    safe = "".join(marked.get(char, char) for char in clean(words))
    return escape(safe).replace("&#x27;", "#39;").replace("&", "#")
