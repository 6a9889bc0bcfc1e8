"""One file: its bytes -> text without tabs -> repaired -> laid out -> proved to say the same as before.

Whatever is doubtful on the way leaves the file as it is: it cannot be read to its end, or could be read in two ways, or the proof
fails (which would be a mistake of this program, and must not cost an author a word).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from game.authoring.fmt.gaps import NotUnderstoodError
from game.authoring.fmt.layout import lay_out
from game.authoring.fmt.misread import misread
from game.authoring.fmt.proof import Meaning, meaning, signs
from game.authoring.fmt.repairs import Repair, applied
from game.authoring.fmt.roles import Placed, scene_file, story_file
from game.authoring.fmt.slips import repairs
from game.authoring.fmt.whitespace import plain_breaks, without_tabs
from game.authoring.fmt.wrapping import loosely, wrapped
from game.diagnostics import Report
from game.loading.keys import Form
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import Node
from game.loading.reading.places import SourceText

MAX_READ_AGAIN = 20_000_000
"""So many characters of a file are read again to find one slip after the other."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file as it should be: `text`, or, when it must be left as it is, None and the `problem`. `old` is what was in it."""

    old: str
    text: str | None = None
    repaired: tuple[Repair, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: `story.yaml`, or scenes; and who may speak in it, or None when that is not known."""

    is_story: bool
    cast: Collection[str] | None

    def placed(self, root: Node) -> list[Placed]:
        return list(story_file(root) if self.is_story else scene_file(root, self.cast or ()))


def format_text(file: str, data: bytes, kind: Kind, wrap: int = 0) -> Formatted:
    """The file laid out and repaired; with `wrap`, paragraphs under `|` re-wrapped to so many cells. `file` is for messages."""
    report = Report()
    try:
        old = data.decode("utf-8")
    except UnicodeDecodeError:
        read_nodes(file, data, report)
        return Formatted("", problem=report.draw())
    results = [_repaired(file, text, kind) for text in without_tabs(plain_breaks(old))]
    good = [result for result in results if result.root is not None]
    if not good:
        return Formatted(old, repaired=results[0].repaired, problem=results[0].problem)
    first = good[0]
    if any(loosely(other.said) != loosely(first.said) for other in good[1:]):
        return Formatted(old, problem=f"{file}: its tabs can be read in more than one way. Type spaces where a line begins.")
    if wrap:
        first = _wrapped(file, first, kind, wrap)
    return _laid_out(file, old, first, kind)


@dataclass(frozen=True, slots=True)
class _Readable:
    """A text that can be read, as `root`, which says `said`; or why it cannot."""

    text: str
    root: Node | None = None
    said: Meaning = ""
    repaired: tuple[Repair, ...] = ()
    problem: str = ""


def _orders(placed: list[Placed]) -> dict[int, Form]:
    return {id(node): form for node, _, form in placed if form is not None}


def _repaired(file: str, text: str, kind: Kind) -> _Readable:
    """The text with everything repaired that keeps it from being read as it was meant."""
    typed, done, budget = text, list[Repair](), MAX_READ_AGAIN
    while True:
        report = Report()
        root = read_nodes(file, text, report)
        source = SourceText(file, text)
        found = repairs(source, report, (not kind.is_story and kind.cast) or ())
        budget -= len(text)
        if not found or budget < 0:
            break
        done += found
        text = applied(text, found)
    if root is None or report.errors or signs(text) != signs(typed):
        problem = report.draw() if report.errors else f"{file}: repairing it would have changed its words. It was left as it is."
        return _Readable(text, repaired=tuple(done), problem=problem)
    return _put_right(file, _Readable(text, root, meaning(root, _orders(kind.placed(root)), {}), tuple(done)), kind)


def _put_right(file: str, readable: _Readable, kind: Kind) -> _Readable:
    """What YAML took for lists or keys, as the prose that it is. Who may speak must be known for that."""
    root = readable.root
    if root is None or (kind.cast is None and not kind.is_story):
        return readable
    placed = kind.placed(root)
    found = list(misread(placed, kind.cast or ()))
    if not found:
        return readable
    text = applied(readable.text, [repair for _, repair, _ in found])
    expected = meaning(root, _orders(placed), {id(node): words for node, _, words in found})
    again = read_nodes(file, text, Report())
    if again is None or meaning(again, _orders(kind.placed(again)), {}) != expected:
        return readable
    return _Readable(text, again, expected, (*readable.repaired, *(repair for _, repair, _ in found)))


def _wrapped(file: str, readable: _Readable, kind: Kind, width: int) -> _Readable:
    assert readable.root is not None, "only what can be read is wrapped"
    text = wrapped(kind.placed(readable.root), readable.text, width)
    root = read_nodes(file, text, Report())
    said = meaning(root, _orders(kind.placed(root)), {}) if root is not None else ""
    return replace(readable, text=text, root=root, said=said) if loosely(said) == loosely(readable.said) else readable


def _laid_out(file: str, old: str, readable: _Readable, kind: Kind) -> Formatted:
    """The readable text laid out, if that is proved to say the same."""
    assert readable.root is not None, "only what can be read is laid out"
    report = Report()
    try:
        text = lay_out(readable.root, _orders(kind.placed(readable.root)), spaced=not kind.is_story)
    except NotUnderstoodError as error:
        return Formatted(old, problem=f"{file}: something at {error} is not known to the layout. The file was left as it is.")
    root = read_nodes(file, text, report)
    if root is None or report.errors or meaning(root, _orders(kind.placed(root)), {}) != readable.said:
        problem = f"{file}: laid out, it would not have said the same, which is a mistake of `hyosan fmt`. It was left as it is."
        return Formatted(old, problem=problem)
    return Formatted(old, text, readable.repaired)
