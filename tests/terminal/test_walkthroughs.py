"""The runs of `tests/walkthroughs` come to their endings through both front ends, option by option."""

from __future__ import annotations

import subprocess
import time
from functools import cache
from pathlib import Path

import pytest

from game.engine.program import Program
from game.loading import load
from game.saving.store import Store
from tests import walkthroughs
from tests.terminal.driving import ROOT, Terminal, command, environment

SCENES = ROOT / "scenes"
RUNS = walkthroughs.every()
PATIENCE = 60
"""Seconds."""


@cache
def program() -> Program:
    story, report = load(SCENES)
    assert story is not None, report.draw()
    return Program(story)


def numbers(run: walkthroughs.Walkthrough) -> list[int]:
    """Which number each pick has on the screen."""
    return [number for _, number in walkthroughs.moves(program(), run)]


def remember(run: walkthroughs.Walkthrough, folder: Path) -> None:
    """What the player of the run has reached before, as the game keeps it beside the saves."""
    if run.after_all:
        story = program().story
        Store(folder / "saves").record(story.id, run.reached(story))


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_a_walkthrough_comes_to_its_ending_in_plain_text(run: walkthroughs.Walkthrough, tmp_path: Path) -> None:
    remember(run, tmp_path)
    keys = "".join(f"{number}\n" for number in numbers(run))
    arguments = command(tmp_path, "play", str(SCENES), "--seed", str(run.seed), "--plain")
    done = subprocess.run(arguments, input=keys, capture_output=True, text=True, env=environment(), timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert f"The end: {program().story.endings[run.ending].title}" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def read_to_the_end(terminal: Terminal, title: str) -> None:
    """The last passage may be longer than the screen, and a busy machine slow to draw it."""
    patience = time.monotonic() + PATIENCE
    while title not in terminal.text and time.monotonic() < patience:
        if "more below" in terminal.text:
            terminal.press(" ")
        terminal.settle()
    terminal.expect(title)


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.name)
def test_a_walkthrough_comes_to_its_ending_on_the_full_screen(run: walkthroughs.Walkthrough, tmp_path: Path) -> None:
    remember(run, tmp_path)
    with Terminal(command(tmp_path, "play", str(SCENES), "--seed", str(run.seed))) as terminal:
        terminal.expect("Before the first scene")
        terminal.press("enter")
        for number in numbers(run):
            terminal.settle(0.04)
            terminal.press("end", str(number))  # only what can be seen is picked
        read_to_the_end(terminal, program().story.endings[run.ending].title)
        terminal.press("ctrl-q")
        assert terminal.wait() == 0
        assert terminal.is_restored()
