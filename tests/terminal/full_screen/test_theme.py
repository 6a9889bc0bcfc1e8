"""Contrast is computed from the themes' own colours, by https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""

from __future__ import annotations

import pytest

from game.story.model import MOODS, Mood
from game.terminal.colours import ColourDepth
from game.terminal.full_screen.theme import SPEAKER_COLOURS, THEMES, palettes, styles
from game.terminal.settings import BY_NAME

AA = 4.5
COLOURED = [theme for theme in THEMES if theme != "mono"]
STEPS = (0, 95, 135, 175, 215, 255)
XTERM = "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
VGA = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "gray")
ANSI = [f"ansi{name}" for name in NAMES] + ["ansibrightblack"] + [f"ansibright{name}" for name in NAMES[1:7]] + ["ansiwhite"]

Colour = tuple[int, int, int]


def rgb(colour: str) -> Colour:
    digits = colour.removeprefix("#")
    return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))


def luminance(colour: Colour) -> float:
    red, green, blue = (part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def in_256(colour: Colour) -> Colour:
    """The nearest of the 240 colours that terminals with 256 agree on."""
    cube = [(red, green, blue) for red in STEPS for green in STEPS for blue in STEPS]
    greys = [(8 + 10 * step,) * 3 for step in range(24)]
    return min((*cube, *greys), key=lambda each: sum((a - b) ** 2 for a, b in zip(each, colour, strict=True)))


def test_the_measure_of_contrast_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.48, abs=0.01)


def readable(theme: str, mood: Mood, depth: ColourDepth) -> dict[str, tuple[str, str]]:
    """Each text colour of a palette with what it stands on."""
    colours = palettes(theme, depth)
    here = colours.moods[mood]
    voices = {f"speaker{number}": (colour, here.ground) for number, colour in enumerate(colours.speakers)}
    return {
        "text": (here.text, here.ground),
        "quiet": (here.quiet, here.ground),
        "accent": (here.accent, here.ground),
        "chosen": (here.on_lit, here.lit),
        "what shines": (colours.moods["fire"].accent, here.ground),
        **voices,
    }


@pytest.mark.parametrize("theme", COLOURED)
@pytest.mark.parametrize("mood", MOODS)
def test_every_text_of_every_mood_can_be_read(theme: str, mood: Mood) -> None:
    for name, (text, ground) in readable(theme, mood, ColourDepth.TRUE).items():
        assert contrast(rgb(text), rgb(ground)) >= AA, name
        assert contrast(in_256(rgb(text)), in_256(rgb(ground))) >= AA, f"{name}, with 256 colours"


@pytest.mark.parametrize("table", [XTERM, VGA], ids=["xterm", "vga"])
@pytest.mark.parametrize("theme", COLOURED)
@pytest.mark.parametrize("mood", MOODS)
def test_every_text_can_be_read_with_sixteen_colours(theme: str, mood: Mood, table: str) -> None:
    known = dict(zip(ANSI, map(rgb, table.split()), strict=True))
    for name, (text, ground) in readable(theme, mood, ColourDepth.SIXTEEN).items():
        assert contrast(known[text], known[ground]) >= AA, name


def test_without_colours_no_style_has_one() -> None:
    for mood in MOODS:
        for style in (styles("mono", mood), styles("dark", mood, ColourDepth.NONE)):
            assert not {word for text in style.values() for word in text.split()} - {"bold", "italic", "underline", "reverse"}


def test_every_theme_that_can_be_set_exists_and_styles_the_same_classes() -> None:
    assert set(BY_NAME["theme"].words) == set(THEMES)
    for depth in ColourDepth:
        assert len({frozenset(styles(theme, mood, depth)) for theme in THEMES for mood in MOODS}) == 1


@pytest.mark.parametrize("theme", COLOURED)
def test_moods_and_voices_are_told_apart_where_there_are_many_colours(theme: str) -> None:
    colours = palettes(theme, ColourDepth.TRUE)
    assert len({palette.accent for palette in colours.moods.values()}) == len(MOODS)
    assert len(set(colours.speakers)) == SPEAKER_COLOURS
