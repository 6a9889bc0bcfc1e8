"""YAML's traps are explained to somebody who writes prose, and what they are told to type works."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
import yaml

from game.diagnostics import Diagnostic, Report, Severity
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from game.loading.reading.places import SourceText
from game.loading.syntax.complaint import Complaint
from game.loading.syntax.explain import explain

PARSER_WORDS = re.compile(r"\b(mapping|scalar|token|block|sequence|stream|node|flow|indicator)", re.IGNORECASE)


@pytest.fixture(params=["C", "Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each test runs with the parser in C and with the one in Python, which word their complaints differently."""
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CBaseLoader")
    return str(request.param)


def read(text: str) -> tuple[Node | None, list[Diagnostic]]:
    report = Report()
    node = read_nodes("f.yaml", text, report)
    for found in report:
        assert not PARSER_WORDS.search(found.message + found.advice.partition("\n")[0]), report.draw()
    return node, list(report)


def only(text: str) -> Diagnostic:
    """The one thing that is said of `text`."""
    _, found = read(text)
    assert len(found) == 1, found
    return found[0]


def pointed_at(text: str, found: Diagnostic) -> str:
    line = text.split("\n")[found.span.line - 1]
    return line[found.span.column - 1 : found.span.column - 1 + found.span.length]


def plain(node: Node | None) -> object:
    """A node as strings, lists and dictionaries."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.items} if node is not None else None


def advised(found: Diagnostic) -> list[str]:
    """The lines that the advice tells to type instead (what goes on below a line belongs to it)."""
    lines = re.findall(r"^ {4}(\S.*(?:\n {8}.*)*)", found.advice, re.MULTILINE)
    return [re.sub(r"\n {8}", "\n      ", line) for line in lines]


class Trap(NamedTuple):
    typed: str
    code: str
    at: str
    """What the place points at."""
    meant: object
    """What is read when the last line of the advice is typed instead."""


TRAPS = [
    Trap('- "Run," she says.', "text-after-quote", "she says.", '"Run," she says.'),
    Trap('- "Run," she said: "now".', "text-after-quote", 'she said: "now".', '"Run," she said: "now".'),
    Trap("- 'Run,' she says.", "text-after-quote", "she says.", "'Run,' she says."),
    Trap("- 'It's late.'", "text-after-quote", "s late.'", "It's late."),
    Trap("- 'It's late,' she says.", "text-after-quote", "s late,' she says.", "'It's late,' she says."),
    Trap('- on_jo: "Run," he says.', "text-after-quote", "he says.", {"on_jo": '"Run," he says.'}),
    Trap('- "이리 와," 하고 부른다.', "text-after-quote", "하고 부른다.", '"이리 와," 하고 부른다.'),
    Trap("- He said: run: now", "colon-in-text", ":", "He said: run: now"),
    Trap("- He said: run: now  # why", "colon-in-text", ":", "He said: run: now"),
    Trap('- "Run  # 5" is here', "text-after-quote", "is here", '"Run  # 5" is here'),
    Trap("- on_jo: He said: run", "colon-in-text", ":", {"on_jo": "He said: run"}),
    Trap("- pick: Ask: why?", "colon-in-text", ":", {"pick": "Ask: why?"}),
    Trap("- # two", "empty-item", "#", "# two"),
    Trap("- {noise} steps", "needs-quotes", "{", "{noise} steps"),
    Trap("- {noise} steps: many", "needs-quotes", "{", "{noise} steps: many"),
    Trap("- on_jo: {noise} steps", "needs-quotes", "{", {"on_jo": "{noise} steps"}),
    Trap("- [Look] here", "needs-quotes", "[", "[Look] here"),
    Trap("- [Look", "unpaired-bracket", "[", "[Look"),
    Trap("- {told: He knows.", "unpaired-bracket", "{", "{told: He knows."),
    Trap("- @camp", "needs-quotes", "@", "@camp"),
    Trap("- `rope` is what it says", "needs-quotes", "`", "`rope` is what it says"),
    Trap("- %d is what it says", "needs-quotes", "%", "%d is what it says"),
    Trap("- , and so on", "needs-quotes", ",", ", and so on"),
    Trap("- ] and so on", "needs-quotes", "]", "] and so on"),
    Trap("- : and so on", "needs-quotes", ":", ": and so on"),
    Trap("- ? Who is there", "needs-quotes", "? ", "? Who is there"),
    Trap("- *Run.*", "alias", "*", "*Run.*"),
    Trap("- *so* he said", "alias", "*", "*so* he said"),
    Trap("- *so", "alias", "*", "*so"),
    Trap("- *so he said", "alias", "*", "*so he said"),
    Trap("- & then?", "anchor", "&", "& then?"),
    Trap("- &then what", "anchor", "&", "&then what"),
    Trap("- !Halt", "tag", "!", "!Halt"),
    Trap("- !Halt, he said.", "tag", "!", "!Halt, he said."),
    Trap("- ! Halt", "tag", "!", "! Halt"),
    Trap("- !a!b Halt", "tag", "!", "!a!b Halt"),
    Trap("- on_jo: - Run", "needs-quotes", "- ", {"on_jo": "- Run"}),
    Trap("- on_jo: ? Run", "needs-quotes", "? ", {"on_jo": "? Run"}),
    Trap("- > He waits.", "text-after-bar", ">", "> He waits."),
    Trap("- |He waits.", "text-after-bar", "|", "|He waits."),
    Trap("- | 12 men wait.", "text-after-bar", "|", "| 12 men wait."),
    Trap('- "C:\\games"', "bad-escape", "\\g", "C:\\games"),
    Trap('- "\\{so\\} and \\"so\\""', "bad-escape", "\\{", '\\{so\\} and "so"'),
    Trap('- "\\x4"', "bad-escape", "\\x", "\\x4"),
    Trap('- "Run', "unclosed-quote", '"', '"Run'),
    Trap("- 'Run", "unclosed-quote", "'", "'Run"),
    Trap("- He is number #5 here.", "comment-in-prose", "#", "He is number #5 here."),
    Trap("- He pressed # twice.", "comment-in-prose", "#", "He pressed # twice."),
    Trap("- on_jo: I am #5.  # he is", "comment-in-prose", "#", {"on_jo": "I am #5."}),
    Trap("- on_jo: I am #5.", "comment-in-prose", "#", {"on_jo": "I am #5."}),
    Trap("- goto:yard", "missing-space", "goto:", {"goto": "yard"}),
    Trap('- on_jo:"Run."', "missing-space", "on_jo:", {"on_jo": "Run."}),
]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.typed)
def test_a_trap_is_said_where_it_is_and_the_advice_is_what_was_meant(trap: Trap) -> None:
    story = "s:\n  - before\n  {}\n  - after\n"
    found = only(story.format(trap.typed))
    assert (found.code, found.span.line) == (trap.code, 3)
    assert pointed_at(story.format(trap.typed), found) == trap.at
    if found.code in ("needs-quotes", "alias", "anchor", "tag", "unclosed-quote", "unpaired-bracket", "bad-escape"):
        assert f"`{trap.at}`" in found.message
    node, mistakes = read(story.format(advised(found)[-1]))
    assert mistakes == []
    assert plain(node) == {"s": ["before", trap.meant, "after"]}


def test_a_text_on_the_line_of_a_bar_may_also_be_put_under_it() -> None:
    for sign, ending in (("|", "\n"), (">", "\n"), ("|-", "\n"), (">2", "\n")):
        found = only(f"s:\n  - {sign} He waits.\n")
        node, _ = read(f"s:\n  {advised(found)[0]}\n")
        assert plain(node) == {"s": [f"He waits.{ending}"]}


def test_a_sign_after_a_bar_that_means_nothing_is_said() -> None:
    found = only("s:\n  - |0\n    x\n")
    assert (found.code, found.span.column, found.advice) == ("text-after-bar", 5, "Type just `|`.")


def test_an_unclosed_quote_may_also_just_be_closed() -> None:
    found = only('s:\n  - "Run\n  - Hide.\n')
    node, _ = read(f"s:\n  {advised(found)[0]}\n  - Hide.\n")
    assert plain(node) == {"s": ["Run", "Hide."]}


def test_a_quote_that_the_next_one_closes_is_said_where_it_opens() -> None:
    found = only('s:\n  - "Run\n  - "Hide."\n  - end\n')
    assert (found.code, found.span.line, found.span.column) == ("unclosed-quote", 2, 5)
    assert "to line 3" in found.message


def test_a_long_text_is_advised_to_go_under_a_bar() -> None:
    words = " ".join(["He said: run."] * 8)
    found = only(f"s:\n  - on_jo: {words}\n")
    assert found.code == "colon-in-text"
    assert "- on_jo: |" in advised(found)[0]
    assert '"' not in found.advice


def test_a_text_of_several_lines_is_not_put_into_quotes_by_halves() -> None:
    found = only('s:\n  - "Run," she says,\n    and is gone.\n')
    assert found.code == "text-after-quote"
    assert advised(found)[0].startswith("- |\n")
    assert '"\\"' not in found.advice


class Lines(NamedTuple):
    typed: str
    code: str
    line: int
    column: int
    word: str
    """A word of the message or the advice."""


LINES = {
    "a key further in than its sisters": Lines("a: b\n  c: d\n", "wrong-indentation", 2, 3, "column 1, as line 1"),
    "a line that nothing above is like": Lines("- [a]\n b: c\n", "wrong-indentation", 2, 2, "Lines that belong together"),
    "the column of a line": Lines("- a: b\n c: d\n", "wrong-indentation", 2, 2, "begins in column 2"),
    "a key below comments": Lines("a:\n  b: c\n# so\n\n d: e\n", "wrong-indentation", 5, 2, "column 3, as line 2"),
    "a list after an open bracket": Lines("a: [b,\n- c\n", "unpaired-bracket", 1, 4, "Close it with `]`"),
    "a key too far in, after a dash": Lines("- a: b\n   c: d\n", "wrong-indentation", 2, 4, "column 3, as line 1"),
    "a key not far enough in": Lines("- a: b\n c: d\n", "wrong-indentation", 2, 2, "column 3, as line 1"),
    "a dash not far enough in": Lines("a:\n  - x\n - y\n", "wrong-indentation", 3, 2, "column 3, as line 2"),
    "a key between two columns": Lines("a:\n  b: c\n d: e\n", "wrong-indentation", 3, 2, "column 3, as line 2"),
    "a key in the column of a list": Lines("- a\nb: c\n", "wrong-indentation", 2, 1, "`- `"),
    "a dash in the column of a key": Lines("a: b\n- c\n", "wrong-indentation", 2, 1, "nothing after its colon"),
    "a file that begins further in": Lines("  a: b\nc: d\n", "wrong-indentation", 2, 1, "column 3, as line 1"),
    "prose that falls out of its bar": Lines("a:\n  - |\n    x\n   y\n", "wrong-indentation", 4, 4, "column 4 too"),
    "prose as far in as its dash": Lines("a:\n  - |\n  x y\n", "wrong-indentation", 3, 3, "further in than the dash"),
    "a dash that is swallowed": Lines("a:\n  - x\n   - y\n", "wrong-indentation", 3, 4, "column 3"),
    "no space after the first colon": Lines("goto:yard\nat: b\n", "missing-space", 1, 1, "goto: yard"),
    "no space after a later colon": Lines("title: x\ngoto:yard\nat: b\n", "missing-space", 2, 1, "goto: yard"),
    "no space after the first dash": Lines("script:\n  -A moth\n  -B\n", "missing-space", 2, 3, "- A moth"),
    "no space after a later dash": Lines("script:\n  - A moth\n  -B\n", "missing-space", 3, 3, "- B"),
    "no space after a dash before a key": Lines("- a\n-b: c\n", "missing-space", 2, 1, "- b: c"),
    "no space after a colon in quotes": Lines('s:\n  - "a":b\n', "missing-space", 2, 8, "a space after it"),
    "a key without a colon": Lines("- pick: x\n  then\n", "missing-colon", 2, 3, "`then:`"),
    "prose without a dash": Lines("a: b\nHe waits.\n", "missing-colon", 2, 1, "`- `"),
    "a colon in the second line of prose": Lines(
        "- She said\n  one thing: run.\n", "colon-in-text", 2, 12, "If `one thing` is a key"
    ),
    "a colon in the second line, no key": Lines("- She said\n  (one thing): run.\n", "colon-in-text", 2, 14, "under `- |`"),
    "a comment in prose that goes on": Lines("- He is #5\n  of them.\n", "comment-in-text", 1, 9, "under `- |`"),
    "a comment in the second line of prose": Lines("- He is\n  number #5.\n", "comment-in-prose", 2, 10, "under `- |`"),
    "an unclosed bracket": Lines("a: [b, c\nd: e\n", "unpaired-bracket", 1, 4, "Close it with `]`"),
    "brackets at the end of a file": Lines("a: {b: [c", "unpaired-bracket", 1, 8, "Close it with `]`"),
    "a bracket too many": Lines("a: {b: c}}\n", "unpaired-bracket", 1, 10, "Delete it."),
    "the wrong bracket": Lines("a: {b: [c}\n", "unpaired-bracket", 1, 10, "`[` is closed by `}`"),
    "the wrong bracket after a colon": Lines("a: {b: ]\n", "unpaired-bracket", 1, 8, "`{` is closed by `]`"),
    "a dash in brackets": Lines("a: [b, - c]\n", "needs-quotes", 1, 8, "`- `"),
    "a missing comma": Lines("a: {range: 0..5 start: 0}\n", "missing-comma", 1, 22, "comma"),
    "text after a quote in braces": Lines('a: {b: "c" d}\n', "text-after-quote", 1, 12, "one pair of quotes"),
    "text after brackets of several lines": Lines("a: [b,\n  c] d\n", "text-after-bracket", 2, 6, "of its own"),
    "a comma too many": Lines("a: [b, , c]\n", "stray-comma", 1, 8, "nothing before this comma"),
    "a second document": Lines("a: b\n---\nc: d\n", "second-document", 2, 1, "`---`"),
    "text after the end": Lines("a: b\n...\nc: d\n", "second-document", 2, 1, "`...`"),
    "a directive": Lines("# x\n%YAML 1.1\n---\na: b\n", "directive", 2, 1, "Delete the line"),
    "text after the root": Lines('"Once" upon a time\n', "text-after-quote", 1, 8, '"\\"Once\\" upon a time"'),
    "a quote across documents": Lines('a: "b\n---\nc"\n', "unclosed-quote", 1, 4, "Close it"),
    "an item with nothing in it": Lines("a:\n  - b\n  -\n", "empty-item", 3, 3, "nothing after this dash"),
}


@pytest.mark.parametrize("name", list(LINES))
def test_a_slip_is_said_in_the_line_where_it_was_made(name: str) -> None:
    expected = LINES[name]
    found = only(expected.typed)
    assert (found.code, found.span.line, found.span.column) == (expected.code, expected.line, expected.column)
    assert expected.word in f"{found.message}\n{found.advice}"


QUIET = {
    "comments after values": "a: slope   # a place\nb: two words   # told\nc: [x] # why\nd: x #why\n",
    "comments with one space before them": "a: told and noise # why\nb: two words # told\nc:\n  - not told # yet\n",
    "comments after items": "a:\n  - one two  # two spaces\n  - noise <= 5 # never louder\n  - word #why\n  - not told # yet\n",
    "a hash in a word": "a:\n  - He is no#5 of C#\n",
    "times, ranges and addresses": "a: 12:30\nb: 22:40..07:00\nc:\n  - 12:30 it is\n  - https://example.org is where\n",
    "prose with signs in it": "a:\n  - He is at re-zero, isn't he? - Yes! & so on; 50% *so* [x] {y} @z\n",
    "a dash in prose": "a:\n  - -Run, he said.\n  - |\n    -Run\n      - x\n    goto:yard\n    He is #5\n",
    "lists in lists": "a:\n  - b:\n      - c\n  - - d\n    - e\n",
    "quotes that are fine": "a:\n  - \"He is #5\"\n  - 'goto:yard'\n",
    "negative numbers": "a:\n  -5\n",
    "a document that is marked": "---\na: b\n...\n# the end\n",
    "a question in prose": "a:\n  - Who? Me?\n  - What ? He\n",
}


@pytest.mark.parametrize("name", list(QUIET))
def test_what_is_no_trap_is_left_alone(name: str) -> None:
    node, found = read(QUIET[name])
    assert found == []
    assert node is not None


def test_what_yaml_takes_without_a_word_is_a_warning_and_the_story_is_read() -> None:
    node, found = read("a:\n  - He is number #5.\n  - goto:yard\n")
    assert [each.severity for each in found] == [Severity.WARNING] * 2
    assert plain(node) == {"a": ["He is number", "goto:yard"]}


def test_a_line_that_was_already_complained_of_is_not_complained_of_again() -> None:
    _, found = read("s:\n  - *a  He said.\n  - x\n")
    assert [(each.code, each.span.line) for each in found] == [("alias", 2)]


def test_a_tab_is_said_instead_of_what_it_leads_to() -> None:
    _, found = read("a:\n\t- b\n\t- c\n")
    assert [(each.code, each.span.line, each.span.column) for each in found] == [("tab", 2, 1), ("tab", 3, 1)]


def test_the_advice_shows_the_line_and_a_caret_in_a_report() -> None:
    report = Report()
    read_nodes("camp/visitor.yaml", 's:\n  - "Run," she says.\n', report)
    assert report.draw() == "\n".join(
        [
            "camp/visitor.yaml:2:12: error[text-after-quote]: the text ended at the quotation mark before this",
            '  2 |   - "Run," she says.',
            "    |            ^^^^^^^^^",
            "  Put the whole text into quotes:",
            r'      - "\"Run,\" she says."',
            "  or under `- |`, further in and without quotes.",
        ]
    )


def test_a_complaint_that_nobody_knows_still_has_a_place_and_advice() -> None:
    found = explain(SourceText("f.yaml", "a: b\nc: d\n"), Complaint("found something new", 8))
    assert (found.code, found.span.line, found.span.column) == ("syntax", 2, 4)
    assert "quotes" in found.advice


def test_maps_of_one_key_are_no_business_of_syntax() -> None:
    node, found = read("s:\n  - Guard: halt\n  - [Look]\n")
    assert found == []
    assert isinstance(node, MappingNode)
    assert plain(node) == {"s": [{"Guard": "halt"}, ["Look"]]}
