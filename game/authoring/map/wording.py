"""Conditions, effects and texts in the words that an author would write.

A linked story keeps trees of slots and numbers. Here they are turned back: `Comparison("==", Read("told_first"), 1)` reads
`told_first == su_hyeok`. What `where` wrote out once for each student is folded again where all of the students are there.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.language import tree
from game.language.domain import Domain, OneOf, Range, SomeOf, clock_text, value_text
from game.language.tree import Effect, Expression, Template
from game.story.model import Story

_LOOSE, _AND, _NOT, _COMPARED, _ADDED, _TIMES, _ATOM = range(7)
"""How tightly an operator binds; an operand that binds more loosely than its place stands in parentheses."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the trees of one story."""

    story: Story

    def condition(self, expression: Expression) -> str:
        """An expression as it could stand behind `when`."""
        return self._written(expression, _LOOSE)

    def effect(self, effect: Effect) -> str:
        """An effect as it could stand behind `do`."""
        if isinstance(effect, tree.Note):
            return f"note {effect.note}"
        if isinstance(effect, tree.Include | tree.Exclude):
            sign = "+=" if isinstance(effect, tree.Include) else "-="
            words = self._mask(tree.Read(effect.slot), effect.mask)
            return f"{effect.slot} {sign} {words[0] if len(words) == 1 else '[' + ', '.join(words) + ']'}"
        match effect.value:
            case tree.Arithmetic("+" | "-" as sign, tree.Read(source), step) if source == effect.slot:
                return f"{effect.slot} {sign}= {self._written(step, _TIMES)}"
        return f"{effect.slot} = {self._value(effect.value, self._domain(tree.Read(effect.slot)), _LOOSE)}"

    def plain(self, template: Template) -> str:
        """A text in one line: what varies stands in braces, as the author wrote it."""
        return "".join(piece if isinstance(piece, str) else f"{{{self._inside(piece)}}}" for piece in template).strip()

    def _inside(self, piece: tree.Value | tree.Conditional | tree.Variant) -> str:
        if isinstance(piece, tree.Value):
            return self.condition(piece.expression)
        if isinstance(piece, tree.Variant):
            sign = {"sequence": "", "cycle": "&", "once": "!", "shuffle": "~"}[piece.kind]
            return sign + "|".join(self.plain(each) for each in piece.alternatives)
        otherwise = f"|{self.plain(piece.otherwise)}" if piece.otherwise else ""
        return f"{self.condition(piece.condition)}: {self.plain(piece.then)}{otherwise}"

    def _written(self, expression: Expression, place: int) -> str:
        text, binding = self._bound(expression)
        return f"({text})" if binding < place else text

    def _bound(self, expression: Expression) -> tuple[str, int]:
        """The words of an expression and how tightly they bind."""
        match expression:
            case tree.Constant(value):
                return str(value), _ATOM
            case tree.Read(slot):
                return _call(slot), _ATOM
            case tree.TurnsSince(slot):
                return f"turns_since({slot.partition(' ')[2]})", _ATOM
            case tree.TurnCount():
                return "turn", _ATOM
            case tree.Not():
                return self._negated(expression)
            case tree.Logic(operator, parts):
                every = self._of_students(parts)
                if every:
                    return f"{'all' if operator == 'and' else 'any'}(student where {every})", _ATOM
                inner = _AND if operator == "or" else _NOT
                return f" {operator} ".join(self._written(part, inner) for part in parts), _AND if operator == "and" else _LOOSE
            case tree.Comparison():
                return self._comparison(expression)
            case tree.Arithmetic(sign, left, right):
                level = _TIMES if sign == "*" else _ADDED
                return f"{self._written(left, level)} {sign} {self._written(right, level + 1)}", level
            case _:
                return self._of_set(expression)

    def _negated(self, expression: tree.Not) -> tuple[str, int]:
        if isinstance(expression.operand, tree.Among | tree.Contains):
            text, level = self._of_set(expression.operand)
            if level == _COMPARED:
                left, _, right = text.partition(" in ")
                return f"{left} not in {right}", _COMPARED
        return f"not {self._written(expression.operand, _NOT + 1)}", _NOT

    def _comparison(self, comparison: tree.Comparison) -> tuple[str, int]:
        left, right = comparison.left, comparison.right
        match comparison:
            case tree.Comparison(">", tree.Read(slot), tree.Constant(0)) if slot.startswith("note "):
                return _call(slot), _ATOM
            case tree.Comparison("<=", tree.Read(slot), tree.Constant(0)) if slot.startswith("note "):
                return f"not {_call(slot)}", _NOT
        domain = self._domain(left) or self._domain(right)
        return f"{self._value(left, domain, _ADDED)} {comparison.operator} {self._value(right, domain, _ADDED)}", _COMPARED

    def _of_set(self, expression: tree.Among | tree.Contains | tree.Size | tree.Total) -> tuple[str, int]:
        if isinstance(expression, tree.Total):
            every = self._of_students(expression.parts)
            inside = f"student where {every}" if every else ", ".join(self.condition(part) for part in expression.parts)
            return f"count({inside})", _ATOM
        inner = self._written(expression.operand, _ADDED)
        if isinstance(expression, tree.Size):
            return f"count({inner})", _ATOM
        if isinstance(expression, tree.Among):
            domain = self._domain(expression.operand)
            words = [self._value(tree.Constant(value), domain, _LOOSE) for value in sorted(expression.values)]
            return f"{inner} in [{', '.join(words)}]", _COMPARED
        words = [f"{word} in {inner}" for word in self._mask(expression.operand, expression.mask)]
        return " and ".join(words), _COMPARED if len(words) == 1 else _AND

    def _of_students(self, parts: tuple[Expression, ...]) -> str:
        """What the parts say alike of each of the students, `it` being the student; else the empty string."""
        students = [student.id for student in self.story.students]
        if len(parts) != len(students) or len(parts) < 2:
            return ""
        told = {self._written(part, _LOOSE).replace(f".{student}", ".it") for part, student in zip(parts, students, strict=True)}
        text = told.pop()
        return text.replace(".it", "") if not told and ".it" in text and "seen(" not in text else ""

    def _value(self, expression: Expression, domain: Domain | None, place: int) -> str:
        """One side of a comparison or an assignment, a number in the words of its domain."""
        if not isinstance(expression, tree.Constant):
            return self._written(expression, place)
        if isinstance(domain, Range) and domain.time:
            return clock_text(expression.value)
        known = domain is not None and domain.low <= expression.value <= domain.high
        return value_text(domain, expression.value) if domain is not None and known else str(expression.value)

    def _mask(self, operand: Expression, mask: int) -> list[str]:
        domain = self._domain(operand)
        words = domain.words if isinstance(domain, SomeOf | OneOf) else ()
        return [words[bit] if bit < len(words) else str(bit) for bit in range(mask.bit_length()) if mask >> bit & 1]

    def _domain(self, expression: Expression) -> Domain | None:
        if isinstance(expression, tree.Read) and expression.slot in self.story.variables:
            return self.story.variables[expression.slot].domain
        if isinstance(expression, tree.Arithmetic):
            found = self._domain(expression.left)
            return found if isinstance(found, Range) and found.time else None
        return None


def _call(slot: str) -> str:
    """`seen yard` -> `seen(yard)`, `note debt` -> `noted(debt)`; a variable is its own name."""
    kind, space, target = slot.partition(" ")
    return f"{'noted' if kind == 'note' else kind}({target})" if space else slot
