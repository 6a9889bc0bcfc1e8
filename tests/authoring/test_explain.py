"""Every code has a page, and its examples are what they say: the wrong ones are the project's invalid stories."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from game.authoring.explain import explain
from game.authoring.manual import Page, Part, codes, read_page
from game.authoring.samples import PAGES, Block, Sample
from game.authoring.words.lexicon import read_lexicon
from game.diagnostics import Report, Severity, Span
from game.language.scope import Scope, Source
from game.language.text import read_text
from game.loading import load
from tests.authoring.codes import Source as SourceCode

GAME = Path(__file__).parent.parent.parent / "game"
ALL = codes()
KITCHEN = "kitchen:\n  script:\n    - choose:\n        - pick: Again\n          goto: kitchen\n"
STORY = "story: sample\ntitle: A sample\nstart: kitchen\n"


@cache
def page(code: str) -> Page:
    return read_page(code)


def samples(*, wrong: bool, runs: bool = True) -> list[tuple[str, Sample]]:
    return [(code, each) for code in ALL for each in page(code).samples if each.is_wrong == wrong and each.runs == runs]


@cache
def source() -> SourceCode:
    return SourceCode(GAME)


def test_every_code_has_a_page() -> None:
    found = source().codes("language", "loading", "authoring")
    assert len(found) > 100
    assert {
        "tag",
        "unknown-mood",
        "no-way-on",
        "too-deep",
        "wrong-type",
        "missing-space",
        "not-told",
        "words-bad-phrase",
    } <= found
    assert sorted(found - set(ALL)) == []


def test_every_page_is_about_a_code_that_there_is() -> None:
    assert sorted(set(ALL) - source().codes("language", "loading", "authoring")) == []


@pytest.mark.parametrize("code", ALL)
def test_a_page_says_what_it_is_why_and_shows_both(code: str) -> None:
    found = page(code)
    assert found.code == code
    assert 10 < len(found.about) < 80
    assert found.about.endswith(".")
    assert {each.is_wrong for each in found.samples} == {True, False}
    assert [part.text.strip() for part in (found.parts[0], found.parts[-1])] != ["", ""]
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert text.count("```") == 2 * sum(len(each.blocks) for each in found.samples), "every block is a sample"
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize(("code", "sample"), samples(wrong=True))
def test_a_wrong_example_gives_the_code_at_its_place_and_nothing_else(code: str, sample: Sample) -> None:
    report = sample.check()
    first = next((each for each in report if each.code == code), None)
    assert first is not None, report.draw()
    assert (first.span.file, first.span.line, first.span.column) == sample.place
    assert first.severity is sample.severity
    mine = {block.file for block in sample.blocks}
    assert {each.code for each in report if each.span.file in mine} == {code}, report.draw()
    assert {each.code for each in report.errors} <= {code}, report.draw()


@pytest.mark.parametrize(("code", "sample"), samples(wrong=False))
def test_a_right_example_has_no_mistakes(code: str, sample: Sample) -> None:
    report = sample.check()
    mine = {block.file for block in sample.blocks}
    assert not report.errors, report.draw()
    assert not [each for each in report if each.code == code or each.span.file in mine], report.draw()


# What no page can hold: the wrong and the right story are made here.


def _write(folder: Path, **files: str | bytes) -> None:
    for name, text in {"story": STORY, "kitchen": KITCHEN, **files}.items():
        data = text.encode() if isinstance(text, str) else text
        (folder / f"{name}.yaml").write_bytes(data)


def _many_files(folder: Path, count: int) -> None:
    _write(folder)
    for number in range(count):
        (folder / f"f{number}.yaml").touch()


def _many_bytes(folder: Path, files: int) -> None:
    _write(folder)
    for number in range(files):
        (folder / f"f{number}.yaml").write_bytes(b"#" * (4 * 1024 * 1024 - 1) + b"\n")


def _deep(folder: Path, depth: int) -> None:
    _write(folder)
    below = folder.joinpath(*("a" * depth))
    below.mkdir(parents=True)
    (below / "x.yaml").touch()


def _link(folder: Path, target: Path) -> None:
    _write(folder)
    outside = folder.parent / "outside.yaml"
    outside.write_text("outside:\n  script: [x]\n", encoding="utf-8")
    (folder / "linked.yaml").symlink_to(target if target.is_absolute() else folder / target)


def _pipe(folder: Path) -> None:
    _write(folder)
    os.mkfifo(folder / "pipe.yaml")


def _no_story(folder: Path) -> None:
    _write(folder)
    (folder / "story.yaml").unlink()


def _drawn(folder: Path, picture: str) -> None:
    art = f"art:\n  fence: {{{picture}words: A fence.}}\n"
    _write(folder, story=STORY + art, kitchen="kitchen:\n  art: fence\n" + KITCHEN.partition("\n")[2])
    (folder / "art").mkdir()
    (folder / "art" / "fence.txt").write_text("|--|--|\n", encoding="utf-8")


Making = Callable[[Path], object]
MADE: dict[str, tuple[Making, Making]] = {
    "file-too-large": (lambda to: _write(to, big="#" * (5 * 1024 * 1024)), lambda to: _write(to, big="#" * 5 * 1024)),
    "story-too-large": (lambda to: _many_bytes(to, 17), lambda to: _many_bytes(to, 2)),
    "too-many-files": (lambda to: _many_files(to, 4_001), lambda to: _many_files(to, 40)),
    "too-many-folders": (lambda to: _deep(to, 17), lambda to: _deep(to, 2)),
    "too-many-entries": (
        lambda to: _write(to, kitchen=KITCHEN + "    - x\n" * 200_001),
        lambda to: _write(to, kitchen=KITCHEN + "    - x\n" * 200),
    ),
    "too-many-keys": (
        lambda to: _write(to, many="".join(f"a{number}: x\n" for number in range(20_001))),
        lambda to: _write(to, many="".join(f"a{number}: {{script: [goto: kitchen]}}\n" for number in range(20))),
    ),
    "text-too-long": (
        lambda to: _write(to, kitchen=KITCHEN + f"    - {'so ' * 22_000}\n"),
        lambda to: _write(to, kitchen=KITCHEN + f"    - {'so ' * 22}\n"),
    ),
    "not-utf8": (
        lambda to: _write(to, kitchen=(KITCHEN + "    - é\n").encode("cp1252")),
        lambda to: _write(to, kitchen=KITCHEN + "    - é\n"),
    ),
    "link-leads-out": (lambda to: _link(to, to.parent / "outside.yaml"), lambda to: _link(to, Path("kitchen.yaml"))),
    "unreadable-file": (_pipe, _write),
    "double-picture": (lambda to: _drawn(to, 'picture: "|--|", '), lambda to: _drawn(to, "")),
    "no-story": (_no_story, _write),
}
UNREACHABLE = {"empty-text"}
"""What a story is told by other codes first; the reader of texts says it to whoever calls it."""
LISTS = {"words-unreadable"}
"""What is no part of a story."""


def test_what_is_only_shown_on_a_page_is_made_here() -> None:
    shown = {code for wrong in (True, False) for code, _ in samples(wrong=wrong, runs=False)}
    assert shown == set(MADE) | UNREACHABLE | LISTS | {"misnamed-file"}


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no pipes, and links only for administrators")
@pytest.mark.parametrize("code", sorted(MADE))
def test_what_no_page_can_hold_is_as_it_says(code: str, tmp_path: Path) -> None:
    for name, make in zip(("wrong", "right"), MADE[code], strict=True):
        folder = tmp_path / name
        folder.mkdir()
        make(folder)
        found = {each.code for each in load(folder)[1].errors}
        assert found == ({code} if name == "wrong" else set())


def test_a_file_that_is_misnamed_is_as_its_page_says(tmp_path: Path) -> None:
    _write(tmp_path, kitchen=KITCHEN)
    assert not load(tmp_path)[1].errors
    (tmp_path / "yard.yaml.txt").write_text(KITCHEN, encoding="utf-8")
    assert [(each.code, each.span.file) for each in load(tmp_path)[1] if each.code == "misnamed-file"] == [
        ("misnamed-file", "yard.yaml.txt")
    ]


def test_a_list_of_words_that_is_not_there_is_as_its_page_says(tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("[never]\na few words\n", encoding="utf-8")
    for name, expected in (("not there.txt", ["words-unreadable"]), ("there.txt", [])):
        report = Report()
        read_lexicon([(name, tmp_path / name)], report)
        assert [each.code for each in report] == expected


def test_a_text_of_blanks_only_has_no_text_in_it() -> None:
    scope = Scope({}, {}, (), {}, frozenset(), frozenset(), lambda kind, target: f"{kind} {target}")
    for text, expected in ((" \n ", ["empty-text"]), ("It is dark.", [])):
        report = Report()
        read_text(Source(text, lambda start, length: Span("x", 1, start + 1, length)), scope, report)
        assert [each.code for each in report] == expected


# The verb


def said(code: str | None) -> tuple[int, str]:
    lines: list[str] = []
    return explain(code, lines.append), "\n".join(lines)


def test_without_a_code_all_of_them_are_listed_each_on_a_line() -> None:
    exit_code, text = said(None)
    assert exit_code == 0
    assert [line.split()[0] for line in text.splitlines()] == ALL
    assert max(map(len, text.splitlines())) <= 110


def test_with_a_code_its_page_is_said_and_what_check_says_of_the_wrong_example() -> None:
    exit_code, text = said("unknown-scene")
    assert exit_code == 0
    assert "scenes.yaml:1:9: error[unknown-scene]: there is no scene `yart`" in text
    assert "    - goto: yard" in text
    assert "```" not in text


def test_a_code_is_understood_as_it_stands_in_a_report() -> None:
    assert said("[Unknown-Scene]") == said("unknown-scene")


@pytest.mark.parametrize("code", ALL)
def test_every_page_can_be_said(code: str) -> None:
    exit_code, text = said(code)
    runs = [each for each in page(code).samples if each.is_wrong and each.runs]
    assert exit_code == 0
    assert text.count(f"[{code}]: ") >= len(runs)
    assert text.isprintable() or set(filter(lambda char: not char.isprintable(), text)) <= {"\n", "\t"}


def test_an_unknown_code_is_answered_with_the_nearest_one() -> None:
    assert said("unknwon-scene") == (2, "There is no code `unknwon-scene`. Did you mean `unknown-scene`?")
    exit_code, text = said("zzzz")
    assert exit_code == 2
    assert "`hyosan explain`" in text


def test_blocks_right_below_one_another_are_the_files_of_one_story() -> None:
    files = [block.file for each in page("double-scene").samples if each.is_wrong for block in each.blocks]
    assert files == ["camp/kitchen.yaml", "city/kitchen.yaml"]


def test_beats_are_put_into_a_scene_and_places_are_those_of_the_page() -> None:
    block = Block("- One.\n- goto: nowhere\n", (2, 9))
    sample = Sample(True, Severity.ERROR, True, (block,))
    assert block.as_file() == "kitchen:\n  script:\n    - One.\n    - goto: nowhere\n"
    assert [(each.span.line, each.span.column) for each in sample.check().errors] == [(2, 9)]
    assert Part("", sample).sample is sample
