"""What `hyosan words` measures over played runs: tempo, endings, cosmetic options, echo."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from game.authoring.words.consequences import cosmetic_options
from game.authoring.words.echo import LATE_STOPS, echo, try_options
from game.authoring.words.findings import Result
from game.authoring.words.players import Played, play_random
from game.authoring.words.rhythm import rhythm
from game.authoring.words.tempo import ends, quantile, tempo
from game.engine.program import Program
from tests.making import DECLARATIONS, program

TEN = "One two three four five six seven eight nine ten."


def played(scenes: str, runs: int = 8, declarations: str = DECLARATIONS) -> tuple[Program, Played]:
    made = program(scenes, declarations)
    return made, play_random(made, runs, 1)


def echoes(scenes: str) -> tuple[Mapping[str, float | None], list[str]]:
    made, runs = played(scenes)
    result = echo(made, runs, {})
    return result.values, [finding.text.split("`")[1] for finding in result.findings]


def two_ways(do_left: str, do_right: str, later: str, stops: int = 2) -> str:
    """A choice, some more stops, and a text at the end that may remember the choice."""
    choose = "    - choose:\n        - {{id: a{0}, pick: On}}\n        - {{id: b{0}, pick: Up}}\n"
    middle = "".join(f"    - Stop number {number}.\n{choose.format(number)}" for number in range(stops))
    return (
        "first:\n  script:\n    - choose:\n"
        f"        - {{id: left, pick: Left, do: {do_left}, then: You go left.}}\n"
        f"        - {{id: right, pick: Right, do: {do_right}, then: You go right.}}\n"
        f"{middle}    - {later}\n    - end: fine\n"
    )


def cosmetic(scenes: str) -> Result:
    made, runs = played(scenes)
    return cosmetic_options(made.story, runs.runs)


def names(result: Result) -> list[str]:
    return [finding.text.split("`")[1] for finding in result.findings]


def test_an_option_that_a_later_text_remembers_is_echoed_and_not_cosmetic() -> None:
    scenes = two_ways("told = true", "told = false", '"You went {told: left|right}."')
    assert not {"left", "right"} & set(echoes(scenes)[1])
    assert not {"left", "right"} & set(names(cosmetic(scenes)))


def test_an_option_of_which_only_the_answer_differs_is_cosmetic_and_never_echoed() -> None:
    scenes = two_ways("told = true", "told = true", '"You went {told: left|right}."')
    assert {"left", "right"} <= set(echoes(scenes)[1])
    assert {"left", "right"} <= set(names(cosmetic(scenes)))


def test_a_change_that_nothing_reads_is_no_consequence() -> None:
    scenes = two_ways("first_told = su_hyeok", "first_told = ha_ri", "You went.")
    assert {"left", "right"} <= set(names(cosmetic(scenes)))
    assert {"left", "right"} <= set(echoes(scenes)[1])


def test_doing_nothing_beside_doing_something_is_a_real_answer() -> None:
    scenes = """
        first:
          script:
            - choose:
                - {id: tell, pick: Tell, do: told = true}
                - {id: silent, pick: Say nothing}
                - {id: cough, pick: Cough}
            - "{told: He knows.|He waits.}"
            - end: fine
        """
    assert names(cosmetic(scenes)) == ["silent", "cough"]


def test_an_option_that_seen_asks_for_is_not_cosmetic() -> None:
    scenes = two_ways("noise = 0", "noise = 0", '"{seen(first.left): Left it was.|}"')
    assert not {"left", "right"} & set(names(cosmetic(scenes)))


def test_options_that_were_never_on_offer_together_are_not_held_against_each_other() -> None:
    scenes = """
        first:
          script:
            - check: 50
              pass:
                - do: told = true
            - choose:
                - {id: yes, pick: "Yes", when: told}
                - {id: yes_too, pick: "Yes", when: not told}
                - {id: loud, pick: Shout, do: noise += 1}
            - end: fine
        """
    assert names(cosmetic(scenes)) == []


def test_paths_that_never_meet_again_count_as_echoed() -> None:
    scenes = """
        first:
          script:
            - choose:
                - {id: left, pick: Left, goto: here}
                - {id: right, pick: Right, goto: there}
        here: {script: [Here., end: fine]}
        there: {script: [There., end: fine]}
        """
    made, runs = played(scenes)
    trials = try_options(made, runs.forks)
    assert len(trials) == 8
    assert not any(trial.rejoined for trial in trials)
    assert echo(made, runs, {}).values["echoed_options"] == 1


def test_paths_meet_again_at_the_same_passage_of_ten_words_or_more() -> None:
    ways = "        - {id: left, pick: Left, goto: here}\n        - {id: right, pick: Right, goto: there}\n"
    start = f"first:\n  script:\n    - choose:\n{ways}"

    def way(scene: str, text: str) -> str:
        return (
            f"{scene}:\n  script:\n    - Stop in {scene}.\n    - choose:\n        - {{id: a_{scene}, pick: On}}\n"
            f"        - {{id: b_{scene}, pick: Up}}\n    - {text}\n    - end: fine\n"
        )

    for text, rejoined in ((TEN, True), ("Too short.", False)):
        made, runs = played(start + way("here", text) + way("there", text))
        left = [trial for trial in try_options(made, runs.forks) if trial.option in ("left", "right")]
        assert {trial.rejoined for trial in left} == {rejoined}


@pytest.mark.parametrize(("words", "late"), [(30, True), (3, False)])
def test_a_late_echo_is_25_new_words_eight_stops_later(words: int, late: bool) -> None:
    remembered = " ".join(f"word{number}" for number in range(words))
    scenes = two_ways("told = true", "told = false", f'"{{told: {remembered}|Nothing}}."', stops=30)
    made, runs = played(scenes)
    trials = [trial for trial in try_options(made, runs.forks) if trial.option in ("left", "right")]
    assert all(trial.echoed for trial in trials)
    assert all((trial.new_late >= 25) == late for trial in trials)
    near = two_ways("told = true", "told = false", f'"{{told: {remembered}|Nothing}}."', stops=LATE_STOPS - 2)
    made, runs = played(near)
    assert all(trial.new_late == 0 for trial in try_options(made, runs.forks) if trial.option in ("left", "right"))


def test_the_same_seed_gives_the_same_runs_and_another_seed_others() -> None:
    made = program(two_ways("told = true", "told = false", "You went.", stops=12))
    assert play_random(made, 5, 7).runs == play_random(made, 5, 7).runs
    assert play_random(made, 5, 7).runs != play_random(made, 5, 8).runs


def test_each_tenth_random_player_has_played_before() -> None:
    declarations = DECLARATIONS.replace("variables:\n", "variables:\n  seen: {range: 0..1, remembers: endings}\n")
    scenes = 'first:\n  script:\n    - "{seen > 0: Again.|Once.}"\n    - choose: [{pick: On}]\n    - end: fine\n'
    made = program(scenes, declarations)
    told = [run.told[0].text for run in play_random(made, 20, 1, {"seen": 1}).runs]
    assert [number for number, text in enumerate(told) if text == "Again."] == [9, 19]


def test_random_players_pick_every_option_about_as_often() -> None:
    _, runs = played(two_ways("told = true", "told = false", '"{told: Left|Right}"', stops=0), runs=400)
    left = sum(run.told[0].text == "You go left." for run in runs.runs)
    assert 160 < left < 240


def test_the_tempo_of_runs_is_counted_from_stop_to_stop() -> None:
    scenes = f"""
        first:
          script:
            - {TEN}
            - choose:
                - {{id: on, pick: Go on}}
            - {TEN} {TEN}
            - choose:
                - {{id: this, pick: This}}
                - {{id: that, pick: "That or that, or that"}}
            - {TEN}
            - choose:
                - {{id: left, pick: Left}}
                - {{id: right, pick: Right}}
                - {{id: back, pick: Back}}
            - end: fine
        """
    _, runs = played(scenes)
    result = tempo(runs.runs, {})
    assert result.values == {
        "passage_median": 10,
        "passage_p90": 20,
        "passage_longest": 20,
        "between_choices": 10,
        "single_stops": pytest.approx(1 / 3),
        "options_per_choice": 2.5,
        "option_median": 1,
        "option_p90": 5,
    }
    (single,) = (finding for finding in result.findings if finding.measure == "single_stops")
    assert (single.scene, single.stop, single.seed, single.turn) == ("first", "on", 1, 0)
    assert single.text == "one option in 8 of 8 times"


def test_a_long_passage_has_the_run_in_which_it_can_be_met_again() -> None:
    long = " ".join(["word"] * 140)
    made, runs = played(f'first:\n  script:\n    - choose: [{{id: a, pick: A}}]\n    - "{long}"\n    - end: fine\n')
    (finding,) = (found for found in tempo(runs.runs, {}).findings if found.measure == "passage_p90")
    assert finding.text.startswith("140 words")
    assert finding.seed is not None
    assert made.start(finding.seed).state.at.scene == finding.scene


def test_endings_that_are_hidden_need_not_be_reached() -> None:
    declarations = DECLARATIONS + "  gone: {title: Gone}\n"
    made, runs = played(
        "first:\n  script:\n    - if: noise > 0\n      then:\n        - end: gone\n    - end: fine\n", declarations=declarations
    )
    spans = {ending.id: ending.span for ending in made.story.endings.values()}
    assert ends(runs.runs, spans, frozenset()).values == {"commonest_ending": 1, "endings_reached": 0.5, "unfinished": 0}
    assert ends(runs.runs, spans, frozenset({"gone"})).values["endings_reached"] == 1


def test_a_run_that_goes_round_for_ever_is_given_up_and_said() -> None:
    made, runs = played(
        "first:\n  script:\n    - label: again\n    - choose: [{id: a, pick: A}]\n    - goto: .again\n    - end: fine\n", runs=1
    )
    result = ends(runs.runs, {"fine": made.story.endings["fine"].span}, frozenset())
    assert result.values["unfinished"] == 1
    assert [finding.stop for finding in result.findings if finding.measure == "unfinished"] == ["a"]


def test_the_rhythm_is_that_of_the_sentences_as_they_are_told() -> None:
    _, runs = played(
        """
        first:
          script:
            - You run. You fall! Nobody has ever seen the like of it before.
            - su_hyeok: Get up now.
            - end: fine
        """
    )
    result = rhythm(runs.runs, words_of_story=16)
    assert result.values["sentence_mean"] == pytest.approx((2 + 2 + 9 + 3) / 4)
    assert result.values["short_sentences"] == 0.75
    assert result.values["same_openings"] == pytest.approx(1 / 3)
    assert result.values["speech"] == pytest.approx(3 / 16)
    assert result.values["run_novelty"] == 0
    assert result.values["run_share"] == 1
    assert result.values["distinct_words"] is None  # no window of 500 words


def test_distinct_words_are_counted_in_a_window_that_moves() -> None:
    words = " ".join(f"w{number % 250}" for number in range(600))
    _, runs = played(f'first:\n  script:\n    - "{words}"\n    - end: fine\n', runs=1)
    assert rhythm(runs.runs, 600).values["distinct_words"] == 0.5


def test_a_quantile_is_the_least_value_that_the_share_does_not_exceed() -> None:
    assert [quantile(range(1, 11), share) for share in (0.0, 0.5, 0.9, 1.0)] == [1, 5, 9, 10]
    assert quantile([], 0.5) is None
