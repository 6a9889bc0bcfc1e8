"""Each claim, on a story in which it holds and on one that a planted mistake breaks; both ways of deciding say the same."""

from __future__ import annotations

import os

import pytest

from game.engine.program import Program
from game.engine.state import Move
from game.proving import deciding, diagrams, losing
from game.proving.budget import Budget
from game.proving.crew import Crew
from game.proving.explicit import Met
from game.proving.liveness import liveness
from game.proving.lowering import system_of
from game.proving.proof import Answer, Proof
from game.proving.prover import prove
from game.proving.slicing import restricted
from game.proving.system import KINDS, Kind
from tests.proving.stories import Author, small

STORIES = int(os.environ.get("HYOSAN_PROVED_STORIES", "40"))
OPENING = """
first:
  script:
    - choose:
        - pick: Light it
          do: [lamp = true, noise += 1]
        - pick: Leave it
          do: [noise += 2, way = left]
        - pick: Count
          do: [bag += rope, bag += can, bag += food, mood.ana += 2, note debt]
    - choose: [{pick: Wait, do: noise += 1}, {pick: Whistle, when: lamp, do: noise += 2}]
"""
END = """
    - choose:
        - {pick: One, end: good}
        - {pick: Other, end: bad}
"""


def both_ways(scenes: str, more: str = "") -> list[Proof]:
    """The proof by every state, and goal by goal."""
    story = small(scenes, more)
    by_state, by_goal = prove(story, Budget(20)), prove(story, Budget(60), most_values=0)
    assert by_state.states is not None
    assert by_goal.states is None
    return [by_state, by_goal]


def answers(proof: Proof, kind: Kind) -> dict[str, Answer]:
    return {each.item.name: each.answer for each in proof.of(kind)}


def plays(story_text: str, met: Met, more: str = "") -> bool:
    """Whether the engine plays the run."""
    program = Program(small(story_text, more))
    state = program.start(1).state
    for pick in met.picks:
        state = program.play(state, Move(pick)).state
    return True


@pytest.mark.parametrize(
    ("guard", "answer"),
    [
        ("noise == 3 and lamp", "can"),
        ("noise == 3 and way == left", "can"),
        ("noise == 1 and way == left", "never"),
        ("count(bag) == 2", "can"),
        ("food in bag", "never"),  # the bag is full by then
        ("noted(debt) and lamp", "never"),
        ("seen(first.whistle) and not lamp", "never"),
        ("mood.ana > 1 and turn == 2", "can"),
        ("turn > 2", "never"),
        ("turns_since(first.light_it) == 1", "can"),
        ("turns_since(first.light_it) == 2", "never"),
    ],
)
def test_an_option_can_be_picked_just_when_some_play_comes_to_it(guard: str, answer: Answer) -> None:
    text = OPENING + f"    - choose: [{{pick: Now, when: '{guard}'}}, {{pick: Later}}]" + END
    for proof in both_ways(text):
        assert answers(proof, "option")["Now [now]"] == answer
        for each in proof.of("option"):
            assert each.met is None or plays(text, each.met)


def test_the_run_to_an_item_is_a_shortest_one() -> None:
    proof = both_ways(OPENING + END)[0]
    depths = {each.item.name: each.met.depth for each in proof.of("option", "ending") if each.met is not None}
    assert (depths["Wait [wait]"], depths["Good"]) == (2, 3)
    assert proof.most == 3


@pytest.mark.parametrize(("promise", "answer"), [("noise <= 3", "never"), ("not (lamp and noise == 3)", "can")])
def test_what_must_always_hold_is_looked_at_in_every_state(promise: str, answer: Answer) -> None:
    for proof in both_ways(OPENING + END, f"always: ['{promise}']\n"):
        assert answers(proof, "always") == {promise: answer}


SHED = """    - goto: shed
shed:
  script:
    - choose:
        - {pick: Again, goto: shed}
        - {pick: Out, when: '%s', end: good}
"""


@pytest.mark.parametrize(("guard", "answer"), [("noise > 0", "never"), ("lamp", "can")])
def test_an_ending_is_ahead_of_every_state_or_a_play_shows_one_where_none_is(guard: str, answer: Answer) -> None:
    text = OPENING + SHED % guard
    for proof in both_ways(text):
        assert proof.trap.answer == answer
        assert proof.trap.met is None or plays(text, proof.trap.met)


@pytest.mark.parametrize(("guard", "answer"), [("noise > 0", "never"), ("lamp", "can")])
def test_a_play_that_gets_stuck_is_found(guard: str, answer: Answer) -> None:
    text = OPENING + "    - visit: aside" + END + "aside:\n  script:\n    - goto: lane\nlane:\n  script:\n"
    text += (
        f"    - choose: [{{pick: On, when: '{guard}', end: good}}, {{pick: Back, when: 'not lamp and noise > 0', end: bad}}]\n"
    )
    text = text.replace("when: 'not lamp and noise > 0'", "when: 'way == left'") if answer == "can" else text
    for proof in both_ways(text):
        assert set(answers(proof, "stuck").values()) == {answer}


@pytest.mark.parametrize(("guard", "answer"), [("noise > 3", "never"), ("lamp", "can")])
def test_a_circle_without_a_choice_is_found(guard: str, answer: Answer) -> None:
    text = OPENING + f"    - label: here\n    - if: {guard}\n      then:\n        - goto: .here\n" + END
    for proof in both_ways(text):
        assert proof.circle.answer == answer


def test_where_an_ending_is_lost_is_said_with_a_play_that_stands_there() -> None:
    text = OPENING + "    - choose:\n        - {pick: Go, end: good}\n        - {pick: Stay}\n    - end: bad\n"
    for proof in both_ways(text):
        lost = {outcome.ending: outcome.lost_at for outcome in proof.outcomes}
        assert [(each.scene, each.option) for each in lost["good"]] == [("first", "stay")]
        assert [(each.scene, each.option) for each in lost["bad"]] == [("first", "go")]
        assert all(each.met.depth == 2 for points in lost.values() for each in points)


def test_the_odds_of_each_ending_are_those_of_players_who_pick_evenly() -> None:
    text = OPENING + "    - check: 25\n      pass:\n        - end: good\n      fail: Missed.\n" + END
    exact, estimate = (next(each.odds for each in proof.outcomes if each.ending == "good") for proof in both_ways(text))
    assert exact.exact
    assert exact.chance == pytest.approx(0.25 + 0.75 * 0.5)
    assert estimate.low < exact.chance < estimate.high


def test_a_check_that_is_met_again_in_one_visit_falls_the_same() -> None:
    text = (
        OPENING
        + "    - label: here\n    - check: {of: noise, under: 0, odds: {0: 50, 3: 50}}\n      pass:\n        - do: lamp = true\n"
    )
    text += "      fail:\n        - do: lamp = false\n    - choose: [{pick: Now, when: way == right and lamp}, {pick: Later}, "
    text += "{pick: Back, when: way != right, do: [way = right, lamp = false], then: {if: true, then: {goto: .here}}}]" + END
    text = text.replace(", then: {if: true, then: {goto: .here}}", ", goto: .here")
    falls = "    - if: way == right and seen(first.won) and not lamp\n      then:\n        - Impossible.\n"
    text = text.replace("        - do: lamp = true\n", "        - do: lamp = true\n        - label: won\n") + ""
    text = text.replace("    - choose: [{pick: Now", falls + "    - choose: [{pick: Now")
    for proof in both_ways(text):
        sides = {(each.item.name, each.item.span.line): each.answer for each in proof.of("if")}
        assert sorted(sides.values()) == ["can", "never"]


def test_what_nobody_reads_ahead_is_no_part_of_a_state() -> None:
    system = restricted(system_of(small(OPENING + END)), ["ending"])
    live = liveness(system)
    assert [live.names(place) for place, each in enumerate(system.places) if each.end] == [[], []]
    assert "noise" not in {name for place in range(len(system.places)) for name in live.names(place)}


def test_variables_that_remember_earlier_runs_begin_with_every_value() -> None:
    text = OPENING + "    - choose: [{pick: Now, when: runs == 3}, {pick: Later}]" + END
    more = "variables:\n  runs: {range: 0..4, remembers: last}\n"
    story_text = text
    from tests.proving.stories import HEAD, story_of

    head = HEAD.replace("variables:\n", more)
    proof = prove(story_of(head + "\n---\n" + story_text), Budget(20))
    met = next(each.met for each in proof.of("option") if each.item.name == "Now [now]")
    assert met is not None
    assert met.start["runs"] == 3


@pytest.mark.parametrize("seed", range(60, 60 + STORIES // 20))
def test_both_ways_agree_on_stories_made_at_random(seed: int) -> None:
    story = Author(seed).story()
    by_state, by_goal = prove(story, Budget(30)), prove(story, Budget(60), most_values=0)
    assert by_state.states is not None
    assert {each.item: each.answer for each in by_goal.answers} == {each.item: each.answer for each in by_state.answers}
    assert (by_goal.trap.answer, by_goal.circle.answer) == (by_state.trap.answer, by_state.circle.answer)
    assert _lost(by_goal) == _lost(by_state)
    true = {each.ending: each.decided.met.depth for each in by_state.outcomes if each.decided.met is not None}
    for each in by_goal.outcomes:
        if each.decided.met is not None:
            assert each.at_least <= true[each.ending] <= each.decided.met.depth
            assert not each.decided.shortest or each.decided.met.depth == true[each.ending]


@pytest.mark.parametrize("seed", range(100, 100 + STORIES // 20))
def test_where_much_is_forgotten_less_is_decided_but_nothing_wrongly(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a node or two a set, nearly every cell is forgotten somewhere: answers stay true, and most are still found."""
    story = Author(seed).story()
    by_state = prove(story, Budget(30))
    if by_state.states is None:
        pytest.skip("too many states to look at each")
    monkeypatch.setattr(deciding, "_NODES", 2)
    monkeypatch.setattr(losing, "_NODES", 2)
    by_goal = prove(story, Budget(5), most_values=0)
    true, lost = {each.item: each.answer for each in by_state.answers}, _lost(by_state)
    assert [each.item for each in by_goal.answers if each.answer not in ("open", true[each.item])] == []
    for end, points in _lost(by_goal).items():
        assert points <= lost[end]
    assert all(_lost(by_goal)[each.ending] == lost[each.ending] for each in by_goal.outcomes if each.lost_only_there)


def test_an_ending_that_luck_puts_out_of_reach_is_lost_there() -> None:
    text = OPENING + "    - check: 25\n      pass:\n        - end: good\n      fail: Missed.\n    - end: bad\n"
    for proof in both_ways(text):
        lost = {outcome.ending: outcome for outcome in proof.outcomes}
        assert [each.fallen[:7] for each in lost["good"].lost_at] == ["fail of"]
        assert [each.fallen[:7] for each in lost["bad"].lost_at] == ["pass of"]
        assert all(each.option == "" and each.met.depth == 2 for outcome in proof.outcomes for each in outcome.lost_at)
        assert lost["good"].lost_only_there


@pytest.mark.parametrize("library", ["dd.cudd", "dd.autoref"])
def test_both_libraries_of_diagrams_decide_the_same(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """CUDD where its wheel is installed, else diagrams in Python: each is used here, whichever the prover would take."""
    module = pytest.importorskip(library, reason=f"`{library}` is not installed here")
    monkeypatch.setattr(diagrams, "_library", lambda: module)
    story = small(
        OPENING + "    - choose: [{pick: Now, when: 'noise == 3 and way == left'}, {pick: Later}]\n" + SHED % "noise > 0"
    )
    by_state, by_goal = prove(story, Budget(20)), prove(story, Budget(60), most_values=0)
    assert {each.item: each.answer for each in by_goal.answers} == {each.item: each.answer for each in by_state.answers}
    assert (by_goal.trap.answer, _lost(by_goal)) == (by_state.trap.answer, _lost(by_state))


def test_two_processes_say_what_one_says() -> None:
    story = small(OPENING + "    - choose: [{pick: Now, when: 'noise == 1 and way == left'}, {pick: Later}]" + END)
    one, two = (prove(story, Budget(60), most_values=0, processes=count) for count in (1, 2))
    assert {each.item: each.answer for each in two.answers} == {each.item: each.answer for each in one.answers}
    assert _lost(two) == _lost(one)
    assert all(each.met is None or each.met.system is two.system for each in two.answers)


def test_a_process_that_ends_early_is_counted_and_the_other_goes_on() -> None:
    system = restricted(system_of(small(OPENING + END)), KINDS)
    answered: list[str] = []
    with Crew(system, Budget(30), 2) as crew:
        crew.each([("no_such_question",), ("explore", 0.1), ("trap", 0.1)], lambda ask, _: answered.append(ask[0]))
        assert crew.lost == 1
    assert answered == ["explore", "trap"]


def _lost(proof: Proof) -> dict[str, set[tuple[str, str, str]]]:
    return {each.ending: {(point.scene, point.option, point.fallen) for point in each.lost_at} for each in proof.outcomes}
