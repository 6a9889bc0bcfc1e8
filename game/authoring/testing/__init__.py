"""`hyosan test`: a story's own tests and blessed transcripts, what they cover, and a reading list for proofreading."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from game.authoring.testing import results
from game.authoring.testing.coverage import Coverage, coverage_of, listing, summary
from game.authoring.testing.folder import write_text
from game.authoring.testing.plan import Setup
from game.authoring.testing.proofreading import Explorer
from game.authoring.testing.reading_list import write_reading_list
from game.authoring.testing.suite import Result, Suite
from game.authoring.testing.tracing import TracedProgram
from game.authoring.testing.transcript import SUFFIX, Player, head_of, read_transcript, rendered
from game.diagnostics import Report, did_you_mean
from game.engine.program import Program
from game.language.characters import clean
from game.loading import load
from game.story.model import Story

Listed = Literal["summary", "missing", "all"]
NO_TESTS = """There are no tests below {folder} yet. A test is a text file that ends in `.test`, for example tests/first.test:

    from {start}
    some words that are told there
    > the words of an option
    words that are told then

`hyosan test --record 1` makes a transcript of a run by chance, to be read, blessed and kept."""


RECORDED = "The picks are yours to change; `hyosan test --bless` writes the text anew."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for.

    only          names, parts of names or patterns: only these tests and transcripts
    bless         take what transcripts tell now as their text
    coverage      how much to list: the counts, also what is missing, or everything
    reading_list  the folder to write a reading list into, instead of running tests
    record        the seed of a run by chance to be made a transcript, instead of running tests
    """

    only: str | None = None
    bless: bool = False
    coverage: Listed | None = None
    reading_list: Path | None = None
    record: int | None = None
    format: Literal["text", "json"] = "text"


def test(folder: Path, wishes: Wishes, say: Callable[[str], None]) -> int:
    """Runs the tests of the story in `folder`. Returns 0 when all pass, 1 with findings, 2 when `only` names nothing."""

    def told(text: str) -> None:
        say(clean(text))

    story, report = load(folder)
    if story is None:
        told(_unplayable(report, wishes))
        return 1
    try:
        if wishes.record is not None:
            return _record(story, folder, wishes.record, told)
        if wishes.reading_list is not None:
            write_reading_list(TracedProgram(story), wishes.reading_list, report.sources, told)
            return 0
        return _run(story, folder, report, wishes, told)
    except OSError as error:
        told(f"{error.filename} cannot be written: {(error.strerror or 'unknown reason').lower()}.")
        return 1


def _unplayable(report: Report, wishes: Wishes) -> str:
    if wishes.format == "json":
        return json.dumps({"errors": [results.finding_as_json(each) for each in report.errors]}, ensure_ascii=False, indent=1)
    return f"{report.draw()}\n\nThe story cannot be played yet, so nothing was tested."


def _run(story: Story, folder: Path, report: Report, wishes: Wishes, say: Callable[[str], None]) -> int:
    suite = Suite.of(story, folder)
    every = [name for name, _ in suite.parts]
    if wishes.only is not None and not suite.keep_only(wishes.only):
        say(f"No test is called `{wishes.only}`. {did_you_mean(wishes.only, every)}".rstrip())
        return 2
    tested = suite.names.story_to_test()
    program = TracedProgram(tested) if wishes.coverage else Program(tested)
    found = list(suite.run(program))
    coverage = coverage_of(program, program.take_shown(), report.sources) if isinstance(program, TracedProgram) else None
    if wishes.bless:
        _bless(found, folder)
    if wishes.format == "json":
        say(results.as_json(found, coverage, blessed=wishes.bless))
    else:
        _say_all(found, suite, coverage, wishes, say)
        if not every:
            say(NO_TESTS.format(folder=folder, start=story.start))
    failed = any(result.findings or (result.changed and not wishes.bless) for result in found)
    return int(failed)


def _bless(found: list[Result], folder: Path) -> None:
    for result in found:
        if result.blessing is not None:
            write_text(folder / result.span.file, result.blessing)


def _say_all(found: list[Result], suite: Suite, coverage: Coverage | None, wishes: Wishes, say: Callable[[str], None]) -> None:
    for line in results.as_text(found, suite.sources, blessed=wishes.bless):
        say(line)
    if coverage is None:
        return
    if wishes.coverage != "summary":
        say("\n".join(listing(coverage.items if wishes.coverage == "all" else coverage.missing)) + "\n")
    say("\n".join(summary(coverage)))


def _record(story: Story, folder: Path, seed: int, say: Callable[[str], None]) -> int:
    """Makes a transcript of a run in which every pick is by chance. One that stands there is left alone."""
    path = folder / "tests" / f"run_{seed}{SUFFIX}"
    if path.exists():
        say(f"{path} is there already. Take another seed, or remove it.")
        return 1
    program = TracedProgram(story, whole=False)
    run = Explorer(program, curiosity=0.0).play(seed)
    head = head_of(Setup(seed), list(run.picks), RECORDED, story)
    blocks = Player.of(program).replay(read_transcript(path.name, head, story, Report())).blocks
    write_text(path, rendered(head, blocks))
    say(f"{path}: {len(run.picks)} picks. Read it: from now on, `hyosan test` says when its text changes.")
    return 0


__all__ = ["Wishes", "test"]
