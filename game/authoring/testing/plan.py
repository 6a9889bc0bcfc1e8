"""What a test file asks for: how a run begins, and then, line by line, what is picked and what must be so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from game.diagnostics import Span
from game.language.tree import Expression


@dataclass(frozen=True, slots=True)
class Setup:
    """How a run begins: `from SCENE` (None is the story's start), `set NAME = VALUE`, `seed N`."""

    seed: int = 1
    scene: str | None = None
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """`> words`: an option is picked, by its id, its words, or a beginning of them that fits no other."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Told:
    """Words that must have been told since the last pick, behind those of the line before."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Untold:
    """`! words`: must not have been told since the last pick."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Holds:
    """`? condition`: must hold now."""

    text: str
    condition: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Offered:
    """`offered:`, `locked:`, `not offered:` and words of an option."""

    words: str
    how: Literal["open", "locked", "absent"]
    span: Span


@dataclass(frozen=True, slots=True)
class Looked:
    """`look: thing`: costs no turn; what there is to see counts as told."""

    thing: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ends:
    """`end ENDING`: the story must be over, with this ending."""

    ending: str
    span: Span


Line = Pick | Told | Untold | Holds | Offered | Looked | Ends


@dataclass(frozen=True, slots=True)
class Plan:
    """One test. `name` is the path of its file without `.test`, and `/` and the words of its `test` line, if it has one."""

    name: str
    setup: Setup
    lines: tuple[Line, ...]
    span: Span
