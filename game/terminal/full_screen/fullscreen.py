"""The full screen on prompt_toolkit: one window of our own, key bindings from the tables, signals, and a clean end.

prompt_toolkit is asked for little: reading keys, and writing only the cells that have changed. What is on the screen is
composed by `frame`, what keys mean is `player`'s.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, Protocol

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Always, Condition, Filter
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import DynamicStyle, Style

from game.story.model import Mood
from game.terminal.colours import ColourDepth, colour_depth
from game.terminal.commands import commands_of
from game.terminal.ending import HUNG_UP, INTERRUPTED, on_ending
from game.terminal.full_screen.editor import Editor
from game.terminal.full_screen.frame import mood
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.rehearsing import take_up
from game.terminal.full_screen.revealing import Step
from game.terminal.full_screen.theme import styles
from game.terminal.full_screen.window import FrameWindow
from game.terminal.rehearsal import Rehearsal

ESCAPE_SECONDS = 0.05
SECONDS_BETWEEN_LOOKS = 0.2
_DEPTHS = {
    ColourDepth.NONE: ColorDepth.DEPTH_1_BIT,
    ColourDepth.SIXTEEN: ColorDepth.DEPTH_4_BIT,
    ColourDepth.MANY: ColorDepth.DEPTH_8_BIT,
    ColourDepth.TRUE: ColorDepth.DEPTH_24_BIT,
}


def run(
    player: Player,
    *,
    environ: Mapping[str, str] = os.environ,
    given_input: Input | None = None,
    given_output: Output | None = None,
) -> int:
    """Plays until the player leaves or a signal ends it; returns the exit code. The terminal is as it was by then, also when
    an exception comes out of here.
    """
    app = application(player, colour_depth(environ), given_input, given_output)
    ending = _Ending(app)
    try:
        with on_ending(ending.comes):
            return app.run(pre_run=lambda: _prepare(app, player, ending), set_exception_handler=False)
    except EOFError:
        return HUNG_UP
    except OSError:
        if _terminal_is_gone(app):
            return HUNG_UP
        raise


def application(player: Player, depth: ColourDepth, given_input: Input | None, given_output: Output | None) -> Application[int]:
    """prompt_toolkit's application for a player's screen: one window, the keys, the theme."""

    def clicked() -> None:
        _leave_when_done(player, get_app())

    app: Application[int] = Application(
        Layout(FrameWindow(player, clicked)),
        style=DynamicStyle(lambda: _style(player.game.settings.theme, mood(player), depth)),
        include_default_pygments_style=False,
        key_bindings=_bindings(player),
        full_screen=True,
        mouse_support=Condition(lambda: player.game.settings.mouse),
        color_depth=_DEPTHS[depth],
        terminal_size_polling_interval=None,
        input=given_input,
        output=given_output,
    )
    app.ttimeoutlen = ESCAPE_SECONDS
    app.after_render += partial(_ring, player)
    app.after_render += _Pace(player).drawn
    return app


@cache
def _style(theme: str, mood: Mood, depth: ColourDepth) -> Style:
    return Style.from_dict(dict(styles(theme, mood, depth)))


def _ring(player: Player, app: Application[int]) -> None:
    """Once, when what is to be heard stands on the screen."""
    if player.rings:
        player.rings = False
        app.output.bell()


class _Pace:
    """Brings the sentences of a passage one after the other, where the player has asked for that."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._waiting_for: Step | None = None

    def drawn(self, app: Application[int]) -> None:
        """After each frame: the next sentence comes when the last one has had its time."""
        step = self._player.comes
        if step is not None and step is not self._waiting_for:
            asyncio.get_running_loop().call_later(step.seconds, self._go_on, app, step)
        self._waiting_for = step

    def _go_on(self, app: Application[int], after: Step) -> None:
        if self._player.comes is after:
            self._player.story.reveal()
            app.invalidate()


class _Ending:
    """A signal ends the application when its loop comes to that: no turn is torn, and the screen is restored.

    The loop's own handlers would be taken away with it, and a second signal, while the disk is waited for, would tear the end.
    """

    def __init__(self, app: Application[int]) -> None:
        self._app = app
        self.code: int | None = None

    def comes(self, code: int) -> None:
        """In the middle of anything, also before the loop runs and after."""
        self.code = code
        if self._app.loop is not None:
            self._app.loop.call_soon_threadsafe(_exit, self._app, code)


def _prepare(app: Application[int], player: Player, ending: _Ending) -> None:
    """A signal that came before ends the application, and so does a bug: the screen is restored before anybody reads of it."""
    loop = asyncio.get_running_loop()

    def failed(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        _exit(app, error=error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))

    loop.set_exception_handler(failed)
    _warm_up(app)
    if player.game.rehearsal is not None:
        app.create_background_task(_follow_files(app, player, player.game.rehearsal))
    if ending.code is not None:
        _exit(app, ending.code)


async def _follow_files(app: Application[int], player: Player, rehearsal: Rehearsal) -> None:
    """In an author's play: takes up what is saved. It is read beside, and the keys go on working."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        if rehearsal.has_settled():
            take_up(player, await asyncio.get_running_loop().run_in_executor(None, rehearsal.read))
            app.invalidate()


def _exit(app: Application[Any], code: int = 0, error: BaseException | None = None) -> None:
    """Once: what comes while the application is ending already does not matter any more."""
    if app.future is None or app.future.done():
        return
    if error is not None:
        app.exit(exception=error)
    else:
        app.exit(result=code)


def _terminal_is_gone(app: Application[int]) -> bool:
    try:
        return not os.isatty(app.input.fileno())
    except (OSError, ValueError, NotImplementedError):
        return True


def _warm_up(app: Application[int]) -> None:
    """Once something is on the screen, what sets tables is imported behind it: the first journal is not to wait for rich."""

    def import_tables() -> None:
        from game.terminal.full_screen import tables

        assert tables

    def drawn(_: Application[int]) -> None:
        app.after_render.remove_handler(drawn)
        asyncio.get_running_loop().run_in_executor(None, import_tables)

    app.after_render.add_handler(drawn)


class _Bind(Protocol):
    def __call__(self, act: Callable[[], None], *keys: str, when: Filter = ...) -> None: ...


def _bindings(player: Player) -> KeyBindings:
    bindings = KeyBindings()
    typing = Condition(lambda: player.editor is not None)

    def bind(act: Callable[[], None], *keys: str, when: Filter = Always()) -> None:  # noqa: B008 - it has no state
        """Each of `keys` does `act`; the application ends when the player has left by it."""

        def pressed(event: KeyPressEvent) -> None:
            if not player.hasten():
                act()
            _leave_when_done(player, event.app)

        for key in keys:
            bindings.add(key, filter=when)(pressed)

    _bind_reading(player, bind, ~typing)
    _bind_editing(player, bind, typing)
    for command in commands_of(authors=player.game.rehearsal is not None):
        for key in command.keys:
            if len(key) > 1:
                bind(partial(player.press, key), key)
    bindings.add(Keys.Any)(lambda event: _typed(player, event))
    bindings.add(Keys.BracketedPaste)(lambda event: player.open_editor(event.data))
    bindings.add("c-c")(lambda event: _exit(event.app, INTERRUPTED))
    bindings.add("<sigint>")(lambda event: _exit(event.app, INTERRUPTED))
    bindings.add("c-z")(lambda event: event.app.suspend_to_background())
    bindings.add("c-l")(lambda event: event.app.renderer.clear())
    return bindings


def _bind_reading(player: Player, bind: _Bind, reading: Filter) -> None:
    bind(partial(player.move, -1), "up")
    bind(partial(player.move, 1), "down")
    bind(partial(player.tab, -1), "s-tab")
    bind(partial(player.tab, 1), "tab")
    bind(partial(player.page, -1), "pageup")
    bind(partial(player.page, 1), "pagedown")
    bind(partial(player.page, 1), " ", when=reading)
    bind(player.first, "home", when=reading)
    bind(player.last, "end", when=reading)
    bind(player.open_editor, "/", when=reading)
    bind(player.accept, "enter")
    bind(player.cancel, "escape")


def _bind_editing(player: Player, bind: _Bind, typing: Filter) -> None:
    edits: dict[str, Callable[[Editor], None]] = {
        "backspace": Editor.rub_out, "delete": Editor.delete, "left": Editor.left, "right": Editor.right,
        "home": Editor.to_start, "c-a": Editor.to_start, "end": Editor.to_end, "c-e": Editor.to_end,
        "c-u": Editor.rub_out_all, "c-w": Editor.rub_out_word,
    }  # fmt: skip
    for key, edit in edits.items():
        bind(partial(player.edit, edit), key, when=typing)


def _typed(player: Player, event: KeyPressEvent) -> None:
    """A character, or several at once from an input method; other keys that nobody has bound are nothing to type."""
    if not player.hasten() and event.data and event.data.isprintable():
        player.type(event.data)
        _leave_when_done(player, event.app)


def _leave_when_done(player: Player, app: Application[Any]) -> None:
    if player.left is not None:
        _exit(app)
