"""`hyosan export` through the command line: from a save to files that can be read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from game.saving.store import Store
from tests.authoring.valid_stories import VALID
from tests.terminal.story import write_story
from tests.test_cli import hyosan


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    """The saves of a run of the test story: two turns, and a moment kept under a name after the first."""
    story = write_story(tmp_path / "story")
    played = hyosan("play", story, "--plain", "--seed", "7", "--saves", tmp_path / "saves", keys="1\nsave My place\n2\n")
    assert played.returncode == 0, played.stderr
    return tmp_path / "saves"


def export(saves: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return hyosan("export", *arguments, "--story", saves.parent / "story", "--saves", saves)


def test_without_a_file_the_run_is_written_as_text_to_the_standard_output(saves: Path) -> None:
    done = export(saves, "latest")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("THE LAMP\n")
    assert "> Use the plank" in done.stdout
    assert done.stderr == ""


def test_a_save_is_named_by_its_name_its_id_or_its_file(saves: Path) -> None:
    named = next(slot for slot in Store(saves).slots() if slot.name == "My place")
    for wanted in (named.name, named.id, str(named.path)):
        done = export(saves, wanted)
        assert "1 choice so far" in done.stdout
        assert "Use the plank" not in done.stdout


def test_all_forms_can_be_had_at_once_and_the_save_is_only_read(saves: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in saves.iterdir()}
    files = [tmp_path / "run.html", tmp_path / "run.md", tmp_path / "run.txt"]
    done = export(saves, "latest", "--html", files[0], "--markdown", files[1], "--text", files[2])
    assert done.returncode == 0, done.stderr
    assert [file.read_text(encoding="utf-8")[:9] for file in files] == ["<!DOCTYPE", "# The Lam", "THE LAMP\n"]
    assert {path.name: path.read_bytes() for path in saves.iterdir()} == before


def test_a_file_of_a_run_may_be_written_anew_but_a_save_never(saves: Path, tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    page.write_text("old")
    assert export(saves, "latest", "--html", page).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE")
    save = Store(saves).slots()[0].path
    before = save.read_bytes()
    done = export(saves, "latest", "--text", save)
    assert done.returncode == 1
    assert "would be a save" in done.stderr
    assert save.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing",), "There is no save `nothing`; `hyosan saves` lists them."),
        (("latest", "--html", "/nowhere/at/all.html"), "could not be written"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], words: str, saves: Path) -> None:
    done = export(saves, *arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_save_of_another_story_asks_for_the_folder_of_that_one(saves: Path) -> None:
    done = hyosan("export", "My place", "--saves", saves)
    assert done.returncode == 1
    assert "another story: The Lamp" in done.stderr
    assert "--story FOLDER" in done.stderr


def test_of_a_damaged_save_what_can_be_read_is_told_with_a_word(saves: Path) -> None:
    save = Store(saves).slots()[0].path
    data = save.read_bytes().split(b"\n")
    save.write_bytes(b"\n".join([data[0], data[1], b"rubbish", *data[2:]]))
    done = export(saves, save)
    assert done.returncode == 0
    assert "damaged from line 3 on" in done.stderr
    assert "1 choice so far" in done.stdout


def test_who_asks_for_less_in_the_game_gets_less_on_the_page_too(tmp_path: Path) -> None:
    story = VALID / "signal"
    saves = tmp_path / "saves"
    played = hyosan("play", story, "--plain", "--saves", saves, keys="1\nsettings soften on\n")
    assert played.returncode == 0, played.stderr
    told = {
        flags: hyosan("export", "latest", "--story", story, "--saves", saves, *flags).stdout for flags in ((), ("--no-soften",))
    }
    assert "Somebody who drowned" in told[()]
    assert "with his mouth open" not in told[()]
    assert "with his mouth open" in told["--no-soften",]
