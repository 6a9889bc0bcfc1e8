from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.terminal.outcomes import Closed, Order, Row, Told
from game.terminal.understanding import MAX_TYPED, Here, understand

HERE = Here(
    (
        Row("Put it out of the tent", order=Order("choose", "out")),
        Row("Leave it the lamp", order=Order("choose", "lamp")),
        Row("Look at his shoes", order=Order("choose", "shoes")),
        Row("Tell the cook", locked="You would have to know what to tell."),
        Row("Save him", order=Order("choose", "save_him")),
        Row("이수혁에게 말한다", order=Order("choose", "korean")),
    ),
    things=("ribbon", "wet lamp"),
)
SHEET = Here((Row("New run", order=Order("restart")), Row("Quit", order=Order("quit"))), closable=True)


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("1", Order("choose", "out")),
        ("  2 ", Order("choose", "lamp")),
        ("put", Order("choose", "out")),
        ("tent put", Order("choose", "out")),
        ("LEAVE IT THE LAMP!", Order("choose", "lamp")),
        ("look at his shoes", Order("choose", "shoes")),
        ("look shoes", Order("choose", "shoes")),
        ("look ribbon", Order("look", "ribbon")),
        ("x the ribbon", Order("look", "ribbon")),
        ("ribbon", Order("look", "ribbon")),
        ("look at the wet lamp", Order("look", "wet lamp")),
        ("look", Order("look")),
        ("l", Order("look")),
        ("?", Order("help")),
        ("undo", Order("undo")),
        ("U", Order("undo")),
        ("save my place", Order("save", "my place")),
        ("save him", Order("choose", "save_him")),
        ("load 램프", Order("load", "램프")),
        ("settings theme dark", Order("settings", "theme dark")),
        ("말한다", Order("choose", "korean")),
        ("ㅕㅜ애", Order("undo")),
        ("ㅣㅐㅐㅏ 갸ㅠㅠㅐㅜ", Order("look", "ribbon")),
    ],
)
def test_what_is_typed_is_understood(typed: str, order: Order) -> None:
    assert understand(typed, HERE) == order


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "There is no option 9. There are 1 to 5."),
        ("0", "There is no option 0. There are 1 to 5."),
        ("it", "That could be 1 (Put it out of the tent) or 2 (Leave it the lamp). Type a number, or more words."),
        ("cook", "That is not open now: You would have to know what to tell."),
        ("jornal", "Did you mean `journal`?"),
        ("ribon", "Did you mean `ribbon`?"),
        ("lok ribbon", "Did you mean `look ribbon`?"),
        ("xyzzy", "I do not know “xyzzy”. Type a number, words of an option, or `help`."),
        ("", "Type a number, words of an option, or `help`."),
        ("-1", "I do not know"),
        ("Tell  I-sak!", "I do not know “Tell I-sak!”."),
        ("a" * (MAX_TYPED + 1), "That is too long."),
    ],
)
def test_what_is_not_clear_is_said_with_what_to_do(typed: str, said: str) -> None:
    answer = understand(typed, HERE)
    assert isinstance(answer, Told)
    assert said in answer.text


def test_the_whole_words_of_an_option_come_before_everything_else() -> None:
    here = Here(
        (Row("Undo", order=Order("choose", "a")), Row("Wait", order=Order("choose", "b")), Row("Wait here", order=Order("c")))
    )
    assert understand("undo", here) == Order("choose", "a")
    assert understand("wait", here) == Order("choose", "b")


def test_a_thing_that_is_not_here_is_still_looked_for_by_the_game() -> None:
    assert understand("look dragon", HERE) == Order("look", "dragon")


@pytest.mark.parametrize("typed", ["back", "close", "0", "cancel"])
def test_a_sheet_is_closed_by_a_word(typed: str) -> None:
    assert understand(typed, SHEET) == Closed()


def test_on_a_sheet_numbers_and_words_are_about_its_rows() -> None:
    assert understand("1", SHEET) == Order("restart")
    assert understand("run", SHEET) == Order("restart")
    assert understand("quit", SHEET) == Order("quit")


def test_where_nothing_can_be_picked_a_number_says_so() -> None:
    assert understand("1", Here(())) == Told("There is nothing to pick here.")


@given(st.text(max_size=40))
def test_whatever_is_typed_there_is_an_answer(typed: str) -> None:
    assert isinstance(understand(typed, HERE), Order | Told)
    assert isinstance(understand(typed, SHEET), Order | Told | Closed)


def test_a_verb_that_the_option_does_not_have_is_asked_about_and_not_guessed() -> None:
    """`take lamp` is not what "Leave it the lamp" says."""
    assert understand("take lamp", HERE) == Told("I do not know “take lamp”. Did you mean 2 (Leave it the lamp)?")


def test_the_beginning_of_a_thing_is_enough_to_look_at_it() -> None:
    assert understand("look at the rib", HERE) == Order("look", "ribbon")
    assert understand("x wet", HERE) == Order("look", "wet lamp")
