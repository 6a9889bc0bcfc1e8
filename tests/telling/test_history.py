from __future__ import annotations

import pytest

from game.telling.history import find, read_so_far
from tests.telling.runs import run

WALKED = run("say", "cook", "take", "go", "climb")


def test_every_turn_is_there_with_its_pick_and_its_scenes() -> None:
    found = [(each.turn, each.picked, each.before, each.title) for each in read_so_far(WALKED.passages, WALKED.now.turn)]
    assert found[:3] == [
        (0, "", "The tent", "The tent"),
        (1, "Tell him", "The tent", "The camp"),
        (2, "To the kitchen", "The camp", "The kitchen"),
    ]


def test_a_run_that_was_taken_up_in_its_middle_keeps_its_turns() -> None:
    later = list(read_so_far(WALKED.passages[3:], WALKED.now.turn))
    assert [each.turn for each in later] == [3, 4, 5]


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("GRAVEL", "Gravel"),
        ("a  lamp", "a lamp"),
        ("somebody", "somebody"),
        ("su-hyeok: where", "Su-hyeok: Where"),
        ("tell him", "Tell him"),
    ],
)
def test_words_are_found_as_they_were_read(words: str, inside: str) -> None:
    found = next(find(read_so_far(WALKED.passages, WALKED.now.turn), words))
    assert found.text[found.start : found.end] == inside


def test_accents_and_curled_quotes_need_not_be_typed() -> None:
    played = run(scenes="tent:\n  script:\n    - It’s a café, 남온조 says. Straße.\n    - end: roof\n")
    for words, inside in (("it's", "It’s"), ("cafe", "café"), ("남온조", "남온조"), ("strasse", "Straße")):
        found = next(find(read_so_far(played.passages, 0), words))
        assert found.text[found.start : found.end] == inside


def test_what_was_not_read_is_not_found() -> None:
    assert list(find(read_so_far(WALKED.passages, WALKED.now.turn), "beside you. He")) == []
    assert list(find(read_so_far(WALKED.passages, WALKED.now.turn), "behind you")) == []
    assert list(find(read_so_far(WALKED.passages, WALKED.now.turn), "  ")) == []
    assert list(find(read_so_far(WALKED.passages, WALKED.now.turn), "the road")) == []


def test_of_a_long_paragraph_only_the_words_around_are_told_cut_between_words() -> None:
    long = "The snow goes on for a long while. " * 5 + "A needle lies here. " + "And the snow goes on and on. " * 5
    played = run(scenes=f"tent:\n  script:\n    - {long}\n    - end: roof\n")
    found = next(find(read_so_far(played.passages, 0), "needle"))
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert found.text.strip("…") in long
    assert len(found.text) < 80
    assert found.text[found.start : found.end] == "needle"
