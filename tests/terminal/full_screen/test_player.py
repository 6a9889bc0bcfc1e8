from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from game.engine.program import Program
from game.errors import StoryError
from game.loading import load_texts
from game.saving.store import Store
from game.terminal.full_screen.editor import Editor
from game.terminal.full_screen.player import Player
from game.terminal.game import Game
from game.terminal.outcomes import Order
from tests.terminal.screen import keys, look, player, words
from tests.terminal.story import game, lamp


@pytest.fixture
def played(tmp_path: Path) -> Player:
    return player(game(tmp_path))


def turn(played: Player) -> int:
    assert played.game.view is not None
    return played.game.view.turn


def to_ridge(played: Player) -> None:
    keys(played, "22")
    assert "Wait for the sun" in words(played)


def test_a_digit_picks_an_option(played: Player) -> None:
    keys(played, "2")
    assert turn(played) == 1
    assert "You climb." in words(played)


def test_enter_takes_the_marked_option_and_arrows_move_the_mark(played: Player) -> None:
    played.move(1)
    assert "> 2  Leave it the lamp" in "\n".join(look(played))
    played.move(1)
    assert played.screen.selected == 1
    played.accept()
    assert "Leave it the lamp" in words(played)
    assert turn(played) == 1


def test_enter_reads_on_while_the_options_are_out_of_view(played: Player) -> None:
    to_ridge(played)
    keys(played, "4")
    before = turn(played)
    assert "Fold it up" not in words(played)
    for _ in range(20):
        if "Fold it up" in words(played):
            break
        played.accept()
    assert turn(played) == before
    assert "Fold it up" in words(played)
    played.accept()
    assert turn(played) == before + 1


def test_the_whole_history_can_be_read_again(played: Player) -> None:
    to_ridge(played)
    played.first()
    assert "A moth has found the lamp." in words(played, rows=10)
    played.last()
    assert "Go back alone" in words(played, rows=10)


def test_words_of_an_option_pick_it(played: Player) -> None:
    keys(played, "leave lamp")
    assert "Enter: Leave it the lamp" in words(played)
    played.accept()
    assert turn(played) == 1


def test_a_letter_key_acts_at_once_and_again_closes(played: Player) -> None:
    keys(played, "j")
    assert "Journal" in words(played)
    keys(played, "j")
    assert "Journal" not in words(played)
    assert played.editor is None


def test_a_letter_key_that_turns_out_to_begin_a_word_is_taken_back(played: Player) -> None:
    keys(played, "p")
    assert "People" in words(played)
    keys(played, "u")
    assert "People" not in words(played)
    assert played.editor == Editor("pu", 2)
    keys(played, "t out")
    played.accept()
    assert turn(played) == 1
    assert "It comes back" in words(played)


@pytest.mark.parametrize("word", ["undo", "ㅕㅜㅇㅐ"])
def test_undo_typed_as_a_word_takes_back_one_turn_and_not_two(played: Player, word: str) -> None:
    keys(played, "22")
    keys(played, word)
    assert turn(played) == 2
    played.accept()
    assert turn(played) == 1


def test_undo_pressed_twice_takes_back_two_turns(played: Player) -> None:
    keys(played, "22")
    keys(played, "uu")
    assert turn(played) == 0
    keys(played, "r")
    assert turn(played) == 1


def test_a_word_of_an_option_that_begins_like_undo_is_not_lost(played: Player) -> None:
    """The options are others once the undo has been done; the word was meant for those that stood there."""
    keys(played, "2")
    assert "Use the plank" in words(played)
    keys(played, "use")
    assert turn(played) == 1
    played.accept()
    assert turn(played) == 2
    assert "It holds." in words(played)


def test_a_korean_keyboard_presses_the_same_keys(played: Player) -> None:
    keys(played, "ㅓ")
    assert "Journal" in words(played)
    played.cancel()
    played.type("ㅣㅐㅐㅏ ㅣ므ㅔ")
    played.accept()
    assert "It is not yours." in words(played)


def test_a_word_may_be_begun_while_a_page_is_open(played: Player) -> None:
    """`p` closes the journal and opens the people; `pu` was meant for the option."""
    keys(played, "j")
    keys(played, "pu")
    assert played.editor == Editor("pu", 2)
    assert "Journal" in words(played)
    played.accept()
    assert turn(played) == 1


def test_over_a_page_the_word_back_closes_it_and_takes_nothing_back(played: Player) -> None:
    keys(played, "2")
    keys(played, "j")
    played.open_editor("back")
    played.accept()
    assert turn(played) == 1
    assert "Journal" not in words(played)


def test_other_keys_between_two_letters_make_them_two_keys(played: Player) -> None:
    keys(played, "p")
    played.page(1)
    keys(played, "u")
    assert played.editor is None or played.editor.text == "u"


def test_with_more_than_nine_options_a_digit_waits_for_a_second_one(played: Player) -> None:
    to_ridge(played)
    keys(played, "3")
    before = turn(played)
    keys(played, "1")
    assert played.editor == Editor("1", 1)
    assert "Enter: Tent number 1" in words(played)
    keys(played, "2")
    played.accept()
    assert turn(played) == before + 1
    assert "Tent number 12" in words(played)


def test_a_digit_that_no_second_one_can_follow_picks_at_once(played: Player) -> None:
    to_ridge(played)
    keys(played, "3")
    before = turn(played)
    keys(played, "7")
    assert turn(played) == before + 1


def test_looking_costs_no_turn_and_is_gone_with_the_next(played: Player) -> None:
    keys(played, "l")
    assert "Look at" in words(played)
    keys(played, "1")
    assert "It is not yours. 램프." in words(played)
    assert turn(played) == 0
    keys(played, "2")
    played.first()
    assert "not yours" not in words(played, rows=60)


def test_escape_closes_one_thing_after_the_other(played: Player) -> None:
    played.cancel()
    assert "Menu" in words(played)
    keys(played, "6")
    assert "Settings" in words(played)
    played.open_editor("th")
    played.cancel()
    assert "Settings" in words(played)
    played.cancel()
    assert "Menu" in words(played)
    played.cancel()
    assert "A moth has found" in words(played)


def test_escape_takes_an_answer_away_before_it_opens_the_menu(played: Player) -> None:
    played.open_editor("who goes there, I-sak?")
    played.accept()
    played.open_editor("xyzzy")
    played.accept()
    assert "I do not know" in words(played)
    played.cancel()
    assert "I do not know" not in words(played)
    assert "A moth has found" in words(played)
    played.cancel()
    assert "Menu" in words(played)


def test_a_moment_is_saved_under_a_name_and_loaded_again(played: Player) -> None:
    played.cancel()
    keys(played, "3")
    assert "Under which name?" in words(played)
    assert "Ctrl-U empties it" in words(played)
    for _ in "The tent, turn 0":
        played.edit(Editor.rub_out)
    keys(played, "텐트 one")
    played.accept()
    assert "Saved as “텐트 one”." in words(played)
    keys(played, "2")
    assert turn(played) == 1
    played.press("c-o")
    assert "텐트 one" in words(played)
    assert "The tent, turn 0" in words(played)
    played.click(0 if "> 1   텐트 one" in "\n".join(look(played)) else 1)
    assert turn(played) == 0


def test_a_loaded_run_of_the_same_length_is_told_as_it_was(played: Player) -> None:
    keys(played, "1")
    played.do(Order("save", "out of the tent"))
    keys(played, "u")
    keys(played, "2")
    played.do(Order("load", "out of the tent"))
    shown = words(played, rows=60)
    assert "It comes back before you have sat down." in shown
    assert "Leave it the lamp" not in shown


def test_a_name_left_empty_saves_nothing(played: Player, tmp_path: Path) -> None:
    played.cancel()
    keys(played, "3")
    played.edit(Editor.rub_out_all)
    played.accept()
    assert [slot for slot in Store(tmp_path).slots() if not slot.autosave] == []
    assert "A moth has found" in words(played)


def test_a_setting_is_changed_where_it_stands(played: Player) -> None:
    keys(played, ",")
    played.move(1)
    played.accept()
    assert played.game.settings.width == 66
    assert ">  2  Text width: 66" in "\n".join(look(played))
    assert Game(lamp(), None, folder=Path(str(played.game.store and played.game.store.folder))).settings.width == 66


def test_the_end_of_a_run_says_what_it_was_and_what_can_be_done(played: Player) -> None:
    to_ridge(played)
    keys(played, "1")
    shown = words(played)
    assert "The end: Dawn" in shown
    assert "3 choices" in shown
    assert "Endings: 1 of 2 seen." in shown
    played.accept()
    assert "The end: Dawn" in words(played)
    assert "0 of 1 promises" in words(played, rows=60)
    played.cancel()
    keys(played, "2")
    assert "Dawn seen" in words(played)
    assert "Nobody asked you to." in words(played)
    played.cancel()
    keys(played, "u")
    assert "Wait for the sun" in words(played)


def test_the_title_screen_offers_what_there_is(tmp_path: Path) -> None:
    played = player(game(tmp_path, begun=False))
    shown = words(played)
    assert "The Lamp" in shown
    assert "1 New run" in shown
    assert "Continue" not in shown
    assert "Load" not in shown
    played.accept()
    assert "Fear, and a moth." in words(played)
    played.accept()
    keys(played, "2")
    played.game.close()
    again = player(game(tmp_path, begun=False))
    assert "1 Continue The hill, turn 1" in words(again)
    again.accept()
    assert turn(again) == 1


def test_the_content_note_comes_once_and_only_before_the_first_scene(tmp_path: Path) -> None:
    played = Player(game(tmp_path))
    assert "Fear, and a moth." in words(played)
    assert "A moth has found" not in words(played)
    played.accept()
    assert "A moth has found" in words(played)
    played.open_editor("restart")
    played.accept()
    assert "A moth has found" in words(played)


def test_escape_at_the_title_goes_on_with_a_run_that_is_under_way(played: Player) -> None:
    played.open_editor("title")
    played.accept()
    assert "Go on" in words(played)
    played.cancel()
    assert "A moth has found" in words(played)


def test_whoever_asks_for_plain_text_gets_it_now_and_at_the_next_start(tmp_path: Path) -> None:
    played = player(game(tmp_path, begun=False))
    assert "Plain text for screen readers" in words(played)
    keys(played, "4")
    assert played.left is not None
    assert played.left.plain
    assert game(tmp_path, begun=False).settings.plain


def test_another_story_can_be_opened_and_a_broken_one_is_explained(tmp_path: Path) -> None:
    def open_story(folder: Path) -> Program:
        if folder.name == "broken":
            raise StoryError("The story cannot be played: 1 error.", load_texts({"story.yaml": "story: 1 2"})[1])
        return lamp()

    played = player(game(tmp_path, begun=False, open_story=open_story))
    played.open_editor("folder")
    played.accept()
    keys(played, "broken")
    played.accept()
    assert "cannot be played" in words(played)
    assert "error[" in words(played)
    played.cancel()
    assert "New run" in words(played)
    played.open_editor("folder elsewhere")
    played.accept()
    assert "New run" in words(played)


def test_a_save_that_another_window_plays_can_be_played_as_a_copy(tmp_path: Path) -> None:
    first = player(game(tmp_path))
    keys(first, "2")
    played = player(game(tmp_path, begun=False))
    keys(played, "1")
    assert "Play a copy of it" in words(played)
    keys(played, "1")
    assert "You climb." in words(played)
    assert "This is a copy" in words(played)
    keys(played, "1")
    assert turn(first) == 1


def test_an_unreadable_save_is_listed_with_its_reason(played: Player, tmp_path: Path) -> None:
    keys(played, "2")
    (tmp_path / "broken.hyosan").write_bytes(b"not a save")
    played.press("c-o")
    shown = words(played)
    assert "- broken" in shown
    assert "> 1 Autosave 1" in shown


def test_a_story_without_a_way_on_says_so_and_can_be_taken_back() -> None:
    story = lamp().story
    hill = replace(story.scenes["hill"], script=story.scenes["hill"].script[:-1])
    stuck = Game(Program(replace(story, scenes={**story.scenes, "hill": hill})), None)
    stuck.begin(seed=1, scene="hill")
    played = player(stuck)
    keys(played, "1")
    assert "no way on" in words(played)
    keys(played, "u")
    assert "Use the plank" in words(played)


def test_a_click_picks_and_the_wheel_reads(played: Player) -> None:
    played.click(1)
    assert turn(played) == 1
    keys(played, "24")
    top = look(played)
    played.wheel(3)
    assert look(played)[2:10] != top[2:10]
    played.click(99)
    played.click(-1)
    assert turn(played) == 3


def test_leaving_is_for_the_front_end_to_do(played: Player) -> None:
    assert played.left is None
    played.press("c-q")
    assert played.left is not None
    assert not played.left.plain
