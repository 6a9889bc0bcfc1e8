from __future__ import annotations

import json
from dataclasses import replace

import pytest

from game.saving import record
from game.saving.record import Checkpoint, Closed, Header, Kept, Moved, Record, Redone, Standing, Undone

NOW = Standing(turn=3, title="The stairs", act="tower", line="It is 지우’s turn.", played=61, at=1_790_000_000, generation=2)
HEADER = Header(
    story="lighthouse",
    title="The Lighthouse",
    version="1.0.0",
    fingerprint="abc",
    seed=7,
    scene=None,
    values={"steps": 3, "weather": "wind", "bag": ["oil"]},
    name="Autosave 2",
    autosave=True,
    based=False,
    created=1_790_000_000,
)


@pytest.mark.parametrize(
    "made", [Moved("climb", "stairs", NOW), Undone(NOW), Redone(NOW), Kept({"turn": 3}), Checkpoint(NOW), Closed(NOW)]
)
def test_a_record_comes_back_without_its_standing_unless_that_is_what_it_says(made: Record) -> None:
    bare = made if isinstance(made, Kept | Checkpoint) else replace(made, now=None)
    assert record.decode(record.encode(made).encode()) == bare


def test_the_standing_comes_back_when_it_is_asked_for() -> None:
    assert record.decode_standing(record.encode(Undone(NOW)).encode()) == NOW
    assert record.decode_standing(record.encode(Moved("climb", "stairs")).encode()) is None
    assert record.decode_standing(record.encode(Kept({})).encode()) is None


def test_a_header_comes_back() -> None:
    assert record.decode_header(record.encode_header(HEADER).encode()) == HEADER


@pytest.mark.parametrize(
    "line",
    [
        '{"do":"move","option":"climb"}',
        '{"do":"move","option":1,"scene":"stairs"}',
        '{"do":"move","option":true,"scene":"stairs"}',
        '{"do":"move","option":"climb","scene":"stairs","more":1}',
        '{"do":"undo","option":"climb"}',
        '{"do":"checkpoint"}',
        '{"do":"checkpoint","now":{"turn":-1}}',
        '{"do":"dance"}',
        '{"do":["undo"]}',
        '{"do":"state","state":[]}',
        '{"do":"state"}',
        "{}",
        "[]",
        '"undo"',
        "null",
    ],
)
def test_what_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        record.decode(line.encode())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("story", None),
        ("seed", "7"),
        ("seed", True),
        ("seed", 1.5),
        ("scene", 7),
        ("values", []),
        ("name", 1),
        ("created", -1),
        ("created", 10**18),
    ],
)
def test_a_header_with_a_wrong_type_is_refused(key: str, value: object) -> None:
    data = json.loads(record.encode_header(HEADER))
    with pytest.raises(ValueError):
        record.decode_header(json.dumps({**data, key: value}).encode())


@pytest.mark.parametrize("key", Header.__slots__)
def test_a_header_without_one_of_its_keys_is_refused(key: str) -> None:
    data = json.loads(record.encode_header(HEADER))
    del data[key]
    with pytest.raises(ValueError):
        record.decode_header(json.dumps(data).encode())


def test_a_date_that_no_calendar_has_is_refused() -> None:
    with pytest.raises(ValueError):
        record.decode_standing(record.encode(Closed(replace(NOW, at=1 << 60))).encode())


def test_texts_of_a_save_cannot_drive_a_terminal() -> None:
    hostile = "Save\x1b[2J\x07\u202e\n one"
    shown = record.decode_header(record.encode_header(replace(HEADER, name=hostile, title=hostile)).encode())
    standing = record.decode_standing(record.encode(Undone(replace(NOW, line=hostile, title=hostile, act=hostile))).encode())
    assert standing is not None
    for text in (shown.name, shown.title, standing.line, standing.title, standing.act):
        assert text.isprintable()
        assert text.startswith("Save[2J")


def test_texts_of_a_save_are_cut_to_what_a_list_can_show() -> None:
    standing = record.decode_standing(record.encode(Undone(replace(NOW, line="long " * 1000))).encode())
    assert standing is not None
    assert len(standing.line) == 160
    header = record.decode_header(record.encode_header(replace(HEADER, name="n" * 61, title="t" * 201)).encode())
    assert (len(header.name), len(header.title)) == (60, 200)


def test_a_number_is_one_that_a_date_can_be_made_of() -> None:
    for number in (0, 1 << 37):
        assert record.decode_standing(record.encode(Closed(replace(NOW, at=number))).encode()) == replace(NOW, at=number)
    for number in (-1, (1 << 37) + 1):
        with pytest.raises(ValueError):
            record.decode_standing(record.encode(Closed(replace(NOW, at=number))).encode())
