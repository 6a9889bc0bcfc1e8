from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from game.terminal import sheets
from game.terminal.commands import COMMANDS, READING_KEYS, Command, commands_of, key_text, words_of_commands
from game.terminal.full_screen.typeahead import INVERSE
from game.terminal.game import Game
from game.terminal.outcomes import Order, Outcome, Sheet, Story, Told
from tests.terminal.story import game


def test_no_word_means_two_commands() -> None:
    assert [word for word, count in Counter(word for word, _ in words_of_commands()).items() if count > 1] == []


def test_no_key_does_two_things() -> None:
    keys = [key for each in READING_KEYS if "story" in each.where for key in each.keys]
    keys += [key for command in COMMANDS for key in command.keys]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_performed(command: Command, tmp_path: Path) -> None:
    outcome = game(tmp_path).perform(Order(command.name))
    assert isinstance(outcome, Outcome)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_command_fails_without_a_run(command: Command) -> None:
    outcome = game(None, begun=False).perform(Order(command.name))
    assert isinstance(outcome, Outcome)


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if any(len(key) == 1 for key in each.keys)], ids=lambda each: each.name
)
def test_what_a_letter_key_does_can_be_taken_back(command: Command, tmp_path: Path) -> None:
    """It may turn out to have been the first letter of a word."""
    played = game(tmp_path)
    assert isinstance(played.perform(played_order(played, "put")), Story)
    assert played.session is not None
    if command.name == "redo":
        played.perform(Order("undo"))
    state = played.session.state
    outcome = played.perform(Order(command.name))
    if command.name in INVERSE:
        assert played.session.state != state
        played.perform(Order(INVERSE[command.name]))
    else:
        assert isinstance(outcome, Sheet)
    assert played.session.state == state


def played_order(played: Game, words: str) -> Order:
    understood = played.understand(words)
    assert isinstance(understood, Order)
    return understood


@pytest.mark.parametrize("authors", [False, True])
def test_the_help_of_both_front_ends_names_every_command(authors: bool) -> None:
    names = {command.name for command in commands_of(authors=authors)}
    plain = {row.head.split()[0] for row in sheets.commands(authors=authors).rows}
    full = " ".join(row.head for row in sheets.keys("story", in_ascii=False, authors=authors).rows)
    assert plain == names
    assert all(name in full for name in names)


def test_the_help_over_a_sheet_names_only_what_works_there() -> None:
    heads = " ".join(row.head for row in sheets.keys("sheet", in_ascii=False).rows)
    assert "Esc" in heads
    assert "journal" not in heads


@pytest.mark.parametrize(
    ("key", "in_ascii", "text"),
    [
        ("c-s", False, "Ctrl-S"),
        ("f2", False, "F2"),
        ("up", False, "↑"),
        ("up", True, "Up"),
        ("u", False, "u"),
        (" ", True, "Space"),
    ],
)
def test_keys_are_written_as_they_stand_on_the_keyboard(key: str, in_ascii: bool, text: str) -> None:
    assert key_text(key, in_ascii=in_ascii) == text
    assert key_text(key, in_ascii=True).isascii()


def test_a_command_without_anything_to_do_says_so(tmp_path: Path) -> None:
    assert isinstance(game(tmp_path).perform(Order("undo")), Told)
