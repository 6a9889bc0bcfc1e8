"""The inside of a paragraph to a template. Its grammar and its rules stand in `text.py`.

Braces are paired already, and at most 24 deep; so is the recursion here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from game.language.braces import Braces
from game.language.holes import CONDITION_HINT, VALUE_HINT, read_hole_condition, read_value
from game.language.mistakes import Mistake, Reading, attempt, within
from game.language.tree import Conditional, Constant, Piece, Template, Variant

_SEPARATOR = re.compile(r"\\.|[{|:]|(?<![\w:])[0-9]{1,2}:[0-9]{2}(?![0-9])", re.DOTALL)
_PIECE = re.compile(
    r"""\\(?P<escaped>[{}|:<\\])
    |(?P<star>\\\*)
    |\\[ \t\r]*(?P<newline>\n)[ \t\r]*(?=\S)
    |(?P<space>[ \t\r\n]+)
    |(?P<hole>\{)
    |(?P<join><>)
    |(?P<plain>[^\\{<\s]+(?:\ [^\\{<\s]+)*|[<\s])
    |(?P<stray>\\)""",
    re.VERBOSE,
)
_SPACES = re.compile(r" *\n[ \n]*|  +")
_STOPS = tuple(".,;:!?…")
_QUOTES = "\"'*”’"
_KINDS: Mapping[str, Literal["cycle", "once", "shuffle"]] = {"&": "cycle", "!": "once", "~": "shuffle"}


@dataclass(slots=True)
class TemplateReader:
    """Reads the templates of one text. `failed` when anything was told."""

    reading: Reading
    braces: Braces
    failed: bool = False

    def tell(self, code: str, start: int, end: int, message: str, advice: str) -> None:
        self.reading.tell(Mistake(code, start, end, message, advice))
        self.failed = True

    def template(self, start: int, end: int) -> Template:
        """template = {plain | escape | hole}"""
        pieces: list[Piece] = []
        literal, texts_before = "", False
        while match := _PIECE.match(self.braces.text, start, end):
            start = match.end()
            if match.lastgroup != "hole":
                literal += self._literal(match)
                continue
            marks = self._marks(match.start())
            set_off = literal.rstrip(_QUOTES).endswith(_STOPS) or (texts_before and not literal)
            pieces += [literal, *self.hole(match.start(), marks, set_off=set_off)]
            literal, texts_before = "", bool(marks)
            start = self.braces.pairs[match.start()] + 1
        return _joined([*pieces, literal])

    def _literal(self, match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "space":
            return " "
        if kind == "join":
            advice = "`<>` stands at the beginning or the end of a paragraph; type `\\<>` for the characters."
            self.tell("misplaced-join", match.start(), match.end(), "`<>` joins nothing here", advice)
        elif kind == "stray":
            advice = "Type `\\\\` for a backslash. A line that ends in one keeps its break, under `- |`."
            self.tell("bad-escape", match.start(), match.end() + 1, "this backslash has no meaning", advice)
        return match[kind] if kind is not None else ""

    def _marks(self, opening: int) -> list[int]:
        """The offsets of the colons and bars of a hole that do not belong to an inner one."""
        found = self.braces.outside(_SEPARATOR, opening + 1, self.braces.pairs[opening])
        return [match.start() for match in found if match[0] in "|:"]

    def hole(self, opening: int, marks: list[int], *, set_off: bool) -> Template:
        """hole = "{" kind alternatives "}" | "{" condition ":" … "}" | "{" template "|" alternatives "}" | "{" value "}" """
        start, end = opening + 1, self.braces.pairs[opening]
        if not self.braces.text[start:end].strip():
            self.tell("empty-hole", opening, end + 1, "nothing is between these braces", VALUE_HINT)
            return ()
        bars = [offset for offset in marks if self.braces.text[offset] == "|"]
        if self.braces.text[start] in _KINDS:
            self._check_once(start, marks)
            return self._variant(_KINDS[self.braces.text[start]], opening, self._split(start + 1, bars, end))
        if marks and self.braces.text[marks[0]] == ":":
            return self._conditional(start, marks[0], bars, end, set_off=set_off)
        if bars:
            return self._variant("sequence", opening, self._split(start, bars, end))
        value = attempt(self._inside(start, end, VALUE_HINT), read_value)
        self.failed |= value is None
        return () if value is None else (value,)

    def _inside(self, start: int, end: int, hint: str) -> Reading:
        return replace(self.reading, source=within(self.reading.source, start, end), hint=hint)

    def _split(self, start: int, bars: list[int], end: int) -> list[tuple[int, int]]:
        """The ranges of the alternatives, without the layout at their ends."""
        starts, ends = [start, *(bar + 1 for bar in bars)], [*bars, end]
        return [self._without_layout(*each) for each in zip(starts, ends, strict=True)]

    def _without_layout(self, start: int, end: int) -> tuple[int, int]:
        first, last = self.braces.trimmed(start, end)
        return first if "\n" in self.braces.text[start:first] else start, last if "\n" in self.braces.text[last:end] else end

    def _conditional(self, start: int, colon: int, bars: list[int], end: int, *, set_off: bool) -> Template:
        """condition ":" template ["|" template]"""
        condition = attempt(self._inside(start, colon, CONDITION_HINT), read_hole_condition)
        self.failed |= condition is None
        ranges = self._split(colon + 1, bars, end)
        if len(ranges) > 2:
            advice = "Put another condition into the second text, or type `\\|` for the character."
            self.tell("too-many-alternatives", bars[1], bars[1] + 1, "a condition chooses between two texts", advice)
        if self.braces.text.startswith(" ", *ranges[0]):
            ranges[0] = (ranges[0][0] + 1, ranges[0][1])
        texts = [self.template(*each) for each in ranges]
        if set_off:
            texts = [_set_off(each) for each in texts]
        then, otherwise = texts[0], texts[1] if len(texts) > 1 else ()
        if not any(self.braces.text[slice(*each)].strip() for each in ranges):
            self.tell("empty-hole", start - 1, end + 1, "no text is behind this condition", CONDITION_HINT)
        if condition is None:
            return ()
        if isinstance(condition, Constant):
            return then if condition.value else otherwise
        return (Conditional(condition, then, otherwise),)

    def _check_once(self, start: int, marks: list[int]) -> None:
        """`{!told: …}` is how some other languages say `not`, and would be shown as a text here."""
        name = self.braces.text[start + 1 : marks[0]].strip() if marks and self.braces.text[marks[0]] == ":" else ""
        if self.braces.text[start] == "!" and name in self.reading.scope.variables:
            self.tell("not-or-once", start, marks[0], "`!` is not `not`", f"Write `{{not {name}: …}}`, or type `\\:`.")

    def _variant(
        self,
        kind: Literal["sequence", "cycle", "once", "shuffle"],
        opening: int,
        ranges: list[tuple[int, int]],
    ) -> Template:
        """alternatives = template {"|" template}"""
        step = self.reading.scope.step
        slot = step() if step is not None else ""
        alternatives = tuple(self.template(*each) for each in ranges)
        if step is None:
            advice = "What stands in an option, `locked`, `look` or a note must not change the state. Use `{condition: a|b}`."
            self.tell("varying-text-here", opening, self.braces.pairs[opening] + 1, f"a {kind} is for scripts only", advice)
        if len(alternatives) < 2 and kind != "once":
            advice = "Separate the alternatives with `|`."
            self.tell("one-alternative", opening, self.braces.pairs[opening] + 1, f"a {kind} of one text never varies", advice)
        return (Variant(kind, slot, alternatives),)


def _joined(pieces: list[Piece]) -> Template:
    """The pieces with neighbouring strings made one, and white space in them one space."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(tidy(piece) if isinstance(piece, str) else piece for piece in joined)


def _set_off(template: Template) -> Template:
    """The template with a space before it, unless it is empty or begins with a stop."""
    first = template[0] if template else ""
    begins_with_stop = isinstance(first, str) and first.startswith((*_STOPS, "'", "’", ")"))
    return template if not template or begins_with_stop else _joined([" ", *template])


def tidy(text: str) -> str:
    """`text` without double spaces, and without spaces around a newline."""
    if "  " in text or "\n" in text:
        return _SPACES.sub(lambda match: "\n" if "\n" in match[0] else " ", text)
    return text


def stripped(template: Template, *, start: bool, end: bool) -> Template:
    """A paragraph without the white space at its start and its end."""
    pieces = list(template)
    if start and pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip(" \n")
    if end and pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(" \n")
    return tuple(piece for piece in pieces if piece != "")
