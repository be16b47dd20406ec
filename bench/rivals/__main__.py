"""Time the turn of every library, alternately, and print the results as JSON."""

from __future__ import annotations

import json
import statistics
import sys
from importlib.metadata import version

from bench.core.seven_nodes import DECISIONS
from bench.rivals import contender
from bench.rivals.burr import Burr
from bench.rivals.callflow import Callflow
from bench.rivals.langgraph import InMemory, LangGraph, Sqlite, SqliteOnce
from bench.rivals.pipecat_flows import PipecatFlows
from bench.rivals.pydantic_graph import PydanticGraph
from bench.rivals.python_statemachine import PythonStatemachine
from bench.rivals.sismic import Sismic

KINDS = (
    Callflow, LangGraph, InMemory, Sqlite, SqliteOnce, PydanticGraph, Burr, PythonStatemachine, Sismic, PipecatFlows,
)  # fmt: skip
TURNS = (10, 1_000)
ROUNDS = 30
EACH = 7
"""Turns of one library in a round, each in a separate conversation. The first one has cold processor caches."""
PACKAGES = (
    "apache-burr", "langgraph", "langgraph-checkpoint-sqlite", "pipecat-ai", "pydantic", "pydantic-graph",
    "python-statemachine", "sismic",
)  # fmt: skip


def main() -> None:
    contenders = [kind() for kind in KINDS]
    taken: dict[str, dict[int, list[list[float]]]] = {each.name: {turn: [] for turn in TURNS} for each in contenders}
    for round_number in range(ROUNDS + 1):
        for each in contenders:
            for turn in TURNS:
                times = _round(each, turn)
                if round_number:  # the first round loads and compiles lazily
                    taken[each.name][turn].append(times)
    found = {
        "versions": {package: version(package) for package in PACKAGES},
        "rounds": ROUNDS,
        "each": EACH,
        "to_pipecat_flows": {
            turn: statistics.median(
                statistics.median(ours) / statistics.median(theirs)
                for ours, theirs in zip(taken[Callflow.name][turn], taken[PipecatFlows.name][turn], strict=True)
            )
            for turn in TURNS
        },
        "contenders": [
            {
                "name": each.name,
                "storage": each.storage,
                "saves": each.saves,
                "median": {
                    turn: statistics.median(map(statistics.median, rounds)) for turn, rounds in taken[each.name].items()
                },
                "p95": {
                    turn: statistics.quantiles([time for times in rounds for time in times], n=20)[-1]
                    for turn, rounds in taken[each.name].items()
                },
            }
            for each in contenders
        ],
    }
    json.dump(found, sys.stdout)


def _round(each: contender.Contender, turn: int) -> list[float]:
    """Return the microseconds of each turn of a round."""
    times = []
    for stored in [each.stored(turn) for _ in range(EACH)]:
        before = contender.decided
        micros, left = each.timed(stored)
        if contender.decided - before != DECISIONS or each.messages(left) != 2 * turn:
            raise RuntimeError(f"{each.name} skipped a decision or a message at turn {turn}")
        each.forget(stored)
        times.append(micros)
    return times


if __name__ == "__main__":
    main()
