"""Texts that are chosen by case: `{told_first? nobody: …|su_hyeok, dae_su: …|else: …}`.

    cases = [value] "?" case {"|" case} ["|" "else" ":" template]
    case  = (label {"," label} | condition) ":" template

With a value before the question mark, a label is a word of a one-of, a student for `it`, a number, a time, or a range of them;
each is named once, and what is not named needs an `else`. Without one each case has a condition of its own, the first that
holds is told, and where none does, nothing.
"""

from __future__ import annotations

import re

from game.language import folding
from game.language.domain import Range, listed, parse_number, parse_time, value_text
from game.language.mistakes import Mistake, Reading
from game.language.parser import parse_expression
from game.language.syntax import Node
from game.language.tree import Constant, Expression
from game.language.types import condition, resolve
from game.language.values import Number, Student, Truth, Typed, Word, kind_of, unknown_word, wrong_type
from game.records import dataclass, field

_LABEL = re.compile(r"[^,]+")
_ELSE = "else"


@dataclass(slots=True)
class Cases:
    """The cases of one hole as they are read, one after the other. `taken` are the numbers that are named already."""

    subject: Word | Number | None
    taken: list[tuple[int, int]] = field(default_factory=list)
    ended: bool = False

    def read(self, reading: Reading) -> Expression:
        """When the next case is told. The source is what stands before its colon."""
        text = reading.source.text
        if self.ended:
            raise Mistake("bad-case", 0, len(text), "nothing is told behind `else`", "`else` comes last.")
        if text.strip() == _ELSE:
            self.ended = True
            return self._otherwise(reading)
        if not text.strip():
            advice = f"Write {self._expected()} before the colon."
            raise Mistake("bad-case", 0, len(text), "it is not said when this is told", advice)
        if self.subject is None:
            return condition(reading)
        return _when(self.subject, [self._label(match, self.subject) for match in _LABEL.finditer(text)])

    def _expected(self) -> str:
        return "a condition, or `else`," if self.subject is None else f"{_labels(self.subject)}, or `else`,"

    def _otherwise(self, reading: Reading) -> Expression:
        if self.subject is not None and not self.missing():
            message = "everything is named already, so this is never told"
            raise Mistake("double-case", 0, len(reading.source.text), message, "Take `else` away, or name less.")
        return folding.TRUE

    def _label(self, match: re.Match[str], subject: Word | Number) -> tuple[int, int]:
        """The numbers of one label."""
        label = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        place = Node(start, start + len(label), 1)
        low, high = _numbers(label, subject, place)
        if any(first <= high and low <= last for first, last in self.taken):
            raise Mistake("double-case", place.start, place.end, f"`{label}` is named already", "Name it once.")
        self.taken.append((low, high))
        return low, high

    def missing(self) -> list[tuple[int, int]]:
        """What of the subject no case names, in its order."""
        if self.subject is None:
            return []
        found, (first, end) = [], _bounds(self.subject)
        for low, high in sorted(self.taken):
            if first < low:
                found.append((first, low - 1))
            first = high + 1
        return [*found, (first, end)] if first <= end else found

    def close(self, reading: Reading) -> bool:
        """Whether one of the cases is told whatever the value is; a mistake when a value has none."""
        left = [] if self.ended else self.missing()
        if left and self.subject is not None:
            shown = listed([_shown(self.subject, *each) for each in left[:4]]) + (" and more" if len(left) > 4 else "")
            message = f"it is not said what is told for {shown}"
            raise Mistake("missing-case", 0, len(reading.source.text), message, "Name the rest too, or end with `|else: …`.")
        return self.ended or self.subject is not None


def read_cases(reading: Reading) -> Cases:
    """The cases of what the source asks for; of their own conditions when it is empty."""
    if not reading.source.text.strip():
        return Cases(None)
    tree = parse_expression(reading.source.text)
    found = resolve(tree, reading)
    if isinstance(found, Student):
        students = reading.scope.students
        return Cases(Word(Constant(students.index(found.id)), students))
    if isinstance(found, Word | Number):
        return Cases(found)
    raise wrong_type(tree, f"this is {kind_of(found)}, and has no cases", _advice(found, reading.source.text.strip()))


def _advice(found: Typed, text: str) -> str:
    if isinstance(found, Truth):
        return f"Write `{{{text}: text if so|text if not}}`."
    return f"Ask for one word after the other: `{{? word in {text}: …|else: …}}`."


def _labels(subject: Word | Number) -> str:
    if isinstance(subject, Word):
        return "one of its words"
    return "a time or a range such as `22:40..23:59`" if subject.day is not None else "a number or a range such as `1..3`"


def _bounds(subject: Word | Number) -> tuple[int, int]:
    return (0, len(subject.words) - 1) if isinstance(subject, Word) else (subject.low, subject.high)


def _numbers(label: str, subject: Word | Number, place: Node) -> tuple[int, int]:
    """The numbers that a label stands for, both ends included."""
    if isinstance(subject, Word):
        if label not in subject.words:
            raise unknown_word(label, subject.words, place)
        return (subject.words.index(label),) * 2
    first, dots, last = (part.strip() for part in label.partition(".."))
    low = _number(first, subject)
    high = _number(last, subject) if dots else low
    if low is None or high is None:
        message = f"`{label}` is neither a number nor a range"
        raise Mistake("bad-case", place.start, place.end, message, f"Write {_labels(subject)}.")
    if not subject.low <= low <= high <= subject.high:
        shown = _shown(subject, subject.low, subject.high)
        message = f"this goes from {shown.replace('..', ' to ')}, and is never {label}"
        raise Mistake("outside-domain", place.start, place.end, message, "Look at its range in `story.yaml`.")
    return low, high


def _number(text: str, subject: Number) -> int | None:
    return parse_number(text) if subject.day is None else parse_time(text, subject.day)


def _shown(subject: Word | Number, low: int, high: int) -> str:
    """Numbers of the subject as an author writes them."""
    if isinstance(subject, Word):
        return listed([f"`{word}`" for word in subject.words[low : high + 1]])
    domain = Range(subject.low, subject.high, subject.day is not None)
    return value_text(domain, low) if low == high else f"{value_text(domain, low)}..{value_text(domain, high)}"


def _when(subject: Word | Number, named: list[tuple[int, int]]) -> Expression:
    """Whether the subject is one of these numbers."""
    if all(low == high for low, high in named) and not isinstance(subject.tree, Constant):
        return folding.among(subject.tree, frozenset(low for low, _ in named))
    return folding.either([_between(subject, *each) for each in named])


def _between(subject: Word | Number, low: int, high: int) -> Expression:
    """Whether the subject is from `low` to `high`; an end that it never passes is not asked for."""
    if low == high:
        return folding.compare("==", subject.tree, Constant(low))
    bounds = _bounds(subject)
    above = [folding.compare(">=", subject.tree, Constant(low))] if low > bounds[0] else []
    below = [folding.compare("<=", subject.tree, Constant(high))] if high < bounds[1] else []
    return folding.both([*above, *below])
