"""`python -m bench` measures all parts and writes docs/benchmarks.md; `python -m bench NAME` prints one part."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path

from bench.calls import calls, calls_in_time, drafts, first_words, fixed_words, polly, silence, turn_end
from bench.core import expression, fairness, flow_tests, handlers, side_by_side, subflows, turn
from bench.dashboard import dashboard
from bench.figures import Part
from bench.functions import coldstart, process, replay, report, streaming
from bench.load import load
from bench.store import dynamodb, store
from bench.understanding import measure as understanding
from bench.understanding import reading

PARTS: dict[str, Callable[[], Part]] = {
    "turn": turn.measure,
    "handlers": handlers.measure,
    "subflows": subflows.measure,
    "rivals": side_by_side.measure,
    "understanding": understanding.measure,
    "reading": reading.measure,
    "expression": expression.measure,
    "fairness": fairness.measure,
    "flow-tests": flow_tests.measure,
    "process": process.measure,
    "coldstart": coldstart.measure,
    "streaming": streaming.measure,
    "replay": replay.measure,
    "report": report.measure,
    "dynamodb": dynamodb.measure,
    "load": load.measure,
    "store": store.measure,
    "calls": calls.measure,
    "calls-in-time": calls_in_time.measure,
    "first-words": first_words.measure,
    "silence": silence.measure,
    "fixed-words": fixed_words.measure,
    "polly": polly.measure,
    "turn-end": turn_end.measure,
    "drafts": drafts.measure,
    "dashboard": dashboard.measure,
}
WRITTEN = Path(__file__).parent.parent / "docs" / "benchmarks.md"
LIBRARIES = ("pydantic", "fastapi", "mangum", "pynamodb", "boto3", "quickjs-ng", "aws-lambda-powertools", "moto")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="NAME", help=", ".join(PARTS))
    chosen = parser.parse_args(arguments).parts
    began, load_before = time.monotonic(), getloadavg()[0]
    measured = []
    for name in chosen or PARTS:
        sys.stderr.write(f"{name} …\n")
        measured.append(PARTS[name]())
        sys.stdout.write(measured[-1].markdown() + "\n")
        sys.stdout.flush()
    if not chosen:
        WRITTEN.write_text(_document(measured, time.monotonic() - began, load_before))
    return 0


def _document(parts: Sequence[Part], seconds: float, load_before: float) -> str:
    missed = [f"{figure.what} ({part.name})" for part in parts for figure in part.figures if figure.met is False]
    aims = sum(figure.met is not None for part in parts for figure in part.figures)
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    head = (
        "# Benchmarks",
        "`make bench` measures all parts and overwrites this file. `make bench ARGS=NAME` "
        "measures and prints one part; each part's command has its name.",
        f"- Machine: {_processor()}, {cpu_count()} cores, {platform.system()}, Python {platform.python_version()}\n"
        f"- Date: {datetime.now(UTC):%Y-%m-%d}; the run took {seconds / 60:.1f} minutes\n"
        f"- Other work: the load was {load_before:.1f} at the start; above 0.5, times are too long and a missed "
        "target proves little\n"
        f"- Libraries: {libraries}\n"
        f"- Targets met: {aims - len(missed)} of {aims}" + (". Missed: " + "; ".join(missed) if missed else ""),
        "The times apply to this machine and this day. A target that depends on the machine is a ratio to a yardstick "
        "of the same run, with both raw values next to it (docs/decisions/0024). Compared values were measured "
        "alternately within one run. No test asserts a figure.",
    )
    return "\n\n".join((*head, *(part.markdown().rstrip("\n") for part in parts))) + "\n"


def _processor() -> str:
    """Return the processor's name from proc(5), or the architecture if the system is not Linux."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    raise SystemExit(main())
