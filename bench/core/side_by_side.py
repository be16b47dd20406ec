"""The same turn in other libraries and in Callflow, alternately in one process. It runs in a separate environment."""

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
"""The limit of Callflow's time, as a ratio to the library that does the least work (docs/decisions/0024)."""


def measure() -> Part:
    if not PYTHON.exists():
        return Part("rivals", TITLE, notes=("Not measured: `make bench` installs the libraries.",))
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
            "All libraries run the same turn: they append a user's message, run seven nodes (one takes the message, "
            "six decide by calling the same Python function) and append an answer. After each turn the number of "
            "decisions and of messages is checked.",
            *(f"{each['name']}: {each['storage']}" for each in found["contenders"]),
            "The other libraries have the whole conversation in their state, by default. If an application shortens "
            "it, turn 1,000 takes about as long as turn 10. Callflow writes each turn to a separate record; no figure "
            "here includes that write.",
            "pipecat.flows changes nodes and saves nothing, so its time is a yardstick of this machine. The ratio is "
            "the median of the rounds' ratios.",
            f"{found['rounds']} rounds of {found['each']} turns each, alternating between the libraries; medians of "
            "the rounds' medians. Versions: "
            + ", ".join(f"{name} {version}" for name, version in found["versions"].items())
            + ".",
        ),
    )


def _fastest(which: str, others: Sequence[Mapping[str, Any]], ours: Mapping[str, Any]) -> Figure:
    fastest = min(others, key=lambda each: float(each["median"]["1000"]))
    factor = fastest["median"]["1000"] / ours["median"]["1000"]
    return Figure(f"fastest other {which} ({fastest['name']}) to Callflow, turn 1,000", f"{factor:.1f}")
