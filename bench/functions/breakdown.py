"""The time of the parts of a `process` call. The call is timed at the ports, which are replaceable."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeVar

from bench.functions.stack import TWO_NODES, Handler, reply_of, services_on, turn_event
from flow_core.json import Variables
from flow_core.state import Status
from functions.api.app import create_app
from functions.failures.codes import Failure
from functions.lambdas.gateway import behind_gateway
from functions.ports.javascript import JavaScriptEngine, Limits, Ran
from functions.ports.observe import Observe
from functions.ports.sessions import SessionPage, Sessions, VersionCounts
from functions.ports.turn_pages import TurnPage
from functions.records import Head, Phase, TurnRecord, head_json, head_type, turn_json
from functions.services import Services
from testing.api.stack import replaced

CALLS = 600

Result = TypeVar("Result")


@dataclass
class _Watch:
    """Microseconds of the current call, by part."""

    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    last: dict[str, Any] = field(default_factory=dict)
    """The head and the turn record of the last write."""

    def time(self, part: str, work: Callable[[], Result]) -> Result:
        began = time.perf_counter()
        try:
            return work()
        finally:
            self.spent[part] += (time.perf_counter() - began) * 1e6


class _Sessions:
    def __init__(self, inner: Sessions, watch: _Watch) -> None:
        self._inner = inner
        self._watch = watch

    def head(self, session_id: str) -> Head | None:
        return self._watch.time("store", lambda: self._inner.head(session_id))

    def advance(self, head: Head) -> bool:
        self._watch.last["head"] = head
        return self._watch.time("store", lambda: self._inner.advance(head))

    def is_erased(self, session_id: str) -> bool:
        return self._inner.is_erased(session_id)

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        self._watch.last["record"] = record
        return self._watch.time("store", lambda: self._inner.propose(head, record, instead_of=instead_of))

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        return self._inner.turn(session_id, turn_id)

    def turns_after(self, head: Head, number: int) -> TurnPage:
        return self._inner.turns_after(head, number)

    def turn_at(self, head: Head, number: int) -> str:
        return self._inner.turn_at(head, number)

    def in_room(self, room_name: str) -> list[str]:
        return self._inner.in_room(room_name)

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        return self._inner.of_flow(organization_id, flow_id, status=status, cursor=cursor, limit=limit)

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        return self._inner.count_by_version(organization_id, flow_id)


class _JavaScript:
    def __init__(self, inner: JavaScriptEngine, watch: _Watch) -> None:
        self._inner = inner
        self._watch = watch

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        return self._watch.time("javascript", lambda: self._inner.evaluate(expression, variables, at, seed, limits))


class _Observe:
    def __init__(self, inner: Observe, watch: _Watch) -> None:
        self._inner = inner
        self._watch = watch

    def request(self, request_id: str) -> None:
        self._watch.time("log", lambda: self._inner.request(request_id))

    def turn(
        self,
        head: Head,
        record: TurnRecord | None,
        *,
        turn_id: str,
        millis: float,
        timings: Mapping[Phase, float],
        again: bool,
    ) -> None:
        def log() -> None:
            self._inner.turn(head, record, turn_id=turn_id, millis=millis, timings=timings, again=again)

        self._watch.time("log", log)

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self._inner.failed(failure, error, **known)


def _watched(services: Services, watch: _Watch) -> Services:
    engine = services.run_turn.engine

    async def off_loop(work: Callable[[], Result]) -> Result:
        return watch.time("turn", work)

    return replaced(
        services,
        off_loop=off_loop,
        observe=_Observe(services.observe, watch),
        run_turn=replace(
            services.run_turn,
            sessions=_Sessions(services.sessions, watch),
            engine=replace(engine, javascript=_JavaScript(engine.javascript, watch)),
        ),
    )


def breakdown(endpoint: str, room: str, bare: Callable[[], object]) -> list[tuple[str, str, str]]:
    """Time the parts of a call.

    Args:
        endpoint: The address of DynamoDB.
        room: The room of the session.
        bare: The call's DynamoDB calls by boto3, which alternate with the call.

    Returns:
        Rows of part, µs and share.
    """
    watch = _Watch()
    handler: Handler = behind_gateway(create_app(_watched(services_on(endpoint), watch)))
    numbers = count()
    spent: dict[str, list[float]] = defaultdict(list)
    for number in range(CALLS + 50):
        watch.spent.clear()
        event = turn_event(TWO_NODES, room, f"{next(numbers) + 10**9:032d}")
        answer = watch.time("all", lambda event=event: handler(event, None))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        reply_of(answer)
        watch.time("bare", bare)
        if number >= 50:
            for part, micros in watch.spent.items():
                spent[part].append(micros)
    of = {part: statistics.median(times) for part, times in spent.items()}
    json = _json(watch.last["head"], watch.last["record"])
    parts = {
        "DynamoDB calls, bare by boto3": of["bare"],
        "the same calls by pynamodb within the turn, minus bare": of["store"] - of["bare"] - json,
        "head and turn to JSON, head from JSON (pydantic)": json,
        "JavaScript, two expressions": of["javascript"],
        "step, record, reply": of["turn"] - of["store"] - of["javascript"],
        "Mangum, FastAPI, auth, the request's model": of["all"] - of["turn"] - of["log"],
        "log line and metrics": of["log"],
    }
    rows = [(part, f"{micros:,.0f}", f"{micros / of['all']:.0%}") for part, micros in parts.items()]
    return [*rows, ("total", f"{of['all']:,.0f}", "100%")]


def _json(head: Head, record: TurnRecord) -> float:
    """Return the microseconds in which a turn reads and writes its JSON."""
    stored = head_json(head)

    def work() -> None:
        head_type().validate_json(stored)
        head_json(head)
        turn_json(record)

    watch = _Watch()
    times = []
    for _ in range(500):
        watch.spent.clear()
        watch.time("json", work)
        times.append(watch.spent["json"])
    return statistics.median(times)
