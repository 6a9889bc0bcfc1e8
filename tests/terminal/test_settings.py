from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from game.arguments import arguments, parse
from game.quick_arguments import given_settings
from game.terminal.preferences import Preferences
from game.terminal.settings import FILE_NAME, SETTINGS, Settings, read, write


def test_without_a_file_everything_is_as_at_the_beginning(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings() == read(None)
    assert Settings().mouse
    assert not Settings().plain
    assert Settings().width == 72


def test_what_is_set_is_there_the_next_time(tmp_path: Path) -> None:
    settings = Settings().having("theme", "light").having("mouse", "off").having("width", "88")
    assert write(tmp_path / "new folder", settings) == ""
    again = read(tmp_path / "new folder")
    assert (again.theme, again.mouse, again.width) == ("light", False, 88)


@pytest.mark.parametrize(
    "kept",
    [b"", b"{", b"[]", b"null", b'{"theme": "pink", "width": 72, "mouse": null}', b"\xff\xfe", b"[" * 50_000, b'{"a":' * 50_000],
)
def test_a_damaged_file_falls_back_item_by_item(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(kept)
    assert read(tmp_path) == Settings()


def test_a_good_item_of_a_bad_file_is_taken(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"theme": "mono", "width": "9999", "unknown": 1}))
    assert read(tmp_path).theme == "mono"
    assert read(tmp_path).width == 72


def test_a_folder_that_cannot_be_written_is_named_with_the_cause(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "File exists" in write(tmp_path / "file", Settings())


def test_going_through_the_words_of_a_setting_comes_back() -> None:
    for setting in SETTINGS:
        settings = Settings()
        for _ in setting.words:
            settings = settings.having(setting.name, settings.next_word(setting.name))
        assert settings == Settings()


@pytest.mark.parametrize(
    ("flags", "given"),
    [
        ([], {}),
        (["--theme", "mono", "--width", "88", "--lines", "ascii"], {"theme": "mono", "width": "88", "lines": "ascii"}),
        (["--no-mouse", "--plain"], {"mouse": "off", "plain": "on"}),
        (["play", "--mouse", "--no-plain"], {"mouse": "on", "plain": "off"}),
        (["--theme", "light", "play"], {"theme": "light"}),
    ],
)
def test_each_setting_is_a_flag(flags: list[str], given: dict[str, str]) -> None:
    assert given_settings(parse(flags)) == given


def test_there_is_a_flag_for_every_setting() -> None:
    text = arguments(["--help"]).format_help()
    assert all(f"--{setting.name.replace(' ', '-')}" in text for setting in SETTINGS)


def test_what_is_given_for_a_session_is_not_kept(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path, [], {"theme": "light"})
    assert preferences.now.theme == "light"
    preferences.set("width", "88")
    assert (preferences.now.theme, preferences.now.width) == ("light", 88)
    assert (read(tmp_path).theme, read(tmp_path).width) == ("dark", 88)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_link_in_the_place_of_the_settings_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.json")
    assert read(tmp_path) == Settings()
    (tmp_path / "settings.json").unlink()
    (tmp_path / "settings.json").symlink_to("/dev/zero")
    assert read(tmp_path) == Settings()
