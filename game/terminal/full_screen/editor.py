"""The line that a player types into: a text and a cursor, with the keys that every line editor has."""

from __future__ import annotations

from collections.abc import Callable

from game.records import dataclass
from game.terminal.door import one_line

MAX_LENGTH = 500


@dataclass(slots=True)
class Editor:
    """`cursor` counts characters from the beginning of `text`. Tab goes round the lines in `turning`, the typed one first."""

    text: str = ""
    cursor: int = 0
    turning: tuple[str, ...] = ()

    def put(self, typed: str) -> None:
        """Inserts what was typed or pasted, as far as it may be shown and the line has room."""
        new = one_line(typed.replace("\r", "\n"))[: MAX_LENGTH - len(self.text)]
        self.text = self.text[: self.cursor] + new + self.text[self.cursor :]
        self.cursor += len(new)

    def complete(self, by: int, completions: Callable[[str], tuple[str, ...]]) -> None:
        """Takes the next line that the typed one could become, after the last of them the typed one again."""
        if self.text not in self.turning:
            self.turning = (self.text, *completions(self.text))
        self.text = self.turning[(self.turning.index(self.text) + by) % len(self.turning)]
        self.cursor = len(self.text)

    def rub_out(self) -> None:
        """Removes the character before the cursor."""
        if self.cursor:
            self.text = self.text[: self.cursor - 1] + self.text[self.cursor :]
            self.cursor -= 1

    def delete(self) -> None:
        """Removes the character under the cursor."""
        self.text = self.text[: self.cursor] + self.text[self.cursor + 1 :]

    def rub_out_word(self) -> None:
        kept = self.text[: self.cursor].rstrip()
        kept = kept[: kept.rfind(" ") + 1]
        self.text, self.cursor = kept + self.text[self.cursor :], len(kept)

    def rub_out_all(self) -> None:
        self.text, self.cursor = self.text[self.cursor :], 0

    def left(self) -> None:
        self.cursor = max(0, self.cursor - 1)

    def right(self) -> None:
        self.cursor = min(len(self.text), self.cursor + 1)

    def to_start(self) -> None:
        self.cursor = 0

    def to_end(self) -> None:
        self.cursor = len(self.text)
