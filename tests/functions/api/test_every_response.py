"""Every response has a request id, and every error has problem details."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from functions.version import VERSION
from testing.api.documents import SURVEY
from testing.api.stack import Stack, assert_problem


class _Failing:
    """A service of which every call fails."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("the words of a caller")


def test_health_returns_the_version(client: TestClient) -> None:
    answer = client.get("/api/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": VERSION}
    assert answer.headers["x-request-id"]


def test_an_unknown_route_is_a_404_problem(client: TestClient) -> None:
    assert_problem(client.get("/api/nothing"), 404)


def test_a_wrong_method_is_a_405_problem_that_names_the_right_ones(client: TestClient) -> None:
    answer = client.delete("/api/flows")
    assert_problem(answer, 405)
    assert answer.headers["allow"] == "GET"


def test_a_wrong_body_is_a_422_problem(client: TestClient) -> None:
    problem = assert_problem(client.post("/api/flows/any/process", json={}), 422, "roomName")
    assert problem["title"] == "Unprocessable Entity"
    assert "roomName" in problem["detail"]


def test_a_large_body_is_a_413_problem(client: TestClient) -> None:
    assert_problem(client.post("/api/flows/any/process", content=b" " * (64 * 1024 + 1)), 413)


def test_a_crash_is_a_500_problem_without_its_cause(stack: Stack) -> None:
    answer = stack.served(agents=_Failing()).get("/api/agents", headers={"X-Request-Id": "find-me"})
    assert_problem(answer, 500)
    assert answer.headers["x-request-id"] == "find-me"
    assert "words" not in answer.text
    assert isinstance(stack.observed.failures.pop(), RuntimeError)


def test_a_crash_in_a_turn_is_a_500_problem(stack: Stack) -> None:
    stack.publish("crash", SURVEY)
    answer = stack.served(run_turn=_fail).post("/api/flows/crash/process", json={"roomName": "r"})
    assert_problem(answer, 500)
    assert isinstance(stack.observed.failures.pop(), RuntimeError)


def _fail(*_: object) -> None:
    raise RuntimeError("the words of a caller")


def test_a_well_formed_request_id_is_returned_and_logged(stack: Stack) -> None:
    answer = stack.client.get("/api/health", headers={"X-Request-Id": "Root=1-67891233:abc_DEF.9"})
    assert answer.headers.get_list("x-request-id") == ["Root=1-67891233:abc_DEF.9"]
    assert stack.observed.requests[-1] == "Root=1-67891233:abc_DEF.9"


@pytest.mark.parametrize(
    "request_id", ["", " ", "a" * 129, "two words", "<script>", 'a","level":"x', "a\tb", "é".encode("latin-1"), b"\x7f"]
)
def test_a_malicious_request_id_is_replaced(stack: Stack, request_id: str | bytes) -> None:
    answer = stack.client.get("/api/health", headers=[(b"X-Request-Id", _bytes(request_id))])
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])
    assert stack.observed.requests[-1] == answer.headers["x-request-id"]


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def test_two_responses_have_two_ids(client: TestClient) -> None:
    first, second = client.get("/api/health"), client.get("/api/health")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


def test_the_openapi_document_can_be_made(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert "/api/flows/{flowId}/process" in document["paths"]
