"""What a turn has told, as blocks of text that both front ends set in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from game.engine.state import (
    Achieved,
    Ended,
    Entered,
    Noted,
    Paragraph,
    Picked,
    Pictured,
    Rolled,
    Sounded,
    Speech,
    as_read,
)
from game.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from game.engine.state import (
        Line,
    )

Kind = Literal["heading", "prose", "speech", "picked", "picture", "sound", "remark", "ending"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to be set. `who` and `speaker` are the id and the name of whoever speaks.

    The `text` of a picture says what it shows; its lines are in `picture`, what shines and what stands back in it in
    `bright` and `dim`.
    """

    kind: Kind
    text: str
    who: str = ""
    speaker: str = ""
    picture: tuple[str, ...] = ()
    bright: str = ""
    dim: str = ""


def tell(lines: Iterable[Line], title: str = "", *, soften: bool = False) -> Iterator[Block]:
    """The blocks of `lines`, told after a scene called `title`: a heading stands only where the title changes, and below it
    the picture of the scene. Of what is sensitive, one side is told: with `soften` the soft one.
    """
    for line in as_read(lines, soften=soften):
        if isinstance(line, Entered):
            if line.title != title:
                yield from (Block("heading", heading) for heading in (line.title,) if heading)
                yield from tell((line.picture,) if line.picture is not None else ())
            title = line.title or title
        elif (block := _block(line)) is not None:
            yield block


def last_title(lines: Iterable[Line], title: str) -> str:
    """The title of the scene in which `lines` end, when they began in one called `title`."""
    for line in lines:
        if isinstance(line, Entered):
            title = line.title or title
    return title


def _block(line: Line) -> Block | None:
    match line:
        case Paragraph(text):
            return Block("prose", text)
        case Speech(who, name, text):
            return Block("speech", text, who, name)
        case Pictured(_, picture, words, bright, dim):
            return Block("picture", words, picture=picture, bright=bright, dim=dim)
        case Sounded(_, words):
            return Block("sound", f"[{words}]")
        case Picked(_, text):
            return Block("picked", text)
        case Rolled(_, chance, passed, True):
            return Block("remark", f"A roll of the dice, {chance} in 100: {'it holds' if passed else 'it does not hold'}.")
        case Noted(_, title):
            return Block("remark", f"In your journal: {title}.")
        case Achieved(_, title):
            return Block("remark", f"Achievement: {title}.")
        case Ended(_, title):
            return Block("ending", f"The end: {title}")
        case _:
            return None
