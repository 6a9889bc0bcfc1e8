"""How many endings are open, and the way back to before one closed, asked of both front ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.authoring.prove.shipping import ship
from game.proving.endings_file import FILE
from tests.proving.stories import HEAD
from tests.terminal.driving import Driver, driven

pytest.importorskip("dd", reason="the proof is made with the library `dd`")

SCENES = """
first:
  title: The fork
  script:
    - There are two ways.
    - choose: [{pick: Go left, do: way = left}, {pick: Go right, do: way = right}]
    - You walk.
    - choose:
        - {pick: Bless it, when: way == left, end: good}
        - {pick: Curse it, end: bad}
"""


@pytest.fixture(params=["plain", "full"])
def front_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "story.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "scenes.yaml").write_text(SCENES, encoding="utf-8")
    assert ship(folder, lambda _: None, seconds=30) == 0
    return folder


@pytest.fixture
def driver(front_end: str, story: Path) -> Iterator[Driver]:
    with driven(front_end, story.parent, "play", str(story), "--seed", "1") as driver:
        driver.expect("There are two ways.")
        yield driver


def test_how_many_endings_are_open_is_said_when_asked(driver: Driver) -> None:
    driver.say("doors")
    driver.expect("From here, all of the 2 endings can still be reached.")
    driver.pick(2)
    driver.expect("You walk.")
    driver.say("doors")
    driver.expect("From here, 1 of the 2 endings can still be reached. 1 moment before a door closed: `saves` lists it.")


def test_it_is_among_the_pages(driver: Driver) -> None:
    driver.say("pages")
    driver.expect("How many endings are open")
    driver.pick(9)
    driver.expect("all of the 2 endings can still be reached")


def test_from_a_checkpoint_one_plays_a_copy(driver: Driver) -> None:
    driver.pick(2)
    driver.expect("You walk.")
    driver.pick(1)
    driver.expect("Bad")
    driver.say("saves")
    driver.expect("Before a door closed")
    driver.expect("The fork, turn 0")
    driver.pick(2)
    driver.expect("This is a copy, from before a door closed.")
    driver.expect("Go left")
    driver.pick(1)
    driver.expect("Bless it")
    driver.say("saves")
    driver.expect("Autosave 2")


def test_checkpoints_are_listed_at_the_next_start_and_can_be_opened(driver: Driver, front_end: str, story: Path) -> None:
    driver.pick(2)
    driver.expect("You walk.")
    assert driver.leave() == 0
    with driven(front_end, story.parent, "play", str(story), "--load", "latest") as again:
        again.expect("You walk.")
        again.say("saves")
        again.expect("The fork, turn 0")
        again.pick(2)
        again.expect("There are two ways.")
    with driven(front_end, story.parent, "play", str(story), "--load", "latest") as again:
        again.expect("You walk.")


def test_without_checkpoints_none_are_kept(front_end: str, story: Path) -> None:
    with driven(front_end, story.parent, "play", str(story), "--seed", "1", "--no-checkpoints") as driver:
        driver.expect("There are two ways.")
        driver.pick(2)
        driver.expect("You walk.")
        driver.say("doors")
        driver.expect("From here, 1 of the 2 endings can still be reached.")
        assert "moment" not in driver.text


@pytest.mark.parametrize(
    ("what", "words"),
    [("gone", "No proof lies beside this story"), ("broken", "is damaged"), ("stale", "is of another version of it")],
)
def test_a_proof_that_cannot_be_used_is_no_harm_and_an_author_is_told_why(
    front_end: str, story: Path, what: str, words: str
) -> None:
    path = story / FILE
    if what == "gone":
        path.unlink()
    elif what == "broken":
        path.write_bytes(path.read_bytes()[:-9] + b"\x1b[31mred\n")
    else:
        (story / "scenes.yaml").write_text(SCENES.replace("You walk.", "You walk on."), encoding="utf-8")
    for who, *as_author in (("player",), ("author", "--debug")):
        with driven(front_end, story.parent, "play", str(story), "--seed", "1", *as_author) as driver:
            driver.expect("There are two ways.")
            driver.pick(2)
            driver.expect("You walk")
            driver.say("doors")
            driver.expect("cannot be said in this version of the story.")
            if who == "author":
                driver.expect(words)
            assert who == "author" or words not in driver.text
