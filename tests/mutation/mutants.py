"""Mutants of a module: its syntax tree with one thing changed. Messages, annotations and docstrings are left alone."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitXor: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """`tree` is the whole module; `line` and `what` say what is different."""

    line: int
    what: str
    tree: ast.Module


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All mutants of the module at `path`, one change each, in the order of its lines."""
    original = ast.parse(path.read_text(encoding="utf-8"))
    untouched = {id(inner) for node in ast.walk(original) for outer in _annotations(node) for inner in ast.walk(outer)}
    for index, node in enumerate(ast.walk(original)):
        if id(node) in untouched:
            continue
        for number, what in enumerate(_changes(node)):
            tree = copy.deepcopy(original)
            place = list(ast.walk(tree))[index]
            _change(place, number)
            yield Mutant(getattr(node, "lineno", 0), what, ast.fix_missing_locations(tree))


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    """What only names a type, or says how a record is made: a change there is none that can be seen."""
    yield from getattr(node, "decorator_list", ())
    for name in ("annotation", "returns"):
        if isinstance(found := getattr(node, name, None), ast.expr):
            yield found


def _changes(node: ast.AST) -> list[str]:
    """What can be changed at a node; `_change` does it by its number."""
    match node:
        case ast.Compare(ops=ops):
            return [f"{type(op).__name__} -> {_COMPARED[type(op)].__name__}" for op in ops]
        case ast.BoolOp(op=op):
            return ["and -> or" if isinstance(op, ast.And) else "or -> and"]
        case ast.UnaryOp(op=ast.Not()):
            return ["not dropped"]
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _COMPUTED:
            return [f"{type(op).__name__} -> {_COMPUTED[type(op)].__name__}"]
        case ast.Constant(value=bool() as value):
            return [f"{value} -> {not value}"]
        case ast.Constant(value=int() as number):
            return [f"{number} -> {number + 1}"]
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            return ["returns None"]
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            return ["statement dropped"]
        case ast.If() | ast.IfExp() | ast.While() if "TYPE_CHECKING" not in ast.dump(node.test):
            return ["condition negated"]
        case ast.Break():
            return ["break -> continue"]
        case ast.Raise():
            return ["raise dropped"]
    return []


def _change(node: ast.AST, number: int) -> None:
    match node:
        case ast.Compare(ops=ops):
            ops[number] = _COMPARED[type(ops[number])]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            _become(node, ast.IfExp(ast.Constant(True), node.operand, node.operand))
        case ast.BinOp() | ast.AugAssign():
            node.op = _COMPUTED[type(node.op)]()
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.Return():
            node.value = ast.Constant(None)
        case ast.If() | ast.IfExp() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Expr() | ast.Raise():
            _become(node, ast.Pass())
        case ast.Break():
            _become(node, ast.Continue())


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turns a node into another, in its place."""
    place = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    node.__class__ = type(other)
    node.__dict__.clear()
    node.__dict__.update(other.__dict__ | place)
