"""What a streamed response adds to a turn of the turn function, with Amazon's runtime client."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import count
from typing import Any

from bench.figures import Figure, Grid, Part, at_most
from bench.functions.lambda_package import package
from bench.functions.stack import TWO_NODES, publish, reply_of, services_on, turn_event
from bench.timing import quantile
from functions.lambdas.streamed import STAGE_VARIABLE, STREAM
from local.processes.dynamodb import EmbeddedDynamoDB
from testing.aws_lambda.client import runtime_client
from testing.aws_lambda.runtime_api import Function

ROUNDS = 5
"""Starts of each kind."""
WARM = 400
"""Warm turns of each kind, in all processes together."""

_WHOLE, _STREAMED = "sent whole", "streamed"
_STAGES: Mapping[str, Mapping[str, str] | None] = {_WHOLE: None, _STREAMED: {STAGE_VARIABLE: STREAM}}
_STARTS = {"on demand": "on-demand", "restored from a snapshot": "snap-start"}
_rooms = count()


def measure() -> Part:
    starts: dict[tuple[str, str], list[float]] = {(start, stage): [] for start in _STARTS for stage in _STAGES}
    warm: dict[str, list[float]] = {stage: [] for stage in _STAGES}
    with ExitStack() as stack:
        made = stack.enter_context(package())
        endpoint = stack.enter_context(EmbeddedDynamoDB()).endpoint
        publish(services_on(endpoint))
        path = [str(made.compiled), str(runtime_client(made.python))]
        for _ in range(ROUNDS):
            for (start, stage), waits in starts.items():
                environment = {
                    "CALLFLOW_DYNAMODB_ENDPOINT": endpoint,
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "AWS_LAMBDA_INITIALIZATION_TYPE": _STARTS[start],
                }
                with Function("functions.lambdas.turn.handler", path, environment, python=made.python) as function:
                    first = _turn(function, stage, f"first-{next(_rooms)}", 0)
                    waits.append(first + (function.restore_millis or function.init_millis))
                    _alternately(function, warm)
    return _part(starts, warm)


def _alternately(function: Function, warm: Mapping[str, list[float]]) -> None:
    rooms = {stage: f"warm-{next(_rooms)}" for stage in _STAGES}
    for number in range(WARM // ROUNDS // len(_STARTS) // len(_STAGES)):
        for stage, times in warm.items():
            times.append(_turn(function, stage, rooms[stage], number))


def _turn(function: Function, stage: str, room: str, number: int) -> float:
    event: dict[str, Any] = {**turn_event(TWO_NODES, room, f"{number:032d}"), "stageVariables": _STAGES[stage]}
    answer, millis = function.call(event)
    reply_of(answer)
    return millis


def _part(starts: Mapping[tuple[str, str], list[float]], warm: Mapping[str, list[float]]) -> Part:
    def best(times: list[float]) -> float:
        return quantile(times, 0.1)

    added = best(warm[_STREAMED]) - best(warm[_WHOLE])
    return Part(
        "streaming",
        "A streamed response of the turn function",
        figures=(
            at_most("a warm turn, streamed to whole", best(warm[_STREAMED]) / best(warm[_WHOLE]), 1.1, digits=2),
            Figure("added to a warm turn", f"{added:.2f} ms"),
        ),
        grids=(
            Grid(
                ("ms; first: minimum, warm: first decile", *_STAGES),
                [
                    *(
                        (f"first, {start}", *(f"{min(starts[start, stage]):.0f}" for stage in _STAGES))
                        for start in _STARTS
                    ),
                    ("warm", *(f"{best(warm[stage]):.2f}" for stage in _STAGES)),
                    ("warm, median", *(f"{statistics.median(warm[stage]):.2f}" for stage in _STAGES)),
                ],
            ),
        ),
        notes=(
            f"{ROUNDS} starts of each, alternately; warm turns of both alternate in one process. The response has one "
            "part, as a turn without a model has: the figure is the cost of the connection and the format alone. "
            "The Runtime API on loopback takes a thread for each connection, which counts against the streamed one.",
        ),
    )
