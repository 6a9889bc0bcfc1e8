"""`hyosan map`: what its chart says of a story, how its words are written, and what the verb does with files."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.authoring.map import FORMATS, draw_map, write_map
from game.authoring.map.chart import Chart, act_title, chart_of
from game.authoring.map.dominance import dominators, immediate_dominators, reached_from
from game.authoring.map.exports import MERMAID_MAX_EDGES
from game.authoring.map.runs import random_runs
from game.diagnostics import cells
from game.engine.program import Program
from game.errors import HyosanError
from game.story.model import Story
from tests.authoring.mapped import CAMP, CITY, DECLARATIONS, hostile, mapped, story


@pytest.fixture(scope="module")
def chart() -> Chart:
    return chart_of(mapped())


def marked(chart: Chart, mark: str) -> set[str]:
    return {node.id for node in chart.nodes.values() if getattr(node, mark)}


def test_scenes_that_are_only_visited_are_told_from_those_that_are_gone_to(chart: Chart) -> None:
    assert marked(chart, "visited") == {"patrol"}


def test_a_bottleneck_is_passed_on_every_way_to_an_ending(chart: Chart) -> None:
    assert marked(chart, "bottleneck") == {"tent", "yard", "roof"}


def test_what_nothing_leads_to_is_marked_endings_included(chart: Chart) -> None:
    assert {node.id for node in chart.nodes.values() if not node.reached} == {"lonely", "lost"}


def test_an_arrow_knows_the_options_that_take_it(chart: Chart) -> None:
    visit = next(edge for edge in chart.edges if edge.kind == "visit")
    assert [way.option.id for way in visit.ways if way.option] == ["ask", "listen"]


def test_acts_are_in_the_order_in_which_a_player_comes_to_them() -> None:
    swapped = chart_of(story({"2_first/a.yaml": CAMP, "1_then/b.yaml": CITY}))
    assert swapped.acts == ("2_first", "1_then")
    assert [act_title(act) for act in swapped.acts] == ["First", "Then"]


def test_an_ending_may_have_the_id_of_a_scene() -> None:
    both = chart_of(
        story({"a.yaml": "ash:\n  title: A\n  script:\n    - end: ash\n"}, DECLARATIONS.replace("start: tent", "start: ash"))
    )
    assert {key for key in both.nodes if both.nodes[key].id == "ash"} == {"ash", "ending ash"}


def test_a_jump_inside_a_scene_is_no_arrow_and_one_to_its_beginning_is_a_mark() -> None:
    scene = """
    tent:
      title: A
      script:
        - label: again
        - choose:
            - pick: One
              goto: .again
            - pick: Two
              goto: tent
            - pick: Three
              end: ash
    """
    made = chart_of(story({"a.yaml": scene}))
    assert [(edge.source, edge.target) for edge in made.edges] == [("tent", "tent"), ("tent", "ending ash")]
    assert made.nodes["tent"].repeats


GRAPHS = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=4), min_size=1)


@given(GRAPHS)
def test_a_dominator_is_what_cannot_be_left_out_on_the_way(graph: dict[str, list[str]]) -> None:
    onward = {key: graph.get(key, []) for key in "abcdefgh"}
    found = immediate_dominators("a", onward)
    assert set(found) == set(reached_from("a", onward))
    for goal in found:
        without = {
            key
            for key in found
            if key in ("a", goal)
            or goal not in reached_from("a", {each: [to for to in onward[each] if to != key] for each in onward})
        }
        assert set(dominators(found, goal)) == without


def test_random_runs_are_the_same_for_the_same_seed_and_every_run_is_accounted_for() -> None:
    made = mapped()
    chart, program = chart_of(made), Program(made)
    traffic = random_runs(program, chart, 60, 7)
    assert traffic == random_runs(program, chart, 60, 7) != random_runs(program, chart, 60, 8)
    assert traffic.met["tent"] == traffic.met["yard"] == 60
    assert sum(traffic.met[ending.key] for ending in chart.endings if ending.key in traffic.met) + traffic.unended == 60


def test_runs_take_only_arrows_of_the_chart_also_after_they_came_back_from_a_visit() -> None:
    made = mapped()
    chart = chart_of(made)
    traffic = random_runs(Program(made), chart, 60, 1)
    assert set(traffic.taken) <= {(edge.source, edge.target) for edge in chart.edges}
    assert traffic.taken["yard", "patrol"] > 0
    assert traffic.taken["yard", "road"] + traffic.taken["yard", "pipe"] >= 60


def test_what_follows_a_visit_in_the_same_turn_is_counted_for_the_scene_that_visited() -> None:
    scenes = """
    tent:
      title: A
      script:
        - visit: inner
        - visit: inner
        - goto: last
    inner:
      title: B
      script: [Words.]
    last:
      title: C
      script:
        - end: ash
    """
    made = story({"a.yaml": scenes})
    traffic = random_runs(Program(made), chart_of(made), 2, 1)
    assert traffic.taken == {("tent", "inner"): 2, ("tent", "last"): 2, ("last", "ending ash"): 2}


def test_long_runs_are_fewer_than_asked_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.authoring.map.runs.MAX_ALL_TURNS", 20)
    assert "random runs (of 500: 20 turns is enough)" in draw_map(mapped(), "text", runs=500)


def test_a_run_that_never_ends_is_given_up_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.authoring.map.runs.MAX_TURNS", 5)
    scene = "tent:\n  title: A\n  script:\n    - choose:\n        - pick: On\n          goto: tent\n"
    drawn = draw_map(story({"a.yaml": scene}), "text", runs=3)
    assert "3 of 3 random runs came to no ending." in drawn


@pytest.mark.parametrize("made", [mapped(), hostile()], ids=["mapped", "hostile"])
def test_the_terminal_view_fits_eighty_columns_and_carries_no_control_character(made: Story) -> None:
    drawn = draw_map(made, "text")
    assert max(cells(line) for line in drawn.split("\n")) <= 80
    assert all(char.isprintable() or char == "\n" for char in drawn)


def test_the_terminal_view_says_marks_and_arrows() -> None:
    lines = [" ".join(line.split()) for line in draw_map(mapped(), "text", runs=0).split("\n")]
    assert "> tent The tent" in lines
    assert "<> patrol -> road -> pipe" in lines
    assert "#! lost Lost" in lines
    assert "v patrol Torches" in lines


def test_the_picture_is_well_formed_and_has_each_scene_and_arrow_once() -> None:
    root = ElementTree.fromstring(draw_map(mapped(), "svg"))
    names = [each.get("data-node") for each in root.iter() if each.get("data-node")]
    assert sorted(filter(None, names)) == sorted(
        [
            *(f"scene-{name}" for name in ("tent", "yard", "patrol", "lonely", "road", "pipe", "roof")),
            "ending-home",
            "ending-ash",
            "ending-lost",
        ]
    )
    arrows = [(each.get("data-from"), each.get("data-to")) for each in root.iter() if each.get("data-from")]
    assert len(arrows) == len(set(arrows)) == 10


def test_in_dot_a_quote_of_the_story_ends_no_string() -> None:
    drawn = draw_map(hostile(), "dot", runs=0)
    for line in drawn.split("\n"):
        unescaped = line.replace("\\\\", "").replace('\\"', "")
        assert unescaped.count('"') % 2 == 0
    assert drawn.count("->") == 2


def test_in_mermaid_no_word_of_the_story_can_be_read_as_markup() -> None:
    lines = draw_map(hostile(), "mermaid", runs=0).split("\n")
    labels = [line for line in lines if '"' in line]
    assert len(labels) == 4
    assert all(line.count('"') == 2 and not set("<>`\\") & set(line.split('"')[1]) for line in labels)


def test_mermaid_is_told_when_there_are_more_arrows_than_it_draws() -> None:
    count = MERMAID_MAX_EDGES + 1
    options = "".join(f"        - pick: Way {number}\n          goto: s{number}\n" for number in range(count))
    others = "".join(f"s{number}:\n  title: S\n  script:\n    - end: ash\n" for number in range(count))
    made = story({"a.yaml": f"tent:\n  title: A\n  script:\n    - choose:\n{options}{others}"})
    assert "maxEdges" in draw_map(made, "mermaid", runs=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "story"
    made.mkdir()
    for name, words in (("story.yaml", DECLARATIONS), ("camp.yaml", CAMP), ("city.yaml", CITY)):
        (made / name).write_text(words, encoding="utf-8")
    return made


@pytest.mark.parametrize("wanted", FORMATS)
def test_every_format_is_said_or_written(folder: Path, tmp_path: Path, wanted: str) -> None:
    said: list[str] = []
    file = tmp_path / "map"
    assert write_map(folder, said.append, format=wanted, runs=5) == 0  # type: ignore[arg-type]  # one of FORMATS
    assert write_map(folder, said.append, format=wanted, output=file, runs=5) == 0  # type: ignore[arg-type]  # one of FORMATS
    assert file.read_text(encoding="utf-8").rstrip("\n") == said[0]
    assert str(file) in said[1]


def test_the_name_of_the_file_says_the_format(folder: Path, tmp_path: Path) -> None:
    write_map(folder, lambda _: None, output=tmp_path / "map.svg", runs=0)
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_story_with_errors_is_reported_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    (folder / "camp.yaml").write_text(CAMP.replace("goto: road", "goto: raod"), encoding="utf-8")
    said: list[str] = []
    assert write_map(folder, said.append, output=tmp_path / "map.html") == 1
    assert "camp.yaml:" in said[0]
    assert "raod" in said[0]
    assert not (tmp_path / "map.html").exists()


def test_a_map_is_never_written_over_a_file_of_a_story(folder: Path) -> None:
    with pytest.raises(HyosanError, match="a name such as map"):
        write_map(folder, lambda _: None, format="html", output=folder / "story.yaml")
    assert (folder / "story.yaml").read_text(encoding="utf-8") == DECLARATIONS


def test_a_map_that_cannot_be_written_is_said_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(HyosanError, match="could not be written to"):
        write_map(folder, lambda _: None, output=tmp_path / "no" / "map.svg", runs=0)


@pytest.mark.parametrize("name", ["map.pdf", "map", "map.png"])
def test_a_name_that_does_not_say_what_to_draw_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(HyosanError, match="does not say what to draw"):
        write_map(tmp_path, lambda _: None, output=tmp_path / name, runs=0)
    assert not (tmp_path / name).exists()
