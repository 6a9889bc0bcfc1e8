"""What saves/README.md says of the format is true: its sample is a save, and its reader reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.saving import saved_play, strict_json
from game.saving.framing import MAX_LINE, unframe
from game.saving.record import Header, Standing
from game.saving.store import MAX_AUTOSAVES, MAX_DAMAGED, Store
from tests.saving.playing import played, resume

PAGE = (Path(__file__).parent.parent.parent / "saves" / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


SAMPLE = block("text").encode()


def test_the_sample_opens_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "autosave-1-b808639dcc.hyosan").write_bytes(SAMPLE)
    session = resume(Store(tmp_path))
    assert session.take_notices() == ()
    assert session.state.turn == 1
    assert session.can_redo
    (slot,) = Store(tmp_path).slots()
    assert (slot.name, slot.played, slot.last_line) == ("Autosave 1", 41, "It is 22:41, and the weather is wind.")


def test_the_reader_of_the_page_accepts_what_we_write_and_finds_what_is_damaged(tmp_path: Path) -> None:
    session = played(Store(tmp_path), 70)
    written = session.save_as("one").path.read_bytes()
    for data in (SAMPLE, written):
        exec(block("python"), {"data": data})
        middle = len(data) // 2
        with pytest.raises((AssertionError, ValueError)):
            exec(block("python"), {"data": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]})


def test_every_key_of_the_sample_is_explained() -> None:
    header, *records = (strict_json.decode(payload) for payload in unframe(SAMPLE).payloads)
    assert isinstance(header, dict)
    assert list(header) == list(Header.__slots__)
    assert all(f"`{name}`" in PAGE for name in (*Header.__slots__, *Standing.__slots__))
    kinds = {each["do"] for each in records if isinstance(each, dict)}
    assert kinds == {"move", "undo", "state", "close"}
    assert all(f"`{kind}`" in PAGE for kind in kinds)


def test_the_limits_of_the_page_are_those_of_the_program() -> None:
    assert f"{saved_play.MAX_RECORDS:,} records (64 MiB)" in PAGE
    assert saved_play.MAX_BYTES == 64 << 20
    assert f"{saved_play.MAX_PARTS:,} commas" in PAGE
    assert MAX_LINE == 4 << 20
    assert f"nothing nested more than {strict_json.MAX_DEPTH} deep" in PAGE
    assert f"at most {strict_json.MAX_DIGITS} digits" in PAGE
    assert MAX_AUTOSAVES == 10
    assert MAX_DAMAGED == 5
