"""`hyosan diff`: two folders or revisions in, a report out."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from game.authoring.diff import diff
from game.authoring.diff.report import Form
from game.authoring.diff.words import quoted, word_diff
from game.saving.store import Store
from game.session import Session
from tests.making import DECLARATIONS, program

SCENES = """
first:
  script:
    - A moth has found the lamp.
    - choose:
        - {id: wait, pick: Wait, do: noise += 1}
        - {id: go, pick: Go, goto: kitchen}
    - goto: kitchen
kitchen:
  script:
    - choose:
        - {id: stay, pick: Stay}
    - end: fine
"""


def folder(path: Path, scenes: str = SCENES) -> str:
    path.mkdir()
    (path / "story.yaml").write_text(DECLARATIONS, encoding="utf-8")
    (path / "scenes.yaml").write_text(dedent(scenes), encoding="utf-8")
    return str(path)


def said(old: str, new: str, form: Form = "text", saves: Path | None = None) -> str:
    """What is said; the exit code must be 0, and nothing complained of."""
    lines: list[str] = []
    complaints: list[str] = []
    assert diff(old, new, lines.append, complaints.append, form=form, saves=saves) == 0, complaints
    assert not complaints
    return "\n".join(lines)


@pytest.fixture
def old(tmp_path: Path) -> str:
    return folder(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> str:
    return folder(tmp_path / "new", SCENES.replace("pick: Go,", "pick: Go, when: told,").replace("moth has", "moth had"))


def test_no_difference_is_said(old: str) -> None:
    assert "No difference: the two stories mean the same." in said(old, old)


def test_another_layout_is_no_difference_but_saves_are_tried(old: str, tmp_path: Path) -> None:
    text = said(old, folder(tmp_path / "laid_out", SCENES.replace("    - A moth", "    # a moth\n    - A moth")))
    assert "No difference" in text
    assert "load where they were" in text


def test_the_text_says_how_saves_load_then_what_plays_differently_then_texts(old: str, new: str) -> None:
    assert said(old, new) == dedent(
        """\
        Small 0 -> Small 0: 2 changes

        How old saves would load: 6 places of random runs, in 2 of 2 scenes
          6 of 6 load where they were
          By rung of the ladder: carried 3, replayed 3

        Plays differently (1)
          `first.go` is on offer only when `told`
            old scenes.yaml:7, new scenes.yaml:7
            It was: always.
            It is: `told`. Else it is hidden.

        Texts (1)
          `first`:
            old scenes.yaml:4, new scenes.yaml:4
            A moth [-has-] {+had+} found the lamp."""
    )


def test_markdown_says_the_same_with_its_signs_escaped(old: str, new: str) -> None:
    text = said(old, new, "markdown")
    assert "## Plays differently (1)" in text
    assert "- `first.go` is on offer only when `told`  \n  old scenes.yaml:7, new scenes.yaml:7\n  - It was: always." in text
    assert r"A moth \[-has-\] {+had+} found the lamp." in text


def test_json_has_every_change_with_its_places_and_every_group_of_saves(old: str, new: str) -> None:
    data = json.loads(said(old, new, "json"))
    assert [(change["kind"], change["section"]) for change in data["changes"]] == [
        ("option-narrower", "rules"),
        ("text", "texts"),
    ]
    assert data["changes"][0]["old"] == {"file": "scenes.yaml", "line": 7, "column": 11}
    assert data["saves"]["made"] is True
    assert sum(group["count"] for group in data["saves"]["groups"]) == data["saves"]["count"]


def test_a_story_with_errors_is_complained_of_and_nothing_is_said(old: str, tmp_path: Path) -> None:
    broken = folder(tmp_path / "broken", SCENES.replace("goto: kitchen", "goto: kichen"))
    for pair in ((old, broken), (broken, old)):
        lines: list[str] = []
        complaints: list[str] = []
        assert diff(*pair, lines.append, complaints.append) == 1
        assert not lines
        assert "error[unknown-scene]" in complaints[0]
        assert f"The story in {broken} cannot be played: 2 errors." in complaints[1]


def test_the_saves_of_a_folder_are_told_by_name(old: str, tmp_path: Path) -> None:
    new = folder(tmp_path / "new", SCENES.replace("kitchen", "galley"))
    session = Session.begin(program(SCENES), Store(tmp_path / "saves"), seed=1)
    session.choose("go")
    session.save_as("before supper")
    session.close()
    text = said(old, new, saves=tmp_path / "saves")
    assert "How the saves would load: 2 saves of the old story" in text
    assert "2 at `kitchen` (Autosave 1, before supper) would open at `galley` instead" in text


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_a_revision_of_a_repository_can_be_compared(old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    (tmp_path / "old" / "_draft.yaml").write_text("what: is this", encoding="utf-8")
    git("add", "old")
    git("commit", "-q", "-m", "first")
    scenes = tmp_path / "old" / "scenes.yaml"
    scenes.write_text(scenes.read_text(encoding="utf-8").replace("id: stay", "id: linger"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "`kitchen.stay` is gone" in said("HEAD:old", "old")
    assert "No difference" in said("HEAD:old", "HEAD:old")
    monkeypatch.chdir(tmp_path / "old")
    assert "`kitchen.stay` is gone" in said("HEAD:.", ".")


@pytest.mark.parametrize("source", ["nowhere", "nothing:here", "--output=stolen:old"])
def test_what_is_neither_a_folder_nor_a_revision_is_said(
    old: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    complaints: list[str] = []
    assert diff(source, old, complaints.append, complaints.append) == 1
    assert source.partition(":")[0] in "\n".join(complaints)
    assert not (tmp_path / "stolen").exists()


def test_a_text_that_would_drive_a_terminal_does_not(old: str, tmp_path: Path) -> None:
    edited = folder(tmp_path / "edited", SCENES.replace("A moth has", r'"A \x1b[31mmoth has').replace("lamp.", 'lamp."'))
    lines: list[str] = []
    diff(old, edited, lines.append, lines.append)
    assert lines
    assert not any("\x1b" in line for line in lines)


def test_a_word_diff_keeps_only_the_words_around_a_change() -> None:
    old = "one two three four five six seven eight nine ten eleven twelve"
    assert (
        word_diff(old, old.replace("six", "half a dozen"))
        == "… two three four five [-six-] {+half a dozen+} seven eight nine ten …"
    )
    assert word_diff("", "new") == "{+new+}"
    assert word_diff("old", "") == "[-old-]"
    assert quoted("one two three", 2) == "“one two …”"
