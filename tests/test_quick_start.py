"""The page that stands before anything else is there: to the byte what the whole game shows, and left to it where it differs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game.engine.program import Program
from game.indexing.container import SEPARATOR
from game.loading import load
from game.saving.read_before import pick_line, record_name
from game.terminal.first_page import first_page_in
from game.terminal.noting import first_page_of
from game.terminal.settings import Settings, read, read_quickly, write
from tests.terminal.driving import Terminal, environment

ROOT = Path(__file__).parent.parent
STORY = """\
story: small
title: Small
start: yard
content note: A *moth*, and a “fire”.
cast:
  on_jo: {name: On-jo}
variables:
  noise: {range: 0..3, show: meter}
  open: flag
endings:
  out: {title: Out}
"""
YARD = """\
yard:
  title: The yard
  look:
    lamp: It burns.
  script:
    - "The yard is {noise > 0: loud|quiet}, and this is long enough to be wrapped into two rows — 나방 한 마리가 램프를 찾았다."
    - on_jo: Open *now*.
    - choose:
        - id: go
          pick: Go
          end: out
        - id: try
          pick: Try the gate
          when: open
          locked: It is locked
          end: out
        - id: stay
          pick: Stay
          goto: yard
"""
DICE = """\
yard:
  script:
    - check: 50
      pass: [It rains.]
      fail: [It snows.]
    - choose: [{pick: Go, end: out}]
"""
WHOLE = """
import sys
import game.quick_start
game.quick_start.show_first_scene = lambda *_: False
from game.cli import main
sys.exit(main(sys.argv[1:]))
"""
QUICK = """
import sys
import game.quick_start
show = game.quick_start.show_first_scene
def told(*given):
    shown = show(*given)
    print("quick" if shown else "whole", file=sys.stderr)
    return shown
game.quick_start.show_first_scene = told
from game.cli import main
sys.exit(main(sys.argv[1:]))
"""


class Player:
    """Plays the story in a folder from its index, with a folder of saves."""

    def __init__(self, root: Path, scenes: str = YARD, head: str = STORY) -> None:
        self.root, self.story, self.saves = root, root / "story", root / "saves"
        self.story.mkdir(parents=True)
        for name, text in (("story.yaml", head), ("scenes.yaml", scenes)):
            (self.story / name).write_text(text, encoding="utf-8")
        old = time.time() - 60
        for name in ("story.yaml", "scenes.yaml"):
            os.utime(self.story / name, (old, old))

    def run(self, code: str, *words: str, keys: str = "", **environ: str) -> subprocess.CompletedProcess[bytes]:
        given = {**os.environ, "XDG_CACHE_HOME": str(self.root), "PYTHONIOENCODING": "utf-8", **environ}
        return subprocess.run(
            [sys.executable, "-c", code, "play", str(self.story), "--saves", str(self.saves), *words],
            cwd=ROOT, env=given, input=keys.encode(), capture_output=True, check=False,
        )  # fmt: skip

    def both(self, *words: str, keys: str = "", **environ: str) -> tuple[str, str]:
        """What is shown at once, or by the whole game: which of them it was, and the text, which must be the same."""
        kept = self.root / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        if self.saves.exists():
            shutil.copytree(self.saves, kept)
        quick = self.run(QUICK, *words, keys=keys, **environ)
        shutil.rmtree(self.saves, ignore_errors=True)
        if kept.exists():
            shutil.copytree(kept, self.saves)
        whole = self.run(WHOLE, *words, keys=keys, **environ)
        assert (quick.returncode, quick.stdout) == (whole.returncode, whole.stdout)
        return quick.stderr.decode().strip(), quick.stdout.decode()


@pytest.fixture
def player(tmp_path: Path) -> Player:
    """A player whose story has an index that is believed."""
    made = Player(tmp_path)
    _wait_until_believed(made)
    return made


def _wait_until_believed(player: Player) -> None:
    """Files count as written long ago when the coarsest clock has gone on; their own change of time is as new as they are."""
    time.sleep(2.1)
    player.run(WHOLE, "--plain")
    player.run(WHOLE, "--plain")


def test_the_page_stands_before_the_game_and_is_the_same_to_the_byte(player: Player) -> None:
    for words in (("--plain",), (), ("--plain", "--seed", "7"), ("--theme", "mono"), ("--no-marks",)):
        which, shown = player.both(*words)
        assert which == "quick", words
        assert "Before the first scene" in shown
        assert "Not open: Try the gate (It is locked)" in shown
    for environ in ({"COLUMNS": "30"}, {"PYTHONIOENCODING": "ascii"}, {"LANG": "C"}):
        assert player.both("--plain", **environ)[0] == "quick"


def test_the_play_goes_on_from_the_page_as_if_the_game_had_shown_it(player: Player) -> None:
    which, shown = player.both("--plain", "--seed", "7", keys="look\nstatus\n2\nundo\nlook lamp\n1\n")
    assert which == "quick"
    assert shown.count("Before the first scene") == 1
    assert shown.count("You can look at: lamp.") == 1
    assert "It burns." in shown


def test_options_that_were_taken_before_are_marked_where_that_is_wanted(player: Player) -> None:
    player.run(WHOLE, "--plain", keys="2\n")
    assert player.both("--plain")[1].endswith("2. Stay (taken before)\n\n")
    assert player.both("--plain") == ("quick", player.run(WHOLE, "--plain").stdout.decode())
    assert player.both("--plain", "--no-marks")[1].endswith("2. Stay\n\n")
    (player.saves / record_name("small")).write_bytes(pick_line("yard", "stay").replace(b"stay", b"stya"))
    assert player.both("--plain")[1].endswith("2. Stay\n\n")


def test_what_changes_the_page_is_left_to_the_game(player: Player) -> None:
    for words in (
        ("--soften",),
        ("--content-notes",),
        ("--reveal", "sentence"),
        ("--from", "yard"),
        ("--set", "noise=2"),
        ("--debug",),
    ):
        assert player.both("--plain", *words)[0] == "whole", words
    assert player.run(QUICK, "--plain", "--load", "latest").stderr.decode().startswith("whole")
    write(player.saves, Settings().having("plain", "on").having("theme", "light"))
    assert player.both()[0] == "quick"
    write(player.saves, Settings().having("soften", "on"))
    assert player.both()[0] == "whole"


def test_a_changed_story_is_told_as_it_is_now(player: Player) -> None:
    (player.story / "scenes.yaml").write_text(YARD.replace("The yard is", "The court is"), encoding="utf-8")
    which, shown = player.both("--plain")
    assert which == "whole"
    assert "The court is quiet" in shown


def test_an_index_of_which_any_byte_is_another_never_shows_another_page(player: Player) -> None:
    (index,) = (player.root / "hyosan").glob("*.index")
    whole, data = player.run(WHOLE, "--plain").stdout, index.read_bytes()
    at = data.index(b"The yard is quiet")
    for changed in (data[:at] + b"\x1b" + data[at + 1 :], data[:at], data[: at + 3] + b"\x1f" + data[at + 3 :], b""):
        index.write_bytes(changed)
        done = player.run(QUICK, "--plain")
        assert done.stdout == whole
        assert done.stderr.decode().startswith("whole")


def test_only_a_beginning_that_is_the_same_for_everybody_has_such_a_page(tmp_path: Path) -> None:
    head = STORY.replace("  open: flag", "  open: flag\n  ends: {range: 0..3, remembers: endings}")
    reading = YARD.replace("The yard is {noise > 0: loud|quiet}", "{ends > 2: Again|Once}, a yard")
    later = YARD.replace("      end: out", "      then: [{if: ends > 2, then: Again.}, {end: out}]", 1)
    many = head.replace("0..3, remembers", "0..99, remembers")
    beginnings = {
        "plain": (YARD, STORY, "all"), "dice": (DICE, STORY, "none"), "remembers, and asks": (reading, head, "new"),
        "remembers, and asks later": (later, head, "all"), "remembers too many": (later, many, "new"),
    }  # fmt: skip
    for name, (scenes, declared, whose) in beginnings.items():
        story, report = load(Player(tmp_path / name, scenes, declared).story)
        assert story is not None, report.draw()
        page = first_page_in(first_page_of(Program(story)) or "")
        assert ("none" if page is None else "new" if page.unless else "all") == whose, name


def test_who_has_reached_something_gets_the_beginning_that_depends_on_it(tmp_path: Path) -> None:
    head = STORY.replace("  open: flag", "  open: flag\n  ends: {range: 0..3, remembers: endings}")
    player = Player(tmp_path, YARD.replace("{noise > 0: loud|quiet}", "{ends > 0: known|new}"), head)
    _wait_until_believed(player)
    which, shown = player.both("--plain")
    assert (which, "The yard is new" in shown) == ("quick", True)
    player.run(WHOLE, "--plain", keys="1\n")
    which, shown = player.both("--plain")
    assert (which, "The yard is known" in shown) == ("whole", True)


@pytest.mark.parametrize(
    "part", ["", "read-x", SEPARATOR.join(("read-x", "", "line", "a", "")), SEPARATOR.join(("r", "", *("jump",) * 5))]
)
def test_what_is_no_page_is_none(part: str) -> None:
    assert first_page_in(part) is None


def test_settings_are_read_quickly_only_where_they_stand_as_they_are_written(tmp_path: Path) -> None:
    assert read_quickly(str(tmp_path)) == Settings()
    for settings in (Settings(), Settings().having("plain", "on").having("width", "88")):
        write(tmp_path, settings)
        assert read_quickly(str(tmp_path)) == settings == read(tmp_path)
    for text in ("{}", '{"plain": "on"}', "", "{\n}\n", (tmp_path / "settings.json").read_text() + " ", "\x00"):
        (tmp_path / "settings.json").write_text(text, encoding="utf-8")
        assert read_quickly(str(tmp_path)) is None


def test_at_a_terminal_the_page_stands_and_the_game_comes_behind_it(player: Player) -> None:
    words = [sys.executable, "-m", "game", "play", str(player.story), "--plain", "--saves", str(player.saves)]
    with Terminal(words, environ=environment(XDG_CACHE_HOME=str(player.root))) as terminal:
        terminal.expect("2. Stay >")
        assert terminal.text.count("Before the first scene") == 1
        terminal.press("2", "enter")
        terminal.expect("> Stay")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
