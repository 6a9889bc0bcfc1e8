"""The names of a story, for completing them: read also from a story that has mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from game.diagnostics import Report
from game.errors import StoryError
from game.language.domain import Domain
from game.loading import STORY_FILE
from game.loading.declarations import Declarations, read_declarations
from game.loading.draft import DraftScene, SceneReader
from game.loading.reading.events import read_nodes
from game.loading.reading.folder import is_yaml, read_folder
from game.loading.reading.nodes import MappingNode


@dataclass(frozen=True, slots=True)
class StoryNames:
    """What a story declares. `variables` includes attributes as `trust.su_hyeok`.

    labels, options  as `scene.name`           landings  those of them that a `goto` can lead to
    """

    scenes: tuple[str, ...]
    labels: tuple[str, ...]
    options: tuple[str, ...]
    landings: tuple[str, ...]
    cast: Mapping[str, str]
    variables: Mapping[str, Domain]
    attributes: tuple[str, ...]
    places: tuple[str, ...]
    endings: tuple[str, ...]
    decks: tuple[str, ...]
    notes: tuple[str, ...]
    achievements: tuple[str, ...]
    art: tuple[str, ...]
    sounds: tuple[str, ...]
    files: tuple[str, ...]


def read_names(folder: Path) -> StoryNames:
    """The names of the story in `folder`; what cannot be read is left out. Raises `StoryError` when there is no story."""
    report = Report()
    files = {name: data for name, data in read_folder(folder, report).items() if is_yaml(name)}
    root = read_nodes(STORY_FILE, files[STORY_FILE], report) if STORY_FILE in files else None
    declared = read_declarations(root, report) if root is not None else None
    if declared is None:
        raise StoryError(f"There is no story in {folder} that can be read; `hyosan check` says why.", report)
    return _names(declared, list(_drafts(files, declared, report)), tuple(files))


def _drafts(files: Mapping[str, bytes], declared: Declarations, report: Report) -> Iterator[DraftScene]:
    for file in files:
        node = read_nodes(file, files[file], report) if file != STORY_FILE else None
        for key, value in node.items if isinstance(node, MappingNode) else ():
            draft = SceneReader(declared.cast, report).read(key, value)
            if draft is not None:
                yield draft


def _names(declared: Declarations, drafts: list[DraftScene], files: tuple[str, ...]) -> StoryNames:
    return StoryNames(
        scenes=tuple(dict.fromkeys(draft.id for draft in drafts)),
        labels=tuple(f"{draft.id}.{label}" for draft in drafts for label in draft.labels),
        options=tuple(f"{draft.id}.{option}" for draft in drafts for option in draft.options),
        landings=tuple(f"{draft.id}.{name}" for draft in drafts for name in sorted(draft.landings)),
        cast={member.id: member.name for member in declared.cast.values()},
        variables=declared.domains,
        attributes=tuple(declared.attributes),
        places=tuple(declared.places),
        endings=tuple(declared.endings),
        decks=tuple(declared.decks),
        notes=tuple(declared.notes),
        achievements=tuple(declared.achievements),
        art=tuple(declared.art),
        sounds=tuple(declared.sounds),
        files=files,
    )
