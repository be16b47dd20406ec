"""The same turn in other libraries and in Callflow, taken in turns in one process of an environment of their own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.figures import Figure, Grid, Part, at_most

PYTHON = Path(".cache/rivals/bin/python")
TITLE = "The same turn in other libraries"
TO_PIPECAT_FLOWS = 1.25
"""Callflow's turn to that of the library that does least: docs/decisions/0024."""


def measure() -> Part:
    if not PYTHON.exists():
        return Part("rivals", TITLE, notes=("Not measured: the libraries are not installed. `make bench` does that.",))
    output = subprocess.run(
        [PYTHON, "-m", "bench.rivals"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300
    ).stdout
    found = json.loads(output)
    ours, *others = found["contenders"]
    rows = [
        (
            each["name"],
            *(f"{each[kind][turn]:,.0f}" for kind in ("median", "p95") for turn in ("10", "1000")),
            f"{each['median']['1000'] / each['median']['10']:.1f}",
        )
        for each in found["contenders"]
    ]
    head = ("library", "turn 10, µs", "turn 1,000, µs", "p95, turn 10", "p95, turn 1,000", "1,000 to 10")
    return Part(
        "rivals",
        TITLE,
        figures=(
            *(
                at_most(
                    f"Callflow to pipecat.flows, transitions only, turn {int(turn):,}",
                    found["to_pipecat_flows"][turn],
                    TO_PIPECAT_FLOWS,
                    digits=2,
                )
                for turn in ("10", "1000")
            ),
            _fastest("that saves its state", [each for each in others if each["saves"]], ours),
            _fastest("that saves nothing", [each for each in others if not each["saves"]], ours),
        ),
        grids=(Grid(head, rows),),
        notes=(
            "One turn everywhere: a user's message is appended, seven nodes run (one hears, six decide by calling the "
            "same Python function), an answer is appended. Every turn is checked for its six decisions and its "
            "messages.",
            *(f"{each['name']}: {each['keeps']}" for each in found["contenders"]),
            "The others carry the whole conversation in their state, as they do by default; where an application cuts "
            "it down itself, its turn 1,000 is about its turn 10. Callflow keeps each turn in a record of its own, "
            "whose writing no figure here holds.",
            "pipecat.flows saves nothing and changes nodes: what it takes is a yardstick of this machine. The ratio is "
            "the median of the rounds' own.",
            f"{found['rounds']} rounds of {found['each']} turns each, the libraries taken in turns; medians of the "
            "rounds' medians. Versions: "
            + ", ".join(f"{name} {version}" for name, version in found["versions"].items())
            + ".",
        ),
    )


def _fastest(which: str, others: Sequence[Mapping[str, Any]], ours: Mapping[str, Any]) -> Figure:
    fastest = min(others, key=lambda each: float(each["median"]["1000"]))
    factor = fastest["median"]["1000"] / ours["median"]["1000"]
    return Figure(f"fastest other {which} ({fastest['name']}) to Callflow, turn 1,000", f"{factor:.1f}")
