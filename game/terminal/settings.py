"""What a player has set, and the small file that keeps it. A file that is damaged or from elsewhere falls back, item by item."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from game.saving.disk_errors import cause
from game.saving.files import Files
from game.saving.whole_file import write_whole

FILE_NAME = "settings.json"
MAX_FILE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """`words` are the values in the order of the menu; the first is the one to begin with."""

    name: str
    label: str
    words: tuple[str, ...]
    help: str


SETTINGS = (
    Setting("theme", "Colours", ("dark", "light", "contrast", "mono"), "mono uses none, only bold and underline"),
    Setting("width", "Text width", ("72", "66", "80", "88"), "columns of text, where the window has them"),
    Setting("mouse", "Mouse", ("on", "off"), "off lets the terminal select text"),
    Setting("plain", "Plain text", ("off", "on"), "start without the full screen; made for screen readers"),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}
_DEFAULTS: Mapping[str, str] = MappingProxyType({setting.name: setting.words[0] for setting in SETTINGS})


@dataclass(frozen=True, slots=True)
class Settings:
    """One word for each setting."""

    words: Mapping[str, str] = field(default_factory=lambda: _DEFAULTS)

    @property
    def theme(self) -> str:
        return self.words["theme"]

    @property
    def width(self) -> int:
        return int(self.words["width"])

    @property
    def mouse(self) -> bool:
        return self.words["mouse"] == "on"

    @property
    def plain(self) -> bool:
        return self.words["plain"] == "on"

    def having(self, name: str, word: str) -> Settings:
        """These settings with another word for `name`."""
        return Settings(MappingProxyType({**self.words, name: word}))

    def next_word(self, name: str) -> str:
        """The word that follows the present one in the menu, the first after the last."""
        words = BY_NAME[name].words
        return words[(words.index(self.words[name]) + 1) % len(words)]


def read(folder: Path | None) -> Settings:
    """The settings kept in `folder`; what is missing or makes no sense is as at the beginning."""
    if folder is None:
        return Settings()
    try:
        with (folder / FILE_NAME).open("rb") as file:
            kept = json.loads(file.read(MAX_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return Settings()
    known = kept if isinstance(kept, dict) else {}
    return Settings(MappingProxyType({each.name: _word(each, known.get(each.name)) for each in SETTINGS}))


def _word(setting: Setting, kept: object) -> str:
    return kept if isinstance(kept, str) and kept in setting.words else setting.words[0]


def write(folder: Path, settings: Settings) -> str:
    """Keeps the settings in `folder`. Returns the empty string, or why they could not be kept."""
    files = Files()
    text = json.dumps(dict(settings.words), indent=2) + "\n"
    try:
        files.make_folder(folder)
        write_whole(files, folder / FILE_NAME, text.encode())
    except OSError as error:
        return cause(error)
    return ""
