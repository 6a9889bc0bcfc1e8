"""Any bytes as a story: never an exception, every remark at a place that is there, soon, and what is accepted can be played."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping

import pytest

from game.diagnostics import Diagnostic, Report, Span
from game.engine.program import Program
from game.engine.state import Move, Paragraph
from game.language.characters import first_unsafe
from game.loading import load_texts
from game.story.model import Story
from tests.faults.budget import budget
from tests.properties.story_makers import StoryMaker

STORIES = budget(1600)
PARTS = 4
SECONDS = 2.0
MOVES = 12


def check_story(seed: int) -> bool:
    """Whether the story of this seed was accepted."""
    files = StoryMaker(seed).make()
    began = time.process_time()
    story, report = load_texts(files)
    assert (story is None) == bool(report.errors)
    check_places(report, files)
    assert all(line.isprintable() for line in report.draw().split("\n"))
    if story is not None:
        play(story, seed)
    assert time.process_time() - began < SECONDS
    return story is not None


def check_places(report: Report, files: Mapping[str, str | bytes]) -> None:
    for found in report:
        assert found.span.file in files, found
        lines = report.sources[found.span.file].split("\n") if found.span.file in report.sources else [""]
        assert 1 <= found.span.line <= len(lines), found
        assert 1 <= found.span.column <= len(lines[found.span.line - 1]) + 1, found
        assert found.message and first_unsafe(found.message) is None, found


def play(story: Story, seed: int) -> None:
    """A few moves at random; every text that is told is fit for a terminal."""
    program, chance = Program(story), random.Random(seed)
    state = program.start(seed).state
    for _ in range(MOVES):
        view = program.look(state)
        assert first_unsafe(view.title) is None
        for line in state.passage:
            assert not isinstance(line, Paragraph) or first_unsafe(line.text) is None, line
        if not view.open_offers:
            break
        state = program.play(state, Move(chance.choice(view.open_offers).id)).state


def check_seed(seed: int) -> bool:
    try:
        return check_story(seed)
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error!r}") from error


@pytest.mark.parametrize("part", range(PARTS))
def test_any_story_is_refused_with_places_or_is_played(part: int) -> None:
    seeds = range(part, STORIES, PARTS)
    accepted = sum(map(check_seed, seeds))
    assert 0 < accepted < len(seeds), "the harness must see both"


def test_the_harness_finds_a_remark_at_a_place_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def misplaced(report: Report, code: str, span: Span, message: str, advice: str = "") -> None:
        report.add(Diagnostic(code, Span(span.file, span.line + 1, span.column, span.length), message, advice))

    monkeypatch.setattr(Report, "error", misplaced)
    with pytest.raises(AssertionError, match="seed"):
        for part in range(PARTS):
            test_any_story_is_refused_with_places_or_is_played(part)


def test_the_harness_finds_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: a scene that does not exist is not noticed, and looked up."""
    monkeypatch.setattr(Report, "error", lambda *_: None)
    with pytest.raises(AssertionError, match="seed"):
        for part in range(PARTS):
            test_any_story_is_refused_with_places_or_is_played(part)
