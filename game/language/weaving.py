"""Trees to Python source, for what is run so often that a closure for each node costs too much.

The source says only what *shape* the tree has: every number and every word of the story is a constant `c0`, `c1` … that is handed
in beside it, so nothing that an author types ever stands in what is compiled, and trees of one shape share one piece of code.

What the source may count on: `values`, `turn` and `run.seed`, as the closures of `evaluate.py` get them. What is rare there is a
constant here: its closure.
"""

from __future__ import annotations

from collections.abc import Mapping

from game.language import tree
from game.language.evaluate import Order, compile_effect, compile_expression, compile_pieces, known_text
from game.language.spacing import tidy
from game.records import dataclass, field


@dataclass(slots=True)
class Weaver:
    """Collects the constants of one function. `index` says which cell of the state each slot is."""

    index: Mapping[str, int]
    order: Order
    constants: list[object] = field(default_factory=list)

    def constant(self, value: object) -> str:
        """The name by which the source knows the value."""
        self.constants.append(value)
        return f"c{len(self.constants) - 1}"

    def cell(self, slot: str) -> str:
        return f"values[{self.constant(self.index[slot])}]"

    def expression(self, expression: tree.Expression) -> str:
        """A Python expression of the same value, in parentheses where it needs them."""
        match expression:
            case tree.Constant(value):
                return self.constant(value)
            case tree.Read(slot):
                return self.cell(slot)
            case tree.TurnCount():
                return "turn"
            case tree.Not(operand):
                return f"(not {self.expression(operand)})"
            case tree.Logic(name, parts):
                return f"({_LOGIC[name].join(map(self.expression, parts))})"
            case tree.Comparison(sign, left, right) | tree.Arithmetic(sign, left, right):
                return f"({self.expression(left)} {_SIGNS[sign]} {self.expression(right)})"
            case tree.Among(operand, values):
                return f"({self.expression(operand)} in {self.constant(values)})"
            case _:
                return f"{self.constant(compile_expression(expression, self.index))}(values, turn)"

    def effect(self, effect: tree.Effect) -> list[str]:
        """Statements that do the same."""
        match effect:
            case tree.Assign(slot, tree.Constant(value), low, high):
                return [f"{self.cell(slot)} = {self.constant(min(max(value, low), high))}"]
            case tree.Assign(slot, value, low, high):
                least, most = self.constant(low), self.constant(high)
                clamped = f"number if {least} <= number <= {most} else {least} if number < {least} else {most}"
                return [f"number = +{self.expression(value)}", f"{self.cell(slot)} = {clamped}"]
            case _:
                return [f"{self.constant(compile_effect(effect, self.index))}(values, turn)"]

    def text(self, template: tree.Template) -> str:
        """An expression for what a text says that joins no other one."""
        known = known_text(template)
        if known is not None:
            return self.constant(known)
        pieces = "".join(f"{{{self._piece(piece)}}}" for piece in template)
        return f'f"{pieces}"' if _is_tidy(template) else f'tidy(f"{pieces}").strip()'

    def _piece(self, piece: tree.Piece) -> str:
        match piece:
            case str():
                return self.constant(piece)
            case tree.Value(expression, "number"):
                return self.expression(expression)
            case tree.Value(expression, "word", words):
                return f"{self.constant(words)}[{self.expression(expression)}]"
            case tree.Conditional(condition, then, otherwise):
                return f"({self._inner(then)} if {self.expression(condition)} else {self._inner(otherwise)})"
            case _:
                return f"{self.constant(compile_pieces((piece,), self.index, self.order))}(values, turn, run.seed)"

    def _inner(self, template: tree.Template) -> str:
        """A text inside of another one, white space and all."""
        if all(isinstance(piece, str) for piece in template):
            return self.constant("".join(piece for piece in template if isinstance(piece, str)))
        return f"{self.constant(compile_pieces(template, self.index, self.order))}(values, turn, run.seed)"


_LOGIC = {"and": " and ", "or": " or "}
_SIGNS = {sign: sign for sign in ("==", "!=", "<", "<=", ">", ">=", "+", "-", "*")}


def _is_tidy(template: tree.Template) -> bool:
    """Whether nothing that the text can say has white space at its ends, or two of it together: then nobody need look for it."""
    first, last = template[0], template[-1]
    ends = (isinstance(first, str) and first[:1].isspace()) or (isinstance(last, str) and last[-1:].isspace())
    return not ends and all(_is_whole(piece) for piece in template)


def _is_whole(piece: tree.Piece) -> bool:
    """Whether the piece always says something that has no white space to be mended, inside or at its ends."""
    match piece:
        case str():
            return tidy(piece) == piece and "\n" not in piece
        case tree.Value(_, "number" | "time"):
            return True
        case tree.Conditional(_, (str() as then,), (str() as otherwise,)):
            return all(text and text == tidy(text).strip() and "\n" not in text for text in (then, otherwise))
        case _:
            return False
