"""The API with a DynamoDB in this process, as one value for tests."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest
from fastapi.testclient import TestClient
from moto import mock_aws

from flow_core.json import Json
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Item, Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.javascript.engine import JavaScript
from functions.api.app import create_app
from functions.failures.codes import Failure
from functions.ports.observe import Observe
from functions.records import Head, Phase, TurnRecord
from functions.services import Services
from functions.settings import Settings
from functions.wiring.api import build

LOCAL = Settings(
    auth="local",
    threads=True,
    livekit_url="wss://livekit.test",
    livekit_api_key="an-api-key",
    livekit_api_secret="an-api-secret-of-more-than-thirty-two-bytes",
    tools_may_be_private=True,
    numbers="open",
)


class ApiResponse(Protocol):
    """A response of the test client, independent of its HTTP library."""

    @property
    def status_code(self) -> int: ...

    @property
    def text(self) -> str: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    def json(self) -> Any: ...


@dataclass(slots=True)
class Observed:
    """Implements `Observe` and records the calls."""

    requests: list[str] = field(default_factory=list)
    failures: list[BaseException | None] = field(default_factory=list)
    codes: list[Failure] = field(default_factory=list)
    """The code of each failure, in order."""

    def request(self, request_id: str) -> None:
        self.requests.append(request_id)

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
        """Ignore the turn: the tests of the logs cover its line."""

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self.failures.append(error)
        self.codes.append(failure)


@dataclass(frozen=True, slots=True)
class Stack:
    services: Services
    client: TestClient
    observed: Observed
    tables: tuple[type[Item], ...]

    def served(self, **others: object) -> TestClient:
        """Return a client of the same API with some of its services replaced."""
        services = replaced(self.services, **others)
        return TestClient(create_app(services), raise_server_exceptions=False)

    def save(self, flow_id: str, document: Json, organization: str = "demo") -> dict[str, Any]:
        answer = self.client.put(f"/api/flows/{flow_id}", json=document, headers=of(organization))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def publish(self, flow_id: str, document: Json, organization: str = "demo") -> int:
        self.save(flow_id, document, organization)
        answer = self.client.post(f"/api/flows/{flow_id}/publish", headers=of(organization))
        assert answer.status_code == 201, answer.text
        return int(answer.json()["version"])

    def process(self, flow_id: str, room_name: str, *, organization: str = "demo", **fields: Json) -> dict[str, Any]:
        answer = self.client.post(
            f"/api/flows/{flow_id}/process", json={"roomName": room_name, **fields}, headers=of(organization)
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def session(self, session_id: str, organization: str = "demo") -> dict[str, Any]:
        answer = self.client.get(f"/api/flows/sessions/{session_id}", headers=of(organization))
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["session"])

    def stored(self) -> str:
        """Return all items of the tables as text."""
        return "\n".join(
            f"{item.attribute_values} {item.payload()!r}" if item.data or item.packed else f"{item.attribute_values}"
            for table in self.tables
            for item in table.scan()
        )


def replaced(services: Services, **others: object) -> Services:
    """Return the same services, with `others` in place of theirs."""
    made = copy.copy(services)
    vars(made).update(others)
    assert all(getattr(made, name) == other for name, other in others.items())
    return made


def of(organization: str) -> dict[str, str]:
    return {"X-Organization-Id": organization}


def assert_problem(answer: ApiResponse, status: int, field: str | None = None) -> dict[str, Any]:
    """Assert that the response is a problem with this status and, if set, with this field. Return the problem."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]
    problem: dict[str, Any] = answer.json()
    assert set(problem) >= {"type", "title", "status", "detail"}
    assert set(problem) <= {"type", "title", "status", "detail", "problems"}
    assert problem["status"] == status
    assert all(isinstance(problem[name], str) and problem[name] for name in ("type", "title", "detail"))
    if field is not None:
        assert field in [item["field"] for item in problem["problems"]], problem
        assert all(item["message"] for item in problem["problems"])
    return problem


@contextmanager
def stack_on(settings: Settings, observe: Observe | None = None) -> Iterator[Stack]:
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            environment.setenv(name, "testing")
        environment.delenv("AWS_PROFILE", raising=False)
        tables: tuple[type[Item], ...] = (
            DynamoSessions(Table(settings.sessions_table, settings.region), keep_days=1).items,
            DynamoFlows(Table(settings.flows_table, settings.region), keep_days=1).items,
        )
        for table in tables:
            table.create_table(wait=True)
        observed = Observed()
        services = build(settings, observe or observed)
        client = TestClient(create_app(services), raise_server_exceptions=False)
        yield Stack(services, client, observed, tables)
        engine = services.run_turn.engine.javascript
        assert isinstance(engine, JavaScript)
        engine.close()
