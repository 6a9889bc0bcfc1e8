"""The bytes of a story file as text that a terminal may see: UTF-8 and nothing hidden in it."""

from __future__ import annotations

import codecs
import re

from game.diagnostics import Diagnostic, Report, Span
from game.language.characters import first_unsafe
from game.loading.reading.places import SourceText

MAX_BYTES = 4 * 1024 * 1024
MAX_REPORTED = 20
"""In so many lines of one file the same kind of character is complained about."""

_OTHER_UNICODE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_WITH_TAB = re.compile(r"(?m)^[^\t\n]*(\t+)")


def decode(file: str, data: str | bytes, report: Report) -> SourceText | None:
    """The text of a file, one byte order mark dropped; its text also goes to `report.sources`.

    None, and a diagnostic in `report`, when it is too large, is not UTF-8, or has a character in it that no story may have.
    Tabs are reported too, but can be read as spaces.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        report.add(too_large(file))
        return None
    source = _text(file, data.removeprefix(codecs.BOM_UTF8), report)
    if source is None or _has_unsafe(source, report):
        return None
    if "\t" in source.text:
        _report_tabs(source, report)
    return source


def too_large(file: str) -> Diagnostic:
    """That a file has more than `MAX_BYTES`."""
    message = f"this file is larger than {MAX_BYTES // 1024 // 1024} MiB"
    return Diagnostic("file-too-large", Span(file, 1, 1), message, "Put its scenes into several files.")


def unsafe(span: Span, what: str) -> Diagnostic:
    """That a character may not be there; `what` names it, as `first_unsafe` does."""
    return Diagnostic(
        "unsafe-character", span, f"{what}, cannot be in a story", "Delete it; it may be next to invisible in your editor."
    )


def _text(file: str, data: bytes, report: Report) -> SourceText | None:
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
    advice = "Save the file as UTF-8: editors ask for it as `encoding` when they save."
    if data.startswith(_OTHER_UNICODE):
        return "this file is saved as UTF-16, not as UTF-8", advice
    return "this file is not saved as UTF-8: what is here is no character", advice


def _has_unsafe(source: SourceText, report: Report) -> bool:
    """Reports the first unsafe character of each line that has one."""
    offset = 0
    for count in range(MAX_REPORTED):
        found = first_unsafe(source.text[offset:])
        if found is None:
            return count > 0
        offset += found[0]
        report.add(unsafe(source.span(offset), found[1]))
        offset = source.line_end(offset) + 1
    return True


def _report_tabs(source: SourceText, report: Report) -> None:
    for count, found in enumerate(_LINE_WITH_TAB.finditer(source.text)):
        if count == MAX_REPORTED:
            return
        report.error("tab", source.span(*found.span(1)), "there is a tab here", "Type spaces instead.")
