"""What a turn tells, as plain paragraphs: what tests search, and what transcripts keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.engine.state import (
    Achieved,
    Ended,
    Entered,
    Line,
    Noted,
    Paragraph,
    Picked,
    Pictured,
    Rolled,
    Sensitive,
    Sounded,
    Speech,
)
from game.language.characters import clean

_SPACES = re.compile(r"\s+")
_EMPHASIS = re.compile(r"\\(\*)|\*")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\N{NO-BREAK SPACE}": " "})


def paragraphs(lines: Iterable[Line]) -> Iterator[str]:
    """The paragraphs of a passage, both sides of what is sensitive. The words of the option that opened it are not among them."""
    for line in lines:
        match line:
            case Sensitive(harsh, soft):
                yield from (f"[harsh] {each}" for each in paragraphs(harsh))
                yield from (f"[soft] {each}" for each in paragraphs(soft))
            case Pictured():
                yield shown(f"[Picture: {line.words}]")
            case Sounded(_, words):
                yield shown(f"[Sound: {words}]")
            case Paragraph(text):
                yield shown(text)
            case Speech(_, name, text):
                yield shown(f"{name}: {text}")
            case Entered(_, title, picture, content_note):
                yield from (shown(f"[Ahead: {note}]") for note in (content_note,) if note)
                yield from (shown(f"== {heading} ==") for heading in (title,) if heading)
                yield from paragraphs((picture,) if picture is not None else ())
            case Rolled(_, chance, passed, True):
                yield f"[A roll, {chance} in 100: {'it holds' if passed else 'it does not hold'}]"
            case Noted(_, title):
                yield shown(f"[In your journal: {title}]")
            case Achieved(_, title):
                yield shown(f"[Achievement: {title}]")
            case Ended(_, title):
                yield shown(f"The end: {title}")
            case Rolled() | Picked():
                pass


def shown(text: str) -> str:
    """A paragraph on one line."""
    return _SPACES.sub(" ", clean(text)).strip()


def spoken(words: str, names: Iterable[tuple[str, str]]) -> str:
    """`su_hyeok: I know.` -> `Su-hyeok: I know.`: a test may say who speaks as the script does."""
    who, colon, rest = words.partition(":")
    name = dict(names).get(who.strip()) if colon else None
    return f"{name}:{rest}" if name is not None else words


def plain(text: str) -> str:
    """`text` as it is compared: small letters, single spaces, straight quotes, no emphasis."""
    bare = _EMPHASIS.sub(lambda match: match[1] or "", text.translate(_SAME))
    return _SPACES.sub(" ", bare).strip().casefold()
