"""`hyosan check` says everything at once: in words, as JSON, and as annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.authoring.check import Form, check
from tests.making import DECLARATIONS

WRONG = "first:\n  script:\n    - goto: secnd\n    - if: nois > 2\n      then: 100%, really\n    - end: fine\n"


def said(folder: Path, scenes: str, form: Form) -> tuple[int, str]:
    (folder / "story.yaml").write_text(DECLARATIONS, encoding="utf-8")
    (folder / "a, b.yaml").write_text(scenes, encoding="utf-8")
    lines: list[str] = []
    return check(folder, lines.append, form=form), "\n".join(lines)


def test_in_words_each_mistake_has_its_place_and_the_count_comes_last(tmp_path: Path) -> None:
    code, words = said(tmp_path, WRONG, "text")
    assert code == 1
    assert "a, b.yaml:3:13: error[unknown-scene]" in words
    assert words.endswith("2 errors: the story cannot be played yet.")


def test_a_story_with_warnings_only_can_be_played(tmp_path: Path) -> None:
    code, words = said(tmp_path, "first: {script: [{end: fine}]}", "text")
    assert code == 0
    assert "warning[never-read]" in words


def test_as_json_every_diagnostic_is_complete(tmp_path: Path) -> None:
    code, words = said(tmp_path, WRONG, "json")
    found = [each for each in json.loads(words)["diagnostics"] if each["severity"] == "error"]
    assert code == 1
    assert [(each["file"], each["line"], each["column"], each["length"], each["code"]) for each in found] == [
        ("a, b.yaml", 3, 13, 5, "unknown-scene"),
        ("a, b.yaml", 4, 11, 4, "unknown-name"),
    ]
    assert "Did you mean" in found[1]["advice"]


def test_as_annotations_each_diagnostic_is_one_line_that_github_reads(tmp_path: Path) -> None:
    _, words = said(tmp_path, WRONG, "github")
    errors = [line for line in words.split("\n") if line.startswith("::error ")]
    assert len(errors) == 2
    assert f"file={(tmp_path / 'a%2C b.yaml').as_posix()},line=3,col=13,endColumn=18,title=unknown-scene::" in errors[0]


@pytest.mark.parametrize("form", ["json", "github"])
def test_nothing_to_say_is_said_as_nothing(tmp_path: Path, form: Form) -> None:
    scenes = "first: {script: ['{trust.ha_ri}{state.ha_ri}{first_told}{bag}{told: x}', {do: note gate}, {end: fine}]}"
    code, words = said(tmp_path, scenes, form)
    assert code == 0
    assert words in ("", json.dumps({"diagnostics": []}, indent=2))
