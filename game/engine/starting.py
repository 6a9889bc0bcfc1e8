"""With what a play begins: what an author typed for it, and what another play has come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.diagnostics import did_you_mean
from game.errors import SetError
from game.language.domain import Flag, Range, parse_value, value_text
from game.language.tree import MANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from game.engine.state import GameState
    from game.language.domain import Domain
    from game.story.model import Story

_ASKED = re.compile(r"(seen|times|noted)\((.+)\)")
_FROM_NOW = frozenset(("note", "since"))


def read_settings(story: Story, settings: Iterable[str]) -> dict[str, int]:
    """`NAME=VALUE`s as numbers, by slot; a name may also be `seen(yard)`, `times(yard)`, `noted(gate)`. Raises `SetError`."""
    return dict(_read(story, setting) for setting in settings)


def _read(story: Story, setting: str) -> tuple[str, int]:
    name, equals, text = (part.strip() for part in setting.partition("="))
    if not equals:
        raise SetError(f"`{setting}` needs NAME=VALUE, such as `noise=2`.")
    asked = _ASKED.fullmatch(name)
    if asked is not None:
        return _remembered(story, name, asked[1], asked[2].strip(), text)
    variable = story.variables.get(name)
    if variable is None:
        raise SetError(f"There is no variable `{name}`. {did_you_mean(name, story.variables)}".rstrip())
    value = parse_value(variable.domain, text)
    if value is None:
        raise SetError(f"`{name}` cannot be `{text}`. {_possible(variable.domain, text)}")
    return name, value


def _possible(domain: Domain, text: str) -> str:
    """What may be typed instead."""
    if isinstance(domain, Range):
        return f"It is from {value_text(domain, domain.low)} to {value_text(domain, domain.high)}."
    if isinstance(domain, Flag):
        return "It is true or false."
    return did_you_mean(text, domain.words) or f"It has {len(domain.words)} words; story.yaml lists them."


def _remembered(story: Story, name: str, function: str, target: str, text: str) -> tuple[str, int]:
    kind = "note" if function == "noted" else function
    known = [slot.name.partition(" ")[2] for slot in story.slots if slot.kind == kind]
    domain = Range(0, MANY) if kind == "times" else Flag()
    value = parse_value(domain, text)
    if target not in known:
        raise SetError(f"Nothing in the story asks for `{name}`. {did_you_mean(target, known)}".rstrip())
    if value is None:
        raise SetError(f"`{name}` cannot be `{text}`. {_possible(domain, text)}")
    return f"{kind} {target}", value


def taken_along(story: Story, state: GameState) -> Mapping[str, int]:
    """What a play can begin with to be where `state` is: all that is not as at the start. Its turns are counted from 0 again, so
    that what was noted or entered in a turn was so just now.
    """
    cells = zip(story.slots, state.values, strict=True)
    return {slot.name: 1 if slot.kind in _FROM_NOW else value for slot, value in cells if value != slot.start}
