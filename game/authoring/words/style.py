"""What is in the text itself, whoever plays: worn-out phrases, constructions, similes, dashes, words for the senses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from game.authoring.words.findings import Finding, Result
from game.authoring.words.lexicon import CONSTRUCTIONS, NEVER, ONCE_AN_ACT, OTHER_SENSES, SIGHT, SIMILES, Lexicon
from game.authoring.words.phrases import PhraseBook, count_words
from game.authoring.words.places import Places
from game.authoring.words.texts import Reading, Text
from game.diagnostics import Span

MAX_OPTION_WORDS = 11


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a list in a text of the story, as it stands there."""

    phrase: str
    words: str
    text: Text
    span: Span


def find(book: PhraseBook, texts: Iterable[Text], places: Places) -> Iterator[Found]:
    """Every place of a phrase, once however many ways there are to read its text."""
    for text in texts:
        met: dict[tuple[tuple[int, ...], int], tuple[str, tuple[str, ...], str]] = {}
        for reading in text.readings:
            for hit in book.hits(reading.words):
                first, last = reading.words[hit.first], reading.words[hit.last - 1]
                words = tuple(token.word for token in reading.words[hit.first : hit.last])
                origin = reading.pieced.origin(first.start)
                met.setdefault(origin, (hit.phrase, words, reading.pieced.text[first.start : last.end]))
        before: Counter[tuple[str, ...]] = Counter()
        for _, (phrase, typed, shown) in sorted(met.items()):
            yield Found(phrase, shown, text, places.find(text, list(typed), before[typed]))
            before[typed] += 1


def style(texts: Sequence[Text], lexicon: Lexicon, places: Places) -> Result:
    """The measures of the lists, each a thousand words of all texts, and the places."""
    lists = {name: [*find(book, texts, places)] for name, book in lexicon.books.items()}
    other = [_finding("sensory", found, f" ({sense})") for sense in OTHER_SENSES for found in lists[sense]]
    found = {
        "cliches": [*(_finding("cliches", each) for each in lists[NEVER]), *_too_often(lists[ONCE_AN_ACT])],
        "constructions": [_finding("constructions", each) for each in lists[CONSTRUCTIONS]],
        "similes": [_finding("similes", each) for each in lists[SIMILES]],
        "dashes": list(_dashes(texts, lexicon.dashes, places)),
        "sensory": [*(_finding("sensory", each, f" ({SIGHT})") for each in lists[SIGHT]), *other],
    }
    thousands = sum(text.words for text in texts) / 1000
    values = {name: len(findings) / thousands if thousands else None for name, findings in found.items()}
    values["not_visual"] = len(other) / len(found["sensory"]) if found["sensory"] else None
    return Result(values, tuple(finding for findings in found.values() for finding in sorted(findings, key=_place)))


def _place(finding: Finding) -> Span:
    return finding.span or Span("", 0, 0)


def _finding(measure: str, found: Found, note: str = "") -> Finding:
    return Finding(measure, f"{found.words}{note}", found.span, found.text.scene)


def _too_often(listed: Iterable[Found]) -> Iterator[Finding]:
    """What may stand once an act, from its second time on."""
    met: Counter[tuple[str, str]] = Counter()
    for found in listed:
        key = (found.text.act, found.phrase)
        met[key] += 1
        if met[key] > 1:
            yield _finding("cliches", found, f" (no. {met[key]} in this act of: {found.phrase})")


def _dashes(texts: Sequence[Text], signs: Sequence[str], places: Places) -> Iterator[Finding]:
    """Every dash but those between two numbers."""
    if not signs:
        return
    pattern = re.compile("|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True)))
    for text in texts:
        met: dict[tuple[tuple[int, ...], int], tuple[str, list[str]]] = {}
        for reading in text.readings:
            whole = reading.pieced.text
            for match in pattern.finditer(whole):
                if not (whole[: match.start()][-1:].isdigit() and whole[match.end() :][:1].isdigit()):
                    around = f"{whole[: match.start()][-20:]}{match[0]}{whole[match.end() :][:20]}"
                    met.setdefault(reading.pieced.origin(match.start()), (around, _last_words(reading, match.start())))
        for _, (around, before) in sorted(met.items()):
            yield Finding("dashes", around.strip(), places.find(text, before, 0), text.scene)


def _last_words(reading: Reading, offset: int) -> list[str]:
    return [token.word for token in reading.words if token.end <= offset][-3:]


def long_options(texts: Iterable[Text]) -> tuple[Finding, ...]:
    """Options of more words than a player takes in at a glance, the longest first."""
    found = []
    for text in texts:
        if text.kind == "option":
            words, shown = max((count_words(each.pieced.text), each.pieced.text) for each in text.readings)
            if words > MAX_OPTION_WORDS:
                found.append((words, Finding("option_p90", f"{words} words: {shown}", text.span, text.scene, text.option)))
    return tuple(finding for _, finding in sorted(found, key=lambda each: -each[0]))
