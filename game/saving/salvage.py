"""What can still be read in a damaged save: more than what stands before the damage.

Each line carries the checksum of everything up to it. So a line whose checksum fails still says how to check the next one, and
where a line differs by one bit (a cell of a disk that went bad), the two checksums say which one it is. What is found are *runs*
of lines that can be trusted; one that does not begin with the header is of use from its first kept state on.

The bit is found by the linearity of CRC-32: flipping a bit changes the checksum by a number that depends on nothing but how far
the bit is from the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from game.records import dataclass, field, replace
from game.saving import record
from game.saving.framing import CHECKSUM_WIDTH, FORMAT, Chain, chain_after, label_of
from game.saving.record import Header, Kept, Standing
from game.saving.way import Way

LONGEST_MENDED = 64 << 10
MOST_TRIED = 100
"""How many lines are looked at bit by bit: a file with more bad ones is not one in which a bit went bad."""


@dataclass(slots=True)
class _Run:
    """Lines in a row that can be trusted. `is_first` is whether the first of them is the first of the file."""

    is_first: bool
    payloads: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The best that a damaged save still holds. `mended` lines had one wrong bit; `lost` are lines that could not be read, and
    `cut` is whether the way to the state that it begins from is among them. `standing` is the newest that was found on the way.
    """

    header: Header
    way: Way
    turn: int
    standing: Standing | None
    mended: int
    lost: int
    cut: bool


def salvage(data: bytes) -> Salvaged | None:
    """The way that leads furthest; None when there is no header, or nothing that a play could begin from."""
    lines = data.split(b"\n")
    tail = lines.pop()
    runs, mended = _runs(lines)
    lost = len(lines) - sum(len(run.payloads) for run in runs) + bool(tail)
    header = _header(runs)
    if header is None:
        return None
    found = [way for run in runs for way in _ways(header, run)]
    best = max(found, key=lambda each: each.turn, default=None)
    if best is None:
        return None
    return Salvaged(best.header, best.way, best.turn, best.standing, mended, lost, best.cut)


def _runs(lines: Sequence[bytes]) -> tuple[list[_Run], int]:
    """The lines that can be trusted, and in how many of them a bit was put right."""
    runs, mended, tried = [_Run(is_first=True)], 0, 0
    chain: Chain | None = Chain()
    for number, line in enumerate(lines):
        payload = chain.accepts(line) if chain is not None else None
        if payload is None and chain is not None and tried < MOST_TRIED:
            tried += 1
            payload = _mended(chain, line, lines[number + 1] if number + 1 < len(lines) else b"")
            mended += payload is not None
        if payload is not None:
            runs[-1].payloads.append(payload)
            continue
        chain = chain_after(line)
        runs.append(_Run(is_first=False))
    return [run for run in runs if run.payloads], mended


def _mended(chain: Chain, line: bytes, following: bytes) -> bytes | None:
    """The payload of a line with one bit put right, which moves the chain on; None when more than that is wrong."""
    if len(line) > LONGEST_MENDED:
        return None
    for version in (chain.format,) if chain.number >= 0 else range(1, FORMAT + 1):
        for candidate in _candidates(chain, line, label_of(chain.number + 1, version), following):
            payload = chain.accepts(candidate)
            if payload is not None:
                return payload
    return None


def _candidates(chain: Chain, line: bytes, label: bytes, following: bytes) -> Iterator[bytes]:
    """What the line may have been: its number or checksum is wrong, when the next line says so; else its text is."""
    start = len(label) + CHECKSUM_WIDTH + 1
    payload = line[start:]
    computed = crc32(payload, crc32(label, chain.checksum))
    good = b"%b%08x %b" % (label, computed, payload)
    if _leads_on(chain, good, following):
        yield good
    digits = line[len(label) : start - 1]
    if line[: len(label)] == label and digits.isalnum():
        found = _wrong_bit(computed ^ _number(digits), len(payload))
        if found is not None:
            at, bit = found
            yield line[: start + at] + bytes([payload[at] ^ 1 << bit]) + line[start + at + 1 :]
    if _bits_between(line, good) == 1:
        yield good


def _number(digits: bytes) -> int:
    try:
        return int(digits, 16)
    except ValueError:
        return 0


def _bits_between(one: bytes, other: bytes) -> int:
    """In how many bits two texts differ; very many when one is longer."""
    if len(one) != len(other):
        return 8 * max(len(one), len(other))
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def _leads_on(chain: Chain, line: bytes, following: bytes) -> bool:
    """Whether the next line follows from this one: then what is wrong is only its own checksum or number."""
    trial = Chain(chain.number, chain.checksum, chain.format)
    return trial.accepts(line) is not None and trial.accepts(following) is not None


def _wrong_bit(difference: int, size: int) -> tuple[int, int] | None:
    """The place (byte, bit) whose flipping changes the checksum of `size` bytes by `difference`."""
    none = crc32(b"\0")
    changes = [crc32(bytes([1 << bit])) ^ none for bit in range(8)]
    for at in range(size - 1, -1, -1):
        if difference in changes:
            return at, changes.index(difference)
        changes = [crc32(b"\0", change) ^ crc32(b"\0", 0) for change in changes]
    return None


def _header(runs: Sequence[_Run]) -> Header | None:
    if not runs or not runs[0].is_first:
        return None
    try:
        return record.decode_header(runs[0].payloads.pop(0))
    except ValueError:
        return None


@dataclass(slots=True)
class _Found:
    """A way that a run tells, from the beginning or from a kept state, and where it leads."""

    header: Header
    way: Way
    start: int
    cut: bool
    standing: Standing | None = None

    @property
    def turn(self) -> int:
        return self.start + len(self.way.done)


def _ways(header: Header, run: _Run) -> Iterator[_Found]:
    """Every way that the run holds: a record that cannot come next ends one, and the next kept state begins another."""
    found = _Found(header, Way(), 0, cut=False) if run.is_first and not header.based else None
    for payload in run.payloads:
        try:
            following = record.decode(payload)
            standing = record.decode_standing(payload)
        except ValueError:
            following, standing = None, None
        if found is not None and (following is None or not found.way.follow(following)):
            yield found
            found = None
        if found is None and isinstance(following, Kept):
            found = _begun(header, following, cut=not (run.is_first and header.based and payload is run.payloads[0]))
        if found is not None and standing is not None:
            found.standing = standing
    if found is not None:
        yield found


def _begun(header: Header, kept: Kept, *, cut: bool) -> _Found | None:
    turn = kept.state.get("turn")
    if not isinstance(turn, int) or not 0 <= turn <= record.MAX_COUNT:
        return None
    return _Found(replace(header, based=True), Way(kept={0: kept.state}), turn, cut)
