"""Domains: what they hold, and that what an author writes and what is shown are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.language.domain import (
    Domain,
    Flag,
    OneOf,
    Range,
    SomeOf,
    clock_text,
    contains,
    listed,
    parse_number,
    parse_time,
    parse_value,
    value_text,
    word_text,
)

NIGHT = Range(1360, 1860, time=True)
BAG = SomeOf(("drink", "food", "rope"), 2)

domains: st.SearchStrategy[Domain] = st.one_of(
    st.just(Flag()),
    st.tuples(st.integers(-(10**6), 10**6), st.integers(0, 10**6)).map(lambda pair: Range(pair[0], sum(pair))),
    st.tuples(st.integers(0, 1439), st.integers(0, 1439)).map(lambda pair: Range(pair[0], sum(pair), time=True)),
    st.integers(1, 9).map(lambda size: OneOf(tuple(f"w{number}" for number in range(size)))),
    st.tuples(st.integers(1, 9), st.integers(0, 9)).map(
        lambda pair: SomeOf(tuple(f"w{number}" for number in range(pair[0])), min(pair))
    ),
)


@given(domains, st.data())
def test_a_value_that_is_written_is_read_again(domain: Domain, data: st.DataObject) -> None:
    value = data.draw(st.integers(domain.low, domain.high).filter(lambda number: contains(domain, number)))
    assert parse_value(domain, value_text(domain, value)) == value
    assert parse_value(domain, f"  {value_text(domain, value)} ") == value


@given(domains, st.text(max_size=12))
def test_whatever_is_typed_is_a_value_of_the_domain_or_none(domain: Domain, text: str) -> None:
    value = parse_value(domain, text)
    assert value is None or contains(domain, value)


@pytest.mark.parametrize(
    ("domain", "values", "others"),
    [
        (Flag(), (0, 1), (-1, 2)),
        (Range(-2, 3), (-2, 0, 3), (-3, 4)),
        (NIGHT, (1360, 1860), (1359, 1861)),
        (OneOf(("a", "b")), (0, 1), (-1, 2)),
        (BAG, (0, 1, 3, 5, 6), (-1, 7, 8)),
    ],
)
def test_a_domain_holds_its_values_and_no_others(domain: Domain, values: tuple[int, ...], others: tuple[int, ...]) -> None:
    assert all(contains(domain, value) for value in values)
    assert not any(contains(domain, value) for value in others)


@pytest.mark.parametrize(
    ("domain", "text", "value"),
    [
        (Flag(), "true", 1),
        (Flag(), "false", 0),
        (Flag(), "yes", None),
        (Flag(), "1", None),
        (Range(-2, 3), "-2", -2),
        (Range(-2, 3), "4", None),
        (Range(-2, 3), "2.0", None),
        (Range(-2, 3), "--2", None),
        (Range(-2, 3), "٢", None),
        (Range(-2, 3), "", None),
        (NIGHT, "22:40", 1360),
        (NIGHT, "01:05", 1505),
        (NIGHT, "1:05", 1505),
        (NIGHT, "07:01", None),
        (NIGHT, "1505", 1505),
        (OneOf(("a", "b")), "b", 1),
        (OneOf(("a", "b")), "c", None),
        (BAG, "[]", 0),
        (BAG, "[rope, drink]", 5),
        (BAG, "rope", 4),
        (BAG, "rope, rope", 4),
        (BAG, "[drink, food, rope]", None),
        (BAG, "[tape]", None),
    ],
)
def test_a_typed_value_is_read(domain: Domain, text: str, value: int | None) -> None:
    assert parse_value(domain, text) == value


@pytest.mark.parametrize(
    "text", ["24:00", "12:60", "1:5", "12", "12:5", "012:05", ":30", "12:", "a:bc", "-1:30", "１２:30", "1:30:00"]
)
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert parse_time(text) is None


def test_a_time_earlier_than_the_day_begins_is_of_the_next_day() -> None:
    assert parse_time("22:39", 1360) == 1359 + 1440
    assert parse_time("22:40", 1360) == 1360
    assert (parse_time("22:39"), parse_time("00:00")) == (1359, 0)


def test_a_number_has_at_most_15_digits() -> None:
    assert parse_number("9" * 15) == 10**15 - 1
    assert parse_number("-" + "9" * 15) == -(10**15) + 1
    assert parse_number("9" * 16) is None


@pytest.mark.parametrize(("minutes", "text"), [(0, "00:00"), (1360, "22:40"), (1440, "00:00"), (1505, "01:05"), (-1, "23:59")])
def test_minutes_are_shown_as_a_time_of_day(minutes: int, text: str) -> None:
    assert clock_text(minutes) == text


def test_words_are_shown_as_one_says_them() -> None:
    assert word_text("with_you") == "with you"
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["nothing", "a", "a and b", "a, b and c"]
    assert listed([], "nobody") == "nobody"
