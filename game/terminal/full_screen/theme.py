"""The themes: colours by theme, mood and number of colours, and from them the style of every class that is drawn.

A look is changed here and nowhere else. Classes joined by a space are laid over each other, the later one winning: `prose past`
is prose that has been read before. `mono` uses no colour: weight, slant, underline and reverse say the same. With 16 colours the
names of ANSI are used, which are whatever the player's terminal has for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from game.story.model import MOODS, Mood
from game.terminal.colours import ColourDepth

SPEAKER_COLOURS = 6
Styles = Mapping[str, str]


class Palette(NamedTuple):
    """The colours of one mood. `lit` and `on_lit` are the ground and the text of what is chosen."""

    ground: str
    text: str
    quiet: str
    accent: str
    lit: str
    on_lit: str
    line: str


class Colours(NamedTuple):
    """A theme: a palette for each mood, and a colour for each voice, which has to be read on all of their grounds."""

    moods: Mapping[Mood, Palette]
    speakers: tuple[str, ...]


def _colours(speakers: str, *palettes: str) -> Colours:
    """A theme from rows of colours, a mood each in the order of the story model."""
    rows = (Palette(*row.split()) for row in palettes)
    return Colours(MappingProxyType(dict(zip(MOODS, rows, strict=True))), tuple(speakers.split()))


_FULL: Mapping[str, Colours] = {
    # ground text quiet accent lit on_lit line; plain, cold, dark, tense, warm, fire, dawn
    "dark": _colours(
        "#e5a66f #7fc6a4 #88b4e7 #d99ac5 #c9cf7a #b8a8ea",
        "#15171b #d8d5ce #96938c #dcb67f #2d333e #ffffff #474c57",
        "#0f171e #d0d9de #8795a0 #86bfe0 #1d3545 #f2faff #34495a",
        "#101017 #cdcbd8 #8c8a9e #aba7e6 #282942 #f6f5ff #3b3b58",
        "#1a1213 #ded3d0 #9c8d8a #ea957a #45271f #fff4f0 #5f3b34",
        "#1a160f #e0d6c4 #9c917f #e5b769 #3d2f19 #fff8ea #5a4a2f",
        "#1d120a #e9d8c5 #a5907d #ffa14f #4c2a0d #fff3e4 #704420",
        "#1b161b #e3d8dc #9f929a #f0bcc6 #3f2d38 #fff4f6 #5e4b55",
    ),
    "light": _colours(
        "#8f4109 #1a6244 #1f4f8f #8a2f6d #575c0c #5a3f9e",
        "#f7f4ec #24221f #676259 #84490a #e3dac7 #000000 #b5ad9c",
        "#edf3f6 #1c2429 #55626b #185a85 #cfe0ea #000000 #a0b4c0",
        "#eeedf4 #20202b #5e5d70 #47458c #d7d6ea #000000 #a9a8c2",
        "#f8f0ec #291f1d #6d5e59 #941c0c #f0d8ce #000000 #c6a89b",
        "#f9f2e1 #29231a #6c614e #7d4e00 #ecdcb8 #000000 #c2af86",
        "#fcefde #2b2015 #6f5d4a #963200 #f5d5ad #000000 #d0aa80",
        "#faf0f1 #292023 #6e5f64 #943d59 #f0d8de #000000 #caacb4",
    ),
    "contrast": _colours(
        "#ffaf5f #5fffaf #87d7ff #ff9fdf #ffff5f #d7afff",
        "#000000 #ffffff #d7d7d7 #ffff00 #ffff00 #000000 #ffffff",
        "#000000 #ffffff #d7d7d7 #87d7ff #ffff00 #000000 #87d7ff",
        "#000000 #ffffff #d7d7d7 #afafff #ffff00 #000000 #afafff",
        "#000000 #ffffff #d7d7d7 #ff875f #ffff00 #000000 #ff875f",
        "#000000 #ffffff #d7d7d7 #ffd75f #ffff00 #000000 #ffd75f",
        "#000000 #ffffff #d7d7d7 #ffaf00 #ffff00 #000000 #ffaf00",
        "#000000 #ffffff #d7d7d7 #ffafd7 #ffff00 #000000 #ffafd7",
    ),
}


def _sixteen(ground: str, text: str, quiet: str, lit: str, *, accents: str, speakers: str) -> Colours:
    """A theme of the 16 colours of ANSI: only the accent follows the mood. What is chosen has the ground as its text."""
    rows = (f"{ground} {text} {quiet} {accent} {lit} {ground} {accent}" for accent in accents.split())
    return _colours(speakers, *rows)


_SIXTEEN: Mapping[str, Colours] = {
    "dark": _sixteen(
        "ansiblack", "ansiwhite", "ansigray", "ansigray",
        accents="ansibrightyellow ansibrightcyan ansigray ansibrightred ansibrightyellow ansibrightyellow ansibrightcyan",
        speakers="ansibrightyellow ansibrightgreen ansibrightcyan ansigray ansiwhite ansicyan",
    ),
    "light": _sixteen(
        "ansiwhite", "ansiblack", "ansiblack", "ansiblack",
        accents="ansiblue ansiblue ansiblack ansired ansired ansired ansiblue",
        speakers="ansired ansiblue ansiblack ansired ansiblue ansiblack",
    ),
    "contrast": _sixteen(
        "ansiblack", "ansiwhite", "ansiwhite", "ansibrightyellow",
        accents="ansibrightyellow ansibrightcyan ansiwhite ansibrightyellow ansibrightyellow ansibrightyellow ansibrightcyan",
        speakers="ansibrightyellow ansibrightgreen ansibrightcyan ansiwhite ansibrightyellow ansibrightcyan",
    ),
}  # fmt: skip


def _styles(colours: Palette, fire: str, speakers: tuple[str, ...]) -> Styles:
    """`fire` is the colour of what shines, whatever the mood."""
    ground, text, quiet, accent, lit, on_lit, line = colours
    return {
        "ground": f"bg:{ground} {text}",
        "bar": quiet,
        "bar.place": f"{text} bold",
        "bar.value": text,
        "bar.changed": f"{accent} bold",
        "line": line,
        "heading": f"{accent} bold",
        "title": f"{accent} bold",
        "prose": text,
        "speech": text,
        "emphasis": "italic",
        "picked": f"{accent} italic",
        "remark": f"{quiet} italic",
        "ending": f"{accent} bold",
        "option": text,
        "number": f"{accent} bold",
        "locked": quiet,
        "chosen": f"bg:{lit} {on_lit} bold",
        "head": f"{text} bold",
        "aside": quiet,
        "hint": quiet,
        "key": f"{text} bold",
        "message": accent,
        "mistake": f"{text} bold",
        "typed": text,
        "art": quiet,
        "art.bright": f"{fire} bold",
        "art.dim": line,
        "caption": f"{quiet} italic",
        "past": f"{quiet} nobold",
        **{f"speaker{number}": f"{colour} bold" for number, colour in enumerate(speakers)},
    }


_MONO: Styles = {
    **dict.fromkeys(_styles(Palette(*" " * 7), "", (" ",) * SPEAKER_COLOURS), ""),
    "bar.place": "bold", "bar.changed": "bold underline", "heading": "bold", "title": "bold", "emphasis": "italic",
    "picked": "italic", "remark": "italic", "caption": "italic", "ending": "bold", "number": "bold", "chosen": "reverse bold",
    "head": "bold", "key": "bold", "message": "bold", "mistake": "bold", "art.bright": "bold",
    **{f"speaker{number}": "bold" for number in range(SPEAKER_COLOURS)},
}  # fmt: skip

THEMES = (*_FULL, "mono")


@cache
def styles(theme: str, mood: Mood, depth: ColourDepth = ColourDepth.TRUE) -> Styles:
    """The style of every class in that theme and mood, on a terminal of so many colours."""
    if theme == "mono" or depth is ColourDepth.NONE:
        return _MONO
    colours = palettes(theme, depth)
    return _styles(colours.moods[mood], colours.moods["fire"].accent, colours.speakers)


def palettes(theme: str, depth: ColourDepth) -> Colours:
    """The colours of a theme that has some."""
    return (_SIXTEEN if depth is ColourDepth.SIXTEEN else _FULL)[theme]
