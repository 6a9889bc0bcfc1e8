"""A story's folder is read, and nothing else is: not what links lead to, no pipes, no devices, nothing without end."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.diagnostics import Report
from game.loading.reading import folder as folders
from game.loading.reading.decoding import MAX_BYTES
from game.loading.reading.folder import read_folder


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The folder of a small story."""
    root = tmp_path / "story"
    put(root, "story.yaml", "story: small\n")
    put(root, "camp/visitor.yaml", "visitor:\n")
    return root


def put(root: Path, name: str, text: str = "a: b\n") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The files that were read, and code and file of everything that is said, which is about whole files."""
    report = Report()
    files = read_folder(root, report)
    assert all(found.advice for found in report)
    assert {(found.span.line, found.span.column) for found in report} <= {(1, 1)}
    return list(files), [(found.code, found.span.file) for found in report]


def test_every_file_below_is_read_sorted_by_its_path(story: Path) -> None:
    for name in ("b.yaml", "a.yml", "camp/10.yaml", "camp/deep/er.yaml", "slope.YAML", "한국.yaml"):
        put(story, name)
    report = Report()
    files = read_folder(story, report)
    names = ["a.yml", "b.yaml", "camp/10.yaml", "camp/deep/er.yaml", "camp/visitor.yaml", "slope.YAML", "story.yaml", "한국.yaml"]
    assert list(files) == names
    assert files["story.yaml"] == b"story: small\n"
    assert len(report) == 0


@pytest.mark.parametrize(
    "name", ["_notes.yaml", ".hidden.yaml", "_old/a.yaml", ".git/a.yaml", "camp/_a.yaml", "notes.md", "yaml", "a.yaml.bak"]
)
def test_notes_and_hidden_files_are_left_alone(story: Path, name: str) -> None:
    put(story, name)
    assert read(story) == (["camp/visitor.yaml", "story.yaml"], [])


def test_a_missing_folder_is_said_with_its_name(tmp_path: Path) -> None:
    report = Report()
    assert read_folder(tmp_path / "nowhere", report) == {}
    (found,) = report
    assert found.code == "no-story"
    assert "nowhere" in found.message
    assert "hyosan new" in found.advice


def test_a_file_in_place_of_a_folder_is_said(story: Path) -> None:
    report = Report()
    assert read_folder(story / "story.yaml", report) == {}
    (found,) = report
    assert found.code == "no-story"
    assert "a story is a folder" in found.message


def test_a_folder_without_story_yaml_is_no_story(story: Path) -> None:
    (story / "story.yaml").unlink()
    assert read(story) == ([], [("no-story", "story.yaml")])


def test_the_folder_above_a_story_is_told_where_the_story_is(story: Path) -> None:
    report = Report()
    read_folder(story.parent, report)
    (found,) = report
    assert found.code == "no-story"
    assert f"did you mean {story}?" in found.advice


def test_a_scene_file_whose_name_ends_in_txt_is_said_and_left_alone(story: Path) -> None:
    put(story, "camp/visitor.yaml.txt")
    report = Report()
    assert "camp/visitor.yaml.txt" not in read_folder(story, report)
    assert [(found.code, found.span.file) for found in report] == [("misnamed-file", "camp/visitor.yaml.txt")]


def test_story_yml_is_advised_to_be_renamed(story: Path) -> None:
    (story / "story.yaml").rename(story / "story.yml")
    report = Report()
    read_folder(story, report)
    assert [found.advice for found in report] == ["Rename story.yml to story.yaml."]


def test_a_story_yaml_that_cannot_be_read_is_not_called_missing(story: Path) -> None:
    (story / "story.yaml").unlink()
    (story / "story.yaml").symlink_to(story / "nothing.yaml")
    assert read(story)[1] == [("unreadable-file", "story.yaml")]


# Links


def test_the_folder_itself_may_be_a_link(story: Path) -> None:
    link = story.parent / "link"
    link.symlink_to(story, target_is_directory=True)
    assert read(link) == (["camp/visitor.yaml", "story.yaml"], [])


def test_a_link_that_leads_out_is_not_followed(story: Path) -> None:
    secret = put(story.parent, "secret.yaml", "secret: yes\n")
    put(story.parent, "outside/a.yaml", "secret: yes\n")
    (story / "file.yaml").symlink_to(secret)
    (story / "relative.yaml").symlink_to("../secret.yaml")
    (story / "folder").symlink_to(story.parent / "outside", target_is_directory=True)
    (story / "root.yaml").symlink_to("/")
    files, said = read(story)
    assert files == ["camp/visitor.yaml", "story.yaml"]
    assert said == [("link-leads-out", name) for name in ("file.yaml", "folder", "relative.yaml", "root.yaml")]


def test_a_link_that_leads_out_by_way_of_another_is_not_followed(story: Path) -> None:
    put(story.parent, "outside/a.yaml")
    (story / "_hop").symlink_to(story.parent / "outside", target_is_directory=True)
    (story / "a.yaml").symlink_to(story / "_hop" / "a.yaml")
    assert read(story) == (["camp/visitor.yaml", "story.yaml"], [("link-leads-out", "a.yaml")])


def test_a_folder_whose_name_begins_like_the_story_is_outside(story: Path) -> None:
    put(story.parent, "story-of-another/a.yaml")
    (story / "a.yaml").symlink_to(story.parent / "story-of-another" / "a.yaml")
    assert read(story)[1] == [("link-leads-out", "a.yaml")]


def test_links_to_notes_outside_are_no_business_of_ours(story: Path) -> None:
    (story / "notes.md").symlink_to(put(story.parent, "notes.md"))
    assert read(story)[1] == []


def test_a_link_inside_is_followed_and_each_file_is_read_once(story: Path) -> None:
    put(story, "_shared/both.yaml")
    (story / "act").mkdir()
    (story / "act" / "one.yaml").symlink_to(story / "_shared" / "both.yaml")
    (story / "act" / "two.yaml").symlink_to("one.yaml")
    (story / "again").symlink_to(story / "camp", target_is_directory=True)
    assert read(story) == (["act/one.yaml", "again/visitor.yaml", "story.yaml"], [])


def test_links_in_a_circle_end(story: Path) -> None:
    (story / "camp" / "up").symlink_to(story, target_is_directory=True)
    (story / "camp" / "self").symlink_to(story / "camp", target_is_directory=True)
    (story / "loop.yaml").symlink_to(story / "loop.yaml")
    files, said = read(story)
    assert files == ["camp/visitor.yaml", "story.yaml"]
    assert said == [("unreadable-file", "loop.yaml")]


# What is no file


@pytest.fixture
def pipe(story: Path) -> Path:
    path = story / "pipe.yaml"
    os.mkfifo(path)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of POSIX")
def test_a_pipe_does_not_hold_the_game_up(story: Path, pipe: Path) -> None:
    assert read(story) == (["camp/visitor.yaml", "story.yaml"], [("unreadable-file", "pipe.yaml")])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of POSIX")
def test_a_pipe_that_takes_the_place_of_a_file_does_not_hold_the_game_up(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = put(story, "victim.yaml")

    def replaced(path: Path, flags: int) -> int:
        if path == victim:
            victim.unlink()
            os.mkfifo(victim)
        return real_open(path, flags)

    real_open = os.open
    monkeypatch.setattr(os, "open", replaced)
    assert read(story) == (["camp/visitor.yaml", "story.yaml"], [("unreadable-file", "victim.yaml")])


@pytest.fixture
def listening(story: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(story)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.yaml")
        yield


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on POSIX")
def test_a_socket_is_not_opened(story: Path, listening: None) -> None:
    assert read(story)[1] == [("unreadable-file", "socket.yaml")]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are devices on POSIX")
def test_a_device_is_not_read_even_from_inside(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").symlink_to("/dev/zero")
    assert read(tmp_path) == ([], [("link-leads-out", "story.yaml")])


def test_a_folder_that_is_called_like_a_file_is_a_folder(story: Path) -> None:
    put(story, "act.yaml/one.yaml")
    assert read(story) == (["act.yaml/one.yaml", "camp/visitor.yaml", "story.yaml"], [])


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_what_must_not_be_read_is_said_and_the_rest_is_read(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, closed = put(story, "secret.yaml"), put(story, "closed/a.yaml").parent
    refuse(monkeypatch, secret, closed)
    files, said = read(story)
    assert files == ["camp/visitor.yaml", "story.yaml"]
    assert said == [("unreadable-file", "closed"), ("unreadable-file", "secret.yaml")]


def refuse(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Rights are taken away; where the tests run as root, which may read everything, the system is asked to say no."""
    for path in paths:
        path.chmod(0)
    if os.geteuid() != 0:
        return
    real_open, real_list = os.open, Path.iterdir

    def no_open(path: Path, flags: int) -> int:
        if path in paths:
            raise PermissionError(13, "Permission denied", str(path))
        return real_open(path, flags)

    def no_list(path: Path) -> Iterator[Path]:
        if path in paths:
            raise PermissionError(13, "Permission denied", str(path))
        return real_list(path)

    monkeypatch.setattr(os, "open", no_open)
    monkeypatch.setattr(Path, "iterdir", no_list)


# Names and limits


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems do not allow such names")
@pytest.mark.parametrize("name", [b"\xff.yaml", b"a\nb.yaml", b"a\x1b[31m/b.yaml", "a\u202eb.yaml".encode()])
def test_a_name_with_something_hidden_in_it_is_refused(story: Path, name: bytes) -> None:
    put(story, os.fsdecode(name))
    report = Report()
    assert list(read_folder(story, report)) == ["camp/visitor.yaml", "story.yaml"]
    (found,) = report
    assert found.code == "unsafe-character"
    assert all(line.isprintable() for line in report.draw().split("\n"))


def test_a_file_is_not_read_further_than_its_limit(story: Path) -> None:
    put(story, "large.yaml", "#" * MAX_BYTES)
    put(story, "larger.yaml", "#" * (MAX_BYTES + 1))
    assert read(story) == (["camp/visitor.yaml", "large.yaml", "story.yaml"], [("file-too-large", "larger.yaml")])


def test_no_more_files_are_read_than_a_story_may_have(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    put(story, "a.yaml")
    assert read(story)[1] == []
    put(story, "b.yaml")
    files, said = read(story)
    assert len(files) == 3
    assert [code for code, _ in said] == ["too-many-files"]


def test_a_story_yaml_beyond_the_limit_is_not_called_missing(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 1)
    assert read(story) == (["camp/visitor.yaml"], [("too-many-files", "story.yaml")])


def test_all_files_together_have_a_limit(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_STORY_BYTES", 100)
    put(story, "a.yaml", "#" * 50)
    put(story, "b.yaml", "#" * 51)
    put(story, "c.yaml", "#")
    files, said = read(story)
    assert files == ["a.yaml"]
    assert said == [("story-too-large", "b.yaml")]
    put(story, "b.yaml", "#" * 50)
    assert read(story) == (["a.yaml", "b.yaml"], [("story-too-large", "c.yaml")])


def test_the_limit_of_all_files_is_said(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_STORY_BYTES", 1 << 20)
    put(story, "a.yaml", "#" * (1 << 20))
    report = Report()
    read_folder(story, report)
    assert [found.message for found in report] == ["up to here the story has more than 1 MiB"]


def test_folders_nest_only_so_deep(story: Path) -> None:
    put(story, "/".join(["d"] * folders.MAX_FOLDER_DEPTH) + "/a.yaml")
    put(story, "/".join(["e"] * (folders.MAX_FOLDER_DEPTH + 1)) + "/a.yaml")
    files, said = read(story)
    assert len(files) == 3
    assert said == [("too-many-folders", "/".join(["e"] * (folders.MAX_FOLDER_DEPTH + 1)))]
