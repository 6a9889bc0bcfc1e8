"""`scenes/README.md` is executed: its samples are one story, and its table of traps tells the truth."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest

from game.diagnostics import Severity
from game.engine.program import Program
from game.engine.state import Move
from game.loading import load_texts
from game.loading.keys import BEATS, OPTION, SCENE
from tests.making import read

GUIDE = (Path(__file__).parent.parent.parent / "scenes" / "README.md").read_text(encoding="utf-8")


@cache
def samples() -> dict[str, str]:
    """The samples by the file that their first line names."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return {block.split("\n", 1)[0].removeprefix("# "): block for block in blocks}


def test_the_samples_are_one_story_without_mistakes() -> None:
    assert len(samples()) >= 4
    story, report = load_texts(samples())
    expected = {"unreachable-scene"}  # `visitor` is jumped to from the command line
    assert story is not None, report.draw()
    assert {each.code for each in report} <= expected, report.draw()


@pytest.mark.parametrize("seed", range(20))
def test_the_samples_can_be_played_to_an_end(seed: int) -> None:
    story, report = load_texts(samples())
    assert story is not None, report.draw()
    program, chance = Program(story), random.Random(seed)
    state = program.start(seed, scene=chance.choice(["graves", "visitor"])).state
    for _ in range(500):
        offers = program.look(state).open_offers
        if not offers:
            break
        state = program.play(state, Move(chance.choice(offers).id)).state
        assert program.broken_promise(state) is None
    assert state.ending in story.endings


def traps() -> list[tuple[str, str]]:
    table = GUIDE.partition("## When YAML gets in the way")[2]
    rows = re.findall(r"^\| `(- .*?)` \| `(- .*?)`", table, re.MULTILINE)
    return [(wrong.replace("\\|", "|"), right.replace("\\|", "|")) for wrong, right in rows]


def test_there_are_traps_in_the_table() -> None:
    assert len(traps()) >= 6


@pytest.mark.parametrize(("wrong", "right"), traps())
def test_a_trap_is_said_and_what_to_type_instead_works(wrong: str, right: str) -> None:
    scene = "first:\n  script:\n    {}\n    - end: fine\n"
    _, report = read(scene.format(wrong))
    found = [each for each in report if each.severity is Severity.ERROR]
    assert found, wrong
    assert found[0].span.line in (3, 4)
    assert found[0].advice
    if not right.endswith("|"):
        story, report = read(scene.format(right))
        assert story is not None, report.draw()


@pytest.mark.parametrize("key", sorted({*OPTION, *BEATS, *SCENE} - {"script", "title"}))
def test_every_key_of_the_language_stands_in_the_guide(key: str) -> None:
    assert re.search(rf"(^|[`\s{{-]){re.escape(key)}(`|:)", GUIDE, re.MULTILINE), key


def test_the_sample_of_a_test_passes_on_the_samples(tmp_path: Path) -> None:
    from game.authoring.testing import Wishes, test

    for name, text in samples().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    sample = re.findall(r"^```test\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[0]
    written = "\n".join(re.split(r" {3,}", line)[0] for line in sample.splitlines())
    (tmp_path / "quiet_way.test").write_text(written, encoding="utf-8")
    said: list[str] = []
    assert test(tmp_path, Wishes(), said.append) == 0, "\n".join(said)
