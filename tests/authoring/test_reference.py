"""`hyosan reference`: every key of the language, from the table that the reader goes by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

from game.authoring.reference import BEGIN, END, FORMS, HOLDS, made, reference
from game.errors import HyosanError
from game.loading import keys
from game.loading.keys import BEATS, Holds, Key


def test_every_form_of_the_table_of_keys_is_in_the_reference() -> None:
    forms = [
        value
        for name, value in vars(keys).items()
        if name.isupper() and isinstance(value, Mapping) and all(isinstance(key, Key) for key in value.values())
    ]
    assert len(forms) >= 10
    assert all(any(form is shown for _, shown in FORMS) for form in forms)


def test_every_key_has_a_row_with_what_it_holds() -> None:
    rows = made().splitlines()
    for _, form in FORMS:
        assert {row for row in rows if any(row.startswith(f"| `{name}`") for name in form)}
    for form in BEATS.values():
        for name in form:
            assert any(row.startswith(f"| `{name}` | {HOLDS[form[name].holds]} |") for row in rows), name
    assert "| `script`\\* | a beat, or a list of them | the beats, from top to bottom |" in rows


def test_all_that_a_key_can_hold_has_words() -> None:
    assert set(HOLDS) == set(get_args(Holds))


def test_it_is_written_between_the_marks_and_nothing_else_is_touched(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"Before.\n\n{BEGIN}old\n{END}\n\nAfter.\n", encoding="utf-8")
    said: list[str] = []
    assert reference(page, said.append) == 0
    text = page.read_text(encoding="utf-8")
    assert text == f"Before.\n\n{BEGIN}\n{made()}\n{END}\n\nAfter.\n"
    reference(page, said.append)
    assert page.read_text(encoding="utf-8") == text, "again, it changes nothing"


def test_without_a_file_it_is_said() -> None:
    said: list[str] = []
    assert reference(None, said.append) == 0
    assert said == [made().rstrip("\n")]


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("No marks.\n", encoding="utf-8")
    with pytest.raises(HyosanError, match="has no place for the keys"):
        reference(page, print)
    assert page.read_text(encoding="utf-8") == "No marks.\n"
    with pytest.raises(HyosanError, match="no such file"):
        reference(tmp_path / "nowhere.md", print)
