"""Pictures and sounds, each with words that say the same. A picture stands under `picture:` in `story.yaml`, or in a file
of its own, `art/ID.txt` beside it.

A picture keeps its spaces. Empty lines around it, blanks behind its lines and a margin that all lines share are dropped, so that
where it stands on the screen is for the screen to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from game.diagnostics import Report, Span, cells, did_you_mean
from game.language.characters import uncertain_widths
from game.loading.forms import Fields, read_form
from game.loading.keys import ART, SOUND
from game.loading.reading.decoding import decode
from game.loading.reading.folder import PICTURE_SUFFIX, PICTURES
from game.loading.reading.nodes import MappingNode, Node, ScalarNode
from game.loading.syntax.widths import uncertain
from game.records import dataclass, replace
from game.story.model import Art, Sound

MAX_COLUMNS, MAX_ROWS = 60, 12
"""What stands beside text on the smallest screen that shows pictures, 80 x 24."""


@dataclass(frozen=True, slots=True)
class DraftArt:
    """`picture` is None where it stands in a file of its own."""

    id: str
    picture: ScalarNode | None
    words: str
    span: Span
    bright: str
    dim: str


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    span: Span


def read_art(key: ScalarNode, node: Node, report: Report) -> DraftArt | None:
    """A picture as `story.yaml` declares it."""
    fields = read_form(node, ART, f"The picture `{key.text}`", report)
    if not fields:
        return None
    words = _words(key, node, fields, report)
    return DraftArt(key.text, fields.scalar("picture"), words, key.span, fields.line("bright"), fields.line("dim"))


def read_sound(key: ScalarNode, node: Node, report: Report) -> Sound | None:
    """A sound of `story.yaml`."""
    fields = read_form(node, SOUND, f"The sound `{key.text}`", report)
    return Sound(key.text, _words(key, node, fields, report), key.span) if fields else None


def _words(key: ScalarNode, node: Node, fields: Fields, report: Report) -> str:
    if isinstance(node, MappingNode) and not any(name.text == "words" for name, _ in node.items):
        advice = "Add `words:` that say the same: not everybody sees pictures or hears sounds."
        report.error("missing-words", key.span, f"`{key.text}` has no words", advice)
    return fields.line("words")


def read_pictures(drafts: Mapping[str, DraftArt], files: Mapping[str, str | bytes], report: Report) -> dict[str, Art]:
    """The pictures that `story.yaml` declares, each with its lines. `files` are those of the story, by their names."""
    _refuse_strays(drafts, files, report)
    return {
        draft.id: Art(draft.id, _picture(draft, files, report), draft.words, draft.span, draft.bright, draft.dim)
        for draft in drafts.values()
    }


def file_of(art: str) -> str:
    """Where the picture stands that `story.yaml` does not draw itself."""
    return f"{PICTURES}{art}{PICTURE_SUFFIX}"


def _refuse_strays(drafts: Mapping[str, DraftArt], files: Iterable[str], report: Report) -> None:
    for file in files:
        name = file.removeprefix(PICTURES).removesuffix(PICTURE_SUFFIX)
        if file == file_of(name) and name not in drafts:
            advice = did_you_mean(name, drafts) or f"Declare it in story.yaml: `art: {{{name}: {{words: What it shows.}}}}`."
            report.error("unknown-art", Span(file, 1, 1), f"story.yaml has no picture `{name}`", advice)


def _picture(draft: DraftArt, files: Mapping[str, str | bytes], report: Report) -> tuple[str, ...]:
    rows = _rows(draft, files, report)
    while rows and not rows[-1].text:
        rows.pop()
    while rows and not rows[0].text:
        rows.pop(0)
    margin = min((len(row.text) - len(row.text.lstrip()) for row in rows if row.text), default=0)
    _refuse_size(draft, rows, margin, report)
    if draft.picture is None:
        for row in rows:
            for start, length, what in uncertain_widths(row.text):
                report.add(uncertain(replace(row.span, column=start + 1, length=length), what))
    return tuple(row.text[margin:] for row in rows)


def _rows(draft: DraftArt, files: Mapping[str, str | bytes], report: Report) -> list[_Row]:
    file = file_of(draft.id)
    if draft.picture is not None:
        if file in files:
            advice = f"Take `picture` away, or the file {file}."
            report.error("double-picture", draft.picture.span, f"`{draft.id}` has two pictures", advice)
        source, text = draft.picture.source(), draft.picture.text
        starts = [0]
        for line in text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        lines = zip(text.split("\n"), starts, strict=False)
        return [_Row(line.rstrip(), source.locate(at, max(1, len(line.rstrip())))) for line, at in lines]
    if file not in files:
        advice = f"Draw it under `picture: |`, or in the file {file}."
        report.error("missing-picture", draft.span, f"`{draft.id}` has words, and nothing is drawn", advice)
        return []
    decoded = decode(file, files[file], report)
    lines_of_file = decoded.text.split("\n") if decoded is not None else []
    return [_Row(line.rstrip(), Span(file, at, 1, max(1, len(line)))) for at, line in enumerate(lines_of_file, start=1)]


def _refuse_size(draft: DraftArt, rows: list[_Row], margin: int, report: Report) -> None:
    size = f"A picture has at most {MAX_COLUMNS} columns and {MAX_ROWS} lines."
    wide = next((row for row in rows if cells(row.text[margin:]) > MAX_COLUMNS), None)
    if wide is not None:
        columns = cells(wide.text[margin:])
        report.error("picture-too-large", wide.span, f"`{draft.id}` is {columns} columns wide here", size)
    if len(rows) > MAX_ROWS:
        report.error("picture-too-large", rows[MAX_ROWS].span, f"`{draft.id}` has {len(rows)} lines", size)
