"""The schema has every key of the table with what it is for, and proposes the names of a story."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.authoring.json_schema import MAPS, make_schema
from game.authoring.schema import schema
from game.authoring.story_names import read_names
from game.authoring.suggestions import suggestions
from game.diagnostics import Report
from game.errors import HyosanError, StoryError
from game.loading import art, declarations, draft, forms, load, load_texts, rolls
from game.loading.keys import (
    ART,
    BEATS,
    CHECK,
    DECK,
    ENDING,
    EVENT,
    MEMBER,
    NOTE,
    OPTION,
    PLACE,
    SCENE,
    SOUND,
    STORY,
    VARIABLE,
    Form,
    Key,
)
from game.loading.reading.nodes import Node, ScalarNode
from tests.authoring.valid_stories import STORIES, VALID, texts_of

FORMS: tuple[Form, ...] = (
    STORY,
    MEMBER,
    VARIABLE,
    PLACE,
    NOTE,
    ART,
    SOUND,
    ENDING,
    DECK,
    EVENT,
    SCENE,
    OPTION,
    CHECK,
    *BEATS.values(),
)


# The valid stories


def test_there_are_valid_stories() -> None:
    assert 4 <= len(STORIES) <= 8


@pytest.mark.parametrize("story", STORIES)
def test_a_valid_story_has_nothing_to_mend(story: str) -> None:
    found, report = load(VALID / story)
    assert found is not None
    assert {each.code for each in report} <= {"todo"}, report.draw()


def test_together_the_valid_stories_use_every_key_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[int] = set()
    fits = forms.fits

    def noting(key: Key, value: Node, name: ScalarNode, report: Report) -> bool:
        used.add(id(key))
        return fits(key, value, name, report)

    monkeypatch.setattr(forms, "fits", noting)
    assert {module.read_form for module in (art, declarations, draft, rolls)} == {forms.read_form}
    for story in STORIES:
        load(VALID / story)
    unused = [f"{name} ({key.about})" for form in FORMS for name, key in form.items() if id(key) not in used]
    assert unused == []


# The schema by itself


def parts(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
    for inner in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from parts(inner)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: next(iter(form)))
def test_every_key_of_the_table_is_in_the_schema_with_what_it_is_for(form: Form) -> None:
    keyed = [part for part in parts(make_schema()) if part.get("properties", {}).keys() == form.keys()]
    assert keyed
    said = [{name: part["properties"][name]["description"] for name in form} for part in keyed]
    assert {name: key.about for name, key in form.items()} in said
    for part in keyed:
        assert set(part["required"]) >= {name for name, key in form.items() if key.required}
        assert part["additionalProperties"] is False


def test_every_map_of_the_table_says_what_stands_in_it() -> None:
    assert {name for form in FORMS for name, key in form.items() if key.holds == "map"} == set(MAPS)


def test_every_reference_leads_to_a_part() -> None:
    made = make_schema()
    named = {part["$ref"].removeprefix("#/definitions/") for part in parts(made) if "$ref" in part}
    assert named
    assert named <= set(made["definitions"])
    assert set(made["definitions"]) <= named


def test_the_names_of_a_story_are_read_also_when_it_has_mistakes(tmp_path: Path) -> None:
    for file, text in texts_of("orchard").items():
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("goto: rows", "goto: nowhere"), encoding="utf-8")
    assert load(tmp_path)[0] is None
    names = read_names(tmp_path)
    assert names == read_names(VALID / "orchard")
    assert names.scenes == ("gate", "rows")
    assert set(names.labels) == {"rows.mina", "rows.joon", "rows.picking"}
    assert set(names.options) == {"gate.first", "gate.send_everybody_home"}
    assert set(names.landings) == {*names.labels, "gate.send_everybody_home"}, "`first` stands there for each student"
    assert names.cast == {"mina": "Mina", "joon": "Joon", "old_man": "The old man"}


def test_every_condition_and_effect_that_is_proposed_is_good(tmp_path: Path) -> None:
    for story in STORIES:
        offered = suggestions(read_names(VALID / story))
        conditions = [f"    - if: {each}\n      then: x\n" for each in offered.by_holds["condition"]]
        effects = [f"    - do: {each}\n" for each in offered.by_holds["effects"]]
        students = [f'    - each: {each}\n      then: "{{it.name}}"\n' for each in offered.by_key["each"]]
        scene = "tried:\n  script:\n" + "".join(conditions + effects + students)
        _, report = load_texts({**texts_of(story), "tried.yaml": scene})
        assert not report.errors, report.draw()


# The verb


def said(folder: Path | None, output: Path | None) -> str:
    lines: list[str] = []
    assert schema(folder, output, lines.append) == 0
    return "\n".join(lines)


def test_without_a_file_the_schema_is_said_and_nothing_else() -> None:
    assert json.loads(said(None, None)) == make_schema()
    assert json.loads(said(VALID / "ferry", None)) == make_schema(suggestions(read_names(VALID / "ferry")))


def test_with_a_file_the_lines_to_paste_are_said_and_lead_there(tmp_path: Path) -> None:
    output = tmp_path / "ferry.json"
    text = said(VALID / "ferry", output)
    assert json.loads(output.read_text(encoding="utf-8"))["definitions"]
    lines = [line.split("=", 1)[1].split("    in ") for line in text.splitlines() if line.startswith("# yaml-language-server:")]
    places = [place for _, place in lines]
    assert places == ["story.yaml and the files beside it", "the files in quay/"]
    for (path, _), folder in zip(lines, (VALID / "ferry", VALID / "ferry" / "quay"), strict=True):
        assert (folder / path.strip()).resolve() == output.resolve()
    assert '"yaml.schemas"' in text


def test_the_line_to_paste_is_a_comment_for_the_reader() -> None:
    texts = {file: f"# yaml-language-server: $schema=x.json\n{text}" for file, text in texts_of("ferry").items()}
    assert len(load_texts(texts)[1]) == 0


def test_a_folder_without_a_story_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="no story in"):
        schema(tmp_path, None, print)


def test_a_file_that_cannot_be_written_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(HyosanError, match="cannot be written"):
        schema(None, tmp_path / "not" / "there.json", print)
