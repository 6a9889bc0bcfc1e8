"""`hyosan prove --ship`: the proof beside a story is made, taken over where only words changed, and told to be stale."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from game.authoring.prove.shipping import ship
from game.proving.endings_file import FILE
from tests.authoring.test_map_proved import SCENES, written

pytest.importorskip("dd", reason="the proof is made with the library `dd`")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return written(tmp_path / "story", SCENES)


def shipped(story: Path, *, check: bool = False) -> tuple[int, str]:
    said: list[str] = []
    return ship(story, said.append, seconds=30, check=check), "\n".join(said)


def change(story: Path, old: str, new: str) -> None:
    path = story / "scenes.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_it_says_how_much_it_can_tell(story: Path) -> None:
    (story / FILE).unlink()
    code, said = shipped(story)
    assert code == 0
    assert "made anew" in said
    assert "good: always said at 4 of 4 stops" in said


def test_made_again_of_the_same_story_nothing_is_written(story: Path) -> None:
    before = (story / FILE).stat().st_mtime_ns
    assert shipped(story) == (0, f"{story / FILE} is of this version of the story already.")
    assert (story / FILE).stat().st_mtime_ns == before


def test_when_only_words_change_the_proof_is_taken_over(story: Path) -> None:
    first, *rest = (story / FILE).read_bytes().split(b"\n")
    change(story, "The yard", "The long yard")
    assert "only words have changed" in shipped(story)[1]
    again, *same = (story / FILE).read_bytes().split(b"\n")
    assert same == rest
    assert again != first


def test_when_a_condition_changes_it_is_made_anew(story: Path) -> None:
    change(story, "when: way == left", "when: way == right")
    assert "made anew" in shipped(story)[1]


def test_a_check_writes_nothing_and_fails_when_the_story_has_changed(story: Path) -> None:
    assert shipped(story, check=True)[0] == 0
    before = (story / FILE).read_bytes()
    change(story, "The yard", "The long yard")
    code, said = shipped(story, check=True)
    assert code == 1
    assert "another version" in said
    assert "hyosan prove --ship" in said
    assert (story / FILE).read_bytes() == before


def test_a_proof_that_is_damaged_is_made_anew(story: Path) -> None:
    good = (story / FILE).read_bytes()
    (story / FILE).write_bytes(b"hyosan-endings/1 00000000 nothing")
    assert "made anew" in shipped(story)[1]
    assert (story / FILE).read_bytes() == good


def test_a_story_with_errors_has_no_proof(story: Path) -> None:
    change(story, "goto: third", "goto: nowhere")
    code, said = shipped(story)
    assert code == 1
    assert "cannot be played yet" in said


def test_on_the_command_line(story: Path) -> None:
    for arguments, code in ((["--ship"], 0), (["--ship", "--check"], 0)):
        done = subprocess.run([sys.executable, "-m", "game", "prove", str(story), *arguments], capture_output=True, check=False)
        assert done.returncode == code, done.stderr
