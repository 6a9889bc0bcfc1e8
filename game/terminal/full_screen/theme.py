"""The themes: for each the style of every class that is drawn. A look is changed here and nowhere else.

Classes joined by a space are laid over each other, the later one winning: `prose past` is prose that has been read before.
`mono` uses no colour at all: weight, slant, underline and reverse say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

SPEAKER_COLOURS = 6
Styles = Mapping[str, str]


def _theme(*, ground: str, text: str, quiet: str, accent: str, chosen: str, line: str, speakers: str, moods: str) -> Styles:
    """A theme from its colours: `speakers` six of them, `moods` one for each mood in the order of the story model."""
    names = ("plain", "cold", "dark", "tense", "warm", "fire", "dawn")
    return {
        "ground": f"bg:{ground} {text}",
        "bar": f"bg:{ground} {quiet}",
        "bar.place": f"{text} bold",
        "bar.value": text,
        "line": line,
        "heading": "bold",
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
        "chosen": f"{chosen} bold",
        "head": f"{text} bold",
        "aside": quiet,
        "hint": quiet,
        "key": f"{text} bold",
        "message": accent,
        "typed": text,
        "art": quiet,
        "art.bright": f"{accent} bold",
        "past": f"{quiet} nobold",
        **{f"speaker{number}": f"{colour} bold" for number, colour in enumerate(speakers.split())},
        **{f"mood-{name}": colour for name, colour in zip(names, moods.split(), strict=True)},
    }


_DARK = _theme(
    ground="#14161b",
    text="#d9d5cc",
    quiet="#918f89",
    accent="#e3b778",
    chosen="bg:#2c323e #ffffff",
    line="#454b58",
    speakers="#e5a66f #7fc6a4 #88b4e7 #d99ac5 #c9cf7a #b3a1e6",
    moods="#b9b4a7 #7fb2d6 #9a9ac4 #dd8f70 #e0b36c #ff9a4d #e6b8c4",
)
_LIGHT = _theme(
    ground="#f7f4ec",
    text="#24221f",
    quiet="#6b6760",
    accent="#8a4b08",
    chosen="bg:#e2dac8 #000000",
    line="#b5ad9c",
    speakers="#9a4a10 #1d6b4a #1f4f8f #8a2f6d #5f6410 #5a3f9e",
    moods="#57534a #1f5f8a #4a4a80 #a03c1c #8a5a08 #b24a00 #98405a",
)
_CONTRAST = _theme(
    ground="#000000",
    text="#ffffff",
    quiet="#d0d0d0",
    accent="#ffff00",
    chosen="bg:#ffff00 #000000",
    line="#ffffff",
    speakers="#ffaf5f #5fffaf #87d7ff #ff9fdf #ffff5f #d7afff",
    moods="#ffffff #87d7ff #afafff #ff875f #ffd75f #ffaf00 #ffafd7",
)
_MONO = {
    **dict.fromkeys(_DARK, ""),
    "bar.place": "bold", "heading": "bold", "title": "bold", "emphasis": "italic", "picked": "italic", "ending": "bold",
    "number": "bold", "chosen": "reverse", "head": "bold", "key": "bold", "message": "bold", "art.bright": "bold",
    **{f"speaker{number}": "bold" for number in range(SPEAKER_COLOURS)},
}  # fmt: skip

THEMES: Mapping[str, Styles] = {"dark": _DARK, "light": _LIGHT, "contrast": _CONTRAST, "mono": _MONO}
