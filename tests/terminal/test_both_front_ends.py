"""What the game can do, it can do in both front ends: every behaviour here is asked of the plain text and of the full screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.driving import Driver, Pipe, driven


@pytest.fixture(params=["plain", "full"])
def front_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def driver(front_end: str, tmp_path: Path) -> Iterator[Driver]:
    with driven(front_end, tmp_path) as driver:
        driver.expect("Leave it the lamp")
        yield driver


def test_the_first_scene_is_told_with_its_options(driver: Driver) -> None:
    driver.expect("The tent")
    driver.expect("A moth has found the lamp. It is winter, and it has no business being alive.")
    driver.expect("Su-hyeok: Adopt it." if isinstance(driver.program, Pipe) else "Su-hyeok Adopt it.")
    driver.expect("Put it out of the tent")
    driver.expect("Tell the cook (You would have to know what to tell.)")
    driver.expect("ook at: lamp, moth")
    assert "*" not in driver.text


def test_an_option_is_picked_by_its_number(driver: Driver) -> None:
    driver.pick(1)
    driver.expect("It comes back before you have sat down.")
    driver.expect("In your journal: The gate.")
    driver.expect("Use the plank")


def test_an_option_is_picked_by_its_words(driver: Driver) -> None:
    driver.say("leave the lamp")
    driver.expect("You climb.")


def test_words_that_fit_two_options_are_asked_about(driver: Driver) -> None:
    driver.say("it")
    driver.expect("That could be 1 (Put it out of the tent) or 2 (Leave it the lamp).")


def test_a_slip_is_answered_with_the_nearest_word(driver: Driver) -> None:
    driver.say("jornal")
    driver.expect("Did you mean `journal`?")


def test_a_locked_option_says_why(driver: Driver) -> None:
    driver.say("tell cook")
    driver.expect("That is not open now: You would have to know what to tell.")


def test_things_can_be_looked_at(driver: Driver) -> None:
    driver.say("look lamp")
    driver.expect("It is not yours. 램프.")
    driver.say("things")
    driver.expect("moth")


def test_choices_are_taken_back_and_made_again(driver: Driver) -> None:
    driver.pick(2)
    driver.expect("You climb.")
    driver.say("undo")
    driver.expect("Taken back: Leave it the lamp")
    driver.expect("Put it out")
    driver.say("redo")
    driver.expect("Forward again.")
    driver.expect("Use the plank")
    driver.say("redo")
    driver.expect("There is nothing to go forward to.")


def test_the_journal_has_what_was_noted(driver: Driver) -> None:
    driver.pick(1)
    driver.expect("Use the plank")
    driver.say("journal")
    driver.expect("Ten past. They change at ten past.")


def test_the_journal_says_where_each_thing_was_learnt(driver: Driver) -> None:
    driver.pick(1)
    driver.expect("Use the plank")
    driver.say("journal")
    driver.expect("The tent, turn 1")


def test_the_map_shows_only_the_places_that_were_seen(driver: Driver) -> None:
    driver.say("map")
    driver.expect("you are here")
    assert "hill" not in driver.text
    assert "so far" not in driver.text
    driver.close()
    driver.pick(2)
    driver.expect("Use the plank")
    driver.say("m")
    driver.expect("2 places so far")
    driver.expect("효산 hill")
    driver.expect("you are here")


def test_what_the_story_says_of_what_is_carried_stands_above_the_things(driver: Driver) -> None:
    driver.say("bag")
    driver.expect("A lamp.")
    driver.close()
    driver.pick(2)
    driver.expect("Use the plank")
    driver.say("bag")
    driver.expect("A lamp, with 35 minutes in it.")
    driver.expect("Arrows: 3")


def test_what_is_carried_is_listed(driver: Driver) -> None:
    driver.say("bag")
    driver.expect("Arrows: 3")
    assert "Wet matches" not in driver.text
    driver.close()
    driver.pick(1)
    driver.expect("Use the plank")
    driver.say("inventory")
    driver.expect("What you carry")
    driver.expect("Wet matches")
    driver.expect("Arrows: 3")


def test_everything_that_was_read_can_be_found_and_read_again(driver: Driver) -> None:
    driver.pick(2)
    driver.expect("Use the plank")
    driver.pick(2)
    driver.expect("Wait for the sun")
    driver.say("find BUSINESS being")
    driver.expect("1 place with “BUSINESS being”")
    driver.pick(1)
    driver.expect("A moth has found the lamp.")
    driver.expect("Turn 0")
    driver.say("find nowhere at all")
    driver.expect("“nowhere at all” stands nowhere in what you have read.")
    driver.close()
    driver.say("history")
    driver.expect("Use the plank")
    driver.pick(2)
    driver.expect("You climb.")


def test_words_typed_on_the_history_are_looked_for(driver: Driver) -> None:
    driver.say("history")
    driver.expect("Pick a turn to read it again.")
    driver.say("winter")
    driver.expect("1 place with “winter”")


def test_why_tells_what_locks_an_option(driver: Driver) -> None:
    driver.say("why")
    driver.expect("Tell the cook: You would have to know what to tell.")
    driver.say("why cook")
    driver.expect("“Tell the cook” is not open now: You would have to know what to tell.")
    driver.say("why lamp")
    driver.expect("That one is open: it can be picked.")
    driver.pick(2)
    driver.expect("Use the plank")
    driver.say("why")
    driver.expect("Nothing is locked here")


def test_the_summary_tells_which_picks_changed_what(driver: Driver) -> None:
    driver.pick(1)
    driver.expect("Use the plank")
    driver.say("summary")
    driver.expect("Your run so far")
    driver.expect("Put it out of the tent")
    driver.expect("In the journal: The gate.")
    assert " of 2 notes" not in driver.text


def test_the_end_of_a_run_offers_its_summary_and_to_keep_it(driver: Driver, tmp_path: Path) -> None:
    for number, words in ((1, "Use the plank"), (2, "Wait for the sun"), (1, "The end: Dawn")):
        driver.pick(number)
        driver.expect(words)
    driver.expect("What your choices changed")
    driver.say("summary")
    driver.expect("1 of 1 notes")
    driver.expect("0 of 1 promises")
    driver.close()
    driver.say("keep")
    driver.expect("Written to ")
    assert "<!DOCTYPE html>" in (tmp_path / "saves" / "runs" / "the-lamp-dawn.html").read_text(encoding="utf-8")
    driver.say(f"keep {tmp_path}/my run.md")
    driver.say("status")
    driver.expect("Where you are")
    assert (tmp_path / "my run.md").read_text(encoding="utf-8").startswith("# The Lamp")


def test_a_save_is_thrown_away_only_after_a_question(driver: Driver) -> None:
    driver.pick(2)
    driver.expect("Use the plank")
    driver.say("save of no use")
    driver.expect("Saved as “of no use”.")
    driver.say("delete of no")
    driver.expect("Throw “of no use” away?")
    driver.pick(1)
    driver.expect("Jump the ditch")
    driver.say("load of no use")
    driver.expect("Back in “of no use”.")
    driver.say("delete of no use")
    driver.expect("it cannot be brought back")
    driver.pick(2)
    driver.expect("“of no use” is thrown away.")
    driver.close()
    driver.say("load of no use")
    driver.expect("There is no save called “of no use”.")


def test_a_command_may_be_shortened_as_far_as_it_is_clear(driver: Driver) -> None:
    driver.say("jour")
    driver.expect("What you learn and promise will stand here.")
    driver.close()
    driver.say("sa")
    driver.expect("That could be `save` or `saves`.")
    driver.say("qui")
    driver.expect("Did you mean `quit`?")


def test_all_pages_can_be_reached_with_digits_alone(driver: Driver) -> None:
    driver.say("menu")
    driver.expect("Pages")
    driver.pick(2)
    driver.expect("What your choices changed")
    driver.pick(4)
    driver.expect("you are here")


def test_the_people_are_listed_with_their_names_in_hangul(driver: Driver) -> None:
    driver.say("party")
    driver.expect("Su-hyeok 이수혁")
    driver.expect("Walks last.")


def test_one_of_the_people_can_be_asked_for(driver: Driver) -> None:
    driver.say("who is Su-hyeok?")
    driver.expect("Walks last.")
    assert "양대수:" not in driver.text.rpartition("Walks last.")[2]


def test_of_somebody_who_is_not_here_one_is_shown_where_one_read_of_them(driver: Driver) -> None:
    driver.say("who was the moth")
    driver.expect("“the moth” stands nowhere in what you have read.")
    driver.close()
    driver.say("who is a moth")
    driver.expect("1 place with “a moth”")


def test_the_status_can_be_asked_for_in_words(driver: Driver) -> None:
    driver.say("status")
    driver.expect("1 of 5")
    driver.expect("22:40")
    driver.expect("The camp")


def test_a_moment_is_kept_under_a_name_and_gone_back_to(driver: Driver) -> None:
    driver.pick(2)
    driver.expect("Use the plank")
    driver.say("save before the plank 판자")
    driver.expect("Saved as “before the plank 판자”.")
    driver.pick(2)
    driver.expect("Wait for the sun")
    driver.say("saves")
    driver.expect("The hill, turn 1")
    driver.close()
    driver.say("load before the")
    driver.expect("Back in “before the plank 판자”.")
    driver.expect("Jump the ditch")


def test_the_endings_that_were_reached_are_remembered(driver: Driver) -> None:
    driver.say("endings")
    driver.expect("0 of 2 seen.")
    driver.close()
    for number, words in ((2, "Use the plank"), (2, "Wait for the sun"), (1, "The end: Dawn")):
        driver.pick(number)
        driver.expect(words)
    driver.expect("3 choices")
    driver.say("endings")
    driver.expect("1 of 2 seen.")
    driver.expect("Nobody asked you to.")


def test_the_gallery_shows_achievements_by_their_hints_until_they_are_earned(driver: Driver) -> None:
    driver.say("gallery")
    driver.expect("Achievements: 0 of 1 earned.")
    driver.expect("Ask nobody.")
    assert "Of one mind" not in driver.text
    driver.close()
    for number, words in ((2, "Use the plank"), (2, "Go back alone"), (2, "Achievement: Of one mind")):
        driver.pick(number)
        driver.expect(words)
    driver.say("gallery")
    driver.expect("Achievements: 1 of 1 earned.")
    driver.expect("Of one mind")


def test_a_new_run_begins_at_the_beginning(driver: Driver) -> None:
    driver.pick(2)
    driver.expect("Use the plank")
    driver.say("restart")
    driver.expect("Put it out of the tent")


def test_settings_are_shown_and_changed(driver: Driver) -> None:
    driver.say("settings theme light")
    driver.expect("Colours: light")
    driver.close()
    driver.say("settings theme pink")
    driver.expect("Colours can be: dark, light, contrast, mono.")


def test_the_help_names_the_commands(driver: Driver) -> None:
    driver.say("help")
    driver.expect("look THING")
    driver.expect("Look closer, at no cost")


def test_leaving_keeps_everything_and_the_next_start_goes_on(front_end: str, tmp_path: Path) -> None:
    with driven(front_end, tmp_path) as driver:
        driver.expect("Leave it the lamp")
        driver.pick(2)
        driver.expect("Use the plank")
        assert driver.leave() == 0
    story = str(tmp_path / "story")
    with driven(front_end, tmp_path, "play", story, "--load", "latest") as driver:
        driver.expect("You climb.")
        driver.expect("Use the plank")


def test_another_story_folder_can_be_opened(driver: Driver, tmp_path: Path) -> None:
    driver.say("folder " + str(tmp_path / "nothing here"))
    driver.expect("cannot be played")
    driver.close()
    driver.say("folder " + str(tmp_path / "story"))
    driver.expect("New run")


def test_what_was_taken_before_is_marked_and_can_be_skipped(front_end: str, tmp_path: Path) -> None:
    with driven(front_end, tmp_path) as driver:
        driver.expect("Leave it the lamp")
        driver.say("skip")
        driver.expect("There is nothing to skip")
        for number, words in ((2, "Use the plank"), (2, "Wait for the sun"), (1, "The end: Dawn")):
            driver.pick(number)
            driver.expect(words)
        driver.say("again")
        driver.expect("Skipped 1 turn, as you went before.")
        driver.expect("Use the plank (taken before)" if front_end == "plain" else "2· Use the plank")
        driver.say("skip")
        driver.expect("Wait for the sun")
        driver.say("settings marks off")
        driver.expect("Options taken before: off")
