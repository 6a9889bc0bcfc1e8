"""Pictures and sounds of `story.yaml`, and what may stand under `harsh` and `soft`."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.diagnostics import Report
from game.loading import load, load_texts
from game.story.model import Story

STORY = "story: small\ntitle: Small\nstart: first\nendings: {fine: {title: Fine}}\n"
SCENE = "first:\n  art: fence\n  script:\n    - end: fine\n"


def read(art: str, **files: str) -> tuple[Story | None, Report]:
    return load_texts({"story.yaml": f"{STORY}art:\n{art}", "scenes.yaml": SCENE, **files})


def picture(art: str, **files: str) -> tuple[str, ...]:
    story, report = read(art, **files)
    assert story is not None, report.draw()
    return story.art["fence"].picture


def found(report: Report) -> list[tuple[str, str]]:
    return [(each.code, str(each.span)) for each in report.errors]


def test_a_picture_keeps_its_spaces_and_loses_what_is_around_it() -> None:
    text = "  fence:\n    words: A fence.\n    picture: |2\n\n         /\\   \n       |/  \\|\n\n"
    assert picture(text) == ("  /\\", "|/  \\|")


def test_a_picture_that_story_yaml_does_not_draw_is_in_a_file() -> None:
    files = {"art/fence.txt": "\n   /\\\n  |  |  \n\n"}
    assert picture("  fence: {words: A fence.}\n", **files) == (" /\\", "|  |")


def test_a_folder_has_its_pictures_in_art(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    for name, text in {
        "story.yaml": f"{STORY}art: {{fence: {{words: A fence.}}}}\n",
        "s.yaml": SCENE,
        "art/fence.txt": "|",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "words.txt").write_text("no picture", encoding="utf-8")
    story, report = load(tmp_path)
    assert story is not None, report.draw()
    assert story.art["fence"].picture == ("|",)


def test_a_picture_from_outside_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    (folder / "art").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "story.yaml").write_text(f"{STORY}art: {{fence: {{words: A fence.}}}}\n", encoding="utf-8")
    (folder / "s.yaml").write_text(SCENE, encoding="utf-8")
    (folder / "art" / "fence.txt").symlink_to(tmp_path / "secret.txt")
    assert ("link-leads-out", "art/fence.txt:1:1") in found(load(folder)[1])


def test_a_file_that_is_no_picture_of_the_story_is_told_with_the_nearest_one() -> None:
    _, report = read("  fence: {words: A fence., picture: x}\n", **{"art/fense.txt": "|"})
    assert found(report) == [("unknown-art", "art/fense.txt:1:1")]
    assert report.errors[0].advice == "Did you mean `fence`?"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("|" * 61, "art/fence.txt:1:1"),
        ("|\n" + "방" * 31, "art/fence.txt:2:1"),
        ("|\n" * 13, "art/fence.txt:13:1"),
    ],
)
def test_a_picture_has_at_most_sixty_columns_and_twelve_lines(text: str, place: str) -> None:
    _, report = read("  fence: {words: A fence.}\n", **{"art/fence.txt": text})
    assert found(report) == [("picture-too-large", place)]


def test_a_picture_of_the_largest_size_is_fine() -> None:
    files = {"art/fence.txt": "\n" + (" " * 9 + "|" * 60 + "\n") * 12}
    assert picture("  fence: {words: A fence.}\n", **files) == ("|" * 60,) * 12


def test_a_tab_and_a_hidden_character_in_a_picture_are_refused() -> None:
    _, report = read("  fence: {words: A fence.}\n", **{"art/fence.txt": "|\t|"})
    assert found(report) == [("tab", "art/fence.txt:1:2")]
    _, report = read("  fence: {words: A fence.}\n", **{"art/fence.txt": "|\x1b[2J|"})
    assert found(report) == [("unsafe-character", "art/fence.txt:1:2")]


def beats(*lines: str) -> Report:
    scene = "first:\n  script:\n" + "".join(f"    {line}\n" for line in lines) + "    - end: fine\n"
    declared = STORY + "variables: {noise: {range: 0..5, show: meter}}\ncast: {cook: {name: The cook}}\n"
    return load_texts({"story.yaml": declared, "scenes.yaml": scene})[1]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["- harsh: One.", "  soft: [{do: noise += 1}]"], "only-telling"),
        (["- harsh: [{goto: first}]", "  soft: Two."], "only-telling"),
        (["- harsh: [{harsh: One., soft: Two.}]", "  soft: Two."], "only-telling"),
        (["- harsh: '{One.|Two.}'", "  soft: Two."], "varying-text-here"),
        (["- harsh: One. <>", "  soft: Two."], "misplaced-join"),
        (["- harsh: One."], "missing-key"),
        (["- soft: Two."], "unknown-beat"),
        (["- harsh: One.", "  soft: ''"], "empty-beat"),
    ],
)
def test_what_would_make_the_two_sides_differ_is_refused(lines: list[str], code: str) -> None:
    assert [each.code for each in beats(*lines).errors] == [code]


def test_a_key_without_the_one_that_it_belongs_to_is_told_where_it_belongs() -> None:
    (found,) = beats("- soft: Two.").errors
    assert found.message == "`soft` belongs to `harsh`, which is not here"


def test_what_is_left_to_do_is_a_note_and_the_story_plays() -> None:
    report = beats("- todo: A line for the cook.", "- cook: '{noise}'")
    assert [(each.severity.value, each.code, each.message) for each in report] == [
        ("note", "todo", "still to do: A line for the cook.")
    ]


def test_the_cover_is_a_picture_and_what_shines_in_one_is_listed() -> None:
    art = '  fence: {words: A fence., bright: "()\'", dim: ╲╱}\n'
    texts = {"story.yaml": f"{STORY}cover: fence\nart:\n{art}", "scenes.yaml": SCENE, "art/fence.txt": "╲(╱"}
    story, report = load_texts(texts)
    assert story is not None, report.draw()
    assert story.cover == "fence"
    assert (story.art["fence"].bright, story.art["fence"].dim) == ("()'", "╲╱")


def test_a_picture_that_is_only_on_the_cover_is_shown() -> None:
    scene = SCENE.replace("  art: fence\n", "")
    texts = {"story.yaml": f"{STORY}cover: fence\nart: {{fence: {{words: A fence., picture: x}}}}\n", "scenes.yaml": scene}
    assert found(load_texts(texts)[1]) == []


def test_a_cover_that_there_is_not_is_named_with_the_nearest() -> None:
    texts = {"story.yaml": f"{STORY}cover: fense\nart: {{fence: {{words: A fence., picture: x}}}}\n", "scenes.yaml": SCENE}
    _, report = load_texts(texts)
    assert found(report) == [("unknown-art", "story.yaml:5:8")]
    assert "fence" in report.draw()
