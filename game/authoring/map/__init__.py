"""`hyosan map`: the graph of a story's scenes, as a page, a picture, a text, or for other tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from game.authoring.map.chart import Chart, chart_of
from game.authoring.map.exports import dot, mermaid
from game.authoring.map.layout import lay_out
from game.authoring.map.outline import outline
from game.authoring.map.page import page
from game.authoring.map.runs import Traffic, random_runs
from game.authoring.map.svg import standalone
from game.engine.program import Program
from game.errors import HyosanError
from game.loading import load
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


def write_map(
    folder: Path,
    say: Callable[[str], None],
    *,
    format: Format | None = None,  # noqa: A002  # as the option of the command line is called
    output: Path | None = None,
    runs: int = DEFAULT_RUNS,
    seed: int = 1,
) -> int:
    """Writes the map of the story in `folder` to `output`, or says it.

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
    drawn = draw_map(story, format or SUFFIXES.get(output.suffix.lower() if output else "", "text"), runs=runs, seed=seed)
    if output is None:
        say(drawn.rstrip("\n"))
        return 0
    try:
        output.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as error:
        raise HyosanError(f"The map could not be written to {output}: {error.strerror or error}.") from error
    say(f"The map of {story.title} is in {output}.")
    return 0


def draw_map(story: Story, format: Format, *, runs: int = DEFAULT_RUNS, seed: int = 1) -> str:  # noqa: A002
    """The map of a story as the text of a file. `runs` random runs (0: none) show where players go."""
    chart = chart_of(story)
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


__all__ = ["FORMATS", "draw_map", "write_map"]
