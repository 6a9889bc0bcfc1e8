"""What is imported before something stands on the screen. Each module more is waited for at every start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

PLAY = """
import sys
from game.cli import main
assert main(sys.argv[1:]) == 0
print(*sorted(sys.modules), file=sys.stderr)
"""
SPLASH = """
import sys
import game.cli
from game.quick_arguments import parse_quickly
from game.saving.folder import find_saves_folder
from game.terminal import decide, settings
import game.terminal.full_screen.app
assert parse_quickly([]) is not None
print(*sorted(sys.modules), file=sys.stderr)
"""
BEFORE_THE_FIRST_PAGE = """
game game.cli game.quick_arguments game.quick_start game.records game.stories game.indexing game.indexing.container
game.indexing.current game.indexing.folder game.indexing.stamps game.saving game.saving.folder game.terminal
game.terminal.decide game.terminal.door game.terminal.first_page game.terminal.layout game.terminal.paper game.terminal.settings
"""
BEFORE_THE_FIRST_SCENE = """
game game.cli game.quick_start game.indexing.current game.terminal.first_page game.stories game.quick_arguments
game.diagnostics game.errors game.records game.session game.engine game.engine.code game.engine.dice game.engine.machine
game.engine.program game.engine.running game.engine.starting game.engine.state game.engine.telling game.indexing
game.indexing.container game.indexing.encoding game.indexing.folder game.indexing.kinds game.indexing.opening
game.indexing.sections game.indexing.stamps game.language game.language.domain game.language.evaluate game.language.folding
game.language.spacing game.language.tree game.saving game.saving.disk_errors game.saving.files game.saving.folder
game.saving.lock game.saving.memory game.saving.store game.saving.timeline game.story game.story.declared game.story.model
game.story.script game.telling game.telling.blocks game.telling.emphasis game.terminal game.terminal.decide game.terminal.door
game.terminal.ending game.terminal.game game.terminal.announcing game.terminal.layout game.terminal.outcomes
game.terminal.paper game.terminal.plain game.terminal.preferences game.terminal.sentences game.terminal.settings
game.terminal.turns
"""
BEFORE_THE_SPLASH = """
game game.cli game.quick_arguments game.records game.saving game.saving.folder game.terminal game.terminal.decide
game.terminal.echo game.terminal.ending game.terminal.settings game.terminal.full_screen game.terminal.full_screen.app
"""
DEARER = {"collections", "contextlib", "enum", "functools", "operator", "pathlib", "re", "signal", "types", "typing"}
"""What takes as long as some modules of ours, and no first page needs."""
DEAR = {
    "argparse", "asyncio", "dataclasses", "difflib", "hashlib", "inspect", "json", "random", "shutil", "tempfile", "textwrap",
    "dd", "filelock", "prompt_toolkit", "rich", "yaml",
}  # fmt: skip
"""What takes milliseconds to import, and no first picture needs."""

STORY = """\
story: small
title: Small
start: yard
endings:
  out: {title: Out}
"""
SCENES = """\
yard:
  script:
    - The yard is quiet.
    - choose:
        - pick: Go
          end: out
"""


def imported(code: str, *words: str, cache: Path) -> set[str]:
    """The modules that a process has at its end."""
    environ = {**os.environ, "XDG_CACHE_HOME": str(cache), "HYOSAN_SAVES": str(cache / "saves")}
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a story, and its index, of which is known that it serves."""
    folder = tmp_path_factory.mktemp("story")
    story = folder / "small"
    story.mkdir()
    for name, text in (("story.yaml", STORY), ("scenes.yaml", SCENES)):
        path = story / name
        path.write_text(text, encoding="utf-8")
    words = ("play", "--plain", "--seed", "7", str(story))
    without_index = imported(PLAY, *words, cache=folder)
    assert "game.loading" in without_index
    _let_it_age()
    imported(PLAY, *words, cache=folder)  # the first one found the files just written, and asked for their content again
    return folder


def _let_it_age() -> None:
    """Files count as written long ago when the clock of a file system has gone on by its coarsest step."""
    import time

    time.sleep(2.1)


def own(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "game"}


def test_before_the_page_of_the_first_scene_nothing_is_imported_but_what_shows_it(indexed: Path) -> None:
    there = imported(PLAY, "play", "--plain", str(indexed / "small"), cache=indexed)
    assert own(there) == set(BEFORE_THE_FIRST_PAGE.split())
    bare = imported("import sys; print(*sys.modules, file=sys.stderr)", cache=indexed)
    assert there & (DEAR | DEARER) <= bare


def test_where_the_scene_has_to_be_played_nothing_is_imported_but_what_it_needs(indexed: Path) -> None:
    first_scene = imported(PLAY, "play", "--plain", "--soften", str(indexed / "small"), cache=indexed)
    assert own(first_scene) == set(BEFORE_THE_FIRST_SCENE.split())
    assert first_scene & DEAR == set()


def test_before_the_splash_there_is_neither_the_engine_nor_a_library(tmp_path: Path) -> None:
    modules = imported(SPLASH, cache=tmp_path)
    assert own(modules) == set(BEFORE_THE_SPLASH.split())
    assert modules & DEAR == set()
