"""`scenes/README.md` is executed: its samples are three stories, and its tables tell the truth.

A sample's first line names its file: in `cookbook/` they are the story of the cookbook, in `moths/` they go into a story that
`hyosan new` has made, all others are the story of the chapters on the language.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest

from game.authoring.new import new
from game.authoring.reference import with_reference
from game.diagnostics import Severity
from game.engine.program import Program
from game.engine.state import Move
from game.loading import load, load_texts
from game.loading.keys import BEATS, OPTION, SCENE
from game.session import Session
from game.terminal import debugging
from tests.making import read

GUIDE = (Path(__file__).parent.parent.parent / "scenes" / "README.md").read_text(encoding="utf-8")


@cache
def blocks() -> dict[str, str]:
    """Every sample by the file that its first line names."""
    found = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return {block.split("\n", 1)[0].removeprefix("# "): block for block in found}


def samples(folder: str = "") -> dict[str, str]:
    """The samples of one of the stories; without a `folder`, those of the language."""
    own = ("cookbook/", "moths/")
    mine = folder or own
    return {name.removeprefix(folder): text for name, text in blocks().items() if name.startswith(mine) == bool(folder)}


@pytest.mark.parametrize("folder", ["", "cookbook/"])
def test_the_samples_are_a_story_without_mistakes(folder: str) -> None:
    assert len(samples(folder)) >= 4
    story, report = load_texts(samples(folder))
    assert story is not None, report.draw()
    assert not len(report), report.draw()


@pytest.fixture
def moths(tmp_path: Path) -> Path:
    """What a reader has after the first scene in five minutes."""
    new(tmp_path / "moths", lambda _: None)
    for name, text in samples("moths/").items():
        (tmp_path / "moths" / name).write_text(text, encoding="utf-8")
    return tmp_path / "moths"


def test_the_first_scene_is_in_the_game_after_five_minutes(moths: Path) -> None:
    story, report = load(moths)
    assert story is not None, report.draw()
    assert {each.code for each in report} == {"unreachable-scene"}, "it is jumped to from the command line"
    program = Program(story)
    session = Session.begin(program, None, seed=1, scene="visitor")
    session.choose("leave_it_the_lamp")
    assert session.view.scene == "pier"


def test_the_mistake_of_the_first_scene_is_said(moths: Path) -> None:
    scene = moths / "1_pier" / "visitor.yaml"
    scene.write_text(scene.read_text(encoding="utf-8").replace("jun: Adopt", "junn: Adopt"), encoding="utf-8")
    _, report = load(moths)
    assert [each.code for each in report.errors] == ["unknown-beat"]
    assert "Did you mean `jun`?" in report.draw()


def test_the_debug_view_shows_what_the_guide_shows(tmp_path: Path) -> None:
    new(tmp_path / "moths", lambda _: None)
    story, report = load(tmp_path / "moths")
    assert story is not None, report.draw()
    session = Session.begin(Program(story), None, seed=1)
    seen: list[str] = []
    for option in ("say_that_she_and_jun_should_go", "talk_to_the_ferryman"):
        session.choose(option)
        seen += ["  " * line.depth + line.text for line in debugging.sheet(session).listing]
    shown = re.findall(r"^```text debug\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert len(shown) == 2
    assert set("".join(shown).splitlines()) <= set(seen)


def test_the_reference_is_that_of_today() -> None:
    again = with_reference(GUIDE, "scenes/README.md")
    assert again == GUIDE, "stale: run `hyosan reference --into scenes/README.md`"


@pytest.mark.parametrize("folder", ["", "cookbook/"])
@pytest.mark.parametrize("seed", range(20))
def test_the_samples_can_be_played_to_an_end(seed: int, folder: str) -> None:
    story, report = load_texts(samples(folder))
    assert story is not None, report.draw()
    program, chance = Program(story), random.Random(seed)
    state = program.start(seed).state
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
