"""Every code that the source of the game can give to a diagnostic, read off the source.

A code is what is passed as `code` to `Diagnostic`, `Mistake`, `Report.error` or `Report.warning`. Where that is a name, it is
followed: to the constant of the module, to what the function assigned to it, or, where it is a parameter, to every call of that
function. What cannot be followed is an error, so that no code is missed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

SINKS = ("Diagnostic", "Mistake", "error", "warning", "note")
"""Their first argument is the code."""
FEWEST = 3
"""A diagnostic has a code, a place and a message; an `error` of something else has fewer arguments."""
DEFINED_IN = "diagnostics.py"

Function = ast.FunctionDef | None


@dataclass(frozen=True)
class Call:
    """A call, the function that it stands in, and its file."""

    node: ast.Call
    function: Function
    file: str

    @property
    def room(self) -> str:
        """The folder at the top that it stands in."""
        return self.file.partition("/")[0]

    @property
    def name(self) -> str:
        """What is called."""
        called = self.node.func
        return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


class Source:
    """The source of a package."""

    def __init__(self, package: Path) -> None:
        files = {path.relative_to(package).as_posix(): path for path in sorted(package.rglob("*.py")) if path.name != DEFINED_IN}
        self.trees = {file: ast.parse(path.read_text(encoding="utf-8")) for file, path in files.items()}
        self.calls = [call for file, tree in self.trees.items() for call in _calls(tree, None, file)]

    def codes(self, *rooms: str) -> set[str]:
        """All codes that are given in these rooms."""
        sinks = [call for call in self.calls if call.name in SINKS and len(call.node.args) >= FEWEST]
        return {code for call in sinks if call.room in rooms for code in self._values(call.node.args[0], call)}

    def _passed(self, function: ast.FunctionDef, name: str, room: str) -> Iterator[str]:
        """What the calls of a function in its own room pass for one of its parameters."""
        parameters = [each.arg for each in function.args.args]
        if parameters[0] == "self":
            parameters.remove("self")
        fewest = len(parameters) - len(function.args.defaults)
        for call in self.calls:
            given = call.node.args
            most = len(parameters) if function.args.vararg is None else len(given)
            fits = fewest <= len(given) + len(call.node.keywords) <= most
            is_fit = fits or any(isinstance(each, ast.Starred) for each in given)
            if call.name == function.name and call.room == room and is_fit:
                yield from self._values(given[parameters.index(name)], call)

    def _values(self, node: ast.expr, call: Call) -> Iterator[str]:
        """The strings that an expression can be."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from self._values(node.body, call)
            yield from self._values(node.orelse, call)
        elif isinstance(node, ast.JoinedStr):
            parts = [
                list(self._values(part.value if isinstance(part, ast.FormattedValue) else part, call)) for part in node.values
            ]
            yield from map("".join, product(*parts))
        elif isinstance(node, ast.Name):
            yield from self._named(node.id, call)
        elif not (isinstance(node, ast.Attribute) and node.attr == "code"):  # the code of another diagnostic
            raise AssertionError(f"{call.file}:{node.lineno}: it cannot be told which code this is")

    def _named(self, name: str, call: Call) -> Iterator[str]:
        if call.function is not None and name in [each.arg for each in call.function.args.args]:
            yield from self._passed(call.function, name, call.room)
            return
        found = [*self._assigned(call.function, name, call), *self._assigned(self.trees[call.file], name, call)]
        assert found, f"{call.file}:{call.node.lineno}: it cannot be told what `{name}` is"
        yield from found

    def _assigned(self, where: ast.AST | None, name: str, call: Call) -> Iterator[str]:
        """What is assigned to a name there; of `code, use = TABLE.get(…)` the first of each pair in the table."""
        for node in ast.walk(where) if where is not None else ():
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if not isinstance(node, ast.Assign):
                continue
            if isinstance(target, ast.Name) and target.id == name:
                yield from self._values(node.value, call)
            elif isinstance(target, ast.Tuple) and name in (
                names := [each.id for each in target.elts if isinstance(each, ast.Name)]
            ):
                for pair in self._tuples(node.value, call):
                    yield from self._values(pair.elts[names.index(name)], call)

    def _tuples(self, node: ast.expr, call: Call) -> Iterator[ast.Tuple]:
        """The tuples in an expression, and in the tables that it names."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Tuple):
                yield inner
            elif isinstance(inner, ast.Name):
                for table in self.trees[call.file].body:
                    if (
                        isinstance(table, ast.Assign)
                        and isinstance(table.targets[0], ast.Name)
                        and table.targets[0].id == inner.id
                    ):
                        yield from (each for each in ast.walk(table.value) if isinstance(each, ast.Tuple))


def _calls(node: ast.AST, function: Function, file: str) -> Iterator[Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield Call(child, function, file)
        yield from _calls(child, child if isinstance(child, ast.FunctionDef) else function, file)
