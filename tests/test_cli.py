"""The command line: what it takes, what it says when it is wrong, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def hyosan(*arguments: str | Path, keys: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "game", *map(str, arguments)]
    return subprocess.run(command, input=keys, capture_output=True, text=True, cwd=cwd, timeout=60, check=False)


def test_a_piped_play_prints_scenes_and_options_and_leaves_a_save(tmp_path: Path) -> None:
    played = hyosan("play", "--plain", "--seed", "7", "--saves", tmp_path, keys="1\n2\n")
    assert played.returncode == 0
    assert "1. Leave it" in played.stdout
    assert played.stderr == ""
    listed = hyosan("saves", "--saves", tmp_path)
    assert "The night before, turn 2" in listed.stdout


def test_where_there_is_no_terminal_the_plain_text_is_chosen_by_itself(tmp_path: Path) -> None:
    played = hyosan("play", "--seed", "7", "--saves", tmp_path, keys="1\n")
    assert played.returncode == 0
    assert "\x1b" not in played.stdout


def test_the_title_offers_to_continue(tmp_path: Path) -> None:
    hyosan("play", "--plain", "--seed", "7", "--saves", tmp_path, keys="1\n2\n")
    title = hyosan("--plain", "--saves", tmp_path, keys="1\n")
    assert "1. Continue (The night before, turn 2" in title.stdout
    assert "Quit" in title.stdout


def test_a_save_is_gone_on_with(tmp_path: Path) -> None:
    hyosan("play", "--plain", "--seed", "7", "--saves", tmp_path, keys="1\nsave My place\n1\n")
    for name in ("latest", "My place"):
        loaded = hyosan("play", "--plain", "--load", name, "--saves", tmp_path, keys="status\n")
        assert loaded.returncode == 0, loaded.stderr
    assert hyosan("play", "--plain", "--load", "none", "--saves", tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("plya",), 2, "Did you mean `hyosan play`?"),
        (("--plain", "--seed", "5"), 2, "`--seed` belongs to the verb `play`.\nWrite `hyosan play --plain --seed 5 --saves "),
        (("--plain", "--sede", "5"), 2, "`hyosan --help` lists what there is."),
        (("play", "--sed", "7"), 2, "unrecognized arguments"),
        (("play", "--seed", "x"), 2, "invalid int value"),
        (("play", "--from", "graves_last_nite"), 2, "Did you mean `graves_last_night`?"),
        (("play", "--set", "trust.dae_soo=1"), 2, "Did you mean `trust.dae_su`?"),
        (("play", "--set", "noise=9"), 2, "`noise` cannot be `9`"),
        (("play", "--set", "told_first=nobdy"), 2, "Did you mean `nobody`?"),
        (("play", "--set", "noise"), 2, "NAME=VALUE"),
        (("play", "nowhere"), 1, "there is no folder nowhere"),
        (("play", "game"), 1, "there is no story.yaml in game"),
        (("check", "nowhere"), 1, "there is no folder nowhere"),
    ],
)
def test_a_wrong_command_line_is_said_with_what_to_do(tmp_path: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    saves = () if arguments[0] == "check" else ("--saves", str(tmp_path))
    done = hyosan(*arguments, *saves)
    assert done.returncode == code
    assert words in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_values_and_scene_can_be_set(tmp_path: Path) -> None:
    arguments = ("--from", "camp_hub", "--set", "clock=23:20", "--set", "bag=[rice]", "--saves", str(tmp_path), "--plain")
    played = hyosan("play", *arguments, keys="status\n")
    assert played.returncode == 0, played.stderr
    assert "23:20" in played.stdout


def test_the_version_is_told_without_any_library() -> None:
    code = "import sys; sys.argv = ['hyosan', '--version']; from game.cli import main; main(); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "hyosan 0.1.0" in done.stdout
    for library in ("'yaml'", "'rich'", "'prompt_toolkit'", "'game.engine.program'"):
        assert library not in done.stdout


def test_the_plain_game_needs_neither_rich_nor_prompt_toolkit(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['rich'] = sys.modules['prompt_toolkit'] = None\n"
        f"from game.cli import main; sys.exit(main(['play', '--plain', '--saves', {str(tmp_path)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], input="1\n", capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
