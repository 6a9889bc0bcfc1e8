"""The inside of a paragraph to a template. Its grammar and its rules stand in `text.py`.

Braces are paired already, and at most 24 deep; so is the recursion here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from game.language import folding
from game.language.braces import Braces
from game.language.cases import read_cases
from game.language.holes import CONDITION_HINT, VALUE_HINT, Counted, read_chooser, read_value
from game.language.mistakes import Mistake, Reading, attempt, within
from game.language.spacing import tidy
from game.language.tree import Conditional, Constant, Expression, Piece, Template, Value, Variant
from game.records import dataclass, replace

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
_STOPS = tuple(".,;:!?…")
_QUOTES = "\"'*”’"
_KINDS: Mapping[str, Literal["cycle", "once", "shuffle"]] = {"&": "cycle", "!": "once", "~": "shuffle"}

_QUESTION = re.compile(r"\\.|[{?]", re.DOTALL)
_MAX_NESTED = 100
_ASK_AGAIN = "For more write cases, `{? noise == 0: …|noise < 3: …|else: …}`, or type `\\|` for the character."
_NEVER_TOLD = "Take the last text away: it would never be told. Or type `\\|` for the character."
_WRITE_CASES = "Write `word: text`, and `else: text` for all that is not named. A bar of the text is typed `\\|`."
_COMPARE = "Add another text behind a `|`, or compare: `{noise > 0: …}`, `{count(bag) > 0: …}`."

Case = tuple[Expression, Template]
"""A text, and when it is told: when none before it is, and this holds."""


@dataclass(slots=True)
class TemplateReader:
    """Reads the templates of one text. `failed` when anything was told."""

    reading: Reading
    braces: Braces
    failed: bool = False
    depth: int = 0

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
        """hole = "{" kind alternatives "}" | "{" chooser ":" alternatives "}" | "{" cases "}" | "{" template "|" alternatives "}"
        | "{" value "}" """
        start, end = opening + 1, self.braces.pairs[opening]
        if not self.braces.text[start:end].strip():
            self.tell("empty-hole", opening, end + 1, "nothing is between these braces", VALUE_HINT)
            return ()
        bars = [offset for offset in marks if self.braces.text[offset] == "|"]
        if self.braces.text[start] in _KINDS:
            self._check_once(start, marks)
            return self._variant(_KINDS[self.braces.text[start]], opening, self._split(start + 1, bars, end))
        if marks and self.braces.text[marks[0]] == ":":
            question = next(self.braces.outside(_QUESTION, start, marks[0]), None)
            if question is None:
                cases = self._chosen(start, marks[0], bars, end)
            else:
                cases = self._cases(start, question.start(), marks, end)
            return chain([(when, _set_off(text) if set_off else text) for when, text in cases])
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

    def _chosen(self, start: int, colon: int, bars: list[int], end: int) -> list[Case]:
        """condition ":" template ["|" template] | (number | some-of | "student where" condition) ":" template "|" alternatives"""
        chooser = attempt(self._inside(start, colon, CONDITION_HINT), read_chooser)
        self.failed |= chooser is None
        ranges = self._split(colon + 1, bars, end)
        self._check_texts(chooser, ranges, bars, (start - 1, end + 1))
        texts = self._texts(ranges, "" if chooser is None else chooser.them if isinstance(chooser, Counted) else None)
        if isinstance(chooser, Counted):
            numbers = [folding.compare("==", chooser.number, Constant(chooser.low + at)) for at in range(len(texts) - 1)]
            return list(zip([*numbers, folding.TRUE], texts, strict=True))
        return list(zip([chooser or folding.TRUE, folding.TRUE], texts, strict=False))

    def _check_texts(
        self, chooser: Expression | Counted | None, ranges: list[tuple[int, int]], bars: list[int], whole: tuple[int, int]
    ) -> None:
        """Whether there are as many texts as the chooser can choose between, and any words in them."""
        if isinstance(chooser, Counted) and len(ranges) > chooser.most:
            what = f"this is never more than {chooser.low + chooser.most - 1}"
            self.tell("too-many-alternatives", bars[chooser.most - 1], bars[chooser.most - 1] + 1, what, _NEVER_TOLD)
        elif not isinstance(chooser, Counted) and len(ranges) > 2:
            self.tell("too-many-alternatives", bars[1], bars[1] + 1, "a condition chooses between two texts", _ASK_AGAIN)
        if isinstance(chooser, Counted) and len(ranges) < 2:
            self.tell("one-alternative", *whole, "a number chooses between two texts or more", _COMPARE)
        if not any(self.braces.text[slice(*each)].strip() for each in ranges):
            self.tell("empty-hole", *whole, "no text is behind this condition", CONDITION_HINT)

    def _cases(self, start: int, question: int, marks: list[int], end: int) -> list[Case]:
        """cases = [value] "?" case {"|" case}; the rules stand in `cases.py`."""
        asked = self._inside(start, question, CONDITION_HINT)
        cases = attempt(asked, read_cases)
        self.failed |= cases is None
        bars = [offset for offset in marks if self.braces.text[offset] == "|"]
        conditions, ranges = [], []
        for first, last in zip([question + 1, *(bar + 1 for bar in bars)], [*bars, end], strict=True):
            colon = next((mark for mark in marks if first <= mark < last and self.braces.text[mark] == ":"), last)
            label = self._inside(*self.braces.trimmed(first, colon), CONDITION_HINT)
            if colon == last:
                self.tell("bad-case", first, last, "it is not said when this is told", _WRITE_CASES)
            elif cases is not None:
                conditions.append(attempt(label, cases.read))
            ranges.append(self._without_layout(min(colon + 1, last), last))
        texts = self._texts(ranges, None)
        known = [when for when in conditions if when is not None]
        complete = attempt(asked, cases.close) if cases is not None and len(known) == len(texts) else None
        self.failed |= complete is None
        if complete:
            known[-1] = folding.TRUE  # the last one needs no question: it is what is left
        return list(zip(known, texts, strict=False))

    def _texts(self, ranges: list[tuple[int, int]], them: Value | str | None) -> list[Template]:
        """The texts between which a hole chooses; a space behind their colon is of the form. `them` is what is counted."""
        if self.depth + len(ranges) > _MAX_NESTED:
            advice = "Put the inner part into a paragraph of its own, under `if`."
            self.tell("text-too-deep", ranges[0][0], ranges[-1][1], "too many texts stand inside one another here", advice)
            return [()] * len(ranges)
        outer, depth, texts = self.reading, self.depth, []
        if them is not None:
            self.reading = replace(outer, scope=replace(outer.scope, them=them))
        for start, end in ranges:
            self.depth += 1  # written out, each text stands inside the one before it
            behind_colon = self.braces.text.startswith(" ", start, end) and self.braces.text[start - 1] == ":"
            texts.append(self.template(start + behind_colon, end))
        self.reading, self.depth = outer, depth
        return texts

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


def chain(cases: list[Case]) -> Template:
    """The first text whose case holds, written out as conditional texts inside one another."""
    otherwise: Template = ()
    for when, text in reversed(cases):
        if when == folding.TRUE:
            otherwise = text
        elif when != folding.FALSE:
            otherwise = (Conditional(when, text, otherwise),)
    return otherwise


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


def stripped(template: Template, *, start: bool, end: bool) -> Template:
    """A paragraph without the white space at its start and its end."""
    pieces = list(template)
    if start and pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip(" \n")
    if end and pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(" \n")
    return tuple(piece for piece in pieces if piece != "")
