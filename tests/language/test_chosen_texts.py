"""Texts that a number, a count, a case or somebody's pronouns choose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.diagnostics import Report
from game.language.text import read_line
from game.language.tree import Value, walk
from tests.language.samples import STUDENTS, Cells, a_scope, a_source, shown

COME = "{student where trust >= 1: Nobody comes.|{them} comes.|{them} come, side by side.|{them} come, in a file.}"


def with_trust(*students: str) -> Cells:
    return Cells.of({f"trust.{student}": 1 for student in students})


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ((), "Nobody comes."),
        (("dae_su",), "Dae-su comes."),
        (("dae_su", "on_jo"), "On-jo and Dae-su come, side by side."),
        (STUDENTS, "On-jo, Su-hyeok and Dae-su come, in a file."),
    ],
)
def test_a_text_over_students_goes_by_how_many_fit(who: tuple[str, ...], reads: str) -> None:
    assert shown(COME, with_trust(*who)) == reads


@pytest.mark.parametrize(
    ("who", "reads"),
    [((), "Here: ."), (("su_hyeok",), "Here: Su-hyeok."), (("su_hyeok", "dae_su"), "Here: Su-hyeok and Dae-su.")],
)
def test_students_who_fit_are_named_in_words_and_nobody_is_no_text(who: tuple[str, ...], reads: str) -> None:
    assert shown("Here: {student where trust >= 1}.", with_trust(*who)) == reads


def test_what_is_known_of_the_students_is_plain_text() -> None:
    report = Report()
    assert read_line(a_source("{student where it != dae_su} go."), a_scope(), report) == ("On-jo and Su-hyeok go.",)
    assert shown("{student where it == dae_su: None|One: {them}|More}") == "One: Dae-su"


@pytest.mark.parametrize(
    ("bag", "reads"),
    [("[]", "Nothing."), ("[food]", "Only food."), ("[food, rope]", "You carry food and rope.")],
)
def test_a_text_over_a_some_of_goes_by_how_many_words_it_has(bag: str, reads: str) -> None:
    assert shown("{bag: Nothing.|Only {them}.|You carry {them}.}", Cells.of({"bag": bag})) == reads


def test_the_names_of_a_some_of_are_those_of_the_cast() -> None:
    assert shown("{present.name: Nobody.|{them}.}", Cells.of({"present": "[su_hyeok, on_jo]"})) == "On-jo and Su-hyeok."


def test_them_are_those_of_the_innermost_count() -> None:
    cells = Cells.of({"bag": "[rope]", "trust.dae_su": 1})
    assert shown("{bag: -|{student where trust >= 1: -|{them}} with {them}}", cells) == "Dae-su with rope"
    assert shown("{bag: -|{noise: {them}|no}}", cells) == "rope"


@pytest.mark.parametrize(("noise", "reads"), [(0, "Silence."), (1, "A step."), (2, "Steps."), (5, "Steps.")])
def test_a_number_picks_its_text_and_the_last_serves_all_higher_ones(noise: int, reads: str) -> None:
    assert shown("{noise: Silence.|A step.|Steps.}", Cells.of({"noise": noise})) == reads


@pytest.mark.parametrize(("trust", "reads"), [(-2, "cold"), (-1, "cool"), (0, "warm"), (3, "warm")])
def test_the_first_text_is_for_the_lowest_value_that_there_is(trust: int, reads: str) -> None:
    assert shown("{trust.dae_su: cold|cool|warm}", Cells.of({"trust.dae_su": trust})) == reads
    assert shown("{trust.dae_su + 2: cold|cool|warm}", Cells.of({"trust.dae_su": trust})) == reads


def test_a_count_begins_at_none_even_where_it_is_known() -> None:
    assert shown("{count(student where it != dae_su): none|one|two}") == "two"
    assert shown("{count(student where it == nam_ra or told): none|one}") == "none"


@pytest.mark.parametrize(("told_first", "reads"), [("nobody", "Nobody."), ("su_hyeok", "He."), ("dae_su", "Dae-su too.")])
def test_a_word_picks_its_case(told_first: str, reads: str) -> None:
    cells = Cells.of({"told_first": told_first})
    assert shown("{told_first? nobody: Nobody.|su_hyeok: He.|else: {told_first.name} too.}", cells) == reads
    assert shown("{told_first? dae_su: Dae-su too.|nobody: Nobody.|su_hyeok: He.}", cells) == reads


def test_a_case_can_name_several_words() -> None:
    texts = [
        shown("{told_first? su_hyeok, dae_su: Told.|nobody: Untold.}", Cells.of({"told_first": word}))
        for word in ("nobody", "su_hyeok", "dae_su")
    ]
    assert texts == ["Untold.", "Told.", "Told."]


@pytest.mark.parametrize(("it", "reads"), [("su_hyeok", "He runs."), ("dae_su", "They run."), ("on_jo", "They run.")])
def test_it_has_cases_of_its_own(it: str, reads: str) -> None:
    assert shown("{it? su_hyeok: He runs.|else: They run.}", it=it) == reads


@pytest.mark.parametrize(("noise", "reads"), [(0, "a"), (1, "b"), (2, "b"), (3, "c"), (4, "d"), (5, "c")])
def test_a_case_of_a_number_can_be_a_range(noise: int, reads: str) -> None:
    assert shown("{noise? 0: a|1..2: b|3, 5: c|else: d}", Cells.of({"noise": noise})) == reads


@pytest.mark.parametrize(("clock", "reads"), [("22:40", "early"), ("23:59", "early"), ("00:10", "midnight"), ("06:00", "late")])
def test_a_case_of_a_time_can_be_a_range_past_midnight(clock: str, reads: str) -> None:
    assert shown("{clock? 22:40..23:59: early|00:00..01:30: midnight|else: late}", Cells.of({"clock": clock})) == reads


@pytest.mark.parametrize(("noise", "told", "reads"), [(0, 0, "a"), (2, 1, "b"), (3, 1, "c"), (3, 0, "d")])
def test_cases_with_conditions_tell_the_first_that_holds(noise: int, told: int, reads: str) -> None:
    cells = Cells.of({"noise": noise, "told": told})
    assert shown("{? noise == 0: a|noise < 3: b|told: c|else: d}", cells) == reads
    assert shown("{? noise == 0: a|noise < 3: b|told: c}", cells) == ("" if reads == "d" else reads)


def test_a_chosen_text_is_set_off_behind_a_stop_like_a_conditional_one() -> None:
    assert shown("So.{noise: Silence.|A step.}") == "So. Silence."
    assert shown("So.{told_first? nobody: Nobody.|else: , and on.}") == "So. Nobody."
    assert shown("So{? told: .|else:  it is.}") == "So it is."
    assert shown("{noise:\n  Silence.\n|\n  A step.\n}") == "Silence."


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("{it.They} ties {it.their} shoes; ask {it.them}.", "He ties his shoes; ask him."),
        ("{dae_su.Theirs} is {dae_su.theirs}, and {dae_su.they} knows {dae_su.themself}.", "His is his, and he knows himself."),
        ("{nam_ra.They} and {nam_ra.their} fire.", "She and her fire."),
        ("{told_first? nobody: -|else: {told_first.They} knows.}", "He knows."),
    ],
)
def test_pronouns_are_those_of_the_cast(text: str, reads: str) -> None:
    assert shown(text, Cells.of({"told_first": "dae_su"}), "su_hyeok") == reads


def test_what_chooses_may_stand_where_a_text_must_not_change_the_state() -> None:
    quiet = a_scope("su_hyeok", steps=False)
    for text in (COME, "{noise: a|b}", "{told_first? nobody: a|else: b}", "{? told: a}", "{it.They}", "{student where told}"):
        report = Report()
        assert read_line(a_source(text), quiet, report) is not None, report.draw()


def test_a_name_with_an_asterisk_stays_a_name_in_a_list() -> None:
    scope = replace(a_scope(), students=("star", "dae_su"))
    template = read_line(a_source("{student where told}"), scope, Report())
    assert [node.words for node in walk(template) if isinstance(node, Value)] == [("A\\*", "Dae-su")]
