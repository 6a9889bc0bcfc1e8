"""The samples of the manual: small stories, tests, transcripts and word lists, read by whatever reads such files.

A block of YAML that begins with `# some/file.yaml` is that file. One that begins with `- ` are beats of the scene `kitchen`. Any
other one is `scenes.yaml`. What a sample does not bring along, the story in `pages` gives it: `story.yaml`, `yard.yaml`, and
`kitchen.yaml` when it brings no scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from game.authoring.prove.findings import findings
from game.authoring.prove.witness import Witnesses
from game.authoring.testing.names import Names
from game.authoring.testing.suite import Suite
from game.authoring.words.lexicon import read_lists
from game.diagnostics import Diagnostic, Report, Severity
from game.engine.program import Program
from game.loading import STORY_FILE, load_texts
from game.proving.budget import Budget
from game.proving.prover import prove

PAGES = Path(__file__).resolve().parent / "pages"
START = "kitchen"
YARD_FILE, KITCHEN_FILE = "yard.yaml", "kitchen.yaml"
FILES: Mapping[str, str] = {
    "yaml": "scenes.yaml", "test": "first.test", "transcript": "first.transcript", "words": "words.txt", "text": "",
    "prove": "scenes.yaml",
}  # fmt: skip
"""The languages of blocks, and the file that a block is when it does not say so."""

_STORY = ("yaml", "prove")
"""The languages of what is read as a story; the second is for what only `hyosan prove` says."""
_NAMED = re.compile(r"# (\S+\.yaml)\n")
_SECONDS = 10.0
_LEADS_AWAY = re.compile(r"- (goto|end):")
_HEAD = f"{START}:\n  script:\n"
_INDENT = "    "
_ONLY_STORY = f"{START}:\n  script:\n    - choose:\n        - pick: Again\n          goto: {START}\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `at` is the line and column of the mistake, where the block is said to have it."""

    text: str
    at: tuple[int, int] | None
    language: str = "yaml"

    @property
    def file(self) -> str:
        """The file that the block stands for."""
        named = _NAMED.match(self.text)
        return named[1] if named else FILES[self.language]

    @property
    def is_beats(self) -> bool:
        """Whether it is a piece of a script, and no file of its own."""
        return self.language in _STORY and self.text.startswith("- ")

    def as_file(self) -> str:
        """The text of its file."""
        if not self.is_beats:
            return self.text
        lines = self.text.splitlines(keepends=True)
        away = "" if any(map(_LEADS_AWAY.match, lines)) else f"{_INDENT}- goto: yard\n"
        return _HEAD + "".join(_INDENT + line if line.strip() else line for line in lines) + away


@dataclass(frozen=True, slots=True)
class Sample:
    """Blocks that belong together: a story, and perhaps a test or a list beside it. `runs` is false for what is only shown."""

    is_wrong: bool
    severity: Severity
    runs: bool
    blocks: tuple[Block, ...]

    @property
    def place(self) -> tuple[str, int, int] | None:
        """File, line and column of the mistake, as the page says."""
        return next(((block.file, *block.at) for block in self.blocks if block.at), None)

    @property
    def verb(self) -> str:
        """The verb of the command line that says what is wrong with it."""
        language = self.blocks[-1].language
        return {"test": "test", "transcript": "test", "words": "words", "prove": "prove"}.get(language, "check")

    def texts(self) -> Mapping[str, str]:
        """The files of the story, the standard ones included."""
        mine = {block.file: block.as_file() for block in self.blocks if block.language in _STORY}
        if STORY_FILE not in mine:
            standard = {name: (PAGES / name).read_text(encoding="utf-8") for name in (STORY_FILE, YARD_FILE)}
            return {**standard, **(mine or {KITCHEN_FILE: (PAGES / KITCHEN_FILE).read_text(encoding="utf-8")})}
        return mine if len(mine) > 1 else {FILES["yaml"]: _ONLY_STORY, **mine}

    def check(self) -> Report:
        """What is said of these blocks, with places as a reader of the page counts them."""
        report = Report({block.file: block.text for block in self.blocks})
        beats = {block.file for block in self.blocks if block.is_beats}
        for diagnostic in self._found():
            report.add(_moved(diagnostic) if diagnostic.span.file in beats else diagnostic)
        return report

    def _found(self) -> Iterator[Diagnostic]:
        last = self.blocks[-1]
        if last.language == "words":
            report = Report()
            read_lists({last.file: last.text}, report)
            yield from report
            return
        story, report = load_texts(self.texts())
        if story is None or last.language == "yaml":
            yield from report
            return
        if last.language == "prove":
            mine = {block.file for block in self.blocks}
            proved = findings(prove(story, Budget(_SECONDS)), Witnesses(Program(story)), {})
            yield from (found for found in proved if found.span.file in mine)
            return
        suite = Suite(Names(story))
        (suite.read_tests if last.language == "test" else suite.read_transcript)(last.file, last.text)
        for result in suite.run(Program(suite.names.story_to_test())):
            yield from result.findings


def _moved(found: Diagnostic) -> Diagnostic:
    """A diagnostic in beats, as if nothing stood around them."""
    span = found.span
    line, column = span.line - _HEAD.count("\n"), span.column - len(_INDENT)
    return replace(found, span=replace(span, line=max(1, line), column=max(1, column)))
