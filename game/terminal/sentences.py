"""How the plain text says what the full screen draws: a row of a sheet, a block of a passage, what a line could become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.telling.emphasis import without_marks

if TYPE_CHECKING:
    from game.telling.blocks import Block
    from game.terminal.outcomes import Row


def row_sentence(row: Row, number: int) -> str:
    """A row of a sheet as a sentence: its number, what it is, what is said of it, and the small print in brackets."""
    lines = (*without_marks(row.text).split("\n"), row.unseen)
    sentences = [text if text.endswith((".", "!", "?", "…")) else f"{text}." for text in lines if text]
    head = without_marks(row.head)
    joint = "" if not head or not sentences else ". " if ":" in head else ": "
    said = head + joint + " ".join(sentences) + (f" ({row.aside})" if row.aside else "")
    if row.locked is not None:
        return f"Not open: {said} ({row.locked})"
    return f"{number}. {said}" if row.order is not None else said


def completions_text(completions: tuple[str, ...]) -> str:
    """What a line could become whose last character was a Tab."""
    return f"That could become: {', '.join(completions)}." if completions else "There is nothing that begins so."


def block_text(block: Block) -> str:
    """A block of what was told, as one reads it aloud."""
    text = without_marks(block.text)
    match block.kind:
        case "speech":
            return f"{block.speaker}: {text}"
        case "picked":
            return f"> {text}"
        case "picture":
            return f"[Picture: {text}]"
        case _:
            return text
