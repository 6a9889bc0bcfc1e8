"""Texts: paragraphs, holes, escapes, and white space that reads well whatever was empty."""

from __future__ import annotations

import pytest

from game.language.evaluate import compile_template
from game.language.tree import Conditional, Read, Value
from tests.language.samples import Cells, first_readings, paragraphs, shown, template, variants

NIGHT: dict[str, str | int] = {
    "told": 1,
    "noise": 3,
    "bag": "[food, rope]",
    "told_first": "dae_su",
    "clock": "01:05",
    "state.dae_su": "with_you",
}


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("It is {clock}.", "It is 01:05."),
        ("It is {clock + 60}.", "It is 02:05."),
        ("Noise {noise}, twice {noise * 2}.", "Noise 3, twice 6."),
        ("You have {bag}.", "You have food and rope."),
        ("You have {count(bag)} things.", "You have 2 things."),
        ("Told {told_first} first.", "Told dae su first."),
        ("He is {state.dae_su}.", "He is with you."),
        ("{su_hyeok.name} and {cook.name}.", "Su-hyeok and The cook."),
        ("{told_first.name} knows.", "Dae-su knows."),
        ("{told: He knows.}", "He knows."),
        ("{not told: He knows.}", ""),
        ("{told: He knows.|Nobody knows.}", "He knows."),
        ("{not told: He knows.|Nobody knows.}", "Nobody knows."),
        ("{noise > 2: Footsteps.|Nothing.}", "Footsteps."),
        ("{noise > 4: Footsteps.|Nothing.}", "Nothing."),
        ("{clock >= 01:05: Late.|Early.}", "Late."),
        ("{clock in [22:40, 01:05]: Now.}", "Now."),
        ("{told_first in [dae_su]:Now.}", "Now."),
        ("{told: He knows.{noise > 2: So do they.}}", "He knows. So do they."),
        ("{told: {noise > 4: a|{told_first == dae_su: b|c}}|d}", "b"),
        ("{it == dae_su: He|They} know.", "He know."),
        ("{it.name} goes, with {trust.it}.", "Dae-su goes, with 0."),
        ("{told: It is 12:30.|No.}", "It is 12:30."),
        ("{It is 12:30.|It is 12:31.}", "It is 12:30."),
        (r"{It is {clock}\: now.|Then.}", "It is 01:05: now."),
        ("{told: one: two}", "one: two"),
        ("plain: with | marks", "plain: with | marks"),
        (r"\{noise\} \| \: \< \\", "{noise} | : < \\"),
        (r"{told: a\|b\}c\: d|e}", "a|b}c: d"),
        (r"{One\: a.|Two.}", "One: a."),
        (r"not \<>", "not <>"),
        (r"a < b > c", "a < b > c"),
        ("so *loud*", "so *loud*"),
        (r"5 \* 3", r"5 \* 3"),
        ("{star.name}", r"A\*"),
        ("100% of %s {noise}%", "100% of %s 3%"),
        ("{told: 50%|0%} {noise} %d", "50% 3 %d"),
        ("온조 {noise}", "온조 3"),
    ],
)
def test_a_text_reads_as_the_state_is(text: str, reads: str) -> None:
    assert shown(text, Cells.of(NIGHT), "dae_su") == reads


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("one  two   three", "one two three"),
        ("one\ntwo\n  three", "one two three"),
        ("  one \n", "one"),
        ("one \\\ntwo", "one\ntwo"),
        ("one\\\n   two", "one\ntwo"),
        ("one\r\ntwo", "one two"),
        ("one\u00a0two", "one\u00a0two"),
        ("He {hushed: never} talks.", "He talks."),
        ("{hushed: He never talks.} She does.", "She does."),
        ("She does. {hushed: He never talks.}", "She does."),
        ("She does.\\\n{hushed: x} He does.", "She does.\nHe does."),
        ("roof{told: s} and knee{told: , or what|}.", "roofs and knee, or what."),
        ("gate{told:  and on}", "gate and on"),
        ("He knows.{told: So do you.|You do not.}", "He knows. So do you."),
        ("He knows.{hushed: So do you.|You do not.}", "He knows. You do not."),
        ("He knows.{hushed: So do you.}", "He knows."),
        ('He said, "{told: You|They} know."', 'He said, "You know."'),
        ('"Go."{told: He went.}', '"Go." He went.'),
        ("*Go.*{told: He went.}", "*Go.* He went."),
        ("({told: you})", "(you)"),
        ("{told: One.}{told: Two.}{hushed: Three.}{told: Four.}", "One. Two. Four."),
        ("knee{told: , or}{told: , and}", "knee, or, and"),
        ("{noise}{told: rd}", "3rd"),
        ("{told:\n  One.\n|\n  Two.\n} Three.", "One. Three."),
        ("x{told:\n  One.\n|\n  Two.\n}.", "xOne.."),
        ("{One.\n|Two.} Three.", "One. Three."),
        ("{told: He\n\nknows.}", "He knows."),
    ],
)
def test_white_space_is_one_space_and_none_at_the_ends(text: str, reads: str) -> None:
    assert shown(text, Cells.of(NIGHT)) == reads


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("{One.|Two.|Three.}", ["One.", "Two.", "Three.", "Three.", "Three."]),
        ("{&One.|Two.}", ["One.", "Two.", "One.", "Two.", "One."]),
        ("{!One.|Two.}", ["One.", "Two.", "", "", ""]),
        ("{!One.}", ["One.", "", "", "", ""]),
        ("{Once. |}Always.", ["Once. Always.", "Always.", "Always.", "Always.", "Always."]),
        ("{|Later.}", ["", "Later.", "Later.", "Later.", "Later."]),
        ("{&{One.|Two.}|Three.}", ["One.", "Three.", "Two.", "Three.", "Two."]),
        ("{&a|b}{&c|d|e}", ["ac", "bd", "ae", "bc", "ad"]),
        ("{noise > 2: {One.|Two.}|No.}", ["One.", "Two.", "Two.", "Two.", "Two."]),
        ("{noise > 3: {One.|Two.}|No.}", ["No."] * 5),
    ],
)
def test_a_varying_text_goes_on_each_time_it_is_met(text: str, met: list[str]) -> None:
    assert first_readings(text, 5, Cells.of({"noise": 3})) == met


def test_a_shuffle_shows_all_before_it_shows_any_again_and_asks_for_a_new_order_each_round() -> None:
    met = first_readings("{~a|b|c}", 9)
    assert ["".join(met[at : at + 3]) for at in (0, 3, 6)] == ["cba", "bac", "acb"]


def test_a_shuffle_tells_the_dice_what_it_is() -> None:
    asked = []

    def order(seed: int, slot: str, rounds: int, size: int) -> list[int]:
        asked.append((seed, slot, rounds, size))
        return [1, 0]

    words = compile_template(template("{~a|b}"), {"step 1": 0}, order)
    values = [3]
    assert words(values, 0, 99) == "a"
    assert asked == [(99, "step 1", 1, 2)] and values == [4]


@pytest.mark.parametrize(("text", "highest"), [("{a|b|c}", 2), ("{&a|b|c}", 2), ("{!a|b|c}", 3)])
def test_what_a_varying_text_counts_stays_small(text: str, highest: int) -> None:
    cells = Cells.of()
    counted = []
    for _ in range(8):
        first_readings(text, 1, cells)
        counted.append(cells.get("step 1"))
    assert max(counted) == highest


def test_only_what_is_met_is_counted() -> None:
    cells = Cells.of({"told": 0})
    first_readings("{told: {a|b}|{c|d}}", 3, cells)
    assert (cells.get("step 1"), cells.get("step 2")) == (0, 1)


def test_each_varying_text_has_a_slot_of_its_own_in_reading_order() -> None:
    kinds = [(each.kind, each.slot) for each in variants(template("{a|{&b|c}} {!d} {~e|f}"))]
    assert kinds == [("sequence", "step 1"), ("cycle", "step 2"), ("once", "step 3"), ("shuffle", "step 4")]


def test_slots_are_the_same_for_every_student_whatever_is_folded_away() -> None:
    text = "{it == dae_su: {a|b}} {c|d}"
    assert [each.slot for each in variants(template(text, "su_hyeok"))] == ["step 2"]
    assert [each.slot for each in variants(template(text, "dae_su"))] == ["step 1", "step 2"]


def test_a_blank_line_parts_paragraphs_but_not_inside_braces() -> None:
    found = paragraphs("One\ntwo.\n\nThree.\n \n\n{told: a\n\nb}\n")
    assert [part.text for part in found[:2]] == [("One two.",), ("Three.",)]
    assert found[2].text == (Conditional(Read("told"), ("a b",), ()),)
    assert [part.start for part in found] == [0, 10, 20]


@pytest.mark.parametrize(
    ("text", "joins"),
    [
        ("one", [("one", False, False)]),
        ("one <>", [("one ", False, True)]),
        ("<> one", [(" one", True, False)]),
        ("<>one<>", [("one", True, True)]),
        ("one<>\n\n<>two", [("one", False, True), ("two", True, False)]),
        ("one \\\\<>", [("one \\", False, True)]),
        ("one \\<>", [("one <>", False, False)]),
    ],
)
def test_a_paragraph_joins_its_neighbours(text: str, joins: list[tuple[str, bool, bool]]) -> None:
    assert [("".join(map(str, part.text)), part.joins_last, part.joins_next) for part in paragraphs(text)] == joins


def test_a_text_without_holes_is_one_piece() -> None:
    assert template(r"One \{two\}, " + "{su_hyeok.name}" + "\nthree") == ("One {two}, Su-hyeok three",)


def test_what_is_known_is_no_hole() -> None:
    assert template("{it == dae_su: He|She} is {it.name}.", "dae_su") == ("He is Dae-su.",)


def test_a_value_knows_how_it_is_read() -> None:
    assert template("{told_first}") == (Value(Read("told_first"), "word", ("nobody", "su hyeok", "dae su")),)
    assert template("{told_first.name}") == (Value(Read("told_first"), "word", ("nobody", "Su-hyeok", "Dae-su"), "name"),)
    assert template("{present.name}") == (Value(Read("present"), "words", ("On-jo", "Su-hyeok"), "name"),)
    assert template("{clock}") == (Value(Read("clock"), "time"),)
    assert template("{noise}") == (Value(Read("noise"), "number"),)


def test_texts_nest_24_deep() -> None:
    assert shown("{told: " * 24 + "deep" + "}" * 24, Cells.of({"told": 1})) == "deep"
