"""Words that come back in the same order in many scenes: the turns of phrase that an author no longer hears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from game.authoring.words.findings import Finding, Result
from game.authoring.words.phrases import Token
from game.authoring.words.places import Places
from game.authoring.words.texts import Text

LENGTH = 4
LONGEST = 12
SCENES = 4

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Words in a row, and the texts in which they stand, the first of each scene."""

    words: Words
    texts: tuple[Text, ...]


def repeats(texts: Sequence[Text], names: Iterable[str], motifs: Sequence[Words], places: Places) -> Result:
    """Four words or more in a row that stand in four scenes or more, but for names and motifs; the most frequent first."""
    found = sorted(_repeats(texts, _name_words(names), motifs), key=lambda each: (-len(each.texts), each.words))
    return Result({"repeats": len(found)}, tuple(_finding(repeat, places) for repeat in found))


def _finding(repeat: Repeat, places: Places) -> Finding:
    spans = [places.find(text, list(repeat.words), 0) for text in repeat.texts]
    shown = f"“{' '.join(repeat.words)}” in {len(spans)} scenes"
    return Finding("repeats", shown, spans[0], repeat.texts[0].scene, others=tuple(spans[1:]))


def _name_words(names: Iterable[str]) -> frozenset[str]:
    """`The corporal` -> corporal: what is a name, without its article."""
    return frozenset(word.lower() for name in names for word in re.findall(r"[\w'’-]+", name)) - {"the", "a", "an"}


def _stretches(words: Sequence[Token], names: frozenset[str]) -> Iterator[Words]:
    """The words between stops and names."""
    stretch: list[str] = []
    for token in words:
        is_name = token.word in names or token.word.removesuffix("'s") in names
        if token.after_stop or is_name:
            yield tuple(stretch)
            stretch = []
        if not is_name:
            stretch.append(token.word)
    yield tuple(stretch)


def _repeats(texts: Sequence[Text], names: frozenset[str], motifs: Sequence[Words]) -> Iterator[Repeat]:
    stretches = [
        (text, stretch)
        for text in texts
        if text.scene
        for stretch in {each for reading in text.readings for each in _stretches(reading.words, names)}
        if len(stretch) >= LENGTH
    ]
    met: list[Mapping[Words, Mapping[str, Text]]] = []
    for length in range(LENGTH, LONGEST + 1):
        rows = {words: where for words, where in _rows(stretches, length).items() if len(where) >= SCENES}
        if not rows:
            break
        met.append(rows)
    for number, repeated in enumerate(met):
        longer: Mapping[Words, Mapping[str, Text]] = met[number + 1] if number + 1 < len(met) else {}
        for words, where in repeated.items():
            if not _excused(words, motifs) and not _part_of(words, len(where), longer):
                yield Repeat(words, tuple(where.values()))


def _rows(stretches: Iterable[tuple[Text, Words]], length: int) -> dict[Words, dict[str, Text]]:
    """Every row of so many words, with one text of each scene that has it."""
    rows: dict[Words, dict[str, Text]] = {}
    for text, words in stretches:
        for start in range(len(words) - length + 1):
            rows.setdefault(words[start : start + length], {}).setdefault(text.scene, text)
    return rows


def _part_of(words: Words, scenes: int, longer: Mapping[Words, Mapping[str, Text]]) -> bool:
    """Whether a longer row says it already, in as many scenes."""
    return any(len(where) >= scenes and words in (row[1:], row[:-1]) for row, where in longer.items())


def _excused(words: Words, motifs: Sequence[Words]) -> bool:
    return any(_inside(words, motif) or _inside(motif, words) for motif in motifs)


def _inside(short: Words, long: Words) -> bool:
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))
