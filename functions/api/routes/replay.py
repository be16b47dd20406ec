"""`POST /api/flows/{flowId}/replay`: recorded calls, folded through another version of the flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter

from flow_core.flow import Flow
from flow_core.state import Status
from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import invalid_field, not_found
from functions.api.http.request_body import SmallJson
from functions.api.routes.flows import checked_draft
from functions.api.schemas.requests.replay import ReplayRequest
from functions.api.schemas.responses import replay as responses
from functions.deadline import Deadline
from functions.replay.call import Replayed, Side
from functions.replay.causes import Group, groups
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


def shown(results: Sequence[Replayed], asked: int) -> responses.Replay:
    """Return results as responses have them. `asked` counts the calls that were to be replayed."""
    counts = Counter(result.verdict for result in results)
    return {
        "same": counts["same"],
        "differ": counts["differs"],
        "cannot": counts["cannot"],
        "left": asked - len(results),
        "groups": [_group(group) for group in groups(results)],
        "results": [_result(result) for result in results],
    }


def _result(result: Replayed) -> responses.ReplayedCall:
    shown: responses.ReplayedCall = {"sessionId": result.session_id, "verdict": result.verdict}
    if result.turn is not None:
        shown["turn"] = result.turn
        shown["nodeId"] = result.node_id
    if result.recorded is not None and result.now is not None:
        shown["parts"] = list(result.parts)
        shown["mild"] = result.mild
        shown["recorded"] = _side(result.recorded)
        shown["now"] = _side(result.now)
    if result.why is not None:
        shown["why"] = result.why
    return shown


def _group(group: Group) -> responses.ReplayGroup:
    first = group.first
    shown: responses.ReplayGroup = {
        "verdict": "cannot" if first.verdict == "cannot" else "differs",
        "nodeId": first.node_id,
        "count": group.count,
        "parts": sorted(group.parts),
        "mild": first.mild,
        "sessions": group.sessions,
    }
    if first.turn is not None:
        shown["turn"] = first.turn
    if first.recorded is not None and first.now is not None:
        shown["recorded"] = _side(first.recorded)
        shown["now"] = _side(first.now)
    if first.why is not None:
        shown["why"] = first.why
    return shown


def _side(side: Side) -> responses.ReplayedTurn:
    return {
        "node": side.node,
        "words": side.words,
        "variables": dict(side.variables),
        "action": side.action,  # type: ignore[typeddict-item]  # as the reply has it
        "status": Status(side.status),
        "tools": list(side.tools),
    }
