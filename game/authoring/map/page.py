"""The map as one HTML page that needs nothing else: no network, no library, no font.

A story may come from a stranger. Its words are escaped where they go in; and the page forbids itself everything but its own
script and style, by their hashes (Content Security Policy): a mistake in the escaping would still run nothing and load nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from game.authoring.map.articles import Articles
from game.authoring.map.chart import Chart, act_title
from game.authoring.map.layout import Drawing
from game.authoring.map.runs import Traffic
from game.authoring.map.svg import OPEN_SIGNS, PROVED_SIGNS, SIGNS, STYLE, Picture, anchor, attribute, describe, percent, text
from game.story.model import Story

PAGE_STYLE = Path(__file__).with_name("page.css")
PAGE_SCRIPT = Path(__file__).with_name("page.js")

_KINDS = (("goto", "goes to"), ("back", "goes back up"), ("visit", "visits and comes back"), ("end", "ends the story"))
_KEYS = "Drag or use the arrow keys to move, the wheel or + and − to zoom, 0 to see all, / to search, Esc to clear."


def page(story: Story, drawing: Drawing, traffic: Traffic | None) -> str:
    """The whole page as a text."""
    style = STYLE.read_text(encoding="utf-8") + PAGE_STYLE.read_text(encoding="utf-8")
    script = PAGE_SCRIPT.read_text(encoding="utf-8")
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
            f"<title>{text(drawing.chart.title)}: map</title><style>{style}</style></head><body>",
            *_header(drawing.chart, traffic),
            *_picture(drawing, traffic),
            *_panel(story, drawing, traffic),
            f"<script>{script}</script></body></html>\n",
        ]
    )


def _hash(content: str) -> str:
    """The source expression of a policy that allows just this content."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _header(chart: Chart, traffic: Traffic | None) -> Iterator[str]:
    yield f'<header><h1>{text(chart.title)} <span class="quiet">{text(chart.version)}</span></h1>'
    yield '<div class="tools" role="toolbar" aria-label="The map"><label class="search">Search '
    yield '<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="title, id or text"></label>'
    for name, sign, words in (("out", "−", "Zoom out"), ("in", "+", "Zoom in"), ("fit", "All", "See the whole map")):
        yield f'<button type="button" id="zoom-{name}" title="{words}" aria-label="{words}">{sign}</button>'
    if traffic is not None:
        yield '<label><input id="runs" type="checkbox" checked> Runs</label>'
    yield "</div></header>"


def _picture(drawing: Drawing, traffic: Traffic | None) -> Iterator[str]:
    runs = " runs" if traffic is not None else ""
    yield (
        f'<main><div id="view" tabindex="0" role="region" aria-label="Map of the scenes. {text(_KEYS)}">'
        f'<svg id="map" class="map{runs}" role="group" aria-label="{attribute(describe(drawing, traffic))}"'
        f' viewBox="0 0 {drawing.width:.0f} {drawing.height:.0f}"'
        f' data-width="{drawing.width:.0f}" data-height="{drawing.height:.0f}"><g id="world">'
    )
    yield from Picture(drawing, traffic, linked=True).parts()
    yield "</g></svg></div></main>"


def _panel(story: Story, drawing: Drawing, traffic: Traffic | None) -> Iterator[str]:
    chart = drawing.chart
    articles = Articles(story, chart, traffic)
    yield '<aside id="panel" aria-label="Words"><p id="said" role="status" aria-live="polite"></p><ol id="found"></ol>'
    yield from _overview(chart, traffic)
    yield '<div id="articles">'
    for act in chart.acts:
        yield f'<section class="act"><h2>{text(act_title(act))}</h2>'
        yield from (articles.article(node) for node in chart.nodes.values() if node.act == act)
        yield "</section>"
    yield "</div></aside>"


def _overview(chart: Chart, traffic: Traffic | None) -> Iterator[str]:
    yield f'<section id="overview"><h2>The map</h2><p>{len(chart.scenes)} scenes, {len(chart.endings)} endings. {text(_KEYS)}</p>'
    yield '<ul class="legend">'
    for kind, words in _KINDS:
        line = f'<path class="edge {kind}" d="M2 5H38" stroke-width="2.5"/>'
        yield f'<li><svg class="map swatch" viewBox="0 0 40 10" aria-hidden="true">{line}</svg> {words}</li>'
    signs = (*SIGNS, *(PROVED_SIGNS if chart.is_proved else ()))
    yield from (f'<li><span class="mark">{sign[0]}</span>{sign[1:]}</li>' for sign in signs)
    if chart.is_proved:
        yield f'<li><span class="mark">{OPEN_SIGNS[:2]}</span>{OPEN_SIGNS[2:]}</li>'
    yield "</ul><h3>Endings</h3><ul>"
    for node in chart.endings:
        share = f" {percent(traffic, traffic.met.get(node.key, 0))}" if traffic is not None else ""
        lost = "" if node.reached else " (nothing leads here)"
        yield f'<li><a href="#{anchor(node)}">{text(node.title)}</a><span class="quiet">{share}{lost}</span></li>'
    yield "</ul>"
    if traffic is not None:
        unended = f" {traffic.unended} of them came to no ending." if traffic.unended else ""
        yield f'<p class="quiet">Widths and shares: {traffic.words}, seed {traffic.seed}.{unended}</p>'
    lost_scenes = [node for node in chart.scenes if not node.reached]
    if lost_scenes:
        links = ", ".join(f'<a href="#{anchor(node)}">{text(node.title)}</a>' for node in lost_scenes)
        yield f"<h3>Nothing leads here</h3><p>{links}</p>"
    yield "</section>"
