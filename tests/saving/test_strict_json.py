from __future__ import annotations

import pytest

from game.saving import strict_json


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b'{"a":1,"a":2}', id="a key twice"),
        pytest.param(b'{"a":{"b":1,"b":1}}', id="a key twice further in"),
        pytest.param(b'{"a":NaN}', id="not a number"),
        pytest.param(b'{"a":-Infinity}', id="infinity"),
        pytest.param(b'{"a":1.0}', id="a fraction"),
        pytest.param(b'{"a":1e3}', id="an exponent"),
        pytest.param(b'{"a":12345678901234567890}', id="20 digits"),
        pytest.param(b'{"a":-12345678901234567890}', id="20 digits below zero"),
        pytest.param(b'{"a":' + b"9" * 100_000 + b"}", id="digits that take quadratic time"),
        pytest.param(b"[" * 13 + b"]" * 13, id="13 deep"),
        pytest.param(b"[" + b"[]," * 20_000 + b"[]]", id="more lists than a state has"),
        pytest.param(
            b'{"a":[' + b"[]," * 20_000 + b'[]],"b":"never closed' + rb"\"" * 50_000, id="quotes that take quadratic time"
        ),
        pytest.param(b'{"a":' * 200_000, id="so deep that the parser would run out of stack"),
        pytest.param(b'{"a":"\xff"}', id="not UTF-8"),
        pytest.param(b'{"a":"\\ud800"}', id="half of a character"),
        pytest.param(b'{"a":{"\\udfff":1}}', id="half of a character in a key"),
        pytest.param(b'{"a":"\x01"}', id="a raw control character"),
        pytest.param(b'{"a":1} {"b":2}', id="two values"),
        pytest.param(b"{'a':1}", id="not JSON"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_is_not_strict_json_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        strict_json.decode(line)


def test_brackets_inside_a_text_are_not_depth() -> None:
    assert strict_json.decode(b'{"a":"\\"' + b"[{" * 50 + b'"}') == {"a": '"' + "[{" * 50}


@pytest.mark.parametrize("part", [b"[]", b"{}"])
def test_a_line_may_have_20_000_objects_and_lists_and_not_more(part: bytes) -> None:
    assert strict_json.decode(b"[" + b",".join([part] * 19_999) + b"]") is not None
    with pytest.raises(ValueError, match="too many parts"):
        strict_json.decode(b"[" + b",".join([part] * 20_000) + b"]")


def test_twelve_levels_are_allowed() -> None:
    assert strict_json.decode(b"[" * 12 + b"]" * 12) is not None


def test_both_halves_of_a_character_are_one() -> None:
    assert strict_json.decode(b'{"a":"\\ud83c\\udf19"}') == {"a": "\U0001f319"}


def test_what_is_encoded_comes_back() -> None:
    data = {"name": '지우 “–” \\ " \u2028', "turn": 2**53, "seed": 1 - 10**19, "list": [None, True, -1, {}]}
    assert strict_json.decode(strict_json.encode(data).encode()) == data


def test_a_record_is_one_line_whatever_its_texts_hold() -> None:
    assert "\n" not in strict_json.encode({"line": "one\ntwo\r\n"})


def test_nan_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        strict_json.encode({"a": float("nan")})
