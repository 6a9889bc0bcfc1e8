"""`hyosan new` makes a story that can be changed at once: it checks, it plays to both endings, its tests pass."""

from __future__ import annotations

import random
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.authoring.fmt import fmt
from game.authoring.new import MAX_TITLE, new
from game.authoring.testing import Wishes
from game.authoring.testing import test as run_tests
from game.diagnostics import Report
from game.engine.program import Program
from game.engine.state import Move
from game.loading import load
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import MappingNode, Node, SequenceNode
from game.story.model import Story


def made(folder: Path, title: str = "") -> Story:
    """The story that `hyosan new` makes in `folder`."""
    said: list[str] = []
    assert new(folder, said.append, title) == 0, said
    story, report = load(folder)
    assert story is not None, report.draw()
    assert not len(report), report.draw()
    return story


def ending_of_a_run(program: Program, seed: int) -> str | None:
    chance = random.Random(seed)
    state = program.start(seed).state
    while offers := program.look(state).open_offers:
        assert program.broken_promise(state) is None
        state = program.play(state, Move(chance.choice(offers).id)).state
    return state.ending


def keys_of(node: Node) -> Iterator[str]:
    if isinstance(node, MappingNode):
        for key, value in node.items:
            yield key.text
            yield from keys_of(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from keys_of(item)


def test_the_story_has_nothing_to_mend_and_both_endings_are_met_at_random(tmp_path: Path) -> None:
    story = made(tmp_path / "mine")
    program = Program(story)
    assert len(story.endings) == 2
    assert {ending_of_a_run(program, seed) for seed in range(60)} == set(story.endings)


def test_the_tests_that_come_with_the_story_pass(tmp_path: Path) -> None:
    made(tmp_path)
    said: list[str] = []
    assert run_tests(tmp_path, Wishes(), said.append) == 0, said


def test_the_story_is_laid_out(tmp_path: Path) -> None:
    made(tmp_path)
    said: list[str] = []
    assert fmt([tmp_path], said.append, check=True) == 0, said


def test_the_story_shows_what_the_language_has(tmp_path: Path) -> None:
    made(tmp_path)
    used: set[str] = set()
    for path in tmp_path.rglob("*.yaml"):
        root = read_nodes(path.name, path.read_bytes(), Report())
        assert root is not None
        used.update(keys_of(root))
    beats = "choose hub if each check visit goto end do"
    assert used >= set(f"{beats} look notes endings locked always when then leave id".split())
    assert len([path for path in tmp_path.iterdir() if path.is_dir() and list(path.glob("*.yaml"))]) == 2


def test_the_locked_option_is_met_locked_and_open(tmp_path: Path) -> None:
    program = Program(made(tmp_path))
    seen: set[tuple[str, bool]] = set()
    for seed in range(60):
        chance, state = random.Random(seed), program.start(seed).state
        while offers := program.look(state).open_offers:
            seen |= {(offer.id, offer.locked is None) for offer in program.look(state).offers}
            state = program.play(state, Move(chance.choice(offers).id)).state
    assert {("song", True), ("song", False)} <= seen


def test_the_title_is_the_one_that_was_asked_for(tmp_path: Path) -> None:
    story = made(tmp_path / "a", 'Say "no": a {title} # five')
    assert story.title == 'Say "no": a {title} # five'
    assert story.id == "say_no_a_five"


@pytest.mark.parametrize(
    ("folder", "title", "story_id"),
    [("my-first_story", "My first story", "my_first_story"), ("2 doors", "2 doors", "n2_doors"), ("밤", "밤", "my_story")],
)
def test_without_a_title_it_is_made_from_the_name_of_the_folder(tmp_path: Path, folder: str, title: str, story_id: str) -> None:
    story = made(tmp_path / folder)
    assert (story.title, story.id) == (title, story_id)


def test_a_title_that_would_drive_a_terminal_or_is_too_long_is_cleaned(tmp_path: Path) -> None:
    story = made(tmp_path, "\x1b[31mRed\n" + "night " * 40)
    assert story.title.startswith("[31mRed night")
    assert len(story.title) <= MAX_TITLE


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("Once", encoding="utf-8")
    said: list[str] = []
    assert new(tmp_path, said.append) == 2
    assert "novel.txt" in said[0]
    assert [path.name for path in tmp_path.iterdir()] == ["novel.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "novel").write_text("Once", encoding="utf-8")
    said: list[str] = []
    assert new(tmp_path / "novel", said.append) == 2
    assert new(tmp_path / "novel" / "below", said.append) == 1
    assert (tmp_path / "novel").read_text(encoding="utf-8") == "Once"


def test_the_next_three_commands_are_said_with_the_folder_in_them(tmp_path: Path) -> None:
    said: list[str] = []
    new(tmp_path / "two words", said.append)
    commands = re.findall(r'^ {2}hyosan (\w+) "(.*?)"', said[0], re.MULTILINE)
    assert [verb for verb, _ in commands] == ["play", "check", "test"]
    assert all((Path(folder) / "story.yaml").is_file() for _, folder in commands)


def test_the_readme_names_files_and_scenes_that_are_there(tmp_path: Path) -> None:
    story = made(tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert 25 <= len(text.split("\n")) <= 36
    for name in re.findall(r"`([\w/]+\.(?:yaml|test))`", text):
        assert (tmp_path / name).is_file(), name
    for scene in re.findall(r"--from (\w+)", text):
        assert scene in story.scenes


def test_the_files_can_be_changed_by_their_owner(tmp_path: Path) -> None:
    made(tmp_path)
    assert all(path.stat().st_mode & stat.S_IWUSR for path in tmp_path.rglob("*"))
