"""What the player has set, as the game holds it: it is in effect at once, and kept where there is a folder to keep it in."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from game.terminal.outcomes import Told
from game.terminal.settings import BY_NAME, read, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from game.terminal.outcomes import Outcome


class Preferences:
    """`now` is in effect; what was `given` holds for this session only. What cannot be kept is added to `notices`."""

    def __init__(self, folder: Path | None, notices: list[str], given: Mapping[str, str] = MappingProxyType({})) -> None:
        self.now = read(folder)
        for name, word in given.items():
            self.now = self.now.having(name, word)
        self._folder = folder
        self._notices = notices

    def set(self, name: str, word: str) -> None:
        self.now = self.now.having(name, word)
        if self._folder is not None and (problem := write(self._folder, read(self._folder).having(name, word))):
            self._notices.append(f"The setting holds for this session only: {problem}")

    def change(self, wanted: str) -> Outcome:
        """Performs `settings`: `theme` takes the next word, `theme dark` that one; the empty string shows all of them."""
        name = next((each for each in BY_NAME if f"{wanted} ".startswith(f"{each} ")), wanted.partition(" ")[0])
        word = wanted.removeprefix(name).strip()
        from game.terminal import sheets

        if not name:
            return sheets.settings(self.now)
        setting = BY_NAME.get(name)
        if setting is None:
            return Told("Settings are: " + ", ".join(BY_NAME) + ".")
        if word and word not in setting.words:
            return Told(f"{setting.label} can be: {', '.join(setting.words)}.")
        self.set(name, word or self.now.next_word(name))
        return sheets.settings(self.now, list(BY_NAME).index(name))

    def turn_mouse(self, _: str) -> Outcome:
        """Performs `mouse`."""
        self.set("mouse", self.now.next_word("mouse"))
        return Told("The mouse is on." if self.now.mouse else "The mouse is off: the terminal selects text again.")
