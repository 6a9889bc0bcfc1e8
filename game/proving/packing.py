"""What the files beside a story have in common: the first line with format and check sum, packed lines; none is believed.

MAGIC FORMAT CRC-32 {"story":…}
eJzt…
"""

from __future__ import annotations

MAX_BYTES, MAX_BODY = 4 << 20, 16 << 20
MAX_NUMBER = 1 << 53


def labelled(magic: bytes, version: int, lines: list[bytes]) -> bytes:
    """The lines as a file, behind the label and a check sum of them."""
    from zlib import crc32

    rest = b"\n".join([*lines, b""])
    return b"%b%d %08x %b" % (magic, version, crc32(rest), rest)


def lines_of(data: bytes, magic: bytes, version: int, count: int) -> list[bytes] | None:
    """The lines of a file, or None when it has another version. Raises `ValueError` when it is damaged."""
    from zlib import crc32

    label, _, checked = data.partition(b" ")
    digits, _, rest = checked.partition(b" ")
    if label.startswith(magic) and label != b"%b%d" % (magic, version):
        return None
    if not label.startswith(magic) or digits != b"%08x" % crc32(rest):
        raise ValueError
    *lines, after = rest.split(b"\n")
    if after or len(lines) != count:
        raise ValueError
    return lines


def packed(data: bytes) -> bytes:
    from base64 import b64encode
    from zlib import compress

    return b64encode(compress(data, 9))


def unpacked(line: bytes) -> bytes:
    """What was packed. Raises `ValueError` for anything else; what would become too large is not unpacked."""
    from base64 import b64decode
    from zlib import decompressobj, error

    opening = decompressobj()
    try:
        data = opening.decompress(b64decode(line, validate=True), MAX_BODY)
    except error as wrong:
        raise ValueError from wrong
    if not opening.eof or opening.unused_data:
        raise ValueError
    return data


def a_list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def a_text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError
    return value


def a_number(value: object, below: int = MAX_NUMBER, least: int = 0) -> int:
    if type(value) is not int or not least <= value < below:
        raise ValueError
    return value
