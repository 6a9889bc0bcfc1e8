"""What the READMEs show is true: their commands exist, their samples work, their messages are what the program says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game.loading import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", *ROOT.glob("*/README.md")])


def block(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    """A copy of the shipped story, with the sample scene of the README in it."""
    folder = tmp_path / "scenes"
    shutil.copytree(ROOT / "scenes", folder)
    (folder / "1_camp" / "visitor.yaml").write_text(block(README, "yaml")[0], encoding="utf-8")
    return folder


def hyosan(*arguments: str | Path, keys: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "game", *map(str, arguments)]
    return subprocess.run(command, input=keys, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)


def test_the_sample_scene_checks_and_plays(scenes: Path, tmp_path: Path) -> None:
    story, report = load(scenes)
    assert story is not None, report.draw()
    assert {each.code for each in report} <= {"unreachable-scene"}, report.draw()
    played = hyosan("play", scenes, "--from", "visitor", "--plain", "--saves", tmp_path / "saves", keys="2\n")
    assert played.returncode == 0, played.stderr
    assert "A moth has found the lamp." in played.stdout
    assert "Adopt it." in played.stdout


def test_the_sample_message_is_what_the_checker_says(scenes: Path) -> None:
    scene = scenes / "1_camp" / "visitor.yaml"
    wrong = "# a comment above\n" + scene.read_text(encoding="utf-8").replace("dae_su:", "dae_soo:")
    scene.write_text(wrong, encoding="utf-8")
    checked = hyosan("check", scenes)
    assert checked.returncode == 1
    assert block(README, "text")[0].strip() in checked.stdout


def test_the_commands_of_the_table_exist() -> None:
    verbs = set(re.findall(r"`hyosan (\w+)", README))
    assert verbs >= {"play", "saves", "check"}
    for verb in verbs:
        assert hyosan(verb, "--help").returncode == 0


def test_the_test_command_is_what_ci_runs() -> None:
    command = re.search(r"<!-- test command -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert command is not None
    assert command.group(1).startswith("python3 -m venv .venv && ")
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")) if target]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:game|tests|scenes|saves|loading|language|engine|story|saving|terminal)/[\w./-]+)`", text))
    missing = [name for name in named if not any((base / name).exists() for base in (ROOT, ROOT / "game", page.parent))]
    assert [name for name in missing if "visitor" not in name] == []


def test_the_picture_is_what_the_program_draws() -> None:
    from tests.terminal.picture import picture, with_picture

    assert with_picture(README, picture()) == README
