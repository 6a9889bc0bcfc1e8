"""The bytes of a story file as text that a terminal may see: UTF-8 and nothing hidden in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from game.diagnostics import Diagnostic, Report, Span
from game.loading._unsafe import first_unsafe
from game.loading.places import SourceText

MAX_BYTES = 4 * 1024 * 1024
MAX_REPORTED = 20
"""How many characters of one kind are complained about in one file."""

_OTHER_UNICODE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LINE_WITH_TAB = re.compile(r"(?m)^[^\t\n]*(\t+)")
_NOT_IN_YAML = re.compile("[^\t\r\n -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def decode(file: str, data: str | bytes, report: Report) -> SourceText | None:
    """The text of a file, one byte order mark dropped; its text also goes to `report.sources`.

    None, and a diagnostic in `report`, when it is too large, is not UTF-8, or has a character in it that no story may have. Tabs are
    reported too, but can be read over.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        report.add(too_large(file))
        return None
    source = _text(file, data, report)
    if source is None or _unsafe(source, report):
        return None
    if "\t" in source.text:
        _tabs(source, report)
    return source


def too_large(file: str) -> Diagnostic:
    """That a file has more than `MAX_BYTES`."""
    message = f"this file is larger than {MAX_BYTES // 1024 // 1024} MiB"
    return Diagnostic("file-too-large", Span(file, 1, 1), message, "Put its scenes into several files.")


def _text(file: str, data: bytes, report: Report) -> SourceText | None:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        report.sources[file] = data.decode("utf-8", "replace")
        report.error("not-utf8", _place(file, data, error.start), *_not_utf8(data))
        return None
    report.sources[file] = text
    return SourceText(file, text)


def _place(file: str, data: bytes, offset: int) -> Span:
    line = data.rfind(b"\n", 0, offset) + 1
    return Span(file, data.count(b"\n", 0, offset) + 1, len(data[line:offset].decode("utf-8", "replace")) + 1)


def _not_utf8(data: bytes) -> tuple[str, str]:
    advice = "Save the file as UTF-8; every editor has that in its menu for saving, as `encoding`."
    if data.startswith(_OTHER_UNICODE):
        return "this file is saved as UTF-16, not as UTF-8", advice
    return "this file is not saved as UTF-8: what stands here is no character", advice


def _unsafe(source: SourceText, report: Report) -> bool:
    """Whether characters were found that the file cannot be read with."""
    found = False
    for offset, message in _unsafe_characters(source.text):
        report.error("unsafe-character", source.span(offset, offset + 1), message, "Delete it, or type what was meant.")
        found = True
    return found


def _unsafe_characters(text: str) -> Iterator[tuple[int, str]]:
    for found in [*_LONE_RETURN.finditer(text), *_NOT_IN_YAML.finditer(text)][:MAX_REPORTED]:
        yield found.start(), f"U+{ord(found.group()):04X} cannot stand in a story"
    offset = 0
    for _ in range(MAX_REPORTED):
        unsafe = first_unsafe(text[offset:])
        if unsafe is None:
            return
        yield offset + unsafe[0], unsafe[1]
        offset += unsafe[0] + 1


def _tabs(source: SourceText, report: Report) -> None:
    for count, found in enumerate(_LINE_WITH_TAB.finditer(source.text)):
        if count == MAX_REPORTED:
            return
        report.error("tab", source.span(*found.span(1)), "there is a tab here", "Type spaces instead.")
