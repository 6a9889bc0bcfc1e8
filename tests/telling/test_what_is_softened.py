"""A run that is kept to read: its pictures, its sounds, and which side of what is sensitive stands in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.engine.program import Program
from game.loading import load
from game.session import Session
from game.telling.as_markdown import as_markdown
from game.telling.as_page import as_page
from game.telling.as_text import as_text
from game.telling.history import find, read_so_far
from game.telling.retelling import Retelling, retell
from tests.authoring.valid_stories import VALID

WRITERS: tuple[Callable[[Retelling], str], ...] = (as_text, as_markdown, as_page)


def played() -> Session:
    story, report = load(VALID / "signal")
    assert story is not None, report.draw()
    session = Session.begin(Program(story), None, seed=1)
    session.choose("light_the_lamp")
    return session


def told(*, soften: bool) -> Retelling:
    run = played()
    return retell(run.program, run.start, run.options, run.passages, run.state, soften=soften)


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_kept_to_read_has_the_side_that_the_player_reads(write: Callable[[Retelling], str]) -> None:
    harsh, soft = write(told(soften=False)), write(told(soften=True))
    assert "mouth open" in harsh
    assert "Somebody who drowned" not in harsh
    assert "mouth open" not in soft
    assert "Somebody who drowned" in soft


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_kept_to_read_has_its_pictures_with_their_words_and_its_sounds(write: Callable[[Retelling], str]) -> None:
    written = write(told(soften=False))
    for expected in ("~~~~~~/___", "A tower on a rock", "-- (o) --", "A lamp that is lit.", "The horn, twice."):
        assert expected in written


def test_words_are_found_only_where_they_are_read() -> None:
    run = played()
    harsh = tuple(read_so_far(run.passages, run.state.turn))
    soft = tuple(read_so_far(run.passages, run.state.turn, soften=True))
    assert len(list(find(harsh, "mouth open"))) == 1
    assert list(find(soft, "mouth open")) == []
