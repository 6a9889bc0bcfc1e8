"""The peers, where they are installed: a folder with their harness and, made here, the same stories in all languages.

The folder holds the harness (`gen.py`, `bench_*.js`, `bench_*.py`, `bfs_inkjs.js`, `seed_bugs.py`) and what it needs: inkjs in
`node_modules`, ChoiceScript in `choicescript`, inkcpp and bardic in a virtual environment `venv`. What is missing is left out.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.measuring import answer, run
from tests.benchmarks.synthetic import MISSING, Model, model, write

PEERS = ("inkcpp", "inkjs", "ChoiceScript", "bardic")
FASTEST = "inkcpp"
Command = tuple[str | Path, ...]


@dataclass(slots=True)
class Stories:
    """The synthetic stories in `folder`, made when they are first asked for; with `peers`, in their languages as well."""

    folder: Path
    peers: Path | None = None
    compiled: dict[tuple[int, str], dict[str, float]] = field(default_factory=dict)

    def model(self, scenes: int) -> Model:
        if self.peers is None:
            return model(scenes)
        made = self.peers_story(scenes) / "model.json"
        found: Model = json.loads(made.read_text(encoding="utf-8"))
        return found

    def ours(self, scenes: int) -> Path:
        """The folder of our story with that many scenes."""
        folder = self.folder / f"ours_{scenes}"
        return folder if (folder / "story.yaml").exists() else write(self.model(scenes), folder)

    def peers_story(self, scenes: int) -> Path:
        """The folder with the story in the peers' languages."""
        assert self.peers is not None
        folder = self.peers / f"s{scenes}"
        if not (folder / "model.json").exists():
            run([*self.python, "gen.py", str(scenes), str(folder)], folder=self.peers)
        return folder

    @property
    def python(self) -> Command:
        assert self.peers is not None
        return (self.peers / "venv" / "bin" / "python",)

    def has(self, name: str) -> bool:
        """Whether that peer is installed."""
        if self.peers is None:
            return False
        node = shutil.which("node") is not None
        venv = self.peers / "venv" / "lib"
        return {
            "inkjs": node and (self.peers / "node_modules" / "inkjs").exists(),
            "ChoiceScript": node and (self.peers / "choicescript").exists(),
            "inkcpp": any(venv.glob("python*/site-packages/inkcpp_py*")) and node,  # inkjs makes its file
            "bardic": any(venv.glob("python*/site-packages/bardic")),
        }[name]

    def compile(self, scenes: int, name: str) -> dict[str, float]:
        """Makes what the peer plays; how long that took, and how large it is, as the harness says it. Once a run."""
        if (scenes, name) not in self.compiled:
            folder = self.peers_story(scenes)
            if name == "inkcpp":
                self.play_file(scenes, "inkjs")
            command = {
                "inkjs": ("node", "bench_inkjs.js", "compile", folder / "story.ink", folder / "ink.json"),
                "inkcpp": (*self.python, "bench_inkcpp.py", "compile", folder / "ink.json", folder / "ink.bin"),
                "bardic": (*self.python, "bench_bardic.py", "compile", folder / "story.bard", folder / "bard.json"),
            }[name]
            self.compiled[scenes, name] = answer(command, folder=self.peers or Path())
        return self.compiled[scenes, name]

    def play_file(self, scenes: int, name: str) -> Path:
        """What the peer plays."""
        file = (
            self.peers_story(scenes)
            / {"inkjs": "ink.json", "inkcpp": "ink.bin", "bardic": "bard.json", "ChoiceScript": "cs"}[name]
        )
        if not file.exists():
            self.compile(scenes, name)
        return file

    def commands(self, scenes: int, mode: str, *arguments: str, only: Sequence[str] = PEERS) -> Mapping[str, Command]:
        """The harness's command for each peer that is installed, to be run in the folder of the peers."""
        starts: Mapping[str, Callable[[], Command]] = {
            "inkcpp": lambda: (*self.python, "bench_inkcpp.py"),
            "inkjs": lambda: ("node", "bench_inkjs.js"),
            "ChoiceScript": lambda: ("env", f"CS={self.peers}/choicescript", "node", "bench_cs.js"),
            "bardic": lambda: (*self.python, "bench_bardic.py"),
        }
        asked = [name for name in starts if name in only and self.has(name)]
        return {name: (*starts[name](), mode, self.play_file(scenes, name), *arguments) for name in asked}


def planted(stories: Stories) -> dict[str, Path]:
    """The stories with one planted fault each, in our language."""
    assert stories.peers is not None
    made = stories.peers / "bugs"
    if not (made / "ok").exists():
        run([*stories.python, "seed_bugs.py", "bugs"], folder=stories.peers)
    found = {}
    for folder in sorted(made.iterdir()):
        story = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if folder.name == "target":
            assert any(option["text"] == MISSING for scene in story["scenes"] for option in scene["choices"])
        found[folder.name] = write(story, stories.folder / f"planted_{folder.name}")
    return found
