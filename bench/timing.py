"""How a call is timed on a machine that does other things too: in short rounds, taken in turns with what it is compared
to, so that a slow moment falls on all alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timed:
    """All times in microseconds."""

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
    """Time several calls in turns: `each` times one, then the next, `rounds` times over. One round goes before,
    unmeasured.
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
    """How much longer `one` takes than `other`: the median of the rounds' own ratios."""
    return statistics.median(mine / theirs for mine, theirs in zip(one.rounds, other.rounds, strict=True))


def microseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1e6
