"""Changes one thing at a time in codec, store, loader, sanitiser and expressions, and sees whether their tests notice.

    python -m tests.mutation [--every N] [--first N] [--timeout SECONDS] [ROOM ...]

Each mutant lives in a child that is forked before anything of the game is imported. Survivors are printed with their places.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parent.parent.parent
ROOMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "codec": (
        ("game/saving/framing.py", "game/saving/strict_json.py", "game/saving/record.py", "game/saving/snapshots.py"),
        (
            "tests/saving/test_framing.py",
            "tests/saving/test_strict_json.py",
            "tests/saving/test_record.py",
            "tests/saving/test_snapshots.py",
            "tests/saving/test_golden.py",
            "tests/saving/test_restore.py",
            "tests/faults/test_damage.py",
        ),
    ),
    "store": (
        (
            "game/saving/whole_file.py",
            "game/saving/journal.py",
            "game/saving/store.py",
            "game/saving/slots.py",
            "game/saving/autosave.py",
        ),
        (
            "tests/saving/test_store.py",
            "tests/test_session.py",
            "tests/saving/test_disk_errors.py",
            "tests/faults/test_crash_states.py::test_no_power_cut_at_any_moment_of_a_long_evening_loses_what_was_reported",
        ),
    ),
    "loader": (
        (
            "game/loading/reading/events.py",
            "game/loading/reading/decoding.py",
            "game/loading/reading/folder.py",
            "game/loading/reading/places.py",
        ),
        (
            "tests/loading/reading/test_nodes.py",
            "tests/loading/reading/test_places.py",
            "tests/loading/reading/test_folder.py",
            "tests/loading/syntax",
            "tests/loading/reading/test_hostile_files.py",
        ),
    ),
    "sanitiser": (
        ("game/language/characters.py", "game/terminal/door.py"),
        ("tests/terminal/test_door.py", "tests/language/test_characters.py", "tests/loading/test_traps.py"),
    ),
    "expressions": (
        (
            "game/language/tokens.py",
            "game/language/parser.py",
            "game/language/types.py",
            "game/language/evaluate.py",
            "game/language/effects.py",
        ),
        (
            "tests/language/test_conditions.py",
            "tests/language/test_effects.py",
            "tests/language/test_evaluate.py",
            "tests/language/test_domain.py",
            "tests/language/test_mistakes.py",
            "tests/language/test_texts.py",
            "tests/language/test_anything.py",
        ),
    ),
}
"""Of each room the modules that are changed, and the tests that must notice, the quick ones first."""


class Changed(importlib.abc.SourceLoader):
    """Loads one module from a changed tree."""

    def __init__(self, path: Path, tree: object) -> None:
        self.path, self.tree = path, tree

    def get_filename(self, fullname: str) -> str:
        return str(self.path)

    def get_data(self, path: str | bytes) -> bytes:
        return Path(os.fsdecode(path)).read_bytes()

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self.tree, str(self.path), "exec", dont_inherit=True)  # type: ignore[call-overload]  # it is a tree
        return code


class Finder(importlib.abc.MetaPathFinder):
    """Finds the changed module before anybody else does."""

    def __init__(self, name: str, loader: Changed) -> None:
        self.name, self.loader = name, loader

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self.loader) if fullname == self.name else None


def is_noticed(path: Path, mutant: Mutant | None, tests: Sequence[str], timeout: float) -> bool:
    """Whether a test fails, or does not come to its end, with this mutant in the place of its module."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _run(path, mutant, tests)
        finally:
            os._exit(code)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run(path: Path, mutant: Mutant | None, tests: Sequence[str]) -> int:
    import pytest

    os.setpgrp()
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    if mutant is not None:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        sys.meta_path.insert(0, Finder(name, Changed(path, mutant.tree)))
    sys.dont_write_bytecode = True
    return int(pytest.main(["-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--every", type=int, default=1, help="only every Nth mutant")
    parser.add_argument("--first", type=int, default=0, help="beginning with this one")
    parser.add_argument("--timeout", type=float, default=300, help="seconds after which a mutant counts as noticed")
    asked = parser.parse_args()
    os.chdir(ROOT)
    os.environ.setdefault("HYOSAN_BUDGET", "0.1")
    import hypothesis  # noqa: F401  # before the fork, so that no child has to
    import pytest  # noqa: F401
    import yaml  # noqa: F401

    unknown = set(asked.rooms) - set(ROOMS)
    if unknown:
        parser.error(f"there is no room {', '.join(sorted(unknown))}")
    for room in asked.rooms or ROOMS:
        modules, tests = ROOMS[room]
        if is_noticed(ROOT, None, tests, asked.timeout):
            sys.exit(f"{room}: its tests fail as it is")
        lived = tried = 0
        for module in modules:
            for mutant in list(mutants_of(ROOT / module))[asked.first :: asked.every]:
                tried += 1
                if not is_noticed(ROOT / module, mutant, tests, asked.timeout):
                    lived += 1
                    print(f"{module}:{mutant.line}: {mutant.what}", flush=True)
        print(f"{room}: {tried - lived} of {tried} mutants noticed, {(tried - lived) / max(1, tried):.1%}", flush=True)


if __name__ == "__main__":
    main()
