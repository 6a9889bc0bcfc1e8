"""Story files -> a linked story and a report. `load` reads a folder, `load_texts` what is in memory.

bytes -> nodes with places (events) -> drafts (draft, declarations) -> linked story (link) -> checked story (rules)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from game.diagnostics import Report, Span
from game.loading.art import read_pictures
from game.loading.declarations import Declarations, read_declarations
from game.loading.draft import DraftScene, SceneReader
from game.loading.known_files import KnownFiles
from game.loading.link import link
from game.loading.reading.collecting import many_objects
from game.loading.reading.events import read_nodes
from game.loading.reading.folder import is_picture, read_folder
from game.loading.reading.nodes import MappingNode
from game.loading.rules import check
from game.story.model import Story

STORY_FILE = "story.yaml"
NAME_LINE = re.compile(r"^(?:([a-z][a-z0-9_]*):|\s+-?\s*(?:id|label): *([a-z][a-z0-9_]*))", re.MULTILINE)


def load(folder: Path, known: KnownFiles | None = None) -> tuple[Story | None, Report]:
    """The story of a folder, and everything that is to be said of it. No story when there are errors.

    What is `known` from the last time is not read again.
    """
    report = Report()
    with many_objects():
        return _load(read_folder(folder, report), report, known)


def digest_of(folder: Path) -> str | None:
    """The fingerprint that the story of a folder would have; None when not all of its files can be read."""
    report = Report()
    files = read_folder(folder, report)
    return None if report.errors else _fingerprint(files)


def load_texts(texts: Mapping[str, str | bytes]) -> tuple[Story | None, Report]:
    """The story in these files (name -> text), and everything that is to be said of it."""
    with many_objects():
        return _load(texts, Report())


def _load(files: Mapping[str, str | bytes], report: Report, known: KnownFiles | None = None) -> tuple[Story | None, Report]:
    if STORY_FILE not in files:
        if not len(report):
            advice = "Every story folder has a `story.yaml` that says what exists; `hyosan` plays the folder that has one."
            report.error("no-story", Span(STORY_FILE, 1, 1), "there is no story.yaml here", advice)
        return None, report
    story_node = read_nodes(STORY_FILE, files[STORY_FILE], report)
    declared = read_declarations(story_node, report) if story_node is not None else None
    if declared is None:
        return None, report
    scenes = {name: text for name, text in files.items() if not is_picture(name) and name != STORY_FILE}
    drafts, unread = _read_scenes(scenes, declared, report, known or KnownFiles())
    art = read_pictures(declared.art, files, report)
    story = link(declared, drafts, art, unread=unread, fingerprint=_fingerprint(files), report=report)
    check(story, report)
    return (None if report.errors else story), report


def _read_scenes(
    files: Mapping[str, str | bytes], declared: Declarations, report: Report, known: KnownFiles
) -> tuple[dict[str, DraftScene], frozenset[str]]:
    """The scenes, and the names that seem to stand in files which cannot be read: they are not unknown."""
    drafts: dict[str, DraftScene] = {}
    unread: set[str] = set()
    for file in sorted(files):
        found = known.take(file, files[file], declared.cast, report)
        if found is None:
            told = len(report)
            found = _drafts_of(file, files[file], declared, report)
            if found is None:
                unread.update(_names_in(report.sources.get(file, "")))
            elif len(report) == told:
                known.keep(file, files[file], declared.cast, found, report)
        for draft in found or ():
            if draft.id in drafts:
                advice = f"The other one stands at {drafts[draft.id].span}. Give one of them another id."
                report.error("double-scene", draft.span, f"two scenes are called `{draft.id}`", advice)
            else:
                drafts[draft.id] = draft
    return drafts, frozenset(unread - set(drafts))


def _drafts_of(file: str, data: str | bytes, declared: Declarations, report: Report) -> tuple[DraftScene, ...] | None:
    """The scenes of a file; None when it could not be read to its end."""
    node = read_nodes(file, data, report)
    if node is None:
        return None
    if not isinstance(node, MappingNode):
        advice = "A file of scenes begins with the id of a scene and a colon: `kitchen:`."
        report.error("no-scenes", node.span, "there are no scenes here", advice)
        return ()
    found = (SceneReader(declared.cast, report).read(key, value) for key, value in node.items)
    return tuple(draft for draft in found if draft is not None)


def _names_in(text: str) -> Iterator[str]:
    """The scenes, `scene.label`s and `scene.option`s that a file which cannot be read seems to have."""
    scene = ""
    for found in NAME_LINE.finditer(text):
        scene = found.group(1) or scene
        yield f"{scene}.{found.group(2)}" if found.group(2) else scene


def _fingerprint(files: Mapping[str, str | bytes]) -> str:
    """A digest of all files: two stories with the same one are the same to the byte."""
    digest = hashlib.sha256()
    for name in sorted(files):
        text = files[name]
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:32]


__all__ = ["KnownFiles", "digest_of", "load", "load_texts"]
