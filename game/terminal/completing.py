"""What could be typed on: commands, things to look at, words of options, names of saves, words of settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from game.terminal.commands import BY_WORD, COMMANDS
from game.terminal.outcomes import Row
from game.terminal.settings import SETTINGS
from game.terminal.understanding import normal

MOST = 50
Arguments = Mapping[str, Callable[[], Iterable[str]]]
"""What can follow a command; asked for only when that command is typed."""


def completions(text: str, rows: Iterable[Row], arguments: Arguments) -> tuple[str, ...]:
    """The lines that begin with `text`, capitals aside: options among `rows` first, then commands, then arguments of the command
    that is typed already. `arguments` are those that are known, by command.
    """
    typed = text.lstrip().casefold()
    if not typed:
        return ()
    found = (line for line in _lines(typed, rows, arguments) if line.casefold().startswith(typed) and line.casefold() != typed)
    return tuple(dict.fromkeys(found))[:MOST]


def _lines(typed: str, rows: Iterable[Row], arguments: Arguments) -> Iterator[str]:
    yield from (normal(row.head) for row in rows)
    word, space, _ = typed.partition(" ")
    command = BY_WORD.get(word)
    if space and command is not None:
        yield from (f"{word} {argument}" for argument in arguments.get(command.name, tuple)())
        return
    yield from (each.name for each in COMMANDS)
    yield from (each for command in COMMANDS for each in command.words if len(each) > 1)


def settings_words() -> Iterator[str]:
    """`theme`, `theme dark` …"""
    for setting in SETTINGS:
        yield setting.name
        yield from (f"{setting.name} {word}" for word in setting.words)
