from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.telling.emphasis import parse, without_marks


@pytest.mark.parametrize(
    ("text", "shown", "emphasised"),
    [
        ("plain", "plain", []),
        ("it is *so* cold", "it is so cold", ["so"]),
        ("*a* and *b c*", "a and b c", ["a", "b c"]),
        (r"five \* six", "five * six", []),
        (r"*a \* b*", "a * b", ["a * b"]),
        ("2 * 3 * 4", "2 * 3 * 4", []),
        ("an *open one", "an *open one", []),
        ("a lone *", "a lone *", []),
        ("**", "**", []),
        ("*램프*가", "램프가", ["램프"]),
        ("*one *two*", "one *two", ["one *two"]),
    ],
)
def test_words_between_asterisks_are_emphasised_and_other_asterisks_stay(text: str, shown: str, emphasised: list[str]) -> None:
    plain, spans = parse(text)
    assert plain == shown
    assert [plain[start:end] for start, end in spans] == emphasised


@given(st.text(alphabet="ab *\\\n", max_size=30))
def test_nothing_but_marks_is_lost_and_spans_are_in_order(text: str) -> None:
    plain, spans = parse(text)
    assert plain.replace("*", "").replace("\\", "") == text.replace("*", "").replace("\\", "")
    flat = [edge for span in spans for edge in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(plain) for start, end in spans)
    assert without_marks(text) == plain
