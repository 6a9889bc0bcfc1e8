"""Saves from strangers: real ones with parts of them changed by chance, and their checksums made right again.

Each is listed, imported, opened, played on, saved and opened again. Whatever it holds, it is refused with a reason, or is a play
like any other.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from game.errors import HyosanError
from game.saving import strict_json
from game.saving.exchange import import_play
from game.saving.framing import Chain, unframe
from game.saving.repair import repair
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.saving.playing import lighthouse, played, renamed_lighthouse

SAVES = budget(80)
GOLDEN = Path(__file__).parent.parent / "saves"
STRANGE: tuple[object, ...] = (
    0, -1, 1 << 31, 1 << 37, 1 << 53, 1 << 62, 10**18, 10**19 - 1, True, None, "", "climb", "storm", "\x1b[2J\x07", "\u202ex",
    "a" * 70_000, [], {}, [1], {"a": 1}, ["storm", "hold_on"], [["lamp_room", "visit storm#1"]] * 40, ["text", "\x1b]0;x\x07"],
    ["sensitive", [], []], ["picked", "x", "\x9b2J"],
)  # fmt: skip
NEW_KEYS = ("x", "ending", "stuck", "returns", "visits stairs", "seen storm.hold_on", "step stairs#1")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    store = Store(tmp_path_factory.mktemp("saves"))
    session = played(store, 60)
    session.undo()
    session.save_as("named")
    session.close()
    return [path.read_bytes() for path in sorted([*store.folder.glob("*.hyosan"), *GOLDEN.rglob("*.hyosan")])]


def paths(data: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to every part of a record but the whole."""
    if path:
        yield path
    for key, part in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from paths(part, (*path, key))


def changed(records: list[Any], chance: random.Random) -> list[Any]:
    """Some parts replaced, taken away or added; now and then of another story, or begun at one of its states."""
    states = [number for number, record in enumerate(records) if record.get("do") == "state"]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        number = chance.choice(states) if states and chance.random() < 0.7 else chance.randrange(len(records))
        *way, last = chance.choice(list(paths(records[number])))
        part = records[number]
        for key in way:
            part = part[key]
        what = chance.random()
        if what < 0.6:
            part[last] = chance.choice(STRANGE)
        elif what < 0.75:
            del part[last]
        elif isinstance(part, list):
            part.insert(last, chance.choice(STRANGE))
        else:
            part[chance.choice(NEW_KEYS)] = chance.choice(STRANGE)
    if chance.random() < 0.4:
        records[0]["fingerprint"] = "other"
    if states and chance.random() < 0.3:
        return [{**records[0], "based": True}, *records[chance.choice(states) :]]
    return records


def play_on(session: Session, chance: random.Random) -> None:
    for _ in range(6):
        view = session.view
        assert not {"\x1b", "\x9b", "\u202e"} & set("".join(map(repr, view.passage)))
        assert "\\x1b" not in repr(view.passage)
        session.program.journal(session.state)
        session.program.bag(session.state)
        options = [offer.id for offer in view.open_offers]
        if not options:
            return
        what = chance.random()
        if what < 0.2:
            session.undo()
        elif what < 0.3:
            session.redo()
        else:
            session.choose(chance.choice(options))


def test_a_save_from_a_stranger_is_refused_or_is_a_play_like_any_other(files: list[bytes], tmp_path: Path) -> None:
    refused = opened = 0
    for number in range(SAVES):
        chance = random.Random(number)
        folder = tmp_path / str(number)
        folder.mkdir()
        records = changed([json.loads(payload) for payload in unframe(chance.choice(files)).payloads], chance)
        given = folder / "given.hyosan"
        given.write_bytes(Chain().frames([strict_json.encode(record) for record in records]))
        before, store = given.read_bytes(), Store(folder)
        program = chance.choice((lighthouse(), lighthouse(), renamed_lighthouse()))
        store.slots()
        with suppress(HyosanError):
            import_play(Store(folder / "other"), program, given)
        try:
            session = Session.resume(program, store, "given", copy=True)
        except HyosanError:
            refused += 1
            with suppress(HyosanError):
                repair(store, "given")
            continue
        opened += 1
        play_on(session, chance)
        kept = session.save_as("kept")
        session.close()
        assert given.read_bytes() == before, number
        again = Session.resume(program, store, kept.id)
        assert again.state == session.state, number
        assert store.find("kept").turn == session.state.turn, number
        assert {slot.name for slot in store.slots() if slot.problem is not None} <= {"given"}, number
    assert refused > SAVES // 20
    assert opened > SAVES // 5
