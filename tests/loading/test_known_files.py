"""A story that is read again is what it would be if nothing of it were known, and only the files that were changed are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.diagnostics import Report
from game.loading import KnownFiles, load
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import Node

STORY = """story: two
title: Two Rooms
start: hall
cast: {she: {name: She}}
endings: {over: {title: Over}}
"""
HALL = "hall: {script: [A hall., choose: [{id: on, pick: On, goto: cellar}]]}\n"
CELLAR = "cellar: {script: [A cellar., end: over]}\n"


class Folder:
    """A story on a disk, read again after each change, with what is known and without."""

    def __init__(self, path: Path, read: list[str]) -> None:
        self.path, self.read, self.known = path, read, KnownFiles()
        self.write(story=STORY, hall=HALL, cellar=CELLAR)

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def again(self) -> list[str]:
        """The files of scenes that were read; the story and the report are those of a first reading."""
        self.read.clear()
        story, report = load(self.path, self.known)
        found = [name for name in self.read if name != "story.yaml"]
        fresh, fresh_report = load(self.path)
        assert story == fresh
        assert (report.draw(), report.sources) == (fresh_report.draw(), fresh_report.sources)
        return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    read: list[str] = []

    def listening(file: str, data: str | bytes, report: Report) -> Node | None:
        read.append(file)
        return read_nodes(file, data, report)

    monkeypatch.setattr("game.loading.read_nodes", listening)
    return Folder(tmp_path, read)


def test_only_a_file_that_was_changed_is_read_again(folder: Folder) -> None:
    assert folder.again() == ["cellar.yaml", "hall.yaml"]
    assert folder.again() == []
    folder.write(cellar=CELLAR.replace("A cellar.", "A wet cellar."))
    assert folder.again() == ["cellar.yaml"]
    folder.write(attic="attic: {script: [An attic., end: over]}\n")
    assert folder.again() == ["attic.yaml"]
    (folder.path / "attic.yaml").unlink()
    assert folder.again() == []


def test_what_follows_from_other_files_is_found_though_a_file_is_known(folder: Folder) -> None:
    folder.again()
    folder.write(cellar=CELLAR.replace("cellar:", "vault:"))
    assert folder.again() == ["cellar.yaml"]
    folder.write(cellar=CELLAR + HALL)
    assert folder.again() == ["cellar.yaml"], "two scenes are called `hall`, and the place is told"


def test_a_file_with_mistakes_is_read_again_and_they_are_told_each_time(folder: Folder) -> None:
    folder.write(hall=HALL.replace("pick", "pikc"))
    assert folder.again() == ["cellar.yaml", "hall.yaml"]
    assert folder.again() == ["hall.yaml"]
    folder.write(hall="hall: {script: [")
    assert folder.again() == ["hall.yaml"]
    folder.write(hall=HALL)
    assert folder.again() == ["hall.yaml"]
    assert folder.again() == []


def test_another_cast_may_speak_and_so_all_is_read_again(folder: Folder) -> None:
    folder.again()
    folder.write(story=STORY.replace("cast: {", "cast: {he: {name: He}, "))
    assert folder.again() == ["cellar.yaml", "hall.yaml"]
