"""Texts back to what an author would type: paragraphs with their holes, in braces. The rules are those of `language/text.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from game.language.tree import Conditional, Expression, Piece, Template, Value, Variant
from game.records import dataclass

_KINDS: Mapping[str, str] = {"sequence": "", "cycle": "&", "once": "!", "shuffle": "~"}
_TIME_OR_SIGN = re.compile(r"(?<![\w:])[0-9]{1,2}:[0-9]{2}(?![0-9])|[{}|:]")
_STOP_BEFORE = re.compile(r"[.,;:!?…][\"'*”’]*\Z")


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes texts; `condition` and `number` write what stands in their braces."""

    condition: Callable[[Expression], str]
    number: Callable[[Expression], str]

    def text(self, template: Template) -> str:
        """The text with its holes, on one line but for forced breaks."""
        return "".join(self._pieces(template, ""))

    def _pieces(self, template: Template, hidden: str) -> Iterator[str]:
        """Every piece of a text; `hidden` are the signs that would end the hole that it stands in."""
        before: Piece = ""
        for piece in template:
            if isinstance(piece, str):
                yield _escaped(piece, hidden)
            elif isinstance(piece, Value):
                yield f"{{{self._value(piece)}}}"
            elif isinstance(piece, Variant):
                texts = "|".join("".join(self._pieces(each, "|:")) for each in piece.alternatives)
                yield f"{{{_KINDS[piece.kind]}{texts}}}"
            else:
                yield self._conditional(piece, set_off=_sets_off(before))
            before = piece

    def _value(self, piece: Value) -> str:
        return self.number(piece.expression) + (f".{piece.form}" if piece.form else "")

    def _conditional(self, piece: Conditional, *, set_off: bool) -> str:
        cases, otherwise = _cases(piece)
        texts = ["".join(self._pieces(each, "|")) for each in (*(case.then for case in cases), otherwise)]
        if set_off:
            texts = [each.removeprefix(" ") for each in texts]
        told = [f"{self.condition(case.condition)}: {text}" for case, text in zip(cases, texts, strict=False)]
        many = len(cases) > 1
        if otherwise:
            told.append(f"{'else: ' if many else ''}{texts[-1]}")
        return f"{{{'? ' if many else ''}{'|'.join(told)}}}"


def _cases(piece: Conditional) -> tuple[list[Conditional], Template]:
    """The conditional texts of a chain, each in the other text of the one before it, and what is told when none of them is."""
    cases = [piece]
    while len(cases[-1].otherwise) == 1 and isinstance(cases[-1].otherwise[0], Conditional):
        cases.append(cases[-1].otherwise[0])
    return cases, cases[-1].otherwise


def _escaped(text: str, hidden: str) -> str:
    r"""Plain text with its own signs escaped. `\*` is an asterisk already, and stays."""
    text = re.sub(r"\\(?!\*)", r"\\\\", text)
    signs = "{}" + hidden
    text = _TIME_OR_SIGN.sub(lambda match: f"\\{match[0]}" if match[0] in signs else match[0], text)
    return text.replace("<>", "\\<>").replace("\n", "\\\n")


def _sets_off(before: Piece) -> bool:
    """Whether a conditional text is set off by a space by itself: behind a stop, or another text in braces."""
    if isinstance(before, str):
        return bool(_STOP_BEFORE.search(before))
    return not isinstance(before, Value)
