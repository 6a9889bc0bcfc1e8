"""`hyosan saves` through the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.saving.playing import HERE
from tests.terminal.story import write_story
from tests.test_cli import hyosan


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    """The saves of a run of the test story: two turns, and a moment kept under a name after the first."""
    story = write_story(tmp_path / "story")
    played = hyosan("play", story, "--plain", "--seed", "7", "--saves", tmp_path / "saves", keys="1\nsave My place\n2\n")
    assert played.returncode == 0, played.stderr
    return tmp_path / "saves"


def run(saves: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return hyosan("saves", *arguments, "--saves", saves)


def test_the_list_says_of_each_save_where_it_stands_and_of_a_broken_one_why(saves: Path) -> None:
    (saves / "broken.hyosan").write_bytes(b"no save")
    listed = run(saves)
    assert listed.returncode == 0
    assert "My place  (my-place-" in listed.stdout
    assert "turn 1, 0 min played" in listed.stdout
    assert "cannot be read: This file is not a save of this game" in listed.stdout
    assert "--repair NAME" in listed.stdout
    data = json.loads(run(saves, "--format", "json").stdout)
    assert [save.get("turn") for save in data["saves"]] == [2, 1, None]
    assert {"act", "scene", "last_line", "seconds_played", "saved_at", "story_version"} <= data["saves"][0].keys()
    assert "not a save" in data["saves"][2]["problem"]


def test_a_save_goes_out_as_a_file_and_comes_in_again(saves: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.hyosan"
    out = run(saves, "--export", "My place", file)
    assert (out.returncode, file.is_file()) == (0, True), out.stderr
    again = run(saves, "--export", "My place", file)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    there = tmp_path / "there"
    came = run(there, "--import", file, "--story", tmp_path / "story")
    assert came.returncode == 0, came.stderr
    assert "Imported as “My place”" in came.stdout
    assert "another story" in run(there, "--import", file).stderr, "the shipped one"
    assert run(there, "--export", "nothing", file).returncode == 1


def test_what_is_damaged_is_mended(saves: Path) -> None:
    named = next(saves.glob("my-place-*.hyosan"))
    data = bytearray(named.read_bytes())
    data[len(data) // 2] ^= 4
    named.write_bytes(data)
    mended = run(saves, "--repair")
    assert mended.returncode == 0, mended.stdout
    assert "My place: 1 line with one wrong bit put right; nothing is lost." in mended.stdout
    assert named.with_name(f"{named.name}.damaged").read_bytes() == data
    assert "Nothing in" in run(saves, "--repair").stdout
    (saves / "broken.hyosan").write_bytes(b"no save")
    assert run(saves, "--repair").returncode == 1
    assert "`hyosan saves` lists them" in run(saves, "--repair", "nothing").stderr


def test_how_saves_would_open_is_told_for_each_rung(tmp_path: Path) -> None:
    """The same saves under the story, a renamed one, and one that has lost what they stand on."""
    saves = tmp_path / "saves"
    shutil.copytree(HERE.parent / "saves" / "v2", saves)
    before = {path.name: path.read_bytes() for path in saves.iterdir()}
    same = run(saves, "--check", HERE / "story")
    assert same.returncode == 0, same.stderr
    assert "exact: Nothing is different." in same.stdout
    assert "Of 5: 5 where they were." in same.stdout
    renamed = run(saves, "--check", HERE / "story_renamed")
    assert "carried: The Lighthouse has changed since this was saved" in renamed.stdout
    assert renamed.returncode == 0

    changed = shutil.copytree(HERE / "story", tmp_path / "changed")
    tower = changed / "tower.yaml"
    text = (
        tower.read_text(encoding="utf-8").replace("pick: Climb\n", "pick: Go up\n").replace("storm:\n  title", "gale:\n  title")
    )
    tower.write_text(text.replace("visit: storm", "visit: gale").replace("- pick: Rest", "- pick: Sit"), encoding="utf-8")
    less = run(saves, "--check", changed, "--format", "json")
    assert less.returncode == 1
    found = {save["name"]: save for save in json.loads(less.stdout)["saves"]}
    assert found["In the storm"]["result"] == "refused"
    assert found["Autosave 4"]["result"] in ("stays", "earlier")
    assert found["Autosave 1"]["rung"] == "carried"
    assert {path.name: path.read_bytes() for path in saves.iterdir()} == before, "nothing is written"


def test_only_one_thing_is_done_at_a_time(saves: Path) -> None:
    assert run(saves, "--repair", "--import", "x").returncode == 2
