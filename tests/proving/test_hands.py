"""Storylets that dice deal as options: they stay as they fell until the scene is entered anew."""

from __future__ import annotations

import random

import pytest

from game.engine.program import Program
from game.engine.state import Move
from game.proving.budget import Budget
from game.proving.proof import Answer, Proof
from game.proving.prover import prove
from tests.proving.stories import small

DECKS = "decks:\n  road: What there is on the road.\n"
ROAD = """
first:
  script:
    - hub:
        - {deal: road, at most: %d}
%s
out: {title: Out, deck: road, sticky: true, script: [%s]}
round: {title: Round, deck: road, sticky: true, script: [Round again.]}
"""
BOTH = "        - {pick: Both, when: seen(out) and seen(round), end: good}\n"
ANEW = "        - {pick: Anew, goto: first}\n"
HOME = "        - {pick: Home, end: bad}\n"


def both_ways(text: str) -> list[Proof]:
    """The proof by every state, and goal by goal."""
    by_state, by_goal = prove(small(text, DECKS), Budget(20)), prove(small(text, DECKS), Budget(10), most_values=0)
    assert by_state.states is not None
    assert by_goal.states is None
    return [by_state, by_goal]


@pytest.mark.parametrize(("at_most", "more", "answer"), [(1, "", "can"), (2, "", "never"), (1, ANEW, "never")])
def test_no_ending_is_ahead_where_the_dice_keep_the_only_way_out_off_the_offer(at_most: int, more: str, answer: Answer) -> None:
    """With an order that was free at each arrival, an ending was said to be ahead of every state."""
    for proof in both_ways(ROAD % (at_most, more, "end: good")):
        assert proof.trap.answer == answer


def test_the_engine_goes_round_there_for_ever_with_half_of_the_seeds() -> None:
    program = Program(small(ROAD % (1, "", "end: good"), DECKS))
    stays = 0
    for seed in range(40):
        state = program.start(seed).state
        for _ in range(10):
            offered = [offer.id for offer in program.look(state).offers]
            if offered != ["round"]:
                break
            state = program.play(state, Move("round")).state
        else:
            stays += 1
    assert 10 < stays < 30


@pytest.mark.parametrize(("more", "answer"), [(BOTH + HOME, "never"), (BOTH + HOME + ANEW, "can")])
def test_of_two_equals_with_room_for_one_only_one_is_ever_on_offer(more: str, answer: Answer) -> None:
    for proof in both_ways(ROAD % (1, more, "Out there.")):
        assert {each.item.name: each.answer for each in proof.of("option")}["Both [both]"] == answer


def test_each_order_is_as_likely_as_the_others() -> None:
    text = ROAD.replace("hub:", "choose:") % (1, "    - end: bad\n", "end: good")
    text = text.replace("script: [Round again.]", "script: [end: bad]")
    chance = {each.ending: each.odds.chance for each in both_ways(text)[0].outcomes}
    assert chance == {"good": pytest.approx(0.5), "bad": pytest.approx(0.5)}


def test_a_higher_priority_comes_first_and_the_rest_of_the_room_is_drawn() -> None:
    first = "first_one: {title: First one, deck: road, sticky: true, priority: 1, when: not lamp, script: [{do: lamp = true}]}\n"
    text = ROAD % (1, BOTH + HOME, "Out there.") + first
    for proof in both_ways(text):
        answers = {each.item.name: each.answer for each in proof.of("option")}
        assert (answers["Out [out]"], answers["Round [round]"], answers["Both [both]"]) == ("can", "can", "never")


DEALT = """
first:
  script:
    - hub:
        - {deal: road, at most: 2}
        - {pick: Over, when: "noise > 1", end: bad}
        - {pick: Anew, when: "noise == 1 and not lamp", goto: first}
    - end: bad
one: {title: One, deck: road, sticky: true, script: [{do: [lamp = true, noise += 1]}]}
two: {title: Two, deck: road, when: "noise < 3", script: [{do: noise += 1}]}
three: {title: Three, deck: road, at most: 2, script: [{do: noise += 1}, {do: lamp = false}]}
four: {title: Four, deck: road, priority: 1, when: lamp, script: [{do: lamp = false}]}
five: {title: Five, deck: road, priority: 1, when: lamp, at most: 2, script: [{do: "noise -= 1"}]}
six: {title: Six, deck: road, when: "noise > 0", script: [{end: good}]}
"""
PLAYED = DEALT.replace("hub:\n        - {deal: road, at most: 2}", "deal: road\n      at most: 2\n    - choose:").replace(
    "- {pick: Anew,", "- {pick: Home, end: bad}\n        - {pick: Anew,"
)


@pytest.mark.parametrize("text", [DEALT, PLAYED])
def test_the_odds_are_those_of_the_engine_where_two_are_dealt_at_once(text: str) -> None:
    """Exact odds beside 2,000 plays of the engine; four times the deviation of a count is exceeded once in 16,000 runs."""
    story, plays, good = small(text, DECKS), 2_000, 0
    chance = next(each.odds for each in prove(story, Budget(20)).outcomes if each.ending == "good")
    assert chance.exact
    program, pick = Program(story), random.Random(5)
    for seed in range(1, plays + 1):
        state = program.start(seed).state
        while state.ending is None:
            state = program.play(state, Move(pick.choice([offer.id for offer in program.look(state).open_offers]))).state
        good += state.ending == "good"
    assert good / plays == pytest.approx(chance.chance, abs=4 * (chance.chance * (1 - chance.chance) / plays) ** 0.5)
