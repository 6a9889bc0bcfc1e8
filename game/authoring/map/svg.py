"""The drawing as SVG: one picture for a file of its own, and for the page.

Everything that comes from the story goes through `text` or `attribute`. Looks are in classes, never in `style` attributes, so
that the page can forbid any style but its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from game.authoring.map.chart import Edge, Node, act_title
from game.authoring.map.layout import HEIGHT, LETTER, MARK, SHARE, SMALL_LETTER, Box, Drawing, Point, Route, inset_of, marks_of
from game.authoring.map.proved import said_of
from game.authoring.map.runs import Traffic
from game.diagnostics import cells
from game.language.characters import clean

STYLE = Path(__file__).with_name("picture.css")
THIN, THICK = 1.2, 6.0
LEGEND_HEIGHT, PROVED_HEIGHT = 64.0, 20.0
DOT, DOT_STEP = 2.6, 7.5
SIGNS = ("▶ start", "◆ every way to an ending passes here", "↻ begins again", "≈ comes by itself", "✕ nothing leads here")

PROVED_SIGNS = ("⊘ no play comes here", "⊗ a play can get stuck here", "⇥ a choice here can put an ending out of reach")
OPEN_SIGNS = "●○ the endings, in the order of the story: can be open here, or cannot"


def text(words: str) -> str:
    """Words as the content of an element of SVG or HTML: nothing in them can become an element."""
    return escape(clean(words), quote=False)


def attribute(words: str) -> str:
    """Words as the value of an attribute between double quotes."""
    return escape(clean(words), quote=True)


def anchor(node: Node) -> str:
    """The id of the node in a page."""
    return f"{'ending' if node.is_ending else 'scene'}-{node.id}"


def standalone(drawing: Drawing, traffic: Traffic | None) -> str:
    """A whole SVG file: its own looks, light and dark, and a legend above the picture."""
    above = LEGEND_HEIGHT + PROVED_HEIGHT * drawing.chart.is_proved
    width, height = max(drawing.width, 1120.0 if drawing.chart.is_proved else 720.0), drawing.height + above
    picture = Picture(drawing, traffic)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
            f' viewBox="0 {-above:.0f} {width:.0f} {height:.0f}" role="img" aria-labelledby="map-title map-text"'
            f' class="map{" runs" if traffic else ""}">',
            f'<title id="map-title">{text(drawing.chart.title)}: the map of its scenes</title>',
            f'<desc id="map-text">{text(describe(drawing, traffic))}</desc>',
            f"<style>{STYLE.read_text(encoding='utf-8')}</style>",
            f'<rect class="paper" x="0" y="{-above:.0f}" width="{width:.0f}" height="{height:.0f}"/>',
            *_legend(drawing, traffic),
            *picture.parts(),
            "</svg>\n",
        ]
    )


def describe(drawing: Drawing, traffic: Traffic | None) -> str:
    """The picture in two sentences, for those who do not see it."""
    chart = drawing.chart
    endings = ", ".join(node.title for node in chart.endings) or "none"
    words = f"{len(chart.scenes)} scenes in {len(chart.acts)} acts, {len(chart.edges)} arrows. Endings: {endings}."
    if chart.is_proved:
        never, stuck, losing = (
            sum(getattr(node, mark) for node in chart.nodes.values()) for mark in ("is_never", "is_dead_end", "is_losing")
        )
        words += (
            f" Proved: no play comes to {never} of them, a play can get stuck in {stuck}, and in {losing} a choice can put an"
        )
        words += " ending out of reach."
    return f"{words} Widths are from {traffic.words}." if traffic else words


def _legend(drawing: Drawing, traffic: Traffic | None) -> Iterator[str]:
    chart = drawing.chart
    heading = f"{chart.title} {chart.version}".strip()
    top = -LEGEND_HEIGHT - PROVED_HEIGHT * chart.is_proved
    yield f'<text class="heading" x="16" y="{top + 26:.0f}">{text(heading)}</text>'
    marks = [*SIGNS, "┄ visited: the player comes back"]
    if traffic:
        marks.append(f"% of {traffic.words}")
    yield f'<text class="id" x="16" y="{top + 46:.0f}">{text("   ·   ".join(marks))}</text>'
    if chart.is_proved:
        said = "   ·   ".join(["Proved of all plays:", *PROVED_SIGNS, OPEN_SIGNS])
        yield f'<text class="id" x="16" y="{top + 66:.0f}">{text(said)}</text>'


@dataclass(frozen=True, slots=True)
class Picture:
    """The parts of a picture. With `linked`, each node is a link to its words in the page."""

    drawing: Drawing
    traffic: Traffic | None
    linked: bool = False

    def parts(self) -> Iterator[str]:
        """Markers, bands, arrows and boxes, from the back to the front."""
        yield "<defs>" + "".join(_marker(kind) for kind in ("goto", "visit", "end", "back")) + "</defs>"
        for number, (act, band) in enumerate(self.drawing.bands.items()):
            yield from _band(act, band, number)
        yield '<g class="edges">'
        yield from (self._edge(route) for route in self.drawing.routes)
        yield '</g><g class="nodes">'
        for node in self.drawing.chart.nodes.values():
            yield from self._node(node)
        yield "</g>"

    def _edge(self, route: Route) -> str:
        edge, nodes = route.edge, self.drawing.chart.nodes
        source, target = nodes[edge.source], nodes[edge.target]
        kind = "back" if route.upward and edge.kind == "goto" else edge.kind
        width, never = self._width(edge)
        classes = f"edge {kind}{' never' if never else ''}"
        words = f"{source.title} {'⇄' if edge.kind == 'visit' else '→'} {target.title}{self._taken(edge)}"
        curve = _curve(route.points, bow=route.bow)
        return (
            f'<path class="{classes}" d="{curve}" marker-end="url(#head-{kind})" stroke-width="{width:.1f}"'
            f' data-from="{anchor(source)}" data-to="{anchor(target)}"><title>{text(words)}</title></path>'
        )

    def _width(self, edge: Edge) -> tuple[float, bool]:
        if self.traffic is None:
            return 1.5, False
        count = self.traffic.taken.get((edge.source, edge.target), 0)
        return THIN + (THICK - THIN) * self.traffic.share(count), not count

    def _taken(self, edge: Edge) -> str:
        if self.traffic is None:
            return ""
        return f" ({percent(self.traffic, self.traffic.taken.get((edge.source, edge.target), 0))} of runs)"

    def _node(self, node: Node) -> Iterator[str]:
        box = self.drawing.boxes[node.key]
        tag = "a" if self.linked else "g"
        link = f' href="#{anchor(node)}"' if self.linked else ""
        spoken = f' aria-label="{attribute(self.spoken(node))}"' if self.linked else ""
        yield (
            f'<{tag} class="{" ".join(classes_of(node))}" data-node="{anchor(node)}"{link}{spoken}'
            f' transform="translate({box.x:.1f} {box.y:.1f})"><title>{text(self.spoken(node))}</title>'
        )
        yield _shape(node, box)
        yield from self._open_endings(node, box)
        yield from self._words(node, box)
        yield f"</{tag}>"

    def _words(self, node: Node, box: Box) -> Iterator[str]:
        """Title and signs in the first line, id and share of runs in the second."""
        inset = inset_of(node)
        room, right = box.width - 2 * inset, box.width - inset
        yield f'<text class="name" x="{inset}" y="20">{text(fitted(node.title, (room - MARK * marks_of(node)) / LETTER))}</text>'
        yield f'<text class="id" x="{inset}" y="36">{text(fitted(node.id, (room - SHARE) / SMALL_LETTER))}</text>'
        if signs := signs_of(node):
            yield f'<text class="sign" x="{right:.1f}" y="20">{signs}</text>'
        if self.traffic is not None:
            count = self.traffic.met.get(node.key, 0)
            yield f'<text class="share" x="{right:.1f}" y="36">{percent(self.traffic, count)}</text>'
            yield f'<rect class="bar" x="{inset}" y="{HEIGHT - 6}" width="{room * self.traffic.share(count):.1f}" height="2.5"/>'

    def _open_endings(self, node: Node, box: Box) -> Iterator[str]:
        """A dot for each ending on the lower edge, filled where it can be open; none where there is no room for all."""
        endings = [each.id for each in self.drawing.chart.endings]
        if node.is_ending or node.proved is None or node.proved.open is None or len(endings) * DOT_STEP > box.width - 8:
            return
        first = (box.width - (len(endings) - 1) * DOT_STEP) / 2
        for number, ending in enumerate(endings):
            state = "open" if ending in node.proved.open else "closed"
            yield f'<circle class="door {state}" cx="{first + number * DOT_STEP:.1f}" cy="{box.height:.1f}" r="{DOT}"/>'

    def spoken(self, node: Node) -> str:
        """A node in words: title, id, what it is, and how many runs met it."""
        shares = [f"in {percent(self.traffic, self.traffic.met.get(node.key, 0))} of runs"] if self.traffic else []
        titles = {each.id: each.title for each in self.drawing.chart.endings}
        return ", ".join([f"{node.title} ({node.id})", *remarks(node), *said_of(node, titles), *shares])


def remarks(node: Node) -> list[str]:
    """What there is to say of a node, in words."""
    said = [
        (node.start, "start"),
        (node.is_ending, "ending"),
        (node.bottleneck and not node.start, "every way to an ending passes here"),
        (node.visited, "visited: the player comes back"),
        (node.repeats, "begins again"),
        (bool(node.deck), f"of the deck {node.deck}"),
        (bool(node.events), f"comes by itself: {', '.join(node.events)}"),
        (not node.reached, "nothing leads here"),
    ]
    return [words for holds, words in said if holds]


def classes_of(node: Node) -> list[str]:
    """The classes of a node's element: what it is and how it is marked."""
    marked = {
        "start": node.start,
        "bottleneck": node.bottleneck,
        "visited": node.visited,
        "unreached": not node.reached or node.is_never,
        "dead-end": node.is_dead_end,
        "losing": node.is_losing,
    }
    return ["node", "ending" if node.is_ending else "scene", *(name for name, holds in marked.items() if holds)]


def percent(traffic: Traffic, count: int) -> str:
    """A share of the runs: `<1%` is more than none, `>99%` less than all."""
    share = 100 * traffic.share(count)
    if 0 < share < 1:
        return "<1%"
    return ">99%" if 99 < share < 100 else f"{share:.0f}%"


def fitted(words: str, letters: float) -> str:
    """`words`, cut with `…` to so many cells."""
    letters += 0.01  # what was divided may be a little less than what was multiplied
    if cells(words) <= letters:
        return words
    kept = words
    while kept and cells(kept) + 1 > letters:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def signs_of(node: Node) -> str:
    """The signs that mark a node, as the legend explains them."""
    bottleneck, comes = node.bottleneck and not node.start, bool(node.events)
    signs = [(node.start, "▶"), (bottleneck, "◆"), (node.repeats, "↻"), (comes, "≈"), (not node.reached, "✕")]
    signs += [(node.is_never, "⊘"), (node.is_dead_end, "⊗"), (node.is_losing, "⇥")]
    return "".join(sign for holds, sign in signs if holds)


def _shape(node: Node, box: Box) -> str:
    radius = HEIGHT / 2 if node.is_ending else 16.0 if node.visited else 4.0
    return f'<rect class="box" width="{box.width:.1f}" height="{box.height:.1f}" rx="{radius}"/>'


def _band(act: str, band: Box, number: int) -> Iterator[str]:
    shade = "odd" if number % 2 else "even"
    yield (
        f'<g class="act"><rect class="band {shade}" x="{band.x:.0f}" y="{band.y:.1f}" width="{band.width:.0f}"'
        f' height="{band.height:.1f}"/><text class="act-name" x="12" y="{band.y + 20:.1f}">{text(act_title(act))}</text></g>'
    )


def _marker(kind: str) -> str:
    return (
        f'<marker id="head-{kind}" class="head {kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="12" markerHeight="12"'
        ' markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.8 L10 5 L0 9.2 z"/></marker>'
    )


def _curve(points: tuple[Point, ...], *, bow: bool) -> str:
    """A smooth path: straight where it falls or rises, S-shaped where it moves to the side."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    if bow:
        (_, first), (out, top), (_, bottom), (x, last) = points
        parts += [f"Q{out:.1f} {first:.1f} {out:.1f} {top:.1f}", f"V{bottom:.1f}", f"Q{out:.1f} {last:.1f} {x:.1f} {last:.1f}"]
        return " ".join(parts)
    for (x, y), (to_x, to_y) in pairwise(points):
        if abs(x - to_x) < 0.5:
            parts.append(f"L{to_x:.1f} {to_y:.1f}")
        else:
            middle = (y + to_y) / 2
            parts.append(f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}")
    return " ".join(parts)
