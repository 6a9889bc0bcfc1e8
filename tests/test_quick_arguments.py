"""Plain command lines are understood without argparse, and just as argparse understands them."""

from __future__ import annotations

import itertools

import pytest

from game.arguments import parse
from game.quick_arguments import Chosen, parse_quickly
from game.terminal.settings import SETTINGS, Setting

FLAGS: tuple[list[str], ...] = (
    [], ["--plain"], ["--no-plain"], ["--seed", "7"], ["--saves", "here"], ["--load", "latest"], ["--from", "yard"],
    ["--content-notes", "--no-bell"], ["--seed", "12345678901234567890123"],
)  # fmt: skip
LEFT_TO_ARGPARSE: tuple[list[str], ...] = (
    ["--help"], ["check"], ["play", "--see", "7"], ["play", "--seed=7"], ["play", "--seed", "seven"], ["play", "--seed"],
    ["play", "a", "b"], ["play", "--set", "noise=1"], ["play", "--watch"], ["--theme", "dark"], ["play", "--", "a"],
    ["play", "--load", "--plain"], ["play", ""], ["--seed", "7"], ["a-story"], ["play", "--plain", "--no-plain"], ["--version"],
)  # fmt: skip


def said(chosen: Chosen) -> dict[str, object]:
    """All that it says; a path as its text."""
    return {name: str(value) if name in ("story", "saves") else value for name, value in vars(chosen).items()}


@pytest.mark.parametrize("first", [[], ["play"], ["play", "a-story"]])
@pytest.mark.parametrize("flags", [[*one, *other] for one, other in itertools.combinations(FLAGS, 2)])
def test_what_is_understood_quickly_is_what_argparse_understands(first: list[str], flags: list[str]) -> None:
    quick = parse_quickly([*first, *flags])
    if quick is not None:
        assert said(quick) == said(parse([*first, *flags]))


@pytest.mark.parametrize("words", [[], ["--plain"], ["play"], ["play", "a-story", "--plain", "--seed", "7", "--saves", "here"]])
def test_the_usual_lines_are_understood_quickly(words: list[str]) -> None:
    assert parse_quickly(words) is not None


@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if setting.is_switch], ids=lambda setting: setting.name)
def test_each_switch_is_known(setting: Setting) -> None:
    words = [f"--no-{setting.name.replace(' ', '-')}"]
    quick = parse_quickly(words)
    assert quick is not None
    assert said(quick) == said(parse(words))


@pytest.mark.parametrize("words", LEFT_TO_ARGPARSE)
def test_whatever_else_there_is_argparse_has_to_say(words: list[str]) -> None:
    assert parse_quickly(words) is None
