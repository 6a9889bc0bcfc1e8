"""One file with a story in parts, each of which can be read for itself and has a check sum.

    hyosan index 2 LENGTH CRC\\n        of the head
    head                               what the index is of: four texts; then the table
    parts                              as text in UTF-8, one behind the other

The table has a line `name<tab>offset<tab>length<tab>crc` for each part, and is searched as it is: to know where one of 10,000
scenes is, none of the others' lines is looked at twice. Parts with a space in their name, the scenes, have a table of their own,
which is itself a part: a start that only shows what is first reads as much of 10,000 scenes as of 100.
"""

from __future__ import annotations

import os
from zlib import crc32

from game.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SEPARATOR = "\x1f"
"""Between the tokens of a part and the texts of the head. No story has it."""
MAX_BYTES = 64 * 1024 * 1024
_MAGIC = b"hyosan index 2 "
_REST = "table"
_FIRST_LINE = len(_MAGIC) + 10 + 1 + 8 + 1
_NO_INDEX = "this is no index, or a part of one"


class DamagedIndexError(Exception):
    """What was read is no index of ours, or not all of it. It is never shown: the story is loaded from its files."""


@dataclass(frozen=True, slots=True)
class Head:
    """What an index is of: the program that made it, the story's folder, the stamps of its files, the digest of their content.

    The stamps are empty when the files were so new that the same stamps could come again; then only the digest counts.
    """

    program: str
    folder: str
    stamp: str
    digest: str


def composed(head: Head, parts: Mapping[str, str]) -> bytes:
    """The file. Raises `ValueError` for what no file can hold."""
    tables, bodies, offset = ["", ""], [], 0
    for name, text in parts.items():
        body = text.encode()
        tables[" " in name] += _table_line(name, offset, body)
        bodies.append(body)
        offset += len(body)
    rest = tables[True].encode()
    return _with_head(head, "\n" + tables[False] + _table_line(_REST, offset, rest), b"".join([*bodies, rest]))


def _table_line(name: str, offset: int, body: bytes) -> str:
    return f"{name}\t{offset}\t{len(body)}\t{crc32(body):08x}\n"


def _with_head(head: Head, table: str, bodies: bytes) -> bytes:
    texts = (head.program, head.folder, head.stamp, head.digest, table)
    if any(SEPARATOR in text for text in texts):
        raise ValueError("the separator cannot stand in the head")
    written = SEPARATOR.join(texts).encode()
    data = b"%b%010d %08x\n%b%b" % (_MAGIC, len(written), crc32(written), written, bodies)
    if len(data) > MAX_BYTES:
        raise ValueError("the index is too large to be kept")
    return data


class Container:
    """An index that is open. It stays what it is even when another one takes its name.

    It knows the parts whose names have a space in them when it was asked to `read_table`.
    """

    def __init__(self, handle: int) -> None:
        """Takes the file over. Raises `DamagedIndexError`; `OSError` when it cannot be read."""
        self._handle = handle
        first = _read(handle, 0, _FIRST_LINE)
        if len(first) != _FIRST_LINE or not first.startswith(_MAGIC) or not first.endswith(b"\n"):
            raise DamagedIndexError(_NO_INDEX)
        length, _, crc = first[len(_MAGIC) : -1].partition(b" ")
        if not length.isdigit() or int(length) > MAX_BYTES:
            raise DamagedIndexError(_NO_INDEX)
        written = _checked(_read(handle, _FIRST_LINE, int(length)), int(length), crc.decode("ascii", "replace"))
        program, folder, stamp, digest, self._first_table = _five(written.split(SEPARATOR))
        self._table = self._first_table
        self.head = Head(program, folder, stamp, digest)
        self._start = _FIRST_LINE + int(length)

    def __del__(self) -> None:
        os.close(self._handle)

    def read_table(self) -> None:
        """Raises `DamagedIndexError`, `OSError`."""
        try:
            self._table = self._first_table + self.read(_REST)
        except KeyError as error:
            raise DamagedIndexError(_NO_INDEX) from error

    def has(self, name: str) -> bool:
        return "\n" not in name and f"\n{name}\t" in self._table

    def names(self) -> Iterator[str]:
        """The names of all parts, in the order in which they were written."""
        return (line.partition("\t")[0] for line in self._table[1:-1].split("\n"))

    def read(self, name: str) -> str:
        """A part. Raises `KeyError` when there is none of that name, `DamagedIndexError`, `OSError`."""
        if not self.has(name):
            raise KeyError(name)
        begin = self._table.index(f"\n{name}\t") + len(name) + 2
        offset, length, crc = _three(self._table[begin : self._table.index("\n", begin)].split("\t"))
        if not (offset.isdecimal() and length.isdecimal()) or int(length) > MAX_BYTES or int(offset) > MAX_BYTES:
            raise DamagedIndexError(_NO_INDEX)
        return _checked(_read(self._handle, self._start + int(offset), int(length)), int(length), crc)

    def with_stamp(self, stamp: str) -> bytes:
        """The same file with other stamps. Raises `OSError` and `ValueError`."""
        bodies = _read(self._handle, self._start, MAX_BYTES)
        return _with_head(Head(self.head.program, self.head.folder, stamp, self.head.digest), self._first_table, bodies)


def _read(handle: int, offset: int, length: int) -> bytes:
    """So many bytes, or fewer at the end of the file."""
    if hasattr(os, "pread"):
        return os.pread(handle, length, offset)
    os.lseek(handle, offset, os.SEEK_SET)  # Windows
    return os.read(handle, length)


def _checked(data: bytes, length: int, crc: str) -> str:
    if len(data) != length or f"{crc32(data):08x}" != crc:
        raise DamagedIndexError(_NO_INDEX)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DamagedIndexError(_NO_INDEX) from error


def _five(parts: list[str]) -> list[str]:
    if len(parts) != 5 or not parts[4].startswith("\n"):
        raise DamagedIndexError(_NO_INDEX)
    return parts


def _three(parts: list[str]) -> list[str]:
    if len(parts) != 3:
        raise DamagedIndexError(_NO_INDEX)
    return parts
