"""Lets the tests of a room try mutants: each in a child of a process that has collected them all, those tests only that run the
changed lines, the quick ones first, up to the first that fails.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import coverage
import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.putting import put_before_import, put_in_place
from tests.mutation.rooms import Room

USUAL = ("-q", "-p", "no:cacheprovider", "-o", "addopts=")
MEMORY = 4 << 30
NOT_POSSIBLE = 77

Try = tuple[Mutant, bool]
"""A mutant, and whether its tests noticed it."""


class FailingTestsError(Exception):
    """The tests of a room fail as it is: which one."""


class Covered:
    """Which tests run which lines of the modules, and what each test takes in seconds of the processor."""

    def __init__(self, contexts: Mapping[str, Mapping[str, Sequence[str]]], seconds: Mapping[str, float]) -> None:
        self.contexts, self.seconds = contexts, seconds

    def tests_of(self, mutant: Mutant, most: float) -> list[str]:
        """The tests that run what is changed; of what an import runs, all that run anything of the module.

        Those of the module itself come first, then the quickest. Those that would come after `most` seconds are left out: so a
        survivor may be one that a slow test would have noticed, and the figure is at least what is said.
        """
        lines = self.contexts.get(str(mutant.path), {})
        wanted = mutant.lines if mutant.function is not None else map(int, lines)
        found = {test for line in wanted for test in lines.get(str(line), ())}
        own = f"/test_{mutant.path.stem}"
        tests: list[str] = []
        left = most
        for test in sorted(found, key=lambda test: (own not in test, self.seconds[test], test)):
            left -= self.seconds[test]
            if left < 0 and tests:
                break
            tests.append(test)
        return tests

    def patience(self, tests: Sequence[str]) -> float:
        """Seconds of the processor after which a mutant has made its tests endless."""
        return 10 + 5 * sum(self.seconds[test] for test in tests)


class Chosen:
    """A part of pytest: runs only these tests, in this order, and stops at the first that fails."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.tests = tests

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        known = {item.nodeid: item for item in items}
        items[:] = [known[test] for test in self.tests]


class Trier:
    """A part of pytest: when all tests are collected, tries the mutants instead of running the tests once."""

    def __init__(self, room: Room, mutants: Sequence[Mutant], most: float, tell: Callable[[object], None]) -> None:
        self.room, self.mutants, self.most, self.tell = room, mutants, most, tell
        self.importing = measured(room)
        self.importing.start()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not any(part in item.nodeid for part in self.room.left_out)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.importing.stop()
        covered = coverage_of(self.room, session)
        if isinstance(covered, str):
            self.tell(covered)
            return True
        items = {item.nodeid: item for item in session.items}
        for number, mutant in enumerate(self.mutants):
            tests = covered.tests_of(mutant, self.most)
            patience = covered.patience(tests)
            code = NOT_POSSIBLE
            if mutant.function is not None:
                chosen = [items[test] for test in tests]
                code = in_a_child(lambda mutant=mutant, chosen=chosen: _run(session, mutant, chosen), patience)  # type: ignore[misc]  # bound at once
            if code == 0 and self._is_run_by_imports(mutant):
                code = NOT_POSSIBLE
            self.tell([number, code, tests, patience])
        return True

    def _is_run_by_imports(self, mutant: Mutant) -> bool:
        """Whether something may have kept what the function returned before it was changed."""
        lines = self.importing.get_data().lines(str(mutant.path)) or ()
        return any(line in mutant.lines for line in lines)


def _run(session: pytest.Session, mutant: Mutant, items: Sequence[pytest.Item]) -> int:
    if not put_in_place(mutant):
        return NOT_POSSIBLE
    return run_items(session, items)


def run_items(session: pytest.Session, items: Sequence[pytest.Item]) -> int:
    """0 when all of them pass, else 1; stops at the first that fails."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0


def coverage_of(room: Room, session: pytest.Session) -> Covered | str:
    """Runs every test once, in a child; the name of the first that fails, if one does."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "covered.json"
        in_a_child(lambda: _cover(room, session, kept), patience=3000)
        found = json.loads(kept.read_text(encoding="utf-8"))
        return found if isinstance(found, str) else Covered(*found)


def measured(room: Room) -> coverage.Coverage:
    return coverage.Coverage(data_file=None, config_file=False, include=[str(path) for path in room.paths])


def _cover(room: Room, session: pytest.Session, kept: Path) -> int:
    running = measured(room)
    seconds: dict[str, float] = {}
    running.start()
    for item in session.items:
        running.switch_context(item.nodeid)
        kept.write_text(json.dumps(item.nodeid), encoding="utf-8")
        began = time.process_time()
        if run_items(session, [item]):
            return 1
        seconds[item.nodeid] = time.process_time() - began
    running.stop()
    data = running.get_data()
    contexts = {str(path): data.contexts_by_lineno(str(path)) for path in room.paths}
    kept.write_text(json.dumps([contexts, seconds]), encoding="utf-8")
    return 0


def in_a_child(act: Callable[[], int], patience: float) -> int:
    """What `act` returns in a forked child of its own, silent, with its own folder for files; -1 when it fails or takes more
    than `patience` seconds of the processor, or four times as many of the clock."""
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                _be_alone(folder, patience)
                code = act()
            finally:
                os._exit(code)
        status = _wait_for(child, patience * 4 + 20)
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir()
    return os.waitstatus_to_exitcode(status) if status is not None else -1


def _be_alone(folder: str, patience: float) -> None:
    os.setpgid(0, 0)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["TMPDIR"] = tempfile.tempdir = folder
    resource.setrlimit(resource.RLIMIT_CPU, (int(patience) + 1, int(patience) + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)


def _wait_for(child: int, seconds: float) -> int | None:
    """The status with which the child ended; None when it had to be killed. Its own children go with it."""
    deadline, pause = time.monotonic() + seconds, 0.001
    status: int | None = None
    while status is None and time.monotonic() < deadline:
        done, found = os.waitpid(child, os.WNOHANG)
        if done:
            status = found
        else:
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        os.waitpid(child, 0)
    return status


def try_all(room: Room, mutants: Sequence[Mutant], most: float) -> Iterator[Try]:
    """Tries all mutants, each for about `most` seconds of the processor. A mutant of what an import runs is tried in a fresh
    process. Nothing of the game may be imported here.

    Raises `FailingTestsError`.
    """
    reading, writing = os.pipe()
    server = os.fork()
    if server == 0:
        code = 1
        try:
            os.close(reading)
            code = _serve(room, mutants, most, writing)
        finally:
            os._exit(code)
    os.close(writing)
    answered = 0
    with os.fdopen(reading, encoding="utf-8") as told:
        for line in told:
            answer = json.loads(line)
            if isinstance(answer, str):
                os.waitpid(server, 0)
                raise FailingTestsError(answer)
            answered += 1
            number, code, tests, patience = answer
            mutant = mutants[number]
            if tests and code == NOT_POSSIBLE:
                code = in_a_child(lambda mutant=mutant, tests=tests: _run_afresh(mutant, tests), patience + 20)  # type: ignore[misc]  # bound at once
            yield mutant, bool(tests) and code != 0
    _, status = os.waitpid(server, 0)
    if status != 0 or answered != len(mutants):
        raise FailingTestsError(f"pytest came back with {os.waitstatus_to_exitcode(status)}")


def _serve(room: Room, mutants: Sequence[Mutant], most: float, writing: int) -> int:
    told = os.fdopen(writing, "w", encoding="utf-8")

    def tell(answer: object) -> None:
        print(json.dumps(answer), file=told, flush=True)

    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(silent, stream)
    return int(pytest.main([*USUAL, *room.tests], plugins=[Trier(room, mutants, most, tell)]))


def _run_afresh(mutant: Mutant, tests: Sequence[str]) -> int:
    put_before_import(mutant)
    files = sorted({test.partition("::")[0] for test in tests})
    return int(pytest.main([*USUAL, "-x", *files], plugins=[Chosen(tests)]))
