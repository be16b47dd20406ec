"""What the author of a tool sees before a caller does: its test call, and the tools of an MCP server."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter

from flow_core.authored.tools import McpTemplate
from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import ProblemError, not_found
from functions.api.http.request_body import SmallJson
from functions.api.limits import require_rate
from functions.api.routes.audit import AuditDep, AuditWriter
from functions.api.schemas.requests.tools import ToolListRequest, ToolTestRequest
from functions.api.schemas.responses.tools import ServerTool, ServerTools, ToolTestResult
from functions.ports.audit import AuditAction
from functions.ports.tools import Failed
from functions.turn.try_tool import Malformed, Trial, Tried

MAX_A_MINUTE = 30
"""Test calls and lists together that an organization may ask for in a minute."""

router = APIRouter(route_class=SmallJson)


@router.post("/api/flows/{flowId}/tools/test")
def test_tool(
    flow_id: FlowId, body: ToolTestRequest, organization: Organization, services: ServicesDep, audit: AuditDep
) -> ToolTestResult:
    """Call a tool once, under a turn's limits. Nothing is saved, and a failing tool is a 200 with a `problem`."""
    _begin(audit, "tool.tested", flow_id, body.node_id)
    trial = Trial(body.tool, body.variables, body.arguments, body.language, body.time_zone, body.caller_number)
    tried = services.try_tool(trial, organization)
    if isinstance(tried, Malformed):
        raise _malformed(tried)
    return _result(tried)


@router.post("/api/flows/{flowId}/tools/list")
def list_tools(
    flow_id: FlowId, body: ToolListRequest, organization: Organization, services: ServicesDep, audit: AuditDep
) -> ServerTools:
    """List the tools of an MCP server, as publishing would. A failing server is a 200 with a `problem`."""
    _begin(audit, "tools.listed", flow_id, body.node_id)
    problems = _server_problems(body)
    if problems:
        first = problems[0]
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{first['field']}: {first['message']}", problems)
    found = services.list_tools.of_server(organization, body.server, body.headers)
    if isinstance(found, Failed):
        return {"tools": [], "problem": found.error}
    tools: list[ServerTool] = [
        {
            "name": each.name,
            "description": each.description,
            "parameters": dict(each.parameters),
            "repeatable": each.repeatable,
        }
        for each in found
    ]
    return {"tools": tools, "problem": None}


def _begin(audit: AuditWriter, action: AuditAction, flow_id: str, node_id: str | None) -> None:
    """Require that the flow exists and that the organization has a request left, and record the request."""
    if audit.services.flows.summary(audit.organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")
    did = f"asked for {MAX_A_MINUTE} test calls and lists of tools"
    require_rate(audit.services, audit.organization, "tool-test", limit=MAX_A_MINUTE, did=did)
    named = {} if node_id is None else {"nodeId": node_id}
    audit.record(action, flow_id, **named)


def _server_problems(body: ToolListRequest) -> list[dict[str, str]]:
    """Find what `check` would find of the address and the headers."""
    # Slow to import, and only needed for this request.
    from flow_core.check.fields.tools import mcp_problems
    from flow_core.check.problem import THE_FLOW

    written = McpTemplate(server=body.server, tool="any", headers=body.headers)
    found = mcp_problems(written, THE_FLOW, ())
    return [{"field": ".".join(map(str, each.path)), "message": f"{each.text} {each.remedy}"} for each in found]


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
