"""The start and the first turn of a Lambda function, with Amazon's runtime client."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.figures import Figure, Grid, Part, at_most
from bench.functions.lambda_package import HANDLERS, Package, package
from bench.functions.processor_share import MEGABYTES_OF_A_PROCESSOR, share_of
from bench.functions.stack import TWO_NODES, publish, reply_of, services_on, turn_event
from bench.timing import quantile
from local.processes.dynamodb import EmbeddedDynamoDB
from testing.aws_lambda.client import runtime_client
from testing.aws_lambda.runtime_api import Function

ROUNDS = 11
SIZES = (512, 1024, MEGABYTES_OF_A_PROCESSOR)
SIZE_ROUNDS = 3
WARM = 20

_TURN = "functions.lambdas.turn.handler"
_rooms = count()


@dataclass(frozen=True, slots=True)
class _Kind:
    handler: str
    environment: Mapping[str, str] = field(default_factory=dict)
    compiled: bool = True

    @property
    def initialization(self) -> str:
        """The type of an initialization before the first request, or an empty string on demand."""
        return self.environment.get("AWS_LAMBDA_INITIALIZATION_TYPE", "")


def _initialized(kind: str) -> Mapping[str, str]:
    return {"AWS_LAMBDA_INITIALIZATION_TYPE": kind}


BARE, TURN, PROVISIONED, SNAPSHOT, API, UNMODIFIED, SOURCES = (
    "a bare `json` handler",
    "the turn function",
    "the turn function, provisioned: init loads all modules",
    "the turn function, restored from a snapshot",
    "the API's function (FastAPI, Mangum)",
    "unmodified FastAPI, Mangum and pynamodb, no byte code",
    "the turn function, no byte code",
)
KINDS = {
    BARE: _Kind("bare.handler"),
    TURN: _Kind(_TURN),
    PROVISIONED: _Kind(_TURN, _initialized("provisioned-concurrency")),
    SNAPSHOT: _Kind(_TURN, _initialized("snap-start")),
    API: _Kind("functions.lambdas.api.handler"),
    f"{API}, restored from a snapshot": _Kind("functions.lambdas.api.handler", _initialized("snap-start")),
    "unmodified FastAPI, Mangum and pynamodb": _Kind("stock.handler"),
    UNMODIFIED: _Kind("stock.handler", compiled=False),
    SOURCES: _Kind(_TURN, compiled=False),
}
# Modules that the turn function does not load in init. handlers/more_libraries.py loads them.
CUTS = {
    "FastAPI and Mangum: a turn needs neither": "fastapi mangum",
    "httpx: only tools need it": "httpx httpcore",
    "re2: only schemas with a pattern need it": "re2",
    "openai: only models need it": "openai",
    "livekit.api: a turn needs no token": "livekit.api",
    "tree-sitter: only the saving of flows needs it": "tree_sitter tree_sitter_javascript",
    "anyio: one event at a time needs no threads": "anyio anyio.to_thread",
    "botocore and pynamodb: loaded with the first turn": "pynamodb.models",
    "Powertools: loaded with the first turn": "aws_lambda_powertools aws_lambda_powertools.metrics",
}


@dataclass(slots=True)
class _Times:
    """The milliseconds of each start of a function."""

    init: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    restore: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)

    def best(self, name: str) -> float:
        """Return the first decile: the time without disturbance by other work."""
        return quantile(getattr(self, name), 0.1)

    def waited(self, kind: _Kind) -> float:
        """Return a caller's wait for the reply if no function is running."""
        starts = {"": self.init, "snap-start": self.restore}.get(kind.initialization, [0.0] * len(self.first))
        return quantile([start + first for start, first in zip(starts, self.first, strict=True)], 0.1)


@dataclass(frozen=True, slots=True)
class _Bench:
    package: Package
    client: Path
    endpoint: str

    def run(self, kind: _Kind, times: _Times, *, before: Sequence[str] = (), turns: int = 1) -> None:
        folder = self.package.compiled if kind.compiled else self.package.uncompiled
        environment = {
            "CALLFLOW_DYNAMODB_ENDPOINT": self.endpoint,
            "PYTHONDONTWRITEBYTECODE": "1",
            **kind.environment,
        }
        path = [str(folder), str(self.client), str(HANDLERS)]
        with Function(kind.handler, path, environment, python=self.package.python, before=before) as function:
            times.init.append(function.init_millis)
            times.restore.append(function.restore_millis)
            room = f"cold-{next(_rooms)}"
            for number in range(turns):
                answer, millis = function.call(turn_event(TWO_NODES, room, f"{number:032d}"))
                reply_of(answer)
                (times.warm if number else times.first).append(millis)


def measure() -> Part:
    with ExitStack() as stack:
        made = stack.enter_context(package())
        endpoint = stack.enter_context(EmbeddedDynamoDB()).endpoint
        publish(services_on(endpoint))
        bench = _Bench(made, runtime_client(made.python), endpoint)
        times = _in_turns(bench, KINDS, ROUNDS)
        cut = _in_turns(bench, {BARE: KINDS[BARE], TURN: KINDS[TURN], **_cuts()}, ROUNDS)
        sizes = [_of_size(bench, megabytes) for megabytes in SIZES]
    bare = times[BARE].best("init")
    return Part(
        "coldstart",
        "Cold start",
        figures=(
            at_most("init of the turn function to a bare handler's", times[TURN].best("init") / bare, 5, digits=2),
            at_most("package, zipped", made.zip_megabytes, 28, "MB", digits=1),
            Figure("the same ratio of unmodified FastAPI, Mangum and pynamodb", _times(times[UNMODIFIED], bare)),
            Figure("from a restored snapshot to the first request for an event", _ms(times[SNAPSHOT], "restore")),
        ),
        grids=(
            Grid(
                ("ms, first decile", "init", "to bare", "first turn", "wait of a caller"),
                [
                    (
                        name,
                        _number(t.best("init")),
                        _times(t, bare),
                        _number(t.best("first")),
                        _number(t.waited(KINDS[name])),
                    )
                    for name, t in times.items()
                ],
            ),
            Grid(
                ("additional time of init with", "ms"),
                [(name, _number(cut[name].best("init") - cut[TURN].best("init"))) for name in _cuts()],
            ),
            Grid(
                ("ms, minimum", "processors", "init", "first turn", "restored: first turn", "warm turn, median"), sizes
            ),
        ),
        notes=(
            f"Python {made.version} with awslambdaric and a Runtime API on loopback, {ROUNDS} starts of each function, "
            "alternately. Init lasts from the start of the process to its first request for an event. infra/package "
            "makes the package. All functions use this package and none of this machine's site-packages.",
            "The first turn begins a session: two reads of a flow, one of the session, three writes, and JavaScript. "
            "The embedded store takes time for each. The bare handler and unmodified FastAPI do none of this: their "
            "first turns are an echo, and three writes.",
            "On demand, the turn function loads the modules of a turn with the first turn. Provisioned or for a "
            "snapshot, it loads them in init, while no caller waits (docs/decisions/0012). Lambda's own time to make "
            "or restore a process is additional and cannot be measured here.",
            "Sizes are quotas of a cgroup with a period of 20 ms. Lambda gives init a larger quota; this benchmark "
            "does not.",
        ),
    )


def _cuts() -> dict[str, _Kind]:
    also = {name: _Kind("more_libraries.handler", {"ALSO": modules}) for name, modules in CUTS.items()}
    return {
        **also,
        "no byte code in the package": KINDS[SOURCES],
        "all modules that a turn needs": KINDS[PROVISIONED],
    }


def _in_turns(bench: _Bench, kinds: Mapping[str, _Kind], rounds: int) -> dict[str, _Times]:
    times = {name: _Times() for name in kinds}
    for kind in kinds.values():  # fills the system's file cache
        bench.run(kind, _Times())
    for _ in range(rounds):
        for name, kind in kinds.items():
            bench.run(kind, times[name])
    return times


def _of_size(bench: _Bench, megabytes: int) -> tuple[str, ...]:
    share = f"{megabytes / MEGABYTES_OF_A_PROCESSOR:.2f}"
    with share_of(megabytes) as before:
        if before is None:
            return (f"{megabytes} MB", share, "no cgroups", "", "", "")
        times, restored = _Times(), _Times()
        for _ in range(SIZE_ROUNDS):
            bench.run(KINDS[TURN], times, before=before, turns=1 + WARM)
            bench.run(KINDS[SNAPSHOT], restored, before=before)
    warm = f"{statistics.median(times.warm):.1f}"
    return (
        f"{megabytes} MB",
        share,
        _number(min(times.init)),
        _number(min(times.first)),
        _number(min(map(sum, zip(restored.restore, restored.first, strict=True)))),
        warm,
    )


def _number(millis: float) -> str:
    return f"{millis:,.0f}"


def _ms(times: _Times, name: str) -> str:
    return f"{times.best(name):.0f} ms"


def _times(times: _Times, bare: float) -> str:
    return f"{times.best('init') / bare:.1f}"
