"""DynamoDB throttles, fails or hangs. Every turn is answered in time, by a reply or by 503, and no turn is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import httpcore
import pytest
from fastapi.testclient import TestClient

from functions.adapters.dynamodb.connection import ATTEMPTS, MIN_SECONDS
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.javascript.engine import JavaScript
from functions.api.app import create_app
from functions.deadline import NEVER, Deadline
from functions.errors import UnavailableError
from functions.services import Services
from functions.wiring.api import build
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables
from testing.api.documents import SURVEY
from testing.api.stack import LOCAL, Observed, assert_problem, replaced
from testing.fakes.loopback import IN_TIME_SECONDS, Exchange, Loopback
from testing.stage import KEEP_DAYS
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of

Fault = Callable[[Exchange], None]


def _error(status: int, kind: str) -> Fault:
    body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{kind}", "message": "slow down"})
    return lambda exchange: exchange.answer(status, body.encode(), {"Content-Type": "application/x-amz-json-1.0"})


def hangs(exchange: Exchange) -> None:
    exchange.hang()
    exchange.hang_up()


THROTTLED = _error(400, "ProvisionedThroughputExceededException")
BROKEN = _error(500, "InternalServerError")
UNAVAILABLE = _error(503, "ServiceUnavailable")
FAULTS: dict[str, Fault] = {
    "throttled": THROTTLED,
    "throttled again": _error(400, "ThrottlingException"),
    "500": BROKEN,
    "503": UNAVAILABLE,
    "hangs up": lambda exchange: exchange.hang_up(),
    "no JSON": lambda exchange: exchange.answer(502, b"<html>"),
}


@dataclass
class Faulty:
    """A DynamoDB that answers some requests with a fault, and passes the others to a real one."""

    behind: str
    fault: Fault | None = None
    left: int = 0
    """Number of further requests that get the fault."""
    asked: list[str] = field(default_factory=list)

    def answer(self, exchange: Exchange) -> None:
        headers = exchange.received.headers
        self.asked.append(headers.get("x-amz-target", "").rpartition(".")[2])
        if self.fault is not None and self.left > 0:
            self.left -= 1
            self.fault(exchange)
            return
        passed = {name: headers[name] for name in ("x-amz-target", "content-type", "authorization", "x-amz-date")}
        real = httpcore.request("POST", self.behind, headers=list(passed.items()), content=exchange.received.body)
        exchange.answer(real.status, real.content, {"Content-Type": "application/x-amz-json-1.0"})

    def fails(self, fault: Fault, times: int = 10**9) -> None:
        self.fault, self.left = fault, times
        self.asked.clear()

    def heals(self) -> None:
        self.left = 0


@dataclass
class World:
    store: Faulty
    services: Services
    sessions: DynamoSessions

    def client(self, answer_seconds: float = 26.0) -> TestClient:
        run_turn = replace(self.services.run_turn, answer_seconds=answer_seconds)
        return TestClient(create_app(replaced(self.services, run_turn=run_turn)), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def started() -> Iterator[World]:
    with pytest.MonkeyPatch.context() as environment, EmbeddedDynamoDB() as embedded:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "testing")
        environment.delenv("AWS_PROFILE", raising=False)
        store = Faulty(embedded.endpoint)
        with Loopback(store.answer) as server:
            settings = replace(LOCAL, dynamodb_endpoint=server.origin)
            make_tables(settings)
            services = build(settings, Observed())
            client = TestClient(create_app(services))
            assert client.put("/api/flows/survey", json=SURVEY).status_code == 200
            assert client.post("/api/flows/survey/publish").status_code == 201
            table = Table(settings.sessions_table, settings.region, server.origin)
            yield World(store, services, DynamoSessions(table, keep_days=KEEP_DAYS))
        engine = services.run_turn.engine.javascript
        assert isinstance(engine, JavaScript)
        engine.close()


@pytest.fixture
def world(started: World) -> Iterator[World]:
    started.store.heals()
    yield started
    started.store.heals()


@pytest.mark.parametrize("kind", FAULTS)
def test_a_short_fault_is_retried_without_an_error(world: World, kind: str) -> None:
    world.store.fails(FAULTS[kind], times=2)
    assert world.sessions.head(f"nobody {kind}") is None
    assert len(world.store.asked) == 3
    world.store.fails(FAULTS[kind], times=2)
    assert world.sessions.advance(head_of(f"s {kind}"))


@pytest.mark.parametrize("kind", FAULTS)
def test_a_lasting_fault_is_an_error_after_the_last_attempt(world: World, kind: str) -> None:
    world.store.fails(FAULTS[kind])
    for ask in (lambda: world.sessions.head("s"), lambda: world.sessions.advance(head_of("s"))):
        with pytest.raises(UnavailableError) as raised:
            ask()
        assert raised.value.reason == ("throttled" if "throttled" in kind else "unreachable")
        assert raised.value.attempts == ATTEMPTS
    assert len(world.store.asked) == 2 * ATTEMPTS


def test_a_refused_request_is_not_retried(world: World) -> None:
    world.store.fails(_error(400, "ValidationException"))
    with pytest.raises(UnavailableError) as raised:
        world.sessions.head("s")
    assert (raised.value.reason, raised.value.attempts) == ("refused", 1)
    assert raised.value.operation == "GetItem callflow-sessions"
    assert world.store.asked == ["GetItem"]


def test_no_attempt_begins_shortly_before_the_deadline(world: World) -> None:
    world.store.fails(THROTTLED)
    with Deadline.after(MIN_SECONDS - 0.01).as_current(), pytest.raises(UnavailableError) as raised:
        world.sessions.head("s")
    assert (raised.value.reason, raised.value.attempts) == ("no-time", 0)
    assert world.store.asked == []
    with Deadline.after(MIN_SECONDS + 0.01).as_current(), pytest.raises(UnavailableError):
        world.sessions.advance(head_of("s"))
    assert len(world.store.asked) <= 2
    assert Deadline.current() == NEVER


@pytest.mark.parametrize("fault", [THROTTLED, BROKEN, UNAVAILABLE])
def test_faults_are_503_with_retry_after_and_then_the_turn_happens_once(world: World, fault: Fault) -> None:
    """The caller repeats the request as `Retry-After` says. The test leaves out the pauses."""
    client, room = world.client(), f"room-{id(fault)}"

    def turn(turn_id: str, said: str | None) -> dict[str, object]:
        world.store.fails(fault)
        body = {"roomName": room, "turnId": turn_id, "userInput": said}
        for _ in range(5):
            answer = client.post("/api/flows/survey/process", json=body)
            assert_problem(answer, 503)
            assert answer.headers["retry-after"] == "1"
        # The fault ends in the middle of an operation of the turn.
        world.store.fails(fault, times=2)
        answer = client.post("/api/flows/survey/process", json=body)
        assert answer.status_code == 200
        return dict(answer.json())

    first = turn("t-1", None)
    second = turn("t-2", "Ann")
    assert first["status"] == second["status"] == "waiting"
    session = client.get(f"/api/flows/sessions/{first['sessionId']}").json()["session"]
    assert [each["turnId"] for each in session["turns"]] == ["t-1", "t-2"]


@pytest.mark.parametrize("healthy", [0, 1, 2])
def test_a_request_to_a_store_that_hangs_is_abandoned_before_the_deadline(world: World, healthy: int) -> None:
    """`healthy` is the number of the turn's requests that are answered before the store hangs."""
    client, room = world.client(answer_seconds=3.0), f"hanging-{healthy}"
    body = {"roomName": room, "turnId": "t-1"}
    assert client.post("/api/flows/survey/process", json=body).status_code == 200
    count = [healthy]

    def hangs_later(exchange: Exchange) -> None:
        count[0] -= 1
        if count[0] < 0:
            hangs(exchange)
        else:
            world.store.left = 0
            world.store.answer(exchange)
            world.store.left = 10**9

    world.store.fails(hangs_later)
    began = time.monotonic()
    answer = client.post("/api/flows/survey/process", json={**body, "turnId": "t-2", "userInput": "Ann"})
    took = time.monotonic() - began
    assert_problem(answer, 503)
    assert took < IN_TIME_SECONDS
    world.store.heals()
    answer = client.post("/api/flows/survey/process", json={**body, "turnId": "t-2", "userInput": "Ann"})
    assert answer.json()["response"]
