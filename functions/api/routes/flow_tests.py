"""Tests of a flow: stored beside it, made from a session, and run in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import JsonValue, ValidationError
from pydantic_core import to_json

from flow_core.json import Json
from flow_core.timestamp import iso
from functions.api.flow_to_try import flow_to_try
from functions.api.http.dependencies import Cursor, FlowId, Limit, NewTestId, Organization, ServicesDep, TestId
from functions.api.http.ids import ID_RULE, is_valid_id
from functions.api.http.problems import conflict, invalid_field, not_found, too_large
from functions.api.http.request_body import LargeJson
from functions.api.limits import require_rate
from functions.api.routes.audit import AuditDep
from functions.api.schemas.documented_as import DocumentedAs
from functions.api.schemas.requests.flow_tests import FromSessionBody, RunTestsBody
from functions.api.schemas.responses import flow_tests as responses
from functions.api.schemas.session_response import turn_trace
from functions.api.simulated_tests import simulated
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.expectations import Failure
from functions.flow_tests.from_session import written_test
from functions.flow_tests.run import Result, RunTests
from functions.history.conversation import every_turn
from functions.ports.flows import StoredTest
from functions.services import Services

router = APIRouter(route_class=LargeJson)

MAX_TESTS = 1000
"""Tests that a flow may have."""
MAX_TEST_BYTES = 256 * 1024
"""Bytes of a test as JSON."""
MAX_RUNS_A_MINUTE = 240
"""Runs that an organization may ask for in a minute."""
_MAX_TRACES = 4_000_000
"""Bytes of traces in a response. Lambda sends at most 6 MB."""
_MAX_FAILURE = 4000
"""Characters of a value in a failure, as JSON."""
_RESERVED = frozenset({"run", "from-session"})
"""Paths of other routes, so no test has such an id."""
_TRIED_IDS = 50
"""Ids that are tried for a test of a session that has tests already."""

Written = Annotated[dict[str, JsonValue], DocumentedAs(responses.StoredFlowTest)]
"""A stored test."""


@router.put("/api/flows/{flowId}/tests/{testId}")
def put_flow_test(
    flow_id: FlowId,
    test_id: NewTestId,
    body: FlowTest,
    organization: Organization,
    services: ServicesDep,
    audit: AuditDep,
) -> Written:
    """Create or replace a test of a flow. The flow must exist."""
    _require_test_id("testId", test_id)
    _require_flow(services, organization, flow_id)
    written = body.written()
    existing = None if body.from_session is not None else services.flow_tests.get(organization, flow_id, test_id)
    if existing is not None and isinstance(existing.written, dict) and "fromSession" in existing.written:
        # An edited test still holds words of the caller.
        written["fromSession"] = existing.written["fromSession"]
    saved = _put(services, organization, flow_id, test_id, written)
    audit.record("test.saved", flow_id, testId=test_id)
    return saved


@router.get("/api/flows/{flowId}/tests/{testId}")
def get_flow_test(flow_id: FlowId, test_id: TestId, organization: Organization, services: ServicesDep) -> Written:
    """Read a test of a flow."""
    _require_flow(services, organization, flow_id)
    stored = services.flow_tests.get(organization, flow_id, test_id)
    if stored is None:
        raise not_found(f"test {test_id} of the flow {flow_id}")
    return _shown(stored)


@router.delete("/api/flows/{flowId}/tests/{testId}", status_code=204)
def delete_flow_test(
    flow_id: FlowId, test_id: TestId, organization: Organization, services: ServicesDep, audit: AuditDep
) -> Response:
    """Delete a test of a flow."""
    _require_flow(services, organization, flow_id)
    if services.flow_tests.get(organization, flow_id, test_id) is not None:
        audit.record("test.deleted", flow_id, testId=test_id)
    if not services.flow_tests.delete(organization, flow_id, test_id):
        raise not_found(f"test {test_id} of the flow {flow_id}")
    return Response(status_code=204)


@router.get("/api/flows/{flowId}/tests", response_model=responses.FlowTestList)
def list_flow_tests(
    flow_id: FlowId, organization: Organization, services: ServicesDep, cursor: Cursor = None, limit: Limit = 50
) -> dict[str, Any]:
    """List the tests of a flow by id."""
    _require_flow(services, organization, flow_id)
    page = services.flow_tests.page(organization, flow_id, cursor=cursor, limit=limit)
    return {"tests": [_shown(stored) for stored in page.tests], "cursor": page.cursor}


@router.post("/api/flows/{flowId}/tests/from-session", status_code=201)
def make_flow_test(
    flow_id: FlowId, body: FromSessionBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> Written:
    """Make a test of a recorded session. The answers of its tools and models become its mocks."""
    _require_flow(services, organization, flow_id)
    if body.test_id is not None:
        _require_test_id("testId", body.test_id)
    head = services.sessions.head(body.session_id) if is_valid_id(body.session_id) else None
    if head is None or (head.organization_id, head.flow_id) != (organization, flow_id):
        raise not_found(f"session {body.session_id} of the flow {flow_id}")
    audit.read_transcript(head.session_id)
    definition = services.flows.definition(organization, flow_id, head.pin)
    name = body.name or f"Call of {iso(head.created_at)[:16].replace('T', ' ')}"
    turns = every_turn(services.sessions, head)
    written = written_test(name, head.state.session, turns, None if definition is None else definition.written)
    if isinstance(written, str):
        raise invalid_field("sessionId", f"the session {written}; choose another one")
    try:
        test = FlowTest.model_validate({**written, "fromSession": head.session_id})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = f"the session cannot become a test: {where}: {first['msg']}; choose another one"
        raise invalid_field("sessionId", problem) from error
    test_id = _free_id(services, organization, flow_id, body)
    saved = _put(services, organization, flow_id, test_id, test.written(), field="sessionId")
    audit.record("test.saved", flow_id, testId=test_id, sessionId=head.session_id)
    return saved


@router.post("/api/flows/{flowId}/tests/run")
def run_flow_tests(
    flow_id: FlowId,
    organization: Organization,
    services: ServicesDep,
    body: RunTestsBody | None = None,
) -> responses.TestRun:
    """Run tests of a flow in memory, where nothing outside is asked; or with `simulate` their simulated callers."""
    body = body or RunTestsBody()
    if body.simulate is not None:
        return simulated(services, organization, flow_id, body, body.simulate)
    if body.definition is not None and body.version != "draft":
        raise invalid_field("version", "cannot be combined with definition; send one of the two")
    flow = flow_to_try(services, organization, flow_id, body.version, body.definition).flow
    did = f"asked for {MAX_RUNS_A_MINUTE} runs of tests"
    require_rate(services, organization, "test-run", limit=MAX_RUNS_A_MINUTE, did=did)
    transfers = services.organizations.settings(organization).transfers
    run = RunTests(flow, services.run_turn.engine.javascript, organization, services.now(), transfers)
    names: dict[str, str] = {}

    def tests() -> Iterator[tuple[str, FlowTest]]:
        for stored in _chosen(services, organization, flow_id, body.tests):
            test = FlowTest.model_validate(stored.written)
            names[stored.test_id] = test.name
            yield stored.test_id, test

    results: list[responses.TestResult] = []
    room = _MAX_TRACES
    for result in run(tests()):
        shown, room = _result(result, names[result.test_id], room)
        results.append(shown)
    passed = sum(result["passed"] for result in results)
    coverage = run.coverage
    return {
        "passed": passed,
        "failed": len(results) - passed,
        "results": results,
        "coverage": {"nodes": coverage.nodes, "exits": coverage.exits, "missed": coverage.missed},
    }


def _require_flow(services: Services, organization: str, flow_id: str) -> None:
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")


def _require_test_id(field: str, test_id: str) -> None:
    if not is_valid_id(test_id):
        raise invalid_field(field, ID_RULE)
    if test_id in _RESERVED:
        raise invalid_field(field, f"{test_id} is reserved by the API; choose another")


def _put(
    services: Services,
    organization: str,
    flow_id: str,
    test_id: str,
    written: dict[str, JsonValue],
    field: str | None = None,
) -> dict[str, JsonValue]:
    """Store a test. `field` is the one to name if the test is too large; None for a request that is the test."""
    size = len(json.dumps(written, ensure_ascii=False).encode())
    if size > MAX_TEST_BYTES:
        if field is None:
            raise too_large(MAX_TEST_BYTES)
        limit = f"{MAX_TEST_BYTES // 1024} KiB are possible"
        raise invalid_field(field, f"its test would have {size:,} bytes, and at most {limit}; choose another")
    stored = StoredTest(test_id, services.now(), written)
    if not services.flow_tests.put(organization, flow_id, stored, limit=MAX_TESTS):
        raise conflict(f"The flow {flow_id} has {MAX_TESTS} tests, as many as it may have. Delete one first.")
    return _shown(stored)


def _free_id(services: Services, organization: str, flow_id: str, body: FromSessionBody) -> str:
    """Return the id of the new test: it replaces none."""
    if body.test_id is not None:
        wanted = [body.test_id]
    else:
        wanted = [body.session_id, *(f"{body.session_id}-{number}" for number in range(2, _TRIED_IDS))]
    for test_id in wanted:
        if services.flow_tests.get(organization, flow_id, test_id) is None:
            return test_id
    raise conflict(f"The flow {flow_id} has a test {wanted[0]} already. Choose another testId, or delete that test.")


def _chosen(services: Services, organization: str, flow_id: str, ids: list[str] | None) -> Iterator[StoredTest]:
    """Read the tests to run. Raise `ProblemError` (404) for one that does not exist, before any runs."""
    if ids is not None:
        found = [services.flow_tests.get(organization, flow_id, test_id) for test_id in dict.fromkeys(ids)]
        for test_id, stored in zip(dict.fromkeys(ids), found, strict=True):
            if stored is None:
                raise not_found(f"test {test_id} of the flow {flow_id}")
        yield from (stored for stored in found if stored is not None)
        return
    cursor: str | None = None
    while True:
        page = services.flow_tests.page(organization, flow_id, cursor=cursor, limit=100)
        yield from page.tests
        cursor = page.cursor
        if cursor is None:
            return


def _result(result: Result, name: str, room: int) -> tuple[responses.TestResult, int]:
    """Show a result, with its traces if there is room for them. Return the room that is left."""
    traces = [turn_trace(record) for record in result.turns]
    size = len(to_json(traces, inf_nan_mode="null"))
    fits = size <= room
    shown: responses.TestResult = {
        "testId": result.test_id,
        "name": name,
        "passed": result.passed,
        "failures": [_failure(failure) for failure in result.failures],
        "turns": traces if fits else [],
        "millis": result.millis,
    }
    if not fits:
        shown["cut"] = True
    return shown, room - size if fits else room


def _failure(failure: Failure) -> responses.Failure:
    return {
        "turn": failure.turn,
        "field": failure.field,
        "expected": _bounded(failure.expected),
        "actual": _bounded(failure.actual),
    }


def _bounded(value: Json) -> Json:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return value if len(text) <= _MAX_FAILURE else f"{text[:_MAX_FAILURE]}…"


def _shown(stored: StoredTest) -> dict[str, JsonValue]:
    written = stored.written if isinstance(stored.written, dict) else {}
    return {"testId": stored.test_id, "updatedAt": iso(stored.updated_at), **written}
