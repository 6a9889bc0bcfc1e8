from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.errors import SaveDamagedError, SaveError, SaveLockedError
from game.saving.memory import Reached
from game.saving.slots import MAX_SLUG, file_name
from game.saving.store import MAX_AUTOSAVES, Store
from game.session import Session
from tests.saving.playing import STORY, edited_lighthouse, journal_of, lighthouse, played, resume

START = 1_790_000_000


class Clock:
    """A clock of the wall that a test sets."""

    def __init__(self, now: float = START) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store(tmp_path / "saves", now=clock)


def test_a_folder_that_is_not_there_has_no_saves(store: Store) -> None:
    assert store.slots() == ()
    assert store.latest(STORY) is None
    assert store.endings(STORY) == frozenset()


def test_a_list_shows_what_a_player_knows_a_save_by(store: Store, clock: Clock) -> None:
    session = Session.begin(lighthouse(), store, seed=1)
    session.choose("climb")
    clock.now += 90
    slot = session.save_as("  Before the\tlamp room, 지우  ")
    session.close()
    assert slot in store.slots()
    assert slot.name == "Before the lamp room, 지우"
    assert (slot.story, slot.story_title, slot.story_version) == (STORY, "The Lighthouse", "1.0.0")
    assert (slot.turn, slot.scene_title, slot.saved_at) == (1, "The stairs", START + 90)
    assert slot.last_line.startswith("It is 22:41, and the weather is")
    assert (slot.autosave, slot.problem) == (False, None)


def test_a_list_shows_the_end_of_a_long_last_line(store: Store) -> None:
    last = " ".join(f"word{number}" for number in range(100))
    story = edited_lighthouse({"and the weather is {weather}.": f"and *{last}.*"})
    session = Session.begin(story, store, seed=1)
    session.choose("rest")
    session.close()
    (slot,) = store.slots()
    assert slot.last_line.startswith("…word")
    assert slot.last_line.endswith("word98 word99.")
    assert 140 < len(slot.last_line) <= 160


def test_a_list_reads_only_the_two_ends_of_a_long_save(store: Store) -> None:
    played(store, 700).close()
    path = journal_of(store)
    assert path.stat().st_size > 2 * 65_536
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    slot = store.slots()[0]
    assert (slot.turn, slot.problem) == (700, None)


def test_the_newest_save_comes_first_whatever_the_clock_says(store: Store, clock: Clock) -> None:
    first = played(store, 1)
    first.save_as("one")
    clock.now -= 10_000
    first.save_as("two")
    first.close()
    played(store, 1).close()
    names = [slot.name for slot in store.slots()]
    assert names == ["Autosave 5", "Autosave 1", "two", "one"]
    os.utime(store.slots()[-1].path, (2e9, 2e9))
    assert [slot.name for slot in store.slots()] == names


def test_going_on_means_the_newest_journal_and_else_the_newest_named_save(store: Store) -> None:
    session = played(store, 2)
    session.save_as("later than the journal began")
    session.close()
    journal = store.latest(STORY)
    assert journal is not None
    assert journal.autosave
    store.delete(journal.id)
    named = store.latest(STORY)
    assert named is not None
    assert not named.autosave


def test_playing_an_older_journal_makes_it_the_newest(store: Store) -> None:
    played(store, 1).close()
    oldest = store.slots()[0]
    played(store, 1).close()
    session = resume(store, oldest.id)
    session.choose("climb")
    session.close()
    latest = store.latest(STORY)
    assert latest is not None
    assert latest.id == oldest.id


def test_only_the_saves_of_a_story_are_listed_and_those_nobody_can_read(store: Store) -> None:
    played(store, 1).close()
    other = edited_lighthouse({"story: lighthouse": "story: windmill"})
    windmill = Session.begin(other, store, seed=1)
    windmill.choose("climb")
    windmill.close()
    (store.folder / "broken.hyosan").write_text("not a save at all")
    assert [(slot.story, slot.problem is None) for slot in store.slots(STORY)] == [(STORY, True), ("", False)]
    assert [slot.story for slot in store.slots("windmill")] == ["windmill", ""]
    assert len(store.slots()) == 3


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not a save"),
        (b"not a save", "not a save"),
        (b"hyosan/1 00000000 {}\n", "damaged in its first line"),
        (b"hyosan/3 00000000 {}\n", "newer version of the game"),
        (b"\xff" * 100, "not a save"),
        (bytes(100), "not a save"),
    ],
)
def test_a_save_that_cannot_be_read_is_listed_with_its_reason(store: Store, content: bytes, problem: str) -> None:
    store.folder.mkdir()
    path = store.folder / "friend.hyosan"
    path.write_bytes(content)
    (slot,) = store.slots(STORY)
    assert slot.problem is not None
    assert problem in slot.problem
    with pytest.raises(SaveError, match=problem):
        resume(store, slot.id)
    assert path.read_bytes() == content


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has neither links nor pipes in folders")
def test_links_folders_and_pipes_are_never_opened(store: Store, tmp_path: Path) -> None:
    played(store, 1).close()
    real = journal_of(store).rename(tmp_path / "elsewhere")
    (store.folder / "link.hyosan").symlink_to(real)
    (store.folder / "folder.hyosan").mkdir()
    os.mkfifo(store.folder / "pipe.hyosan")
    slots = store.slots()
    assert len(slots) == 3
    for slot in slots:
        assert slot.problem is not None
        with pytest.raises(SaveError):
            resume(store, slot.id)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(store: Store) -> None:
    store.folder.mkdir()
    with (store.folder / "huge.hyosan").open("wb") as file:
        file.truncate(65 << 20)
    (slot,) = store.slots()
    assert slot.problem is not None
    assert "64 MiB" in slot.problem


@pytest.mark.parametrize("slot", ["../secret", "..", "", ".hidden", "no-such-save", "a/b", "a\x00b", "a\n"])
def test_an_id_never_leads_out_of_the_folder(store: Store, tmp_path: Path, slot: str) -> None:
    played(store, 1).close()
    (tmp_path / "secret.hyosan").write_bytes(journal_of(store).read_bytes())
    with pytest.raises(SaveError, match="no such save"):
        store.open(slot, to_continue=False)


def test_a_save_under_any_file_name_can_be_opened(store: Store) -> None:
    """Somebody may get one from a friend."""
    session = played(store, 3)
    session.close()
    journal_of(store).rename(store.folder / "Ji-u’s save (2).hyosan")
    assert resume(store).state == session.state


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Before the fence", "before-the-fence"),
        ("Éclair: 3/4 *", "eclair-3-4"),
        ("이수혁", "save"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con"),
        ("x" * 60, "x" * MAX_SLUG),
    ],
)
def test_a_file_name_is_plain_ascii_on_every_system(name: str, slug: str) -> None:
    made = file_name(name, STORY, autosave=False)
    stem, digest = made.removesuffix(".hyosan").rsplit("-", 1)
    assert stem == slug
    assert len(digest) == 10
    assert made.isascii()


def test_names_that_look_alike_are_different_saves(store: Store) -> None:
    session = played(store, 1)
    for name in ("이수혁", "남온조", "A", "a", "a!", "Autosave 1"):
        session.save_as(name)
    session.close()
    assert len(store.slots()) == 7


def test_a_name_in_two_spellings_of_unicode_is_one_save(store: Store) -> None:
    session = played(store, 1)
    assert session.save_as("\uc9c0\uc6b0").id == session.save_as("\u110c\u1175\u110b\u116e").id


def test_two_stories_can_use_the_same_name(store: Store) -> None:
    played(store, 1).save_as("one")
    windmill = Session.begin(edited_lighthouse({"story: lighthouse": "story: windmill"}), store, seed=1)
    windmill.save_as("one")
    assert {slot.story for slot in store.slots() if slot.name == "one"} == {STORY, "windmill"}


@pytest.mark.parametrize("name", ["", "   ", "\x1b", "\u202e\u200f", "\n"])
def test_a_save_needs_a_name_that_somebody_can_see(store: Store, name: str) -> None:
    with pytest.raises(SaveError, match="needs a name"):
        played(store, 1).save_as(name)


def test_a_name_cannot_drive_a_terminal(store: Store) -> None:
    assert played(store, 1).save_as("one\x1b[2J\u202e").name == "one[2J"


def test_saving_again_under_a_name_keeps_what_was_there_as_its_backup(store: Store) -> None:
    session = played(store, 1)
    first = session.save_as("one").path.read_bytes()
    session.choose("climb")
    slot = session.save_as("one")
    assert slot.turn == 2
    assert slot.path.with_name(slot.path.name + ".bak").read_bytes() == first
    assert [each.name for each in store.slots()].count("one") == 1


def test_a_save_that_is_damaged_in_its_first_line_opens_as_its_backup_and_says_so(store: Store) -> None:
    session = played(store, 1)
    session.save_as("one")
    session.choose("climb")
    slot = session.save_as("one")
    session.close()
    data = bytearray(slot.path.read_bytes())
    data[30] ^= 1
    slot.path.write_bytes(data)
    listed = next(each for each in store.slots() if each.id == slot.id)
    assert (listed.turn, listed.problem) == (1, None)
    back = resume(store, slot.id)
    assert back.state.turn == 1
    assert "What was saved under this name before was opened instead." in " ".join(back.take_notices())
    assert slot.path.read_bytes() == data


def test_only_the_newest_journals_of_a_story_are_kept(store: Store) -> None:
    windmill = Session.begin(edited_lighthouse({"story: lighthouse": "story: windmill"}), store, seed=1)
    windmill.choose("climb")
    windmill.close()
    kept = played(store, 1)
    kept.save_as("named")
    kept.close()
    for turns in range(1, MAX_AUTOSAVES + 4):
        played(store, turns).close()
    journals = [slot for slot in store.slots(STORY) if slot.autosave]
    assert [slot.turn for slot in journals] == list(range(MAX_AUTOSAVES + 3, 3, -1))
    assert "named" in [slot.name for slot in store.slots(STORY)]
    assert len(store.slots("windmill")) == 1
    leftovers = [path.name for path in store.folder.iterdir() if path.name.startswith(".autosave")]
    assert len(leftovers) == len(journals) + 1, "the locks of journals that are gone are gone too"


def test_a_journal_that_is_being_played_is_never_taken_away(store: Store) -> None:
    oldest = played(store, 1)
    for _ in range(MAX_AUTOSAVES + 2):
        played(store, 1).close()
    assert len(store.slots()) == MAX_AUTOSAVES + 1
    oldest.choose("climb")
    oldest.close()
    assert resume(store, store.slots()[0].id).state.turn == 2


def test_deleting_takes_the_backup_too(store: Store) -> None:
    session = played(store, 1)
    session.save_as("one")
    slot = session.save_as("one")
    store.delete(slot.id)
    assert list(store.folder.glob("*one-*")) == []
    with pytest.raises(SaveError, match="no such save"):
        store.delete(slot.id)


def test_what_is_being_played_cannot_be_deleted(store: Store) -> None:
    session = played(store, 1)
    slot = store.slots()[0]
    with pytest.raises(SaveLockedError):
        store.delete(slot.id)
    session.close()
    store.delete(slot.id)
    assert store.slots() == ()


def test_another_window_that_is_saving_is_waited_for_and_then_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.saving.store.PATIENCE", 0.05)
    session = played(store, 1)
    lock = store.files.lock(store.folder / ".folder.lock")
    with pytest.raises(SaveLockedError, match="Try again"):
        session.save_as("one")
    lock.release()
    session.save_as("one")


def test_an_ending_is_remembered_once_and_for_its_own_story(store: Store) -> None:
    for ending in ("dark", "light", "dark"):
        store.record(STORY, Reached(endings=(ending,)))
    store.record("windmill", Reached(endings=("storm",)))
    assert store.endings(STORY) == {"dark", "light"}
    assert Store(store.folder).endings("windmill") == {"storm"}


def test_a_damaged_list_of_endings_is_made_up_for_by_its_backup(store: Store) -> None:
    for ending in ("dark", "light", "sea"):
        store.record(STORY, Reached(endings=(ending,)))
    path = next(path for path in store.folder.iterdir() if path.suffix == ".reached")
    data = path.read_bytes()
    for offset in range(len(data)):
        path.write_bytes(data[:offset] + bytes([data[offset] ^ 4]) + data[offset + 1 :])
        assert store.endings(STORY) >= {"dark", "light"}
        path.write_bytes(data[:offset])
        assert store.endings(STORY) >= {"dark", "light"}
    store.record(STORY, Reached(endings=("fire",)))
    assert store.endings(STORY) >= {"dark", "light", "fire"}


def test_a_damaged_save_without_a_backup_is_refused_and_left_alone(store: Store) -> None:
    slot = played(store, 1).save_as("one")
    slot.path.write_bytes(b"X" + slot.path.read_bytes()[1:])
    with pytest.raises(SaveDamagedError):
        resume(store, slot.id)
    assert slot.path.read_bytes().startswith(b"X")


def test_a_new_journal_never_takes_the_place_of_one_that_cannot_be_read(store: Store) -> None:
    played(store, 1).close()
    path = journal_of(store)
    path.write_bytes(b"X")
    played(store, 2).close()
    assert path.read_bytes() == b"X"
    assert len(store.slots()) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_saves_are_for_nobody_else(store: Store) -> None:
    session = played(store, 1)
    slot = session.save_as("one")
    for path in (slot.path, journal_of(store)):
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_save_is_found_by_its_id_or_its_name_and_two_of_a_name_are_told_apart_by_their_ids(store: Store) -> None:
    session = played(store, 2)
    one, other = session.save_as("one"), session.save_as("other")
    session.close()
    assert store.find(one.id).name == "one"
    assert store.find("other").id == other.id
    with pytest.raises(SaveError, match="There is no save `third`"):
        store.find("third")
    twin = one.path.with_name("twin-0123456789.hyosan")
    twin.write_bytes(one.path.read_bytes())
    with pytest.raises(SaveError, match=f"There are 2 saves called `one`.*{one.id}"):
        store.find("one")


def test_whether_anything_was_ever_read_is_seen_by_the_records_of_it(store: Store) -> None:
    assert store.has_read_before() is False
    store.folder.mkdir(parents=True, exist_ok=True)
    (store.folder / "settings.json").write_text("{}")
    assert store.has_read_before() is False
    (store.folder / "read-0123456789.lines").write_text("")
    assert store.has_read_before() is True


def test_a_damaged_file_never_takes_the_place_of_another_that_was_kept(store: Store) -> None:
    path = store.folder / "one-0123456789.hyosan"
    store.folder.mkdir(parents=True, exist_ok=True)
    for number in ("", "2", "3", "4", "5"):
        assert store.free_damaged_name(path).name == f"{path.name}.damaged{number}"
        (store.folder / f"{path.name}.damaged{number}").write_text("x")
    with pytest.raises(SaveError, match="5 damaged files"):
        store.free_damaged_name(path)
    assert store.damaged_name(path).name == f"{path.name}.damaged5"
