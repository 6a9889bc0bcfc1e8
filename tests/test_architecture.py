"""The order of imports is the architecture; these tests read it off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

GAME = Path(__file__).parent.parent / "game"

ORDER = (
    "game records diagnostics errors language story indexing|loading|engine "
    "proving saving session telling terminal|authoring quick_arguments stories quick_start arguments verbs cli __main__"
)
LEVELS: dict[str, int] = {room: level for level, bar in enumerate(ORDER.split()) for room in bar.split("|")}

PURE_ROOMS = ("records", "diagnostics", "errors", "language", "story", "engine")
IMPURE_MODULES = {
    "os",
    "sys",
    "io",
    "pathlib",
    "time",
    "datetime",
    "random",
    "secrets",
    "shutil",
    "tempfile",
    "socket",
    "subprocess",
}
THIRD_PARTY = {
    "yaml": ("loading/reading/events.py",),
    "dd": ("proving/diagrams.py",),
    "filelock": ("saving/lock.py",),
    "rich": ("terminal/full_screen/",),
    "prompt_toolkit": ("terminal/full_screen/",),
}
LATE_IMPORTS = {
    "arguments": "the nearest verb is looked for only when one was mistyped",
    "verbs": "the parts of a verb are imported when that verb is called: `--version` needs none of them",
    "cli": "verbs are imported when one is called, and the terminal when something is played: `--version` needs neither",
    "stories": "the splash stands before a story is looked for",
    "proving": "the library of decision diagrams is an extra, needed only where a story is too large to search state by state",
    "saving": "what reads and writes saves is not needed before one is asked for",
    "engine": "states are written and read only for saves, and few stories have events",
    "terminal": "the libraries of the full screen are imported when it opens, and what no first scene needs when it is asked for",
    "session": "the ladder is needed only for saves of another version of the story, carrying and tracing only by authors",
}


class Import(NamedTuple):
    file: str
    line: int
    module: str
    late: bool


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "game"


def _module_named(package: str, name: str) -> str:
    """`from game.loading.syntax import explain` imports a module; `from game.loading import load` a name of the package."""
    inner = GAME.parent.joinpath(*package.split("."), name)
    return f"{package}.{name}" if inner.with_suffix(".py").exists() or (inner / "__init__.py").exists() else package


def imports() -> Iterator[Import]:
    for path in sorted(GAME.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        late = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: imports name the whole module"
                names = [_module_named(node.module or "", alias.name) for alias in node.names]
            for name in names:
                yield Import(path.relative_to(GAME).as_posix(), node.lineno, name, id(node) in late)


ALL_IMPORTS = list(imports())


def room_of_file(file: str) -> str:
    return file.split("/", maxsplit=1)[0].removesuffix(".py").replace("__init__", "game")


def test_there_are_imports_to_look_at() -> None:
    assert len(ALL_IMPORTS) > 100


def test_every_room_has_its_level() -> None:
    assert {room_of_file(each.file) for each in ALL_IMPORTS} <= set(LEVELS)


@pytest.mark.parametrize("room", sorted(LEVELS))
def test_a_room_imports_only_from_rooms_below(room: str) -> None:
    mine = [each for each in ALL_IMPORTS if room_of_file(each.file) == room and each.module.split(".")[0] == "game"]
    upward = [each for each in mine if room_of(each.module) != room and LEVELS[room_of(each.module)] >= LEVELS[room]]
    upward = [each for each in upward if each.module != "game"]
    assert not upward


@pytest.mark.parametrize("library", sorted(THIRD_PARTY))
def test_a_library_is_known_only_in_its_place(library: str) -> None:
    found = {each.file for each in ALL_IMPORTS if each.module.split(".")[0] == library}
    assert found, f"{library} is not used at all"
    assert all(file.startswith(THIRD_PARTY[library]) for file in found)


def test_no_other_library_is_imported() -> None:
    import sys

    known = set(sys.stdlib_module_names) | set(THIRD_PARTY) | {"game", "__future__"}
    assert {each.module for each in ALL_IMPORTS if each.module.split(".")[0] not in known} == set()


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_pure_room_knows_no_file_clock_screen_or_chance(room: str) -> None:
    mine = [each for each in ALL_IMPORTS if room_of_file(each.file) == room]
    assert not [each for each in mine if each.module.split(".")[0] in IMPURE_MODULES]


def test_imports_inside_functions_are_only_where_they_keep_the_start_fast() -> None:
    late = {room_of_file(each.file) for each in ALL_IMPORTS if each.late and each.module.split(".")[0] in ("game", *THIRD_PARTY)}
    assert late <= set(LATE_IMPORTS)


def test_no_two_modules_import_each_other() -> None:
    edges: dict[str, set[str]] = {}
    for each in ALL_IMPORTS:
        module = "game." + each.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        edges.setdefault(module, set()).add(each.module)

    def reaches(start: str, goal: str) -> bool:
        seen: set[str] = set()
        waiting = list(edges.get(start, ()))
        while waiting:
            here = waiting.pop()
            if here == goal:
                return True
            if here not in seen:
                seen.add(here)
                waiting += edges.get(here, ())
        return False

    assert [module for module in edges if reaches(module, module)] == []
