"""The generated stories have no mistakes and what the prover has to reason about; the curves say what a proof says."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from game.loading import load
from tests.benchmarks.curves import draw
from tests.benchmarks.proving_curves import Proved, charts, measure, sizes, table
from tests.benchmarks.proving_stories import Size, write


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("size", [Size(20, 2), Size(20, 10), Size(100, 200), Size(200, 50)])
def test_a_generated_story_is_checked_without_a_remark(size: Size, seed: int, tmp_path: Path) -> None:
    story, report = load(write(size, tmp_path, seed))
    assert story is not None
    assert report.draw().strip() == ""
    assert (len(story.scenes), len(story.variables)) == (size.scenes, size.variables)


def test_the_same_seed_makes_the_same_story_and_another_one_another(tmp_path: Path) -> None:
    first, again, other = (_words(write(Size(40, 5), tmp_path / name, seed)) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert first == again != other


def _words(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()))


def test_every_chapter_loops_and_has_a_hub_a_roll_and_storylets(tmp_path: Path) -> None:
    write(Size(60, 10), tmp_path)
    for number in range(3):
        text = (tmp_path / f"chapter_{number:04}.yaml").read_text(encoding="utf-8")
        assert all(
            word in text for word in ("- hub:", "- check:", f"- deal: d{number}", f"deck: d{number}", f"goto: s{number * 20}\n")
        )


def test_a_size_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(ValueError, match="30 scenes are not whole chapters of 20"):
        Size(30, 10)
    with pytest.raises(ValueError, match="20 scenes have from 2 to 40"):
        Size(20, 1)


def test_all_of_a_small_story_is_decided_and_an_ending_lies_ahead_of_every_state(tmp_path: Path) -> None:
    row = measure(Size(20, 2), 60, tmp_path)
    assert (row.decided, row.trap) == (1.0, "proved")
    assert row.states is not None
    assert row.states > 1_000
    assert f"| 20 | 2 | {row.raw} | {row.states:,} |" in table([row])


def test_each_axis_is_drawn_over_the_smallest_of_the_other() -> None:
    made = sizes([100, 1_000], [10, 200])
    assert made == [Size(100, 10), Size(1_000, 10), Size(100, 200)]
    rows = [Proved(size, 2.0, 3.0, 80.0, None, "1e+9", 10, 0.9 if size.scenes > 100 else 1.0, "proved") for size in made]
    drawn = charts(rows)
    assert [(chart.title, [x for x, _ in chart.curves[0].points]) for chart in drawn] == [
        ("hyosan prove, 10 variables; out of budget at 1,000", [100, 1_000]),
        ("hyosan prove, 100 scenes", [10, 200]),
    ]
    said = [text.text for text in ElementTree.fromstring(draw(drawn)).iter("{http://www.w3.org/2000/svg}text")]
    assert "questions decided (%): 90.0" in said
    assert len(charts(rows[:2])) == 1
