r"""Trees back to the words of the language: what a condition, an effect or a text would look like if an author typed it today.

Reading what was written gives the same tree again; spelling that means nothing is lost: `not (noise > 2)` comes back as
`noise <= 2`, and what stood under `each` as the line of one student. So two pieces of two stories mean the same where their words
are the same, even if a domain's words have changed their numbers in between. The levels are those of the grammar in
`language/parser.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from game.language.domain import Domain, Flag, Range, SomeOf, clock_text, parse_time, value_text, words_in
from game.language.tree import (
    Achieve,
    Among,
    Arithmetic,
    Assign,
    Comparison,
    Constant,
    Contains,
    Effect,
    Exclude,
    Expression,
    Include,
    Logic,
    Not,
    Note,
    Read,
    Size,
    Template,
    Total,
    TurnCount,
    TurnsSince,
    Which,
)
from game.records import dataclass
from game.story.model import Story
from game.story.writing_texts import TextWriter

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _UNARY, _ATOM = range(1, 9)
_NUMBER = Range(0, 0)
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the trees of one story.

    `domains` are its variables' by their names, `students` are in the order of the cast. `renamed` gives the name under which a
    slot is written: that of another version of the story, say.
    """

    domains: Mapping[str, Domain]
    students: tuple[str, ...] = ()
    renamed: Callable[[str], str] = str

    @classmethod
    def of(cls, story: Story, renamed: Callable[[str], str] = str) -> Writer:
        domains = {name: variable.domain for name, variable in story.variables.items()}
        return cls(domains, tuple(member.id for member in story.students), renamed)

    def condition(self, tree: Expression) -> str:
        """`noise > 2 and rope in bag`; `true` for what always holds."""
        return self._write(tree, Flag())[0]

    def number(self, tree: Expression) -> str:
        """`noise + 1`, such as the `of` of a check."""
        return self._write(tree, None)[0]

    def effects(self, effects: Iterable[Effect]) -> list[str]:
        """`noise += 1`, `note gate_times`; words that join a some-of one after the other are one list."""
        return [self._effect(run) for run in _runs(effects)]

    def text(self, template: Template) -> str:
        """The text with its holes, on one line but for forced breaks."""
        return TextWriter(self.condition, self.number).text(template)

    def _at(self, tree: Expression, level: int, beside: Domain | None) -> str:
        """The tree where the grammar asks for at least `level`, in parentheses where it must be."""
        text, found = self._write(tree, beside)
        return text if found >= level else f"({text})"

    def _write(self, tree: Expression, beside: Domain | None) -> tuple[str, int]:
        """The words and their level. A number is written as a value of what it stands `beside`; None is a plain number."""
        match tree:
            case Constant(value):
                return _constant(value, beside)
            case Read(slot):
                return self._read(slot), _ATOM
            case TurnsSince(slot):
                return f"turns_since({self.renamed(slot).removeprefix('since ')})", _ATOM
            case TurnCount():
                return "turn", _ATOM
            case Not(operand):
                return self._negated(operand)
            case Logic(operator, parts):
                return self._logic(operator, parts)
            case Comparison():
                return self._comparison(tree)
            case Arithmetic(operator, left, right):
                return self._arithmetic(operator, left, right)
            case Among() | Contains():
                return self._membership(tree, "in")
            case Size(operand):
                return f"count({self._write(operand, None)[0]})", _ATOM
            case Total(parts):
                return f"count(student where {self._counted(parts)})", _ATOM
            case Which(parts):
                fitting = {who: part for who, part in zip(self.students, parts, strict=True) if part != Constant(0)}
                return f"student where {self._counted(list(fitting.values()), list(fitting))}", _OR

    def _read(self, slot: str) -> str:
        name = self.renamed(slot)
        kind, space, target = name.partition(" ")
        return f"{kind}({target})" if space and kind in ("seen", "times") else name

    def _negated(self, operand: Expression) -> tuple[str, int]:
        if isinstance(operand, Among) or (isinstance(operand, Contains) and operand.mask.bit_count() == 1):
            return self._membership(operand, "not in")
        return f"not {self._at(operand, _NOT, Flag())}", _NOT

    def _logic(self, operator: str, parts: Sequence[Expression]) -> tuple[str, int]:
        where = self._over_all(operator, parts)
        if where is not None:
            return f"{'any' if operator == 'or' else 'all'}(student where {where})", _ATOM
        level = _OR if operator == "or" else _AND
        return f" {operator} ".join(self._at(part, level + 1, Flag()) for part in parts), level

    def _comparison(self, tree: Comparison) -> tuple[str, int]:
        if isinstance(tree.left, Read) and tree.left.slot.startswith("note ") and tree.right == Constant(0):
            noted = f"noted({self.renamed(tree.left.slot).removeprefix('note ')})"
            return (noted, _ATOM) if tree.operator == ">" else (f"not {noted}", _NOT)
        left = self._at(tree.left, _SUM, self._type(tree.right))
        right = self._at(tree.right, _SUM, self._type(tree.left))
        return f"{left} {tree.operator} {right}", _COMPARISON

    def _arithmetic(self, operator: str, left: Expression, right: Expression) -> tuple[str, int]:
        if operator == "-" and left == Constant(0):
            return f"-{self._at(right, _UNARY, None)}", _UNARY
        level = _PRODUCT if operator == "*" else _SUM
        return f"{self._at(left, level, None)} {operator} {self._at(right, level + 1, None)}", level

    def _membership(self, tree: Among | Contains, sign: str) -> tuple[str, int]:
        domain = self._type(tree.operand)
        left = self._at(tree.operand, _SUM, None)
        if isinstance(tree, Among):
            items = ", ".join(_constant(value, domain)[0] for value in sorted(tree.values))
            return f"{left} {sign} [{items}]", _COMPARISON
        parts = [f"{word} {sign} {left}" for word in _words(domain, tree.mask)]
        return " and ".join(parts), _COMPARISON if len(parts) == 1 else _AND

    def _type(self, tree: Expression) -> Domain | None:
        """What beside the tree a number would be read as; None for a number, whose own type says nothing."""
        match tree:
            case Constant():
                return None
            case Read(slot):
                return self.domains.get(slot, Flag())
            case Arithmetic(operator, left, right):
                return self._day(operator, self._type(left), self._type(right))
            case Size() | Total() | TurnsSince() | TurnCount():
                return _NUMBER
            case _:
                return Flag()

    def _day(self, operator: str, left: Domain | None, right: Domain | None) -> Domain:
        """A time plus or minus minutes is a time; the difference of two times is not."""
        times = [side for side in (left, right) if isinstance(side, Range) and side.time]
        if len(times) == 1 and (operator == "+" or (operator == "-" and times[0] is left)):
            return times[0]
        return _NUMBER

    def _counted(self, parts: Sequence[Expression], whose: Sequence[str] = ()) -> str:
        """The `where` of a count: one condition for all of the students if there is one, else each student's own."""
        texts = self._alone(parts)
        whose = whose or self._whose(texts)
        for full in (False, True):
            general = {self._about(student, text, full=full) for student, (text, _) in zip(whose, texts, strict=True)}
            if len(general) == 1:
                return self._only(whose, general.pop(), min(level for _, level in texts))
        owns = [
            (student, self._about(student, text, full=False), level)
            for student, (text, level) in zip(whose if all(whose) else self.students, texts, strict=False)
        ]
        return " or ".join(f"it == {student} and {text if level >= _AND else f'({text})'}" for student, text, level in owns)

    def _alone(self, parts: Sequence[Expression]) -> list[tuple[str, int]]:
        """The parts in words, with their levels. A `where` does not stand inside another one."""
        plain = Writer(self.domains, (), self.renamed)
        return [plain._write(part, Flag()) for part in parts]

    def _whose(self, texts: Sequence[tuple[str, int]]) -> list[str]:
        """The student of each part; parts for all students stand in their order, for some each names its own."""
        if len(texts) == len(self.students):
            return list(self.students)
        return [next((each for each in self.students if self._about(each, text, full=True) != text), "") for text, _ in texts]

    def _only(self, whose: Sequence[str], where: str, level: int) -> str:
        """The condition for just these students."""
        missing = [student for student in self.students if student not in whose]
        if not missing:
            return where
        inner = where if level > _OR else f"({where})"
        who = f"it != {missing[0]}" if len(missing) == 1 else f"it in [{', '.join(whose)}]"
        return f"{who} and {inner}"

    def _about(self, student: str, text: str, *, full: bool) -> str:
        """`text` with the student's attributes standing alone; `full` also writes `it` for the student."""

        def general(match: re.Match[str]) -> str:
            name = match[0]
            whose, _, last = name.rpartition(".")
            if last == student and name in self._attributes():
                return whose
            return ".".join("it" if part == student else part for part in name.split(".")) if full else name

        return _NAME.sub(general, text)

    def _attributes(self) -> set[str]:
        return {self.renamed(name) for name in self.domains if "." in name}

    def _over_all(self, operator: str, parts: Sequence[Expression]) -> str | None:
        """The `where` of an `any` or `all` whose parts were written out once for each student, or None."""
        count = len(self.students)
        if count < 2 or len(parts) % count:
            return None
        size, texts = len(parts) // count, self._alone(parts)
        general = set()
        for number, student in enumerate(self.students):
            level = (_OR if operator == "or" else _AND) + 1
            own = [text if found >= level else f"({text})" for text, found in texts[number * size : (number + 1) * size]]
            joined = f" {operator} ".join(own)
            about = self._about(student, joined, full=False)
            if about == joined:
                return None
            general.add(about)
        return general.pop() if len(general) == 1 else None

    def _effect(self, run: Sequence[Effect]) -> str:
        effect = run[0]
        match effect:
            case Assign(slot, value):
                return self._assignment(slot, value)
            case Include(slot):
                mask = sum(each.mask for each in run if isinstance(each, Include))
                return f"{self.renamed(slot)} += {self._listed(slot, mask)}"
            case Exclude(slot, mask):
                return f"{self.renamed(slot)} -= {self._listed(slot, mask)}"
            case Note(_, slot):
                return self.renamed(slot)
            case Achieve(_, slot):
                return f"achieve {self.renamed(slot).removeprefix('achievement ')}"

    def _assignment(self, slot: str, value: Expression) -> str:
        name = self.renamed(slot)
        if isinstance(value, Arithmetic) and value.left == Read(slot) and value.operator != "*":
            return f"{name} {value.operator}= {self._write(value.right, None)[0]}"
        return f"{name} = {self._write(value, self.domains.get(slot))[0]}"

    def _listed(self, slot: str, mask: int) -> str:
        words = _words(self.domains.get(slot), mask)
        return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def _runs(effects: Iterable[Effect]) -> Iterator[list[Effect]]:
    """The effects, with words that join the same some-of in the order of its domain taken together."""
    run: list[Effect] = []
    for effect in effects:
        if run and not _goes_on(run[-1], effect):
            yield run
            run = []
        run.append(effect)
    if run:
        yield run


def _goes_on(last: Effect, effect: Effect) -> bool:
    if isinstance(last, Include) and isinstance(effect, Include):
        return last.slot == effect.slot and last.mask < effect.mask
    return False


def _constant(value: int, beside: Domain | None) -> tuple[str, int]:
    if isinstance(beside, Range) and beside.time:
        text = clock_text(value)
        return (text, _ATOM) if value >= 0 and parse_time(text, beside.low) == value else (str(value), _ATOM)
    if beside is None or isinstance(beside, Range):
        return str(value), _ATOM if value >= 0 else _UNARY
    return value_text(beside, value), _ATOM


def _words(domain: Domain | None, mask: int) -> list[str]:
    return words_in(domain.words if isinstance(domain, SomeOf) else (), mask)
