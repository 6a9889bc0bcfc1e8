from __future__ import annotations

from pathlib import Path

import pytest

from game.saving.folder import data_folder, find_saves_folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The package of a checkout."""
    (tmp_path / "game").mkdir()
    (tmp_path / "scenes").mkdir()
    (tmp_path / "pyproject.toml").touch()
    return tmp_path / "game"


def test_what_the_player_says_comes_first(checkout: Path) -> None:
    assert find_saves_folder("mine", {"HYOSAN_SAVES": "theirs"}, checkout) == Path("mine")


def test_the_environment_comes_second(checkout: Path) -> None:
    assert find_saves_folder(None, {"HYOSAN_SAVES": "theirs"}, checkout) == Path("theirs")


def test_a_home_is_written_out(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ji_u")
    assert find_saves_folder("~/saves", {}, checkout) == Path("/home/ji_u/saves")


def test_in_a_checkout_saves_stand_beside_the_game(checkout: Path) -> None:
    assert find_saves_folder(None, {"XDG_DATA_HOME": "/data"}, checkout) == checkout.parent / "saves"


@pytest.mark.parametrize("missing", ["pyproject.toml", "scenes"])
def test_an_installed_package_is_no_checkout(checkout: Path, missing: str) -> None:
    gone = checkout.parent / missing
    gone.rmdir() if gone.is_dir() else gone.unlink()
    saves = find_saves_folder(None, {"XDG_DATA_HOME": "/data", "LOCALAPPDATA": "/data"}, checkout)
    assert checkout.parent not in saves.parents


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"HOME": "/home/x", "XDG_DATA_HOME": "/data"}, "/data/hyosan"),
        ("linux", {"HOME": "/home/x"}, "/home/x/.local/share/hyosan"),
        ("linux", {"HOME": "/home/x", "XDG_DATA_HOME": "relative"}, "/home/x/.local/share/hyosan"),
        ("freebsd14", {"HOME": "/home/x"}, "/home/x/.local/share/hyosan"),
        ("darwin", {"HOME": "/Users/x", "XDG_DATA_HOME": "/data"}, "/Users/x/Library/Application Support/hyosan"),
        ("win32", {"USERPROFILE": "/Users/x", "LOCALAPPDATA": "/Local"}, "/Local/hyosan"),
        ("win32", {"USERPROFILE": "/Users/x"}, "/Users/x/AppData/Local/hyosan"),
    ],
)
def test_each_system_has_its_place_for_data(platform: str, environ: dict[str, str], folder: str) -> None:
    assert data_folder(environ, platform) == Path(folder)
