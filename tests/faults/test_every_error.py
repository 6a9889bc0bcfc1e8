"""Every operation on files fails with each of 21 errors, once, twice and for ever, and writes stop halfway: in memory, so that
there can be many. The play goes on, the player is told why, and what was on the disk still opens.

A point is one action of a player on a prepared folder, the operation that fails in it, the error, and for how long.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest

from game.errors import SaveError
from game.saving import autosave, exchange, repair, whole_file
from game.saving.autosave import Autosave
from game.saving.disk_errors import cause
from game.saving.files import Files, write_all
from game.saving.journal import Journal
from game.saving.memory import Reached
from game.saving.saved_play import read_play
from game.saving.slots import BACKUP, SUFFIX
from game.saving.store import Store
from game.session import Session
from tests.faults.budget import budget
from tests.faults.crash_model import Image, MemoryDisk
from tests.faults.planted import in_place
from tests.saving.playing import STORY, lighthouse, wander

FOLDER, GIVEN = Path("/saves"), Path("/given")
NAMED = "ENOSPC EDQUOT EROFS EACCES EPERM EFBIG EMFILE ENFILE EIO ENOENT ENOTDIR ENAMETOOLONG ELOOP ENODEV ENXIO ESTALE ETIMEDOUT"
ERRORS = tuple(getattr(errno, name) for name in (*NAMED.split(), "EINTR", "EBUSY", "ENOMEM", "EINVAL"))
ALWAYS = 1 << 40
USUAL_STEP = 8
"""In continuous integration every eighth point is tried; with a larger budget all are, and then those of other folders too."""
EVERY = max(1, USUAL_STEP // budget(1))
PREPARED = budget(1) // USUAL_STEP + 1
SPANS = (1, 2, ALWAYS)
READS = ("names", "size", "read", "is_at", "size_of")
CHANGES = ("make_folder", "lock", "create", "open_to_append", "write", "close", "replace", "link", "remove")
SYNCS = ("sync", "sync_data", "sync_folder")
OPERATIONS = frozenset((*READS, *CHANGES, *SYNCS))
TORN, WHOLE = "Autosave 1", "Autosave 5"


@dataclass
class FailingDisk(MemoryDisk):
    """A disk in memory on which the `first` operation and those of the following `span` fail. With `part`, only writes are
    counted, and so much of the data of a failing one (in quarters) is taken before it fails; without a number it is only short.
    """

    number: int | None = None
    first: int = 0
    span: int = 1
    part: int | None = None
    count: int = 0
    writes: int = 0

    def is_due(self, name: str) -> bool:
        """Whether this operation is to fail."""
        self.writes += name == "write"
        self.count += self.part is None or name == "write"
        return self.first <= self.count < self.first + self.span and (self.part is None or name == "write")

    def fail(self, *_: object) -> None:
        assert self.number is not None
        raise OSError(self.number, os.strerror(self.number))

    def close_and_fail(self, handle: int) -> None:
        super().close(handle)
        self.fail()

    def write_some(self, handle: int, data: bytes) -> int:
        some = data[: max(self.number is None, len(data) * (self.part or 0) // 4)]
        if some:
            super().write(handle, some)
        if self.number is not None:
            self.fail()
        return len(some)


def _failing(name: str) -> Callable[..., object]:
    """The operation of that name, of a disk on which it may fail."""
    right = getattr(MemoryDisk, name)
    special: dict[str, Callable[..., object]] = {"close": FailingDisk.close_and_fail, "write": FailingDisk.write_some}
    wrong = special.get(name, FailingDisk.fail)

    def operation(disk: FailingDisk, *asked: object) -> object:
        return wrong(disk, *asked) if disk.is_due(name) else right(disk, *asked)

    return operation


for _name in OPERATIONS:
    setattr(FailingDisk, _name, _failing(_name))


@dataclass
class Outcome:
    """What came of an action: the session if there was one, what the player was told, and the turns said to be saved by name.
    `made` is the save that was said to have been made of another, by its path, and the name of that other.
    """

    session: Session | None = None
    told: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    named: int | None = None
    made: tuple[Path, str] | None = None


Action = Callable[[Store, Outcome], None]


def begin(saves: Store, outcome: Outcome) -> None:
    outcome.session = Session.begin(lighthouse(), saves, seed=3)
    outcome.session.choose("climb")
    outcome.session.choose("rest")


def go_on(saves: Store, outcome: Outcome) -> None:
    latest = saves.latest(STORY)
    outcome.session = Session.resume(lighthouse(), saves, latest.id if latest is not None else "none")
    for act in (lambda: outcome.session.choose("climb"), outcome.session.undo, outcome.session.redo):
        act()


def go_on_with_the_named(saves: Store, outcome: Outcome) -> None:
    outcome.session = Session.resume(lighthouse(), saves, _slot(saves, "ours"))
    outcome.session.choose("climb")


def save_under_a_new_name(saves: Store, outcome: Outcome) -> None:
    _save(saves, outcome, "mine")


def save_over(saves: Store, outcome: Outcome) -> None:
    _save(saves, outcome, "ours")


def _save(saves: Store, outcome: Outcome, name: str) -> None:
    session = outcome.session = Session.begin(lighthouse(), saves, seed=4)
    session.choose("climb")
    outcome.named = session.save_as(name).turn


def delete(saves: Store, outcome: Outcome) -> None:
    saves.delete(_slot(saves, "ours"))


def reach_an_ending(saves: Store, outcome: Outcome) -> None:
    saves.record(STORY, Reached(endings=("dark",)))


def mend(saves: Store, outcome: Outcome) -> None:
    """The torn journal is written anew before it goes on."""
    outcome.session = Session.resume(lighthouse(), saves, _slot(saves, TORN))
    outcome.session.choose("climb")


def repair_the_torn(saves: Store, outcome: Outcome) -> None:
    slot = _slot(saves, TORN)
    repair.repair(saves, slot)
    outcome.made = saves.folder / f"{slot}{SUFFIX}", TORN


def export(saves: Store, outcome: Outcome) -> None:
    outcome.made = exchange.export_play(saves, _slot(saves, "ours"), GIVEN / f"mine{SUFFIX}"), "ours"


def take_in(saves: Store, outcome: Outcome) -> None:
    outcome.made = exchange.import_play(saves, lighthouse(), GIVEN / f"theirs{SUFFIX}").slot.path, "ours"


def play_on_without_a_lock(saves: Store, outcome: Outcome) -> None:
    """Somebody takes the lock file away, and another window plays on in the same file; then so does the first."""
    slot = _slot(saves, WHOLE)
    outcome.session = Session.resume(lighthouse(), saves, slot)
    other = Session.resume(lighthouse(), saves, slot)
    other.choose("climb")
    other.close()
    outcome.session.choose("rest")


def _slot(saves: Store, name: str) -> str:
    found = next((slot.id for slot in saves.slots(STORY) if slot.name == name), None)
    if found is None:
        raise SaveError("There is no such save.")
    return found


ACTIONS: tuple[Action, ...] = (
    begin, go_on, go_on_with_the_named, save_under_a_new_name, save_over, delete, reach_an_ending, mend, repair_the_torn, export,
    take_in, play_on_without_a_lock,
)  # fmt: skip


def prepared(seed: int) -> Image:
    """A folder with two journals, the older one torn, a named save with a backup, and an ending; and a save that was given."""
    disk = MemoryDisk()
    saves = Store(FOLDER, disk)
    session = Session.begin(lighthouse(), saves, seed=seed)
    wander(session, 2 + seed % 5, seed)
    session.save_as("ours")
    session.choose("climb")
    session.save_as("ours")
    session.close()
    (torn,) = (str(slot.path) for slot in saves.slots() if slot.autosave)
    session = Session.begin(lighthouse(), saves, seed=seed)
    wander(session, 2, seed)
    session.close()
    saves.record(STORY, Reached(endings=("light",)))
    image = {path: content.now for path, content in disk.names_now.items()}
    given = next(data for path, data in image.items() if "/ours-" in path and path.endswith(SUFFIX))
    return {**image, torn: image[torn] + b'9 0123abcd {"do":"mo', f"{GIVEN}/theirs{SUFFIX}": given}


@dataclass(frozen=True)
class Point:
    action: Action
    number: int | None
    first: int
    span: int
    part: int | None


def points(image: Image, actions: Sequence[Action] = ACTIONS) -> Iterator[Point]:
    """Every operation of every action, each error, each span; every write, each of its quarters."""
    for action in actions:
        whole = FailingDisk.holding(image)
        assert isinstance(whole, FailingDisk)
        act(action, whole)
        for first, number, span in product(range(1, whole.count + 1), ERRORS, SPANS):
            yield Point(action, number, first, span, None)
        for first, part in product(range(1, whole.writes + 1), (1, 2, 3)):
            yield from (Point(action, number, first, 1, part) for number in ERRORS)
            yield Point(action, None, first, ALWAYS, part)


def act(action: Action, disk: MemoryDisk) -> Outcome:
    """Nothing but a `SaveError` may come of it."""
    outcome = Outcome()
    saves = Store(FOLDER, disk, now=lambda: 1_790_000_000)
    try:
        action(saves, outcome)
    except SaveError as error:
        outcome.refused.append(str(error))
    if outcome.session is not None:
        outcome.session.close()
        outcome.told += outcome.session.take_notices()
    return outcome


def opened(image: Image) -> dict[str, tuple[int, str]]:
    """Where the saves of a folder lead: at which turn, and in which state."""
    paths = [path for path in image if path.endswith(SUFFIX) and path.startswith(f"{FOLDER}/")]
    return dict(filter(None, (_opened(path, image[path], image.get(f"{path}{BACKUP}")) for path in paths)))


@lru_cache(maxsize=1000)
def _opened(path: str, data: bytes, backup: bytes | None) -> tuple[str, tuple[int, str]] | None:
    """The name of a save and where it leads; None when it does not open. Nothing else of the folder has a part in it."""
    beside = {f"{path}{BACKUP}": backup} if backup is not None else {}
    saves = Store(FOLDER, MemoryDisk.holding({path: data, **beside}))
    (slot,) = saves.slots(STORY)
    try:
        state = Session.resume(lighthouse(), saves, slot.id, copy=True).state
    except SaveError:
        return None
    return slot.name, (state.turn, repr(state))


def check(point: Point, before: Image, known: dict[str, tuple[int, str]]) -> None:
    """What was there is there or has grown; what was said to be saved is saved; who lost something was told why."""
    disk = FailingDisk.holding(before)
    assert isinstance(disk, FailingDisk)
    disk.number, disk.first, disk.span, disk.part, disk.count = point.number, point.first, point.span, point.part, 0
    outcome = act(point.action, disk)
    after = {path: content.now for path, content in disk.names_now.items()}
    found = opened(after)
    for name, (turn, state) in known.items():
        if name == "ours" and point.action is delete:
            continue
        now, is_journal = found[name], name != "ours"
        assert now == (turn, state) or (now[0] >= turn if is_journal else outcome.session is not None)
    assert outcome.named is None or found["mine" if point.action is save_under_a_new_name else "ours"][0] == outcome.named
    if outcome.made is not None:
        check_made(after, *outcome.made, known)
    said = [*outcome.refused, *outcome.told]
    assert all(each.isprintable() for each in said)
    if point.number is None:
        assert outcome.refused == [] and not any("be saved" in each for each in said), said
    if outcome.session is not None and repr(outcome.session.state) not in [state for _, state in found.values()]:
        assert any(cause(OSError(point.number, os.strerror(point.number or 0))) in each for each in said), said
    if point.action is not reach_an_ending or not outcome.refused:
        wanted = {"light", "dark"} if point.action is reach_an_ending else {"light"}
        assert Store(FOLDER, MemoryDisk.holding(after)).endings(STORY) == wanted


def check_made(after: Image, path: Path, name: str, known: dict[str, tuple[int, str]]) -> None:
    """A save that was made of another is whole, and leads to where the other one does."""
    data = after[str(path)]
    assert read_play(MemoryDisk.holding({"made": data}), Path("made")).damage is None
    (led,) = opened({f"{FOLDER}/{path.name}": data}).values()
    assert led == known[name]


def check_one(point: Point, before: Image, known: dict[str, tuple[int, str]]) -> None:
    try:
        check(point, before, known)
    except Exception as error:
        raise AssertionError(f"{point}: {error!r}") from error


def check_all(seed: int, every: int = 1, actions: Sequence[Action] = ACTIONS) -> int:
    image = prepared(seed)
    known = opened(image)
    assert known.keys() == {TORN, WHOLE, "ours"}
    chosen = list(points(image, actions))[::every]
    for point in chosen:
        check_one(point, image, known)
    return len(chosen)


@pytest.mark.parametrize("seed", range(PREPARED))
def test_no_error_of_any_operation_stops_the_play_or_loses_what_was_there(seed: int) -> None:
    assert check_all(seed, EVERY) > 10_000 // EVERY


def test_a_harness_in_which_nobody_is_told_of_a_failure_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Autosave, "_failed", lambda *_: None)
    with pytest.raises(AssertionError):
        check_all(0, every=61)


def careless(files: Files, path: Path, data: bytes, keep_as: Path | None = None) -> str:
    """The planted bug: an error is taken for success."""
    temporary = path.with_suffix(".new")
    handle = files.create(temporary)
    with contextlib.suppress(OSError):
        write_all(files, handle, data)
    files.replace(temporary, path)
    return ""


@pytest.mark.parametrize("planted", [in_place, careless])
def test_a_harness_with_a_careless_write_fails(planted: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_file, "write_whole", planted)
    monkeypatch.setattr(autosave, "write_whole", planted)
    with pytest.raises(AssertionError):
        check_all(0, every=61)


@pytest.mark.parametrize(
    ("where", "name", "action"),
    [(repair, "write_whole", repair_the_torn), (exchange, "write_whole", take_in), (exchange, "write_new", export)],
    ids=["repair", "import", "export"],
)
def test_a_harness_in_which_a_save_is_made_carelessly_fails(
    where: ModuleType, name: str, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, careless)
    with pytest.raises(AssertionError):
        check_all(0, every=7, actions=(action,))


def test_a_harness_in_which_two_windows_write_to_one_file_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Journal, "_is_shared", lambda *_: False)
    with pytest.raises(AssertionError):
        check_all(0, every=61, actions=(play_on_without_a_lock,))
