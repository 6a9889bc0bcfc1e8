"""`hyosan words` from a folder to a table, JSON and an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from game.authoring.words import words
from game.authoring.words.table import MEASURES
from tests.making import DECLARATIONS

SCENES = """\
first:
  script:
    - |
      The frost is a testament to the cold.
      It is palpable.
    - choose:
        - {id: tell, pick: Tell him, do: told = true, then: You tell him.}
        - {id: wait, pick: Wait, then: You wait.}
    - "{told: He knows.|He asks.}"
    - goto: last
last:
  script:
    - choose: [{id: on, pick: Go on}]
    - end: fine
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "story"
    (made / "act_one").mkdir(parents=True)
    (made / "story.yaml").write_text(DECLARATIONS, encoding="utf-8")
    (made / "act_one" / "scenes.yaml").write_text(SCENES, encoding="utf-8")
    return made


def said(folder: Path, **options: Any) -> tuple[int, str]:
    lines: list[str] = []
    code = words(folder, lines.append, **{"runs": 20, **options})
    return code, "\n".join(lines)


def as_json(folder: Path, **options: Any) -> dict[str, Any]:
    code, text = said(folder, form="json", **options)
    assert code == 0
    read: dict[str, Any] = json.loads(text)
    return read


def test_the_table_has_every_measure_and_places_that_can_be_opened(folder: Path) -> None:
    code, text = said(folder)
    assert code == 0
    assert all(measure.name in text for measure in MEASURES)
    assert "act_one/scenes.yaml:4: testament to" in text
    assert "act_one/scenes.yaml:5: palpable" in text
    assert "act_one  " in text
    assert "act_one/scenes.yaml:13: one option in 20 of 20 times [last.on, seed 1, turn 1]" in text


def test_json_says_the_same_in_full(folder: Path) -> None:
    data = as_json(folder, seed=5)
    assert {each["id"] for each in data["measures"]} == {measure.id for measure in MEASURES}
    assert data["lengths"][-1] == {"act": "all", "scenes": 2, "words": 32, "passages": 4, "options": 3}
    assert data["run_lengths"]["stops"] == {"least": 2, "median": 2, "most": 2}
    single = next(each for each in data["findings"] if each["measure"] == "single_stops")
    assert (single["file"], single["line"], single["seed"]) == ("act_one/scenes.yaml", 13, 5)
    verdicts = {each["id"]: each["verdict"] for each in data["measures"]}
    assert verdicts["cliches"] == "fail"
    assert verdicts["endings_reached"] == "pass"
    assert verdicts["distinct_words"] == "none"
    assert verdicts["cosmetic_options"] == "aim"


def test_a_failing_measure_is_an_error_only_when_strict(folder: Path) -> None:
    assert said(folder)[0] == 0
    assert said(folder, strict=True)[0] == 1


def test_the_storys_own_words_and_one_more_file_change_what_is_avoided(folder: Path, tmp_path: Path) -> None:
    (folder / "words.txt").write_text("[never]\n! palpable\nhe asks\n", encoding="utf-8")
    more = tmp_path / "mine.txt"
    more.write_text("[never]\n! testament to\n", encoding="utf-8")

    def cliches(**options: Any) -> list[str]:
        return [each["text"] for each in as_json(folder, **options)["findings"] if each["measure"] == "cliches"]

    assert cliches() == ["testament to", "He asks"]
    assert cliches(avoid=more) == ["He asks"]


def test_a_mistake_in_a_word_list_is_shown_with_its_place(folder: Path) -> None:
    (folder / "words.txt").write_text("[nevr]\n", encoding="utf-8")
    code, text = said(folder)
    assert code == 1
    assert "words.txt:1:1: error[words-unknown-section]" in text
    assert "`never`" in text


def test_a_file_of_words_that_is_not_there_is_a_wrong_command_line(folder: Path, tmp_path: Path) -> None:
    code, text = said(folder, avoid=tmp_path / "nothing.txt")
    assert code == 2
    assert "nothing.txt" in text


def test_a_story_with_mistakes_is_not_measured(folder: Path) -> None:
    (folder / "act_one" / "scenes.yaml").write_text("first:\n  script:\n    - goto: nowhere\n", encoding="utf-8")
    code, text = said(folder)
    assert code == 1
    assert "unknown-scene" in text


def test_without_runs_the_text_is_measured_all_the_same(folder: Path) -> None:
    data = as_json(folder, runs=0)
    values = {each["id"]: each["value"] for each in data["measures"]}
    assert values["passage_median"] is values["echoed_options"] is values["run_share"] is None
    assert values["cliches"] == pytest.approx(2 * 1000 / 32)


def test_all_places_are_shown_when_asked_for(folder: Path) -> None:
    (folder / "act_one" / "more.yaml").write_text(
        "extra:\n  script:\n" + "    - It is palpable.\n" * 9 + "    - goto: last\n", encoding="utf-8"
    )
    assert "… and 6 more (--places 0 shows all)" in said(folder)[1]
    assert said(folder, places=0)[1].count("palpable") == 10


def test_a_value_that_fails_is_not_rounded_to_one_that_passes(folder: Path) -> None:
    words_of_500 = " ".join(f"word{number % 248}" for number in range(500))
    (folder / "act_one" / "scenes.yaml").write_text(f'first:\n  script:\n    - "{words_of_500}"\n    - end: fine\n')
    row = next(line for line in said(folder)[1].split("\n") if line.startswith("distinct words"))
    assert row.split()[-4:] == ["500", "0.496", "0.50–0.54", "FAIL"]


def test_names_of_files_do_not_drive_the_terminal(folder: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "\x1b[31mred.txt"
    missing = said(folder, avoid=wrong)[1]
    wrong.write_text("[nevr]\n", encoding="utf-8")
    misspelled = said(folder, avoid=wrong)[1]
    (folder / "act_one").rename(folder / "act\x1b[2J")
    refused = said(folder)[1]
    assert "red.txt" in missing
    assert "words-unknown-section" in misspelled
    assert "[2J" in refused
    assert all(char.isprintable() or char == "\n" for char in missing + misspelled + refused)


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_sets(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from game.authoring.words import words;"
        "words(Path(sys.argv[1]), print, runs=5, form='json')"
    )

    def output(hash_seed: str) -> str:
        environ = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"}
        root = Path(__file__).parent.parent.parent
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)], env=environ, cwd=root, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert output("1") == output("2") != ""


def test_a_short_story_is_told_that_the_verdicts_say_little_of_it(folder: Path) -> None:
    _, text = said(folder)
    assert "FAIL" in text
    assert "let the verdicts be" in text


def test_a_long_story_is_held_to_the_bounds(folder: Path) -> None:
    (folder / "act_one" / "more.yaml").write_text(
        "more:\n  script:\n    - |\n" + "      The frost is a testament.\n" * 1_200 + "    - end: fine\n", encoding="utf-8"
    )
    assert "let the verdicts be" not in said(folder)[1]
