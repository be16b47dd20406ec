"""What a streamed response adds to a turn of the turn function, with Amazon's runtime client."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import count
from typing import Any

from bench.figures import Figure, Grid, Part, at_most
from bench.functions.lambda_package import package
from bench.functions.stack import ORGANIZATION, TWO_NODES, publish, reply_of, services_on, turn_event
from bench.timing import quantile
from flow_core.json import Json
from functions.lambdas.streamed import STAGE_VARIABLE, STREAM
from functions.services import Services
from local.processes.dynamodb import EmbeddedDynamoDB
from testing.aws_lambda.client import runtime_client
from testing.aws_lambda.runtime_api import Function
from testing.fakes.loopback import Loopback
from testing.models.openai_stream import FIRST_SECONDS, TOKEN_SECONDS, TOKENS, scripted

ROUNDS = 5
"""Starts of each kind."""
WARM = 400
"""Warm turns of each kind, in all processes together."""
MODEL_TURNS = 8

_WHOLE, _STREAMED = "sent whole", "streamed"
_STAGES: Mapping[str, Mapping[str, str] | None] = {_WHOLE: None, _STREAMED: {STAGE_VARIABLE: STREAM}}
_STARTS = {"on demand": "on-demand", "restored from a snapshot": "snap-start"}
_TALK = "talk"
_rooms = count()


def measure() -> Part:
    starts: dict[tuple[str, str], list[float]] = {(start, stage): [] for start in _STARTS for stage in _STAGES}
    warm: dict[str, list[float]] = {stage: [] for stage in _STAGES}
    words: dict[str, list[float]] = {stage: [] for stage in _STAGES}
    with ExitStack() as stack:
        made = stack.enter_context(package())
        endpoint = stack.enter_context(EmbeddedDynamoDB()).endpoint
        services = services_on(endpoint)
        publish(services)
        _publish_talk(services)
        model = stack.enter_context(Loopback(scripted()))
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
        environment = {
            "CALLFLOW_DYNAMODB_ENDPOINT": endpoint,
            "CALLFLOW_MODEL": "local/m",
            "CALLFLOW_MODEL_PROVIDERS": json.dumps({"local": {"baseUrl": f"{model.origin}/v1"}}),
        }
        with Function("functions.lambdas.turn.handler", path, environment, python=made.python) as function:
            _first_words(function, words)
    return _part(starts, warm, words)


def _publish_talk(services: Services) -> None:
    """Publish a flow whose turns ask a model."""
    services.flows.save_draft(ORGANIZATION, _TALK, _TALK, _talk(), services.now())
    draft = services.flows.draft(ORGANIZATION, _TALK)
    if draft is None:
        raise RuntimeError(f"the draft of {_TALK} is missing")
    services.flows.publish(ORGANIZATION, draft, _TALK, services.now())


def _talk() -> dict[str, Json]:
    return {
        "name": _TALK,
        "onFailure": "end",
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "llm", "type": "llm", "data": {"instructions": "Help.", "until": "false"}},
            {"id": "end", "type": "end"},
        ],
        "edges": [{"id": "1", "source": "start", "target": "llm"}, {"id": "2", "source": "llm", "target": "end"}],
    }


def _first_words(function: Function, words: Mapping[str, list[float]]) -> None:
    """Measure the milliseconds to the first words of a model's reply: of a stream, and of a response sent whole."""
    for number in range(MODEL_TURNS + 1):
        event = turn_event(_TALK, f"talk-{number}", f"{number:032d}")
        _, whole = function.call(event)
        event = turn_event(_TALK, f"streamed-{number}", f"{number:032d}")
        event["headers"] = {**event["headers"], "Accept": "text/event-stream"}
        event["multiValueHeaders"] = None
        began = time.perf_counter()
        with function.streaming({**event, "stageVariables": _STAGES[_STREAMED]}) as arriving:
            while b"event: text" not in (arriving.part() or b"event: text"):
                continue
            first = (time.perf_counter() - began) * 1000
            arriving.rest()
        if number:  # the first turn loads the modules of a model
            words[_WHOLE].append(whole)
            words[_STREAMED].append(first)


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


def _part(
    starts: Mapping[tuple[str, str], list[float]], warm: Mapping[str, list[float]], words: Mapping[str, list[float]]
) -> Part:
    def best(times: list[float]) -> float:
        return quantile(times, 0.1)

    first, whole = (statistics.median(words[stage]) for stage in (_STREAMED, _WHOLE))
    added = best(warm[_STREAMED]) - best(warm[_WHOLE])
    return Part(
        "streaming",
        "A streamed response of the turn function",
        figures=(
            at_most("a warm turn, streamed to whole", best(warm[_STREAMED]) / best(warm[_WHOLE]), 1.1, digits=2),
            at_most("first words of a model's reply, streamed to whole", first / whole, 0.35, digits=2),
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
                    ("first words of a model, median", f"{whole:.0f}", f"{first:.0f}"),
                    ("warm, median", *(f"{statistics.median(warm[stage]):.2f}" for stage in _STAGES)),
                ],
            ),
        ),
        notes=(
            f"{ROUNDS} starts of each, alternately; warm turns of both alternate in one process. The response has one "
            "part, as a turn without a model has: the figure is the cost of the connection and the format alone. "
            "The Runtime API on loopback takes a thread for each connection, which counts against the streamed one.",
            f"The model writes {TOKENS} tokens, one each {TOKEN_SECONDS * 1000:.0f} ms after "
            f"{FIRST_SECONDS * 1000:.0f} ms; its first words are a sentence.",
        ),
    )
