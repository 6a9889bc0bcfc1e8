"""Mutants of a module: its syntax tree with one thing changed. Messages, annotations and docstrings are left alone."""

from __future__ import annotations

import ast
from collections import Counter
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
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Mutant:
    """One change: the `number`th that is possible at the `index`th node of the module at `path`.

    `what` names it in words that outlast changes elsewhere in the module: what becomes what, in which line (its text) of which
    function. `lines` are those that run when the changed statement does; `function` is where the outermost function begins whose
    code has the change, or None when importing the module runs it.
    """

    path: Path
    index: int
    number: int
    line: int
    lines: range
    function: tuple[str, int] | None
    what: str

    def tree(self) -> ast.Module:
        """The whole module with the change."""
        made = ast.parse(self.path.read_text(encoding="utf-8"))
        for index, node in enumerate(ast.walk(made)):
            if index == self.index:
                _change(node, self.number)
                break
        return ast.fix_missing_locations(made)


@dataclass(frozen=True)
class _Place:
    """Where a node stands: names of what is around it, its outermost function, its statement."""

    scope: str = ""
    function: tuple[str, int] | None = None
    lines: range = range(0)


def mutants_of(path: Path) -> list[Mutant]:
    """All mutants of the module at `path`, one change each, in the order of its lines."""
    source = path.read_text(encoding="utf-8")
    texts, tree = source.splitlines(), ast.parse(source)
    places: dict[int, _Place] = {}
    _place(tree, _Place(), places)
    untouched = {id(inner) for node in ast.walk(tree) for outer in _annotations(node) for inner in ast.walk(outer)}
    found: list[Mutant] = []
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in untouched or not isinstance(node, ast.expr | ast.stmt):
            continue
        place = places[id(node)]
        for number, what in enumerate(_changes(node)):
            label = f"{what} in `{texts[node.lineno - 1].strip()}` of {place.scope or 'the module'}"
            found.append(Mutant(path, index, number, node.lineno, place.lines, place.function, label))
    found.sort(key=lambda mutant: (mutant.line, mutant.index))
    return list(_told_apart(found))


def _told_apart(mutants: list[Mutant]) -> Iterator[Mutant]:
    """The second of a name is called so, and so on."""
    known: Counter[str] = Counter()
    for mutant in mutants:
        known[mutant.what] += 1
        nth = known[mutant.what]
        yield mutant if nth == 1 else Mutant(**{**vars(mutant), "what": f"{mutant.what} ({nth})"})


def _place(node: ast.AST, place: _Place, places: dict[int, _Place]) -> None:
    """Notes the places of a node and of all in it. Decorators and defaults of a function belong to what is around it."""
    if isinstance(node, ast.stmt):
        body = getattr(node, "body", None)
        last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
        place = _Place(place.scope, place.function, range(node.lineno, max(last, node.lineno) + 1))
    places[id(node)] = place
    inner = place
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        name = getattr(node, "name", "<lambda>")
        scope = f"{place.scope}.{name}".lstrip(".")
        is_function = not isinstance(node, ast.ClassDef)
        inner = _Place(scope, place.function or ((name, _first_line(node)) if is_function else None), place.lines)
    body = getattr(node, "body", [])
    of_body = {id(each) for each in (body if isinstance(body, list) else [body])}
    for child in ast.iter_child_nodes(node):
        _place(child, inner if id(child) in of_body else place, places)


def _first_line(node: ast.stmt | ast.expr) -> int:
    """What `co_firstlineno` of the code of a function says."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min(each.lineno for each in (node, *decorators))


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
        case ast.Continue():
            return ["continue -> break"]
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
        case ast.Continue():
            _become(node, ast.Break())


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turns a node into another, in its place."""
    place = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    node.__class__ = type(other)
    node.__dict__.clear()
    node.__dict__.update(other.__dict__ | place)
