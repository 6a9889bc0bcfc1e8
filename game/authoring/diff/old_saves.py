"""How saves of the old story would load under the new one: with the real ladder of `saving/restore.py`, place by place.

The saves are those of a folder, or else *made*: the old story is played at random, with options that were picked least going
first so that the runs spread, and saved in each scene that a run comes to. Made saves never touch a disk.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from game.engine.program import Program
from game.engine.state import GameState, Move, Position
from game.errors import SaveError
from game.saving.composing import closed_records, header_of, standing_of
from game.saving.framing import Chain
from game.saving.renames import Renames
from game.saving.restore import Rung, restore
from game.saving.saved_play import SavedPlay, read_play
from game.saving.snapshots import written
from game.saving.store import Store
from game.saving.timeline import Beginning, Timeline
from game.saving.way import Way

RUNS = 24
MAX_TURNS = 1_000
MOST_AT_A_STOP = 3
MOST_MOVES = 30_000
Outcome = Literal["stays", "adapted", "elsewhere", "back", "nothing to pick", "refused", "unreadable"]
OUTCOMES: tuple[Outcome, ...] = ("refused", "nothing to pick", "back", "elsewhere", "adapted", "stays", "unreadable")
"""What can become of a save, the worst first; a file that nobody can read is not the new story's doing."""


@dataclass(frozen=True, slots=True)
class OldSave:
    """A save, and the state that it holds under the old story; None when not even that opens it."""

    name: str
    play: SavedPlay
    stood: GameState | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a save: from which scene (by its old id) to which, by which rung of the ladder, how many turns are lost."""

    name: str
    outcome: Outcome
    rung: Rung | None
    scene: str
    now: str
    lost: int
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """Saves with the same fate. `scenes` are where they stood, `now` is where they open; `lost` the fewest and the most turns."""

    outcome: Outcome
    why: str
    scenes: tuple[str, ...]
    now: str
    count: int
    lost: tuple[int, int]
    names: tuple[str, ...]

    @classmethod
    def of(cls, fates: list[Fate]) -> Group:
        first, lost = fates[0], [fate.lost for fate in fates]
        scenes = tuple(dict.fromkeys(fate.scene for fate in fates))
        names = tuple(fate.name for fate in fates if fate.name)
        return cls(
            first.outcome, first.why, scenes, first.now if len(scenes) == 1 else "", len(fates), (min(lost), max(lost)), names
        )


@dataclass(frozen=True, slots=True)
class Loading:
    """How all the saves load: `scenes` of the `of_scenes` of the old story have one."""

    made: bool
    scenes: int
    of_scenes: int
    fates: tuple[Fate, ...]

    @property
    def rungs(self) -> dict[str, int]:
        """How many saves load by each rung."""
        return dict(Counter(fate.rung or "refused" for fate in self.fates if fate.outcome != "unreadable"))

    @property
    def groups(self) -> tuple[Group, ...]:
        """The saves by their fate, the worst first, then the most."""
        together: dict[tuple[str, ...], list[Fate]] = {}
        for fate in self.fates:
            alone = fate.outcome in ("back", "elsewhere", "nothing to pick")
            key = (fate.outcome, fate.why, *((fate.scene, fate.now) if alone else ()))
            together.setdefault(key, []).append(fate)
        groups = (Group.of(fates) for fates in together.values())
        return tuple(sorted(groups, key=lambda group: (OUTCOMES.index(group.outcome), -group.count, group.scenes)))


def loading(old: Program, new: Program, store: Store | None) -> Loading:
    """How the saves in the store load; without one, how made ones do. Raises `SaveError` when the store cannot be listed."""
    trial = Trial(old, new, Renames.of(new.story))
    saves = made_saves(old) if store is None else _kept_saves(old, store)
    fates = tuple(save if isinstance(save, Fate) else trial.fate(save) for save in saves)
    scenes = {fate.scene for fate in fates} & set(old.story.scenes)
    return Loading(store is None, len(scenes), len(old.story.scenes), fates)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run at random: its seed, what was picked, and after how many picks it should be saved."""

    seed: int
    options: tuple[str, ...]
    places: tuple[int, ...]


def made_saves(program: Program, runs: int = RUNS) -> Iterator[OldSave]:
    """Saves of random runs, one in each scene that a run comes to, at most `MOST_AT_A_STOP` at one stop. Always the same ones.

    Each save is played again from its beginning, so where there would be too much to play only every so many-th is made.
    """
    played = _runs(program, runs)
    moves = sum(sum(run.places) for run in played)
    every, number = max(1, -(-moves // MOST_MOVES)), 0
    for run in played:
        timeline, places = Timeline.begin(program, Beginning(run.seed)), frozenset(run.places)
        for depth in range(len(run.options) + 1):
            if depth in places:
                if number % every == 0:
                    yield OldSave("", _saved(timeline), timeline.state)
                number += 1
            if depth < len(run.options):
                timeline.play(run.options[depth])


def _runs(program: Program, runs: int) -> list[_Run]:
    picked: Counter[tuple[str, str]] = Counter()
    saved: Counter[Position] = Counter()
    return [_run(program, seed, picked, saved) for seed in range(runs)]


def _run(program: Program, seed: int, picked: Counter[tuple[str, str]], saved: Counter[Position]) -> _Run:
    """Plays until the story is over, or for `MAX_TURNS`; of the options on offer one of those that were `picked` least."""
    chance, state = random.Random(seed), program.start(seed).state
    options: list[str] = []
    places: list[int] = []
    scene = ""
    while len(options) < MAX_TURNS:
        if state.at.scene != scene and saved[state.at] < MOST_AT_A_STOP:
            saved[state.at] += 1
            places.append(len(options))
        scene = state.at.scene
        offers = [offer.id for offer in program.look(state).open_offers]
        if not offers:
            break
        fewest = min(picked[scene, option] for option in offers)
        options.append(chance.choice([option for option in offers if picked[scene, option] == fewest]))
        picked[scene, options[-1]] += 1
        state = program.play(state, Move(options[-1])).state
    return _Run(seed, tuple(options), tuple(places))


def _saved(timeline: Timeline) -> SavedPlay:
    """The play as a save under a name would hold it."""
    standing = standing_of(timeline, 0, 0, 1)
    way = Way()
    for record in closed_records(timeline, standing):
        way.follow(record)
    header = header_of(timeline, "made", autosave=False, created=0)
    return SavedPlay(header, way, closed=True, standing=standing, chain=Chain(), size=0, damage=None)


def _kept_saves(old: Program, store: Store) -> Iterator[OldSave | Fate]:
    """The saves of a folder that are of the old story. Nothing is written, and none is locked."""
    for slot in store.slots(old.story.id):
        try:
            play = read_play(store.files, slot.path)
        except SaveError as error:
            yield Fate(slot.name, "unreadable", None, "", "", 0, str(error))
            continue
        try:
            yield OldSave(slot.name, play, restore(old, play).timeline.state)
        except SaveError:
            yield OldSave(slot.name, play, None)


@dataclass(frozen=True, slots=True)
class Trial:
    """Loads saves of the old story under the new one, whose `renames` lead from old names to new ones."""

    old: Program
    new: Program
    renames: Renames

    def fate(self, save: OldSave) -> Fate:
        """What becomes of the save."""
        done = save.play.way.done
        scene = save.stood.at.scene if save.stood is not None else done[-1].scene if done else self.old.story.start
        try:
            restored = restore(self.new, save.play)
        except SaveError as error:
            return Fate(save.name, "refused", None, scene, "", len(done), str(error))
        state = restored.timeline.state
        lost = max(0, (save.stood.turn if save.stood is not None else len(done)) - state.turn)
        outcome, why = self._outcome(save, state, lost)
        if state.ending is None and not self.new.look(state).open_offers:
            outcome, why = "nothing to pick", state.stuck or "no option can be picked there"
        return Fate(save.name, outcome, restored.rung, scene, state.at.scene, lost, why)

    def _outcome(self, save: OldSave, state: GameState, lost: int) -> tuple[Outcome, str]:
        done = save.play.way.done
        if lost:
            move = done[-lost] if lost <= len(done) else None
            return "back", f"`{move.scene}.{move.option}` is not possible any more" if move else ""
        if save.stood is None:
            return "stays", ""
        stop = self.renames.position(save.stood.at, self.old.options_at(save.stood.at))
        if state.at != stop or state.ending != save.stood.ending:
            return "elsewhere", "the same options lead elsewhere now"
        changed = self._adapted(save.stood, state)
        return ("adapted", f"another value in {', '.join(f'`{name}`' for name in changed)}") if changed else ("stays", "")

    def _adapted(self, stood: GameState, state: GameState) -> list[str]:
        """The variables of both stories whose value did not come through, by their new names."""
        changed = []
        for name, variable in self.old.story.variables.items():
            after = self.new.story.variables.get(self.renames.variables.get(name, name))
            if after is None:
                continue
            was = written(variable.domain, stood.values[self.old.index[name]])
            if written(after.domain, state.values[self.new.index[after.name]]) != was:
                changed.append(after.name)
        return changed
