"""The ladder: how a save comes back when the story has changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from game.engine.program import Program
from game.errors import SaveDamagedError, SaveMismatchError
from game.loading import load_texts
from game.saving import strict_json
from game.saving.framing import Chain, unframe
from game.saving.restore import Patience, Restored, restore
from game.saving.saved_play import read_play
from game.saving.store import Store
from game.saving.timeline import Timeline
from game.session import Session
from game.story.model import Story
from tests.authoring.valid_stories import texts_of
from tests.saving.playing import choose_all, edited_lighthouse, journal_of, lighthouse, renamed_lighthouse, wander

CLIMB = "pick: Climb\n"
REST = "pick: Rest\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def saved(store: Store, *options: str, turns: int = 0, program: Program | None = None, closed: bool = True) -> Session:
    """A play that was saved: first at random on the stairs, then these options."""
    session = Session.begin(program or lighthouse(), store, seed=3)
    wander(session, turns)
    choose_all(session, options)
    if closed:
        session.close()
    return session


def restored(store: Store, program: Program) -> Restored:
    return restore(program, read_play(store.files, journal_of(store)))


def test_the_same_story_leads_to_the_same_play(store: Store) -> None:
    session = saved(store, "climb", "climb", turns=120)
    back = restored(store, lighthouse())
    assert (back.rung, back.notice) == ("exact", "")
    assert back.timeline.state == session.state
    assert back.timeline.passages == session.passages


def test_what_was_taken_back_can_be_made_again_after_loading(store: Store) -> None:
    session = saved(store, "climb", "rest", "climb", closed=False)
    session.undo()
    session.undo()
    session.close()
    timeline = restored(store, lighthouse()).timeline
    assert [step.option for step in timeline.undone] == ["climb", "rest"]
    assert timeline.redo()
    assert timeline.redo()
    assert timeline.state.turn == 3


def test_a_corrected_typo_changes_nothing_but_the_words(store: Store) -> None:
    session = saved(store, turns=130)
    later = edited_lighthouse({"You sit down.": "You sit down for a moment."})
    back = restored(store, later)
    assert back.rung == "carried"
    assert back.timeline.state.values == session.state.values
    assert len(back.timeline.steps) == 130, "undo still goes back to the first turn"
    assert "You are where you were." in back.notice
    assert "The old save is kept" in back.notice


def test_new_names_are_found_by_what_they_were(store: Store) -> None:
    session = saved(store, "rest", "climb", "climb", "climb", "go_into_the_lamp_room", "take_the_oil", "take_the_matches")
    back = restored(store, renamed_lighthouse())
    assert back.rung == "carried"
    assert "it was 1.0.0, it is 2.0.0" in back.notice
    assert back.timeline.state.turn == session.state.turn
    status = {item.label: item.text for item in renamed_lighthouse().look(back.timeline.state).status}
    assert status["Steps"] == "3 of 200"
    after = Session(back.timeline, None)
    after.choose("light_the_lamp")
    assert after.state.ending == "light"


def test_a_play_keeps_what_it_has_earned_when_the_author_changes_what_things_are_worth(store: Store) -> None:
    session = saved(store, "climb", "climb", turns=100)
    richer = edited_lighthouse({"steps += 1": "steps += 2"})
    back = restored(store, richer)
    assert back.rung == "carried"
    assert back.timeline.state.values[richer.index["steps"]] == session.state.values[lighthouse().index["steps"]]
    assert "cannot take back" in back.notice
    assert not back.timeline.undo()


def test_moves_after_the_last_kept_state_are_made_again_in_the_new_story(store: Store) -> None:
    saved(store, *["rest", "climb"] * 30, closed=False)
    richer = edited_lighthouse({"steps += 1": "steps += 2"})
    back = restored(store, richer)
    assert back.rung == "carried"
    assert back.timeline.state.turn == 60
    depth = 60 - len(back.timeline.steps)
    assert 0 < depth < 60
    climbs_before, climbs_after = depth // 2, 30 - depth // 2
    assert back.timeline.state.values[richer.index["steps"]] == climbs_before + 2 * climbs_after


def test_without_any_kept_state_the_moves_are_made_again(store: Store) -> None:
    saved(store, "rest", "climb", "rest", closed=False)
    back = restored(store, edited_lighthouse({"You sit down.": "You sit."}))
    assert back.rung == "replayed"
    assert back.timeline.state.turn == 3
    assert "You are where you were." in back.notice


def test_the_way_ends_before_the_first_move_that_is_refused(store: Store) -> None:
    saved(store, "climb", "climb", "rest", "climb", closed=False)
    back = restored(store, edited_lighthouse({REST: "pick: Lie down\n"}))
    assert back.rung == "replayed"
    assert [step.option for step in back.timeline.steps] == ["climb", "climb"]
    assert "you are at turn 2, in The stairs" in back.notice


def test_an_option_of_the_same_id_in_another_scene_is_not_taken_for_it(store: Store) -> None:
    saved(store, "climb", "climb", "climb", "go_into_the_lamp_room", "take_the_oil", closed=False)
    attic = "attic:\n  script:\n    - hub:\n        - pick: Take the oil\n        - pick: Go\n          goto: lamp_room\n"
    moved = edited_lighthouse({"goto: lamp_room": "goto: attic", "\nstorm:\n": f"\n{attic}\nstorm:\n"})
    back = restored(store, moved)
    assert [step.option for step in back.timeline.steps][-1] == "go_into_the_lamp_room"
    assert back.timeline.state.at.scene == "attic"


def test_the_nearest_state_that_still_fits_is_better_than_a_way_that_ends_early(store: Store) -> None:
    saved(store, "rest", *["climb"] * 110, "go_into_the_lamp_room", "take_the_oil", closed=False)
    later = edited_lighthouse({REST: "pick: Lie down\n", "pick: Take the oil": "pick: Take all"})
    back = restored(store, later)
    assert back.rung == "checkpoint"
    assert back.timeline.state.turn == 112
    assert back.timeline.state.at.scene == "lamp_room"
    assert "you are at turn 112, in The lamp room" in back.notice


def test_an_older_kept_state_serves_when_the_newest_does_not_fit(store: Store) -> None:
    session = saved(store, "rest", *["climb"] * 70, "go_into_the_lamp_room", closed=False)
    choose_all(session, ["take_the_oil", "look_at_the_storm"])
    session.close()
    edits = {
        REST: "pick: Lie down\n",
        "            - visit: storm\n": "            - It rains.\n",
        "pick: Take the oil": "pick: Oil",
    }
    gone = edited_lighthouse(edits)
    back = restored(store, gone)
    assert back.rung == "checkpoint"
    assert back.timeline.state.turn == 72, "the state at turn 51, and what the story still allows after it"
    assert back.timeline.state.at.scene == "lamp_room"


def test_a_shown_value_that_could_not_be_kept_is_said(store: Store) -> None:
    saved(store, *["climb"] * 20)
    back = restored(store, edited_lighthouse({"steps: {range: 0..200": "steps: {range: 0..9"}))
    assert "Different now: Steps (9 of 9)." in back.notice


def test_a_save_that_was_made_from_a_resting_point_comes_back_exactly(store: Store) -> None:
    saved(store, *["climb"] * 60)
    richer = edited_lighthouse({"steps += 1": "steps += 2"})
    first = Session.resume(richer, store, store.slots()[0].id)
    choose_all(first, ["rest", "climb"])
    first.close()
    back = restored(store, richer)
    assert back.rung == "exact"
    assert back.timeline.state == first.state
    assert back.timeline.undo()
    assert back.timeline.undo()
    assert not back.timeline.undo()


def test_a_save_that_has_lost_the_state_it_begins_from_is_refused(store: Store) -> None:
    saved(store, "climb")
    path = journal_of(store)
    header, *records = (payload.decode() for payload in unframe(path.read_bytes()).payloads)
    path.write_bytes(Chain().frames([header.replace('"based":false', '"based":true'), *records]))
    with pytest.raises(SaveDamagedError, match="the state that it begins from is missing"):
        restored(store, lighthouse())


def test_a_save_of_another_story_is_refused_by_its_title(store: Store) -> None:
    saved(store, "climb")
    other = edited_lighthouse({"story: lighthouse": "story: windmill", "title: The Lighthouse": "title: The Windmill"})
    with pytest.raises(SaveMismatchError, match="another story: The Lighthouse"):
        restored(store, other)


def test_a_story_that_has_nothing_left_of_the_save_refuses_it(store: Store) -> None:
    session = Session.begin(lighthouse(), store, seed=1, scene="lamp_room")
    choose_all(session, ["take_the_oil"])
    session.close()
    edits = {"lamp_room:": "attic:", "goto: lamp_room": "goto: attic"}
    with pytest.raises(SaveMismatchError, match="left as it is"):
        restored(store, edited_lighthouse(edits))


def test_a_play_that_began_with_set_values_keeps_them(store: Store) -> None:
    lamps = lighthouse()
    session = Session.begin(lamps, store, seed=1, scene="lamp_room", values={"weather": 2, "bag": 0b010, "steps": 9})
    session.choose("take_the_matches")
    session.close()
    assert restored(store, lamps).timeline.state == session.state
    back = restored(store, renamed_lighthouse())
    status = {item.label: item.text for item in renamed_lighthouse().look(back.timeline.state).status}
    assert status["Weather"] == "storm"
    assert status["Steps"] == "9 of 200"


def test_moves_that_do_not_lead_where_the_kept_states_say_are_not_believed(store: Store) -> None:
    """The same story, another engine: what the player had counts, and the player is told."""
    saved(store, *["climb"] * 60)
    richer = edited_lighthouse({"steps += 1": "steps += 2"})
    same_fingerprint = Program(_with_fingerprint_of(lighthouse(), richer))
    back = restored(store, same_fingerprint)
    assert back.rung == "carried"
    assert "The game has changed since this was saved." in back.notice
    assert back.timeline.state.values[richer.index["steps"]] == 60


def _with_fingerprint_of(published: Program, other: Program) -> Story:
    return replace(other.story, fingerprint=published.story.fingerprint)


def test_a_stop_whose_first_option_is_gone_is_found_by_the_others(store: Store) -> None:
    """In a hub of which only the name is left: without the ids behind it, nothing would say which stop it was."""
    session = Session.begin(lighthouse(), store, seed=1, scene="lamp_room", values={"bag": 0b010})
    session.choose("take_the_oil")
    session.close()
    matches = "        - pick: Take the matches\n          do: bag += matches\n          then: They are dry.\n"
    edits = {matches: "", "pick: Take the oil": "pick: Oil"}
    back = restored(store, edited_lighthouse(edits))
    assert back.rung == "carried"
    assert back.timeline.state.at.scene == "lamp_room"
    assert back.timeline.state.turn == 1
    assert "You are where you were." in back.notice


def without_names(store: Store) -> Path:
    """The newest journal as version 1 wrote it: its places do not say what could be picked there."""
    path = journal_of(store)
    data = path.read_bytes()
    records = [json.loads(payload) for payload in unframe(data).payloads]
    for record in records:
        if record.get("do") == "state":
            record["state"]["at"] = record["state"]["at"][:2]
    path.write_bytes(Chain(format=1).frames([strict_json.encode(record) for record in records]))
    return path


def test_an_old_save_finds_its_stop_by_what_was_picked_there_next(store: Store) -> None:
    saved(store, *["rest"] * 60, "ask.min", closed=False)
    without_names(store)
    back = restored(store, edited_lighthouse({"- pick: Climb\n": "- pick: Go up\n", "pick: Talk to": "pick: Speak with"}))
    assert back.rung == "carried"
    assert back.timeline.state.turn == 61


def test_an_old_save_finds_its_stop_by_where_its_moves_lead(store: Store) -> None:
    session = saved(store, "rest", "rest")
    without_names(store)
    back = restored(store, edited_lighthouse({"- pick: Climb\n": "- pick: Go up\n"}))
    assert back.rung == "carried"
    assert back.timeline.state.turn == session.state.turn
    assert len(back.timeline.steps) == 2, "undo goes back to the first turn"


def crossroads(edits: dict[str, str]) -> Program:
    """A story with decks, with some of its words replaced."""
    texts = {name: text.decode() if isinstance(text, bytes) else text for name, text in texts_of("crossroads").items()}
    for old, new in edits.items():
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    story, report = load_texts(texts)
    assert story is not None, report.draw()
    return Program(story)


def test_a_deck_finds_its_way_back_under_its_new_name(tmp_path: Path) -> None:
    """A save in the middle of a dealt scene; the deck was called otherwise then."""
    older = crossroads({})
    edits = {"  road: What happens between here and the inn": "  way: {name: What happens, was: road}", "deck: road": "deck: way"}
    newer = crossroads({**edits, "deal: road": "deal: way"})
    store = Store(tmp_path)
    start = older.start(4).state
    assert any(place.address.startswith("deal road#") for place in start.returns)
    Session(Timeline(older, start, None), store).save_as("With the tinker")
    back = restore(newer, read_play(store.files, store.slots()[0].path))
    assert back.rung == "carried"
    assert any(place.address.startswith("deal way#") for place in back.timeline.state.returns)


def test_a_save_with_more_moves_than_can_be_made_again_opens_at_its_newest_state(store: Store) -> None:
    session = saved(store, turns=120)
    back = restore(lighthouse(), read_play(store.files, journal_of(store)), Patience(seconds=0.0))
    assert (back.rung, back.reached, back.total) == ("carried", 120, 120)
    assert back.timeline.state == session.state
    assert "more moves than can be made again in 20 seconds" in back.notice
    assert "You are where you were." in back.notice


def test_a_save_that_tells_more_than_a_play_can_keep_opens_at_its_newest_state(store: Store) -> None:
    session = saved(store, turns=60)
    back = restore(lighthouse(), read_play(store.files, journal_of(store)), Patience(characters=500))
    assert back.timeline.state == session.state
    assert len(back.timeline.passages) == 1


def test_a_save_with_too_many_moves_and_no_state_is_refused_with_the_reason(store: Store) -> None:
    saved(store, "climb", "rest", closed=False)
    with pytest.raises(SaveMismatchError, match="in 20 seconds, and there is no kept state"):
        restore(lighthouse(), read_play(store.files, journal_of(store)), Patience(seconds=0.0))
