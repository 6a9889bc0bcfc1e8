"""Every character of an entry is found again where it was typed."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from game.diagnostics import Report, Span
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import MappingNode, ScalarNode


def only_text(text: str) -> ScalarNode:
    """The value under the one key of `text`."""
    report = Report()
    node = read_nodes("f.yaml", text, report)
    assert isinstance(node, MappingNode), report.draw()
    value = node.items[0][1]
    assert isinstance(value, ScalarNode)
    return value


class Case(NamedTuple):
    typed: str
    text: str
    asked: str
    """The characters of the text that are looked for."""
    line: int
    column: int
    length: int


CASES = {
    "a plain text": Case("key: one two three", "one two three", "two", 1, 10, 3),
    "Hangul counts one a syllable": Case("key: 이수혁 말한다", "이수혁 말한다", "말한", 1, 10, 2),
    "an emoji counts one": Case("key: a🙂b c", "a🙂b c", "c", 1, 10, 1),
    "the second line of a plain text": Case("key: one\n  two\n  three", "one two three", "three", 3, 3, 5),
    "a plain text after a blank line": Case("key: one\n\n\n  two", "one\n\ntwo", "two", 4, 3, 3),
    "blanks at the end of a line": Case("key: one   \n  two", "one two", "two", 2, 3, 3),
    "from one line to the next": Case("key: one\n  two", "one two", "ne tw", 1, 7, 2),
    "single quotes": Case("key: 'one two'", "one two", "two", 1, 11, 3),
    "two single quotes are one": Case("key: 'it''s two'", "it's two", "two", 1, 13, 3),
    "the doubled quote itself": Case("key: 'it''s two'", "it's two", "'", 1, 9, 2),
    "single quotes over lines": Case("key: 'one\n\n   it''s'", "one\nit's", "s", 3, 8, 1),
    "double quotes": Case('key: "one two"', "one two", "two", 1, 11, 3),
    "after an escape": Case('key: "a\\tb c"', "a\tb c", "c", 1, 12, 1),
    "the escape itself": Case('key: "say \\"so\\""', 'say "so"', '"', 1, 11, 2),
    "a long escape": Case('key: "\\u00e9\\U0001F642 x"', "é🙂 x", "🙂", 1, 13, 10),
    "after long escapes": Case('key: "\\x41\\u00e9 x"', "Aé x", "x", 1, 18, 1),
    "an escaped line break": Case('key: "one \\\n   two"', "one two", "two", 2, 4, 3),
    "an escaped line break and a blank line": Case('key: "one\\\n\n  two"', "one\ntwo", "two", 3, 3, 3),
    "double quotes over lines": Case('key: "one  \n\n  two \\n\n  x"', "one\ntwo \n x", "x", 4, 3, 1),
    "a space that is escaped": Case('key: "one\n  \\ two"', "one  two", "two", 2, 5, 3),
    "under a bar": Case("key: |\n  one\n  two three", "one\ntwo three", "three", 3, 7, 5),
    "under a bar, further in": Case("key: |\n  one\n    two\n", "one\n  two\n", "two", 3, 5, 3),
    "under a bar, after blank lines": Case("key: |\n\n\n  one\n\n  two\n", "\n\none\n\ntwo\n", "two", 6, 3, 3),
    "under a bar with a comment": Case("key: |-   # why\n    one\n    two\n", "one\ntwo", "two", 3, 5, 3),
    "under a bar that says how far in": Case("key: |1\n   one\n two\n", "  one\ntwo\n", "two", 3, 2, 3),
    "a blank line that is longer": Case("key: |2\n      \n    one\n", "    \n  one\n", "one", 3, 5, 3),
    "under a bar, kept line breaks": Case("key: |+\n  one\n\n", "one\n\n", "one", 2, 3, 3),
    "folded": Case("key: >\n  one\n  two\n", "one two\n", "two", 3, 3, 3),
    "folded, after a blank line": Case("key: >\n  one\n\n  two\n  three\n", "one\ntwo three\n", "three", 5, 3, 5),
    "folded, around what is further in": Case("key: >\n  a\n    b\n  c\n", "a\n  b\nc\n", "c", 4, 3, 1),
    "folded, further in after a blank line": Case("key: >\n  a\n\n    b\n\n  c\n", "a\n\n  b\n\nc\n", "c", 6, 3, 1),
    "folded, blanks at the end of a line": Case("key: >\n  a  \n  b\n", "a   b\n", "b", 3, 3, 1),
    "Hangul under a bar": Case("key: |\n  이수혁\n  말한다 뭐\n", "이수혁\n말한다 뭐\n", "뭐", 3, 7, 1),
    "in brackets": Case("key: yes\nother: [one, two]", "yes", "yes", 1, 6, 3),
    "beyond the end of quotes": Case('key: "one"', "one", "", 1, 10, 1),
    "beyond the end": Case("key: one", "one", "", 1, 9, 1),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize("name", list(CASES))
def test_the_characters_are_found_where_they_were_typed(name: str, mark: str, ending: str) -> None:
    case = CASES[name]
    node = only_text(mark + case.typed.replace("\n", ending))
    assert node.text == case.text
    start = node.text.index(case.asked) if case.asked else len(node.text)
    assert node.locate(start, len(case.asked)) == Span("f.yaml", case.line, case.column, case.length)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("key: one two", (1, 6, 7)),
        ("key: 'it''s'", (1, 6, 7)),
        ('key: "x\\"y"', (1, 6, 6)),
        ("key: one\n  two", (1, 6, 3)),
        ("key: |\n  one two\n  three\n", (2, 3, 7)),
        ("key: >-\n\n  one two\n  three\n", (3, 3, 7)),
        ("key:", (1, 5, 1)),
        ("key: ''", (1, 6, 2)),
        ("key: |\n", (1, 6, 1)),
        ("key: |+\n\n\n", (1, 6, 2)),
    ],
)
def test_the_place_of_a_text_is_its_first_line(typed: str, place: tuple[int, int, int]) -> None:
    assert only_text(typed).span == Span("f.yaml", *place)


def test_the_places_of_lists_and_maps_are_where_they_begin() -> None:
    node = read_nodes("f.yaml", "a: {b: c, d: [e, f]}\ng:\n  - h: i\n    j: k\n", Report())
    assert isinstance(node, MappingNode)
    (_, braces), (_, items) = node.items
    assert node.span == Span("f.yaml", 1, 1, 20)
    assert braces.span == Span("f.yaml", 1, 4, 17)
    assert isinstance(braces, MappingNode)
    assert braces.flow
    assert braces.items[1][1].span == Span("f.yaml", 1, 14, 6)
    assert items.span == Span("f.yaml", 3, 3, 6)


def test_a_source_knows_the_way_back_to_the_file() -> None:
    source = only_text('key: "{noize} \\u0041"').source()
    assert source.text == "{noize} A"
    assert source.locate(1, 5) == Span("f.yaml", 1, 8, 5)
    assert source.locate(8, 1) == Span("f.yaml", 1, 15, 6)


def test_a_long_text_is_walked_once_for_all_its_paragraphs() -> None:
    lines = 10_000
    node = only_text("key: |\n" + "  word\n\n" * lines)
    places = [node.locate(6 * paragraph, 4) for paragraph in range(lines)]
    assert places[-1] == Span("f.yaml", 2 * lines, 3, 4)
    assert len(set(places)) == lines
