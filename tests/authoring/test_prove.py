"""The verb: what it says, the saves it writes, its exit codes; and the shipped story."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from game.authoring.prove import prove
from game.engine.program import Program
from game.loading import load
from game.proving.budget import Budget
from game.proving.corpus_file import FILE, read
from game.proving.proof import Proof
from game.proving.prover import prove as prove_story
from game.saving.restore import restore
from game.saving.store import Store
from tests.proving.stories import HEAD

SCENES = Path(__file__).parent.parent.parent / "scenes"
SECONDS = float(os.environ.get("HYOSAN_PROVE_SECONDS", "55"))
TRAPPED = """
first:
  script:
    - choose:
        - {pick: Take the lamp, do: lamp = true}
        - {pick: Leave it}
    - check: 30
      pass:
        - end: good
      fail: Missed.
    - goto: shed
shed:
  script:
    - choose:
        - {pick: Knock, goto: shed}
        - {pick: Out, when: lamp, end: bad}
"""
SOUND = TRAPPED.replace(", when: lamp", "")


def folder_of(tmp_path: Path, scenes: str, more: str = "") -> Path:
    story = tmp_path / "story"
    story.mkdir()
    unused = 'notes:\n  debt: {title: A debt, text: "{lamp: Paid.|Not paid.}"}\n'
    (story / "story.yaml").write_text(HEAD.replace(unused, "") + more, encoding="utf-8")
    (story / "scenes.yaml").write_text(scenes, encoding="utf-8")
    return story


def test_a_story_without_a_fault_is_proved(tmp_path: Path) -> None:
    said: list[str] = []
    assert prove(folder_of(tmp_path, SOUND), said.append, strict=True) == 0
    assert "proved  from every state that a player can reach, some ending can be reached" in said[0]
    assert said[0].endswith("Nothing is wrong.")


def test_a_trap_comes_with_a_save_that_opens_one_pick_before_it_and_a_transcript(tmp_path: Path) -> None:
    folder, saves, said = folder_of(tmp_path, TRAPPED), tmp_path / "saves", list[str]()
    assert prove(folder, said.append, output=saves) == 1
    assert "error[no-ending-ahead]" in said[0]
    assert "FALSE  from every state" in said[0]
    story, _ = load(folder)
    assert story is not None
    slot = next(each for each in Store(saves).slots(story.id) if each.name == "Before a trap")
    state = restore(Program(story), Store(saves).open(slot.id, to_continue=False).play).timeline.state
    assert state.at.scene == "first"
    assert "leave_it" in {offer.id for offer in Program(story).look(state).open_offers}
    assert "picks: leave_it" in (saves / "Before a trap.transcript").read_text(encoding="utf-8")


def test_each_point_of_no_return_is_named_and_has_a_save_from_which_the_ending_can_still_be_reached(tmp_path: Path) -> None:
    folder, saves, said = folder_of(tmp_path, SOUND), tmp_path / "saves", list[str]()
    assert prove(folder, said.append, output=saves) == 0
    assert "can put out of reach: Good" in said[0]
    story, _ = load(folder)
    assert story is not None
    before = {slot.name: slot for slot in Store(saves).slots(story.id) if " is lost at " in slot.name}
    name = next(name for name in before if name.startswith("Before good is lost at first, fail of"))
    program = Program(story)
    play = restore(program, Store(saves).open(before[name].id, to_continue=False).play).timeline
    assert {offer.id for offer in program.look(play.state).open_offers} == {"take_the_lamp", "leave_it"}
    assert said[1] == f"{len(before)} saves before points of no return are in {saves}."


def test_a_broken_promise_names_the_line_and_the_run(tmp_path: Path) -> None:
    said: list[str] = []
    assert prove(folder_of(tmp_path, SOUND, "always: [not lamp]\n"), said.append) == 1
    assert "story.yaml:20:10: error[broken-always]" in said[0]
    assert "the last one is `take_the_lamp`" in said[0]


def test_what_can_never_be_told_fails_only_when_strict(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, SOUND.replace("Missed.", '"{noise > 0: Loudly.|Missed.}"'))
    said: list[str] = []
    assert prove(folder, said.append) == 0
    assert prove(folder, said.append, strict=True) == 1
    assert "warning[never-told]: this can never be told: “Loudly.”" in said[0]


def test_a_number_that_is_clamped_is_a_warning_with_a_run_unless_the_story_says_that_it_stays(tmp_path: Path) -> None:
    louder = SOUND.replace("pick: Take the lamp, do: lamp = true", "pick: Take the lamp, do: [noise = 2, noise += 3]")
    folder, said = folder_of(tmp_path, louder), list[str]()
    assert prove(folder, said.append, output=tmp_path / "saves") == 0
    assert prove(folder, said.append, strict=True) == 1
    assert "warning[can-clamp]: `noise += 3` can go over the upper end of the range, and is clamped" in said[0]
    assert "1 picks; the last one is `take_the_lamp`" in said[0]
    assert "1 of 1  assignments can go over a bound" in said[0]
    (folder / "story.yaml").write_text(
        (folder / "story.yaml")
        .read_text(encoding="utf-8")
        .replace("noise: {range: 0..3}", "noise: {range: 0..3, clamps at: high}"),
        encoding="utf-8",
    )
    assert prove(folder, said.append, strict=True) == 0
    assert "1 of 1  assignments can reach a bound where the story says that they stay" in said[-1]


def test_as_json_every_item_has_its_answer_and_run(tmp_path: Path) -> None:
    said: list[str] = []
    prove(folder_of(tmp_path, SOUND), said.append, form="json")
    data = json.loads(said[0])
    option = next(each for each in data["items"] if each["kind"] == "option" and "knock" in each["name"])
    assert (option["answer"], option["picks"], option["shortest"]) == ("can", 2, True)
    assert option["run"][-1] == "knock"
    assert data["undecided"] == 0
    assert {each["ending"]: each["exact"] for each in data["endings"]} == {"good": True, "bad": True}


def test_a_story_with_errors_is_not_proved(tmp_path: Path) -> None:
    said: list[str] = []
    assert prove(folder_of(tmp_path, SOUND.replace("goto: shed", "goto: shod")), said.append) == 1
    assert "cannot be played yet" in said[-1]


@pytest.fixture(scope="module")
def shipped() -> Proof:
    story, _ = load(SCENES)
    assert story is not None
    return prove_story(story, Budget(SECONDS), corpus=read(SCENES / FILE, story.id))


def test_no_fault_is_found_in_the_shipped_story(shipped: Proof) -> None:
    wrong = [shipped.trap, shipped.circle, *shipped.of("always", "stuck")]
    assert [each.item.name for each in wrong if each.answer == "can"] == []
    told = shipped.of("scene", "option", "ending", "note", "achievement", "check")
    assert [each.item.name for each in told if each.answer == "never" and "(fallback)" not in each.item.name] == []
    assert [each.item.name for each in shipped.of("clamp") if each.answer == "can"] == []
