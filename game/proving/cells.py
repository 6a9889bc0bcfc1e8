"""From the slots of a story to cells with finite domains, and from its trees to trees that read only cells.

a some-of               a cell for each of its words
a note                  whether it is noted: in which turn makes no difference to what can happen
`turn`                  counts up to the first turn from which no condition can tell one turn from the next
`turns_since`           turns since then, as far as a condition can tell them apart; what was never entered is as long ago
                        as anything can be

"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from game.language import folding, tree
from game.language.domain import Domain, SomeOf
from game.language.tree import Assign, Comparison, Constant, Effect, Expression, Read
from game.proving.saturation import Limits
from game.proving.system import Cell
from game.story.model import Slot, Story, Variable

TURN = "turn count"


def word_cell(slot: str, word: str) -> str:
    """The cell that says whether the word is in the some-of."""
    return f"{slot}: {word}"


def value_in(variable: Variable, cells: Mapping[str, int]) -> int:
    """The value of a variable, from the values of the cells by name."""
    if isinstance(variable.domain, SomeOf):
        return sum(cells[word_cell(variable.name, word)] << bit for bit, word in enumerate(variable.domain.words))
    return cells[variable.name]


@dataclass(slots=True)
class Cells:
    """The cells of one story, and the way into them."""

    story: Story
    cells: dict[str, Cell] = field(default_factory=dict)

    @classmethod
    def of(cls, story: Story) -> Cells:
        made = cls(story)
        limits = Limits.of(story)
        for slot in story.slots:
            made.cells.update((cell.name, cell) for cell in made._of_slot(slot, limits))
        if limits.turn is not None:
            made.add(Cell(TURN, 0, limits.turn, (0,)))
        return made

    def add(self, cell: Cell) -> None:
        self.cells[cell.name] = cell

    def _of_slot(self, slot: Slot, limits: Limits) -> Iterator[Cell]:
        if slot.kind == "variable":
            yield from self._of_variable(self.story.variables[slot.name])
        elif slot.kind == "since":
            high = limits.since.get(slot.name, 0)
            yield Cell(slot.name, 0, high, (high,))
        elif slot.kind == "note":
            yield Cell(slot.name, 0, 1, (0,))
        elif slot.limit is not None:
            yield Cell(slot.name, 0, slot.limit, (0,))

    def _of_variable(self, variable: Variable) -> Iterator[Cell]:
        """One that remembers earlier runs may begin with any value."""
        domain = variable.domain
        if isinstance(domain, SomeOf):
            for bit, word in enumerate(domain.words):
                bits = (0, 1) if variable.remembers else (variable.start >> bit & 1,)
                yield Cell(word_cell(variable.name, word), 0, 1, bits)
        else:
            starts = tuple(range(domain.low, domain.high + 1)) if variable.remembers else (variable.start,)
            yield Cell(variable.name, domain.low, domain.high, starts)

    @property
    def passing(self) -> tuple[Assign, ...]:
        """What changes with every option that is picked: time."""
        counted = [cell for cell in self.cells.values() if cell.name == TURN or cell.name.startswith("since ")]
        return tuple(_set(cell, folding.calculate("+", Read(cell.name), Constant(1))) for cell in counted)

    def put(self, name: str, value: int) -> tuple[Assign, ...]:
        """The change that gives the cell this value; none, when there is no such cell."""
        return (_set(self.cells[name], Constant(value)),) if name in self.cells else ()

    def met(self, target: str) -> tuple[Assign, ...]:
        """The changes that remember that a scene was entered, a label passed or an option picked."""
        times = self.cells.get(f"times {target}")
        counted = (_set(times, folding.calculate("+", Read(times.name), Constant(1))),) if times is not None else ()
        return (*self.put(f"seen {target}", 1), *self.put(f"since {target}", 0), *counted)

    def expression(self, expression: Expression) -> Expression:
        """The expression over cells. It has constants, reads, `not`, logic, comparisons, arithmetic, lists and totals."""
        go = self.expression
        match expression:
            case tree.TurnsSince(slot):
                return Read(slot)
            case tree.TurnCount():
                return Read(TURN)
            case tree.Not(operand):
                return folding.negate(go(operand))
            case tree.Logic(operator, parts):
                return folding.both(map(go, parts)) if operator == "and" else folding.either(map(go, parts))
            case tree.Comparison(operator, left, right):
                words = self._words(left) or self._words(right)
                return self._same_words(expression, len(words)) if words else folding.compare(operator, go(left), go(right))
            case tree.Arithmetic(operator, left, right):
                return folding.calculate(operator, go(left), go(right))
            case tree.Among(operand, values):
                return folding.among(go(operand), values)
            case tree.Contains(operand, mask):
                return folding.both(bit for number, bit in enumerate(self._bits(operand)) if mask >> number & 1)
            case tree.Size(operand):
                return folding.total(self._bits(operand))
            case tree.Total(parts):
                return folding.total(map(go, parts))
            case _:
                return expression

    def _domain(self, slot: str) -> Domain | None:
        variable = self.story.variables.get(slot)
        return variable.domain if variable is not None else None

    def _words(self, operand: Expression) -> tuple[str, ...]:
        domain = self._domain(operand.slot) if isinstance(operand, Read) else None
        return domain.words if isinstance(domain, SomeOf) else ()

    def _bits(self, operand: Expression, words: int = 0) -> list[Expression]:
        """Whether each word is in a some-of, which is always a known one or a variable."""
        if isinstance(operand, Read):
            return [Read(word_cell(operand.slot, word)) for word in self._words(operand)]
        value = operand.value if isinstance(operand, Constant) else 0
        return [folding.truth(bool(value >> bit & 1)) for bit in range(max(words, value.bit_length()))]

    def _same_words(self, comparison: Comparison, count: int) -> Expression:
        pairs = zip(self._bits(comparison.left, count), self._bits(comparison.right, count), strict=True)
        same = folding.both(folding.compare("==", one, other) for one, other in pairs)
        return same if comparison.operator == "==" else folding.negate(same)

    def changes(self, effect: Effect) -> tuple[Assign, ...]:
        """The effect as assignments to cells, to be done in their order."""
        match effect:
            case tree.Assign(slot, value) if isinstance(self._domain(slot), SomeOf):
                words = self._words(Read(slot))
                bits = self._bits(value, len(words))
                return tuple(_set(self.cells[word_cell(slot, word)], bit) for word, bit in zip(words, bits, strict=True))
            case tree.Assign(slot, value, low, high):
                if slot not in self.cells:  # how often a `deal` was played decides nothing: its dice fall anew each time
                    return ()
                return (Assign(slot, self.expression(value), low, high),)
            case tree.Include(slot, mask, at_most):
                return tuple(self._included(slot, mask, at_most))
            case tree.Exclude(slot, mask):
                gone = [word for bit, word in enumerate(self._words(Read(slot))) if mask >> bit & 1]
                return tuple(_set(self.cells[word_cell(slot, word)], folding.FALSE) for word in gone)
            case tree.Note(_, slot) | tree.Achieve(_, slot):
                return self.put(slot, 1)

    def _included(self, slot: str, mask: int, at_most: int) -> Iterator[Assign]:
        """The words join if they fit. Whether they do is decided by the other words, so that it is the same for each."""
        words = self._words(Read(slot))
        others = [Read(word_cell(slot, word)) for bit, word in enumerate(words) if not mask >> bit & 1]
        room = at_most - mask.bit_count()
        fits = folding.TRUE if room >= len(others) else folding.compare("<=", folding.total(others), Constant(room))
        for bit, word in enumerate(words):
            if mask >> bit & 1:
                cell = self.cells[word_cell(slot, word)]
                yield _set(cell, folding.either((Read(cell.name), fits)))


def _set(cell: Cell, value: Expression) -> Assign:
    return Assign(cell.name, value, cell.low, cell.high)
