"""k6, the client that puts load on the API: its path, and a run of bench/load/load.js."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROGRAM = Path(".cache/k6/bin/k6")
_SCRIPT = Path(__file__).with_name("load.js")
_MAX_WRONG = 5


@dataclass(frozen=True, slots=True)
class Crowd:
    """The parameters of load.js."""

    urls: Sequence[str]
    """The addresses of the API's processes. Turns go to them in rotation."""
    sessions: int
    turns: int
    think_seconds: tuple[float, float]
    """Seconds between a reply and the next turn, minimum and maximum."""
    copies: int
    every: int
    """The interval, in turns, between two turns that are sent as `copies` duplicate requests at once."""
    limit_seconds: float
    """Seconds after which no turn begins."""
    most_tries: int = 20
    """Attempts of one request that gets 503 with Retry-After, or no response."""
    checks_sessions: bool = True
    """Whether each session is read at its end and compared with the caller's words."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The counts and times of a run."""

    counts: Mapping[str, int]
    millis: Mapping[str, float]
    """Milliseconds of a request with a response: med, p(95), p(99), max."""
    wrong: Sequence[str]
    """The first wrong replies and sessions."""
    cpu_seconds: float
    """Processor seconds of k6."""

    def count(self, name: str) -> int:
        return self.counts.get(name, 0)


def run(crowd: Crowd) -> LoadResult:
    """Run load.js with these parameters.

    Raises:
        RuntimeError: If k6 is missing or fails.
    """
    if not PROGRAM.exists():
        raise RuntimeError("k6 is missing; `make k6` builds it")
    with TemporaryDirectory() as folder:
        summary, log = Path(folder, "summary.json"), Path(folder, "log")
        given = {_camel(name): value for name, value in asdict(crowd).items()}
        environment = {
            **os.environ,
            "GIVEN": json.dumps(given),
            "SUMMARY": str(summary),
            # k6 downloads no extensions and sends no usage report. The option --address "" below closes its port.
            "K6_AUTO_EXTENSION_RESOLUTION": "false",
            "K6_NO_USAGE_REPORT": "true",
        }
        command: list[str | Path] = [PROGRAM, "run", "--quiet", "--address", ""]
        command += ["--log-output", f"file={log}", _SCRIPT]
        before = _cpu_seconds_of_children()
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        used = _cpu_seconds_of_children() - before
        lines = log.read_text().splitlines() if log.exists() else []
        wrong = [line for line in lines if "wrong: " in line]
        if ended.returncode or not summary.exists():
            raise RuntimeError(f"k6 ended with status {ended.returncode}:\n{ended.stderr[-2000:]}\n{lines[-5:]}")
        metrics: dict[str, Any] = json.loads(summary.read_text())
    return LoadResult(
        {name: int(each["values"]["count"]) for name, each in metrics.items() if each["type"] == "counter"},
        metrics["turn_millis"]["values"],
        wrong[:_MAX_WRONG],
        used,
    )


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _cpu_seconds_of_children() -> float:
    """Return the processor seconds of the children that have ended and been awaited."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
