"""Whatever a readable file looks like: laid out, it says the same, has lost no comment, and is laid out for good."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.authoring.fmt import fmt
from game.authoring.fmt.formatting import Formatted, Kind, format_text
from game.diagnostics import Report
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import MappingNode, Node, ScalarNode

SCENES = Path(__file__).parent.parent.parent / "scenes"
CAST = frozenset({"on_jo", "dae_su"})
SCENE_KIND = Kind(is_story=False, cast=CAST)

COMMENT = st.sampled_from(["# one", "#two: x", "# - three", "#  'four", '# "five'])
WORDS = st.sampled_from(
    [
        "He waits.",
        '"Run," she says.',
        "it's late",
        "a: b",
        "{noise} steps",
        "no",
        "12:30",
        "- dash",
        "밤이 깊다.",
        "back\\",
        "x  y",
        "#5",
    ]
)
KEYS = ["title", "at", "script", "pick", "then", "do", "when", "goto", "dae_su", "choose", "odd key", "id"]


NUMBERED = re.compile("|".join(f"{re.escape(words)} \\d+" for words in ("# one", "#two: x", "# - three", "#  'four", '# "five')))


def said(node: Node | None) -> object:
    """What a tree says, keys in any order, texts as players may read them: written independently of the formatter's own proof."""
    if isinstance(node, ScalarNode):
        lines = [line if line.rstrip().endswith("\\") else line.rstrip() for line in node.text.split("\n")]
        return "\n".join(lines).rstrip("\n")
    if isinstance(node, MappingNode):
        return {key.text: said(value) for key, value in node.items}
    return [said(item) for item in node.items] if node is not None else None


def read(text: str | bytes) -> tuple[object, Report]:
    report = Report()
    return said(read_nodes("f.yaml", text, report)), report


def formatted(text: str, kind: Kind = SCENE_KIND) -> Formatted:
    return format_text("f.yaml", text.encode(), kind)


class Author:
    """Types trees of lists, keys and texts as YAML lets one: any indentation, quotes, bars, comments, blank lines."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.comments: list[str] = []

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(0, of - 1)) == 0

    def comment(self, lead: str) -> str:
        number = len(self.comments)
        self.comments.append(f"{self.draw(COMMENT)} {number}")
        return lead + self.comments[-1]

    def between(self, column: int) -> list[str]:
        """Blank lines and comments, about where a block in `column` goes on."""
        many = self.draw(st.sampled_from([0, 0, 0, 0, 1, 2]))
        return ["" if self.chance(2) else self.comment(" " * max(0, column + self.draw(st.integers(-2, 6)))) for _ in range(many)]

    def scalar(self, column: int) -> list[str]:
        """A text: what follows on the line of its dash or key, and lines of its own."""
        words, style = self.draw(WORDS), self.draw(st.integers(0, 5))
        inner = " " * (column + self.draw(st.integers(1, 5)))
        tail = self.comment("  ") if self.chance(6) else ""
        if style == 0:
            second = inner + "  " * self.chance(4) + self.draw(WORDS) + " " * self.chance(3)
            bar = self.draw(st.sampled_from(["|", "|-", "|+", ">"]))
            return [bar + tail, inner + words, *[""] * self.chance(3), second]
        if style == 1:
            return ["'" + words.replace("'", "''") + "'" + tail]
        if style == 2:
            escaped = words.replace("\\", "\\\\").replace('"', '\\"')
            return [f'"{escaped}', *([inner] if self.chance(3) else []), f'{inner}more"{tail}']
        if style == 3:
            return ["[a, {b: c}," + tail, f"{inner}d]"]
        return ["A moth" + " " * self.chance(3) + tail] if tail or self.chance(2) else ["A moth", inner + "and a lamp"]

    def block(self, column: int, depth: int) -> list[str]:
        """A list or a map that begins in `column`."""
        lines: list[str] = []
        is_list = self.chance(2)
        keys = self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
        for number, key in enumerate(keys):
            if number:
                lines += self.between(column)
            head = " " * column + ("-" if is_list else key + " " * self.chance(9) + ":")
            if depth and self.chance(2):
                further = column + self.draw(st.integers(2, 5))
                below = self.block(further, depth - 1)
                if is_list and self.chance(2):
                    lines += [head + below[0][column + 1 :], *below[1:]]
                else:
                    lines += [head + (self.comment(" ") if self.chance(4) else ""), *self.between(further), *below]
            else:
                first, *rest = self.scalar(column)
                lines += [head + " " * self.draw(st.integers(1, 4)) + first, *rest]
        return lines


@st.composite
def typed_files(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A readable file, and the comments that were typed into it."""
    author = Author(draw)
    lines = [*author.between(0), *author.block(0, 3), *author.between(0)]
    return "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n\n", "  \n"])), author.comments


@settings(max_examples=60, deadline=None)
@given(typed_files())
def test_a_file_laid_out_says_the_same_keeps_its_comments_and_stays_as_it_is(typed: tuple[str, list[str]]) -> None:
    text, comments = typed
    before, report = read(text)
    made = formatted(text)
    if report.errors:
        return
    assert made.text is not None, made.problem
    if not made.repaired:
        assert read(made.text)[0] == before
        assert Counter(NUMBERED.findall(made.text)) == Counter(NUMBERED.findall("\n".join(comments)))
    again = formatted(made.text)
    assert again.text == made.text
    lines = made.text.split("\n")
    assert made.text.endswith("\n") and not made.text.endswith("\n\n") and "\t" not in made.text
    assert all(len(line) - len(line.lstrip(" ")) <= 60 for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab:- \n#|>\"'[]{},\t&*!?@%\\é\r", max_size=60))
def test_whatever_is_in_a_file_it_is_laid_out_to_say_the_same_or_left_alone(text: str) -> None:
    made = formatted(text)
    if made.text is None:
        assert made.problem
        return
    after, report = read(made.text)
    assert not report.errors
    assert formatted(made.text).text == made.text
    before, was = read(text)
    if not was.errors and not made.repaired:
        assert after == before


def words_of(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\"'\\|]", " ", text).split())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(['- "Run," she says.', "- Guard: halt", "- # two", "- [Look]", "- {noise} steps", "- @camp # x",
    "- He is number #5.", "- if: a", "  then: [Look] here", "- dae_su: *Hm.*", "  - x", "- |", "    prose: here", "- goto:yard",
    "-A moth", "- 'It's late.'", "\t- tab", "# comment", ""]), max_size=8), st.booleans())  # fmt: skip
def test_no_repair_loses_a_word(lines: list[str], crlf: bool) -> None:
    text = "scene:\n  script:\n  - first\n" + "".join(f"  {line}\n" for line in lines)
    made = formatted(text.replace("\n", "\r\n") if crlf else text)
    if made.text is not None:
        assert words_of(made.text) == words_of(text.replace("goto:yard", "goto: yard").replace("-A moth", "- A moth"))
        assert formatted(made.text).text == made.text


def untidied(text: str, chance: random.Random) -> str:
    """The file with other indentation, blanks at the ends of lines, breaks of another system, a byte order mark."""
    lines = [
        re.sub(r"^ +", lambda found: found.group() + "   ", line) + " " * chance.choice([0, 0, 3]) for line in text.split("\n")
    ]
    lines = [line.rstrip() if line.rstrip().endswith("\\") else line for line in lines]
    return "\ufeff" + "\r\n".join(lines) + "\r\n \r\n"


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped story, laid out."""
    folder = tmp_path_factory.mktemp("story") / "scenes"
    shutil.copytree(SCENES, folder)
    said: list[str] = []
    assert fmt([folder], said.append) == 0, said
    return folder


def test_the_shipped_story_says_the_same_when_it_is_laid_out(tidy: Path) -> None:
    names = [path.relative_to(tidy) for path in tidy.rglob("*.yaml")]
    assert len(names) > 10
    for name in names:
        assert read((tidy / name).read_bytes())[0] == read((SCENES / name).read_bytes())[0], name


def test_the_shipped_story_laid_out_is_laid_out(tidy: Path) -> None:
    said: list[str] = []
    assert fmt([tidy], said.append, check=True) == 0, said


def test_the_shipped_story_untidied_becomes_what_it_was(tidy: Path) -> None:
    chance = random.Random(7)
    for path in sorted(tidy.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        kind = Kind(is_story=path.name == "story.yaml", cast=CAST)
        made = format_text(path.name, untidied(text, chance).encode(), kind)
        assert made.text == text, path.name
