"""Sessions against a model of a few lines: whatever a player does in whichever order, also when the power goes in between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from game.engine.state import GameState, Move
from game.errors import MoveError, SaveError
from game.saving import composing, exchange, salvage
from game.saving.autosave import Autosave
from game.saving.exchange import export_play, import_play
from game.saving.journal import Journal
from game.saving.record import Standing
from game.saving.repair import repair
from game.saving.slots import DAMAGED, SUFFIX
from game.saving.store import Store
from game.saving.way import Way
from game.session import Session
from tests.faults.budget import budget
from tests.faults.crash_model import MemoryDisk
from tests.saving.playing import STORY, lighthouse

FOLDER = Path("/saves")
GIVEN = Path("/given.hyosan")
NAMES = ("one", "둘", "three/3")
SEED = 6
NOW = Standing(0, "", "", "", 0, 0, 1)
MOST_SAVES = 6
EXAMPLES = budget(10)
STEPS = 25


class Sessions(RuleBasedStateMachine):
    """The model: the options that lead to where the play stands, those that were taken back, and both for each named save: what
    was taken back can be made again after loading, too (`saves/README.md`).
    """

    def __init__(self) -> None:
        super().__init__()
        self.disk = MemoryDisk()
        self.way: list[str] = []
        self.undone: list[str] = []
        self.named: dict[str, tuple[list[str], list[str]]] = {}
        self.is_on_disk = False
        self.is_shared = False

    @initialize()
    def begin(self) -> None:
        self.store = Store(FOLDER, self.disk, now=lambda: 1_790_000_000)
        self.session = Session.begin(lighthouse(), self.store, seed=SEED, clock=lambda: 0)

    @rule(number=st.integers(0, 8))
    def choose(self, number: int) -> None:
        offers = self.session.view.open_offers
        if offers:
            option = offers[number % len(offers)].id
            self.session.choose(option)
            self.way.append(option)
            self.undone.clear()
            self._written()

    @rule(option=st.sampled_from(["nothing", "", "light_the_lamp", "ask.nobody"]))
    def choose_what_is_not_on_offer(self, option: str) -> None:
        if option not in [offer.id for offer in self.session.view.open_offers]:
            with pytest.raises(MoveError):
                self.session.choose(option)

    @rule()
    def undo(self) -> None:
        assert self.session.undo() == bool(self.way)
        if self.way:
            self.undone.append(self.way.pop())
            self._written(self.is_on_disk)

    @rule()
    def redo(self) -> None:
        assert self.session.redo() == bool(self.undone)
        if self.undone:
            self.way.append(self.undone.pop())
            self._written(self.is_on_disk)

    @rule(name=st.sampled_from(NAMES))
    def save(self, name: str) -> None:
        slot = self.session.save_as(name)
        assert (slot.name, slot.turn) == (name, self.session.state.turn)
        self.named[name] = list(self.way), list(self.undone)

    @precondition(lambda self: self.named)
    @rule(data=st.data())
    def open_a_named_save(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.named)))
        self.session.close()
        self.session = Session.resume(lighthouse(), self.store, self._slot(name), clock=lambda: 0)
        way, undone = self.named[name]
        self.way, self.undone, self.is_on_disk, self.is_shared = list(way), list(undone), False, False

    @precondition(lambda self: self.named)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.named)))
        slot = self._slot(name)
        self.store.delete(slot)
        del self.named[name]
        with pytest.raises(SaveError):
            Session.resume(lighthouse(), self.store, slot)

    @precondition(lambda self: self.named)
    @rule(data=st.data())
    def a_bit_of_a_save_falls_over_and_it_is_repaired(self, data: st.DataObject) -> None:
        slot = self._slot(data.draw(st.sampled_from(sorted(self.named))))
        content = self.disk.names_now[str(self.store.path_of(slot))]
        changed = bytearray(content.durable)
        at = data.draw(st.integers(0, len(changed) - 1))
        bit = 1 << data.draw(st.integers(0, 7))
        if b"\n"[0] in (changed[at], changed[at] ^ bit):
            return
        changed[at] ^= bit
        content.durable = bytes(changed)
        told = repair(self.store, slot).told
        assert "nothing is lost" in told, told
        self.store.files.remove(self.store.path_of(slot).with_name(f"{slot}{SUFFIX}{DAMAGED}"))

    @precondition(lambda self: self.named and len(self.named) < MOST_SAVES)
    @rule(data=st.data())
    def give_a_save_away_and_take_it_in(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.named)))
        self.store.files.remove(GIVEN)  # a power cut may have brought it back
        file = export_play(self.store, self._slot(name), GIVEN)
        new = import_play(self.store, lighthouse(), file).slot.name
        self.store.files.remove(file)
        assert new not in self.named
        way, undone = self.named[name]
        self.named[new] = list(way), list(undone)

    @precondition(lambda self: self.is_on_disk and not self.is_shared)
    @rule()
    def the_lock_file_is_taken_away_and_another_window_plays_on(self) -> None:
        """What it plays is in the file, and the next turn of this window goes elsewhere."""
        assert self.session.settle()
        latest = self.store.latest(STORY)
        assert latest is not None
        other = Session.resume(lighthouse(), self.store, latest.id, clock=lambda: 0)
        if other.view.open_offers:
            other.choose(other.view.open_offers[0].id)
            assert not any("Another window" in told for told in other.take_notices())
            self.is_shared, self.is_on_disk = True, False
        other.close()

    def _written(self, is_on_disk: bool = True) -> None:
        """A turn was written. When another window has written to the same file, one is told, and it is in another one."""
        if self.is_shared:
            assert any("Another window plays on" in told for told in self.session.take_notices())
        self.is_on_disk, self.is_shared = is_on_disk or self.is_shared, False

    @precondition(lambda self: self.is_on_disk)
    @rule()
    def leave_and_come_back(self) -> None:
        self.session.close()
        assert self.session.take_notices() == ()
        self._resume()
        assert self.session.take_notices() == ()

    @precondition(lambda self: self.is_on_disk)
    @rule(choice=st.integers(0, 1 << 30))
    def the_power_goes(self, choice: int) -> None:
        """Everything is reported as saved, so that any state in which the disk may be has it."""
        assert self.session.settle()
        images = list(self.disk.crash_states())
        self.disk = MemoryDisk.holding(images[choice % len(images)])
        self.store = Store(FOLDER, self.disk, now=lambda: 1_790_000_000)
        self._resume()
        self.session.take_notices()

    @precondition(lambda self: self.is_on_disk)
    @rule()
    def look_into_a_copy(self) -> None:
        latest = self.store.latest(STORY)
        assert latest is not None
        copy = Session.resume(lighthouse(), self.store, latest.id, keep=False, clock=lambda: 0)
        copy.undo()
        copy.close()

    def _resume(self, slot: str = "") -> None:
        latest = self.store.latest(STORY)
        assert latest is not None
        self.session = Session.resume(lighthouse(), self.store, slot or latest.id, clock=lambda: 0)

    def _slot(self, name: str) -> str:
        return next(slot.id for slot in self.store.slots(STORY) if slot.name == name and not slot.autosave)

    @invariant()
    def the_play_is_where_the_model_is(self) -> None:
        if hasattr(self, "session"):
            assert list(self.session.options) == self.way
            assert (self.session.can_undo, self.session.can_redo) == (bool(self.way), bool(self.undone))
            assert self.session.state == replayed(tuple(self.way))

    @invariant()
    def the_saves_are_those_of_the_model(self) -> None:
        if hasattr(self, "store"):
            found = {slot.name: slot.turn for slot in self.store.slots(STORY) if not slot.autosave}
            assert found == {name: len(way) for name, (way, _) in self.named.items()}


@lru_cache(maxsize=10_000)
def replayed(way: tuple[str, ...]) -> GameState:
    if not way:
        return lighthouse().start(SEED).state
    return lighthouse().play(replayed(way[:-1]), Move(way[-1])).state


def run(examples: int = EXAMPLES, phases: Sequence[Phase] = tuple(Phase)) -> None:
    chosen = settings(max_examples=examples, stateful_step_count=STEPS, deadline=None, phases=phases, database=None)
    run_state_machine_as_test(Sessions, settings=chosen)


def test_sessions_do_what_the_model_does_in_whichever_order() -> None:
    run()


@pytest.mark.parametrize(
    ("where", "name", "bug"),
    [
        (Autosave, "undone", lambda _: None),
        (Store, "delete", lambda *_: None),
        (MemoryDisk, "sync_data", lambda *_: None),
        (Journal, "_is_shared", lambda *_: False),
        (salvage, "_mended", lambda *_: None),
        (exchange, "_written", lambda _, header: composing.compose(header, composing.records_of(Way(), NOW)).data),
        (exchange, "_free_name", lambda _, name, __: name),
    ],
    ids=[
        "an undo that is not written down",
        "a delete that does nothing",
        "no sync",
        "two windows that write to one file",
        "a repair that mends nothing",
        "an export without its moves",
        "an import that takes the place of what is there",
    ],
)
def test_the_harness_finds_planted_bugs(where: object, name: str, bug: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, name, bug)
    with pytest.raises((AssertionError, SaveError, pytest.fail.Exception)):
        run(200, (Phase.generate,))
