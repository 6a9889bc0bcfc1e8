"""`hyosan words`: the craft measures of a story and of its played runs, with the places that make them what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from game.authoring.words.lexicon import read_lexicon, story_lists
from game.authoring.words.report import as_json, as_text
from game.authoring.words.survey import survey
from game.diagnostics import Report, printable
from game.loading import load

RUNS = 200
SEED = 1
PLACES = 5


def words(
    folder: Path,
    say: Callable[[str], None],
    *,
    runs: int = RUNS,
    seed: int = SEED,
    form: Literal["text", "json"] = "text",
    avoid: Path | None = None,
    strict: bool = False,
    places: int = PLACES,
) -> int:
    """Says the measures of the story in `folder` over so many random runs, the first with this seed.

    `avoid` is one more file of word lists; `places` how many places of each measure the text shows (0: all; JSON has them all).
    Returns 2 when there is no such file, 1 when the story or a word list has mistakes, or when `strict` and a measure
    fails; else 0.
    """
    if avoid is not None and not avoid.is_file():
        say(printable(f"hyosan: there is no file of words at {avoid}."))
        return 2
    story, report = load(folder)
    if story is None:
        say(report.draw())
        say("\nThe story cannot be played yet, so there is nothing to measure; `hyosan check` says the same.")
        return 1
    mistakes = Report()
    lists = (*story_lists(folder), *(((str(avoid), avoid),) if avoid is not None else ()))
    lexicon = read_lexicon(lists, mistakes)
    if len(mistakes):
        say(mistakes.draw())
        return 1
    found = survey(story, report.sources, lexicon, runs, seed)
    say(as_json(found) if form == "json" else as_text(found, places))
    return 1 if strict and found.failed else 0


__all__ = ["words"]
