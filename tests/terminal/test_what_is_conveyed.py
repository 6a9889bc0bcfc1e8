"""Two front ends, one game: what a player of the one is told, a player of the other is told, too.

The same words are typed into both, in one process. What each of them has conveyed is taken as words, without what is only layout;
every paragraph of the plain text must be somewhere on the full screen, and every row of the full screen in the plain text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.engine.program import Program
from game.loading import load
from game.saving.store import Store
from game.terminal.full_screen.frame import compose
from game.terminal.full_screen.player import Player
from game.terminal.game import Game
from game.terminal.plain import play_plain
from tests.terminal.story import lamp, open_games

SHIPPED = Path(__file__).parents[2] / "scenes"
PICKED_FROM = ("things", "history", "settings", "saves")
PAGES = ("journal", "party", "bag", "map", "status", "summary", "endings", *PICKED_FROM)
RUNS = {
    "the lamp": ["look lamp", "tell cook", "nonsense", "1", *PAGES, "undo", "2", "1", *PAGES, "redo", "skip", "1", "endings"],
    "the shipped story": ["look torch", "1", "1", "1", *PAGES, "2", "1", "3", "1", "2", *PAGES, "undo", "1", "1"],
}
PLAIN_SAYS = re.compile(r"^You can |^Not open: |\[Picture: |^> |Ways from here: |\bTime (?=\d\d:\d\d)")
"""What the full screen says by its layout: a row that cannot be picked, a picture that is there, the lines of a map; and a time
of the day is called nothing there, since nothing else looks like it."""
NOT_ON_THE_FULL_SCREEN = re.compile(r"The input has ended|I do not know “close”")
NOT_IN_PLAIN_TEXT = re.compile(r"\s*» Look at ")
"""Plain text does not say again what was typed."""
TALL, WIDE = 400, 110


def words(text: str) -> str:
    """Only the words of a text, in their order; a closing space keeps whole words whole."""
    return "".join(f"{word} " for word in re.findall(r"\w+", text.casefold()))


@pytest.fixture(params=RUNS)
def run(request: pytest.FixtureRequest) -> tuple[Program, list[str]]:
    name = str(request.param)
    if name == "the lamp":
        return lamp(), RUNS[name]
    story, report = load(SHIPPED)
    assert story is not None, report.draw()
    return Program(story), RUNS[name]


def begun(program: Program, folder: Path) -> Game:
    made = Game(program, Store(folder, now=lambda: 1_800_000_000.0), folder=folder, new_seed=lambda: 7)
    made.begin(seed=7)
    open_games.append(made)
    return made


def told_in_plain_text(game: Game, typed: list[str]) -> str:
    said = io.StringIO()
    lines = [line for each in typed for line in ((each, "close") if each in PICKED_FROM else (each,))]
    assert play_plain(game, io.StringIO("\n".join(lines) + "\n"), said, {"COLUMNS": "88"}) == 0
    return said.getvalue()


def screens_of(game: Game, typed: list[str], *, bar: bool = False) -> Iterator[list[str]]:
    """The rows of the full screen after each line that was typed, with or without the bar above them."""
    player = Player(game)
    yield rows_of(player, bar=bar)
    while player.screen is not player.story:
        player.accept()
    yield rows_of(player, bar=bar)
    for line in typed:
        player.open_editor(line)
        player.accept()
        yield rows_of(player, bar=bar)
        if player.screen is not player.story:
            player.cancel()


def rows_of(player: Player, *, bar: bool) -> list[str]:
    """Without the rules and the keys at the edge; the message that stands in their place is one of the rows."""
    frame = compose(player, WIDE, TALL)
    rows = ["".join(text for _, text in row) for row in frame.rows]
    return [*(rows[:1] if bar else []), *rows[2:-2], player.message]


def test_all_that_plain_text_tells_is_on_the_full_screen(run: tuple[Program, list[str]], tmp_path: Path) -> None:
    """In the same order; on pages whose columns stand side by side, on the same page."""
    program, typed = run
    plain = told_in_plain_text(begun(program, tmp_path / "plain"), typed)
    screens = [words(" ".join(rows)) for rows in screens_of(begun(program, tmp_path / "full"), typed, bar=True)]
    for paragraph in re.split(r"\n(?=\S)", plain.partition("\n")[2]):
        said = words(PLAIN_SAYS.sub("", paragraph))
        whole = any(said in shown for shown in screens)
        assert (
            whole or any(set(said.split()) <= set(shown.split()) for shown in screens) or NOT_ON_THE_FULL_SCREEN.match(paragraph)
        )


def test_all_that_is_on_the_full_screen_is_told_in_plain_text(run: tuple[Program, list[str]], tmp_path: Path) -> None:
    program, typed = run
    plain = words(told_in_plain_text(begun(program, tmp_path / "plain"), typed))
    for rows in screens_of(begun(program, tmp_path / "full"), typed):
        for row in rows:
            cells = re.split(r"\s{2,}", row)
            assert all(words(cell) in plain for cell in cells) or NOT_IN_PLAIN_TEXT.match(row), row
