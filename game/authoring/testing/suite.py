"""All tests and transcripts of a story: found, read, chosen by name, run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from game.authoring.testing import reading, running, transcript
from game.authoring.testing.comparing import changes
from game.authoring.testing.folder import texts_below
from game.authoring.testing.names import Names
from game.authoring.testing.plan import Plan
from game.authoring.testing.transcript import Told, Transcript
from game.diagnostics import Diagnostic, Report, Span
from game.engine.program import Program
from game.story.model import Story

Kind = Literal["test", "transcript"]


@dataclass(frozen=True, slots=True)
class Result:
    """How a test or a transcript came out. `changed` is the difference, `blessing` the new text of the file, if there is one."""

    kind: Kind
    name: str
    span: Span
    findings: tuple[Diagnostic, ...] = ()
    changed: tuple[str, ...] = ()
    blessing: str | None = None

    @property
    def passed(self) -> bool:
        return not self.findings and not self.changed


@dataclass(frozen=True, slots=True)
class _Unreadable:
    kind: Kind
    name: str
    span: Span
    report: Report


@dataclass(slots=True)
class Suite:
    """The tests and transcripts of a story. `sources` are the texts of their files."""

    names: Names
    sources: dict[str, str] = field(default_factory=dict)
    parts: list[tuple[str, Plan | Transcript | _Unreadable]] = field(default_factory=list)

    @classmethod
    def of(cls, story: Story, folder: Path) -> Suite:
        """Everything in and below the folder of the story."""
        suite, report = cls(Names(story)), Report()
        for file, text in texts_below(folder, reading.SUFFIX, report).items():
            suite.read_tests(file, text)
        for file, text in texts_below(folder, transcript.SUFFIX, report).items():
            suite.read_transcript(file, text)
        for found in report:
            alone = Report()
            alone.add(found)
            suite._refuse("test", found.span.file, alone)
        return suite

    def read_tests(self, file: str, text: str) -> None:
        """Takes the tests of a file. With mistakes in it, none of them is run."""
        report = Report()
        self.sources[file] = text
        plans = reading.read_plans(file, text, self.names, report)
        if report.errors:
            self._refuse("test", file, report)
        else:
            self.parts += [(plan.name, plan) for plan in plans]

    def read_transcript(self, file: str, text: str) -> None:
        """Takes a transcript."""
        report = Report()
        self.sources[file] = text
        read = transcript.read_transcript(file, text, self.names.story, report)
        if report.errors:
            self._refuse("transcript", file, report)
        else:
            self.parts.append((file.removesuffix(transcript.SUFFIX), read))

    def _refuse(self, kind: Kind, file: str, report: Report) -> None:
        self.parts.append((file, _Unreadable(kind, file, Span(file, 1, 1), report)))

    def keep_only(self, wanted: str) -> bool:
        """Keeps what is called so: by its whole name, a part of it, or a pattern with `*`. False when nothing is."""
        exact = [pair for pair in self.parts if pair[0] == wanted]
        self.parts = exact or [pair for pair in self.parts if wanted in pair[0] or fnmatchcase(pair[0], wanted)]
        return bool(self.parts)

    def run(self, program: Program) -> Iterator[Result]:
        """Runs everything, in the order of the files. `program` plays `names.story_to_test()`."""
        player = transcript.Player.of(program)
        for name, part in self.parts:
            if isinstance(part, Plan):
                yield Result("test", name, part.span, tuple(running.run(part, program)))
            elif isinstance(part, Transcript):
                yield _compared(name, part, player.replay(part))
            else:
                yield Result(part.kind, name, part.span, tuple(part.report))


def _compared(name: str, blessed: Transcript, told: Told) -> Result:
    """What fails is never blessed: then the rest of the text is not known."""
    if told.failure is not None:
        return Result("transcript", name, blessed.span, (told.failure,))
    changed = tuple(changes(blessed.blocks, told.blocks))
    blessing = transcript.rendered(blessed.head, told.blocks) if changed else None
    return Result("transcript", name, blessed.span, (), changed, blessing)
