"""A story file becomes texts, lists and maps; what a story does not need of YAML is refused, all of it at once."""

from __future__ import annotations

import gc
import re
import statistics
import time
import weakref
from collections.abc import Callable, Iterator

import pytest
import yaml

from game.diagnostics import MAX_DIAGNOSTICS, Report, Span
from game.loading.reading.events import MAX_KEYS, MAX_NODES, MAX_TEXT, read_nodes
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.syntax.explain import MAX_DEPTH


@pytest.fixture(params=["C", "Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each test runs with the parser in C and, as where there is none, with the one in Python."""
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CBaseLoader")
    return str(request.param)


def read(data: str | bytes) -> tuple[Node | None, Report]:
    report = Report()
    return read_nodes("f.yaml", data, report), report


def plain(node: Node | None) -> object:
    """A node as strings, lists and dictionaries."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.items} if node is not None else None


def good(data: str | bytes) -> object:
    node, report = read(data)
    assert len(report) == 0, report.draw()
    return plain(node)


def said(data: str | bytes) -> list[tuple[str, int, int]]:
    """Code, line and column of everything that is said."""
    return [(found.code, found.span.line, found.span.column) for found in read(data)[1]]


# What is read


def test_texts_keep_what_was_typed() -> None:
    typed = ["no", "on", "yes", "~", "null", "007", "0x1F", "1_000", "1.10", "12:30", "22:40..07:00", "2001-01-01", "=", ".inf"]
    assert good("".join(f"- {word}\n" for word in typed)) == typed


def test_lists_and_maps_nest_and_keep_their_order() -> None:
    story = "b:\n  - c: [d, {e: f}]\n    a: g\n  - - h\n    - i\nA: {}\nz: []\n"
    assert good(story) == {"b": [{"c": ["d", {"e": "f"}], "a": "g"}, ["h", "i"]], "A": {}, "z": []}
    node, _ = read(story)
    assert isinstance(node, MappingNode)
    assert [key.text for key, _ in node.items] == ["b", "A", "z"]


def test_texts_know_how_they_were_typed() -> None:
    node, _ = read("- a\n- 'b'\n- \"c\"\n- |\n  d\n- >\n  e\n")
    assert isinstance(node, SequenceNode)
    assert [(item.text, item.style) for item in node.items if isinstance(item, ScalarNode)] == [
        ("a", "plain"),
        ("b", "'"),
        ("c", '"'),
        ("d\n", "|"),
        ("e\n", ">"),
    ]


def test_lists_and_maps_know_whether_they_are_in_brackets() -> None:
    node, _ = read("a: [b]\nc: {d: e}\nf:\n  - g\nh:\n  i: j\n")
    assert isinstance(node, MappingNode)
    assert [value.flow for _, value in node.items if not isinstance(value, ScalarNode)] == [True, True, False, False]


@pytest.mark.parametrize("empty", ["", "\n\n", "# only this\n", "\ufeff", "---\n", "---\n...\n", "  \n  # so\n"])
def test_an_empty_file_is_an_empty_map(empty: str) -> None:
    node, report = read(empty)
    assert isinstance(node, MappingNode)
    assert node.items == ()
    assert node.span.line == 1
    assert len(report) == 0


def test_a_key_with_nothing_after_it_has_an_empty_text() -> None:
    node, _ = read("a:\nb: ''\n")
    assert isinstance(node, MappingNode)
    values = [value for _, value in node.items if isinstance(value, ScalarNode)]
    assert [(value.text, value.style) for value in values] == [("", "plain"), ("", "'")]


def test_comments_are_dropped() -> None:
    assert good("# one\na: b  # two\n# three\nc:  # four\n  - d\n") == {"a": "b", "c": ["d"]}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    story = "a:\n  - |\n    one\n    two\n  - b\n"
    assert good(b"\xef\xbb\xbf" + story.replace("\n", "\r\n").encode()) == good(story)


def test_text_and_bytes_are_the_same() -> None:
    assert good("수혁: 말한다\n") == good("수혁: 말한다\n".encode()) == {"수혁": "말한다"}


def test_the_text_of_the_file_is_kept_for_showing_it() -> None:
    _, report = read(b"\xef\xbb\xbfa: b\n")
    assert report.sources == {"f.yaml": "a: b\n"}


# What is refused


def test_what_a_story_does_not_need_is_refused_all_at_once() -> None:
    node, report = read("a: !x y\nb: &c d\ne: *c\na: z\n<<: f\ng: [!!int 3, ! w]\n? [h]\n: i\n'': j\nlast: one\n")
    assert [(found.code, found.span.line, found.span.column) for found in report] == [
        ("tag", 1, 4),
        ("anchor", 2, 4),
        ("alias", 3, 4),
        ("duplicate-key", 4, 1),
        ("merge-key", 5, 1),
        ("tag", 6, 5),
        ("tag", 6, 14),
        ("needs-quotes", 7, 1),
        ("empty-key", 9, 1),
    ]
    assert plain(node) == {"a": "y", "b": "d", "e": "*c", "g": ["3", "w"], "last": "one"}
    assert all(found.advice for found in report)


@pytest.mark.parametrize(
    "typed", ["a: !x [b]\n", "a: !x {b: c}\n", "a: &x\n  - b\n", "a: &x\n  b: c\n", "!x a: b\n", "&x a: b\n"]
)
def test_marks_before_lists_maps_and_keys_are_refused_too(typed: str) -> None:
    assert [code for code, _, _ in said(typed)] == ["tag" if "!" in typed else "anchor"]


def test_a_duplicate_key_is_said_with_both_places_and_the_first_one_stays() -> None:
    node, report = read("a: one\n'b': two\n\"a\": three\nc: {d: e, d: f}\n")
    first, second = report
    assert first.span == Span("f.yaml", 3, 1, 3)
    assert "line 1" in first.message
    assert second.span == Span("f.yaml", 4, 11, 1)
    assert plain(node) == {"a": "one", "b": "two", "c": {"d": "e"}}


@pytest.mark.parametrize("typed", ["{[a]: b}", "{{a: b}: c}", "[a]: b\n", "- {a}: b\n", "{x: y, [a]: b}"])
def test_a_key_that_is_no_text_is_refused(typed: str) -> None:
    assert [code for code, _, _ in said(typed)] == ["key-not-text"]


@pytest.mark.parametrize(
    ("typed", "column"), [("? a\n: b\n", 1), ("x: y\n? a\n: b\n", 1), ("- ? a\n", 3), ("{x: y, ? a : b}", 8)]
)
def test_a_key_after_a_question_mark_is_refused(typed: str, column: int) -> None:
    assert [(code, at) for code, _, at in said(typed)] == [("needs-quotes", column)]


def test_a_merge_key_in_quotes_is_just_a_name() -> None:
    assert good("'<<': a\n") == {"<<": "a"}


def test_a_second_document_ends_the_reading_before_its_directives_are_counted() -> None:
    node, report = read("a: b\n---\n" + "%TAG !a! b\n" * 100_000)
    assert node is None
    assert [found.code for found in report] == ["second-document"]


@pytest.mark.parametrize("before", ["", "# so\n\n", "\ufeff", "   \n"])
def test_a_directive_is_refused(before: str) -> None:
    node, report = read(before + "%YAML 1.2\n---\na: b\n")
    assert node is None
    assert [found.code for found in report] == ["directive"]


# Characters


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ue000", "\ufffe", "\U000e0041"]
)
def test_a_character_that_no_story_may_have_is_refused_with_its_place(char: str) -> None:
    node, report = read(f"a: b\nc: 이{char}d\n")
    assert node is None
    assert [(found.code, found.span) for found in report] == [("unsafe-character", Span("f.yaml", 2, 5))]
    assert f"U+{ord(char):04X}" in next(iter(report)).message
    assert char not in report.draw()


@pytest.mark.parametrize("escape", [r"\0", r"\e", r"\a", r"\N", r"\L", r"\P", r"\x1b", r"\u202e", r"\u200b", r"\U000E0041"])
def test_a_character_hidden_in_an_escape_is_refused_with_its_place(escape: str) -> None:
    _, report = read(f'a: "x {escape}y"\n')
    assert [(found.code, found.span) for found in report] == [("unsafe-character", Span("f.yaml", 1, 7, len(escape)))]


def test_escapes_of_ordinary_characters_are_read() -> None:
    assert good(r'"\"\\\/\n\u00e9\U0001F642 \x41"') == '"\\/\n\u00e9\U0001f642 A'


def test_a_lone_carriage_return_is_refused() -> None:
    assert said("a: b\rc: d\n") == [("unsafe-character", 1, 5)]


def test_each_line_with_a_bad_character_is_said_up_to_a_limit() -> None:
    assert said("a: \x07\x07\nb: c\nd: \x07\n") == [("unsafe-character", 1, 4), ("unsafe-character", 3, 4)]
    assert said("\x00") == [("unsafe-character", 1, 1)]
    assert len(said("a: \x07\n" * 1_000)) == 20
    assert len(said("#\t\n" * 1_000)) == 20


def test_half_a_character_in_text_that_is_handed_over_is_refused() -> None:
    assert said("a: b\nc: \ud83d\n") == [("not-utf8", 2, 4)]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"a: \xff\n", 1, 4),
        (b"a: b\nc: \xec\x9d\xb4\xed\n", 2, 5),
        (b"a: \xc0\x80", 1, 4),
        (b"a: \xed\xa0\x80", 1, 4),
        (b"\n\xff", 2, 1),
    ],
)
def test_what_is_not_utf8_is_refused_with_its_place(data: bytes, line: int, column: int) -> None:
    node, report = read(data)
    assert node is None
    assert said(data) == [("not-utf8", line, column)]
    assert "^" in report.draw()


def test_a_file_that_was_saved_as_utf16_is_called_that() -> None:
    _, report = read("a: b\n".encode("utf-16"))
    assert "UTF-16" in report.draw()


def test_a_tab_is_refused_wherever_it_is_and_read_as_a_space() -> None:
    node, report = read("a: b\tc\nd:\n\t- |\n    e\t\tf\n")
    assert [(found.code, found.span) for found in report] == [
        ("tab", Span("f.yaml", 1, 5)),
        ("tab", Span("f.yaml", 3, 1)),
        ("tab", Span("f.yaml", 4, 6, 2)),
    ]
    assert plain(node) == {"a": "b c", "d": ["e  f\n"]}


def test_the_first_unsafe_character_of_each_line_is_told_up_to_twenty_lines() -> None:
    assert said("a: b\x01\x02\n\x03c: d\n") == [("unsafe-character", 1, 5), ("unsafe-character", 2, 1)]
    assert said("- \x01\n" * 25) == [("unsafe-character", line, 3) for line in range(1, 21)]
    assert said("- a\t\n" * 25) == [("tab", line, 4) for line in range(1, 21)]


def test_an_empty_file_is_an_empty_map_at_its_very_beginning() -> None:
    node, _ = read("")
    assert isinstance(node, MappingNode)
    assert (node.items, node.start, node.end) == ((), 0, 0)


def test_a_file_that_is_too_large_is_told_at_its_beginning() -> None:
    assert said("#" * ((4 << 20) + 1)) == [("file-too-large", 1, 1)]


# Limits


@pytest.mark.parametrize("parser", ["C"], indirect=True)
@pytest.mark.parametrize(
    ("within", "beyond", "code"),
    [
        (lambda: "[" * MAX_DEPTH + "]" * MAX_DEPTH, lambda: "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "too-deep"),
        (lambda: "- " * MAX_DEPTH + "a", lambda: "- " * (MAX_DEPTH + 1) + "a", "too-deep"),
        (lambda: "- a\n" * (MAX_NODES - 6), lambda: "- a\n" * (MAX_NODES + 1), "too-many-entries"),
        (lambda: keys(MAX_KEYS), lambda: keys(MAX_KEYS + 1), "too-many-keys"),
        (lambda: "a: " + "b" * MAX_TEXT, lambda: "a: " + "b" * (MAX_TEXT + 1), "text-too-long"),
        (lambda: "#" * (4 << 20), lambda: "#" * ((4 << 20) + 1), "file-too-large"),
    ],
    ids=["depth in brackets", "depth of dashes", "entries", "keys", "text", "bytes"],
)
def test_a_limit_is_said_when_it_is_passed_and_not_before(
    within: Callable[[], str], beyond: Callable[[], str], code: str
) -> None:
    node, report = read(within())
    assert [found.code for found in report] == []
    assert node is not None
    node, report = read(beyond())
    assert [found.code for found in report] == [code]
    assert re.search(r"\b(48|200,000|20,000|65,536 characters|4 MiB)\b", next(iter(report)).message)
    assert node is None


def keys(count: int) -> str:
    return "".join(f"k{number}:\n" for number in range(count))


def test_when_nothing_more_can_be_reported_nothing_more_is_read() -> None:
    node, report = read("a: !x y\n" * 20_000)
    assert node is None
    assert len(report) == MAX_DIAGNOSTICS


# Speed and memory


@pytest.fixture
def long_story() -> bytes:
    """About 700 KB, like a real one: prose, speech, options."""
    scene = """scene_{0}:
  title: The kitchen
  at: camp
  script:
    - |
      A moth has found the lamp. It is winter, and it has no business being alive. Lines of a paragraph flow together.

      {{noise > 2: Somebody has stopped talking in the next row.|Nobody is about.}} 이수혁 goes over like a burglar's nephew.
    - dae_su: Speech is a member of the cast, a colon, and what they say.
    - choose:
        - id: for_father
          pick: Leave the can with Father
          do: bag += drink
          then: You screw it into the frost until it stands by itself.
        - pick: Tell Su-hyeok
          do: [told = true, told_first = su_hyeok, trust.su_hyeok += 1]
          then:
            - su_hyeok: I know. I was awake.
            - Beats nest as deep as you like.
    - goto: scene_{0}
"""
    return "".join(scene.format(number) for number in range(800)).encode()


@pytest.mark.parametrize("parser", ["C"], indirect=True)
def test_reading_with_places_is_faster_than_the_library_without(long_story: bytes) -> None:
    assert 600_000 < len(long_story) < 800_000
    ours, theirs = [], []
    for _ in range(7):
        ours.append(seconds(lambda: read(long_story)))
        theirs.append(seconds(lambda: yaml.load(long_story, Loader=yaml.CSafeLoader)))
    assert statistics.median(theirs) / statistics.median(ours) > 1.2  # 1.9 to 2.3 on a machine with nothing else to do


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("typed", ["a: b\n", "a: [b\n", "a: \x00", "[" * 100])
def test_the_garbage_collector_is_left_as_it_was(on: bool, typed: str, collector: Callable[[bool], None]) -> None:
    collector(on)
    read(typed)
    assert gc.isenabled() is on


@pytest.fixture
def collector() -> Iterator[Callable[[bool], None]]:
    """Turns the garbage collector on or off for a test."""
    yield lambda on: gc.enable() if on else gc.disable()
    gc.enable()


@pytest.mark.parametrize("typed", ["a: [b, {c: d}]\n", "a: [b\n", "a: !x b\n" * 600, "- " * 60])
def test_nothing_of_a_file_stays_in_memory_when_its_nodes_are_gone(typed: str, collector: Callable[[bool], None]) -> None:
    class Watched(str):
        __slots__ = ("__weakref__",)

    collector(False)  # so that only counting references can free anything
    report = Report()
    name = Watched("f.yaml")
    gone = weakref.ref(name)
    read_nodes(name, typed, report)
    report.sources.clear()
    del name, report
    assert gone() is None
