"""Saves that chance or malice has changed: every change is noticed or harmless, nothing is ever believed unchecked."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.errors import SaveError
from game.saving import record
from game.saving.framing import Chain, unframe
from game.saving.saved_play import MAX_RECORDS, read_play
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.faults.crash_model import MemoryDisk
from tests.saving.playing import STORY, lighthouse, renamed_lighthouse, resume

GOLDEN = Path(__file__).parent.parent / "saves" / "v1"
SMALL = next(GOLDEN.glob("save-*.hyosan"))
MUTANTS = budget(1500)


def noticed_in(data: bytes) -> bool:
    """Whether reading a save says that something is wrong with it."""
    try:
        return read_play(MemoryDisk.holding({"save": data}), Path("save")).trouble(0) != ""
    except SaveError as error:
        return str(error) != ""


def test_a_whole_save_is_no_trouble() -> None:
    assert not noticed_in(SMALL.read_bytes())


def test_every_changed_bit_of_a_save_is_noticed() -> None:
    data = SMALL.read_bytes()
    for offset in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[offset] ^= 1 << bit
            assert noticed_in(bytes(changed)), (offset, bit)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.hyosan")), ids=lambda path: path.stem)
def test_every_truncation_of_a_save_is_noticed(path: Path) -> None:
    data = path.read_bytes()
    lengths = range(len(data)) if len(data) < 3000 else range(0, len(data), 97)
    for length in lengths:
        assert noticed_in(data[:length]), length


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_lines_that_are_missing_doubled_or_changed_round_are_noticed(gone: int) -> None:
    lines = SMALL.read_bytes().splitlines(keepends=True)
    assert noticed_in(b"".join(lines[:gone] + lines[gone + 1 :]))
    assert noticed_in(b"".join(lines[: gone + 1] + lines[gone:]))
    assert noticed_in(b"".join([*lines[: gone - 1], lines[gone], lines[gone - 1], *lines[gone + 1 :]]))


def test_a_harness_without_checksums_would_miss_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: lines are believed as they stand."""

    def trusting(chain: Chain, line: bytes) -> bytes | None:
        chain.number += 1
        return line.split(b" ", 2)[2] if line.count(b" ") >= 2 else None

    monkeypatch.setattr(Chain, "accepts", trusting)
    with pytest.raises(AssertionError):
        test_every_changed_bit_of_a_save_is_noticed()


class Mutator:
    """Changes the records of a save as somebody would who can compute a checksum."""

    JUNK: tuple[object, ...] = (
        None,
        True,
        False,
        0,
        -1,
        1,
        7,
        10**18,
        "",
        "stairs",
        "lamp_room",
        "climb",
        "\x1b[2J",
        "\ud800",
        [],
        {},
        [[]],
        {"a": {}},
    )

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def mutate(self, payloads: list[object]) -> list[object]:
        changed = copy.deepcopy(payloads)
        for _ in range(self.chance.randint(1, 3)):
            self._mutate_lines(changed) if self.chance.random() < 0.2 else self._mutate_node(changed)
        return changed

    def _mutate_lines(self, lines: list[object]) -> None:
        where = self.chance.randrange(1, len(lines))
        match self.chance.randrange(3):
            case 0:
                lines.insert(where, copy.deepcopy(self.chance.choice(lines)))
            case 1:
                del lines[where]
            case 2:
                other = self.chance.randrange(1, len(lines))
                lines[where], lines[other] = lines[other], lines[where]

    def _mutate_node(self, node: list[object] | dict[str, object]) -> None:
        keys = list(range(len(node))) if isinstance(node, list) else list(node)
        if not keys:
            return
        key = self.chance.choice(keys)
        inner = node[key]  # type: ignore[index,call-overload] # the key is one of the node's own
        if isinstance(inner, list | dict) and inner and self.chance.random() < 0.8:
            self._mutate_node(inner)
        elif self.chance.random() < 0.2:
            del node[key]  # type: ignore[arg-type] # as above
        else:
            node[key] = self.chance.choice(self.JUNK)  # type: ignore[index,call-overload] # as above


def forged_saves() -> Iterator[tuple[int, bytes]]:
    originals = [*sorted(GOLDEN.glob("*.hyosan"))[:2], SMALL]
    saves = [[json.loads(payload) for payload in unframe(path.read_bytes()).payloads] for path in originals]
    for seed in range(MUTANTS):
        mutant = Mutator(seed).mutate(saves[seed % len(saves)])
        yield seed, Chain().frames(map(json.dumps, mutant))


def test_a_save_with_forged_checksums_is_refused_or_is_a_play() -> None:
    """Whatever stands in it: a clear error and an untouched file, or a session that plays, saves, and opens again."""
    opened = 0
    for seed, forged in forged_saves():
        disk = MemoryDisk.holding({"/saves/forged.hyosan": forged})
        store, program = Store(Path("/saves"), disk), renamed_lighthouse() if seed % 5 == 0 else lighthouse()
        is_copy = seed % 2 == 0
        try:
            store.slots(STORY)
            session = Session.resume(program, store, "forged", copy=is_copy)
        except SaveError as error:
            assert str(error).isprintable()
            assert disk.steps == 0
            continue
        opened += 1
        play_on(session)
        kept = [content.now for path, content in disk.names_now.items() if path.startswith("/saves/forged")]
        assert any(each.startswith(forged) for each in kept) if not is_copy else kept == [forged]
        assert all(resume(store, slot.id, program) for slot in store.slots(STORY) if not slot.problem and slot.id != "forged")
    assert MUTANTS // 10 < opened < MUTANTS, "the harness must see both"


def play_on(session: Session) -> None:
    assert all(notice.isprintable() for notice in session.take_notices())
    for offer in session.view.open_offers[:1]:
        session.choose(offer.id)
    session.undo()
    session.redo()
    session.close()


def test_a_save_with_more_records_than_any_play_has_is_refused(tmp_path: Path) -> None:
    undo = ['{"do":"undo"}', '{"do":"redo"}']
    header, *_ = unframe(SMALL.read_bytes()).payloads
    (tmp_path / "long.hyosan").write_bytes(Chain().frames([header.decode(), *undo * (MAX_RECORDS // 2 + 1)]))
    with pytest.raises(SaveError, match="more than 200,000 records"):
        resume(Store(tmp_path), "long")


LINES = budget(50_000)
TOKENS = (
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"true",
    b"1e9",
    b"-1",
    b"NaN",
    b"\\u",
    b"\\ud800",
    b"\xff",
    b"\x00",
    b"9" * 25,
)


def changed_lines() -> Iterator[bytes]:
    """Payloads of real saves with bytes flipped, taken away, put in, or exchanged for pieces of JSON."""
    payloads = [payload for path in sorted(GOLDEN.glob("*.hyosan"))[:3] for payload in unframe(path.read_bytes()).payloads[:40]]
    chance = random.Random(1)
    for _ in range(LINES):
        line = chance.choice(payloads)
        at, width = chance.randrange(len(line)), chance.randrange(4)
        yield line[:at] + chance.choice(TOKENS) * chance.randrange(2) + line[at + width :]


def decoded(line: bytes, decode: Callable[[bytes], object]) -> bool:
    """Whether a line is taken for a record; what it must not be, is an error of another kind."""
    try:
        decode(line)
    except ValueError:
        return False
    return True


def test_any_changed_line_is_a_record_or_no_record() -> None:
    """A million with HYOSAN_BUDGET=20."""
    taken = sum(
        decoded(line, decode)
        for line in changed_lines()
        for decode in (record.decode, record.decode_standing, record.decode_header)
    )
    assert 0 < taken < LINES * 3, "the harness must see both"


def test_the_harness_finds_a_codec_that_trips_over_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_object", lambda value, _: value)
    with pytest.raises((KeyError, TypeError, AttributeError)):
        test_any_changed_line_is_a_record_or_no_record()
