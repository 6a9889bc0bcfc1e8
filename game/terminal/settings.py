"""What a player has set, and the small file that keeps it. A file that is damaged or from elsewhere falls back, item by item."""

from __future__ import annotations

import os

from game.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "settings.json"
MAX_FILE_BYTES = 64 * 1024
MAX_QUICK_BYTES = 4_096
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Setting:
    """`words` are the values in the order of the menu; the first is the one to begin with."""

    name: str
    label: str
    words: tuple[str, ...]
    help: str

    @property
    def is_switch(self) -> bool:
        return set(self.words) == {"on", "off"}


SETTINGS = (
    Setting("theme", "Colours", ("dark", "light", "contrast", "mono"), "dark, light, contrast, or mono: none"),
    Setting("width", "Text width", ("72", "66", "80", "88"), "66 to 88 columns, where there is room"),
    Setting("lines", "Lines and signs", ("drawn", "ascii"), "drawn, or ascii, where they look broken"),
    Setting("reveal", "New text", ("whole", "sentence"), "whole, or by the sentence"),
    Setting("soften", "Softened passages", ("off", "on"), "tell less of what may be too much"),
    Setting("content notes", "Content notes", ("off", "on"), "says what is ahead before a scene"),
    Setting("bell", "Bell", ("off", "on"), "rings where there is a sound"),
    Setting("marks", "Options taken before", ("on", "off"), "marked with a dot"),
    Setting("checkpoints", "Checkpoints", ("on", "off"), "kept before an ending is out of reach"),
    Setting("mouse", "Mouse", ("on", "off"), "off lets the terminal select text"),
    Setting("plain", "Plain text", ("off", "on"), "text only, made for screen readers"),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}
_DEFAULTS: Mapping[str, str] = {setting.name: setting.words[0] for setting in SETTINGS}


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
    def in_ascii(self) -> bool:
        return self.words["lines"] == "ascii"

    @property
    def by_sentence(self) -> bool:
        return self.words["reveal"] == "sentence"

    @property
    def soften(self) -> bool:
        return self.words["soften"] == "on"

    @property
    def content_notes(self) -> bool:
        return self.words["content notes"] == "on"

    @property
    def bell(self) -> bool:
        return self.words["bell"] == "on"

    @property
    def marks(self) -> bool:
        return self.words["marks"] == "on"

    @property
    def checkpoints(self) -> bool:
        return self.words["checkpoints"] == "on"

    @property
    def mouse(self) -> bool:
        return self.words["mouse"] == "on"

    @property
    def plain(self) -> bool:
        return self.words["plain"] == "on"

    def having(self, name: str, word: str) -> Settings:
        """These settings with another word for `name`."""
        return Settings({**self.words, name: word})

    def next_word(self, name: str) -> str:
        """The word that follows the present one in the menu, the first after the last."""
        words = BY_NAME[name].words
        return words[(words.index(self.words[name]) + 1) % len(words)]


def read(folder: Path | None) -> Settings:
    """The settings kept in `folder`; what is missing or makes no sense is as at the beginning."""
    if folder is None:
        return Settings()
    from game.saving.files import Files

    try:
        text = Files().read(folder / FILE_NAME, 0, MAX_FILE_BYTES)  # a pipe of that name would keep us waiting for ever
    except OSError:
        return Settings()
    return _in_file(text)


def read_quickly(folder: str) -> Settings | None:
    """The settings kept in `folder` where they stand there as `write` leaves them, else None: then `read` has to say.

    `json` and `pathlib` take longer to import than Python takes to start.
    """
    try:
        handle = os.open(os.path.join(folder, FILE_NAME), _READ)
    except OSError as error:
        return Settings() if isinstance(error, FileNotFoundError | NotADirectoryError) else None
    try:
        text = os.read(handle, MAX_QUICK_BYTES).decode("ascii", "replace")
    except OSError:
        return None
    finally:
        os.close(handle)
    pairs = (line.strip(' ",').partition('": "') for line in text.split("\n")[1:-2])
    kept = {name: word for name, _, word in pairs}
    words = {each.name: _word(each, kept.get(each.name)) for each in SETTINGS}
    return Settings(words) if _as_written(words) == text else None


def _as_written(words: Mapping[str, str]) -> str:
    """What `write` writes; all of these words are plain."""
    return "{\n" + ",\n".join(f'  "{name}": "{word}"' for name, word in words.items()) + "\n}\n"


def _in_file(text: bytes) -> Settings:
    import json  # only now: most often nothing was ever set, and the start is to be quick

    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        return Settings()
    known = kept if isinstance(kept, dict) else {}
    return Settings({each.name: _word(each, known.get(each.name)) for each in SETTINGS})


def is_kept(folder: Path) -> bool:
    """Whether anything was ever set there; a file that cannot be read counts."""
    return os.path.lexists(folder / FILE_NAME)


def _word(setting: Setting, kept: object) -> str:
    return kept if isinstance(kept, str) and kept in setting.words else setting.words[0]


def write(folder: Path, settings: Settings) -> str:
    """Keeps the settings in `folder`. Returns the empty string, or why they could not be kept."""
    from game.saving.disk_errors import cause
    from game.saving.files import Files
    from game.saving.whole_file import write_whole

    files = Files()
    text = _as_written(settings.words)
    try:
        files.make_folder(folder)
        write_whole(files, folder / FILE_NAME, text.encode())
    except OSError as error:
        return cause(error)
    return ""
