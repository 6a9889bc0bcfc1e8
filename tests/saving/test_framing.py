from __future__ import annotations

from itertools import permutations

import pytest

from game.saving.framing import FORMAT, Chain, Damage, chain_after, format_of, last_payloads, unframe

PAYLOADS = ['{"story":"page"}', '{"do":"undo"}', '{"do":"undo"}', '{"do":"move","option":"climb"}', '{"name":"지우"}']
FILE = Chain().frames(PAYLOADS)
LINES = FILE.splitlines(keepends=True)


def readable(data: bytes) -> list[str]:
    return [payload.decode() for payload in unframe(data).payloads]


def test_what_is_framed_comes_back_whole() -> None:
    frames = unframe(FILE)
    assert readable(FILE) == PAYLOADS
    assert frames.damage is None


def test_a_file_that_was_read_can_be_continued() -> None:
    chain = unframe(FILE).chain
    assert readable(FILE + chain.frame("{}")) == [*PAYLOADS, "{}"]


def test_every_changed_bit_is_noticed_and_the_lines_before_it_are_kept() -> None:
    for offset in range(len(FILE)):
        for bit in range(8):
            changed = bytearray(FILE)
            changed[offset] ^= 1 << bit
            frames = unframe(bytes(changed))
            assert frames.damage is not None, (offset, bit)
            assert frames.damage.line == FILE.count(b"\n", 0, offset) + 1
            assert readable(bytes(changed)) == PAYLOADS[: frames.damage.line - 1]


def test_every_truncation_inside_a_line_is_a_torn_tail() -> None:
    ends = {sum(map(len, LINES[:count])) for count in range(len(LINES) + 1)}
    for length in range(len(FILE)):
        damage = unframe(FILE[:length]).damage
        assert damage == (None if length in ends else Damage(FILE.count(b"\n", 0, length) + 1, torn=True))


@pytest.mark.parametrize("size", [1, 100, 5000])
def test_zeros_behind_the_last_line_are_a_torn_tail(size: int) -> None:
    assert unframe(FILE + bytes(size)).damage == Damage(len(LINES) + 1, torn=True)


def test_a_missing_line_is_noticed() -> None:
    for gone in range(len(LINES) - 1):
        assert unframe(b"".join(LINES[:gone] + LINES[gone + 1 :])).damage == Damage(gone + 1, torn=False)


def test_a_doubled_line_is_noticed() -> None:
    for twice in range(len(LINES)):
        assert unframe(b"".join(LINES[: twice + 1] + LINES[twice:])).damage == Damage(twice + 2, torn=False)


def test_every_other_order_of_the_lines_is_noticed() -> None:
    for order in permutations(range(len(LINES))):
        if order != tuple(range(len(LINES))):
            assert unframe(b"".join(LINES[line] for line in order)).damage is not None


def test_a_line_of_another_file_with_the_same_number_is_noticed() -> None:
    other = Chain().frames(['{"story":"other"}', *PAYLOADS[1:]]).splitlines(keepends=True)
    assert unframe(b"".join([*LINES[:2], other[2], *LINES[3:]])).damage == Damage(3, torn=False)


def test_a_checksum_in_upper_case_is_not_ours() -> None:
    line = next(framed for text in range(100) if (framed := Chain().frame(str(text))).split()[1].upper() != framed.split()[1])
    magic, checksum, payload = line.split(b" ", 2)
    assert unframe(line).damage is None
    assert unframe(b" ".join([magic, checksum.upper(), payload])).damage == Damage(1, torn=False)


def test_the_end_of_a_file_is_read_backwards_from_anywhere() -> None:
    for start in range(len(FILE)):
        begins_a_line = start == 0 or FILE[start - 1 : start] == b"\n"
        whole_lines = FILE.count(b"\n", start) - (not begins_a_line)
        found = [payload.decode() for payload in last_payloads(FILE[start:])]
        assert found == PAYLOADS[::-1][: max(0, whole_lines - 1)], start


def test_reading_backwards_passes_over_a_damaged_line() -> None:
    changed = FILE[:-3] + b"X" + FILE[-2:]
    assert [payload.decode() for payload in last_payloads(changed)] == PAYLOADS[3:0:-1]


@pytest.mark.parametrize(
    ("data", "version"),
    [
        (FILE, FORMAT),
        (b"hyosan/1 0", 1),
        (b"hyosan/99999999 ", 99999999),
        (b"hyosan/999999999999 ", None),
        (b"hyosan/", None),
        (b"hyosan/-1 ", None),
        (b"%PDF-1.4", None),
        (b"", None),
    ],
)
def test_the_first_line_says_which_version_of_the_format_it_is(data: bytes, version: int | None) -> None:
    assert format_of(data) == version


def test_a_line_may_have_4_mib_and_not_a_byte_more() -> None:
    around = len(Chain().frame("")) - 1
    assert readable(Chain().frame("x" * ((4 << 20) - around))) != []
    assert readable(Chain().frame("x" * ((4 << 20) - around + 1))) == []


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (b"123456789 0000abcd {}", 123456789),
        (b"1234567890 0000abcd {}", None),
        (b"12 0000abc {}", None),
        (b"12 0000abcdef {}", 12),
        (b"12 0000ab-d {}", None),
        (b"12 0000abcg {}", None),
        (b"1x 0000abcd {}", None),
        (b" 0000abcd {}", None),
        (b"hyosan/2 0000abcd {}", 0),
    ],
)
def test_where_a_file_stands_behind_a_line_is_read_off_the_line(line: bytes, number: int | None) -> None:
    chain = chain_after(line)
    assert (chain and chain.number) == number
    assert chain is None or chain.checksum == 0xABCD
