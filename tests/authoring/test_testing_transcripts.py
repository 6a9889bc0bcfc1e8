"""Blessed transcripts: recorded, compared, blessed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from game.authoring.testing import Wishes
from game.authoring.testing.comparing import changes
from tests.authoring.test_testing import NIGHT, reworded, run

HEAD = "# mine\nseed 3\nset noise = 3\npicks: take_the_rope climb\npicks: jump\n"


@pytest.fixture
def night(tmp_path: Path) -> Path:
    folder = tmp_path / "night"
    shutil.copytree(NIGHT, folder, ignore=shutil.ignore_patterns("tests"))
    return folder


@pytest.fixture
def blessed(night: Path) -> Path:
    """A transcript that was blessed."""
    path = night / "run.transcript"
    path.write_text(HEAD, encoding="utf-8")
    assert run(night, Wishes(bless=True)).code == 0
    return path


def test_what_is_blessed_passes_and_keeps_its_head(blessed: Path) -> None:
    assert blessed.read_text(encoding="utf-8").startswith(HEAD)
    assert run(blessed.parent).code == 0


def test_a_transcript_holds_everything_that_can_be_read_on_the_way(blessed: Path) -> None:
    text = blessed.read_text(encoding="utf-8")
    for words in (
        "== The yard ==",
        "Somebody has stopped talking.",
        "[You could look at: fence] It hums.",
        "x Climb [climb] (locked: With what?)",
        "> Take the rope",
        "* Climb [climb]",
        "[You could look at: fence] It hums. The rope would hold.",
        "The end: Over the fence",
    ):
        assert words in text


def test_a_note_is_read_when_it_comes_and_when_it_has_changed(night: Path) -> None:
    (night / "n.transcript").write_text("picks: take_the_can take_the_rope tell_him\n", encoding="utf-8")
    run(night, Wishes(bless=True))
    text = (night / "n.transcript").read_text(encoding="utf-8")
    notes = [line for line in text.split("\n") if line.startswith("[Your journal")]
    assert notes == ["[Your journal: The gate] Ten past. Nobody else knows.", "[Your journal: The gate] Ten past. He knows too."]


def test_a_change_of_the_story_is_shown_where_it_was_told(blessed: Path) -> None:
    reworded(blessed.parent, "heavier than it looks", "lighter than it looks")
    before = blessed.read_text(encoding="utf-8")
    code, text = run(blessed.parent)
    assert code == 1
    assert "after pick 1: > Take the rope" in text
    assert "~ It is [-heavier-]{+lighter+} than it looks." in text
    assert blessed.read_text(encoding="utf-8") == before


def test_an_option_that_became_locked_is_a_change(blessed: Path) -> None:
    reworded(
        blessed.parent, "pick: Take the can\n", "pick: Take the can\n          when: noise > 4\n          locked: Too loud.\n"
    )
    code, text = run(blessed.parent)
    assert code == 1
    assert "Too loud." in text


def test_how_a_transcript_is_wrapped_does_not_matter(blessed: Path) -> None:
    text = blessed.read_text(encoding="utf-8")
    blessed.write_text(text.replace("It is heavier than it looks.", "It is\nheavier   than\nit looks."), encoding="utf-8")
    assert run(blessed.parent).code == 0


def test_bless_rewrites_only_what_changed_and_shows_it(blessed: Path) -> None:
    other = blessed.with_name("other.transcript")
    other.write_text("picks: go_back_to_bed\n", encoding="utf-8")
    run(blessed.parent, Wishes(bless=True))
    untouched = other.stat().st_mtime_ns, other.read_text(encoding="utf-8")
    reworded(blessed.parent, "heavier than it looks", "lighter than it looks")
    code, text = run(blessed.parent, Wishes(bless=True))
    assert code == 0
    assert "[-heavier-]{+lighter+}" in text
    assert "other" not in text
    assert (other.stat().st_mtime_ns, other.read_text(encoding="utf-8")) == untouched
    assert "lighter" in blessed.read_text(encoding="utf-8")
    assert run(blessed.parent) == (0, "0 tests and 2 transcripts: nothing failed.")


def test_a_pick_that_cannot_be_made_is_never_blessed(blessed: Path) -> None:
    reworded(blessed.parent, "when: rope in bag", "when: told")
    before = blessed.read_text(encoding="utf-8")
    code, text = run(blessed.parent, Wishes(bless=True))
    assert code == 1
    assert "run.transcript:4:22: error[locked-pick]" in text
    assert "Tell Su-hyeok" in text
    assert blessed.read_text(encoding="utf-8") == before


def test_an_option_that_was_renamed_is_found_by_what_it_was(blessed: Path) -> None:
    reworded(blessed.parent, "pick: Take the rope", "pick: Take the rope\n          id: rope\n          was: take_the_rope")
    code, text = run(blessed.parent)
    assert code == 1  # the id is on offer, so the transcript has it
    assert "[take_the_rope]" in text
    assert "not-on-offer" not in text


def test_a_line_in_the_head_that_says_nothing_is_a_mistake(night: Path) -> None:
    (night / "bad.transcript").write_text("seed 3\npick: climb\n---\n", encoding="utf-8")
    code, text = run(night)
    assert code == 1
    assert "bad.transcript:2:1: error[unknown-line]" in text


def test_a_recorded_run_passes_and_is_the_same_for_the_same_seed(night: Path) -> None:
    assert run(night, Wishes(record=11)).code == 0
    path = night / "tests" / "run_11.transcript"
    first = path.read_text(encoding="utf-8")
    assert "seed 11" in first
    assert "The end: " in first
    assert run(night).code == 0
    path.unlink()
    run(night, Wishes(record=11))
    assert path.read_text(encoding="utf-8") == first


def test_recording_leaves_a_transcript_alone_that_is_there(night: Path) -> None:
    run(night, Wishes(record=11))
    path = night / "tests" / "run_11.transcript"
    path.write_text("mine\n", encoding="utf-8")
    assert run(night, Wishes(record=11)).code == 1
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_paragraphs_that_came_or_went_are_lines_of_their_own() -> None:
    assert changes(["> A", "one two three", "gone"], ["> A", "one two three", "something else entirely"]) == [
        "  after pick 1: > A",
        "  - gone",
        "  + something else entirely",
    ]
    assert changes(["same"], ["same"]) == []
