"""The test call of a tool: what its author sees before a caller does."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter

from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import ProblemError, not_found
from functions.api.http.request_body import SmallJson
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.tools import ToolTestRequest
from functions.api.schemas.responses.tools import ToolTestResult
from functions.services import Services
from functions.turn.try_tool import Malformed, Trial, Tried

MAX_A_MINUTE = 30
"""Test calls that an organization may make in a minute."""
_MINUTE = 60_000
"""Milliseconds."""

router = APIRouter(route_class=SmallJson)


@router.post("/api/flows/{flowId}/tools/test")
def test_tool(
    flow_id: FlowId, body: ToolTestRequest, organization: Organization, services: ServicesDep, audit: AuditDep
) -> ToolTestResult:
    """Call a tool once, under a turn's limits. Nothing is saved, and a failing tool is a 200 with a `problem`."""
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    _require_rate(services, organization)
    named = {} if body.node_id is None else {"nodeId": body.node_id}
    audit.record("tool.tested", flow_id, **named)
    trial = Trial(body.tool, body.variables, body.arguments, body.language, body.time_zone, body.caller_number)
    tried = services.try_tool(trial, organization)
    if isinstance(tried, Malformed):
        raise _malformed(tried)
    return _result(tried)


def _require_rate(services: Services, organization: str) -> None:
    now = services.now()
    if services.rates.take(organization, "tool-test", limit=MAX_A_MINUTE, at=now):
        return
    wait = 1 + (_MINUTE - now % _MINUTE) // 1000
    detail = f"{organization} has made {MAX_A_MINUTE} test calls in this minute, as many as it may. Try again later."
    raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait)})


def _malformed(tried: Malformed) -> ProblemError:
    problems = [{"field": each.field, "message": each.message} for each in tried.problems]
    detail = (
        f"The tool has {len(problems)} error{'s' if len(problems) > 1 else ''}. The first: {problems[0]['field']}: "
    )
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail + problems[0]["message"], problems)


def _result(tried: Tried) -> ToolTestResult:
    return {
        "request": {"method": tried.method, "url": tried.url},
        "status": tried.status,
        "headers": dict(tried.headers),
        "body": tried.body,
        "millis": tried.millis,
        "exit": tried.exit,
        "variables": dict(tried.variables),
        "failed": [{"field": each.field, "error": each.error} for each in tried.failing],
        "problem": tried.problem,
        "result": tried.result,
    }
