"""Lines that notice damage: each has its number and a checksum that covers itself and all lines before it.

    hyosan/2 3f1c09aa {"story":"page", ...}
    1 90ab12cd {"do":"move", ...}
    2 0c44e1f7 {"do":"undo", ...}

Rules that hold in every file that is framed like this:

- The first line says what the file is and in which version of the format; its payload is the header.
- The checksum is CRC-32 (zlib), eight lower-case hexadecimal digits, over the number, a space and the payload, *continued* from
  the line before. So a changed bit, and a line that is missing, doubled or moved, breaks the line where it happens and all after.
- A line ends with a newline. Bytes after the last newline are a *torn tail*: an append that a power cut interrupted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from game.records import dataclass

MAGIC = b"hyosan/"
FORMAT = 2
"""What is written. Older versions, from 1 on, are read for ever."""
CHECKSUM_WIDTH = 8
MAX_LINE = 4 << 20


@dataclass(frozen=True, slots=True)
class Damage:
    """The first line that cannot be trusted, counted from 1. `torn` is whether it is only an append that was cut short."""

    line: int
    torn: bool


@dataclass(slots=True)
class Chain:
    """Where a file ends: the number of its last line and the checksum up to there, and the version of its format.

    A new chain stands before the header.
    """

    number: int = -1
    checksum: int = 0
    format: int = FORMAT

    def frame(self, payload: str) -> bytes:
        """The payload as the next line of the file."""
        self.number += 1
        data, label = payload.encode("utf-8"), label_of(self.number, self.format)
        self.checksum = crc32(data, crc32(label, self.checksum))
        return b"%b%08x %b\n" % (label, self.checksum, data)

    def frames(self, payloads: Iterable[str]) -> bytes:
        """The payloads as the next lines of the file."""
        return b"".join(map(self.frame, payloads))

    def accepts(self, line: bytes) -> bytes | None:
        """The payload of the next line of the file, which moves the chain on; None when it is not what must come next."""
        found = format_of(line) if self.number < 0 else self.format
        if found is None or not 1 <= found <= FORMAT:
            return None
        label = label_of(self.number + 1, found)
        start = len(label) + CHECKSUM_WIDTH + 1
        payload = line[start:]
        checksum = crc32(payload, crc32(label, self.checksum))
        if len(line) > MAX_LINE or line[:start] != b"%b%08x " % (label, checksum):
            return None
        self.number, self.checksum, self.format = self.number + 1, checksum, found
        return payload


def label_of(number: int, version: int) -> bytes:
    return b"%d " % number if number else b"%b%d " % (MAGIC, version)


@dataclass(frozen=True, slots=True)
class Frames:
    """What a file holds: the payloads that can be trusted, the chain behind them, and the damage that follows."""

    payloads: list[bytes]
    chain: Chain
    damage: Damage | None


def unframe(data: bytes) -> Frames:
    """Everything up to the first line that cannot be trusted."""
    chain = Chain()
    payloads: list[bytes] = []
    *lines, tail = data.split(b"\n")
    for line in lines:
        payload = chain.accepts(line)
        if payload is None:
            return Frames(payloads, chain, Damage(len(payloads) + 1, torn=False))
        payloads.append(payload)
    return Frames(payloads, chain, Damage(len(payloads) + 1, torn=True) if tail else None)


def last_payloads(data: bytes) -> Iterator[bytes]:
    """Payloads from the end of a file backwards, each checked against the line before it.

    `data` are the last bytes of a file, beginning anywhere. This is how a list of saves is made without reading them whole.
    """
    lines = data.split(b"\n")[:-1]
    for before, line in zip(reversed(lines[:-1]), reversed(lines[1:]), strict=True):
        chain = chain_after(before)
        payload = chain.accepts(line) if chain is not None else None
        if payload is not None:
            yield payload


def chain_after(line: bytes) -> Chain | None:
    """The chain behind a line, as far as the line itself can say."""
    first, _, rest = line.partition(b" ")
    digits = rest[:CHECKSUM_WIDTH]
    number = b"0" if first.startswith(MAGIC) else first
    if not (number.isdigit() and len(number) <= 9 and len(digits) == CHECKSUM_WIDTH and digits.isalnum()):
        return None
    try:
        return Chain(int(number), int(digits, 16))
    except ValueError:
        return None


def format_of(data: bytes) -> int | None:
    """The version of the format that the first line names, or None when this is not a file of ours at all."""
    if not data.startswith(MAGIC):
        return None
    digits = data[len(MAGIC) : len(MAGIC) + 9].partition(b" ")[0]
    return int(digits) if digits.isdigit() and len(digits) < 9 else None
