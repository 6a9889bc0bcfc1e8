"""How saves of the old story load under the new one: asked of the real ladder, told place by place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.authoring.diff.old_saves import Group, Loading, loading, made_saves
from game.engine.program import Program
from game.saving.store import Store
from game.session import Session
from tests.making import DECLARATIONS, program

SCENES = """
first:
  script:
    - hub:
        - {id: wait, pick: Wait, sticky: true, do: noise += 1}
        - {id: take, pick: Take it, do: "bag += rope"}
        - {id: go, pick: Go, goto: kitchen}
kitchen:
  script:
    - choose:
        - {id: salt, pick: Salt}
        - {id: pepper, pick: Pepper}
    - choose:
        - {id: out, pick: Out, goto: street}
        - {id: stay, pick: Stay, end: fine}
street:
  script:
    - choose:
        - {id: home, pick: Home, end: fine}
    - end: fine
"""


def edited(*edits: tuple[str, str], declarations: str = DECLARATIONS) -> Program:
    text = SCENES
    for old, new in edits:
        assert old in text, f"{old!r} is not in the story"
        text = text.replace(old, new)
    return program(text, declarations)


def made(new: Program) -> Loading:
    return loading(program(SCENES), new, None)


def worst(found: Loading) -> Group:
    return found.groups[0]


def test_made_saves_come_to_every_scene_and_are_the_same_every_time() -> None:
    saves = list(made_saves(program(SCENES)))
    assert {save.stood.at.scene for save in saves if save.stood is not None} == {"first", "kitchen", "street"}
    again = list(made_saves(program(SCENES)))
    assert [(save.play.header, save.play.way, save.stood) for save in again] == [
        (s.play.header, s.play.way, s.stood) for s in saves
    ]


def test_a_long_story_is_sampled_so_that_no_author_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    every = list(made_saves(program(SCENES)))
    monkeypatch.setattr("game.authoring.diff.old_saves.MOST_MOVES", 5)
    some = list(made_saves(program(SCENES)))
    assert 1 < len(some) < len(every)
    assert all(save.stood in [each.stood for each in every] for save in some)


def test_corrected_words_leave_every_save_where_it_was() -> None:
    found = made(edited(("pick: Salt", "pick: A little salt")))
    assert [group.outcome for group in found.groups] == ["stays"]
    assert worst(found).count == len(found.fates) > 5
    assert set(found.rungs) <= {"carried", "replayed"}
    assert (found.scenes, found.of_scenes) == (3, 3)


def test_a_save_in_a_scene_that_is_gone_goes_back_to_the_last_option_that_is_still_there() -> None:
    found = made(edited(("street:", "road:"), ("goto: street", "goto: road")))
    assert {group.outcome for group in found.groups} == {"elsewhere", "stays"}
    assert [group.scenes for group in found.groups if group.outcome == "elsewhere"] == [("street",)]
    assert worst(found).now == "road"


def test_a_save_behind_an_option_that_is_gone_goes_back_and_the_option_is_named() -> None:
    found = made(edited(("street:", "road:"), ("- {id: out, pick: Out, goto: street}", "- {id: away, pick: Out, goto: road}")))
    back = worst(found)
    assert (back.outcome, back.scenes, back.now, back.lost) == ("back", ("street",), "kitchen", (1, 1))
    assert back.why == "`kitchen.out` is not possible any more"


def test_a_renamed_scene_and_option_lose_nobody() -> None:
    found = made(
        edited(
            ("street:\n", "road:\n  was: street\n"),
            ("- {id: out, pick: Out, goto: street}", "- {id: away, was: out, pick: Out, goto: road}"),
        )
    )
    assert [group.outcome for group in found.groups] == ["stays"]


def test_a_save_whose_options_are_all_gated_now_opens_elsewhere_and_is_told_first() -> None:
    """The ladder leaves nobody where nothing can be picked."""
    found = made(edited(("{id: home, pick: Home, end: fine}", "{id: home, pick: Home, when: noise > 9, end: fine}")))
    assert worst(found).outcome == "elsewhere"
    assert worst(found).scenes == ("street",)


def test_a_value_that_does_not_fit_any_more_is_named() -> None:
    found = made(edited(declarations=DECLARATIONS.replace("range: 0..5", "range: 0..1")))
    assert (worst(found).outcome, worst(found).why) == ("adapted", "another value in `noise`")
    assert len(worst(found).scenes) == 2, "all that lose the same value are told in one line"


def test_saves_of_a_story_that_has_another_id_now_are_refused() -> None:
    found = made(edited(declarations=DECLARATIONS.replace("story: small", "story: other")))
    assert {group.outcome for group in found.groups} == {"refused"}
    assert found.rungs == {"refused": len(found.fates)}
    assert "another story" in worst(found).why


Played = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Played:
    """Plays the old story and saves it under a name."""

    def played(name: str, *options: str) -> None:
        session = Session.begin(program(SCENES), Store(tmp_path / "saves"), seed=1)
        for option in options:
            session.choose(option)
        session.save_as(name)
        session.close()

    return played


def test_kept_saves_are_told_by_name_and_stay_untouched(tmp_path: Path, play: Played) -> None:
    play("at home", "wait")
    play("outside", "go", "salt", "out")
    folder = tmp_path / "saves"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    new = edited(("street:", "road:"), ("- {id: out, pick: Out, goto: street}", "- {id: away, pick: Out, goto: road}"))
    found = loading(program(SCENES), new, Store(folder))
    back = next(group for group in found.groups if group.outcome == "back")
    assert "outside" in back.names
    assert next(group for group in found.groups if group.outcome == "stays").count >= 1
    assert not found.made
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_save_that_cannot_be_read_is_told_and_does_not_count_as_lost(tmp_path: Path, play: Played) -> None:
    play("broken", "wait")
    for path in (tmp_path / "saves").glob("broken*"):
        path.write_bytes(b"no save at all\n")
    found = loading(program(SCENES), edited(("pick: Salt", "pick: A little salt")), Store(tmp_path / "saves"))
    assert [group.outcome for group in found.groups if group.names and "broken" in group.names[0]] == ["unreadable"]
    assert "refused" not in found.rungs
