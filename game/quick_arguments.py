"""Command lines that only play, understood without `argparse`: importing that and setting it up takes as long as Python itself.

Whatever is not quite plain (a short form, an `=`, a mistake, another verb, help) is left to `game.arguments`, which says the same
of these lines.
"""

from __future__ import annotations

from game.terminal.settings import SETTINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from game.terminal.settings import Setting


class Chosen:
    """What a command line asks for: `verb`, None for the title screen, and what that verb takes."""

    def __init__(self, **taken: object) -> None:
        self.__dict__.update(taken)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


_PLAY: Mapping[str, object] = {"story": None, "scene": None, "seed": None, "load": None, "watch": False, "debug": False}
_WITH_VALUE = {"--from": "scene", "--load": "load", "--seed": "seed", "--saves": "saves"}


def parse_quickly(words: Sequence[str]) -> Chosen | None:
    """What the command line asks for, or None when that is to be found out by `game.arguments`."""
    verb, rest = ("play", iter(words[1:])) if words[:1] == ["play"] else (None, iter(words))
    taken: dict[str, object] = {"verb": verb, "saves": None, **dict.fromkeys(map(dest_of, SETTINGS))}
    if verb == "play":
        taken |= {**_PLAY, "values": []}
    known = {name: dest for name, dest in _WITH_VALUE.items() if dest in taken}
    for word in rest:
        if word in _SWITCHES:
            dest, value = _SWITCHES[word]
        elif word in known:
            dest, value = known[word], _value(known[word], rest)
        else:
            dest, value = "story", word or None
        if value is None or dest not in taken or str(value).startswith("-") or taken[dest] not in (None, value):
            return None
        taken[dest] = value
    return Chosen(**taken)


def _value(dest: str, rest: Iterator[str]) -> object:
    word = next(rest, "")
    if dest == "seed":
        return int(word) if word.isascii() and word.isdigit() and len(word) < 20 else None
    return word or None


def dest_of(setting: Setting) -> str:
    """The attribute that holds what the command line has said of a setting."""
    return f"setting {setting.name}"


def given_settings(chosen: Chosen) -> dict[str, str]:
    """The settings that the command line has words for."""
    given = {setting.name: getattr(chosen, dest_of(setting), None) for setting in SETTINGS}
    return {name: {True: "on", False: "off"}.get(word, word) for name, word in given.items() if word is not None}


_SWITCHES: Mapping[str, tuple[str, object]] = {
    f"--{no}{setting.name.replace(' ', '-')}": (dest_of(setting), not no)
    for setting in SETTINGS
    if setting.is_switch
    for no in ("", "no-")
}
