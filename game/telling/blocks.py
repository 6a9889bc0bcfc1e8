"""What a turn has told, as blocks of text that both front ends set in their own way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from game.engine.state import Ended, Entered, Line, Noted, Paragraph, Picked, Rolled, Speech

Kind = Literal["heading", "prose", "speech", "picked", "remark", "ending"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to be set. `who` and `speaker` are the id and the name of whoever speaks."""

    kind: Kind
    text: str
    who: str = ""
    speaker: str = ""


def tell(lines: Iterable[Line], title: str = "") -> Iterator[Block]:
    """The blocks of `lines`, told after a scene called `title`: a heading stands only where the title changes."""
    for line in lines:
        if isinstance(line, Entered):
            if line.title != title:
                yield Block("heading", line.title)
            title = line.title
        elif (block := _block(line)) is not None:
            yield block


def last_title(lines: Iterable[Line], title: str) -> str:
    """The title of the scene in which `lines` end, when they began in one called `title`."""
    for line in lines:
        if isinstance(line, Entered):
            title = line.title
    return title


def _block(line: Line) -> Block | None:
    match line:
        case Paragraph(text):
            return Block("prose", text)
        case Speech(who, name, text):
            return Block("speech", text, who, name)
        case Picked(_, text):
            return Block("picked", text)
        case Rolled(_, chance, passed, True):
            return Block("remark", f"A roll of the dice, {chance} in 100: {'it holds' if passed else 'it does not hold'}.")
        case Noted(_, title):
            return Block("remark", f"In your journal: {title}.")
        case Ended(_, title):
            return Block("ending", f"The end: {title}")
        case _:
            return None
