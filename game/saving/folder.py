"""Where saves go: what the player says, else beside the game in a checkout, else where the system wants a user's data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

APPLICATION = "hyosan"


def find_saves_folder(explicit: str | None, environ: Mapping[str, str], package_dir: Path) -> Path:
    """The folder for saves; it need not exist yet.

    `explicit` is what `--saves` says, `environ` the environment (`HYOSAN_SAVES`, `XDG_DATA_HOME` …), `package_dir` the folder of
    the package. It is a checkout when `pyproject.toml` and `scenes/` stand beside the package.
    """
    said = explicit or environ.get("HYOSAN_SAVES")
    if said:
        return Path(said).expanduser()
    around = package_dir.parent
    if (around / "pyproject.toml").is_file() and (around / "scenes").is_dir():
        return around / "saves"
    return data_folder(environ, sys.platform) / "saves"


def data_folder(environ: Mapping[str, str], platform: str) -> Path:
    """A user's data folder for this game, by the system's custom; elsewhere by the XDG Base Directory Specification."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / APPLICATION
    if platform == "darwin":
        return home / "Library" / "Application Support" / APPLICATION
    data = environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else home / ".local" / "share") / APPLICATION
