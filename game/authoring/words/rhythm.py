"""The rhythm of the prose as runs tell it, and how much of it is one run's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import fmean, pstdev

from game.authoring.words.echo import sentences
from game.authoring.words.findings import Result
from game.authoring.words.phrases import tokens
from game.authoring.words.players import Run, words_of
from game.authoring.words.tempo import mean

WINDOW = 500
SHORT = 3

words_in = lru_cache(maxsize=1 << 16)(lambda text: tuple(token.word for token in tokens(text)))
_OPENING = re.compile(r"[\W_]*([\w'’-]+)")


def rhythm(runs: Sequence[Run], words_of_story: int) -> Result:
    """The measures of sentences, words and speech over all runs. `words_of_story`: of its prose and speech, every variant."""
    told = [[sentence for told in run.told for sentence in sentences(told.text)] for run in runs]
    lengths = [words_of(sentence) for run in told for sentence in run]
    openings = [_opening(first) == _opening(second) for run in told for first, second in pairwise(run)]
    spoken = sum(words_of(each.text) for run in runs for each in run.told if each.speech)
    total = sum(run.words for run in runs)
    average = mean(lengths)
    values = {
        "distinct_words": mean(share for run in runs for share in _windows(run)),
        "sentence_mean": average,
        "sentence_variation": pstdev(lengths) / average if average else None,
        "short_sentences": mean(length <= SHORT for length in lengths),
        "same_openings": mean(openings),
        "speech": spoken / total if total else None,
        "run_novelty": mean(_novelty(told)),
        "run_share": fmean(_distinct(run) for run in told) / words_of_story if told and words_of_story else None,
    }
    return Result(values)


def _opening(sentence: str) -> str:
    match = _OPENING.match(sentence)
    return match[1].lower() if match else ""


def _windows(run: Run) -> Iterator[float]:
    """The share of distinct words in each window of `WINDOW` words, moved on word by word."""
    words = [word for told in run.told for word in words_in(told.text)]
    inside = Counter(words[:WINDOW])
    if len(words) < WINDOW:
        return
    yield len(inside) / WINDOW
    for gone, come in zip(words, words[WINDOW:], strict=False):
        inside[come] += 1
        if inside[gone] == 1:
            del inside[gone]
        else:
            inside[gone] -= 1
        yield len(inside) / WINDOW


def _distinct(run: Sequence[str]) -> int:
    """The words of a run's sentences, each sentence once."""
    return sum(words_of(sentence) for sentence in set(run))


def _novelty(told: Sequence[Sequence[str]]) -> Iterator[float]:
    """For each run, how many of its words stand in sentences that the next run does not have."""
    for first, second in zip(told, [*told[1:], *told[:1]], strict=True):
        if first is not second and first:
            known = set(second)
            fresh = sum(words_of(sentence) for sentence in first if sentence not in known)
            yield fresh / max(1, sum(map(words_of, first)))
