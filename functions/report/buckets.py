"""Distributions as counters: a value is counted in a bucket, and medians come from the buckets.

Strategy. An exact median needs all values. Buckets whose width grows with the value need a few hundred counters for any
number of values, they are added like all counters, and the order of the values does not matter. Up to 63 a bucket is
one value. Above, each doubling has 32 buckets, so a value read from its bucket is off by at most 1/64.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

EXACT = 64
"""Values below it have a bucket each."""
ERROR = 1 / EXACT
"""The difference between a value and the one that its bucket returns, as a share of the value, at most."""
LARGEST = 2**40
"""The largest value that is told apart from larger ones: 35 years of milliseconds."""
_HALF = EXACT // 2


def bucket_of(value: int) -> str:
    """Return the name of a value's bucket. A negative value counts as 0, a value beyond LARGEST as LARGEST."""
    value = min(max(value, 0), LARGEST)
    shift = max(value.bit_length() - EXACT.bit_length() + 1, 0)
    return str(value if shift == 0 else EXACT + (shift - 1) * _HALF + (value >> shift) - _HALF)


def value_of(bucket: str) -> float:
    """Return the middle of a bucket."""
    index = int(bucket)
    if index < EXACT:
        return float(index)
    shift, rest = divmod(index - EXACT, _HALF)
    lowest = (_HALF + rest) << (shift + 1)
    return lowest + ((1 << (shift + 1)) - 1) / 2


def median(buckets: Mapping[str, int]) -> float | None:
    """Return the median of the counted values, off by at most ERROR; None without values."""
    values = sum(buckets.values())
    if values == 0:
        return None
    return (_ranked(buckets, (values + 1) // 2) + _ranked(buckets, values // 2 + 1)) / 2


def quantile(buckets: Mapping[str, int], share: float) -> float | None:
    """Return the smallest value that at least `share` of the counted values do not exceed.

    Args:
        buckets: Bucket -> how many values it has.
        share: 0 < share <= 1.

    Returns:
        The value, off by at most ERROR; None without values.
    """
    values = sum(buckets.values())
    return None if values == 0 else _ranked(buckets, ceil(share * values))


def _ranked(buckets: Mapping[str, int], rank: int) -> float:
    """Return the value of a rank, 1 for the smallest value."""
    for bucket in sorted(buckets, key=int):
        rank -= buckets[bucket]
        if rank <= 0:
            return value_of(bucket)
    raise ValueError("there are fewer values than the rank")
