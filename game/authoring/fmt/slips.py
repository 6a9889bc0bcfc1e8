"""Slips that keep a file from being read as it was meant, found by what the reader says of them.

The reader already tells the usual slips apart and points at them. Here it is decided which of them can have been meant in just
one way, from the one line (or the few) that they are in. A bracket or a quote that is not closed, text on the line of a `|`, a
key in a column of its own: those have two readings, and are left to the author.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from game.authoring.fmt.outline import Outline
from game.authoring.fmt.repairs import Repair, as_prose, column_of
from game.diagnostics import Diagnostic
from game.loading.keys import ART, BEATS, ENDING, MEMBER, NOTE, OPTION, PLACE, SCENE, SOUND, STORY
from game.loading.reading.places import SourceText
from game.loading.syntax.typed import TypedLine, line_at, lines_above, quoted

FORMS = (STORY, MEMBER, PLACE, NOTE, ART, SOUND, ENDING, SCENE, OPTION, *BEATS.values())
KEYS = frozenset(key for form in FORMS for key in form)
_SCRIPTS = ("script", "telling")
_READ_FURTHER = {"bright", "dim", "each", "range", "start", "version"}
PROSE_KEYS = (
    {key for form in FORMS for key in form if form[key].holds in ("text", "line", *_SCRIPTS)}
    - _READ_FURTHER
    - {key for form in FORMS for key in form if form[key].holds not in ("text", "line", *_SCRIPTS)}
)
SCRIPT_KEYS = {key for form in FORMS for key in form if form[key].holds in _SCRIPTS}

_QUOTE = re.compile("[\"']")
_COMMENT = re.compile(r"(?:^| )#")
_FOR_AUTHORS = re.compile(r"# *(?:todo|fixme|xxx|note|hack)\b", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.!?…:;)\]][\"'’”*]*$")
_ESCAPE = re.compile(r"\\(.)")
_GLUED_DASH = re.compile(r"-(?=[^\s\d-])")


@dataclass(frozen=True, slots=True)
class _Slip:
    """A slip in a line; `cast` are those who may speak."""

    source: SourceText
    line: TypedLine
    at: int
    cast: Collection[str]
    outline: Outline

    @property
    def is_prose(self) -> bool:
        """Whether there should be prose in this place of the line, as far as the lines tell."""
        line, parent = self.line, self.outline.parent(self.line, self.source.line_start(self.line.start))
        if line.key:
            return line.key in PROSE_KEYS or line.key in self.cast or parent == "look"
        return bool(line.dashes) and parent in SCRIPT_KEYS

    def prose(self, reason: str) -> Repair | None:
        """All words of the line, and of those that go on with it, as prose."""
        lines, end = self._lines()
        typed = as_prose(lines, column_of(self.line), self._is_commented) if lines and self.is_prose else ""
        return Repair(self.line.start, end, typed, self.line.number, reason) if typed else None

    @property
    def _is_commented(self) -> bool:
        end = self.line.start + len(self.line.words)
        return bool(self.source.text[end : self.source.line_end(end)].strip(" "))

    def _lines(self) -> tuple[list[str], int]:
        """The words, line by line, and where they end; none when one of the lines may be something else, or has a comment."""
        lines, end = [self.line.words], self.line.start + len(self.line.words)
        for below in self.below():
            whole = self.source.text[below.start : self.source.line_end(below.start)].rstrip(" ")
            if below.key or below.dashes or below.glued or self._is_commented or _COMMENT.search(whole):
                return [], end
            lines.append(whole)
            end = below.start + len(whole)
        return lines, end

    def below(self) -> Iterator[TypedLine]:
        """The lines that go on with the words: further in than their dash or key, up to a blank one."""
        start = self.line.start
        while (end := self.source.text.find("\n", start)) >= 0:
            line = line_at(self.source, end + 1)
            if line.indent <= column_of(self.line) or not (line.words or line.key or line.dashes):
                return
            yield line
            start = line.start


def repairs(source: SourceText, found: Iterable[Diagnostic], cast: Collection[str]) -> list[Repair]:
    """What to type instead, for those of the diagnostics of a file that can only have been meant in one way."""
    made: dict[int, Repair] = {}
    outline = Outline(source.text)
    starts = [0, *(match.end() for match in re.finditer("\n", source.text))]
    for diagnostic in found:
        repair_of = _REPAIRS.get(diagnostic.code)
        at = starts[diagnostic.span.line - 1] + diagnostic.span.column - 1
        line = _without_comment(line_at(source, at))
        repair = repair_of(_Slip(source, line, at, cast, outline)) if repair_of else None
        if repair is not None:
            made.setdefault(line.number, repair)
    return list(made.values())


def _without_comment(line: TypedLine) -> TypedLine:
    """The line without the comment that stands behind words that have no quotation marks; behind others it may be none."""
    words, mark, _ = line.words.partition("  #")
    return replace(line, words=words.rstrip()) if mark and not _QUOTE.search(words) else line


def _into_quotes(slip: _Slip) -> Repair | None:
    """The words begin with a sign, or have one in them, that YAML takes for its own."""
    if _COMMENT.search(slip.line.words):
        return None
    return slip.prose("put into quotes") if slip.at >= slip.line.start else None


def _apostrophe(slip: _Slip) -> Repair | None:
    """`'It's late.'` is a text in quotes with an apostrophe in it; anything else has words after its quotes."""
    line, text = slip.line, slip.source.text
    is_inside = line.words.startswith("'") and text[slip.at - 1] == "'" and text[slip.at].isalpha()
    if not is_inside or not line.words.endswith("'") or not slip.is_prose or '"' in line.words or "\\" in line.words:
        return _into_quotes(slip)
    typed = quoted(line.words[1:-1].replace("''", "'"))
    return Repair(line.start, line.start + len(line.words), typed, line.number, "put into double quotes")


def _number_sign(slip: _Slip) -> Repair | None:
    """`- # two` is prose when it is a beat, unless it looks like a line that an author wrote to themselves."""
    return None if _FOR_AUTHORS.match(slip.line.words) or not slip.line.words.startswith("#") else slip.prose("put into quotes")


def _cut(slip: _Slip) -> Repair | None:
    """`He is number #5.`: the text breaks off inside of a sentence, at a `#` that belongs to a word."""
    text = slip.source.text
    before, after = text[slip.line.start : slip.at].rstrip(), text[slip.at + 1 : slip.source.line_end(slip.at)]
    if _SENTENCE_ENDS.search(before) or not after[:1].isalnum() or "  #" in after or _FOR_AUTHORS.match("#" + after):
        return None
    end = slip.source.line_end(slip.at)
    whole = slip.source.text[slip.line.start : end].rstrip()
    typed = as_prose([whole], column_of(slip.line))
    if not typed or not slip.is_prose or slip.at < slip.line.start or _goes_on(slip):
        return None
    return Repair(slip.line.start, slip.line.start + len(whole), typed, slip.line.number, "put into quotes")


def _goes_on(slip: _Slip) -> bool:
    return next(slip.below(), None) is not None


def _backslash(slip: _Slip) -> Repair | None:
    """A backslash that means nothing to YAML was meant for the story, or for itself."""
    line = slip.line
    if not (line.words.startswith('"') and line.words.endswith('"') and slip.is_prose) or _goes_on(slip):
        return None
    doubled = _ESCAPE.sub(lambda found: found[0] if found[1] in '\\"' else "\\" + found[0], line.words)
    return Repair(line.start, line.start + len(line.words), doubled, line.number, "two backslashes for one")


def _space(slip: _Slip) -> Repair | None:
    """`goto:yard`, `-A moth`: a space is missing behind what is a key or a dash for certain."""
    line = slip.line
    glued = line.glued
    if glued == "-":
        dash_above = next(iter(lines_above(slip.source, line.start)), None)
        fits = dash_above is not None and (
            (dash_above.dashes and dash_above.indent == line.indent)
            or (not dash_above.words and dash_above.key in SCRIPT_KEYS and dash_above.indent < line.indent)
        )
        fits = fits and not line.dashes
    else:
        fits = glued[:-1] in KEYS or glued[:-1] in slip.cast
    if not glued or not fits:
        return None
    end = line.start + len(glued)
    return Repair(end, end, " ", line.number, f"a space after the {'dash' if glued == '-' else 'colon'}")


def _foreign(slip: _Slip) -> Repair | None:
    """Spaces that are no plain ones. A long dash and a wide colon are signs that may be meant."""
    text, end = slip.source.text, slip.at + 1
    if not text[slip.at].isspace():
        return None
    while text[end : end + 1].isspace() and text[end] != "\n":
        end += 1
    return Repair(slip.at, end, " " * (end - slip.at), slip.line.number, "plain spaces")


_REPAIRS: Mapping[str, Callable[[_Slip], Repair | None]] = {
    "text-after-quote": _apostrophe,
    "colon-in-text": _into_quotes,
    "needs-quotes": _into_quotes,
    "alias": _into_quotes,
    "anchor": _into_quotes,
    "tag": _into_quotes,
    "empty-item": _number_sign,
    "comment-in-prose": _cut,
    "comment-in-text": _cut,
    "bad-escape": _backslash,
    "missing-space": _space,
    "foreign-sign": _foreign,
}
"""Codes of the reader, and what repairs them."""
