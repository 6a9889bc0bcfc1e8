"""Composed frames as text, without a terminal."""

from __future__ import annotations

from game.terminal.full_screen.frame import compose
from game.terminal.full_screen.player import Player
from game.terminal.game import Game


def player(game: Game) -> Player:
    """A player before a screen of 80 by 24; the content note is read."""
    made = Player(game)
    look(made)
    if made.screen.name == "note":
        made.accept()
        look(made)
    return made


def look(played: Player, columns: int = 80, rows: int = 24) -> list[str]:
    """The rows of the screen. Looking also tells the player what is in view, as drawing does."""
    frame = compose(played, columns, rows)
    return ["".join(text for _, text in row).rstrip() for row in frame.rows]


def words(played: Player, columns: int = 80, rows: int = 24) -> str:
    """Everything on the screen as one line of words."""
    return " ".join(" ".join(look(played, columns, rows)).split())


def keys(played: Player, typed: str) -> None:
    """Types characters one after the other, drawing in between."""
    for char in typed:
        played.type(char)
        look(played)
