"""Timing of calls on a machine with other work.

Compared calls run alternately, in short rounds. A slow moment of the machine therefore affects all of them alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timed:
    """The times of one call, in microseconds."""

    rounds: tuple[float, ...]
    """The median of each round."""
    calls: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    @property
    def p95(self) -> float:
        return quantile(self.calls, 0.95)


def quantile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def interleaved(calls: Mapping[str, Callable[[], object]], *, rounds: int, each: int) -> dict[str, Timed]:
    """Time several calls alternately. A first round is not measured.

    Args:
        calls: The calls, by name.
        rounds: The number of measured rounds.
        each: How often each call runs in a round.
    """
    medians: dict[str, list[float]] = {name: [] for name in calls}
    all_calls: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name, call in calls.items():
            taken = [microseconds(call) for _ in range(each)]
            if number:
                medians[name].append(statistics.median(taken))
                all_calls[name].extend(taken)
    return {name: Timed(tuple(medians[name]), tuple(all_calls[name])) for name in calls}


def ratio(one: Timed, other: Timed) -> float:
    """Return the time of `one` divided by the time of `other`: the median of the rounds' ratios."""
    return statistics.median(mine / theirs for mine, theirs in zip(one.rounds, other.rounds, strict=True))


def microseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1e6
