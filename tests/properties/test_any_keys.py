"""Any keys in the whole full screen, without a terminal: what prompt_toolkit reads and writes is ours, and a disk is in memory.

So there are many more than through a pseudo-terminal (`test_keys_and_signals`), which alone can show that it is restored.
"""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest
from prompt_toolkit.application import get_app
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import Input
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.output.vt100 import Vt100_Output

from game.saving.store import Store
from game.terminal.full_screen import frame
from game.terminal.full_screen.fullscreen import run
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.viewport import Measure
from game.terminal.game import Game
from game.terminal.outcomes import Order
from tests.faults.budget import budget
from tests.faults.crash_model import MemoryDisk
from tests.properties.any_keys import any_key, foreign
from tests.terminal.story import lamp

USUAL = 24_000
KEYS_TO_PRESS = budget(USUAL)
PARTS = 2
MOST_IN_A_PLAY = 2000
MOST_AT_ONCE = 40
SIZES = ((80, 24), (40, 15), (120, 40), (20, 6), (200, 60))


class Keyboard(Input):
    """Types at random as soon as the application can take it, and resizes the window now and then. Who has had enough presses
    Ctrl-Q until the game is left. `pressed` is how many keys there were.
    """

    def __init__(self, chance: random.Random, most: int, window: Window) -> None:
        self.pressed = 0
        self._chance, self._most, self._window = chance, most, window
        self._keys: list[KeyPress] = []
        self._parser = Vt100Parser(self._keys.append)
        self._ready: Callable[[], None] | None = None

    def _type(self) -> None:
        """A few keys at once, or as many as a paste or a tired terminal brings."""
        if self._ready is None:
            return
        if self.pressed >= self._most:
            self._parser.feed("\x1b[201~")
            self._parser.flush()
            self._parser.feed("\x1b")
            self._parser.flush()
            self._parser.feed("\x11")
        else:
            many = self._chance.choice((1, 1, 2, 5, MOST_AT_ONCE))
            self._parser.feed("".join(any_key(self._chance) for _ in range(many)))
            self.pressed += many
            if self._chance.random() < 0.5:
                self._parser.flush()
        if self._chance.random() < 0.05:
            self._window.size = Size(rows=self._chance.randrange(1, 60), columns=self._chance.randrange(1, 150))
            get_app()._on_resize()
        self._ready()
        asyncio.get_running_loop().call_soon(self._type)

    def read_keys(self) -> list[KeyPress]:
        keys = self._keys[:]
        self._keys.clear()
        return keys

    def flush_keys(self) -> list[KeyPress]:
        self._parser.flush()
        return self.read_keys()

    @contextmanager
    def _attached(self, ready: Callable[[], None]) -> Iterator[None]:
        self._ready = ready
        asyncio.get_running_loop().call_soon(self._type)
        try:
            yield
        finally:
            self._ready = None

    def attach(self, input_ready_callback: Callable[[], None]) -> AbstractContextManager[None]:
        return self._attached(input_ready_callback)

    def detach(self) -> AbstractContextManager[None]:
        return nullcontext()

    def raw_mode(self) -> AbstractContextManager[None]:
        return nullcontext()

    def cooked_mode(self) -> AbstractContextManager[None]:
        return nullcontext()

    def fileno(self) -> int:
        raise NotImplementedError

    def typeahead_hash(self) -> str:
        return "any keys"

    @property
    def closed(self) -> bool:
        return False

    def close(self) -> None:
        pass


class Window(Vt100_Output):
    """What a terminal of some size is sent."""

    def __init__(self, columns: int, rows: int) -> None:
        self.size = Size(rows=rows, columns=columns)
        self.sent = io.StringIO()
        super().__init__(self.sent, lambda: self.size, term="xterm-256color")


def begun() -> Game:
    """A run at its beginning, on a disk in memory."""
    game = Game(lamp(), Store(Path("/saves"), MemoryDisk()), new_seed=lambda: 7)
    game.begin(seed=7)
    return game


class Watched(Player):
    """Notes in `given` which commands are given."""

    def __init__(self, game: Game, given: set[str]) -> None:
        super().__init__(game)
        self.given = given

    def do(self, order: Order) -> None:
        self.given.add(order.command)
        super().do(order)


def press_many(seed: int, most: int, given: set[str]) -> int:
    """One play with up to so many keys; how many there were."""
    chance = random.Random(seed)
    window = Window(*chance.choice(SIZES))
    keyboard = Keyboard(chance, most, window)
    player = Watched(begun(), given)
    try:
        assert run(player, environ={"TERM": "xterm-256color"}, given_input=keyboard, given_output=window) == 0
    finally:
        player.game.close()
    assert foreign(window.sent.getvalue().encode("utf-8", "surrogatepass")) == set()
    return keyboard.pressed


def press_all(keys: int, first: int = 0) -> set[str]:
    """Presses so many keys, in as many plays as that takes; the commands that they gave."""
    given: set[str] = set()
    pressed, seed = 0, first
    while pressed < keys:
        try:
            pressed += press_many(seed, min(MOST_IN_A_PLAY, keys - pressed), given)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}") from error
        seed += 1
    return given


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run may be kept elsewhere, or given away, under a name that was typed."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("part", range(PARTS))
def test_any_keys_are_borne_and_nothing_foreign_is_written(part: int) -> None:
    given = press_all(KEYS_TO_PRESS // PARTS, part * 1_000_000)
    if KEYS_TO_PRESS >= USUAL:
        assert len(given) >= 12, f"keys at random do no more than {sorted(given)}"


def test_the_harness_finds_a_code_that_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: what is typed is drawn as it is."""
    right = frame._bar

    def with_a_title(player: Player, measure: Measure) -> object:
        if player.editor is not None:
            get_app().output.write_raw(f"\x1b]0;{player.editor.text}\x07")
        return right(player, measure)

    monkeypatch.setattr(frame, "_bar", with_a_title)
    with pytest.raises(AssertionError, match="seed"):
        press_all(1500)


def test_the_harness_finds_a_key_that_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(Player, "first", broken)
    with pytest.raises(AssertionError, match="planted"):
        press_all(2000)
