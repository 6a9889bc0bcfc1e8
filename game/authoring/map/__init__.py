"""`hyosan map`: the graph of a story's scenes, as a page, a picture, a text, or for other tools."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from game.authoring.map.chart import Chart, chart_of
from game.authoring.map.exports import dot, mermaid
from game.authoring.map.layout import lay_out
from game.authoring.map.outline import outline
from game.authoring.map.page import page
from game.authoring.map.proved import read_findings, with_proof
from game.authoring.map.runs import Traffic, random_runs
from game.authoring.map.svg import standalone
from game.authoring.prove.findings import findings
from game.authoring.prove.progress import Progress
from game.authoring.prove.report import as_json
from game.authoring.prove.witness import Witnesses
from game.diagnostics import Report
from game.engine.program import Program
from game.errors import HyosanError
from game.loading import load
from game.proving.budget import Budget
from game.proving.endings_file import FILE, OpenEndings, ProofError, read
from game.proving.prover import prove as prove_story
from game.story.model import Story

Format = Literal["html", "svg", "dot", "mermaid", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[str, Format] = {
    ".html": "html",
    ".htm": "html",
    ".svg": "svg",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".txt": "text",
}
STORY_SUFFIXES = (".yaml", ".yml")
DEFAULT_RUNS = 200
SECONDS = 60.0
"""Of the processor, for a proof on the spot."""


def write_map(
    folder: Path,
    say: Callable[[str], None],
    *,
    format: Format | None = None,  # noqa: A002  # as the option of the command line is called
    output: Path | None = None,
    runs: int = DEFAULT_RUNS,
    seed: int = 1,
    proof: Path | None = None,
    prove: bool = False,
    complain: Callable[[str], None] = lambda _: None,
) -> int:
    """Writes the map of the story in `folder` to `output`, or says it.

    What is proved is marked: as the JSON of `hyosan prove` in the file `proof` says, or with `prove` as it is proved now; where
    endings are open is read off the proof beside the story, and `complain` is told why when it cannot be.

    The format is the one asked for, else what the name of the file says; said, it is text.

    Returns 0, or 1 when the story has errors (they are said). Raises `HyosanError` when the file cannot or must not be written.
    """
    if output is not None and output.suffix.lower() in STORY_SUFFIXES:
        raise HyosanError(f"{output} would be a file of a story. Give the map a name such as map.html.")
    if output is not None and format is None and output.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise HyosanError(f"{output} does not say what to draw. Let its name end in {known}, or say it with --format.")
    story, report = load(folder)
    if story is None:
        say(report.draw())
        say("\nThere is no map of a story that cannot be played; `hyosan check` says what to mend.")
        return 1
    marks = Marks(_findings(story, report, proof), _open_endings(folder, story, complain)) if prove or proof is not None else None
    wanted = format or SUFFIXES.get(output.suffix.lower() if output else "", "text")
    drawn = draw_map(story, wanted, runs=runs, seed=seed, marks=marks)
    if output is None:
        say(drawn.rstrip("\n"))
        return 0
    try:
        output.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as error:
        raise HyosanError(f"The map could not be written to {output}: {error.strerror or error}.") from error
    say(f"The map of {story.title} is in {output}.")
    return 0


@dataclass(frozen=True, slots=True)
class Marks:
    """What is proved: the findings as `hyosan prove --format json` has them, and where endings are open, if that is known."""

    findings: object
    open_endings: OpenEndings | None


def _findings(story: Story, report: Report, path: Path | None) -> object:
    if path is not None:
        return read_findings(path, story)
    progress = Progress(sys.stderr)
    proof = prove_story(story, Budget(SECONDS, progress.tell))
    progress.done()
    return json.loads(as_json(story, proof, findings(proof, Witnesses(Program(story)), report.sources)))


def _open_endings(folder: Path, story: Story, complain: Callable[[str], None]) -> OpenEndings | None:
    try:
        return read(folder / FILE, story)
    except ProofError as error:
        complain(f"Where endings are open is not marked. {error}")
        return None


def draw_map(
    story: Story,
    format: Format,  # noqa: A002
    *,
    runs: int = DEFAULT_RUNS,
    seed: int = 1,
    marks: Marks | None = None,
) -> str:
    """The map of a story as the text of a file. `runs` random runs (0: none) show where players go."""
    chart = chart_of(story)
    if marks is not None:
        chart = with_proof(chart, story, marks.findings, marks.open_endings)
    traffic = random_runs(Program(story), chart, runs, seed) if runs > 0 else None
    return _drawn(story, chart, traffic, format)


def _drawn(story: Story, chart: Chart, traffic: Traffic | None, wanted: Format) -> str:
    match wanted:
        case "dot":
            return dot(chart, traffic)
        case "mermaid":
            return mermaid(chart, traffic)
        case "text":
            return outline(lay_out(chart), traffic)
        case "svg":
            return standalone(lay_out(chart), traffic)
        case "html":
            return page(story, lay_out(chart), traffic)


__all__ = ["FORMATS", "Marks", "draw_map", "write_map"]
