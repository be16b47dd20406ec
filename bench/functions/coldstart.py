"""How long a Lambda function takes to start, under Amazon's runtime client, and to answer its first turn."""

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
from bench.functions.stack import TWO_NODES, publish, said_by, services_on, turn_event
from bench.timing import quantile
from local.processes.dynamodb import EmbeddedDynamoDB
from testing.lambda_client import runtime_client
from testing.lambda_runtime import Function

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
    def ahead(self) -> str:
        """How it starts before anybody waits; empty where it does not."""
        return self.environment.get("AWS_LAMBDA_INITIALIZATION_TYPE", "")


def _ahead(kind: str) -> Mapping[str, str]:
    return {"AWS_LAMBDA_INITIALIZATION_TYPE": kind}


BARE, TURN, PROVISIONED, SNAPSHOT, API, UNMODIFIED, SOURCES = (
    "a bare `json` handler",
    "the turn function",
    "the turn function, provisioned: all is loaded ahead",
    "the turn function, woken from a snapshot",
    "the API's function (FastAPI, Mangum)",
    "unmodified FastAPI, Mangum and pynamodb, no byte code",
    "the turn function, no byte code",
)
KINDS = {
    BARE: _Kind("bare.handler"),
    TURN: _Kind(_TURN),
    PROVISIONED: _Kind(_TURN, _ahead("provisioned-concurrency")),
    SNAPSHOT: _Kind(_TURN, _ahead("snap-start")),
    API: _Kind("functions.lambdas.api.handler"),
    f"{API}, woken from a snapshot": _Kind("functions.lambdas.api.handler", _ahead("snap-start")),
    "unmodified FastAPI, Mangum and pynamodb": _Kind("stock.handler"),
    UNMODIFIED: _Kind("stock.handler", compiled=False),
    SOURCES: _Kind(_TURN, compiled=False),
}
# What the turn function loaded before, or would, if it were not for one line each: `also` loads it again.
CUTS = {
    "FastAPI and Mangum: the route's own work needs neither": "fastapi mangum",
    "httpx: flows that call no tool": "httpx httpcore",
    "re2: turns whose schemas have no pattern": "re2",
    "openai: flows that ask no model": "openai",
    "livekit.api: a turn needs no token": "livekit.api",
    "tree-sitter: where flows are saved": "tree_sitter tree_sitter_javascript",
    "anyio: one event at a time needs no threads": "anyio anyio.to_thread",
    "botocore and pynamodb: with the first turn": "pynamodb.models",
    "Powertools: with the first turn": "aws_lambda_powertools aws_lambda_powertools.metrics",
}


@dataclass(slots=True)
class _Times:
    """Milliseconds."""

    init: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    restore: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)

    def best(self, name: str) -> float:
        """The first decile: what the machine can do where nothing else disturbs it."""
        return quantile(getattr(self, name), 0.1)

    def waited(self, kind: _Kind) -> float:
        """From when a caller needs a function that is not there, to the answer."""
        starts = {"": self.init, "snap-start": self.restore}.get(kind.ahead, [0.0] * len(self.first))
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
                said_by(answer)
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
            at_most("package, zipped", made.zip_megabytes, 25, "MB", digits=1),
            Figure("the same of unmodified FastAPI, Mangum and pynamodb", _times(times[UNMODIFIED], bare)),
            Figure("from a restored snapshot to the first question for an event", _ms(times[SNAPSHOT], "restore")),
        ),
        grids=(
            Grid(
                ("ms, first decile", "init", "to bare", "first turn", "a caller waits"),
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
                ("what init would take more with", "ms"),
                [(name, _number(cut[name].best("init") - cut[TURN].best("init"))) for name in _cuts()],
            ),
            Grid(
                ("ms, the least", "processors", "init", "first turn", "woken: first turn", "warm turn, median"), sizes
            ),
        ),
        notes=(
            f"Python {made.version}, awslambdaric under a Runtime API on loopback, {ROUNDS} starts of each in turns; "
            "from the start of the process to its first question for an event. The package is what infra/package "
            "makes; all run with the same one, and with nothing of this machine's own site-packages.",
            "The first turn begins a session: two reads of a flow, one of the session, three writes, and JavaScript. "
            "The embedded store takes its time for each. The bare handler and FastAPI as one "
            "meets it do nothing of that: their first turn is an echo, and three writes.",
            "On demand, the turn function loads with the first turn what only a turn needs; provisioned, and for a "
            "snapshot, all of it in init, for which then nobody waits (docs/decisions/0012). What Lambda itself "
            "takes to make a process, or to restore one, comes on top and cannot be measured here.",
            "Sizes: a cgroup's quota, 20 ms a period. Lambda gives init more than that; here it gets no more.",
        ),
    )


def _cuts() -> dict[str, _Kind]:
    also = {name: _Kind("also.handler", {"ALSO": modules}) for name, modules in CUTS.items()}
    return {
        **also,
        "no byte code in the package": KINDS[SOURCES],
        "all that a turn needs, at once": KINDS[PROVISIONED],
    }


def _in_turns(bench: _Bench, kinds: Mapping[str, _Kind], rounds: int) -> dict[str, _Times]:
    times = {name: _Times() for name in kinds}
    for kind in kinds.values():  # files come into the system's cache
        bench.run(kind, _Times())
    for _ in range(rounds):
        for name, kind in kinds.items():
            bench.run(kind, times[name])
    return times


def _of_size(bench: _Bench, megabytes: int) -> tuple[str, ...]:
    share = f"{megabytes / MEGABYTES_OF_A_PROCESSOR:.2f}"
    with share_of(megabytes) as before:
        if before is None:
            return (f"{megabytes} MB", share, "no cgroups here", "", "", "")
        times, woken = _Times(), _Times()
        for _ in range(SIZE_ROUNDS):
            bench.run(KINDS[TURN], times, before=before, turns=1 + WARM)
            bench.run(KINDS[SNAPSHOT], woken, before=before)
    warm = f"{statistics.median(times.warm):.1f}"
    return (
        f"{megabytes} MB",
        share,
        _number(min(times.init)),
        _number(min(times.first)),
        _number(min(map(sum, zip(woken.restore, woken.first, strict=True)))),
        warm,
    )


def _number(millis: float) -> str:
    return f"{millis:,.0f}"


def _ms(times: _Times, name: str) -> str:
    return f"{times.best(name):.0f} ms"


def _times(times: _Times, bare: float) -> str:
    return f"{times.best('init') / bare:.1f}"
