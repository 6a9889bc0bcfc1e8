"""The tempo of played runs: how much there is to read before the next stop, how much there is to choose, and where runs end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from game.authoring.words.findings import Finding, Result
from game.authoring.words.players import Moment, Run, words_of
from game.diagnostics import Span

LONG_PASSAGE = 130
FAR_CHOICES = 160


def quantile(values: Iterable[float], share: float) -> float | None:
    """The least value that `share` of the values do not exceed (nearest rank); None when there are none."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked)) - 1)] if ranked else None


def mean(values: Iterable[float]) -> float | None:
    counted = list(values)
    return sum(counted) / len(counted) if counted else None


def tempo(runs: Sequence[Run], stops: Mapping[tuple[str, str], Span]) -> Result:
    """The measures of passages, choices and options as players met them. `stops`: the place of (scene, stop)."""
    moments = [moment for run in runs for moment in run.moments]
    waits = [moment for moment in moments if moment.options]
    choices = [moment for moment in waits if moment.is_choice]
    options = [words_of(words) for moment in waits for _, words in moment.options]
    passages = [moment.words for moment in moments if moment.words]
    gaps = [gap for run in runs for gap in _gaps(run)]
    values = {
        "passage_median": quantile(passages, 0.5),
        "passage_p90": quantile(passages, 0.9),
        "passage_longest": max(passages, default=None),
        "between_choices": quantile((gap.words for gap in gaps), 0.9),
        "single_stops": 1 - len(choices) / len(waits) if waits else None,
        "options_per_choice": mean(len(moment.options) for moment in choices),
        "option_median": quantile(options, 0.5),
        "option_p90": quantile(options, 0.9),
    }
    return Result(values, (*_long_passages(runs, stops), *_far_choices(gaps, stops), *_single_stops(runs, stops)))


@dataclass(frozen=True, slots=True)
class _Gap:
    """The words from one real choice to the next, which is `moment`."""

    words: int
    moment: Moment
    seed: int


def _gaps(run: Run) -> Iterator[_Gap]:
    words, chosen = 0, False
    for moment in run.moments:
        words += moment.words
        if moment.is_choice:
            if chosen:
                yield _Gap(words, moment, run.seed)
            words, chosen = 0, True


def _at(measure: str, text: str, moment: Moment, seed: int, stops: Mapping[tuple[str, str], Span]) -> Finding:
    return Finding(measure, text, stops.get((moment.scene, moment.stop)), moment.scene, moment.stop, seed, moment.turn)


def _long_passages(runs: Iterable[Run], stops: Mapping[tuple[str, str], Span]) -> list[Finding]:
    """For each stop, the longest passage that led there, where it is long."""
    longest: dict[tuple[str, str], tuple[Moment, int]] = {}
    for run in runs:
        for moment in run.moments:
            key = (moment.scene, moment.stop)
            if moment.words > LONG_PASSAGE and (key not in longest or moment.words > longest[key][0].words):
                longest[key] = (moment, run.seed)
    ranked = sorted(longest.values(), key=lambda each: (-each[0].words, each[0].scene, each[0].stop))
    return [_at("passage_p90", f"{moment.words} words before this stop", moment, seed, stops) for moment, seed in ranked]


def _far_choices(gaps: Iterable[_Gap], stops: Mapping[tuple[str, str], Span]) -> list[Finding]:
    """For each stop, the longest way from the choice before it, where that is long."""
    longest: dict[tuple[str, str], _Gap] = {}
    for gap in gaps:
        key = (gap.moment.scene, gap.moment.stop)
        if gap.words > FAR_CHOICES and (key not in longest or gap.words > longest[key].words):
            longest[key] = gap
    ranked = sorted(longest.values(), key=lambda gap: (-gap.words, gap.moment.scene, gap.moment.stop))
    text = "{} words since the last real choice"
    return [_at("between_choices", text.format(gap.words), gap.moment, gap.seed, stops) for gap in ranked]


def _single_stops(runs: Iterable[Run], stops: Mapping[tuple[str, str], Span]) -> list[Finding]:
    """The stops where a player had one option, the most frequent first."""
    met: Counter[tuple[str, str]] = Counter()
    single: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], tuple[Moment, int]] = {}
    for run in runs:
        for moment in run.moments:
            key = (moment.scene, moment.stop)
            met[key] += bool(moment.options)
            if len(moment.options) == 1:
                single[key] += 1
                example.setdefault(key, (moment, run.seed))
    ranked = sorted(single, key=lambda key: (-single[key], key))
    text = "one option in {} of {} times"
    return [_at("single_stops", text.format(single[key], met[key]), *example[key], stops) for key in ranked]


def ends(runs: Sequence[Run], endings: Mapping[str, Span], hidden: frozenset[str]) -> Result:
    """How the runs end: the share of the commonest ending, and the share of the endings (hidden ones aside) that were reached."""
    reached = Counter(run.ending for run in runs if run.ending is not None)
    open_endings = [ending for ending in endings if ending not in hidden]
    missing = [
        Finding("endings_reached", f"`{ending}` was not reached", endings[ending])
        for ending in open_endings
        if not reached[ending]
    ]
    common = [
        Finding("commonest_ending", f"`{ending}` ends {count} of {len(runs)} runs", endings[ending])
        for ending, count in sorted(reached.items(), key=lambda item: (-item[1], item[0]))
    ]
    unfinished = [_unfinished(run) for run in runs if run.ending is None]
    values = {
        "commonest_ending": max(reached.values(), default=0) / len(runs) if runs else None,
        "endings_reached": 1 - len(missing) / len(open_endings) if open_endings and runs else None,
        "unfinished": len(unfinished) if runs else None,
    }
    return Result(values, (*missing, *common, *unfinished))


def _unfinished(run: Run) -> Finding:
    last = run.moments[-1]
    return Finding("unfinished", "no ending: the run stands still here", None, last.scene, last.stop, run.seed, last.turn)
