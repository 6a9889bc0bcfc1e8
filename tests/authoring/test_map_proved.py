"""What a proof says, on the map in each of its forms: marked, and said in words beside the mark."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from game.authoring.map import FORMATS, write_map
from game.authoring.prove import prove
from game.authoring.prove.shipping import ship
from game.errors import HyosanError
from game.proving.endings_file import FILE
from tests.proving.stories import HEAD

pytest.importorskip("dd", reason="where endings are open is proved with the library `dd`")

SCENES = """
first:
  title: The fork
  script:
    - choose:
        - {pick: Left, do: way = left, goto: second}
        - {pick: Right, do: way = right, goto: second}
        - {pick: Up, when: noise > 2, goto: attic}
second:
  title: The yard
  script:
    - choose:
        - {pick: Good, when: way == left, end: good}
        - {pick: Bad, goto: third}
third:
  title: The wall
  script:
    - choose: [{pick: Climb, end: bad}]
attic:
  title: The attic
  script:
    - choose: [{pick: Jump, end: bad}]
"""
STUCK = SCENES.replace("- choose: [{pick: Climb, end: bad}]", "- choose: [{pick: Climb, when: way == right, end: bad}]")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return written(tmp_path / "story", SCENES)


def written(folder: Path, scenes: str) -> Path:
    folder.mkdir()
    (folder / "story.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "scenes.yaml").write_text(scenes, encoding="utf-8")
    assert ship(folder, lambda _: None, seconds=30) == 0
    return folder


def drawn(story: Path, form: str, **how: object) -> str:
    said: list[str] = []
    assert write_map(story, said.append, format=form, runs=0, prove=True, **how) == 0  # type: ignore[arg-type]  # one of FORMATS
    return "\n".join(said)


def node(svg: str, scene: str) -> ElementTree.Element:
    return next(each for each in ElementTree.fromstring(svg).iter() if each.get("data-node") == f"scene-{scene}")


def dots(svg: str, scene: str) -> list[str]:
    return [str(each.get("class")) for each in node(svg, scene).iter() if str(each.get("class")).startswith("door")]


def words(svg: str, scene: str) -> str:
    return next(str(each.text) for each in node(svg, scene).iter() if each.tag.endswith("title"))


def test_a_scene_to_which_no_play_comes_is_marked_though_an_arrow_leads_there(story: Path) -> None:
    svg = drawn(story, "svg")
    assert "unreached" in str(node(svg, "attic").get("class"))
    assert "no play comes here" in words(svg, "attic")
    assert "no play comes here" not in words(svg, "third")
    assert "⊘" in "".join(node(svg, "attic").itertext())


def test_each_scene_has_a_dot_for_each_ending_filled_where_it_can_be_open(story: Path) -> None:
    svg = drawn(story, "svg")
    assert dots(svg, "first") == dots(svg, "second") == ["door open", "door open"]
    assert dots(svg, "third") == ["door closed", "door open"]
    assert "out of reach here: Good" in words(svg, "third")
    assert "every ending can be open here" in words(svg, "first")


def test_a_choice_that_puts_an_ending_out_of_reach_is_marked_with_both(story: Path) -> None:
    svg = drawn(story, "svg")
    assert "`right` can put Good out of reach" in words(svg, "first")
    assert "⇥" in "".join(node(svg, "first").itertext())
    assert "⇥" not in "".join(node(svg, "third").itertext())


def test_an_option_that_is_never_picked_is_said(story: Path) -> None:
    assert "`up` is never picked" in words(drawn(story, "svg"), "first")


def test_a_dead_end_is_marked(tmp_path: Path) -> None:
    svg = drawn(written(tmp_path / "story", STUCK), "svg")
    assert "dead-end" in str(node(svg, "third").get("class"))
    assert "a play can get stuck here" in words(svg, "third")
    assert "dead-end" not in str(node(svg, "second").get("class"))


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_has_the_marks_and_says_what_they_mean(story: Path, form: str) -> None:
    with_proof = drawn(story, form)
    assert "no play comes here" in with_proof
    assert "can put an ending out of reach" in with_proof
    said: list[str] = []
    assert write_map(story, said.append, format=form, runs=0) == 0  # type: ignore[arg-type]  # one of FORMATS
    assert "no play comes here" not in "".join(said)


def test_the_text_says_what_is_out_of_reach_and_is_quiet_where_nothing_is(story: Path) -> None:
    lines = drawn(story, "text").splitlines()
    attic = next(line for line in lines if " attic " in line)
    assert attic.startswith("0")
    assert "        - out of reach here: Good" in lines
    assert not any("every ending" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_the_findings_of_a_file_are_marked_as_those_that_are_proved_now(story: Path, tmp_path: Path) -> None:
    said: list[str] = []
    prove(story, said.append, seconds=30, form="json")
    found = tmp_path / "found.json"
    found.write_text(said[0], encoding="utf-8")
    assert drawn(story, "svg", proof=found) == drawn(story, "svg")


@pytest.mark.parametrize("data", ["", "[]", '{"items": 3', '{"fingerprint": "x"}', "[" * 100_000])
def test_a_file_that_is_no_proof_is_refused(story: Path, tmp_path: Path, data: str) -> None:
    found = tmp_path / "found.json"
    found.write_text(data, encoding="utf-8")
    with pytest.raises(HyosanError, match="is not what `hyosan prove --format json` writes"):
        drawn(story, "svg", proof=found)


def test_a_proof_of_another_version_is_refused(story: Path, tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    found.write_text(json.dumps({"items": [], "fingerprint": "another"}), encoding="utf-8")
    with pytest.raises(HyosanError, match="another version of the story"):
        drawn(story, "svg", proof=found)


def test_without_the_proof_beside_the_story_the_rest_is_marked_and_it_is_said(story: Path) -> None:
    (story / FILE).unlink()
    complaints: list[str] = []
    svg = drawn(story, "svg", complain=complaints.append)
    assert dots(svg, "first") == []
    assert "no play comes here" in words(svg, "attic")
    assert "Where endings are open is not marked." in complaints[0]


def test_a_roll_that_puts_an_ending_out_of_reach_is_marked(tmp_path: Path) -> None:
    roll = SCENES.replace(
        "    - choose: [{pick: Climb, end: bad}]",
        "    - check: 50\n      pass:\n        - choose: [{pick: Sing, end: good}]\n      fail: Missed.\n"
        "    - choose: [{pick: Climb, end: bad}]",
    )
    svg = drawn(written(tmp_path / "story", roll), "svg")
    assert "a roll (fail" in words(svg, "third")
    assert "can put Good out of reach" in words(svg, "third")
