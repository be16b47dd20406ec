"""k6, the client that puts load on the API: its path, and one run of bench/load/load.js."""

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
_MAX_WORDS = 5


@dataclass(frozen=True, slots=True)
class Crowd:
    """What load.js is told."""

    urls: Sequence[str]
    """Of the API's processes; turns go to them in rotation."""
    sessions: int
    turns: int
    think_seconds: tuple[float, float]
    """Between an answer and the next turn: at least and at most."""
    copies: int
    every: int
    """Of every so many turns, `copies` are sent at once."""
    limit_seconds: float
    """No turn is begun after that."""
    most_tries: int = 20
    """Of one request that is told to come again."""
    checks_sessions: bool = True
    """Whether each session is read at its end, and compared with what was said."""


@dataclass(frozen=True, slots=True)
class Told:
    """What k6 has counted."""

    counts: Mapping[str, int]
    millis: Mapping[str, float]
    """Of a request that was answered: med, p(95), p(99), max."""
    wrong: Sequence[str]
    """The first of what was wrong, in words."""
    cpu_seconds: float
    """Of k6."""

    def count(self, name: str) -> int:
        return self.counts.get(name, 0)


def run(crowd: Crowd) -> Told:
    """RuntimeError where k6 is not here, or ends before its time."""
    if not PROGRAM.exists():
        raise RuntimeError("k6 is not here; `make k6` builds it, once")
    with TemporaryDirectory() as folder:
        summary, log = Path(folder, "summary.json"), Path(folder, "log")
        given = {_camel(name): value for name, value in asdict(crowd).items()}
        environment = {
            **os.environ,
            "GIVEN": json.dumps(given),
            "SUMMARY": str(summary),
            # It asks nobody else: no extensions, no report of its use, no port of its own.
            "K6_AUTO_EXTENSION_RESOLUTION": "false",
            "K6_NO_USAGE_REPORT": "true",
        }
        command: list[str | Path] = [PROGRAM, "run", "--quiet", "--address", ""]
        command += ["--log-output", f"file={log}", _SCRIPT]
        before = _cpu_seconds_of_children()
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        used = _cpu_seconds_of_children() - before
        words = log.read_text().splitlines() if log.exists() else []
        wrong = [line for line in words if "wrong: " in line]
        if ended.returncode or not summary.exists():
            raise RuntimeError(f"k6 ended with status {ended.returncode}:\n{ended.stderr[-2000:]}\n{words[-5:]}")
        metrics: dict[str, Any] = json.loads(summary.read_text())
    return Told(
        {name: int(each["values"]["count"]) for name, each in metrics.items() if each["type"] == "counter"},
        metrics["turn_millis"]["values"],
        wrong[:_MAX_WORDS],
        used,
    )


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _cpu_seconds_of_children() -> float:
    """Of those that have ended and been awaited."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
