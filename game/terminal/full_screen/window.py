"""The one window of the full screen: a frame as cells of prompt_toolkit's screen, and what the mouse does there.

prompt_toolkit compares every cell of a new screen with the last one, in Python: 12,000 of them at 200x60, at every key. A frame
is made of rows, and a key changes two or three of them. So a row that is as it was is left out of both screens, the new one and
the last one, and costs nothing; a row that has changed is put into both. After a resize, another theme or a Ctrl-L there is no
last screen, and all rows are drawn.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from prompt_toolkit.application import get_app
from prompt_toolkit.data_structures import Point
from prompt_toolkit.layout import FormattedTextControl, Window
from prompt_toolkit.layout.mouse_handlers import MouseHandlers
from prompt_toolkit.layout.screen import Char, Screen, WritePosition
from prompt_toolkit.mouse_events import MouseButton, MouseEvent, MouseEventType

from game.terminal.full_screen.frame import NO_ITEM, Frame, compose
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.viewport import Fragment

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.key_binding.key_bindings import NotImplementedOrNone

WHEEL_ROWS = 3
GROUND = "class:ground"
Cells = defaultdict[int, Char]
_char = lru_cache(maxsize=8192)(Char)


class FrameWindow(Window):
    """Composes the frame for the size of the screen. `clicked` is called after a click has picked something."""

    def __init__(self, player: Player, clicked: Callable[[], None]) -> None:
        super().__init__(FormattedTextControl(focusable=True))  # it has the focus, and draws nothing
        self._player = player
        self._clicked = clicked
        self._frame = Frame((), (), (0, 0))
        self._written: Screen | None = None

    def write_to_screen(  # noqa: PLR0917 - it is prompt_toolkit's
        self,
        screen: Screen,
        mouse_handlers: MouseHandlers,
        write_position: WritePosition,
        parent_style: str,
        erase_bg: bool,
        z_index: int | None,
    ) -> None:
        """What prompt_toolkit calls to draw; the window is the whole screen."""
        del parent_style, erase_bg, z_index
        width, height = write_position.width, write_position.height
        before, self._frame = self._frame, compose(self._player, width, height)
        last = get_app().renderer.last_rendered_screen
        known = before.rows if last is not None and last is self._written else ()
        for y, row in enumerate(self._frame.rows):
            if y < len(known) and last is not None:
                same = known[y] == row
                last.data_buffer[y] = _NOTHING if same else cells_of(known[y], width)
                screen.data_buffer[y] = _NOTHING if same else cells_of(row, width)
            else:
                screen.data_buffer[y] = cells_of(row, width)
            mouse_handlers.mouse_handlers[y] = defaultdict(lambda: self._pressed)
        screen.width, screen.height = width, height
        x, y = self._frame.cursor
        screen.set_cursor_position(self, Point(min(max(0, x), width - 1), max(0, y)))
        screen.show_cursor = True
        screen.visible_windows_to_write_positions[self] = write_position
        self._written = screen

    def _pressed(self, event: MouseEvent) -> NotImplementedOrNone:
        """The wheel reads, the left button picks; of the rest nothing is to be drawn again."""
        if event.event_type is MouseEventType.SCROLL_UP:
            self._player.wheel(-WHEEL_ROWS)
        elif event.event_type is MouseEventType.SCROLL_DOWN:
            self._player.wheel(WHEEL_ROWS)
        elif event.event_type is MouseEventType.MOUSE_UP and event.button is MouseButton.LEFT:
            row = event.position.y
            if not self._player.hasten():
                self._player.click(self._frame.items[row] if row < len(self._frame.items) else NO_ITEM)
            self._clicked()
        else:
            return NotImplemented
        return None


def _empty() -> Cells:
    return defaultdict(lambda: _char(" ", ""))


_NOTHING = _empty()


@lru_cache(maxsize=512)
def cells_of(row: tuple[Fragment, ...], width: int) -> Cells:
    """A row as cells, on the ground as far as the right edge. The second cell of a wide character is empty; what has no width
    goes into the cell before it.
    """
    cells = _empty()
    x = lead = 0
    for style, text in row:
        over = f"{GROUND} {style}"
        for each in text:
            char = _char(each, over)
            if char.width:
                cells[x], lead = char, x
                for second in range(x + 1, x + char.width):
                    cells[second] = _char("", over)
                x += char.width
            elif x:
                cells[lead] = _char(cells[lead].char + each, cells[lead].style)
    for rest in range(x, width):
        cells[rest] = _char(" ", GROUND)
    return cells
