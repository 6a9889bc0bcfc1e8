"""Dice are pure functions of seed, name and count."""

from __future__ import annotations

from collections import Counter

from game.engine import dice


def test_throws_never_change_from_version_to_version() -> None:
    """Saves are replayed: a dice that falls otherwise than last year would turn their stories into others."""
    assert [dice.percentile(7, "kitchen/check_1", count) for count in range(8)] == [76, 39, 34, 90, 76, 66, 19, 98]


def test_every_percentile_is_about_as_likely_as_any_other() -> None:
    counts = Counter(dice.percentile(seed, "a", 0) for seed in range(100_000))
    assert set(counts) == set(range(100))
    assert 850 < min(counts.values()) <= max(counts.values()) < 1150


def test_throws_for_neighbouring_counts_names_and_seeds_agree_no_more_than_by_chance() -> None:
    def low(seed: int, name: str, count: int) -> bool:
        return dice.percentile(seed, name, count) < 50

    for seed, name, count in ((0, "a", 1), (1, "a", 0), (0, "b", 0)):
        same = sum(low(each, "a", each) == low(each + seed, name, each + count) for each in range(10_000))
        assert 4800 < same < 5200


def test_an_order_is_a_permutation_and_each_is_about_as_likely() -> None:
    counts = Counter(tuple(dice.order(seed, "a", 0, 3)) for seed in range(6_000))
    assert len(counts) == 6
    assert 850 < min(counts.values()) <= max(counts.values()) < 1150
