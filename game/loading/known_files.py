"""The files of a story that were read before: whoever reads a story again reads only what was changed in it.

An author who plays with `--watch` changes one file of many. Reading it is a third of loading, and needs to be done once; to link
and to check needs the whole story each time. (`python -m tests.benchmarks --only load`)
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from game.records import dataclass

if TYPE_CHECKING:
    from game.diagnostics import Report
    from game.loading.draft import DraftScene


@dataclass(frozen=True, slots=True)
class _Read:
    data: str | bytes
    cast: tuple[str, ...]
    text: str
    drafts: tuple[DraftScene, ...]


class KnownFiles:
    """What stood in the files of scenes, by their names. Files of which there was something to say are read again."""

    def __init__(self) -> None:
        self._files: dict[str, _Read] = {}

    def take(self, file: str, data: str | bytes, cast: Collection[str], report: Report) -> tuple[DraftScene, ...] | None:
        """The scenes of a file with this content and this cast, if it was kept; `report` gets its text, as when it is read."""
        found = self._files.get(file)
        if found is None or (found.data, found.cast) != (data, tuple(cast)):
            return None
        report.sources[file] = found.text
        return found.drafts

    def keep(self, file: str, data: str | bytes, cast: Collection[str], drafts: tuple[DraftScene, ...], report: Report) -> None:
        """Keeps what was read, for as long as the content is the same."""
        self._files[file] = _Read(data, tuple(cast), report.sources[file], drafts)
