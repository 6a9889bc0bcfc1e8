"""A damaged save is mended as far as it goes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from game.errors import SaveDamagedError, SaveLockedError
from game.saving.repair import needs_repair, repair
from game.saving.salvage import salvage
from game.saving.saved_play import read_play
from game.saving.store import Store
from game.session import Session
from tests.saving.playing import choose_all, journal_of, played, resume


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def closed(store: Store, turns: int) -> Session:
    session = played(store, turns)
    session.undo()
    session.redo()
    session.close()
    return session


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit >> 3] ^= 1 << (bit & 7)
    return bytes(changed)


def test_a_wrong_bit_anywhere_in_a_line_is_found_and_put_right(store: Store) -> None:
    """Only a line's end is beyond that: there, two lines are one, or one is two."""
    closed(store, 3)
    path = journal_of(store)
    data = path.read_bytes()
    whole = read_play(store.files, path)
    for bit in range(0, 8 * len(data), 5):  # 5 and 8 have nothing in common: every bit of a byte comes
        changed = flipped(data, bit)
        if changed.count(b"\n") != data.count(b"\n"):
            continue
        found = salvage(changed)
        assert found is not None, bit
        assert (found.header, found.way, found.mended, found.lost) == (whole.header, whole.way, 1, 0), bit


def test_several_lines_with_a_wrong_bit_each_are_mended(store: Store) -> None:
    session = closed(store, 120)
    path = journal_of(store)
    lines = path.read_bytes().split(b"\n")
    chance = random.Random(1)
    for number in (0, 7, 8, 60, len(lines) - 2):
        lines[number] = flipped(lines[number], chance.randrange(8, 8 * len(lines[number])))
    path.write_bytes(b"\n".join(lines))
    found = repair(store, path.stem)
    assert "5 lines with one wrong bit put right; nothing is lost" in found.told
    again = resume(store)
    assert (again.state, len(again.options)) == (session.state, 120)
    assert again.take_notices() == ()


def test_beyond_what_is_lost_a_save_goes_on_from_the_next_state_that_was_kept(store: Store) -> None:
    session = closed(store, 120)
    path = journal_of(store)
    damaged = path.read_bytes().split(b"\n")
    damaged[20] = b"\0" * len(damaged[20])  # and with it what the next line is checked against
    path.write_bytes(b"\n".join(damaged))
    assert needs_repair(store, path.stem)
    found = repair(store, path.stem)
    assert "2 lines could not be read. It leads to turn 120, from a state that was kept on the way" in found.told
    assert (store.folder / found.kept_as).read_bytes() == b"\n".join(damaged)
    again = resume(store)
    assert again.state == session.state
    assert again.take_notices() == ()
    assert again.undo(), "as far as the state that was kept"
    assert not needs_repair(store, path.stem)
    again.close()
    assert repair(store, path.stem).told == "It is not damaged."


def test_without_a_state_behind_the_damage_the_save_leads_up_to_it(store: Store) -> None:
    session = played(store, 0)
    choose_all(session, ["rest"] * 30)
    path = journal_of(store)
    lines = path.read_bytes().split(b"\n")
    session.close()
    lines[20] = lines[20][:40] + b"XX" + lines[20][42:]
    path.write_bytes(b"\n".join(lines))
    assert "It leads to turn 19." in repair(store, path.stem).told
    assert resume(store).state.turn == 19


def test_a_torn_tail_is_cut_off(store: Store) -> None:
    closed(store, 5)
    path = journal_of(store)
    path.write_bytes(path.read_bytes()[:-20])
    assert "1 line could not be read. It leads to turn 5." in repair(store, path.stem).told


def test_a_save_without_its_first_line_gives_its_place_to_its_backup(store: Store) -> None:
    session = played(store, 3)
    session.save_as("here")
    before = session.state
    session.choose("rest")
    slot = session.save_as("here")
    session.close()
    slot.path.write_bytes(b"nothing of it\n" + slot.path.read_bytes())
    found = repair(store, slot.id)
    assert "What was saved under this name before stands in its place" in found.told
    assert resume(store, slot.id).state == before
    assert (store.folder / found.kept_as).read_bytes().startswith(b"nothing of it")


def test_what_has_neither_a_first_line_nor_a_backup_is_left_alone(store: Store) -> None:
    (store.folder / "friend.hyosan").write_bytes(b"a letter")
    with pytest.raises(SaveDamagedError, match=r"friend\.hyosan: its first line cannot be read"):
        repair(store, "friend")
    assert [path.name for path in store.folder.iterdir() if not path.name.startswith(".")] == ["friend.hyosan"]


def test_a_save_that_is_being_played_is_not_mended_under_the_players_hands(store: Store) -> None:
    session = played(store, 3)
    with pytest.raises(SaveLockedError):
        repair(store, journal_of(store).stem)
    session.close()


def test_a_damaged_file_never_takes_the_place_of_another(store: Store) -> None:
    closed(store, 5)
    path = journal_of(store)
    kept = set()
    for number in range(1, 6):
        path.write_bytes(path.read_bytes() + b"torn %d" % number)
        kept.add(repair(store, path.stem).kept_as)
    assert len(kept) == 5
    path.write_bytes(path.read_bytes() + b"torn")
    with pytest.raises(Exception, match="5 damaged files of this save are kept already"):
        repair(store, path.stem)


def test_anything_at_all_can_be_asked_to_be_mended(store: Store) -> None:
    closed(store, 60)
    data = journal_of(store).read_bytes()
    chance = random.Random(7)
    for _ in range(300):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.choice((0, 1, 1, 50))] = chance.randbytes(chance.choice((0, 1, 1, 40)))
        found = salvage(bytes(changed))
        assert found is None or 0 <= found.turn <= 60
