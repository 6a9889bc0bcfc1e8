"""Players who do not read: one that picks at random, and one that picks by a hash of the option's id.

Chance is `game.engine.dice`: each pick is a function of the seed and the turn, so that the same runs come back everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from game.authoring.words.phrases import count_words
from game.engine import dice
from game.engine.program import Program
from game.engine.state import GameState, Move, Paragraph, Speech, View, as_read

MAX_TURNS = 1_000
"""A run that has not ended by then is given up, and said to be unfinished."""

words_of = lru_cache(maxsize=1 << 16)(count_words)
"""`count_words`, for texts that runs tell again and again."""

_lot = lru_cache(maxsize=1 << 16)(dice.throw)


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph or a speech as the player read it."""

    text: str
    speech: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """What a player meets at once: a passage, and the options (id, words) of the stop behind it; none at the end."""

    turn: int
    scene: str
    stop: str
    words: int
    options: tuple[tuple[str, str], ...]

    @property
    def is_choice(self) -> bool:
        """Whether there is something to choose: two options or more."""
        return len(self.options) > 1


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was played from the beginning. `ending` is None when it got stuck or went on for ever."""

    seed: int
    moments: tuple[Moment, ...]
    told: tuple[Told, ...]
    ending: str | None

    @property
    def words(self) -> int:
        return sum(moment.words for moment in self.moments)


@dataclass(frozen=True, slots=True)
class Fork:
    """A stop of a run with two options or more, one of which was picked. `lot` decides which forks are kept."""

    state: GameState
    moment: Moment
    picked: str
    run: int
    lot: int


@dataclass(slots=True)
class Played:
    """All random runs, and for each option (scene, id) one fork, drawn by lot, where it was on offer."""

    runs: list[Run] = field(default_factory=list)
    forks: dict[tuple[str, str], Fork] = field(default_factory=dict)
    _texts: dict[Told, Told] = field(default_factory=dict)

    def keep(self, told: Told) -> Told:
        """The same text is kept once, however many runs tell it."""
        return self._texts.setdefault(told, told)

    def draw(self, fork: Fork) -> None:
        """The lot goes by run and stop, so that options of one stop mostly share their fork."""
        for option, _ in fork.moment.options:
            kept = self.forks.get((fork.moment.scene, option))
            if kept is None or fork.lot < kept.lot:
                self.forks[fork.moment.scene, option] = fork


def told_in(state: GameState) -> tuple[Told, ...]:
    """What a state tells to a player who asked for nothing softer, without headings and the words of the option."""
    lines = as_read(state.passage, soften=False)
    return tuple(Told(line.text, isinstance(line, Speech)) for line in lines if isinstance(line, Paragraph | Speech))


def moment_of(view: View, told: tuple[Told, ...], stop: str) -> Moment:
    options = tuple((offer.id, offer.text) for offer in view.open_offers)
    return Moment(view.turn, view.scene, stop, sum(words_of(each.text) for each in told), options)


def play_random(program: Program, runs: int, seed: int, seasoned: Mapping[str, int] = MappingProxyType({})) -> Played:
    """So many runs of players who pick each open option with the same chance; run `n` has the seed `seed + n`.

    Each tenth is a player's who has played before: the run begins with the values of `seasoned`.
    """
    played = Played()
    for number in range(runs):
        _play_one(program, seed + number, number, played, seasoned if number % 10 == 9 else {})
    return played


def _play_one(program: Program, seed: int, number: int, played: Played, values: Mapping[str, int]) -> None:
    state = program.start(seed, values=values).state
    moments: list[Moment] = []
    told: list[Told] = []
    while True:
        lines = tuple(played.keep(each) for each in told_in(state))
        moment = moment_of(program.look(state), lines, state.at.address)
        moments.append(moment)
        told += lines
        if not moment.options or state.turn >= MAX_TURNS:
            break
        picked = moment.options[dice.throw(seed, "player", state.turn) % len(moment.options)][0]
        if moment.is_choice:
            played.draw(Fork(state, moment, picked, number, dice.throw(seed, f"fork {moment.scene} {moment.stop}", 0)))
        state = program.play(state, Move(picked)).state
    played.runs.append(Run(seed, tuple(moments), tuple(told), state.ending))


def play_keyed(program: Program, state: GameState, policy: int) -> Iterator[tuple[Moment, tuple[Told, ...]]]:
    """Carries on from a state to the end: of the open options the one whose hash with `policy` is least.

    How often an option was picked goes into its hash, so that one which stays on offer does not hold the player for ever.
    """
    picked: Counter[str] = Counter()
    for _ in range(MAX_TURNS):
        told = told_in(state)
        moment = moment_of(program.look(state), told, state.at.address)
        yield moment, told
        if not moment.options:
            return
        names = {f"{moment.scene}.{option}": option for option, _ in moment.options}
        name = min(names, key=lambda each: _lot(policy, each, picked[each]))
        picked[name] += 1
        state = program.play(state, Move(names[name])).state
