"""Examiners in processes of their own, since one processor is not enough; or one here, where only one is wanted.

A process gets the system once. What it answers refers to that, and not to a copy of its own.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from game.proving.budget import Budget, resident_memory
from game.proving.examining import Ask, Examiner, Reply
from game.proving.system import System

_GROWS = 1.5
"""How much more memory the process that asks comes to have: it takes all answers."""


class _Pickler(pickle.Pickler):
    def persistent_id(self, thing: object) -> str | None:
        return "system" if isinstance(thing, System) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, system: System) -> None:
        super().__init__(io.BytesIO(data))
        self._system = system

    def persistent_load(self, _pid: object) -> System:
        return self._system


def _work(connection: Connection, system: System, seed: int, seconds: float, memory: int) -> None:
    """Answers until it is asked for nothing more."""
    examiner = Examiner(system, seed, Budget(seconds, began=0.0, memory=memory))  # getting ready counts
    while True:
        try:
            ask = _Unpickler(connection.recv_bytes(), system).load()
        except EOFError:
            return
        _send(connection, examiner.answer(ask))


def _send(connection: Connection, thing: object) -> None:
    data = io.BytesIO()
    _Pickler(data).dump(thing)
    connection.send_bytes(data.getvalue())


@dataclass(slots=True)
class Crew:
    """So many processes; with one, the work is done here. Use it in a `with`."""

    system: System
    budget: Budget
    count: int
    lost: int = 0
    _here: Examiner | None = None
    _workers: list[tuple[Any, Connection]] = field(default_factory=list)

    def __enter__(self) -> Crew:
        if self.count == 1:
            self._here = Examiner(self.system, 1, self.budget)
            return self
        context = get_context("spawn")
        left = self.budget.seconds - self.budget.used
        memory = (self.budget.memory - int(_GROWS * resident_memory())) // self.count
        for seed in range(1, self.count + 1):
            mine, theirs = context.Pipe()
            worker = context.Process(target=_work, args=(theirs, self.system, seed, left, memory), daemon=True)
            worker.start()
            theirs.close()
            self._workers.append((worker, mine))
        return self

    def __exit__(self, *_: object) -> None:
        for worker, connection in self._workers:
            connection.close()
            worker.join(timeout=1)
            if worker.is_alive():
                worker.terminate()
                worker.join()

    def all(self, ask: Ask) -> None:
        """Asks everyone the same, and waits until all have answered."""
        if self._here is not None:
            self._here.answer(ask)
        for _, connection in list(self._workers):
            if not self._asked(connection, ask):
                self._gone(connection)

    @staticmethod
    def _asked(connection: Connection, ask: Ask) -> bool:
        """Whether an answer came; it is not read."""
        try:
            _send(connection, ask)
            connection.recv_bytes()
        except (EOFError, OSError):
            return False
        return True

    def each(self, asks: Iterable[Ask], take: Callable[[Ask, Reply], None]) -> None:
        """Asks whoever is free, until all is asked. `take` is given every answer, one at a time.

        What was asked of a process that dies is not answered; `lost` counts them.
        """
        if self._here is not None:
            for ask in asks:
                take(ask, self._here.answer(ask))
            return
        left, busy = iter(asks), dict[Connection, Ask]()
        for _, connection in self._workers:
            self._give(connection, left, busy)
        while busy:
            ready = wait(list(busy))
            for connection in [each for each in busy if each in ready]:
                ask = busy.pop(connection)
                try:
                    reply = _Unpickler(connection.recv_bytes(), self.system).load()
                except (EOFError, OSError):
                    self._gone(connection)
                    continue
                take(ask, reply)
                self._give(connection, left, busy)

    def _give(self, connection: Connection, left: Iterable[Ask], busy: dict[Connection, Ask]) -> None:
        ask = next(iter(left), None)
        if ask is not None:
            try:
                _send(connection, ask)
            except OSError:
                self._gone(connection)
                return
            busy[connection] = ask

    def _gone(self, connection: Connection) -> None:
        self.lost += 1
        self._workers = [each for each in self._workers if each[1] is not connection]
