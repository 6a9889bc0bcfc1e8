r"""Texts to templates: paragraphs, holes in braces, escapes.

    text         = paragraph {BLANK-LINE paragraph}
    paragraph    = ["<>"] template ["<>"]
    template     = {plain | escape | hole}
    escape       = "\" ("{" | "}" | "|" | ":" | "*" | "<" | "\" | LINE-BREAK)
    hole         = "{" ("&" | "!" | "~") alternatives "}"           a cycle, each once, a shuffle
                 | "{" condition ":" template ["|" template] "}"
                 | "{" template "|" alternatives "}"                a sequence
                 | "{" (value | NAME ".name") "}"
    alternatives = template {"|" template}

Rules that hold throughout:

- White space, line breaks too, is one space; at both ends of a paragraph it is nothing. A line that ends in a backslash keeps
  its break, as a newline.
- The colon of a condition is the first one outside inner braces that is not part of a time (`01:30`) and that has no `|` before it.
- The space after that colon is part of the text where the hole follows directly on a word or on the end of a sentence
  (`He knows.{told: So do you.}`), not after a space, an opening quote or bracket, or a dash (`"{told: You|They} know."`).
- White space beside a `|` or a brace that has a line break in it is layout, and dropped.
- Emphasis stays as it is written: `*so*`. An asterisk that is meant as one stays `\*`, so that the screen can tell them apart.

Braces are paired before anything else is read, in one pass and without recursion; what follows recurses at most `MAX_DEPTH` deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from game.diagnostics import Report
from game.language.holes import CONDITION_HINT, VALUE_HINT, read_hole_condition, read_value
from game.language.mistakes import Mistake, Reading, attempt, within
from game.language.scope import Scope, Source
from game.language.tree import Conditional, Constant, Piece, Template, Variant

MAX_DEPTH = 24

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_SEPARATOR = re.compile(r"\\.|[{|:]|(?<![\w:])[0-9]{1,2}:[0-9]{2}(?![0-9])", re.DOTALL)
_BREAK = re.compile(r"\\.|\{|\n[ \t\r]*(?:\n[ \t\r]*)+", re.DOTALL)
_PIECE = re.compile(
    r"""\\(?P<escaped>[{}|:<\\])
    |(?P<star>\\\*)
    |\\[ \t\r]*(?P<newline>\n)[ \t\r]*(?=\S)
    |(?P<space>[ \t\r\n]+)
    |(?P<hole>\{)
    |(?P<join><>)
    |(?P<plain>[^\\{<\s]+|[<\s])
    |(?P<stray>\\)""",
    re.VERBOSE,
)
_SPACES = re.compile(r" *\n[ \n]*|  +")
_OPENING = " \n([{“‘«—–-"
_QUOTES = "\"'*"
_KINDS: Mapping[str, Literal["cycle", "once", "shuffle"]] = {"&": "cycle", "!": "once", "~": "shuffle"}


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """One paragraph of a text, `start` characters into its source."""

    text: Template
    joins_last: bool
    joins_next: bool
    start: int


def read_text(source: Source, scope: Scope, report: Report) -> tuple[ParagraphText, ...] | None:
    """The paragraphs of a text. None when it has mistakes; they are in the report."""
    reading = Reading(source, scope, report)
    pairs = attempt(reading, pair_braces)
    if pairs is None:
        return None
    reader = _Reader(reading, pairs)
    found = tuple(reader.paragraph(start, end) for start, end in reader.paragraphs())
    if not found:
        reading.tell(Mistake("empty-text", 0, len(source.text), "There is no text here.", "Write some, or remove the line."))
    return None if reader.failed or not found else found


def read_line(source: Source, scope: Scope, report: Report) -> Template | None:
    """A text of one paragraph that joins no other, such as the words of an option. None when it has mistakes."""
    paragraphs = read_text(source, scope, report)
    if paragraphs is None:
        return None
    reading = Reading(source, scope, report)
    first = paragraphs[0]
    if len(paragraphs) > 1:
        start = paragraphs[1].start
        advice = "Remove the blank line; a line that ends in `\\` keeps its break."
        reading.tell(Mistake("one-paragraph", start, start + 1, "Only one paragraph fits here.", advice))
        return None
    if first.joins_last or first.joins_next:
        advice = "Only the paragraphs of a script join; type `\\<>` for the characters."
        reading.tell(Mistake("misplaced-join", first.start, first.start + 1, "Nothing can be joined to this with `<>`.", advice))
        return None
    return first.text


def pair_braces(reading: Reading) -> dict[int, int]:
    """For the offset of each opening brace that of its closing one. Mistakes: one without the other, and too deep a nest."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(reading.source.text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
        elif match[0] == "}":
            raise _unbalanced(match.start(), "closes nothing", "\\}")
        if len(opened) > MAX_DEPTH:
            advice = "Put the inner part into a paragraph of its own, under `if`."
            raise Mistake("text-too-deep", match.start(), match.end(), f"texts nest at most {MAX_DEPTH} deep", advice)
    if opened:
        raise _unbalanced(opened[-1], "is never closed", "\\{")
    return pairs


def _unbalanced(offset: int, what: str, escape: str) -> Mistake:
    advice = f"A brace that belongs to the text is typed `{escape}`."
    return Mistake("unbalanced-brace", offset, offset + 1, f"this brace {what}", advice)


@dataclass(slots=True)
class _Reader:
    """Reads one text whose braces are paired. `failed` when anything was told."""

    reading: Reading
    pairs: Mapping[int, int]
    failed: bool = False

    @property
    def text(self) -> str:
        return self.reading.source.text

    def tell(self, code: str, start: int, end: int, message: str, advice: str) -> None:
        self.reading.tell(Mistake(code, start, end, message, advice))
        self.failed = True

    def marks(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[re.Match[str]]:
        """The matches of `pattern` outside inner braces and escapes."""
        match = pattern.search(self.text, start, end)
        while match is not None:
            if match[0][0] not in "\\{":
                yield match
            following = self.pairs[match.start()] + 1 if match[0] == "{" else match.end()
            match = pattern.search(self.text, following, end)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The range without the white space at its ends."""
        while start < end and self.text[start] in " \t\r\n":
            start += 1
        while start < end and self.text[end - 1] in " \t\r\n":
            end -= 1
        return start, end

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        start = 0
        for match in self.marks(_BREAK, 0, len(self.text)):
            yield from self._paragraph_range(start, match.start())
            start = match.end()
        yield from self._paragraph_range(start, len(self.text))

    def _paragraph_range(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        start, end = self.trimmed(start, end)
        if start < end:
            yield start, end

    def paragraph(self, start: int, end: int) -> ParagraphText:
        """paragraph = ["<>"] template ["<>"]"""
        begin = start
        joins_last = self.text.startswith("<>", start)
        if joins_last:
            begin += 2
        joins_next = self.text.endswith("<>", begin, end) and not self._escaped(end - 2)
        begin, stop = self.trimmed(begin, end - 2 if joins_next else end)
        return ParagraphText(_stripped(self.template(begin, stop, opens=True)), joins_last, joins_next, start)

    def _escaped(self, offset: int) -> bool:
        before = self.text[:offset]
        return (len(before) - len(before.rstrip("\\"))) % 2 == 1

    def template(self, start: int, end: int, *, opens: bool) -> Template:
        """template = {plain | escape | hole}

        `opens` is whether a text that begins here begins after a space, an opening quote or bracket, or a dash.
        """
        pieces: list[Piece] = []
        literal = ""
        while start < end:
            match = _PIECE.match(self.text, start, end)
            if match is None:
                break  # every character has an alternative of its own in the pattern
            start = match.end()
            if match.lastgroup != "hole":
                literal += self._literal(match)
                continue
            found = self.hole(match.start(), opens=_opens(literal, opens))
            pieces += [literal, *found]
            opens, literal = opens and not found and not literal, ""
            start = self.pairs[match.start()] + 1
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

    def hole(self, opening: int, *, opens: bool) -> Template:
        """hole = "{" kind alternatives "}" | "{" condition ":" … "}" | "{" template "|" alternatives "}" | "{" value "}" """
        start, end = opening + 1, self.pairs[opening]
        if not self.text[start:end].strip():
            self.tell("empty-hole", opening, end + 1, "nothing is between these braces", VALUE_HINT)
            return ()
        marks = [match.start() for match in self.marks(_SEPARATOR, start, end) if match[0] in "|:"]
        bars = [offset for offset in marks if self.text[offset] == "|"]
        if self.text[start] in _KINDS:
            self._check_once(start, marks)
            return self._variant(_KINDS[self.text[start]], opening, self._split(start + 1, bars, end), opens=opens)
        if marks and self.text[marks[0]] == ":":
            return self._conditional(start, marks[0], bars, end, opens=opens)
        if bars:
            return self._variant("sequence", opening, self._split(start, bars, end), opens=opens)
        value = attempt(self._inside(start, end), read_value, VALUE_HINT)
        self.failed |= value is None
        return () if value is None else (value,)

    def _inside(self, start: int, end: int) -> Reading:
        return replace(self.reading, source=within(self.reading.source, start, end))

    def _split(self, start: int, bars: list[int], end: int) -> list[tuple[int, int]]:
        """The ranges of the alternatives, without the layout at their ends."""
        starts, ends = [start, *(bar + 1 for bar in bars)], [*bars, end]
        return [self._without_layout(*each) for each in zip(starts, ends, strict=True)]

    def _without_layout(self, start: int, end: int) -> tuple[int, int]:
        first, last = self.trimmed(start, end)
        return first if "\n" in self.text[start:first] else start, last if "\n" in self.text[last:end] else end

    def _conditional(self, start: int, colon: int, bars: list[int], end: int, *, opens: bool) -> Template:
        """condition ":" template ["|" template]"""
        condition = attempt(self._inside(start, colon), read_hole_condition, CONDITION_HINT)
        self.failed |= condition is None
        ranges = self._split(colon + 1, bars, end)
        if len(ranges) > 2:
            advice = "Put another condition into the second text, or type `\\|` for the character."
            self.tell("too-many-alternatives", bars[1], bars[1] + 1, "a condition chooses between two texts", advice)
        if opens:
            ranges[0] = (self.trimmed(*ranges[0])[0], ranges[0][1])
        then, *rest = (self.template(*each, opens=opens) for each in ranges)
        otherwise = rest[0] if rest else ()
        if not then and not otherwise:
            self.tell("empty-hole", start - 1, end + 1, "no text is behind this condition", CONDITION_HINT)
        if condition is None:
            return ()
        if isinstance(condition, Constant):
            return then if condition.value else otherwise
        return (Conditional(condition, then, otherwise),)

    def _check_once(self, start: int, marks: list[int]) -> None:
        """`{!told: …}` is how some other languages say `not`, and would be shown as a text here."""
        name = self.text[start + 1 : marks[0]].strip() if marks and self.text[marks[0]] == ":" else ""
        if self.text[start] == "!" and name in self.reading.scope.variables:
            self.tell("not-or-once", start, marks[0], "`!` is not `not`", f"Write `{{not {name}: …}}`, or type `\\:`.")

    def _variant(
        self,
        kind: Literal["sequence", "cycle", "once", "shuffle"],
        opening: int,
        ranges: list[tuple[int, int]],
        *,
        opens: bool,
    ) -> Template:
        """alternatives = template {"|" template}"""
        step = self.reading.scope.step
        slot = step() if step is not None else ""
        alternatives = tuple(self.template(*each, opens=opens) for each in ranges)
        if step is None:
            advice = "What stands in an option, `locked`, `look` or a note must not change the state. Use `{condition: a|b}`."
            self.tell("varying-text-here", opening, self.pairs[opening] + 1, f"a {kind} is for scripts only", advice)
        if len(alternatives) < 2 and kind != "once":
            advice = "Separate the alternatives with `|`."
            self.tell("one-alternative", opening, self.pairs[opening] + 1, f"a {kind} of one text never varies", advice)
        return (Variant(kind, slot, alternatives),)


def _opens(literal: str, before: bool) -> bool:
    """Whether what comes after `literal` follows a space, an opening quote or bracket, or a dash; `before` when it is empty."""
    bare = literal.rstrip(_QUOTES)
    return bare[-1] in _OPENING if bare else before


def _joined(pieces: list[Piece]) -> Template:
    """The pieces with neighbouring strings made one, and white space in them one space."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(tidy(piece) if isinstance(piece, str) else piece for piece in joined)


def tidy(text: str) -> str:
    """`text` without double spaces, and without spaces around a newline."""
    if "  " in text or "\n" in text:
        return _SPACES.sub(lambda match: "\n" if "\n" in match[0] else " ", text)
    return text


def _stripped(template: Template) -> Template:
    """A paragraph without the white space at its ends."""
    pieces = list(template)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip(" \n")
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(" \n")
    return tuple(piece for piece in pieces if piece != "")
