"""A retelling as one web page that needs nothing else: no script, no network, no font.

A story may come from a stranger. Its words are escaped where they go in; and the page forbids itself everything but its own
style, by its hash (Content Security Policy): a mistake in the escaping would still run nothing and load nothing.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from pathlib import Path

from game.language.characters import clean
from game.telling import words
from game.telling.blocks import Block
from game.telling.emphasis import parse
from game.telling.retelling import Act, Retelling, Scene

STYLE = Path(__file__).with_name("page.css")


def as_page(told: Retelling) -> str:
    """The whole page as a text."""
    style = STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
            f"<title>{_text(_title(told))}</title><style>{style}</style></head>\n<body><main>",
            *_header(told),
            *(part for number, act in enumerate(told.acts) for part in _act(number, act)),
            *_summary(told),
            f"<footer><p>{_text(words.colophon(told))}</p></footer></main></body></html>\n",
        ]
    )


def _title(told: Retelling) -> str:
    return f"{told.story.title}: {told.summary.ending or 'a run'}"


def _text(text: str) -> str:
    return html.escape(" ".join(clean(text).split()))


def _header(told: Retelling) -> Iterator[str]:
    yield f'<header><p class="kicker">As it was played</p><h1>{_text(told.story.title)}</h1>'
    yield f'<p class="outcome">{_text(words.outcome(told.summary))}</p>'
    if told.summary.since:
        yield f'<p class="outcome">{_text(words.begins_late(told.summary))}</p>'
    named = [(number, act.title) for number, act in enumerate(told.acts) if act.title]
    if len(named) > 1:
        links = "".join(f'<li><a href="#act-{number}">{_text(title)}</a></li>' for number, title in named)
        last = '<li><a href="#choices">The choices that made it</a></li>' if told.summary.choices else ""
        yield f'<nav aria-label="Parts"><ol>{links}{last}</ol></nav>'
    yield "</header>\n"


def _act(number: int, act: Act) -> Iterator[str]:
    yield f'<section class="act" id="act-{number}">'
    if act.title:
        yield f"<h2>{_text(act.title)}</h2>\n"
    for scene in act.scenes:
        yield from _scene(scene)
    yield "</section>\n"


def _scene(scene: Scene) -> Iterator[str]:
    yield f"<section><h3>{_text(scene.title)}</h3>\n" if scene.title else "<section>"
    yield from map(_block, scene.blocks)
    yield "</section>\n"


def _block(block: Block) -> str:
    said = _emphasised(block.text)
    match block.kind:
        case "speech":
            return f'<p class="speech"><span class="who">{_text(block.speaker)}<span class="ear">:</span></span> {said}</p>\n'
        case "picked":
            return f'<p class="picked"><span class="ear">You chose: </span>{said}</p>\n'
        case "picture":
            drawn = html.escape("\n".join(map(clean, block.picture)))
            return f'<figure><pre aria-hidden="true">{drawn}</pre><figcaption>{said}</figcaption></figure>\n'
        case kind:
            return f'<p class="{kind}">{said}</p>\n'


def _emphasised(text: str) -> str:
    plain, spans = parse(clean(text))
    found, at = [], 0
    for start, end in spans:
        found += [html.escape(plain[at:start]), f"<em>{html.escape(plain[start:end])}</em>"]
        at = end
    return "".join((*found, html.escape(plain[at:]))).replace("\n", "<br>")


def _summary(told: Retelling) -> Iterator[str]:
    run = told.summary
    yield '<section class="summary">'
    if run.choices:
        yield '<h2 id="choices">The choices that made it</h2>\n<ol class="choices">'
        for pick in run.choices:
            yield f'<li value="{pick.turn}"><span class="words">{_emphasised(pick.words)}</span> '
            yield f'<span class="of">{_text(pick.title)}. {_text(words.came_of(pick))}</span></li>\n'
        yield "</ol>"
    facts = list(words.people(run))
    if facts:
        yield "<h2>Who was there</h2>\n<dl>"
        yield from (f"<div><dt>{_text(name)}</dt><dd>{_text(how)}</dd></div>\n" for name, how in facts)
        yield "</dl>"
    if run.ending and run.shares:
        yield '<h2>Of all there is</h2>\n<ul class="shares">'
        yield from (f"<li>{_text(words.share(each))}</li>\n" for each in run.shares)
        yield "</ul>"
    yield "</section>\n"
