"""Echo: whether it still shows later what was picked.

At a stop of a run another option is picked, and both runs are carried on by the same keyed player (see `players`); four players
one after the other. The runs *rejoin* at the first moment that is the same in both: the same stop with the same options, or the
same passage of ten words or more. What is told and offered from there on is compared sentence by sentence: a sentence that
the other run does not have at all is new. An option is *echoed* when something is new after the rejoining, or when the runs never
rejoin; its echo is *late* when it was picked in the first third of its run and 25 words are new eight stops later or more.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from game.authoring.words.findings import Finding, Result
from game.authoring.words.players import Fork, Moment, Played, Told, play_keyed, words_of
from game.diagnostics import Span
from game.engine.program import Program
from game.engine.state import Move

POLICIES = 4
SAME_PASSAGE = 10
LATE_STOPS = 8
LATE_WORDS = 25

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’'*)]*\s+(?![a-z])|\n")


@lru_cache(maxsize=1 << 16)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that have words."""
    return tuple(each for each in _SENTENCE_END.split(text) if words_of(each))


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that a player reads, `stops` stops after the fork: a passage or the options behind it."""

    key: Hashable
    sentences: tuple[str, ...]
    stops: int


@dataclass(frozen=True, slots=True)
class Trial:
    """An option held against another of its stop by one player. `new_late` counts new words from `LATE_STOPS` stops on."""

    fork: Fork
    option: str
    instead: str
    rejoined: bool
    new: int
    new_late: int

    @property
    def echoed(self) -> bool:
        return not self.rejoined or self.new > 0


def try_options(program: Program, forks: Mapping[tuple[str, str], Fork]) -> list[Trial]:
    """Every option at its fork, held against what was picked there, by every player."""
    options: dict[tuple[int, int], list[str]] = {}
    at: dict[tuple[int, int], Fork] = {}
    for (_, option), fork in forks.items():
        place = (fork.run, fork.state.turn)
        at[place] = fork
        options.setdefault(place, []).append(option)
    found: list[Trial] = []
    for place in sorted(at):
        for policy in range(POLICIES):
            found += _trials(program, at[place], options[place], policy)
    return found


def _trials(program: Program, fork: Fork, options: Iterable[str], policy: int) -> Iterator[Trial]:
    known: dict[str, tuple[_Event, ...]] = {}
    for option in options:
        instead = fork.picked if option != fork.picked else next(each for each, _ in fork.moment.options if each != option)
        for each in {option, instead} - known.keys():
            known[each] = _events(play_keyed(program, program.play(fork.state, Move(each)).state, policy))
        yield _compare(Trial(fork, option, instead, False, 0, 0), known[instead], known[option])


def _events(moments: Iterable[tuple[Moment, tuple[Told, ...]]]) -> tuple[_Event, ...]:
    found: list[_Event] = []
    for stops, (moment, told) in enumerate(moments, 1):
        text = tuple(each.text for each in told)
        if text:
            read = tuple(sentence for each in text for sentence in sentences(each))
            found.append(_Event(text if moment.words >= SAME_PASSAGE else None, read, stops))
        if moment.options:
            ids = frozenset(option for option, _ in moment.options)
            offered = tuple(words for _, words in moment.options)
            found.append(_Event((moment.scene, moment.stop, ids), offered, stops))
    return tuple(found)


def _compare(trial: Trial, first: Sequence[_Event], other: Sequence[_Event]) -> Trial:
    meeting = _rejoin(first, other)
    at_first, at_other = meeting if meeting is not None else (-1, -1)
    everything_first, everything_other = _read(first), _read(other)
    later = [(first[at_first + 1 :], everything_other), (other[at_other + 1 :], everything_first)]
    new = max(_new_words(events, known, 0) for events, known in later)
    new_late = max(_new_words(events, known, LATE_STOPS) for events, known in later)
    return replace(trial, rejoined=meeting is not None, new=new, new_late=new_late)


def _rejoin(first: Sequence[_Event], other: Sequence[_Event]) -> tuple[int, int] | None:
    """Where the two come to the same moment first: the pair of least sum."""
    places: dict[Hashable, int] = {}
    for at, event in enumerate(first):
        if event.key is not None:
            places.setdefault(event.key, at)
    pairs = ((places[event.key], at) for at, event in enumerate(other) if event.key in places)
    return min(pairs, key=lambda pair: (sum(pair), pair), default=None)


def _read(events: Iterable[_Event]) -> set[str]:
    return {sentence for event in events for sentence in event.sentences}


def _new_words(events: Iterable[_Event], known: set[str], from_stop: int) -> int:
    fresh = {sentence for event in events if event.stops >= from_stop for sentence in event.sentences} - known
    return sum(words_of(sentence) for sentence in fresh)


def echo(program: Program, played: Played, spans: Mapping[tuple[str, str], Span]) -> Result:
    """The two measures of echo, and the options that no player ever saw echoed. `spans`: the place of (scene, option)."""
    trials = try_options(program, played.forks)
    early = [trial for trial in trials if trial.fork.state.turn < len(played.runs[trial.fork.run].moments) / 3]
    values = {
        "echoed_options": _share(trial.echoed for trial in trials),
        "late_echo": _share(trial.new_late >= LATE_WORDS for trial in early),
    }
    return Result(values, tuple(_never_echoed(trials, spans)))


def _share(held: Iterable[bool]) -> float | None:
    counted = list(held)
    return sum(counted) / len(counted) if counted else None


def _never_echoed(trials: Iterable[Trial], spans: Mapping[tuple[str, str], Span]) -> list[Finding]:
    by_option: dict[tuple[str, str], list[Trial]] = {}
    for trial in trials:
        by_option.setdefault((trial.fork.moment.scene, trial.option), []).append(trial)
    silent = [_silent(mine, spans) for mine in by_option.values() if not any(trial.echoed for trial in mine)]
    return sorted(silent, key=lambda finding: (finding.span or Span("", 0, 0), finding.text))


def _silent(trials: Sequence[Trial], spans: Mapping[tuple[str, str], Span]) -> Finding:
    fork, option = trials[0].fork, trials[0].option
    text = f"`{option}`: nothing differs from `{trials[0].instead}` after the paths rejoin"
    scene, state = fork.moment.scene, fork.state
    return Finding("echoed_options", text, spans.get((scene, option)), scene, fork.moment.stop, state.seed, state.turn)
