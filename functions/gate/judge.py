"""Judges whether a draft passes its gate, by the results of its tests and of a replay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from functions.ports.flows import Gate
from functions.replay.call import Replayed

MAX_NAMED = 5
"""Tests, calls or nodes that a reason names."""

Field: TypeAlias = Literal["tests", "replayLast", "mostDiffering", "leastNodeCoverage"]
"""The field of the gate that refuses a draft."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a draft does not pass."""

    field: Field
    message: str


def judge_tests(failed: Sequence[str], count: int) -> list[Refusal]:
    """Judge the tests of a flow. `failed` has the ids of those that failed, `count` is the number of all."""
    if not failed:
        return []
    return [Refusal("tests", f"{len(failed)} of {count} tests failed: {named(failed)}")]


def judge_coverage(gate: Gate, reached: int, missed: Sequence[str]) -> list[Refusal]:
    """Judge how many nodes the tests reach. `missed` has the ids of the others."""
    least, count = gate.least_node_coverage, reached + len(missed)
    # A share like 0.7 of ten nodes is not exact in floating point.
    if least is None or reached >= least * count - 1e-9:
        return []
    asked = f"the tests reach {reached} of {count} nodes, and the gate asks for {least:.0%}"
    return [Refusal("leastNodeCoverage", f"{asked}; no test reaches {named(missed)}")]


def judge_replay(gate: Gate, results: Sequence[Replayed], folded: int, left: int) -> list[Refusal]:
    """Judge a replay of the newest calls.

    Args:
        gate: The gate.
        results: The results. Those of calls that are the same may be left out.
        folded: The calls that were folded.
        left: The calls for which the time did not suffice.

    Returns:
        The reasons why the draft does not pass.
    """
    refusals: list[Refusal] = []
    if left:
        told = f"{folded} of {left + folded} calls are replayed so far"
        refusals.append(Refusal("replayLast", f"{told}; publish again when the replay of the others has ended"))
    differing = [each.session_id for each in results if counts(gate, each)]
    most = gate.most_differing or 0
    if len(differing) > most:
        may = f"{most} may" if most else "none may"
        told = f"{len(differing)} of the last {folded} calls would go another way, and {may}"
        refusals.append(Refusal("mostDiffering", f"{told}: {named(differing)}"))
    return refusals


def counts(gate: Gate, result: Replayed) -> bool:
    """Return whether a call counts as one that goes another way."""
    return result.verdict == "differs" and not (gate.words_may_differ and result.mild)


def named(names: Sequence[str]) -> str:
    """Return the first names as text, and the number of the others."""
    more = len(names) - MAX_NAMED
    return ", ".join(names[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
