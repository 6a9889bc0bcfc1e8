"""Whatever the bytes: located diagnostics, soon, and never an exception. Files that were made to hurt are in `HOSTILE`."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.diagnostics import Report
from game.language.characters import first_unsafe
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.syntax.typed import quoted

MEGABYTE = 1_000_000
SECONDS = 2.0
MEBIBYTES = 150


def filled(unit: str, before: str = "", after: str = "") -> Callable[[], str]:
    """A megabyte of `unit`."""
    return lambda: before + unit * (MEGABYTE // len(unit.encode())) + after


def counted(unit: str) -> Callable[[], str]:
    """A megabyte of `unit`, each with a number of its own."""
    return lambda: "".join(unit.format(number) for number in range(MEGABYTE // (len(unit) + 4)))


def merge_bomb() -> str:
    """463 bytes that keep `safe_load` busy for a minute."""
    rows = ["a0: &a0 {k: v}", *(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]}}" for n in range(1, 14))]
    return "\n".join(rows)


def alias_bomb() -> str:
    return "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))])


def colliding_keys() -> str:
    """Whole numbers with one hash: as integers they take seconds."""
    return "".join(f"{number * (2**61 - 1)}: a\n" for number in range(16_000))


HOSTILE: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[" * 50_000,
    "braces": lambda: "{" * 50_000,
    "brackets and colons": filled("[a: "),
    "braces and colons": filled("{a: "),
    "maps in a list": filled("[{},"),
    "merge keys": merge_bomb,
    "aliases": alias_bomb,
    "colliding keys": colliding_keys,
    "many keys": counted("k{}: v\n"),
    "many keys in braces": lambda: "{" + counted("k{}: v, ")() + "}",
    "maps after a question mark": lambda: "[" + "{a: b}, " * 60_000 + "? c]",
    "many times one key": filled("a: b\n"),
    "many times one key of a map": filled("{a: b}: c\n"),
    "dashes": filled("- "),
    "question marks": filled("? "),
    "empty items": filled("- - \n"),
    "anchors": filled("&a "),
    "tags": filled("!a "),
    "tagged items": filled("- !t &a x\n"),
    "tag directives": filled("%TAG !a! b\n"),
    "tag directives after a document": filled("%TAG !a! b\n", "a\n...\n"),
    "documents": filled("---\n"),
    "ends of documents": filled("...\n"),
    "line breaks": filled("\n"),
    "line breaks in quotes": filled("\n", '"'),
    "line breaks under a bar": filled("\n", "- |\n"),
    "windows line breaks": filled("\r\n"),
    "comments": filled(" #\n"),
    "comments in prose": filled("- a #b\n"),
    "a comment": filled("#"),
    "glued colons": filled("- x:y\n"),
    "glued dashes": filled("- -x\n"),
    "swallowed dashes": filled("- a\n  - b\n"),
    "colons": filled("a: "),
    "a line of colons": filled("a:b "),
    "quotes": filled("'' "),
    "doubled quotes": filled("''", "'"),
    "an unclosed quote": filled("a ", '"'),
    "backslashes": filled("\\"),
    "escaped line breaks": filled("\\\n", '"'),
    "bad escapes": filled("\\x", '"'),
    "bars": filled("|\n"),
    "bars in a list": filled("- |\n a\n"),
    "spaces": filled(" "),
    "spaces and a quote": filled(" ", '- "a"'),
    "spaces in a line": filled("- a" + " " * 2_000 + "b\n"),
    "staircase": lambda: "".join(" " * step + "- a\n" for step in range(1_300)),
    "one word": filled("a"),
    "one Hangul word": filled("가"),
    "marks": filled("\u0301", "e"),
    "letters that are looked at one by one": filled("\u0e01"),
    "invisible characters": filled("\u200b\n"),
    "tabs": filled("\t\n"),
    "nothing": filled("\x00"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_file_that_was_made_to_hurt_is_answered_soon(name: str) -> None:
    text = HOSTILE[name]()
    report = Report()
    begin = time.process_time()
    node = read_nodes("f.yaml", text, report)
    assert time.process_time() - begin < SECONDS
    assert node is not None or report.errors


MEASURE = """
import resource
from game.diagnostics import Report
from game.loading.reading.events import read_nodes
from tests.loading.reading.test_hostile_files import HOSTILE
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for make in HOSTILE.values():
    read_nodes("f.yaml", make(), Report())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_no_file_that_was_made_to_hurt_takes_much_memory() -> None:
    pytest.importorskip("resource", reason="memory is measured where the system tells it")
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", MEASURE], cwd=root, capture_output=True, text=True, timeout=120, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < MEBIBYTES * 1024 * 1024


# Properties


def is_safe(text: str) -> bool:
    return first_unsafe(text) is None and "\t" not in text and "\r" not in text


def pieces() -> st.SearchStrategy[str]:
    """Text that is nearly YAML: what an author's slips are made of."""
    signs = [
        "- ",
        "-",
        ": ",
        ":",
        "? ",
        "|",
        "|\n",
        "|-\n",
        "|2\n",
        ">",
        ">\n",
        "#",
        " #",
        "  # c",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
    ]
    signs += ['"', "'", "''", "\\", "\\n", '\\"', "\\u00e9", "\\x41", "\\\n", "!", "!t ", "&", "&a ", "*", "*a", "%", "@", "`"]
    words = [
        "key: ",
        "key:",
        "id",
        "He said.",
        "text goes on",
        "이수혁",
        "é",
        "🙂",
        "007",
        "---",
        "...",
        "<<: ",
        "goto:x",
        "it's",
    ]
    blanks = [" ", "  ", "    ", "\n", "\n", "\n", "\r\n", "\n\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\n    - ", "\n      "]
    return st.lists(st.sampled_from(signs + words + blanks), max_size=40).map("".join)


def texts_of(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ScalarNode():
            yield node
        case SequenceNode():
            for item in node.items:
                yield from texts_of(item)
        case MappingNode():
            for key, value in node.items:
                yield key
                yield from texts_of(value)


def typed_at(text: ScalarNode, index: int) -> str:
    """What the file has at the place of a character of a text."""
    place = text.locate(index, 1)
    line = text.source_text.text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.length]


def is_what_was_typed(text: ScalarNode, index: int) -> bool:
    """Whether the place of a character shows that character; blanks may come from line breaks, and escapes stand for others."""
    typed, character = typed_at(text, index), text.text[index]
    if text.style == '"' and typed.startswith("\\"):
        return json.loads(f'"{typed}"') == character if typed[1] in '"\\nu' else len(typed) > 1
    return character.isspace() or typed == character or (text.style == "'" and typed == "''" == 2 * character)


def check_reading(data: str | bytes) -> None:
    """What holds for every file: no exception, places inside of the file, a reason for giving up, and exact places of texts."""
    report = Report()
    node = read_nodes("f.yaml", data, report)
    lines = report.sources["f.yaml"].split("\n")
    assert node is not None or report.errors
    for found in report:
        assert found.span.file == "f.yaml"
        assert found.span.line <= len(lines)
        assert found.span.column <= len(lines[found.span.line - 1]) + 1
        assert found.code == "syntax" or found.advice
    report.draw()
    for text in texts_of(node) if node is not None else ():
        places = [text.locate(index) for index in range(len(text.text) + 1)]
        assert places == sorted(places)
        if not report.errors:
            assert all(is_what_was_typed(text, index) for index in range(len(text.text)))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check_reading(data)


@given(st.text(st.characters(codec=None, categories=None), max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    check_reading(text)


@given(pieces())
def test_what_is_nearly_yaml_is_read_or_refused_and_its_places_are_exact(text: str) -> None:
    check_reading(text)
    check_reading(f"s:\n  - {text}\n  - after\n")


@given(pieces())
def test_the_parser_in_python_may_be_used_instead(text: str) -> None:
    fast, slow = Report(), Report()
    node = read_nodes("f.yaml", text, fast)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CBaseLoader")
        check_reading(text)
        same = read_nodes("f.yaml", text, slow)
    if node is not None and same is not None:
        assert [each.text for each in texts_of(node)] == [each.text for each in texts_of(same)]
        assert [(each.code, each.span) for each in fast] == [(each.code, each.span) for each in slow]


words = st.text(max_size=30).filter(is_safe)
trees = st.recursive(
    words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words.filter(bool), inner, max_size=4), max_leaves=20
)


@given(trees)
def test_whatever_is_written_as_json_is_read_as_it_is(tree: object) -> None:
    report = Report()
    node = read_nodes("f.yaml", json.dumps(tree, ensure_ascii=False), report)
    assert node is not None, report.draw()
    assert plain(node) == tree


def plain(node: Node) -> object:
    match node:
        case ScalarNode():
            return node.text
        case SequenceNode():
            return [plain(item) for item in node.items]
        case MappingNode():
            return {key.text: plain(value) for key, value in node.items}


@given(words.filter(lambda text: "\n" not in text))
def test_what_is_advised_to_be_put_into_quotes_is_read_as_it_is(text: str) -> None:
    report = Report()
    node = read_nodes("f.yaml", f"- {quoted(text)}\n", report)
    assert node is not None, report.draw()
    assert plain(node) == [text]


def test_a_story_with_one_byte_changed_is_read_or_refused() -> None:
    story = (Path(__file__).parents[3] / "scenes" / "story.yaml").read_bytes()[:3_000]
    chance = random.Random(1)
    for _ in range(1_000):
        changed = bytearray(story)
        changed[chance.randrange(len(story))] = chance.choice(b"\"'[]{}:-#|>&*!%@`, \n\t\x00\xff")
        report = Report()
        node = read_nodes("f.yaml", bytes(changed), report)
        assert node is not None or report.errors
