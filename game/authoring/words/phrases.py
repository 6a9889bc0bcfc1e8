"""Phrases of the word lists, and where they stand in a text. Both are made of words; matching is a walk over words.

A phrase is a line of words. Each of them may be

    breath          the word, whatever its case
    flicker*        every word that begins so (two letters at least)
    jaw|fist|fists  one of these
    ~  ~3           any one word; one to three words
    .               here one sentence ends and the next begins (without it, a phrase stays inside a sentence)

The first part names a word, so that a text is searched in one walk: a word leads to the phrases that may begin with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MAX_GAP = 9
MAX_PARTS = 24
MAX_GAPS = 3
_KEY = 2

_WORD = re.compile(r"\d+[:.,]\d+|[^\W_]+(?:['’-][^\W_]+)*")
_STOP = re.compile(r"[.!?;:…—–\ufffc]")
_PART = re.compile(r"(?P<gap>~(?P<most>[1-9])?)|(?P<stop>\.)|(?P<words>[^\W_][\w'-]*\*?(?:\|[^\W_][\w'-]*\*?)*)")
HOLE = "\ufffc"
"""Stands in a text for a value that is known only in play."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, where it stands, and whether a stop or a value stands between it and the word before."""

    word: str
    start: int
    end: int
    after_stop: bool


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        stop = _STOP.search(text, last, match.start()) is not None
        found.append(Token(match[0].lower().replace("’", "'"), match.start(), match.end(), stop))
        last = match.end()
    return tuple(found)


def count_words(text: str) -> int:
    """How many words a text has; a time of day is one, and so is what a hyphen or an apostrophe holds together."""
    return len(_WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a phrase: words and beginnings of words, or a gap of one to `gap` words, or the end of a sentence."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    gap: int = 0
    stop: bool = False

    def fits(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it was typed, and its parts."""

    text: str
    parts: tuple[Part, ...]

    def end(self, words: Sequence[Token], start: int) -> int | None:
        """Behind which word the phrase ends when it begins with `words[start]`, or None when it does not stand there."""
        return _end(words, start, self.parts, 0, True)


def _end(words: Sequence[Token], at: int, parts: tuple[Part, ...], part: int, stop: bool) -> int | None:
    """`stop`: a sentence may (and, behind a `.`, must) have ended before `words[at]`."""
    if part == len(parts):
        return at
    now = parts[part]
    if now.stop:
        ended = at < len(words) and words[at].after_stop
        return _end(words, at, parts, part + 1, True) if ended else None
    if at >= len(words) or (words[at].after_stop and not stop):
        return None
    if not now.gap:
        return _end(words, at + 1, parts, part + 1, False) if now.fits(words[at].word) else None
    for taken in range(1, now.gap + 1):
        inside = words[at + 1 : at + taken]
        if at + taken > len(words) or any(word.after_stop for word in inside):
            return None
        found = _end(words, at + taken, parts, part + 1, False)
        if found is not None:
            return found
    return None


def read_phrase(text: str) -> Phrase | str:
    """The phrase that an author typed, or what is wrong with it."""
    typed = text.lower().replace("’", "'").split()
    if len(typed) > MAX_PARTS:
        return f"a phrase has at most {MAX_PARTS} parts"
    parts: list[Part] = []
    for word in typed:
        match = _PART.fullmatch(word)
        if match is None:
            return f"`{word}` is neither words, `~` nor `.`"
        if match["gap"]:
            parts.append(Part(gap=int(match["most"] or 1)))
        elif match["stop"]:
            parts.append(Part(stop=True))
        else:
            parts.append(_words(match["words"].split("|")))
            if any(len(beginning) < _KEY for beginning in parts[-1].beginnings):
                return f"`{word}`: before `*` stand two letters or more"
    if not parts or not (parts[0].words or parts[0].beginnings):
        return "a phrase begins with a word"
    if parts[-1].gap or parts[-1].stop:
        return "a phrase ends with a word"
    if sum(part.gap > 0 for part in parts) > MAX_GAPS:  # each gap multiplies the ways in which a phrase can be tried
        return f"a phrase has at most {MAX_GAPS} gaps"
    return Phrase(" ".join(text.split()), tuple(parts))


def _words(choices: list[str]) -> Part:
    whole = frozenset(choice for choice in choices if not choice.endswith("*"))
    return Part(whole, tuple(choice[:-1] for choice in choices if choice.endswith("*")))


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that stands in a text, from its word `first` up to, not with, its word `last`."""

    phrase: str
    first: int
    last: int


@dataclass(slots=True)
class PhraseBook:
    """Phrases to be found together. What one of `excused` covers is let through."""

    phrases: tuple[Phrase, ...] = ()
    excused: tuple[Phrase, ...] = ()
    _starts: Mapping[str, list[Phrase]] = field(init=False)
    _excuses: Mapping[str, list[Phrase]] = field(init=False)

    def __post_init__(self) -> None:
        self._starts, self._excuses = _by_beginning(self.phrases), _by_beginning(self.excused)

    def hits(self, words: Sequence[Token]) -> list[Hit]:
        """What stands in the words, from the first to the last; of hits that overlap the first, and of these the longest."""
        found = list(_found(self._starts, words))
        if found and self.excused:
            free = [(hit.first, hit.last) for hit in _found(self._excuses, words)]
            found = [hit for hit in found if not any(first < hit.last and hit.first < last for first, last in free)]
        return list(_apart(found))


def _by_beginning(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    """The phrases by the first letters of what they may begin with."""
    table: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        first = phrase.parts[0]
        for key in {word[:_KEY] for word in (*first.words, *first.beginnings)}:
            table.setdefault(key, []).append(phrase)
    return table


def _found(table: Mapping[str, list[Phrase]], words: Sequence[Token]) -> Iterator[Hit]:
    for start, token in enumerate(words):
        for phrase in table.get(token.word[:_KEY], ()):
            end = phrase.end(words, start) if phrase.parts[0].fits(token.word) else None
            if end is not None:
                yield Hit(phrase.text, start, end)


def _apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    covered = 0
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last, hit.phrase)):
        if hit.first >= covered:
            covered = hit.last
            yield hit


@dataclass(frozen=True, slots=True)
class Pieced:
    """A text put together from pieces that know where they come from."""

    text: str
    starts: tuple[int, ...]
    pieces: tuple[tuple[int, ...], ...]

    def origin(self, offset: int) -> tuple[tuple[int, ...], int]:
        """The piece that holds the character at `offset`, and where in it."""
        at = bisect_right(self.starts, offset) - 1
        return self.pieces[at], offset - self.starts[at]
