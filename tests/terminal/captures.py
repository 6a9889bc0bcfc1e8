"""`python -m tests.terminal.captures FOLDER [16]`: every screen in every theme and mood, at several sizes, as SVG and as text.

What is drawn is what the program draws, in the colours it asks for; with `16`, in those of a terminal that has only so many, as
xterm shows them. `index.html` shows all of them. They are for looking at.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from prompt_toolkit.output.vt100 import ANSI_COLORS_TO_RGB
from prompt_toolkit.styles import Attrs, Style

from game.diagnostics import Report
from game.engine.program import Program
from game.loading import load, load_texts
from game.saving.store import Store
from game.story.model import MOODS, Mood
from game.terminal.colours import ColourDepth
from game.terminal.full_screen.frame import Frame, compose, mood
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.theme import THEMES, styles
from game.terminal.full_screen.viewport import Fragment
from game.terminal.game import Game
from game.terminal.layout import cells
from game.terminal.outcomes import Order
from game.terminal.rehearsal import Rehearsal

SCENES = Path(__file__).parents[2] / "scenes"
CELL, ROW = 8.43, 18
FONT = "font-family='DejaVu Sans Mono, NanumGothicCoding, monospace' font-size='14'"
PAPER = {"light": ("#ffffff", "#000000")}


class Capture(NamedTuple):
    name: str
    frame: Frame
    columns: int
    mood: Mood


def svg(capture: Capture, theme: str, depth: ColourDepth = ColourDepth.TRUE) -> str:
    """A picture of the frame. Each run of cells is as wide as it is on a terminal, whatever the font."""
    style = Style.from_dict(dict(styles(theme, capture.mood, depth)))
    width, height = capture.columns * CELL, len(capture.frame.rows) * ROW
    ground, text = PAPER.get(theme, ("#000000", "#e0e0e0"))
    base = style.get_attrs_for_style_str("class:ground")
    drawn = [f"<rect width='100%' height='100%' fill='{_colour(base.bgcolor, ground)}'/>"]
    for y, row in enumerate(capture.frame.rows):
        drawn += _row_svg(row, y * ROW, style, (_colour(base.bgcolor, ground), _colour(base.color, text)))
    return f"<svg xmlns='http://www.w3.org/2000/svg' width='{width:.0f}' height='{height}' {FONT}>{''.join(drawn)}</svg>\n"


def _row_svg(row: tuple[Fragment, ...], top: float, style: Style, plain: tuple[str, str]) -> Iterator[str]:
    x = 0.0
    for name, text in row:
        attrs = style.get_attrs_for_style_str(f"class:ground {name}")
        ground, colour = _colour(attrs.bgcolor, plain[0]), _colour(attrs.color, plain[1])
        if attrs.reverse:
            ground, colour = colour, ground
        width = cells(text) * CELL
        if ground != plain[0]:
            yield f"<rect x='{x:.2f}' y='{top}' width='{width:.2f}' height='{ROW}' fill='{ground}'/>"
        if text.strip():
            place = f"x='{x:.2f}' y='{top + 13.5}' textLength='{width:.2f}' fill='{colour}' xml:space='preserve'"
            yield f"<text {place} {_weight(attrs)}>{html.escape(text)}</text>"
        x += width


def _colour(name: str | None, otherwise: str) -> str:
    """The digits of a colour, or a name of ANSI, as a picture has it."""
    if not name:
        return otherwise
    return "#{:02x}{:02x}{:02x}".format(*ANSI_COLORS_TO_RGB[name]) if name in ANSI_COLORS_TO_RGB else f"#{name}"


def _weight(attrs: Attrs) -> str:
    said = [("font-weight='bold'", attrs.bold), ("font-style='italic'", attrs.italic)]
    return " ".join(each for each, on in (*said, ("text-decoration='underline'", attrs.underline)) if on)


def text(capture: Capture) -> str:
    return "\n".join("".join(part for _, part in row).rstrip() for row in capture.frame.rows) + "\n"


def _player(program: Program, scene: str | None = None, *, in_ascii: bool = False) -> Player:
    """A player in the story, the content note read; with a scene, at that scene."""
    game = Game(program, None, new_seed=lambda: 7)
    game.begin(seed=7, scene=scene)
    player = Player(game, in_ascii=in_ascii)
    compose(player, 80, 24)
    if player.screen.name == "note":
        player.accept()
    return player


CONTROLS = {"\n": Player.accept, "\x1b": Player.cancel, "/": Player.open_editor}


def _typed(keys: str) -> Callable[[Program], Player]:
    def play(program: Program) -> Player:
        player = _player(program)
        for key in keys:
            compose(player, 80, 24)
            if key in CONTROLS:
                CONTROLS[key](player)
            else:
                player.type(key)
        return player

    return play


def _title(program: Program, folder: Path, *, kept: bool) -> Player:
    game = Game(program, Store(folder), folder=folder, new_seed=lambda: 7)
    if kept:
        game.begin(seed=7)
        for _ in range(3):
            assert game.session is not None
            game.session.choose(game.session.view.open_offers[0].id)
        game.close()
    return Player(game)


def _rehearsed(*, broken: bool) -> Callable[[Program], Player]:
    """An author's play: the debug view, or the mistakes of files that are broken just now."""

    def play(program: Program) -> Player:
        _, report = load_texts({"story.yaml": BROKEN}) if broken else (None, Report())
        rehearsal = Rehearsal(lambda _: (None, report), report)
        player = Player(Game(program, None, new_seed=lambda: 7, rehearsal=rehearsal))
        player.game.begin(seed=7)
        player.show(player.game.opening())
        compose(player, 80, 24)
        player.type("1")
        if not broken:
            player.do(Order("debug"))
        return player

    return play


BROKEN = "story: roof\ntitle: The Roof\nstart: rof\ncast:\n  dae_su: {nam: Dae-su}\nendings: {}\nvariables: [noise]\n"
SCREENS: dict[str, Callable[[Program], Player]] = {
    "story": _typed("1"), "later": _typed("11211"), "journal": _typed("1121j"), "party": _typed("11p"), "bag": _typed("11b"),
    "map": _typed("112111m"), "history": _typed("11211f"), "look": _typed("l"), "menu": _typed("q"), "settings": _typed(","),
    "help": _typed("?"), "endings": _typed("e"), "status": _typed("s"), "typing": _typed("drink"),
    "note": lambda program: Player(_begun(program)), "summary": _typed("11211/summary\n"),
    "ascii": lambda program: _player(program, in_ascii=True), "by_sentence": _typed("/settings reveal sentence\n\x1b1"),
    "debug": _rehearsed(broken=False), "mistakes": _rehearsed(broken=True),
}  # fmt: skip


def _begun(program: Program) -> Game:
    game = Game(program, None, new_seed=lambda: 7)
    game.begin(seed=7)
    return game


def captures(program: Program, folder: Path) -> Iterator[Capture]:
    """Every screen at 80x24, those with much text at other sizes too, and a scene of each mood."""
    for name, make in SCREENS.items():
        for columns, rows in SIZES.get(name, ((80, 24),)):
            player = make(program)
            yield Capture(f"{name}_{columns}x{rows}", compose(player, columns, rows), columns, mood(player))
    for name in MOODS:
        scene = next((each.id for each in program.story.scenes.values() if each.mood == name), None)
        player = _player(program, scene=scene)
        yield Capture(f"mood_{name}_80x24", compose(player, 80, 24), 80, mood(player))
    for scene in PICTURED:
        player = _player(program, scene=scene)
        yield Capture(f"art_{scene}_80x24", compose(player, 80, 24), 80, mood(player))
    for kept in (False, True):
        for columns, rows in SIZES["title"]:
            player = _title(program, folder / f"saves_{kept}", kept=kept)
            yield Capture(f"title{'_kept' * kept}_{columns}x{rows}", compose(player, columns, rows), columns, mood(player))
            player.game.close()


PICTURED = ("wire_fence", "wire_hill", "wire_ridge", "school_stairs", "roof_fire")
SIZES = {
    "story": ((80, 24), (120, 40), (40, 15), (30, 8), (20, 6), (200, 60)),
    "later": ((80, 24), (120, 40)), "title": ((80, 24), (120, 40), (40, 15)), "party": ((80, 24), (40, 15)),
    "settings": ((80, 24), (40, 15)), "map": ((80, 24), (40, 15)), "help": ((80, 24), (120, 40)),
}  # fmt: skip


def write(folder: Path, depth: ColourDepth = ColourDepth.TRUE) -> int:
    """Writes all of them into `folder`; returns how many there are."""
    story, report = load(SCENES)
    assert story is not None, report.draw()
    folder.mkdir(parents=True, exist_ok=True)
    page = ["<!doctype html><meta charset=utf-8><title>Captures</title><style>body{background:#777} img{margin:6px}</style>"]
    found = list(captures(Program(story), folder))
    for capture in found:
        (folder / f"{capture.name}.txt").write_text(text(capture), encoding="utf-8")
        page.append(f"<h3>{capture.name}</h3>")
        for theme in THEMES:
            path = folder / f"{capture.name}_{theme}.svg"
            path.write_text(svg(capture, theme, depth), encoding="utf-8")
            page.append(f"<img src='{path.name}' alt='{capture.name} in {theme}'>")
    (folder / "index.html").write_text("\n".join(page), encoding="utf-8")
    return len(found) * len(THEMES)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["16"]):
        sys.exit("python -m tests.terminal.captures FOLDER [16]")
    count = write(Path(sys.argv[1]), ColourDepth.SIXTEEN if sys.argv[2:] else ColourDepth.TRUE)
    print(f"{count} captures: {Path(sys.argv[1]) / 'index.html'}")
