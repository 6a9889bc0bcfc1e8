"""An author's play in tests: a small story in files that are changed while it is played."""

from __future__ import annotations

from pathlib import Path

from game.diagnostics import Report
from game.loading.watching import Watch
from game.saving.store import Store
from game.stories import story_reader
from game.terminal.game import Game
from game.terminal.rehearsal import Rehearsal, Reloaded
from tests.terminal.story import open_games, write_story


class Desk:
    """The author's desk: the folder of the story, and what is done to its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = write_story(folder)
        self.saves = folder.parent / "saves"

    @property
    def scenes(self) -> Path:
        return self.folder / "scenes.yaml"

    def edit(self, old: str, new: str) -> None:
        """Replaces words in the scenes, as an editor does that saves by renaming."""
        text = self.scenes.read_text(encoding="utf-8")
        assert old in text
        other = self.folder / ".scenes.yaml.new"
        other.write_text(text.replace(old, new), encoding="utf-8")
        other.replace(self.scenes)

    def mend(self) -> None:
        """The scenes as they were at the beginning."""
        write_story(self.folder)

    def rehearse(self, *, watching: bool = True) -> Game:
        """A game in which an author plays, begun with seed 7."""
        rehearsal = Rehearsal(story_reader(), Report(), Watch(self.folder) if watching else None)
        program = rehearsal.open(self.folder)
        assert program is not None, rehearsal.report.draw()
        made = Game(program, Store(self.saves), folder=self.saves, new_seed=lambda: 7, rehearsal=rehearsal)
        made.begin(seed=7)
        open_games.append(made)
        return made

    def kept(self) -> dict[str, bytes]:
        """Every file in the folder of the saves."""
        return {path.name: path.read_bytes() for path in self.saves.glob("*")} if self.saves.exists() else {}


def reload(game: Game) -> Reloaded:
    """What became of the files that were changed."""
    reloaded = game.look_at_files()
    assert reloaded is not None
    return reloaded
