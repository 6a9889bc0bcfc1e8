"""How many colours a terminal shows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class ColourDepth(IntEnum):
    """How many colours a terminal shows, in bits."""

    NONE = 1
    SIXTEEN = 4
    MANY = 8
    TRUE = 24


def colour_depth(environ: Mapping[str, str]) -> ColourDepth:
    """How many colours to use. NO_COLOR with any value says none (https://no-color.org)."""
    if environ.get("NO_COLOR"):
        return ColourDepth.NONE
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return ColourDepth.TRUE
    term = environ.get("TERM", "")
    if "256color" in term or "direct" in term or environ.get("WT_SESSION"):
        return ColourDepth.MANY
    return ColourDepth.SIXTEEN
