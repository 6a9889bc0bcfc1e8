"""The tools know pictures, sounds and both sides of what is sensitive: tests, coverage, the map, diff, word counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from game.authoring import testing
from game.authoring.check import check
from game.authoring.content import content
from game.authoring.diff import changes
from game.authoring.map.articles import Articles
from game.authoring.map.chart import chart_of
from game.authoring.testing import Wishes
from game.authoring.testing.coverage import coverage_of
from game.authoring.testing.tracing import TracedProgram
from game.authoring.words.texts import texts_of
from game.loading import load, load_texts
from game.story.model import Story
from tests.authoring.valid_stories import VALID
from tests.authoring.valid_stories import texts_of as files_of


def story_of(texts: Mapping[str, str]) -> Story:
    story, report = load_texts(texts)
    assert story is not None, report.draw()
    return story


SIGNAL = files_of("signal")
TOWER = "tower/tower.yaml"


def test_both_sides_are_told_to_a_test(tmp_path: Path) -> None:
    lines = (
        "[Ahead: A drowned man.]", "[Picture: A tower on a rock", "with his mouth open", "keeper: Don't look at his hands",
        "[soft] Somebody who drowned", "> light", "[Picture: A lamp that is lit.]", "[Sound: The horn, twice.]",
    )  # fmt: skip
    for file, text in {**SIGNAL, "first.test": "\n".join(lines)}.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    said: list[str] = []
    assert testing.test(tmp_path, Wishes(), said.append) == 0, "\n".join(said)


def test_a_transcript_keeps_both_sides(tmp_path: Path) -> None:
    for file, text in SIGNAL.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert testing.test(tmp_path, Wishes(record=1), lambda _: None) == 0
    kept = (tmp_path / "tests" / "run_1.transcript").read_text(encoding="utf-8")
    assert "[harsh] He lies on the stairs" in kept
    assert "[soft] Somebody who drowned lies on the stairs." in kept
    assert testing.test(tmp_path, Wishes(), lambda _: None) == 0


def test_coverage_counts_both_sides_and_what_varies_in_them() -> None:
    story, report = load(VALID / "signal")
    assert story is not None, report.draw()
    program = TracedProgram(story)
    program.start(1)
    covered = {each.item.name: each.shown for each in coverage_of(program, program.take_shown(), report.sources).items}
    assert covered["Somebody who drowned lies on the stairs."]
    assert covered["He lies on the stairs with his mouth open, and there is weed in it."]
    assert covered["I knew him."] is False
    assert covered["He had a name on his arm."] is False


def test_words_are_counted_on_both_sides() -> None:
    told = [(text.kind, "".join(map(str, text.template))) for text in texts_of(story_of(SIGNAL))]
    assert ("prose", "Somebody who drowned lies on the stairs.") in told
    assert ("speech", "Don't look at his hands.") in told


def test_the_map_shows_what_a_scene_tells_with_both_sides() -> None:
    story = story_of(SIGNAL)
    chart = chart_of(story)
    page = Articles(story, chart, None).article(chart.nodes["tower"])
    for expected in ("harsh", "soft", "Somebody who drowned", "A lamp that is lit.", "The horn, twice."):
        assert expected in page


CHANGED = {
    ("  art: tower", "  art: lamp"): "`tower` begins with the picture `lamp`",
    ("  content note: A drowned man.", "  content note: A body."): "`tower`, its `content note`",
    ("      soft: Somebody who drowned", "      soft: Somebody quiet"): "text",
    ("            - sound: horn\n", ""): "the sound `horn` is heard",
}


@pytest.mark.parametrize("change", list(CHANGED))
def test_diff_tells_what_has_changed_in_what_is_told(change: tuple[str, str]) -> None:
    was, now = change
    after = SIGNAL[TOWER].replace(was, now, 1)
    assert after != SIGNAL[TOWER]
    found = changes(story_of(SIGNAL), story_of({**SIGNAL, TOWER: after}))
    said = " ".join(f"{each.kind} {each.what} {' '.join(each.details)}" for each in found)
    assert CHANGED[change] in said


def test_diff_tells_that_a_picture_is_drawn_anew() -> None:
    new = story_of({**SIGNAL, "art/tower.txt": "|_|"})
    assert [each.what for each in changes(story_of(SIGNAL), new)] == ["The picture `tower` is drawn anew"]


def test_content_lists_what_is_warned_of_and_what_is_not(tmp_path: Path) -> None:
    texts = {**SIGNAL, TOWER: SIGNAL[TOWER].replace("  content note: A drowned man.\n", "")}
    for file, text in texts.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    said: list[str] = []
    assert content(VALID / "signal", said.append) == 0
    assert "tower/tower.yaml:1:1: The tower (tower): A drowned man." in said
    assert any("soft:  Somebody who drowned" in line for line in said)
    said.clear()
    assert content(tmp_path, said.append) == 0
    assert said[-1] == "1 scene with something harsh and no `content note`."


def test_what_is_left_to_do_is_counted_and_harms_nothing() -> None:
    said: list[str] = []
    assert check(VALID / "signal", said.append) == 0
    assert said[-1] == "The signal 1.0.0: 1 scene, 2 notes."
    said.clear()
    assert check(VALID / "signal", said.append, form="json") == 0
    assert {each["severity"] for each in json.loads(said[0])["diagnostics"]} == {"note"}
    said.clear()
    assert check(VALID / "signal", said.append, form="github") == 0
    assert all(line.startswith("::notice file=") for line in said)
