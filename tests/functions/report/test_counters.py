"""Counters are added name by name, and buckets keep the values within their error."""

from __future__ import annotations

import random
from statistics import median as exact_median

import pytest

from functions.ports.reporting.counts import Counters
from functions.report.buckets import ERROR, EXACT, LARGEST, bucket_of, median, quantile, value_of
from functions.report.counters import add, count, groups, number, numbers


def test_counters_are_added_at_any_depth_and_the_added_ones_stay() -> None:
    total: Counters = {"a": 1, "b": {"c": {"d": 2}}}
    added: Counters = {"a": 2, "b": {"c": {"e": 3}, "f": {}}}
    add(total, added)
    assert total == {"a": 3, "b": {"c": {"d": 2, "e": 3}, "f": {}}}
    assert added == {"a": 2, "b": {"c": {"e": 3}, "f": {}}}
    add(total, added)
    assert added == {"a": 2, "b": {"c": {"e": 3}, "f": {}}}


@pytest.mark.parametrize(("total", "added"), [({"a": 1}, {"a": {"b": 1}}), ({"a": {"b": 1}}, {"a": 1})])
def test_numbers_and_counters_of_one_name_cannot_be_added(total: Counters, added: Counters) -> None:
    with pytest.raises(ValueError, match="cannot be added"):
        add(total, added)


def test_a_number_is_counted_and_read_by_its_path() -> None:
    total: Counters = {}
    count(total, "a", "b")
    count(total, "a", "b", by=2)
    count(total, "c")
    assert total == {"a": {"b": 3}, "c": 1}
    assert (numbers(total, "a"), numbers(total, "c"), numbers(total, "x")) == ({"b": 3}, {}, {})
    assert (groups(total, "a"), groups(total, "c"), groups(total, "x")) == ({}, {}, {})
    assert (number(total, "c"), number(total, "x")) == (1, 0)
    with pytest.raises(ValueError, match="no names"):
        count(total, "c", "d")
    with pytest.raises(ValueError, match="not a number"):
        count(total, "a")


def test_a_bucket_returns_its_values_within_the_error() -> None:
    rng = random.Random(1)
    values = [*range(3000), *(int(2 ** rng.uniform(0, 40)) for _ in range(5000)), LARGEST]
    for value in values:
        assert abs(value_of(bucket_of(value)) - value) <= value * ERROR
        if value < EXACT:
            assert value_of(bucket_of(value)) == value
    indices = [int(bucket_of(value)) for value in sorted(values)]
    assert indices == sorted(indices)
    assert indices[-1] < 1300


def test_impossible_values_are_counted_at_the_ends() -> None:
    assert bucket_of(-5) == bucket_of(0)
    assert bucket_of(LARGEST * 9) == bucket_of(LARGEST)


@pytest.mark.parametrize("size", [1, 2, 3, 20, 999])
def test_medians_and_percentiles_are_those_of_the_values(size: int) -> None:
    rng = random.Random(size)
    values = sorted(int(rng.expovariate(1 / 900)) for _ in range(size))
    buckets: dict[str, int] = {}
    for value in values:
        buckets[bucket_of(value)] = buckets.get(bucket_of(value), 0) + 1
    assert median(buckets) == pytest.approx(exact_median(values), rel=ERROR)
    assert quantile(buckets, 0.95) == pytest.approx(values[-(-95 * size // 100) - 1], rel=ERROR)
    assert quantile(buckets, 1.0) == pytest.approx(values[-1], rel=ERROR)


def test_nothing_has_no_median() -> None:
    assert median({}) is None
    assert quantile({}, 0.95) is None
