"""Where saves go: what the player says, else beside the game in a checkout, else where the system wants a user's data.

As plain text first: a start whose first scene stands in the index asks for nothing but names, and `pathlib` takes as long to
import as Python takes to start.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

APPLICATION = "hyosan"


def saves_path(explicit: str | None, environ: Mapping[str, str], package: str) -> str:
    """The folder for saves; it need not exist yet.

    `explicit` is what `--saves` says, `environ` the environment (`HYOSAN_SAVES`, `XDG_DATA_HOME` …), `package` the folder of the
    package. It is a checkout when `pyproject.toml` and `scenes/` stand beside the package.
    """
    said = explicit or environ.get("HYOSAN_SAVES")
    if said:
        return os.path.expanduser(said)
    around = os.path.dirname(package)
    if os.path.isfile(os.path.join(around, "pyproject.toml")) and os.path.isdir(os.path.join(around, "scenes")):
        return os.path.join(around, "saves")
    return os.path.join(_data_path(environ, sys.platform), "saves")


def _data_path(environ: Mapping[str, str], platform: str) -> str:
    home = environ.get("HOME") or environ.get("USERPROFILE") or os.path.expanduser("~")
    if platform == "win32":
        around = environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif platform == "darwin":
        around = os.path.join(home, "Library", "Application Support")
    else:
        data = environ.get("XDG_DATA_HOME", "")
        around = data if data.startswith("/") else os.path.join(home, ".local", "share")
    return os.path.join(around, APPLICATION)


def find_saves_folder(explicit: str | None, environ: Mapping[str, str], package_dir: Path) -> Path:
    """The same as a path."""
    from pathlib import Path

    return Path(saves_path(explicit, environ, str(package_dir)))


def data_folder(environ: Mapping[str, str], platform: str) -> Path:
    """A user's data folder for this game, by the system's custom; elsewhere by the XDG Base Directory Specification."""
    from pathlib import Path

    return Path(_data_path(environ, platform))
