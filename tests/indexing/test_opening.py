"""The index of a story: it tells the same story as the files, at once, and whatever is wrong with it is never seen."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine.program import Program
from game.engine.state import Move, View
from game.errors import StoryError
from game.indexing import container, folder, opening, stamps
from game.indexing.container import SEPARATOR, Container, Head, composed
from game.indexing.sections import parts_of
from game.loading import digest_of, load
from game.story.model import Story

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "scenes"
EVERY_BIT = bool(os.environ.get("HYOSAN_EVERY_BIT"))
"""Flips every bit of an index, and cuts it off at every length: `HYOSAN_EVERY_BIT=1 pytest tests/indexing`."""

STORY = """\
story: small
title: Small
start: yard
variables:
  noise: {range: 0..3, show: meter}
cast:
  on_jo: {name: On-jo}
endings:
  out: {title: Out}
"""
SCENES = """\
yard:
  script:
    - "The yard is {noise > 0: loud|quiet}."
    - choose:
        - id: call
          pick: Call
          do: noise += 1
          goto: gate
gate:
  script:
    - on_jo: Open.
    - choose:
        - id: go
          pick: Go
          end: out
"""


class Place:
    """A story, a folder for indexes, and how often the story was loaded from its files."""

    def __init__(self, root: Path) -> None:
        self.story = root / "story"
        self.indexes = root / "cache" / "hyosan"
        self.loaded = 0
        self.digests = 0
        self.story.mkdir(parents=True)
        self.write("story.yaml", STORY)
        self.write("scenes.yaml", SCENES)

    def write(self, name: str, text: str) -> None:
        """A file that was written long ago."""
        path = self.story / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def load(self) -> Story:
        self.loaded += 1
        story, report = load(self.story)
        if story is None:
            raise StoryError("errors", report)
        return story

    def digest(self) -> str | None:
        self.digests += 1
        return digest_of(self.story)

    def open(self) -> Story:
        return opening.open_story(str(self.story), str(self.indexes), self.load, self.digest)

    @property
    def index(self) -> Path:
        return Path(folder.path_of(str(self.indexes), os.path.realpath(self.story)))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A story whose files count as written long ago, since the clock of the file system counts as exact."""
    monkeypatch.setattr(stamps, "_STEP_OF_CLOCKS", 0)
    return Place(tmp_path)


@pytest.fixture
def indexed(place: Place) -> Place:
    """The same with an index of which is known that it serves."""
    place.open()
    place.open()
    assert place.loaded == 1
    place.loaded = place.digests = 0
    return place


def played(story: Story) -> list[str]:
    """A play to its end, in words."""
    program = Program(story)
    state = program.start(1).state
    told = [_seen(program.look(state))]
    while state.ending is None:
        state = program.play(state, Move(program.look(state).open_offers[0].id)).state
        told.append(_seen(program.look(state)))
    return told


def _seen(view: View) -> str:
    return repr((view.title, view.passage, view.offers, view.looks, view.status, view.ending_title))


def test_an_index_tells_the_story_of_the_files_to_the_last_scene(tmp_path: Path) -> None:
    story, _ = load(SHIPPED)
    assert story is not None
    indexes = str(tmp_path)

    def from_files() -> Story:
        return story

    opening.open_story(str(SHIPPED), indexes, from_files, lambda: digest_of(SHIPPED))
    found = opening.open_story(str(SHIPPED), indexes, _refuse, lambda: digest_of(SHIPPED))
    assert found is not story
    assert found == story
    assert list(found.scenes) == list(story.scenes)
    assert found.storylets == story.storylets


def _refuse() -> Story:
    raise AssertionError("the files are not asked")


def test_the_files_are_not_read_again_while_they_are_as_they_were(indexed: Place) -> None:
    assert played(indexed.open()) == played(indexed.load())
    assert (indexed.loaded, indexed.digests) == (1, 0)


def test_the_first_scene_decodes_no_other(indexed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = Container.read

    def reading(self: Container, name: str) -> str:
        read.append(name)
        return whole(self, name)

    monkeypatch.setattr(Container, "read", reading)
    program = Program(indexed.open())
    program.look(program.start(1).state)
    assert [name for name in read if name.startswith("scene ")] == ["scene yard"]
    assert "notes" not in read


def rewritten(place: Place) -> None:
    """The same number of bytes, and the old time put back."""
    path = place.story / "scenes.yaml"
    before = path.stat()
    path.write_text(SCENES.replace("Open.", "Shut."), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(place: Place) -> None:
    fresh = place.story / "_new"
    fresh.write_text(SCENES.replace("Open.", "Shut."), encoding="utf-8")
    fresh.replace(place.story / "scenes.yaml")


def rename(path: Path, name: str) -> None:
    path.rename(path.with_name(name))


CHANGES: dict[str, Callable[[Place], None]] = {
    "a file is rewritten": rewritten,
    "a file is replaced": replaced,
    "a file is new": lambda place: place.write("more.yaml", "attic:\n  script:\n    - end: out\n"),
    "a file in a new folder is new": lambda place: place.write("act_1/more.yaml", "attic:\n  script:\n    - end: out\n"),
    "a file has another name": lambda place: rename(place.story / "scenes.yaml", "act.yaml"),
    "a file is larger": lambda place: place.write("scenes.yaml", SCENES.replace("Open.", "Open it.")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_files_is_noticed(indexed: Place, change: str) -> None:
    CHANGES[change](indexed)
    story = indexed.open()
    assert indexed.loaded == 1
    assert story == load(indexed.story)[0]
    indexed.open()
    assert indexed.loaded == 1


def test_files_that_were_only_touched_are_compared_by_content_once(indexed: Place) -> None:
    for path in indexed.story.iterdir():
        os.utime(path)
    indexed.open()
    indexed.open()
    assert (indexed.loaded, indexed.digests) == (0, 1)


def test_stamps_that_could_come_again_are_not_trusted(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_STEP_OF_CLOCKS", 3600 * 10**9)
    place.open()
    place.open()
    assert (place.loaded, place.digests) == (1, 1)


def test_a_story_with_errors_has_no_index(place: Place) -> None:
    place.write("scenes.yaml", SCENES.replace("goto: gate", "goto: gaet"))
    for _ in range(2):
        with pytest.raises(StoryError):
            place.open()
    assert place.loaded == 2
    assert not place.indexes.exists()


def test_an_index_that_is_cut_off_is_made_anew(indexed: Place) -> None:
    whole, story = indexed.index.read_bytes(), load(indexed.story)[0]
    lengths = range(len(whole)) if EVERY_BIT else sorted({0, 1, 39, 40, len(whole) - 1, *range(0, len(whole), 97)})
    for length in lengths:
        indexed.index.write_bytes(whole[:length])
        assert indexed.open() == story
    assert indexed.loaded > 1


def test_no_flipped_bit_of_an_index_changes_the_story(indexed: Place) -> None:
    whole, story = indexed.index.read_bytes(), load(indexed.story)[0]
    chance = random.Random(1)
    bits = range(8 * len(whole)) if EVERY_BIT else sorted(chance.sample(range(8 * len(whole)), 300))
    for bit in bits:
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        indexed.index.write_bytes(flipped)
        assert indexed.open() == story
    assert indexed.loaded == len(bits), "every one of them was noticed"


def test_a_scene_that_is_damaged_during_the_play_comes_from_the_files(indexed: Place) -> None:
    story = indexed.open()
    with indexed.index.open("r+b") as file:
        file.truncate(indexed.index.stat().st_size - 700)
    assert story.scenes["gate"] == load(indexed.story)[0].scenes["gate"]  # type: ignore[union-attr]  # it is a story
    assert indexed.loaded == 1


def test_a_damaged_scene_is_not_taken_from_files_that_tell_another_story_by_now(indexed: Place) -> None:
    story = indexed.open()
    with indexed.index.open("r+b") as file:
        file.truncate(indexed.index.stat().st_size - 700)
    replaced(indexed)
    with pytest.raises(StoryError, match="were changed while it was being played"):
        _ = story.scenes["gate"]


def test_a_play_goes_on_with_its_own_index_when_another_one_takes_its_place(indexed: Place) -> None:
    story, before = indexed.open(), load(indexed.story)[0]
    replaced(indexed)
    indexed.open()
    assert story == before


def test_the_index_of_another_story_is_not_read(indexed: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    other.write("scenes.yaml", SCENES.replace("Open.", "Shut."))
    other.indexes = indexed.indexes
    indexed.index.replace(other.index)
    assert other.open() == load(other.story)[0]
    assert other.loaded == 1


@pytest.mark.parametrize("what", ["__version__", "hexversion"])
def test_the_index_of_another_program_or_python_is_not_read(indexed: Place, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    if what == "hexversion":
        monkeypatch.setattr(sys, "hexversion", sys.hexversion + 1)
    else:
        monkeypatch.setattr(stamps, "__version__", "99")
    indexed.open()
    indexed.open()
    assert indexed.loaded == 1


def forged(place: Place, part: str, text: str) -> None:
    """An index with good check sums in which one part says something else."""
    story = load(place.story)[0]
    assert story is not None
    head = Head(stamps.stamp_of_program(), os.path.realpath(place.story), stamps.stamp_of(str(place.story)), story.fingerprint)
    place.index.write_bytes(composed(head, {**parts_of(story), part: text}))


HOSTILE = {
    "a count without an end": f"({10**15}{SEPARATOR}sa",
    "a number without an end": "i" + "9" * 100_000,
    "tuples in tuples": SEPARATOR.join(["(1"] * 100_000),
    "a record that is none": f"r999{SEPARATOR}sa",
    "a record by a negative number": f"r-1{SEPARATOR}sa",
    "a record without its fields": "r41",
    "keys that cannot be keys": f"{{1{SEPARATOR}{{0{SEPARATOR}sa",
    "more than one value": f"sa{SEPARATOR}sb",
    "nothing": "",
    "a pickle": "cos\nsystem\n(S'true'\ntR.",
    "a value of another kind": "i7",
}


@pytest.mark.parametrize("part", ["story", "variables", "scene yard"])
@pytest.mark.parametrize("words", HOSTILE)
def test_an_index_that_was_forged_makes_nothing_but_the_story(indexed: Place, words: str, part: str) -> None:
    forged(indexed, part, HOSTILE[words])
    assert played(indexed.open()) == played(load(indexed.story)[0])  # type: ignore[arg-type]  # it is a story
    assert indexed.loaded == 1


def test_an_index_beside_the_story_is_never_looked_at(indexed: Place) -> None:
    indexed.index.rename(indexed.story / indexed.index.name)
    indexed.open()
    assert indexed.loaded == 1


def writable(path: Path) -> None:
    path.chmod(0o666)


def link(path: Path) -> None:
    rename(path, "elsewhere")
    path.symlink_to("elsewhere")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def not_a_file(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
@pytest.mark.parametrize("made_so", [writable, link, pipe, not_a_file])
def test_what_is_no_file_of_ours_alone_is_not_read(indexed: Place, made_so: Callable[[Path], None]) -> None:
    made_so(indexed.index)
    indexed.open()
    assert indexed.loaded == 1


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no user numbers")
def test_what_another_user_has_written_is_not_read(indexed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    indexed.open()
    assert indexed.loaded == 1


def test_where_no_index_can_be_written_the_story_plays(place: Place) -> None:
    place.indexes.parent.parent.mkdir(exist_ok=True)
    place.indexes.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert played(place.open()) == played(place.open())
    assert place.loaded == 2


def test_without_a_home_there_is_no_index_and_the_story_plays(place: Place) -> None:
    assert folder.find_index_folder({}, "linux") == ""
    story = opening.open_story(str(place.story), "", place.load, place.digest)
    assert story == load(place.story)[0]


@pytest.mark.parametrize(
    ("environ", "platform", "found"),
    [
        ({"HOME": "/home/mi"}, "linux", "/home/mi/.cache/hyosan"),
        ({"HOME": "/home/mi", "XDG_CACHE_HOME": "/fast"}, "linux", "/fast/hyosan"),
        ({"HOME": "/home/mi", "XDG_CACHE_HOME": "not/absolute"}, "linux", "/home/mi/.cache/hyosan"),
        ({"HOME": "/Users/mi"}, "darwin", "/Users/mi/Library/Caches/hyosan"),
        ({"LOCALAPPDATA": "C:\\Users\\mi"}, "win32", "C:\\Users\\mi\\hyosan\\cache"),
    ],
)
def test_indexes_are_where_the_system_keeps_what_can_be_made_again(environ: dict[str, str], platform: str, found: str) -> None:
    assert folder.find_index_folder(environ, platform) == found


def test_only_the_user_can_read_an_index(indexed: Place) -> None:
    assert indexed.index.stat().st_mode & 0o777 == 0o600
    assert indexed.indexes.stat().st_mode & 0o777 == 0o700


def test_the_indexes_that_were_not_used_for_longest_make_room(indexed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    hour = 3600
    for number in range(folder.MOST_INDEXES + 3):
        old = indexed.indexes / f"{number:016}{folder.SUFFIX}"
        old.write_bytes(b"old")
        os.utime(old, (time.time() - hour * (number + 2),) * 2)
    left = indexed.indexes / "half.index.1.tmp"
    left.write_bytes(b"what a crash has left")
    os.utime(left, (0, 0))
    replaced(indexed)
    indexed.open()
    names = sorted(path.name for path in indexed.indexes.iterdir())
    assert len(names) == folder.MOST_INDEXES
    assert indexed.index.name in names
    assert f"{0:016}{folder.SUFFIX}" in names
    assert left.name not in names
    monkeypatch.setattr(folder, "MOST_BYTES", indexed.index.stat().st_size + 7)
    rewritten(indexed)
    indexed.open()
    assert len(list(indexed.indexes.iterdir())) == 3  # ours, and two of three bytes


def test_a_story_that_is_too_large_for_an_index_plays_without(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_BYTES", 100)
    place.open()
    assert not place.indexes.exists()


OPEN = """
import sys
from pathlib import Path
from game.stories import open_story
program = open_story(Path(sys.argv[1]))
print(program.look(program.start(1).state).passage)
"""


def test_many_processes_at_once_tell_the_same_and_leave_one_whole_index(place: Place, tmp_path: Path) -> None:
    environ = {**os.environ, "XDG_CACHE_HOME": str(place.indexes.parent)}
    command = [sys.executable, "-c", OPEN, str(place.story)]
    running = [subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
    assert len({each.communicate()[0] for each in running}) == 1
    assert all(each.returncode == 0 for each in running)
    assert [path.name for path in place.indexes.iterdir()] == [place.index.name]
    place.open()
    assert place.loaded == 0


def test_check_reads_the_files_whatever_an_index_says(indexed: Place) -> None:
    environ = {**os.environ, "XDG_CACHE_HOME": str(indexed.indexes.parent)}
    forged(indexed, "scene yard", "sno scene at all")
    before = indexed.index.read_bytes()
    command = [sys.executable, "-m", "game", "check", str(indexed.story)]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    assert indexed.index.read_bytes() == before
