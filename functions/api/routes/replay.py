"""`POST /api/flows/{flowId}/replay`: recorded calls, folded through another version of the flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter

from flow_core.flow import Flow
from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.replay_results import shown
from functions.api.routes.flows import checked_draft
from functions.api.schemas.requests.replay import ReplayRequest
from functions.api.schemas.responses import replay as responses
from functions.deadline import Deadline
from functions.replay.run import ReplayCalls
from functions.services import Services
from functions.turn.called_flows import UncallableFlowError
from functions.turn.flow_versions import MissingFlowError, resolve
from functions.turn.mcp_tools import UnlistedToolsError

LAST = 100
"""Calls of a request that names none."""
SECONDS = 8.0
"""Seconds that a request folds calls. API Gateway waits for 29."""

router = APIRouter(route_class=SmallJson)


@router.post("/api/flows/{flowId}/replay")
def replay_calls(
    flow_id: FlowId, organization: Organization, services: ServicesDep, body: ReplayRequest | None = None
) -> responses.Replay:
    """Fold recorded calls through a version, with the answers that models and tools gave. Nothing outside is asked."""
    asked = body or ReplayRequest()
    flow = runnable(services, organization, flow_id, asked.version)
    calls = ReplayCalls(services.sessions, services.pinned, services.run_turn.engine.javascript)
    chosen = list(dict.fromkeys(asked.sessions)) or calls.latest(organization, flow_id, asked.last or LAST)
    if asked.sessions:
        _require_all(services, organization, flow_id, chosen)
    results = list(calls(organization, flow_id, flow, chosen, Deadline.after(SECONDS)))
    return shown(results, len(chosen))


def runnable(services: Services, organization: str, flow_id: str, version: int | Literal["latest", "draft"]) -> Flow:
    """Return the flow of a version, ready to run. Raise `ProblemError` if there is none, or if it cannot run."""
    draft = services.flows.draft(organization, flow_id) if version == "draft" else None
    if draft is not None:
        checked_draft(services, organization, flow_id, draft.written)
    try:
        pin = resolve(services.flows, services.pinned, organization, flow_id, version, services.list_tools)
        if pin is None:
            raise not_found(f"{version} version of the flow {flow_id}")
        return services.pinned(organization, flow_id, pin)
    except (UncallableFlowError, UnlistedToolsError) as error:
        raise invalid_field("version", f"is {version}, but {error}") from error
    except MissingFlowError as error:
        raise invalid_field("version", f"is {version}, but it has errors; save the flow without them first") from error


def _require_all(services: Services, organization: str, flow_id: str, session_ids: Sequence[str]) -> None:
    for session_id in session_ids:
        head = services.sessions.head(session_id)
        if head is None or (head.organization_id, head.flow_id) != (organization, flow_id):
            raise not_found(f"session {session_id[:100]} of the flow {flow_id}")
